"""Zeros around a volume, with the arguments that Keras gives them."""

from __future__ import annotations

from functools import lru_cache

from quizengine.calculator.arguments import DataFormat, Sides
from quizengine.calculator.keras.base import KerasLayer
from quizengine.calculator.operation import Operation
from quizengine.calculator.operations.padding import Padding

# Operations do not change, and draw after draw asks for the same.
_padding = lru_cache(maxsize=64)(Padding)


class ZeroPadding(KerasLayer, abstract=True):
    """What the padding layers share: zeros around the spatial axes; the channels stay."""

    padding = Sides(1)
    data_format = DataFormat()

    def make_operation(self) -> Operation:
        """The padding."""
        return _padding(self.padding, "the zeros are fixed")


class ZeroPadding1D(ZeroPadding, rank=1):
    """Zeros before and after an `L×D` input."""


class ZeroPadding2D(ZeroPadding, rank=2):
    """Zeros around the height and width of an `H×W×D` input."""


class ZeroPadding3D(ZeroPadding, rank=3):
    """Zeros around the three axes of a `T×H×W×D` input."""
