"""Shared parts of the writers of source text: arguments of a layer, literals, names."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from fractions import Fraction
from itertools import chain, count
from keyword import iskeyword

from quizengine.calculator.layer import Layer
from quizengine.calculator.naming import numbered_name, snake_case
from quizengine.calculator.shape import UNKNOWN


def written_arguments(layer: Layer) -> dict[str, object]:
    """Return the arguments to write: those without a default, and those that differ from it."""
    stated = layer.stated_arguments
    shown = ("padding",) if layer.kind.startswith("ZeroPadding") else _ALWAYS
    return {
        name: value
        for name, value in layer.arguments.items()
        if name in stated or (name in shown and value is not None)
    }


_ALWAYS = ("pool_size", "kernel_size", "size")
"""Arguments that are written even where they have their default."""


def literal(value: object, layer_code: Callable[[Layer], str]) -> str:
    """Return a value as source text; `layer_code` writes a layer inside another."""
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
    """Return one number instead of the same number for every axis; other values as they are."""
    while isinstance(value, tuple) and value and all(item == value[0] for item in value):
        if value[0] is None:
            break
        value = value[0]
    return value


def take_name(name: str, taken: set[str]) -> str:
    """Return a layer's name as the name of a new variable, and add that to the taken ones."""
    word = re.sub(r"\W", "_", name, flags=re.ASCII).strip("_").lower()[:40] or "layer"
    if word[0].isdigit() or iskeyword(word):
        word = f"layer_{word}"
    free = first_free_name(word, taken)
    taken.add(free)
    return free


def first_free_name(stem: str, taken: Collection[str]) -> str:
    """Return the first of `stem`, `stem_2`, `stem_3` and so on that is not taken."""
    numbered = (f"{stem}_{number}" for number in count(2))
    return next(name for name in chain([stem], numbered) if name not in taken)


def keras_name(layer: Layer, counts: dict[str, int]) -> str:
    """Return the name that Keras gives the layer made next: its own, or the next of its class.

    `counts` has the number of layers that Keras has named, by class. A layer inside another is
    made first and takes a name, too: after `TimeDistributed(Dense(2))` comes `dense_1`.
    """
    for inner in layer.arguments.values():
        if isinstance(inner, Layer):
            keras_name(inner, counts)
    return layer.name or numbered_name(snake_case(layer.kind), counts)


def with_keras_name(layer: Layer, name: str, counts: dict[str, int]) -> Layer:
    """Return the layer so that Keras gives it this name: with a name of its own where the next
    name of its class is another one.
    """
    after = dict(counts)
    if keras_name(layer, after) == name:
        counts.update(after)
        return layer
    keras_name(layer.renamed(name), counts)
    return layer.renamed(name)
