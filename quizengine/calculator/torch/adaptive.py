"""Adaptive pooling: the output size is stated, and PyTorch fits the windows to it."""

from __future__ import annotations

from quizengine.calculator.arguments import Argument, Kind, whole
from quizengine.calculator.errors import LayerError
from quizengine.calculator.operation import Operation
from quizengine.calculator.operations.pooling import adaptive_pooling
from quizengine.calculator.torch.base import Weightless
from quizengine.calculator.torch.pooling import WithIndices


class _OutputSize(Argument[tuple[int | None, ...]]):
    """A size, or one for each axis; None keeps an axis, where there are several."""

    def checked(self, value: object, kind: Kind) -> tuple[int | None, ...]:
        """A size for each axis."""
        sizes = value if isinstance(value, (list, tuple)) else [value] * kind.rank
        if len(sizes) != kind.rank:
            raise LayerError(f"{self.name} needs {kind.rank} numbers, and has {len(sizes)}")
        if value is None or (kind.rank == 1 and sizes[0] is None):
            raise LayerError(f"{self.name} must be a number, or one for each axis, not None")
        return tuple([None if size is None else whole(self.name, size) for size in sizes])


class _Adaptive(Weightless, abstract=True):
    """What the adaptive poolings share."""

    output_size = _OutputSize()

    def make_operation(self) -> Operation:
        """The pooling to the stated size."""
        return adaptive_pooling(self.output_size)


class AdaptiveAvgPool1d(_Adaptive, rank=1):
    """The mean of each of `output_size` windows of a `D×L` input."""


class AdaptiveAvgPool2d(_Adaptive, rank=2):
    """The mean of each of `output_size` windows of a `D×H×W` input."""


class AdaptiveAvgPool3d(_Adaptive, rank=3):
    """The mean of each of `output_size` windows of a `D×T×H×W` input."""


class _AdaptiveMax(_Adaptive, WithIndices, abstract=True):
    """What the adaptive max poolings share."""

    order = ("output_size",)


class AdaptiveMaxPool1d(_AdaptiveMax, rank=1):
    """The largest value of each of `output_size` windows of a `D×L` input."""


class AdaptiveMaxPool2d(_AdaptiveMax, rank=2):
    """The largest value of each of `output_size` windows of a `D×H×W` input."""


class AdaptiveMaxPool3d(_AdaptiveMax, rank=3):
    """The largest value of each of `output_size` windows of a `D×T×H×W` input."""
