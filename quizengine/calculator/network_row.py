"""The rows of a network: one use of a layer each, the tensors that feed it, and where its numbers
come from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from quizengine.calculator.errors import LayerError
from quizengine.calculator.keras.passing import Input
from quizengine.calculator.layer import AppliedLayer, Layer
from quizengine.calculator.quantity import Quantity
from quizengine.calculator.shape import Shape
from quizengine.expressions import Number


class Tensor(NamedTuple):
    """A value that flows through a network: one of the outputs of a row."""

    row: NetworkRow
    output_index: int = 0

    @property
    def shape(self) -> Shape:
        """The shape, without the batch."""
        return self.row.outputs[self.output_index]


class NetworkRow(AppliedLayer):
    """One use of a layer in a network, fed by `sources`.

    Rows of one name are uses of one layer, whose parameters they share. An `Input` has no
    sources: it gives the shape it states. `states` are the initial states of a recurrent layer,
    where the network states them; no shape depends on them.
    """

    __slots__ = ("_row_origins", "cache", "sources", "states")

    sources: tuple[Tensor, ...]
    states: tuple[Tensor, ...]
    cache: dict[str, object]
    """Results that functions of a row keep for the next call, each under the function's name."""

    def __init__(
        self,
        layer: Layer,
        sources: Iterable[Tensor] = (),
        name: str = "",
        states: Iterable[Tensor] = (),
    ) -> None:
        """Apply the layer to the shapes of its sources. Raises LayerError, naming the layer."""
        self.sources = tuple(sources)
        self.cache = {}
        self._row_origins: Origins | None = None
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
        if self._row_origins is None:
            self._row_origins = Origins(self, self.symbols)
        return self._row_origins

    @property
    def tensor(self) -> Tensor:
        """The output, the first where there are several."""
        return Tensor(self)

    @property
    def tensors(self) -> tuple[Tensor, ...]:
        """All outputs."""
        return tuple(Tensor(self, index) for index in range(len(self.outputs)))


class Origins(Mapping[str, Quantity]):
    """The quantities behind the symbols of a row: the axes of its output, and the axes of its
    input that earlier rows computed, which know their own origins in turn.

    They are computed at the first look-up: most tables of layers need none.
    """

    def __init__(self, row: NetworkRow, symbols: Mapping[str, Number]) -> None:
        self._row = row
        self._symbols = symbols

    @cached_property
    def _all(self) -> dict[str, Quantity]:
        # Where an axis keeps its letter, the input's axis is the origin, not the output's.
        known = {**self._row.output.origins, **_input_origins(self._row)}
        # A letter may stand for something else in a formula: the axis itself, or another's.
        return {
            symbol: origin
            for symbol, origin in known.items()
            if self._symbols.get(symbol) == int(origin)
        }

    def unambiguous(self, symbols: Iterable[str]) -> dict[str, Quantity]:
        """Return the origins that the working of a formula over these symbols can show: those
        whose formulas use none of its letters for something else.
        """
        own, used = self._row.output.origins, set(symbols)
        return {
            symbol: origin
            for symbol, origin in self._all.items()
            if origin is own.get(symbol)
            or (
                origin.count_formula.is_worked_out
                and not used & set(origin.count_formula.formula.symbols)
            )
        }

    def __getitem__(self, symbol: str) -> Quantity:
        return self._all[symbol]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)


def _input_origins(row: NetworkRow) -> dict[str, Quantity]:
    """The axes of a row's only input that an earlier layer computed, by the row's symbols."""
    if len(row.sources) != 1:
        return {}
    symbols = row.input.symbols
    if row.layer.features:
        symbols = (*symbols[:-1], row.layer.features)
    axes = ((symbol, _axis_origin(row.sources[0], index)) for index, symbol in enumerate(symbols))
    return {symbol: origin for symbol, origin in axes if origin is not None}


def _axis_origin(tensor: Tensor, index: int) -> Quantity | None:
    """An axis as a quantity of the layer that computed it, which may be several layers back."""
    while True:
        row, axis = tensor.row, tensor.shape[index]
        if isinstance(axis, Quantity):
            return Quantity(axis.count_formula, axis.symbols, Origins(row, axis.symbols))
        if len(row.sources) != 1 or len(row.sources[0].shape) != len(tensor.shape):
            return None
        tensor = row.sources[0]
        if tensor.shape[index] != axis:
            return None
