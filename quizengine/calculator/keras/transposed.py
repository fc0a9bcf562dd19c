"""Transposed convolutions, with the arguments that Keras gives them."""

from __future__ import annotations

from quizengine.calculator.arguments import Padding, PaddingWord, PerAxis, Whole
from quizengine.calculator.errors import LayerError
from quizengine.calculator.keras.convolution import KernelLayer, strides_or_dilation
from quizengine.calculator.operation import Operation
from quizengine.calculator.operations.transposed import TransposedConvolution, transposed_window
from quizengine.calculator.symbols import Terms

_TERMS = Terms(O="output_padding")


class _WordAlone(PaddingWord):
    """A padding in words, in any case."""

    def checked(self, value: object, rank: int) -> Padding:
        """The word in small letters."""
        if not isinstance(value, str):
            raise LayerError('the padding of a transposed convolution is "valid" or "same"')
        return super().checked(value, rank)


class _Transposed(
    KernelLayer, ranks={1: "Conv1DTranspose", 2: "Conv2DTranspose", 3: "Conv3DTranspose"}
):
    """A transposed convolution: each input value puts down a whole kernel."""

    filters = Whole()
    padding = _WordAlone()
    output_padding = PerAxis(None, least=0)
    dilation_rate = PerAxis(1)

    def check_arguments(self) -> None:
        """Refuse strides that Keras refuses."""
        strides_or_dilation(self.strides, self.dilation_rate)
        for more, stride in zip(self.output_padding or (), self.strides, strict=False):
            if more >= stride:
                raise LayerError(
                    f"output_padding must be less than the strides, and {more} is not "
                    f"less than {stride}"
                )

    def make_operation(self) -> Operation:
        """Return the transposed convolution."""
        spread = transposed_window(
            self.kernel_size, self.strides, self.padding, self.dilation_rate,
            self.output_padding, _TERMS,
        )  # fmt: skip
        return TransposedConvolution(spread, self.filters, self.use_bias, _TERMS)
