"""Where the numbers of a layer in a network come from: the layers before it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from quizengine.calculator.quantity import Quantity
from quizengine.expressions import Number

if TYPE_CHECKING:
    from quizengine.calculator.network import NetworkRow, Tensor


class Origins(Mapping[str, Quantity]):
    """The quantities behind the symbols of a row: the axes that it puts out, and those that the
    rows before it computed, which know in turn where theirs come from.

    They are found when somebody asks: a long table is made without them.
    """

    def __init__(self, row: NetworkRow, symbols: Mapping[str, Number]) -> None:
        self._row = row
        self._symbols = symbols

    @cached_property
    def _all(self) -> dict[str, Quantity]:
        # Where an axis keeps its letter, what came in is behind what goes out.
        known = {**self._row.output.origins, **came_in(self._row)}
        # A letter may stand for something else in a formula: the axis itself, or another's.
        return {
            symbol: origin
            for symbol, origin in known.items()
            if self._symbols.get(symbol) == int(origin)
        }

    def told(self, symbols: Iterable[str]) -> dict[str, Quantity]:
        """Those that the working of a formula over these symbols can tell: none of their letters
        means something else in it.
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


def came_in(row: NetworkRow) -> dict[str, Quantity]:
    """The axes of a row's one input that a layer before computed, by the row's symbols."""
    if len(row.sources) != 1:
        return {}
    symbols = row.input.symbols
    if row.layer.features:
        symbols = (*symbols[:-1], row.layer.features)
    axes = ((symbol, _computed(row.sources[0], place)) for place, symbol in enumerate(symbols))
    return {symbol: origin for symbol, origin in axes if origin is not None}


def _computed(tensor: Tensor, place: int) -> Quantity | None:
    """An axis as the layer that computed it has it; what only hands it on is passed over."""
    while True:
        row, axis = tensor.row, tensor.shape[place]
        if isinstance(axis, Quantity):
            return Quantity(axis.count_formula, axis.symbols, Origins(row, axis.symbols))
        if len(row.sources) != 1 or len(row.sources[0].shape) != len(tensor.shape):
            return None
        tensor = row.sources[0]
        if tensor.shape[place] != axis:
            return None
