"""A network as a graph of layers, and the table of what they hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import ClassVar

from quizengine.calculator.errors import LayerError, quoted
from quizengine.calculator.keras.passing import Input
from quizengine.calculator.layer import LABELS, Counted, Layer
from quizengine.calculator.network_row import NetworkRow, Tensor
from quizengine.calculator.ordering import in_order
from quizengine.calculator.quantity import Quantity
from quizengine.calculator.shape import Shape
from quizengine.calculator.totals import sum_of, symbol_of

__all__ = ["MAX_ROWS", "Network", "NetworkRow", "Tensor"]

MAX_ROWS = 5_000
"""The most uses of layers in one network."""


class Network(Counted):
    """Layers that feed one another, from one or several inputs to one or several outputs.

    `framework` is the one whose code it was read from: "keras", or "torch", whose shapes have the
    channels first. A network without a known input shape has no rows until it is applied to one:
    `network([28, 28, 1])`.
    """

    expression_names: ClassVar[frozenset[str]] = frozenset(
        {"rows", "row", "input", "input_row", "output", "params", "trainable_params"}
        | {"non_trainable_params", "macs"}
    )

    __slots__ = ("_build", "_first", "_rows", "framework", "input_rows", "name", "outputs")

    name: str
    framework: str
    input_rows: tuple[NetworkRow, ...]
    outputs: tuple[Tensor, ...]

    def __init__(
        self,
        inputs: Iterable[NetworkRow],
        outputs: Iterable[Tensor],
        name: str = "",
        framework: str = "keras",
        rows: Iterable[NetworkRow] | None = None,
        build: Callable[[object], Network] | None = None,
    ) -> None:
        """Make the network between these inputs and outputs.

        `rows` gives the order of the table, each row after those that feed it; without it the
        order is that of Keras's summary. `build` makes the network for a stated input shape.
        Raises LayerError where two layers have one name, or an input is missing.
        """
        self.name = name or "model"
        self.framework = framework
        self.input_rows = tuple(inputs)
        self.outputs = tuple(outputs)
        self._build = build
        ordered = in_order(self.input_rows, self.outputs) if rows is None else rows
        self._rows = tuple(row for row in ordered if not isinstance(row.layer, Input))
        if len(self._rows) > MAX_ROWS:
            raise LayerError(f"a network has at most {MAX_ROWS:,} layers")
        self._first = _first_uses(self._rows)

    def __call__(self, shape: object) -> Network:
        """Apply the same layers to an input of this shape. Raises LayerError."""
        if self._build is None:
            raise LayerError("the input shapes of this network are fixed")
        return self._build(shape)

    @property
    def rows(self) -> tuple[NetworkRow, ...]:
        """One row for each use of a layer, without the inputs. Raises LayerError if the input shape
        is not known.
        """
        self._known_input()
        return self._rows

    @property
    def input_row(self) -> NetworkRow | None:
        """The (first) input, or None where the input shape is not known."""
        return self.input_rows[0] if self.input_rows else None

    @property
    def input(self) -> Shape:
        """The (first) input shape. Raises LayerError where it is not known."""
        return self._known_input().output

    @property
    def output(self) -> Shape:
        """The (first) output shape."""
        self._known_input()
        return self.outputs[0].shape

    @property
    def layers(self) -> tuple[Layer, ...]:
        """The layers, each once; inputs first."""
        inputs = [row.layer for row in self.input_rows]
        return (*inputs, *(row.layer for row in self._first.values()))

    def is_reused(self, row: NetworkRow) -> bool:
        """Whether an earlier row is a use of the same layer, and counts its parameters."""
        return self._first[row.name] is not row

    @property
    def kept_values(self) -> Quantity:
        """The number of values that one sample leaves in memory: the input and every output that
        is not written in place of its input. Raises LayerError.
        """
        sizes: dict[str, Quantity] = {}
        for row in (*self.input_rows, *self.rows):
            if not row.layer.in_place:
                sizes[symbol_of(row.name or "input", sizes)] = row.output.size
        return sum_of("values", sizes)

    def row(self, name: object) -> NetworkRow:
        """Return the row of that name. Raises LayerError."""
        for row in self.rows:
            if row.name == name:
                return row
        known = ", ".join(row.name for row in self._rows)
        raise LayerError(f"there is no layer {quoted(name)}; there are {known[:200]}")

    def _known_input(self) -> NetworkRow:
        if not self.input_rows:
            raise LayerError(
                "the input shape is not known: begin with Input(shape=...), or state it"
                if self.framework == "keras"
                else "the input shape is not known: PyTorch's code leaves it open, so state it"
            )
        return self.input_rows[0]

    def _count(self, name: str) -> Quantity:
        """Return the sum over the layers: a layer that is used twice computes twice, but has its
        parameters only once.
        """
        counts: dict[str, Quantity] = {}
        for row in self.rows:
            if name == "macs" or not self.is_reused(row):
                value = getattr(row, name)
                if value:
                    counts[symbol_of(row.name, counts)] = value
        return sum_of(f"all {LABELS[name]}", counts)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({[row.name for row in self._rows]!r})"


def _first_uses(rows: Iterable[NetworkRow]) -> dict[str, NetworkRow]:
    """Return the first row of each name. Raises LayerError if two layers have the same name."""
    first: dict[str, NetworkRow] = {}
    for row in rows:
        if first.setdefault(row.name, row).layer != row.layer:
            raise LayerError(f"two layers are called {quoted(row.name)}")
    return first
