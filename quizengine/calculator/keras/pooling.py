"""Pooling with a window and global pooling, with the arguments that Keras gives them."""

from __future__ import annotations

from functools import lru_cache

from quizengine.calculator.arguments import DataFormat, Flag, PaddingWord, PerAxis, SameAs
from quizengine.calculator.keras.base import KerasLayer
from quizengine.calculator.operation import Operation, Terms
from quizengine.calculator.operations.pooling import GlobalPooling, Pooling, check_padding
from quizengine.calculator.windows import window

_TERMS = Terms(F="pool_size")

# Operations do not change, and draw after draw asks for the same.
_global_pooling = lru_cache(maxsize=2)(GlobalPooling)


class _Pooling(KerasLayer, abstract=True):
    """What max and average pooling share; `padding` may also be a number per side."""

    pool_size = PerAxis(2)
    strides = PerAxis(SameAs("pool_size"))
    padding = PaddingWord()
    data_format = DataFormat()

    def make_operation(self) -> Operation:
        """The pooling. Raises LayerError for a padding of more than half the window."""
        ones = (1,) * self.rank
        sliding = window(self.pool_size, self.strides, self.padding, ones, _TERMS)
        check_padding(sliding, "pool size")
        return Pooling(sliding, _TERMS)


class _AveragePooling(_Pooling, abstract=True):
    """Average pooling, which Keras has no size for unless it is given."""

    pool_size = PerAxis()


class MaxPooling1D(_Pooling, rank=1):
    """The largest value in each window of an `L×D` input."""


class MaxPooling2D(_Pooling, rank=2):
    """The largest value in each window of an `H×W×D` input."""


class MaxPooling3D(_Pooling, rank=3):
    """The largest value in each window of a `T×H×W×D` input."""


class AveragePooling1D(_AveragePooling, rank=1):
    """The mean of each window of an `L×D` input."""


class AveragePooling2D(_AveragePooling, rank=2):
    """The mean of each window of an `H×W×D` input."""


class AveragePooling3D(_AveragePooling, rank=3):
    """The mean of each window of a `T×H×W×D` input."""


class _GlobalPooling(KerasLayer, abstract=True):
    """What the global poolings share."""

    data_format = DataFormat()
    keepdims = Flag(default=False)

    def make_operation(self) -> Operation:
        """The global pooling."""
        return _global_pooling(self.keepdims)


class GlobalMaxPooling1D(_GlobalPooling, rank=1):
    """The largest value of each channel of an `L×D` input."""


class GlobalMaxPooling2D(_GlobalPooling, rank=2):
    """The largest value of each channel of an `H×W×D` input."""


class GlobalMaxPooling3D(_GlobalPooling, rank=3):
    """The largest value of each channel of a `T×H×W×D` input."""


class GlobalAveragePooling1D(_GlobalPooling, rank=1):
    """The mean of each channel of an `L×D` input."""


class GlobalAveragePooling2D(_GlobalPooling, rank=2):
    """The mean of each channel of an `H×W×D` input."""


class GlobalAveragePooling3D(_GlobalPooling, rank=3):
    """The mean of each channel of a `T×H×W×D` input."""
