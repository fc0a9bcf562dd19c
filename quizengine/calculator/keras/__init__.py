"""Keras's layers, by their names in Keras: what each takes, gives and holds.

A layer's module is imported when the layer is first asked for: a question is about one or two.
"""

from __future__ import annotations

from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from quizengine.calculator.keras.activations import (
        ELU,
        Activation,
        LeakyReLU,
        PReLU,
        ReLU,
        Softmax,
    )
    from quizengine.calculator.keras.attention import GroupQueryAttention, MultiHeadAttention
    from quizengine.calculator.keras.convolution import Conv1D, Conv2D, Conv3D
    from quizengine.calculator.keras.dense import Dense
    from quizengine.calculator.keras.depthwise import DepthwiseConv1D, DepthwiseConv2D
    from quizengine.calculator.keras.dropout import (
        AlphaDropout,
        Dropout,
        GaussianDropout,
        GaussianNoise,
        SpatialDropout1D,
        SpatialDropout2D,
        SpatialDropout3D,
    )
    from quizengine.calculator.keras.embedding import Embedding
    from quizengine.calculator.keras.locally_connected import (
        LocallyConnected1D,
        LocallyConnected2D,
    )
    from quizengine.calculator.keras.merging import (
        Add,
        Average,
        Concatenate,
        Dot,
        Maximum,
        Minimum,
        Multiply,
        Subtract,
    )
    from quizengine.calculator.keras.normalization import (
        BatchNormalization,
        GroupNormalization,
        LayerNormalization,
        Normalization,
        RMSNormalization,
        UnitNormalization,
    )
    from quizengine.calculator.keras.padding import ZeroPadding1D, ZeroPadding2D, ZeroPadding3D
    from quizengine.calculator.keras.passing import (
        Flatten,
        Identity,
        Input,
        Masking,
        Rescaling,
    )
    from quizengine.calculator.keras.plain_attention import AdditiveAttention, Attention
    from quizengine.calculator.keras.pooling import (
        AveragePooling1D,
        AveragePooling2D,
        AveragePooling3D,
        GlobalAveragePooling1D,
        GlobalAveragePooling2D,
        GlobalAveragePooling3D,
        GlobalMaxPooling1D,
        GlobalMaxPooling2D,
        GlobalMaxPooling3D,
        MaxPooling1D,
        MaxPooling2D,
        MaxPooling3D,
    )
    from quizengine.calculator.keras.recurrent import GRU, LSTM, SimpleRNN
    from quizengine.calculator.keras.reshaping import Permute, RepeatVector, Reshape
    from quizengine.calculator.keras.resizing import (
        Cropping1D,
        Cropping2D,
        Cropping3D,
        UpSampling1D,
        UpSampling2D,
        UpSampling3D,
    )
    from quizengine.calculator.keras.separable import SeparableConv1D, SeparableConv2D
    from quizengine.calculator.keras.transposed import (
        Conv1DTranspose,
        Conv2DTranspose,
        Conv3DTranspose,
    )
    from quizengine.calculator.keras.wrappers import Bidirectional, TimeDistributed

__all__ = [
    "ELU",
    "GRU",
    "LSTM",
    "Activation",
    "Add",
    "AdditiveAttention",
    "AlphaDropout",
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
    "MultiHeadAttention",
    "Multiply",
    "Normalization",
    "PReLU",
    "Permute",
    "RMSNormalization",
    "ReLU",
    "RepeatVector",
    "Rescaling",
    "Reshape",
    "SeparableConv1D",
    "SeparableConv2D",
    "SimpleRNN",
    "Softmax",
    "SpatialDropout1D",
    "SpatialDropout2D",
    "SpatialDropout3D",
    "Subtract",
    "TimeDistributed",
    "UnitNormalization",
    "UpSampling1D",
    "UpSampling2D",
    "UpSampling3D",
    "ZeroPadding1D",
    "ZeroPadding2D",
    "ZeroPadding3D",
]

_MODULES = {
    "activations": (
        "ELU",
        "Activation",
        "LeakyReLU",
        "PReLU",
        "ReLU",
        "Softmax",
    ),
    "attention": (
        "GroupQueryAttention",
        "MultiHeadAttention",
    ),
    "convolution": (
        "Conv1D",
        "Conv2D",
        "Conv3D",
    ),
    "dense": ("Dense",),
    "depthwise": (
        "DepthwiseConv1D",
        "DepthwiseConv2D",
    ),
    "dropout": (
        "AlphaDropout",
        "Dropout",
        "GaussianDropout",
        "GaussianNoise",
        "SpatialDropout1D",
        "SpatialDropout2D",
        "SpatialDropout3D",
    ),
    "embedding": ("Embedding",),
    "locally_connected": (
        "LocallyConnected1D",
        "LocallyConnected2D",
    ),
    "merging": (
        "Add",
        "Average",
        "Concatenate",
        "Dot",
        "Maximum",
        "Minimum",
        "Multiply",
        "Subtract",
    ),
    "normalization": (
        "BatchNormalization",
        "GroupNormalization",
        "LayerNormalization",
        "Normalization",
        "RMSNormalization",
        "UnitNormalization",
    ),
    "padding": (
        "ZeroPadding1D",
        "ZeroPadding2D",
        "ZeroPadding3D",
    ),
    "passing": (
        "Flatten",
        "Identity",
        "Input",
        "Masking",
        "Rescaling",
    ),
    "plain_attention": (
        "AdditiveAttention",
        "Attention",
    ),
    "pooling": (
        "AveragePooling1D",
        "AveragePooling2D",
        "AveragePooling3D",
        "GlobalAveragePooling1D",
        "GlobalAveragePooling2D",
        "GlobalAveragePooling3D",
        "GlobalMaxPooling1D",
        "GlobalMaxPooling2D",
        "GlobalMaxPooling3D",
        "MaxPooling1D",
        "MaxPooling2D",
        "MaxPooling3D",
    ),
    "recurrent": (
        "GRU",
        "LSTM",
        "SimpleRNN",
    ),
    "reshaping": (
        "Permute",
        "RepeatVector",
        "Reshape",
    ),
    "resizing": (
        "Cropping1D",
        "Cropping2D",
        "Cropping3D",
        "UpSampling1D",
        "UpSampling2D",
        "UpSampling3D",
    ),
    "separable": (
        "SeparableConv1D",
        "SeparableConv2D",
    ),
    "transposed": (
        "Conv1DTranspose",
        "Conv2DTranspose",
        "Conv3DTranspose",
    ),
    "wrappers": (
        "Bidirectional",
        "TimeDistributed",
    ),
}

HOMES = MappingProxyType({name: home for home, names in _MODULES.items() for name in names})
"""The module of each layer."""


def __getattr__(name: str) -> Any:
    if name not in HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{HOMES[name]}"), name)
