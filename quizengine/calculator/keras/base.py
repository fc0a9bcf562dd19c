"""The base of all layers of Keras, and the list of them."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from quizengine.calculator.arguments import Flag, Name, real, whole
from quizengine.calculator.layer import Layer
from quizengine.calculator.layer_classes import LayerClasses

_MODULES = (
    "passing convolution locally_connected dense pooling reshaping activations dropout "
    "padding separable depthwise transposed normalization resizing embedding recurrent "
    "wrappers merging attention plain_attention"
)
"""The modules with layers, the most used first."""

LAYERS = LayerClasses("quizengine.calculator.keras", _MODULES.split())
"""All layers of Keras by name; a name is looked up in the module that declares it."""


def axis_or_axes(name: str, value: object) -> int | tuple[int, ...]:
    """An axis, or a list of axes, the batch being 0 and the last one -1. Raises LayerError."""
    if isinstance(value, (list, tuple)):
        return tuple([whole(name, axis, least=-8) for axis in value])
    return whole(name, value, least=-8)


def number_or_numbers(name: str, value: object) -> Fraction | tuple[Fraction, ...]:
    """A number for all values, or a list of numbers, one for each channel. Raises LayerError."""
    if isinstance(value, (list, tuple)):
        return tuple([real(name, each) for each in value])
    return real(name, value)


class KerasLayer(Layer, abstract=True):
    """A layer of Keras, with Keras's names, order and defaults of the arguments.

    What sets up or trains the weights (initializers, seeds and their like) changes no count and
    is not kept.
    """

    classes = LAYERS.declared
    last: ClassVar[tuple[str, ...]] = ("name", "trainable")

    name = Name()
    trainable = Flag(default=True)
