"""Convolutions in one, two and three dimensions, with the arguments that PyTorch gives them."""

from __future__ import annotations

from quizengine.calculator.arguments import (
    Argument,
    Flag,
    Padding,
    PerAxis,
    Whole,
    Word,
    per_axis,
)
from quizengine.calculator.errors import LayerError, quoted
from quizengine.calculator.operation import Operation
from quizengine.calculator.operations.convolution import Convolution
from quizengine.calculator.shape import Shape
from quizengine.calculator.symbols import AXES, AXIS_NAMES
from quizengine.calculator.torch.base import WINDOW_TERMS, Weighted, check_channels
from quizengine.calculator.windows import window

PADDING_MODES = ("zeros", "reflect", "replicate", "circular")


class _WordOrSides(Argument[Padding]):
    """`"valid"`, `"same"`, or a number per side for each axis."""

    def checked(self, value: object, rank: int) -> Padding:
        """The word, or a number for each axis."""
        if isinstance(value, str):
            if value not in ("valid", "same"):
                raise LayerError(f'padding must be one of "valid", "same", not {quoted(value)}')
            return value
        if isinstance(value, (list, tuple)) and len(value) == 1:
            value = value[0]
        return per_axis("padding", value, rank, least=0)


class ChannelsOut(Weighted, abstract=True):
    """The base of convolutions and transposed convolutions, with channels first and in groups."""

    data_format = "channels_first"

    in_channels = Whole()
    out_channels = Whole()
    groups = Whole(1)

    def check_arguments(self) -> None:
        """Refuse channels that do not divide among the groups."""
        for name in ("in_channels", "out_channels"):
            channels = getattr(self, name)
            if channels % self.groups:
                raise LayerError(
                    f"{name} {channels} cannot be shared out among {self.groups} groups: "
                    f"{channels} is not a multiple of {self.groups}"
                )

    def check_input(self, *shapes: Shape) -> None:
        """Refuse another number of channels than stated."""
        check_channels(self.kind, self.in_channels, shapes[0].channels)


class _Convolution(ChannelsOut, ranks={1: "Conv1d", 2: "Conv2d", 3: "Conv3d"}):
    """A convolution: filters that slide over the input and reach through all its channels."""

    order = ("in_channels", "out_channels", "kernel_size", "stride", "padding", "dilation")

    kernel_size = PerAxis()
    stride = PerAxis(1, spread=True)
    padding = _WordOrSides(0)
    dilation = PerAxis(1, spread=True)
    bias = Flag(default=True)
    padding_mode = Word("zeros", PADDING_MODES)

    def check_arguments(self) -> None:
        """Refuse strides with a padding that keeps the size."""
        super().check_arguments()
        if self.padding == "same" and max(self.stride) > 1:
            raise LayerError(f'padding="same" takes a stride of 1, not {max(self.stride)}')

    def make_operation(self) -> Operation:
        """Return the convolution."""
        sliding = window(self.kernel_size, self.stride, self.padding, self.dilation, WINDOW_TERMS)
        return Convolution(sliding, self.out_channels, self.bias, WINDOW_TERMS, self.groups)

    def check_input(self, *shapes: Shape) -> None:
        """Refuse an input that is too small for a padding with its own values."""
        super().check_input(*shapes)
        if self.padding_mode not in ("reflect", "circular"):
            return
        spare = 1 if self.padding_mode == "reflect" else 0
        for index, axis in enumerate(AXES[self.rank]):
            size, side = shapes[0][index], self._side(index)
            if side > size - spare:
                raise LayerError(
                    f'padding_mode="{self.padding_mode}" takes up to {size - spare} values '
                    f"from an input {AXIS_NAMES[axis]} of {int(size)}, and the padding "
                    f"is {side}"
                )

    def _side(self, index: int) -> int:
        """The padding behind an axis, the larger one where the two sides differ."""
        if isinstance(self.padding, str):
            reach = self.dilation[index] * (self.kernel_size[index] - 1)
            return reach - reach // 2 if self.padding == "same" else 0
        return self.padding[index]
