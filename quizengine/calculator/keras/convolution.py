"""Convolutions in one, two and three dimensions, with the arguments that Keras gives them."""

from __future__ import annotations

from typing import ClassVar

from quizengine.calculator.arguments import (
    ActivationName,
    DataFormat,
    Flag,
    PaddingWord,
    PerAxis,
    Whole,
)
from quizengine.calculator.errors import LayerError, check_groups
from quizengine.calculator.keras.base import KerasLayer
from quizengine.calculator.operation import Operation
from quizengine.calculator.operations.convolution import Convolution
from quizengine.calculator.shape import Shape
from quizengine.calculator.windows import window


class KernelLayer(KerasLayer, abstract=True):
    """The base of all layers with a kernel; `padding` may also be a number per side."""

    order: ClassVar[tuple[str, ...]] = (
        "filters", "kernel_size", "strides", "padding", "output_padding", "data_format",
        "dilation_rate", "groups", "depth_multiplier",
    )  # fmt: skip

    kernel_size = PerAxis()
    strides = PerAxis(1)
    padding = PaddingWord("valid")
    data_format = DataFormat()
    activation = ActivationName(None)
    use_bias = Flag(default=True)


class _Convolution(KernelLayer, ranks={2: "Conv2D", 3: "Conv3D"}):
    """A convolution: filters that slide over the input and reach through all its channels."""

    filters = Whole()
    dilation_rate = PerAxis(1)
    groups = Whole(1)

    def check_arguments(self) -> None:
        """Refuse strides or groups that Keras refuses."""
        strides_or_dilation(self.strides, self.dilation_rate)
        check_groups(self.filters, "filters", self.groups)

    def make_operation(self) -> Operation:
        """Return the convolution."""
        sliding = window(self.kernel_size, self.strides, self.padding, self.dilation_rate)
        return Convolution(sliding, self.filters, self.use_bias, groups=self.groups)

    def check_input(self, *shapes: Shape) -> None:
        """Refuse input channels that do not divide among the groups."""
        check_groups(shapes[0].channels, "input channels", self.groups)


class Conv1D(_Convolution, rank=1):
    """A convolution along one axis of an `L×D` input."""

    padding = PaddingWord("valid", ("valid", "same", "causal"))


def strides_or_dilation(strides: tuple[int, ...], dilation_rate: tuple[int, ...]) -> None:
    """Keras has no convolution with both. Raises LayerError."""
    if max(strides) > 1 and max(dilation_rate) > 1:
        raise LayerError("strides above 1 and a dilation_rate above 1 do not go together")
