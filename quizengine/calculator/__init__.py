"""Layers, shapes and networks: exact counts that know their formulas, workings and mistakes.

The layers are imported when one is first asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from quizengine.calculator.code.errors import SourceError
from quizengine.calculator.errors import LayerError
from quizengine.calculator.exports import EXPORTS, LAYERS
from quizengine.calculator.layer import Applied, Layer
from quizengine.calculator.network import Network
from quizengine.calculator.quantity import Mistake, Mistaken, Quantity, Recipe
from quizengine.calculator.sequential import Sequential
from quizengine.calculator.shape import Shape, as_shape
from quizengine.calculator.working import Step, Working, working_of, working_of_expression

if TYPE_CHECKING:
    from quizengine.calculator.layers import (
        ELU,
        GRU,
        LSTM,
        Activation,
        Add,
        AdditiveAttention,
        AlphaDropout,
        Attention,
        Average,
        AveragePooling1D,
        AveragePooling2D,
        AveragePooling3D,
        BatchNormalization,
        Bidirectional,
        Concatenate,
        Conv1D,
        Conv1DTranspose,
        Conv2D,
        Conv2DTranspose,
        Conv3D,
        Conv3DTranspose,
        Cropping1D,
        Cropping2D,
        Cropping3D,
        Dense,
        DepthwiseConv1D,
        DepthwiseConv2D,
        Dot,
        Dropout,
        Embedding,
        Flatten,
        GaussianDropout,
        GaussianNoise,
        GlobalAveragePooling1D,
        GlobalAveragePooling2D,
        GlobalAveragePooling3D,
        GlobalMaxPooling1D,
        GlobalMaxPooling2D,
        GlobalMaxPooling3D,
        GroupNormalization,
        GroupQueryAttention,
        Identity,
        Input,
        LayerNormalization,
        LeakyReLU,
        LocallyConnected1D,
        LocallyConnected2D,
        Masking,
        Maximum,
        MaxPooling1D,
        MaxPooling2D,
        MaxPooling3D,
        Minimum,
        MultiHeadAttention,
        Multiply,
        Normalization,
        Permute,
        PReLU,
        ReLU,
        RepeatVector,
        Rescaling,
        Reshape,
        RMSNormalization,
        SeparableConv1D,
        SeparableConv2D,
        SimpleRNN,
        Softmax,
        SpatialDropout1D,
        SpatialDropout2D,
        SpatialDropout3D,
        Subtract,
        TimeDistributed,
        UnitNormalization,
        UpSampling1D,
        UpSampling2D,
        UpSampling3D,
        ZeroPadding1D,
        ZeroPadding2D,
        ZeroPadding3D,
    )

__all__ = [
    "ELU",
    "EXPORTS",
    "GRU",
    "LAYERS",
    "LSTM",
    "Activation",
    "Add",
    "AdditiveAttention",
    "AlphaDropout",
    "Applied",
    "Attention",
    "Average",
    "AveragePooling1D",
    "AveragePooling2D",
    "AveragePooling3D",
    "BatchNormalization",
    "Bidirectional",
    "Concatenate",
    "Conv1D",
    "Conv1DTranspose",
    "Conv2D",
    "Conv2DTranspose",
    "Conv3D",
    "Conv3DTranspose",
    "Cropping1D",
    "Cropping2D",
    "Cropping3D",
    "Dense",
    "DepthwiseConv1D",
    "DepthwiseConv2D",
    "Dot",
    "Dropout",
    "Embedding",
    "Flatten",
    "GaussianDropout",
    "GaussianNoise",
    "GlobalAveragePooling1D",
    "GlobalAveragePooling2D",
    "GlobalAveragePooling3D",
    "GlobalMaxPooling1D",
    "GlobalMaxPooling2D",
    "GlobalMaxPooling3D",
    "GroupNormalization",
    "GroupQueryAttention",
    "Identity",
    "Input",
    "Layer",
    "LayerError",
    "LayerNormalization",
    "LeakyReLU",
    "LocallyConnected1D",
    "LocallyConnected2D",
    "Masking",
    "MaxPooling1D",
    "MaxPooling2D",
    "MaxPooling3D",
    "Maximum",
    "Minimum",
    "Mistake",
    "Mistaken",
    "MultiHeadAttention",
    "Multiply",
    "Network",
    "Normalization",
    "PReLU",
    "Permute",
    "Quantity",
    "RMSNormalization",
    "ReLU",
    "Recipe",
    "RepeatVector",
    "Rescaling",
    "Reshape",
    "SeparableConv1D",
    "SeparableConv2D",
    "Sequential",
    "Shape",
    "SimpleRNN",
    "Softmax",
    "SourceError",
    "SpatialDropout1D",
    "SpatialDropout2D",
    "SpatialDropout3D",
    "Step",
    "Subtract",
    "TimeDistributed",
    "UnitNormalization",
    "UpSampling1D",
    "UpSampling2D",
    "UpSampling3D",
    "Working",
    "ZeroPadding1D",
    "ZeroPadding2D",
    "ZeroPadding3D",
    "as_shape",
    "read",
    "working_of",
    "working_of_expression",
]


def read(source: str, input_shape: object = None) -> Network:
    """The network that source text describes: Keras or PyTorch, a model or one layer.

    The text may also be a Markdown text or a notebook, whose code cells are read. `input_shape`
    states the input (no batch) where the text does not; a list of shapes states several inputs.
    The last network of the text counts. Raises SourceError with the line of what is not
    understood or would be refused, and LayerError for an input shape that does not fit.
    """
    # The readers know every layer of both frameworks; who only computes does not load them.
    from quizengine.calculator.code.reader import read as read_code

    return read_code(source, input_shape)


def __getattr__(name: str) -> Any:
    from quizengine.calculator import layers

    if name not in layers.HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(layers, name)
