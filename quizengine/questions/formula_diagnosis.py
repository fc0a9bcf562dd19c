"""Where a student's formula parts from the right one: the edit that makes the one of the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from quizengine.calculator import WrongAnswer
from quizengine.calculator.diagnosis.mutation_words import mutation_words
from quizengine.expressions import ExpressionError, Formula, Number, formula
from quizengine.expressions.edit_ids import NOT_ROUNDED, ROUNDED_OTHER_WAY
from quizengine.expressions.formula_mutations import (
    LIKELY,
    PLAIN,
    MutatedFormula,
    Mutation,
    mutations_of,
)
from quizengine.expressions.rewriting import rewritten
from quizengine.expressions.trials import after, outcomes, trial

_MOST_CHECKED = 40
"""Edits that agree at the first point and are compared at all others."""

_DEEPEST = 1
"""How deep a piece of the right formula may be and still be named: more would give it away."""


class FormulaError(NamedTuple):
    """How a formula comes of the right one: the ids of slips, and the edits that make it.

    `mutated` is the right formula, or a known wrong one, which `mistake` is said of.
    """

    ids: tuple[str, ...]
    mutated: MutatedFormula
    mutations: tuple[Mutation, ...]
    mistake: str = ""

    @property
    def say(self) -> str:
        """What the slips are, in a sentence."""
        words = " and ".join(_words(self.mutated, mutation) for mutation in self.mutations)
        return f"{self.mistake} And {words}." if self.mistake else f"Where it differs: {words}."


def formula_error(
    right: Formula,
    own: Sequence[WrongAnswer],
    points: Sequence[Mapping[str, Number]],
    values: Sequence[Number],
) -> FormulaError | None:
    """The slip that makes a formula with these values at the points out of the right one.

    `own` are known wrong formulas, which may go together with one more slip. None where no one
    or two slips do.
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
    """Formulas near the right one, each with its value at a point, the likeliest first."""
    mutated = mutations_of(right)
    try:
        tried = trial(mutated, point)
    except ExpressionError:
        return
    for mutation, value in outcomes(tried, mutated.mutations):
        yield FormulaError((mutation.id,), mutated, (mutation,)), value
    for mistake in own:
        try:
            wrong = mutations_of(formula(str(mistake.value)), (), PLAIN)
            for mutation, value in outcomes(trial(wrong, point), wrong.mutations):
                yield (
                    FormulaError((mistake.id, mutation.id), wrong, (mutation,), mistake.say),
                    value,
                )
        except ExpressionError:
            continue
    near = [mutation for mutation in mutated.mutations if mutation.tier <= LIKELY]
    for index, first in enumerate(near):
        changed = after(tried, first)
        if changed is not None:
            for second, value in outcomes(changed, near[index + 1 :]):
                yield FormulaError((first.id, second.id), mutated, (first, second)), value


def _words(mutated: MutatedFormula, mutation: Mutation) -> str:
    nodes = mutated.nodes
    quoted = mutation.about if mutation.id not in (ROUNDED_OTHER_WAY, NOT_ROUNDED) else ()
    if any(nodes[index].height > _DEEPEST for index in quoted):
        return "a whole bracket is missing or treated in another way"
    return mutation_words(mutated, mutation, {})
