"""Transposed convolutions, with the arguments that PyTorch gives them."""

from __future__ import annotations

from quizengine.calculator.arguments import Flag, PerAxis, Word
from quizengine.calculator.errors import LayerError, quoted
from quizengine.calculator.operation import Operation
from quizengine.calculator.operations.transposed import TransposedConvolution, transposed_window
from quizengine.calculator.torch.base import WINDOW_TERMS
from quizengine.calculator.torch.convolution import ChannelsOut


class _Sides(PerAxis):
    """A number per side for each axis: the words of other convolutions are none here."""

    def checked(self, value: object, rank: int) -> tuple[int, ...]:
        """A number for each axis of the layer class."""
        if isinstance(value, str):
            raise LayerError(
                f"a transposed convolution takes a padding in numbers, not {quoted(value)}: it has "
                'no "same" or "valid"'
            )
        return super().checked(value, rank)


class _Transposed(
    ChannelsOut, ranks={1: "ConvTranspose1d", 2: "ConvTranspose2d", 3: "ConvTranspose3d"}
):
    """A transposed convolution: each input value puts down a whole kernel."""

    order = ("in_channels", "out_channels", "kernel_size", "stride", "padding", "output_padding")

    kernel_size = PerAxis()
    stride = PerAxis(1, spread=True)
    padding = _Sides(0, least=0, spread=True)
    output_padding = PerAxis(0, least=0, spread=True)
    bias = Flag(default=True)
    dilation = PerAxis(1, spread=True)
    padding_mode = Word("zeros", ("zeros",))

    def check_arguments(self) -> None:
        """Refuse an `output_padding` that PyTorch refuses."""
        super().check_arguments()
        axes = zip(self.output_padding, self.stride, self.dilation, strict=True)
        for more, stride, rate in axes:
            if more >= max(stride, rate):
                raise LayerError(
                    f"output_padding {more} must be less than the stride {stride} or the "
                    f"dilation {rate}"
                )

    def make_operation(self) -> Operation:
        """Return the transposed convolution."""
        added = self.output_padding if max(self.output_padding) else None
        spread = transposed_window(
            self.kernel_size, self.stride, self.padding, self.dilation, added, WINDOW_TERMS
        )
        return TransposedConvolution(
            spread, self.out_channels, self.bias, WINDOW_TERMS, self.groups
        )
