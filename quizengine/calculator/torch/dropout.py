"""Dropouts with PyTorch's arguments: they hand values on as they are, but while training."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from quizengine.calculator.arguments import real, truth
from quizengine.calculator.errors import LayerError, shown
from quizengine.calculator.layer import Symbols
from quizengine.calculator.shape import Shape
from quizengine.calculator.torch.base import OldAnyShape


def probability(name: str, value: object) -> Fraction:
    """A number from 0 to 1. Raises LayerError."""
    share = real(name, value)
    if not 0 <= share <= 1:
        raise LayerError(f"{name} must be from 0 to 1, not {shown(value)}")
    return share


class _Dropout(OldAnyShape):
    """What the dropouts share: a probability from 0 to 1."""

    expression_names: ClassVar[frozenset[str]] = frozenset({"name", "p"})
    neutral = "dropout switches values off while training; it learns nothing"

    p: Fraction
    inplace: bool = False

    def __init__(self, p: object = Fraction(1, 2), inplace: object = False) -> None:
        """Take PyTorch's arguments. Raises LayerError unless `p` is from 0 to 1."""
        super().__init__()
        self._keep(p=probability("p", p))
        self._keep_changed(inplace=truth("inplace", inplace))


class Dropout(_Dropout):
    """Zeroes a share of the values while training."""


class Dropout1d(_Dropout):
    """Zeroes a share of the channels of a `D×L` input while training."""

    def symbols(self, shape: Shape) -> Symbols:
        """The axes. Raises LayerError where there are more than two."""
        if len(shape) > 2:
            raise LayerError(f"{self.kind} takes an input D×L, not {shape}")
        return super().symbols(shape)


class Dropout2d(_Dropout):
    """Zeroes a share of the channels of a `D×H×W` input while training."""


class Dropout3d(_Dropout):
    """Zeroes a share of the channels of a `D×T×H×W` input while training."""


class AlphaDropout(_Dropout):
    """Dropout that keeps the mean and the variance of what SELU gives."""


class FeatureAlphaDropout(_Dropout):
    """The same for whole channels."""
