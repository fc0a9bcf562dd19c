"""Two known mistakes in one formula.

A known mistake of the right formula that is also a mutation of it can be made in the wrong formula
of another mistake, as the mutation that does the same there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from quizengine.calculator.quantity import WrongFormula
from quizengine.expressions import ExpressionError, Formula, Number, formula
from quizengine.expressions.formula_mutations import (
    LIKELY,
    MutatedFormula,
    Mutation,
    MutationKind,
    mutations_of,
)
from quizengine.expressions.mutation_evaluation import (
    EvaluatedFormula,
    evaluate_nodes,
    mutated_values,
)

POINTS = 8
"""The points at which two formulas are compared: equal values at all of them are equality."""

_RANGES = (97, 7)
"""The sizes of the numbers: large ones distinguish products, small ones roundings."""


class WrongFormulaMutations(NamedTuple):
    """The wrong formula of a mistake, with its mutations.

    `second_mistakes` are the mutations that are another known mistake, each with that mistake.
    """

    mistake: WrongFormula
    mutated: MutatedFormula
    second_mistakes: tuple[tuple[Mutation, WrongFormula], ...]


@lru_cache(maxsize=256)
def wrong_formula_mutations(
    right: Formula, mistakes: tuple[WrongFormula, ...]
) -> tuple[WrongFormulaMutations, ...]:
    """Return the wrong formulas of the mistakes, with the mutations that are mistakes as well."""
    compiled = [(each, formula(each.formula)) for each in mistakes]
    known = _mutations_that_are_mistakes(right, compiled)
    found = []
    for mistake, wrong in compiled:
        mutated = mutations_of(wrong, (), LIKELY)
        second_mistakes = []
        for mutation in mutated.mutations:
            second = _mistake_that_is(mutated, mutation, known)
            if second is not None and second.id != mistake.id:
                second_mistakes.append((mutation, second))
        found.append(WrongFormulaMutations(mistake, mutated, tuple(second_mistakes)))
    return tuple(found)


def _mutations_that_are_mistakes(
    right: Formula, mistakes: Sequence[tuple[WrongFormula, Formula]]
) -> dict[tuple[str, ...], WrongFormula]:
    """Return the mistakes whose wrong formula equals a mutation, by the mutation's signature."""
    mutated = mutations_of(right, (), LIKELY)
    symbols = dict.fromkeys((*right.symbols, *(s for _, wrong in mistakes for s in wrong.symbols)))
    points = [_point(tuple(symbols), number) for number in range(POINTS)]
    evaluations = [
        evaluated for point in points if (evaluated := _evaluate_nodes(mutated, point)) is not None
    ]
    if len(evaluations) < POINTS:
        return {}
    results: dict[int, list[Number]] = {}
    for evaluated in evaluations:
        for mutation, value in mutated_values(evaluated, mutated.mutations):
            results.setdefault(id(mutation), []).append(value)
    by_values = {
        tuple(values): result_key for result_key, values in results.items() if len(values) == POINTS
    }
    mutations = {id(mutation): mutation for mutation in mutated.mutations}
    found = {}
    for mistake, wrong in mistakes:
        try:
            result_key = by_values.get(tuple([wrong.value(point) for point in points]))
        except ExpressionError:
            continue
        if result_key is not None:
            found[_signature(mutated, mutations[result_key])] = mistake
    return found


def _evaluate_nodes(
    mutated: MutatedFormula, point: Mapping[str, Number]
) -> EvaluatedFormula | None:
    try:
        return evaluate_nodes(mutated, point)
    except ExpressionError:
        return None


def _point(symbols: Sequence[str], number: int) -> dict[str, Number]:
    """Return numbers for the symbols, the same on every machine."""
    size = _RANGES[number % 2]
    return {
        symbol: 2 + (37 * index * (number + 1) + 101 * number * number + 17 * number + 11) % size
        for index, symbol in enumerate(symbols)
    }


_WHOLE, _INSIDE, _EVERYWHERE = "of the whole", "of one term", "wherever it stands"
"""What a left-out factor was a factor of."""


def _mistake_that_is(
    mutated: MutatedFormula, mutation: Mutation, known: Mapping[tuple[str, ...], WrongFormula]
) -> WrongFormula | None:
    """Return the known mistake that a mutation of a wrong formula is, or None."""
    signature = _signature(mutated, mutation)
    if signature not in known and signature[-1] == _WHOLE:
        # Leaving out a depth in a bracket is the same mistake where the bracket is gone. Leaving
        # out the filters of one term is not the same as leaving them out of the whole.
        signature = (*signature[:-1], _INSIDE)
    return known.get(signature)


def _signature(mutated: MutatedFormula, mutation: Mutation) -> tuple[str, ...]:
    """Return what a mutation does, alike in all formulas: leave out the factor D of the whole."""
    nodes = mutated.nodes
    parts = (mutation.kind, *(nodes[index].text for index in mutation.about))
    if mutation.kind != MutationKind.LEFT_OUT_FACTOR:
        return parts
    if mutation.about == (mutation.node_index,):
        return *parts, _EVERYWHERE
    return *parts, _WHOLE if _multiplies_all(mutated, mutation.node_index) else _INSIDE


def _multiplies_all(mutated: MutatedFormula, index: int) -> bool:
    """Whether the factors of a product are factors of the whole formula."""
    nodes, parents = mutated.formula.nodes, mutated.parents
    while nodes[index].kind == "product":
        if parents[index] == index:
            return True
        index = parents[index]
    return False
