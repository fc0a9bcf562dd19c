"""A network as a graph of layers, and the table of what they hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import ClassVar, NamedTuple

from quizengine.calculator.analysis.memory import WIDTH, bytes_of
from quizengine.calculator.errors import LayerError, shown
from quizengine.calculator.keras.passing import Input
from quizengine.calculator.layer import LABELS, AppliedLayer, Counted, Layer
from quizengine.calculator.ordering import in_order
from quizengine.calculator.origins import Origins
from quizengine.calculator.quantity import Quantity
from quizengine.calculator.shape import Shape
from quizengine.calculator.totals import sum_of, symbol_of

MAX_ROWS = 5_000
"""The most uses of layers in one network."""


class Tensor(NamedTuple):
    """A value that flows through a network: one of the outputs of a row."""

    row: NetworkRow
    place: int = 0

    @property
    def shape(self) -> Shape:
        """The shape, without the batch."""
        return self.row.outputs[self.place]


class NetworkRow(AppliedLayer):
    """One use of a layer in a network, fed by `sources`.

    Rows of one name are uses of one layer, whose parameters they share. An `Input` has no
    sources: it gives the shape it states. `states` are what a recurrent layer starts from, where
    the network says so; no shape hangs on them.
    """

    __slots__ = ("_behind", "seen", "sources", "states")

    expression_names = AppliedLayer.expression_names | {"receptive_field", "receptive_fields"}

    sources: tuple[Tensor, ...]
    states: tuple[Tensor, ...]
    seen: object
    """What its values see of the input, once somebody has asked."""

    def __init__(
        self,
        layer: Layer,
        sources: Iterable[Tensor] = (),
        name: str = "",
        states: Iterable[Tensor] = (),
    ) -> None:
        """Apply the layer to what its sources give. Raises LayerError, which names the layer."""
        self.sources = tuple(sources)
        self.seen = None
        self._behind: Origins | None = None
        self.states = tuple(states)
        if isinstance(layer, Input):
            inputs: tuple[Shape, ...] = (layer.shape,)
        else:
            inputs = tuple([source.shape.plain for source in self.sources])
        name = name or layer.name
        try:
            super().__init__(layer, inputs, name)
        except LayerError as error:
            raise LayerError(f"{name or layer.kind}: {error}") from None

    def _origins(self) -> Mapping[str, Quantity]:
        if self._behind is None:
            self._behind = Origins(self, self.symbols)
        return self._behind

    @property
    def tensor(self) -> Tensor:
        """The output, the first where there are several."""
        return Tensor(self)

    @property
    def tensors(self) -> tuple[Tensor, ...]:
        """All outputs."""
        return tuple(Tensor(self, place) for place in range(len(self.outputs)))

    @property
    def receptive_field(self) -> Quantity:
        """How far a value sees into the input. Raises LayerError where the axes differ."""
        from quizengine.calculator.analysis.receptive_field import receptive_field

        return receptive_field(self)

    @property
    def receptive_fields(self) -> tuple[Quantity, ...]:
        """The same along each axis; empty where it is no number."""
        from quizengine.calculator.analysis.receptive_field import receptive_fields

        return receptive_fields(self)


class Network(Counted):
    """Layers that feed one another, from one or several inputs to one or several outputs.

    `framework` says whose code it came from: "keras", or "torch", whose shapes have the channels
    first. A network whose input shape is not known has no rows until it is applied to one:
    `network([28, 28, 1])`.
    """

    expression_names: ClassVar[frozenset[str]] = frozenset(
        {"rows", "row", "input", "input_row", "output", "params", "trainable_params"}
        | {"non_trainable_params", "macs", "param_bytes", "value_bytes"}
        | {"flops", "inference_bytes", "training_bytes", "largest_batch"}
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
        """The network between these inputs and outputs.

        `rows` gives the order of the table, each row after those that feed it; otherwise it is
        the order of Keras's summary. `build` makes the network for a stated input shape.
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
        """The same layers on an input of this shape. Raises LayerError."""
        if self._build is None:
            raise LayerError("the input shapes of this network are fixed")
        return self._build(shape)

    @property
    def rows(self) -> tuple[NetworkRow, ...]:
        """One row per use of a layer, inputs left out. Raises LayerError without an input shape."""
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
        held = [row.layer for row in self.input_rows]
        return (*held, *(row.layer for row in self._first.values()))

    def is_reused(self, row: NetworkRow) -> bool:
        """Whether an earlier row is a use of the same layer, and counts its parameters."""
        return self._first[row.name] is not row

    def value_bytes(self, width: object = WIDTH) -> Quantity:
        """The bytes of the values that one sample leaves in memory, `width` each: the input and
        every output that is not written in place of its input. Raises LayerError.
        """
        return bytes_of("values", sum_of("values", self.kept_values()), width)

    def inference_bytes(self, width: object = WIDTH) -> Quantity:
        """The most bytes at once while predicting. Raises LayerError."""
        from quizengine.calculator.analysis.running_memory import inference_bytes

        return inference_bytes(self, width)

    def training_bytes(self, batch: object, width: object = WIDTH, copies: object = 1) -> Quantity:
        """The bytes that training on a batch takes. Raises LayerError."""
        from quizengine.calculator.analysis.running_memory import training_bytes

        return training_bytes(self, batch, width, copies)

    def largest_batch(self, memory: object, width: object = WIDTH, copies: object = 4) -> Quantity:
        """The samples that fit into so many bytes while training. Raises LayerError."""
        from quizengine.calculator.analysis.running_memory import largest_batch

        return largest_batch(self, memory, width, copies)

    def kept_values(self) -> dict[str, Quantity]:
        """The sizes that one sample leaves in memory, by a symbol for each layer: the input and
        every output that is not written in place of its input.
        """
        sizes: dict[str, Quantity] = {}
        for row in (*self.input_rows, *self.rows):
            if not row.layer.in_place:
                sizes[symbol_of(row.name or "input", sizes)] = row.output.size
        return sizes

    def row(self, name: object) -> NetworkRow:
        """The row of that name. Raises LayerError."""
        for row in self.rows:
            if row.name == name:
                return row
        known = ", ".join(row.name for row in self._rows)
        raise LayerError(f"there is no layer {shown(name)}; there are {known[:200]}")

    def _known_input(self) -> NetworkRow:
        if not self.input_rows:
            raise LayerError(
                "the input shape is not known: begin with Input(shape=...), or state it"
                if self.framework == "keras"
                else "the input shape is not known: PyTorch's code leaves it open, so state it"
            )
        return self.input_rows[0]

    def _count(self, name: str) -> Quantity:
        """The sum over the layers: one that is used twice computes twice, and its parameters are
        counted once.
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
    """The first row of each name. Raises LayerError where one name stands for two layers."""
    first: dict[str, NetworkRow] = {}
    for row in rows:
        if first.setdefault(row.name, row).layer != row.layer:
            raise LayerError(f"two layers are called {shown(row.name)}")
    return first
