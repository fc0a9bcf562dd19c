"""What all layers of Keras share, and which there are."""

from __future__ import annotations

from typing import ClassVar

from quizengine.calculator.arguments import Flag, Name
from quizengine.calculator.layer import NO_RANKS, Layer, Ranks
from quizengine.calculator.layer_table import LayerTable

_MODULES = (
    "passing convolution locally_connected dense pooling reshaping activations dropout "
    "padding separable depthwise transposed normalization resizing embedding recurrent "
    "wrappers merging attention plain_attention"
)
"""The modules with layers, those that are asked for most first."""

LAYERS = LayerTable("quizengine.calculator.keras", _MODULES.split())
"""Every layer of Keras by its name, found where it is declared."""


class KerasLayer(Layer, abstract=True):
    """A layer of Keras, with Keras's names, order and defaults of the arguments.

    What sets up or trains the weights (initializers, seeds and their like) changes no count and
    is not kept.
    """

    last: ClassVar[tuple[str, ...]] = ("name", "trainable")

    name = Name()
    trainable = Flag(default=True)

    def __init_subclass__(
        cls, *, rank: int | None = None, ranks: Ranks = NO_RANKS, abstract: bool = False
    ) -> None:
        super().__init_subclass__(rank=rank, ranks=ranks, abstract=abstract)
        if not cls.abstract:
            LAYERS.add(cls)
