"""Layers, shapes and networks: exact counts that know their formulas, workings and mistakes."""

from quizengine.calculator.convolution import Conv1D, Conv2D, Conv3D
from quizengine.calculator.dense import Dense
from quizengine.calculator.errors import LayerError
from quizengine.calculator.exports import EXPORTS, LAYERS
from quizengine.calculator.keras_reader import SourceError, read
from quizengine.calculator.layer import Applied, Layer
from quizengine.calculator.locally_connected import LocallyConnected1D, LocallyConnected2D
from quizengine.calculator.passing import (
    ELU,
    Activation,
    Dropout,
    Flatten,
    Input,
    LeakyReLU,
    ReLU,
    Softmax,
    ZeroPadding1D,
    ZeroPadding2D,
    ZeroPadding3D,
)
from quizengine.calculator.pooling import (
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
from quizengine.calculator.quantity import Mistake, Mistaken, Quantity, Recipe
from quizengine.calculator.sequential import Sequential
from quizengine.calculator.shape import Shape, as_shape
from quizengine.calculator.working import Step, Working, working_of, working_of_expression

__all__ = [
    "ELU",
    "EXPORTS",
    "LAYERS",
    "Activation",
    "Applied",
    "AveragePooling1D",
    "AveragePooling2D",
    "AveragePooling3D",
    "Conv1D",
    "Conv2D",
    "Conv3D",
    "Dense",
    "Dropout",
    "Flatten",
    "GlobalAveragePooling1D",
    "GlobalAveragePooling2D",
    "GlobalAveragePooling3D",
    "GlobalMaxPooling1D",
    "GlobalMaxPooling2D",
    "GlobalMaxPooling3D",
    "Input",
    "Layer",
    "LayerError",
    "LeakyReLU",
    "LocallyConnected1D",
    "LocallyConnected2D",
    "MaxPooling1D",
    "MaxPooling2D",
    "MaxPooling3D",
    "Mistake",
    "Mistaken",
    "Quantity",
    "ReLU",
    "Recipe",
    "Sequential",
    "Shape",
    "Softmax",
    "SourceError",
    "Step",
    "Working",
    "ZeroPadding1D",
    "ZeroPadding2D",
    "ZeroPadding3D",
    "as_shape",
    "read",
    "working_of",
    "working_of_expression",
]
