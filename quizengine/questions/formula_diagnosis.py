"""How a student's formula differs from the right one: the mutations that lead to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from quizengine.calculator import WrongAnswer
from quizengine.calculator.diagnosis.mutation_words import mutation_words
from quizengine.expressions import ExpressionError, Formula, Number, formula
from quizengine.expressions.formula_mutations import (
    LIKELY,
    PLAIN,
    MutatedFormula,
    Mutation,
    MutationKind,
    mutations_of,
)
from quizengine.expressions.mutation_evaluation import evaluate_nodes, mutated_values, with_mutation
from quizengine.expressions.rewriting import rewritten

_MOST_CHECKED = 40
"""Formulas that agree with the student's at the first point and are compared at all others."""

_DEEPEST = 1
"""How deep a piece of the right formula may be and still be named: more would give it away."""

_NAMED_BY_ITSELF = (MutationKind.ROUNDED_OTHER_WAY, MutationKind.NOT_ROUNDED)
"""Mutations whose words quote no part of the formula."""


class FormulaError(NamedTuple):
    """The error in a formula: its ids, and the mutations of `mutated` that lead to it.

    `mutated` is the right formula, or a known wrong one; then `mistake` says what is wrong there.
    """

    ids: tuple[str, ...]
    mutated: MutatedFormula
    mutations: tuple[Mutation, ...]
    mistake: str = ""

    @property
    def say(self) -> str:
        """The error in a sentence."""
        words = " and ".join(_words(self.mutated, mutation) for mutation in self.mutations)
        return f"{self.mistake} And {words}." if self.mistake else f"Where it differs: {words}."


def formula_error(
    right: Formula,
    own: Sequence[WrongAnswer],
    points: Sequence[Mapping[str, Number]],
    values: Sequence[Number],
) -> FormulaError | None:
    """Return the error that gives a formula these values at the points; None if none is found.

    It is one mutation of the right formula or of one of `own`, the known wrong formulas, or two
    mutations of the right one.
    """
    target = values[0]
    candidates = (found for found, value in _candidates(right, own, points[0]) if value == target)
    for found in islice(candidates, _MOST_CHECKED):
        try:
            made = rewritten(found.mutated, found.mutations)
            if all(made.value(p) == v for p, v in zip(points, values, strict=True)):
                return found
        except ExpressionError:
            continue
    return None


def _candidates(
    right: Formula, own: Sequence[WrongAnswer], point: Mapping[str, Number]
) -> Iterator[tuple[FormulaError, Number]]:
    """Yield possible errors, each with the value that it gives at a point, likeliest first."""
    mutated = mutations_of(right)
    try:
        evaluated = evaluate_nodes(mutated, point)
    except ExpressionError:
        return
    for mutation, value in mutated_values(evaluated, mutated.mutations):
        yield FormulaError((mutation.kind,), mutated, (mutation,)), value
    for mistake in own:
        try:
            wrong = mutations_of(formula(str(mistake.value)), (), PLAIN)
            for mutation, value in mutated_values(evaluate_nodes(wrong, point), wrong.mutations):
                yield (
                    FormulaError((mistake.id, mutation.kind), wrong, (mutation,), mistake.say),
                    value,
                )
        except ExpressionError:
            continue
    near = [mutation for mutation in mutated.mutations if mutation.tier <= LIKELY]
    for index, first in enumerate(near):
        changed = with_mutation(evaluated, first)
        if changed is not None:
            for second, value in mutated_values(changed, near[index + 1 :]):
                yield FormulaError((first.kind, second.kind), mutated, (first, second)), value


def _words(mutated: MutatedFormula, mutation: Mutation) -> str:
    nodes = mutated.nodes
    quoted = mutation.about if mutation.kind not in _NAMED_BY_ITSELF else ()
    if any(nodes[index].height > _DEEPEST for index in quoted):
        return "a whole bracket is missing or treated in another way"
    return mutation_words(mutated, mutation, {})
