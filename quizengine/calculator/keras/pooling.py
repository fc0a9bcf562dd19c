"""Pooling with a window and global pooling, with the arguments that Keras gives them."""

from __future__ import annotations

from functools import lru_cache

from quizengine.calculator.arguments import DataFormat, Flag, PaddingWord, PerAxis, SameAs
from quizengine.calculator.keras.base import KerasLayer
from quizengine.calculator.operation import Operation
from quizengine.calculator.operations.pooling import GlobalPooling, Pooling, check_padding
from quizengine.calculator.symbols import Terms
from quizengine.calculator.windows import window

_TERMS = Terms(F="pool_size")

# Operations do not change, and draw after draw asks for the same.
_global_pooling = lru_cache(maxsize=2)(GlobalPooling)


class _Pooling(KerasLayer, ranks={1: "MaxPooling1D", 2: "MaxPooling2D", 3: "MaxPooling3D"}):
    """The largest value in each window; `padding` may also be a number per side."""

    pool_size = PerAxis(2)
    strides = PerAxis(SameAs("pool_size"))
    padding = PaddingWord()
    data_format = DataFormat()

    def check_arguments(self) -> None:
        """Refuse a padding of more than half the window."""
        check_padding(self.padding, "pool size", self.pool_size)

    def make_operation(self) -> Operation:
        """Return the pooling."""
        ones = (1,) * self.rank
        sliding = window(self.pool_size, self.strides, self.padding, ones, _TERMS)
        return Pooling(sliding, _TERMS)


class _AveragePooling(
    _Pooling, ranks={1: "AveragePooling1D", 2: "AveragePooling2D", 3: "AveragePooling3D"}
):
    """The mean of each window; Keras has no default for its size."""

    pool_size = PerAxis()


class _GlobalPooling(KerasLayer, abstract=True):
    """The base of the global poolings."""

    data_format = DataFormat()
    keepdims = Flag(default=False)

    def make_operation(self) -> Operation:
        """Return the global pooling."""
        return _global_pooling(self.keepdims)


class GlobalMaxPooling(
    _GlobalPooling,
    ranks={1: "GlobalMaxPooling1D", 2: "GlobalMaxPooling2D", 3: "GlobalMaxPooling3D"},
):
    """The largest value of each channel."""


class GlobalAveragePooling(
    _GlobalPooling,
    ranks={1: "GlobalAveragePooling1D", 2: "GlobalAveragePooling2D", 3: "GlobalAveragePooling3D"},
):
    """The mean of each channel."""
