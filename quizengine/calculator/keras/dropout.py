"""Layers that disturb values while training and pass them on unchanged otherwise."""

from __future__ import annotations

from quizengine.calculator.arguments import DataFormat, Ignored, Share
from quizengine.calculator.keras.base import KerasLayer
from quizengine.calculator.operations.pointwise import DROPOUT, PointwiseMap


class _Dropout(KerasLayer, abstract=True):
    """The base of the dropouts, with a rate from 0 to 1."""

    operation = DROPOUT
    order = ("rate", "noise_shape", "data_format", "seed")

    rate = Share()
    seed = Ignored()


class Dropout(_Dropout):
    """Zeroes a share of the values while training."""

    noise_shape = Ignored()


class AlphaDropout(_Dropout):
    """Dropout that keeps the mean and the variance of what SELU gives."""

    noise_shape = Ignored()


class GaussianDropout(_Dropout):
    """Multiplies the values by random numbers around 1 while training."""


class GaussianNoise(KerasLayer):
    """Adds random numbers around 0 to the values while training."""

    operation = PointwiseMap("the noise is drawn, not learnt")

    stddev = Share()
    seed = Ignored()


class SpatialDropout1D(_Dropout, rank=1):
    """Zeroes a share of the channels of an `L×D` input while training."""


class _SpatialDropout(_Dropout, ranks={2: "SpatialDropout2D", 3: "SpatialDropout3D"}):
    """Zeroes a share of the channels while training."""

    data_format = DataFormat()
