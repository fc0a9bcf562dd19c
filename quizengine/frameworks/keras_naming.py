"""The names that Keras gives the layers of a code that nobody has named."""

from __future__ import annotations

from quizengine.calculator.layer import Layer
from quizengine.calculator.naming import counted, snake_case


def keras_name(layer: Layer, counts: dict[str, int]) -> str:
    """The name of a layer that is made next: its own, or the next one of its class.

    `counts` has how many of a class Keras has named by then. A layer inside another is made
    before it and takes a name too: after `TimeDistributed(Dense(2))` comes `dense_1`.
    """
    for inner in layer.arguments.values():
        if isinstance(inner, Layer):
            keras_name(inner, counts)
    return layer.name or counted(snake_case(layer.kind), counts)


def called(layer: Layer, name: str, counts: dict[str, int]) -> Layer:
    """The layer as it is made next so that it goes by this name: named where Keras would give it
    another one.
    """
    after = dict(counts)
    if keras_name(layer, after) == name:
        counts.update(after)
        return layer
    keras_name(layer.renamed(name), counts)
    return layer.renamed(name)
