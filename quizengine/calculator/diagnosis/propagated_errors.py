"""Mistakes on the way: a count is wrong because one that it builds on was."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from quizengine.calculator.diagnosis.mutation_words import mutation_words
from quizengine.calculator.quantity import Quantity, WrongFormula, mistaken_values, worked_out_alike
from quizengine.expressions import Expression, ExpressionError, Number, is_number
from quizengine.expressions.formula_mutations import PLAIN, MutatedFormula, Mutation, mutations_of
from quizengine.expressions.mutation_evaluation import evaluate_nodes, mutated_values

MAX_WAY = 3
"""How many counts that build on one another are looked through."""

MOST_SLIPS = 400
"""Mistakes on the way to one count that are tried."""


class Changed(NamedTuple):
    """An edit as the cause of a slip, and the formula in which it is made."""

    mutated: MutatedFormula
    mutation: Mutation
    spelling: Mapping[str, str]

    @property
    def id(self) -> str:
        """The id of the slip."""
        return self.mutation.kind

    @property
    def say(self) -> str:
        """What is said of it, as of a known mistake. Raises ExpressionError."""
        return f"This comes out where {mutation_words(self.mutated, self.mutation, self.spelling)}."


class WaySlip(NamedTuple):
    """What `symbols` of a formula are where the count behind them was mistaken.

    `origin` is the count where the slip is, `value` what it was taken for, and `cause` the slip:
    a known mistake, or an edit of its formula.
    """

    symbols: tuple[str, ...]
    patch: Mapping[str, Number]
    origin: Quantity
    value: Number
    cause: WrongFormula | Changed


def known_slips(quantity: Quantity, symbols: Iterable[str], depth: int = 0) -> list[WaySlip]:
    """The known mistakes that can be made on the way to some symbols of a quantity.

    What several symbols know, such as an output height and width, slips in all of them together
    first, as people compute alike things alike; or in those of one sort, such as all dense
    layers; then in each alone.
    """
    everything = (slip for symbol in symbols for slip in _slips_of(quantity, symbol, depth))
    alone = list(islice(everything, MOST_SLIPS))
    groups: dict[tuple[str, ...], dict[str, WaySlip]] = {}
    for slip in alone:
        for sort in ((slip.cause.id,), (slip.cause.id, slip.cause.say)):
            groups.setdefault(sort, {}).setdefault(slip.symbols[0], slip)
    return [_together(group) for group in groups.values() if len(group) > 1] + alone


def _together(slips: Mapping[str, WaySlip]) -> WaySlip:
    """The slip behind several symbols, each of which is what it comes to by its own."""
    first = next(iter(slips.values()))
    patch = {symbol: slip.patch[symbol] for symbol, slip in slips.items()}
    return first._replace(symbols=tuple(slips), patch=patch)


def _slips_of(quantity: Quantity, symbol: str, depth: int) -> Iterator[WaySlip]:
    """The slips behind one symbol."""
    origin = quantity.origins.get(symbol)
    if origin is None or depth >= MAX_WAY:
        return
    if origin.count_formula.text == symbol and symbol not in origin.origins:
        # A depth that is the number of filters builds on nothing: it is that number. One that was
        # handed on in a network builds on the layer before.
        return
    for mistake, value in mistaken_values(origin):
        yield WaySlip((symbol,), {symbol: value}, origin, value, mistake)
    compiled = origin.count_formula.formula
    for inner in known_slips(origin, compiled.symbols, depth + 1):
        result = value_with(compiled.expression, origin, inner.patch)
        if result is not None and result != origin:
            yield inner._replace(symbols=(symbol,), patch={symbol: result})


def mutated_origins(quantity: Quantity) -> Iterator[WaySlip]:
    """Small edits of the formulas on the way: something left out or rounded the other way, in all
    symbols together that are worked out alike.
    """
    origins = quantity.origins
    for alike in worked_out_alike(quantity.count_formula.formula.symbols, origins):
        origin = origins[alike[0]]
        mutated = mutations_of(origin.count_formula.formula, (), PLAIN)
        spelling = origin.count_formula.spelling
        for mutation, value in mutated_values(
            evaluate_nodes(mutated, origin.symbols), mutated.mutations
        ):
            patch = dict.fromkeys(alike, value)
            yield WaySlip(tuple(alike), patch, origin, value, Changed(mutated, mutation, spelling))


def value_with(
    expression: Expression, quantity: Quantity, patch: Mapping[str, Number]
) -> Number | None:
    """What a formula comes to with some symbols changed; None where it has no value."""
    try:
        value = expression.evaluate({**quantity.symbols, **patch})
    except ExpressionError:
        return None
    return value if is_number(value) else None
