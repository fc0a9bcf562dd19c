"""Dropouts with PyTorch's arguments; they change values only while training."""

from __future__ import annotations

from fractions import Fraction

from quizengine.calculator.arguments import Flag, Share
from quizengine.calculator.errors import LayerError
from quizengine.calculator.operations.pointwise import DROPOUT
from quizengine.calculator.shape import Shape
from quizengine.calculator.torch.base import AnyShape


class _Dropout(AnyShape, abstract=True):
    """The base of the dropouts, with a probability from 0 to 1."""

    operation = DROPOUT

    p = Share(Fraction(1, 2))
    inplace = Flag(default=False)


class Dropout(_Dropout):
    """Zeroes a share of the values while training."""


class Dropout1d(_Dropout):
    """Zeroes a share of the channels of a `D×L` input while training."""

    def check_input(self, *shapes: Shape) -> None:
        """Refuse an input of more than two axes."""
        if len(shapes[0]) > 2:
            raise LayerError(f"{self.kind} takes an input D×L, not {shapes[0]}")


class Dropout2d(_Dropout):
    """Zeroes a share of the channels of a `D×H×W` input while training."""


class Dropout3d(_Dropout):
    """Zeroes a share of the channels of a `D×T×H×W` input while training."""


class AlphaDropout(_Dropout):
    """Dropout that keeps the mean and the variance of what SELU gives."""


class FeatureAlphaDropout(_Dropout):
    """AlphaDropout of whole channels."""
