"""Normalization of the last axes, and of neighbouring channels, with PyTorch's arguments."""

from __future__ import annotations

from functools import lru_cache

from quizengine.calculator.arguments import Custom, Flag, Real, Whole, whole
from quizengine.calculator.errors import LayerError
from quizengine.calculator.operation import Operation
from quizengine.calculator.operations.normalization import (
    Division,
    NormalizationForm,
    Standardization,
)
from quizengine.calculator.shape import Shape
from quizengine.calculator.torch.base import AnyShape, Weighted


def _normalized_shape(name: str, value: object) -> tuple[int, ...]:
    axes = value if isinstance(value, (list, tuple)) else [value]
    if not axes:
        raise LayerError(f"{name} needs at least one axis")
    return tuple([whole(name, axis) for axis in axes])


@lru_cache(maxsize=64)
def _last_axes(count: int, affine: bool, bias: bool) -> Operation:
    name = "normalized_shape"
    words = (name,) if count == 1 else tuple([f"{name}[{index}]" for index in range(count)])
    axes = tuple(range(-count, 0))
    form = NormalizationForm("values", "n", words, affine, affine and bias)
    return Standardization(axes, form)


class _LastAxes(AnyShape, Weighted, abstract=True):
    """The base of the normalizations of the last axes, with a weight for each of their values."""

    normalized_shape = Custom(_normalized_shape)

    def check_input(self, *shapes: Shape) -> None:
        """Refuse an input with other last axes than stated."""
        wanted = self.normalized_shape
        if tuple(shapes[0][-len(wanted) :]) != wanted:
            raise LayerError(
                f"{self.kind} expects an input whose last axes are "
                f"{'×'.join(map(str, wanted))}, gets {shapes[0]}"
            )


class LayerNorm(_LastAxes):
    """The last axes, normalized together at each position along the others."""

    eps = Real(0.00001)
    elementwise_affine = Flag(default=True)
    bias = Flag(default=True)

    def make_operation(self) -> Operation:
        """Return the normalization."""
        return _last_axes(len(self.normalized_shape), self.elementwise_affine, self.bias)


class RMSNorm(_LastAxes):
    """The last axes, divided by the root of their mean square; it has no biases."""

    eps = Real(None)
    elementwise_affine = Flag(default=True)

    def make_operation(self) -> Operation:
        """Return the normalization, which has no offset."""
        return _last_axes(len(self.normalized_shape), self.elementwise_affine, bias=False)


class LocalResponseNorm(AnyShape):
    """Each value, divided by the strength of its neighbours in `size` channels."""

    least_rank = 0
    two_axes = ("D", "L")
    operation = Division("it divides by neighbouring values; it learns nothing")

    size = Whole()
    alpha = Real(0.0001)
    beta = Real(0.75)
    k = Real(1)

    def check_input(self, *shapes: Shape) -> None:
        """Refuse an input of channels alone."""
        if len(shapes[0]) < 2:
            raise LayerError(
                f"{self.kind} takes channels and at least one more axis, not {shapes[0]}"
            )
