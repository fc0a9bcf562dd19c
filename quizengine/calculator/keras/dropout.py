"""Layers that disturb values while training, and hand them on unchanged otherwise."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from quizengine.calculator.arguments import real
from quizengine.calculator.errors import LayerError, shown
from quizengine.calculator.keras.old_convolution import check_rank
from quizengine.calculator.layer import Symbols
from quizengine.calculator.old_layer import OldLayer
from quizengine.calculator.shape import Shape


def _share(name: str, value: object) -> Fraction:
    """A share of the whole. Raises LayerError unless it is from 0 to 1, as Keras does."""
    share = real(name, value)
    if not 0 <= share <= 1:
        raise LayerError(f"{name} must be from 0 to 1, not {shown(value)}")
    return share


class _Dropout(OldLayer):
    """What the dropouts share: a rate from 0 to 1."""

    neutral = "dropout switches values off while training; it learns nothing"
    least_rank = 0

    rate: Fraction


class Dropout(_Dropout):
    """Zeroes a share of the values while training."""

    def __init__(
        self,
        rate: object,
        noise_shape: object = None,
        seed: object = None,
        name: object = None,
        trainable: object = True,
    ) -> None:
        """Take Keras's arguments; `noise_shape` and `seed` change no count and are not kept.

        Raises LayerError unless the rate is from 0 to 1.
        """
        super().__init__(name, trainable)
        self._keep(rate=_share("rate", rate))


class AlphaDropout(_Dropout):
    """Dropout that keeps the mean and the variance of what SELU gives."""

    def __init__(
        self,
        rate: object,
        noise_shape: object = None,
        seed: object = None,
        name: object = None,
        trainable: object = True,
    ) -> None:
        """Take Keras's arguments; `noise_shape` and `seed` change no count and are not kept.

        Raises LayerError unless the rate is from 0 to 1.
        """
        super().__init__(name, trainable)
        self._keep(rate=_share("rate", rate))


class GaussianDropout(_Dropout):
    """Multiplies the values by random numbers around 1 while training."""

    def __init__(
        self, rate: object, seed: object = None, name: object = None, trainable: object = True
    ) -> None:
        """Take Keras's arguments; `seed` changes no count and is not kept.

        Raises LayerError unless the rate is from 0 to 1.
        """
        super().__init__(name, trainable)
        self._keep(rate=_share("rate", rate))


class GaussianNoise(OldLayer):
    """Adds random numbers around 0 to the values while training."""

    neutral = "the noise is drawn, not learnt"
    least_rank = 0

    stddev: Fraction

    def __init__(
        self, stddev: object, seed: object = None, name: object = None, trainable: object = True
    ) -> None:
        """Take Keras's arguments; `seed` changes no count and is not kept.

        Raises LayerError unless the deviation is from 0 to 1, as Keras does.
        """
        super().__init__(name, trainable)
        self._keep(stddev=_share("stddev", stddev))


class _SpatialDropout(_Dropout):
    """What the spatial dropouts share: whole channels are zeroed, so the rank is fixed."""

    rank: ClassVar[int]

    def symbols(self, shape: Shape) -> Symbols:
        """The axes. Raises LayerError for an input of another rank."""
        check_rank(self.kind, shape, self.rank)
        return super().symbols(shape)


class SpatialDropout1D(_SpatialDropout):
    """Zeroes a share of the channels of an `L×D` input while training."""

    rank = 1

    def __init__(
        self, rate: object, seed: object = None, name: object = None, trainable: object = True
    ) -> None:
        """Take Keras's arguments; `seed` changes no count and is not kept.

        Raises LayerError unless the rate is from 0 to 1.
        """
        super().__init__(name, trainable)
        self._keep(rate=_share("rate", rate))


class _SpatialDropoutND(_SpatialDropout):
    """What the spatial dropouts of several axes share: the channels may come first."""

    def __init__(
        self,
        rate: object,
        data_format: object = None,
        seed: object = None,
        name: object = None,
        trainable: object = True,
    ) -> None:
        """Take Keras's arguments; `seed` changes no count and is not kept.

        Raises LayerError unless the rate is from 0 to 1.
        """
        super().__init__(name, trainable)
        self._keep_format(data_format)
        self._keep(rate=_share("rate", rate))


class SpatialDropout2D(_SpatialDropoutND):
    """Zeroes a share of the channels of an `H×W×D` input while training."""

    rank = 2


class SpatialDropout3D(_SpatialDropoutND):
    """Zeroes a share of the channels of a `T×H×W×D` input while training."""

    rank = 3
