"""Zeros around a volume, with the arguments that Keras gives them."""

from __future__ import annotations

from functools import lru_cache

from quizengine.calculator.arguments import DataFormat, Sides
from quizengine.calculator.keras.base import KerasLayer
from quizengine.calculator.operation import Operation
from quizengine.calculator.operations.padding import Padding

# Operations do not change, and draw after draw asks for the same.
_padding = lru_cache(maxsize=64)(Padding)


class ZeroPadding(KerasLayer, ranks={1: "ZeroPadding1D", 2: "ZeroPadding2D", 3: "ZeroPadding3D"}):
    """Zeros around the spatial axes; the channels stay."""

    padding = Sides(1)
    data_format = DataFormat()

    def make_operation(self) -> Operation:
        """Return the padding."""
        return _padding(self.padding, "the zeros are fixed")
