"""What the writers of source text share: the arguments of a layer, values as literals, names."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from fractions import Fraction
from keyword import iskeyword

from quizengine.calculator.errors import LayerError
from quizengine.calculator.layer import Layer
from quizengine.calculator.shape import UNKNOWN
from quizengine.frameworks.making import parameters_of


def arguments_of(layer: Layer, frozen_apart: bool = False) -> dict[str, object]:
    """The arguments that make a layer: those without a default, and those that differ from it.

    `frozen_apart` leaves it to the writer to say that the layer is not trained. Raises LayerError
    for a layer that no arguments make.
    """
    if type(layer).__init__ is Layer.__init__:
        return _stated(layer, frozen_apart)
    kind = type(layer)
    names, needed = parameters_of(kind)
    fields = layer.arguments
    if frozen_apart:
        fields.pop("trainable", None)
    given = {name: fields[name] for name in names if name in fields}
    known = list(given)
    shown = ("padding",) if layer.kind.startswith("ZeroPadding") else _ALWAYS
    always = {
        name: value
        for name, value in given.items()
        if name in needed or (name in shown and value is not None)
    }
    plain = _fields(kind, always) or {}
    words = {name: given[name] for name in known if fields[name] != plain.get(name, ...)} | always
    if _fields(kind, words) != fields:
        # One argument's default hangs on another's: leave out what makes no difference.
        words = dict(given)
        if _fields(kind, words) != fields:
            raise LayerError(f"{layer.name or layer.kind}: this layer cannot be written as code")
        for name in known:
            fewer = {each: value for each, value in words.items() if each != name}
            if name not in always and _fields(kind, fewer) == fields:
                words = fewer
    return {name: words[name] for name in names if name in words}


def _stated(layer: Layer, frozen_apart: bool) -> dict[str, object]:
    stated = layer.stated_arguments
    shown = ("padding",) if layer.kind.startswith("ZeroPadding") else _ALWAYS
    return {
        name: value
        for name, value in layer.arguments.items()
        if name in stated or (name in shown and value is not None)
    }


_ALWAYS = ("pool_size", "kernel_size", "size")
"""What is written even where it is the default."""


def _fields(kind: Callable[..., Layer], words: dict[str, object]) -> dict[str, object] | None:
    try:
        return kind(**words).arguments
    except (TypeError, LayerError):
        return None


def first_argument(layer: Layer) -> str:
    """The argument that a layer takes first."""
    kind = type(layer)
    return parameters_of(kind)[0][0]


def renamed(layer: Layer, name: str) -> Layer:
    """The same layer by another name."""
    copy = object.__new__(type(layer))
    copy.__dict__.update(layer.__dict__, name=name)
    return copy


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
    """One number instead of the same number for every axis."""
    while isinstance(value, tuple) and value and all(item == value[0] for item in value):
        value = value[0]
    return value


def variable(name: str, taken: Collection[str]) -> str:
    """A layer's name as a variable that is not taken."""
    word = re.sub(r"\W", "_", name, flags=re.ASCII).strip("_").lower()[:40] or "layer"
    if word[0].isdigit() or iskeyword(word):
        word = f"layer_{word}"
    stem, number = word, 2
    while word in taken:
        word = f"{stem}_{number}"
        number += 1
    return word
