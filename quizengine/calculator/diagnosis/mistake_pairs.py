"""Known mistakes made two at a time: which edit of a formula each mistake is, and what a wrong
formula becomes where another mistake's edit is made in it as well.
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
"""Sets of numbers by which two formulas are taken for the same."""

_RANGES = (97, 7)
"""Large numbers tell products apart, small ones what is divided and rounded."""


class WrongFormulaMutations(NamedTuple):
    """A wrong formula, ready to be edited further, and the edits of it that are other mistakes."""

    mistake: WrongFormula
    mutated: MutatedFormula
    second_mistakes: tuple[tuple[Mutation, WrongFormula], ...]


@lru_cache(maxsize=256)
def wrong_formula_mutations(
    right: Formula, mistakes: tuple[WrongFormula, ...]
) -> tuple[WrongFormulaMutations, ...]:
    """The wrong formulas beside a right one, with those of their edits that are mistakes too."""
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
    """The mistake that each edit of the right formula is as a function, by the edit's signature."""
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
    """Numbers for the symbols, the same on every machine."""
    size = _RANGES[number % 2]
    return {
        symbol: 2 + (37 * index * (number + 1) + 101 * number * number + 17 * number + 11) % size
        for index, symbol in enumerate(symbols)
    }


_WHOLE, _INSIDE, _EVERYWHERE = "of the whole", "of one term", "wherever it stands"
"""What a factor that is left out is a factor of."""


def _mistake_that_is(
    mutated: MutatedFormula, mutation: Mutation, known: Mapping[tuple[str, ...], WrongFormula]
) -> WrongFormula | None:
    """The mistake that an edit of a wrong formula is as well."""
    found = _signature(mutated, mutation)
    if found not in known and found[-1] == _WHOLE:
        # A depth within a bracket is the same slip where the bracket is gone; not so the filters
        # where only one of two terms has them.
        found = (*found[:-1], _INSIDE)
    return known.get(found)


def _signature(mutated: MutatedFormula, mutation: Mutation) -> tuple[str, ...]:
    """What an edit does, in whichever formula it does it: leave out the factor D."""
    nodes = mutated.nodes
    said = (mutation.kind, *(nodes[index].text for index in mutation.about))
    if mutation.kind != MutationKind.LEFT_OUT_FACTOR:
        return said
    if mutation.about == (mutation.node_index,):
        return *said, _EVERYWHERE
    return *said, _WHOLE if _multiplies_all(mutated, mutation.node_index) else _INSIDE


def _multiplies_all(mutated: MutatedFormula, index: int) -> bool:
    """Whether the factors of a product are factors of the whole formula."""
    nodes, parents = mutated.formula.nodes, mutated.parents
    while nodes[index].kind == "product":
        if parents[index] == index:
            return True
        index = parents[index]
    return False
