"""What the writers of source text share: the arguments of a layer, values as literals, names."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from fractions import Fraction
from itertools import chain, count
from keyword import iskeyword

from quizengine.calculator.layer import Layer
from quizengine.calculator.naming import counted, snake_case
from quizengine.calculator.shape import UNKNOWN


def written_arguments(layer: Layer) -> dict[str, object]:
    """The arguments that make a layer: those without a default, and those that differ from it."""
    stated = layer.stated_arguments
    shown = ("padding",) if layer.kind.startswith("ZeroPadding") else _ALWAYS
    return {
        name: value
        for name, value in layer.arguments.items()
        if name in stated or (name in shown and value is not None)
    }


_ALWAYS = ("pool_size", "kernel_size", "size")
"""What is written even where it is the default."""


def literal(value: object, layer_code: Callable[[Layer], str]) -> str:
    """A value as source text; `layer_code` writes a layer inside another."""
    if isinstance(value, str):
        return '"{}"'.format(value.replace("\\", "\\\\").replace('"', '\\"'))
    if isinstance(value, Layer):
        return layer_code(value)
    if isinstance(value, tuple):
        inside = ", ".join(literal(item, layer_code) for item in value)
        return f"({inside},)" if len(value) == 1 else f"({inside})"
    if isinstance(value, Fraction):
        if value.denominator == 1:
            return str(value)
        decimal = repr(float(value))
        return decimal if Fraction(decimal) == value else str(value)
    if value is UNKNOWN:
        return "None"
    if isinstance(value, int) and not isinstance(value, bool):
        return str(int(value))
    return repr(value)


def shorten(value: object) -> object:
    """One number instead of the same number for every axis; None is no number."""
    while isinstance(value, tuple) and value and all(item == value[0] for item in value):
        if value[0] is None:
            break
        value = value[0]
    return value


def take_name(name: str, taken: set[str]) -> str:
    """A layer's name as a variable that is not taken by now."""
    word = re.sub(r"\W", "_", name, flags=re.ASCII).strip("_").lower()[:40] or "layer"
    if word[0].isdigit() or iskeyword(word):
        word = f"layer_{word}"
    free = first_free_name(word, taken)
    taken.add(free)
    return free


def first_free_name(stem: str, taken: Collection[str]) -> str:
    """The first of `stem`, `stem_2`, `stem_3` and so on that is not taken."""
    numbered = (f"{stem}_{number}" for number in count(2))
    return next(name for name in chain([stem], numbered) if name not in taken)


def keras_name(layer: Layer, counts: dict[str, int]) -> str:
    """The name of a layer that is made next: its own, or the next one of its class.

    `counts` has how many of a class Keras has named by then. A layer inside another is made
    before it and takes a name too: after `TimeDistributed(Dense(2))` comes `dense_1`.
    """
    for inner in layer.arguments.values():
        if isinstance(inner, Layer):
            keras_name(inner, counts)
    return layer.name or counted(snake_case(layer.kind), counts)


def with_keras_name(layer: Layer, name: str, counts: dict[str, int]) -> Layer:
    """The layer as it is made next so that it goes by this name: named where Keras would give it
    another one.
    """
    after = dict(counts)
    if keras_name(layer, after) == name:
        counts.update(after)
        return layer
    keras_name(layer.renamed(name), counts)
    return layer.renamed(name)
