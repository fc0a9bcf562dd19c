"""Pooling windows with PyTorch's arguments: padding in numbers, dilation, `ceil_mode`."""

from __future__ import annotations

from fractions import Fraction

from quizengine.calculator.arguments import (
    Custom,
    Flag,
    PerAxis,
    SameAs,
    Whole,
    per_axis,
    real,
    whole,
)
from quizengine.calculator.errors import LayerError, quoted
from quizengine.calculator.layer import Symbols
from quizengine.calculator.operation import Operation
from quizengine.calculator.operations.ceil_mode import ceil_window
from quizengine.calculator.operations.pooling import Pooling, check_padding
from quizengine.calculator.shape import Shape
from quizengine.calculator.symbols import Terms
from quizengine.calculator.torch.base import WINDOW_TERMS, ChannelsFirst
from quizengine.calculator.windows import window

_TERMS = Terms(**{**WINDOW_TERMS, "D": "input channels"})


class _Pooling(ChannelsFirst, abstract=True):
    """The base of the poolings: a window over each channel alone."""

    ceil_mode = Flag(default=False)

    def slide(
        self,
        size: tuple[int, ...],
        stride: tuple[int, ...],
        padding: tuple[int, ...] = (),
        dilation: tuple[int, ...] = (),
    ) -> Operation:
        """The pooling with this window."""
        make = ceil_window if self.ceil_mode else window
        pads, rates = padding or (0,) * self.rank, dilation or (1,) * self.rank
        return Pooling(make(size, stride, pads, rates, terms=_TERMS), _TERMS)


class _Padded(_Pooling, abstract=True):
    """The base of max and average pooling."""

    kernel_size = PerAxis(spread=True)
    stride = PerAxis(SameAs("kernel_size"), spread=True)
    padding = PerAxis(0, least=0, spread=True)

    def check_arguments(self) -> None:
        """Refuse a padding of more than half the window."""
        check_padding(self.padding, "kernel size", self.kernel_size)

    def make_operation(self) -> Operation:
        """Return the pooling."""
        return self.slide(self.kernel_size, self.stride, self.padding)


class WithIndices(ChannelsFirst, abstract=True):
    """A max pooling that can also return the indices of the largest values."""

    return_indices = Flag(default=False)

    def apply(self, inputs: tuple[Shape, ...]) -> tuple[Symbols, tuple[Shape, ...]]:
        """Return the pooled values, and with `return_indices` the indices of the largest ones."""
        symbols, outputs = super().apply(inputs)
        return symbols, outputs * 2 if self.return_indices else outputs


class _MaxPool(_Padded, WithIndices, ranks={1: "MaxPool1d", 2: "MaxPool2d", 3: "MaxPool3d"}):
    """The largest value in each window."""

    order = ("kernel_size", "stride", "padding", "dilation", "return_indices")

    dilation = PerAxis(1, spread=True)

    def make_operation(self) -> Operation:
        """Return the pooling; its window may be dilated."""
        return self.slide(self.kernel_size, self.stride, self.padding, self.dilation)


class _AvgPool(_Padded, abstract=True):
    """The base of the average poolings."""

    order = ("kernel_size", "stride", "padding")

    count_include_pad = Flag(default=True)


class AvgPool1d(_AvgPool, rank=1):
    """The mean of each window of a `D×L` input."""


def _divisor(name: str, value: object) -> int:
    divisor = whole(name, value, least=-(1 << 40))
    if divisor == 0:
        raise LayerError(f"{name} must not be 0")
    return divisor


class AvgPool2d(_AvgPool, rank=2):
    """The mean of each window of a `D×H×W` input."""

    divisor_override = Custom(_divisor, None)


class AvgPool3d(_AvgPool, rank=3):
    """The mean of each window of a `D×T×H×W` input."""

    divisor_override = Custom(_divisor, None)

    def check_input(self, *shapes: Shape) -> None:
        """Refuse a window that is larger than the input without its padding."""
        spatial = shapes[0][:-1]
        if any(size > axis for axis, size in zip(spatial, self.kernel_size, strict=True)):
            raise LayerError(
                f"the window {'×'.join(map(str, self.kernel_size))} is larger than the input "
                f"{'×'.join(str(int(axis)) for axis in spatial)}, its padding left out"
            )


def _power(name: str, value: object) -> Fraction:
    power = real(name, value)
    if power == 0:
        raise LayerError(f"{name} must not be {quoted(value)}")
    return power


def _number(name: str, value: object) -> int:
    return per_axis(name, value, 1)[0]


class _LPPool(_Pooling, abstract=True):
    """The base of the power means."""

    order = ("norm_type", "kernel_size", "stride")

    norm_type = Custom(_power)


class LPPool1d(_LPPool, rank=1):
    """The power mean of each window of a `D×L` input; PyTorch multiplies by `kernel_size`."""

    kernel_size = Whole()
    stride = Custom(_number, SameAs("kernel_size"))

    def make_operation(self) -> Operation:
        """Return the pooling."""
        return self.slide((self.kernel_size,), (self.stride,))


class LPPool2d(_LPPool, rank=2):
    """The power mean of each window of a `D×H×W` input, its size one number or a pair."""

    kernel_size = PerAxis()
    stride = PerAxis(SameAs("kernel_size"), spread=True)

    def make_operation(self) -> Operation:
        """Return the pooling."""
        return self.slide(self.kernel_size, self.stride)
