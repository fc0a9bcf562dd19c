"""Adaptive pooling: the output size is stated, and PyTorch fits the windows to it."""

from __future__ import annotations

from quizengine.calculator.arguments import Argument, whole
from quizengine.calculator.errors import LayerError
from quizengine.calculator.operation import Operation
from quizengine.calculator.operations.pooling import adaptive_pooling
from quizengine.calculator.torch.base import ChannelsFirst
from quizengine.calculator.torch.pooling import WithIndices


class _OutputSize(Argument[tuple[int | None, ...]]):
    """A size, or one for each axis; None keeps an axis, where there are several."""

    def checked(self, value: object, rank: int) -> tuple[int | None, ...]:
        """A size for each axis."""
        sizes = value if isinstance(value, (list, tuple)) else [value] * rank
        if len(sizes) != rank:
            raise LayerError(f"{self.name} needs {rank} numbers, and has {len(sizes)}")
        if value is None or (rank == 1 and sizes[0] is None):
            raise LayerError(f"{self.name} must be a number, or one for each axis, not None")
        return tuple([None if size is None else whole(self.name, size) for size in sizes])


class _Adaptive(
    ChannelsFirst, ranks={1: "AdaptiveAvgPool1d", 2: "AdaptiveAvgPool2d", 3: "AdaptiveAvgPool3d"}
):
    """The mean of each of `output_size` windows."""

    output_size = _OutputSize()

    def make_operation(self) -> Operation:
        """Return the pooling to the stated size."""
        return adaptive_pooling(self.output_size)


class _AdaptiveMax(
    _Adaptive,
    WithIndices,
    ranks={1: "AdaptiveMaxPool1d", 2: "AdaptiveMaxPool2d", 3: "AdaptiveMaxPool3d"},
):
    """The largest value of each of `output_size` windows."""

    order = ("output_size",)
