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

MAX_PROPAGATION = 3
"""How many counts that build on one another are looked through."""

MOST_ERRORS = 400
"""Mistakes on the way to one count that are tried."""


class MutationCause(NamedTuple):
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


class PropagatedError(NamedTuple):
    """What `symbols` of a formula are where the count behind them was mistaken.

    `origin` is the count where the slip is, `value` what it was taken for, and `cause` the slip:
    a known mistake, or an edit of its formula.
    """

    symbols: tuple[str, ...]
    patch: Mapping[str, Number]
    origin: Quantity
    value: Number
    cause: WrongFormula | MutationCause


def propagated_mistakes_of(
    quantity: Quantity, symbols: Iterable[str], depth: int = 0
) -> list[PropagatedError]:
    """The known mistakes that can be made on the way to some symbols of a quantity.

    What several symbols know, such as an output height and width, slips in all of them together
    first, as people compute alike things alike; or in those of one sort, such as all dense
    layers; then in each alone.
    """
    everything = (error for symbol in symbols for error in _errors_behind(quantity, symbol, depth))
    alone = list(islice(everything, MOST_ERRORS))
    groups: dict[tuple[str, ...], dict[str, PropagatedError]] = {}
    for error in alone:
        for sort in ((error.cause.id,), (error.cause.id, error.cause.say)):
            groups.setdefault(sort, {}).setdefault(error.symbols[0], error)
    return [_together(group) for group in groups.values() if len(group) > 1] + alone


def _together(errors: Mapping[str, PropagatedError]) -> PropagatedError:
    """The slip behind several symbols, each of which is what it comes to by its own."""
    first = next(iter(errors.values()))
    patch = {symbol: error.patch[symbol] for symbol, error in errors.items()}
    return first._replace(symbols=tuple(errors), patch=patch)


def _errors_behind(quantity: Quantity, symbol: str, depth: int) -> Iterator[PropagatedError]:
    """The slips behind one symbol."""
    origin = quantity.origins.get(symbol)
    if origin is None or depth >= MAX_PROPAGATION:
        return
    if origin.count_formula.text == symbol and symbol not in origin.origins:
        # A depth that is the number of filters builds on nothing: it is that number. One that was
        # handed on in a network builds on the layer before.
        return
    for mistake, value in mistaken_values(origin):
        yield PropagatedError((symbol,), {symbol: value}, origin, value, mistake)
    compiled = origin.count_formula.formula
    for inner in propagated_mistakes_of(origin, compiled.symbols, depth + 1):
        result = value_with(compiled.expression, origin, inner.patch)
        if result is not None and result != origin:
            yield inner._replace(symbols=(symbol,), patch={symbol: result})


def propagated_mutations_of(quantity: Quantity) -> Iterator[PropagatedError]:
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
            yield PropagatedError(
                tuple(alike), patch, origin, value, MutationCause(mutated, mutation, spelling)
            )


def value_with(
    expression: Expression, quantity: Quantity, patch: Mapping[str, Number]
) -> Number | None:
    """What a formula comes to with some symbols changed; None where it has no value."""
    try:
        value = expression.evaluate({**quantity.symbols, **patch})
    except ExpressionError:
        return None
    return value if is_number(value) else None
