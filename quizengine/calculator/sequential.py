"""A stack of layers, each fed by the one before, and the table of what they hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from keyword import iskeyword
from typing import ClassVar

from quizengine.calculator.arguments import optional_name
from quizengine.calculator.errors import LayerError, shown
from quizengine.calculator.layer import Applied, Layer
from quizengine.calculator.layers.passing import Input
from quizengine.calculator.quantity import Quantity, Recipe
from quizengine.calculator.shape import Shape, as_shape

MAX_LAYERS = 500
"""The most layers in one network."""

_ADDENDS = 30
"""Counts in one sum."""

_SYMBOL = 40
"""Letters of a layer's name where it is a symbol of a formula."""


class Sequential:
    """Keras's `Sequential`: layers in a row, the first of them usually an `Input`.

    Without an `Input` it has to be applied to a shape before it has rows: `Sequential([...])
    ([28, 28, 1])`.
    """

    expression_names: ClassVar[frozenset[str]] = frozenset(
        {"rows", "row", "input", "input_row", "output", "params", "trainable_params"}
        | {"non_trainable_params", "macs", "to_keras"}
    )

    __slots__ = ("_rows", "input_row", "layers", "name")

    def __init__(self, layers: object = (), name: object = None) -> None:
        """Stack the layers. Raises LayerError where one cannot take what the one before gives."""
        if not isinstance(layers, (list, tuple)) or len(layers) > MAX_LAYERS:
            raise LayerError(f"Sequential takes a list of at most {MAX_LAYERS} layers")
        for layer in layers:
            if not isinstance(layer, Layer):
                raise LayerError(f"Sequential takes layers, and this is {shown(layer)}")
        if any(isinstance(layer, Input) for layer in layers[1:]):
            raise LayerError("an Input comes first in a Sequential, or not at all")
        self.name = optional_name(name) or "sequential"
        self.layers: tuple[Layer, ...] = tuple(layers)
        self.input_row: Applied | None = None
        self._rows: tuple[Applied, ...] = ()
        if self.layers and isinstance(self.layers[0], Input):
            self._build(self.layers[0])

    def __call__(self, shape: object) -> Sequential:
        """The same layers on an input of this shape. Raises LayerError."""
        layers = self.layers
        if layers and isinstance(layers[0], Input):
            layers = layers[1:]
        return Sequential([Input(as_shape(shape)), *layers], self.name)

    @property
    def rows(self) -> tuple[Applied, ...]:
        """One row per layer, the input left out. Raises LayerError without an input shape."""
        self._known_input()
        return self._rows

    @property
    def input(self) -> Shape:
        """The input shape. Raises LayerError where it is not known."""
        return self._known_input().output_shape

    @property
    def output(self) -> Shape:
        """The output shape of the last layer."""
        return self.rows[-1].output_shape if self._rows else self.input

    @property
    def params(self) -> Quantity:
        """All parameters of all layers."""
        return self._total("parameters", lambda row: row.params)

    @property
    def trainable_params(self) -> Quantity:
        """The parameters that training changes."""
        return self._total("trainable parameters", lambda row: row.trainable_params)

    @property
    def non_trainable_params(self) -> Quantity:
        """The parameters that training leaves alone."""
        return self._total("non-trainable parameters", lambda row: row.non_trainable_params)

    @property
    def macs(self) -> Quantity:
        """Multiply-accumulates of all layers for one sample."""
        return self._total("multiply-accumulates", lambda row: row.macs)

    def row(self, name: object) -> Applied:
        """The row of that name. Raises LayerError."""
        for row in self.rows:
            if row.name == name:
                return row
        known = ", ".join(row.name for row in self._rows)
        raise LayerError(f"there is no layer {shown(name)}; there are {known[:200]}")

    def to_keras(self) -> str:
        """Keras source text of this model."""
        from quizengine.calculator.code.keras_writer import sequential_code

        return sequential_code(self)

    def _known_input(self) -> Applied:
        if self.input_row is None:
            raise LayerError(
                "the input shape is not known: begin with Input(shape=...), or state it"
            )
        return self.input_row

    def _build(self, first: Input) -> None:
        self.input_row = Applied(first, (first.shape,), first.name or "input")
        names = _unique_names(self.layers[1:])
        shape = first.shape
        rows = []
        for name, layer in zip(names, self.layers[1:], strict=True):
            try:
                row = Applied(layer, (shape.plain,), name)
            except LayerError as error:
                raise LayerError(f"{name}: {error}") from None
            rows.append(row)
            shape = row.output
        self._rows = tuple(rows)

    def _total(self, label: str, count: Callable[[Applied], Quantity]) -> Quantity:
        counts: dict[str, Quantity] = {}
        for row in self.rows:
            value = count(row)
            if value:
                counts[_symbol(row.name, counts)] = value
        return _sum(f"all {label}", counts)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequential) and self.layers == other.layers

    def __hash__(self) -> int:
        return hash(self.layers)

    def __repr__(self) -> str:
        return f"Sequential({list(self.layers)!r})"


def _sum(label: str, counts: Mapping[str, Quantity]) -> Quantity:
    """The sum of counts; of many, the sum of their partial sums, as a formula has its limits."""
    if len(counts) > _ADDENDS:
        names = list(counts)
        parts = [names[start : start + _ADDENDS] for start in range(0, len(names), _ADDENDS)]
        counts = {
            f"part_{number}": _sum(label, {name: counts[name] for name in part})
            for number, part in enumerate(parts, start=1)
        }
    recipe = Recipe(label, " + ".join(counts) or "0")
    return Quantity(recipe, {name: int(value) for name, value in counts.items()}, counts)


def _unique_names(layers: Sequence[Layer]) -> list[str]:
    """Each layer's own name, or the one that Keras would give it: conv2d, conv2d_1, …"""
    names: list[str] = []
    counts: dict[str, int] = {}
    for layer in layers:
        name = layer.name
        if not name:
            stem = _snake_case(layer.kind)
            number = counts.get(stem, 0)
            counts[stem] = number + 1
            name = f"{stem}_{number}" if number else stem
        if name in names:
            raise LayerError(f"two layers are called {shown(name)}")
        names.append(name)
    return names


def _snake_case(kind: str) -> str:
    """A class name as Keras turns it into a layer name: MaxPooling2D, max_pooling2d."""
    spaced = re.sub(r"(.)([A-Z][a-z]+)", r"\1_\2", kind)
    return re.sub(r"([a-z])([A-Z])", r"\1_\2", spaced).lower()


def _symbol(name: str, taken: Collection[str]) -> str:
    """A layer's name as a symbol of a formula."""
    symbol = re.sub(r"\W", "_", name, flags=re.ASCII).strip("_")[:_SYMBOL].strip("_") or "layer"
    if symbol[0].isdigit() or iskeyword(symbol):
        symbol = f"layer_{symbol}"
    stem, number = symbol, len(taken) + 1
    while symbol in taken:
        symbol = f"{stem}_{number}"
        number += 1
    return symbol
