"""Mistakes on the way: a count is wrong because one that it builds on was."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from quizengine.calculator.quantity import Mistake, Quantity, mistaken_values, worked_out_alike
from quizengine.expressions import Expression, ExpressionError, Number, is_number
from quizengine.expressions.edits import PLAIN, Edit, Edited, edits_of
from quizengine.expressions.trials import outcomes, trial

MAX_WAY = 3
"""How many counts that build on one another are looked through."""

MOST_SLIPS = 400
"""Mistakes on the way to one count that are tried."""


class Changed(NamedTuple):
    """An edit, and the formula in which it is made."""

    edited: Edited
    edit: Edit

    @property
    def id(self) -> str:
        """The id of the slip."""
        return self.edit.id


class WaySlip(NamedTuple):
    """What `symbols` of a formula are where the count behind them was mistaken.

    `origin` is the count where the slip is, `value` what it was taken for, and `cause` the slip:
    a known mistake, or an edit of its formula.
    """

    symbols: tuple[str, ...]
    patch: Mapping[str, Number]
    origin: Quantity
    value: Number
    cause: Mistake | Changed


class _Found(NamedTuple):
    """A slip behind one symbol: what the symbol becomes, and where the slip is."""

    symbol: str
    value: Number
    origin: Quantity
    wrong: Number
    mistake: Mistake


def known_slips(quantity: Quantity, symbols: Iterable[str]) -> list[WaySlip]:
    """The known mistakes that can be made on the way to some symbols of a quantity."""
    return [
        WaySlip(tuple(found), _patch(found), first.origin, first.wrong, first.mistake)
        for found in _together(quantity, symbols, 0)
        for first in (next(iter(found.values())),)
    ]


def _together(quantity: Quantity, symbols: Iterable[str], depth: int) -> list[dict[str, _Found]]:
    """What slips together, by symbol.

    What several symbols know, such as an output height and width, slips in all of them together
    first, as people compute alike things alike; or in those of one sort, such as all dense
    layers; then in each alone.
    """
    everything = (found for symbol in symbols for found in _found(quantity, symbol, depth))
    alone = list(islice(everything, MOST_SLIPS))
    groups: dict[tuple[str, ...], dict[str, _Found]] = {}
    for found in alone:
        mistake = found.mistake
        for sort in ((mistake.id,), (mistake.id, mistake.say)):
            groups.setdefault(sort, {}).setdefault(found.symbol, found)
    together = [group for group in groups.values() if len(group) > 1]
    return together + [{found.symbol: found} for found in alone]


def _patch(found: Mapping[str, _Found]) -> dict[str, Number]:
    return {symbol: each.value for symbol, each in found.items()}


def _found(quantity: Quantity, symbol: str, depth: int) -> Iterator[_Found]:
    origin = quantity.origins.get(symbol)
    if origin is None or depth >= MAX_WAY:
        return
    if origin.recipe.text == symbol and symbol not in origin.origins:
        # A depth that is the number of filters builds on nothing: it is that number. One that was
        # handed on in a network builds on the layer before.
        return
    for mistake, value in mistaken_values(origin):
        yield _Found(symbol, value, origin, value, mistake)
    compiled = origin.recipe.formula
    for inner in _together(origin, compiled.symbols, depth + 1):
        result = value_with(compiled.expression, origin, _patch(inner))
        if result is not None and result != origin:
            first = next(iter(inner.values()))
            yield _Found(symbol, result, first.origin, first.wrong, first.mistake)


def edited_slips(quantity: Quantity) -> Iterator[WaySlip]:
    """Small edits of the formulas on the way: something left out or rounded the other way, in all
    symbols together that are worked out alike.
    """
    origins = quantity.origins
    for alike in worked_out_alike(quantity.recipe.formula.symbols, origins):
        origin = origins[alike[0]]
        edited = edits_of(origin.recipe.formula, (), PLAIN)
        for edit, value in outcomes(trial(edited, origin.symbols), edited.edits):
            patch = dict.fromkeys(alike, value)
            yield WaySlip(tuple(alike), patch, origin, value, Changed(edited, edit))


def value_with(
    expression: Expression, quantity: Quantity, patch: Mapping[str, Number]
) -> Number | None:
    """What a formula comes to with some symbols changed; None where it has no value."""
    try:
        value = expression.evaluate({**quantity.symbols, **patch})
    except ExpressionError:
        return None
    return value if is_number(value) else None
