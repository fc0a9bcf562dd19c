"""Propagated errors: a count is wrong because a count that it builds on was."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from quizengine.calculator.diagnosis.mutation_words import mutation_words
from quizengine.calculator.quantity import Quantity, WrongFormula, worked_out_alike, wrong_values
from quizengine.expressions import Expression, ExpressionError, Number, is_number
from quizengine.expressions.formula_mutations import PLAIN, MutatedFormula, Mutation, mutations_of
from quizengine.expressions.mutation_evaluation import evaluate_nodes, mutated_values

MAX_PROPAGATION = 3
"""The most counts, each building on the next, through which an error is followed."""

MOST_ERRORS = 400
"""The most errors that are tried for one count."""


class MutationCause(NamedTuple):
    """A mutation as the cause of an error, with the formula that it is made in."""

    mutated: MutatedFormula
    mutation: Mutation
    spelling: Mapping[str, str]

    @property
    def id(self) -> str:
        """The id of the error."""
        return self.mutation.kind

    @property
    def say(self) -> str:
        """The sentence about it, as a known mistake has one. Raises ExpressionError."""
        return f"This comes out where {mutation_words(self.mutated, self.mutation, self.spelling)}."


class PropagatedError(NamedTuple):
    """An error in a count whose wrong value is then used in a formula.

    `origin` is the count with the error, `value` its wrong value, and `cause` the known mistake or
    the mutation that gives it. `symbols` are those of the formula that become wrong, and `patch`
    has their wrong values.
    """

    symbols: tuple[str, ...]
    patch: Mapping[str, Number]
    origin: Quantity
    value: Number
    cause: WrongFormula | MutationCause


def propagated_mistakes_of(
    quantity: Quantity, symbols: Iterable[str], depth: int = 0
) -> list[PropagatedError]:
    """Return the known mistakes that make some symbols of a quantity wrong.

    A mistake that can be made in several symbols comes first in all of them together, since
    people compute alike what is alike: an output height and width, or all dense layers. Then it
    comes in each symbol alone. `depth` is how many counts are between the quantity and the answer.
    """
    everything = (error for symbol in symbols for error in _errors_behind(quantity, symbol, depth))
    alone = list(islice(everything, MOST_ERRORS))
    groups: dict[tuple[str, ...], dict[str, PropagatedError]] = {}
    for error in alone:
        for key in ((error.cause.id,), (error.cause.id, error.cause.say)):
            groups.setdefault(key, {}).setdefault(error.symbols[0], error)
    return [_together(group) for group in groups.values() if len(group) > 1] + alone


def _together(errors: Mapping[str, PropagatedError]) -> PropagatedError:
    """Join one mistake in several symbols, each with the wrong value of its own."""
    first = next(iter(errors.values()))
    patch = {symbol: error.patch[symbol] for symbol, error in errors.items()}
    return first._replace(symbols=tuple(errors), patch=patch)


def _errors_behind(quantity: Quantity, symbol: str, depth: int) -> Iterator[PropagatedError]:
    """Yield the known mistakes behind one symbol, the nearest count first."""
    origin = quantity.origins.get(symbol)
    if origin is None or depth >= MAX_PROPAGATION:
        return
    if origin.count_formula.text == symbol and symbol not in origin.origins:
        # An output depth that is the stated number of filters is not computed. One that comes
        # from the layer before is.
        return
    for mistake, value in wrong_values(origin):
        yield PropagatedError((symbol,), {symbol: value}, origin, value, mistake)
    compiled = origin.count_formula.formula
    for inner in propagated_mistakes_of(origin, compiled.symbols, depth + 1):
        result = value_with(compiled.expression, origin, inner.patch)
        if result is not None and result != origin:
            yield inner._replace(symbols=(symbol,), patch={symbol: result})


def propagated_mutations_of(quantity: Quantity) -> Iterator[PropagatedError]:
    """Yield mutations of the formulas behind a quantity's symbols, those of the plainest tier.

    A mutation is made in all symbols together that are computed alike.
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
    """Return the value of a formula with some symbols changed; None where it has none."""
    try:
        value = expression.evaluate({**quantity.symbols, **patch})
    except ExpressionError:
        return None
    return value if is_number(value) else None
