"""What all layers of Keras share, and which there are."""

from __future__ import annotations

from typing import ClassVar

from quizengine.calculator.arguments import Flag, Name
from quizengine.calculator.layer import Layer
from quizengine.calculator.layer_classes import LayerClasses

_MODULES = (
    "passing convolution locally_connected dense pooling reshaping activations dropout "
    "padding separable depthwise transposed normalization resizing embedding recurrent "
    "wrappers merging attention plain_attention"
)
"""The modules with layers, those that are asked for most first."""

LAYERS = LayerClasses("quizengine.calculator.keras", _MODULES.split())
"""Every layer of Keras by its name, found where it is declared."""


class KerasLayer(Layer, abstract=True):
    """A layer of Keras, with Keras's names, order and defaults of the arguments.

    What sets up or trains the weights (initializers, seeds and their like) changes no count and
    is not kept.
    """

    classes = LAYERS
    last: ClassVar[tuple[str, ...]] = ("name", "trainable")

    name = Name()
    trainable = Flag(default=True)
