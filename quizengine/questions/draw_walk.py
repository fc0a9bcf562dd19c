"""The walk through the draws of a question, in their order, to those that are used."""

from __future__ import annotations

import math
from typing import NamedTuple

from quizengine.expressions import ExpressionError
from quizengine.questions.draws import Order, values_at
from quizengine.questions.question_definition import QuestionDefinition
from quizengine.questions.variant_scope import VariantScope
from quizengine.questions.verdict import VariantError

MAX_WALK = 300_000
"""Draws from which a question's variants come; a rarer one is not looked for."""

_FAULTS_KEPT = 3


class Count(NamedTuple):
    """How many variants a question has.

    `exhaustive` is whether every draw was tried; `candidates` how many were. `faults` are the
    first draws that could not be computed, and why.
    """

    variants: int
    exhaustive: bool
    candidates: int
    faults: tuple[str, ...]


class DrawWalk:
    """Tries the draws of a question one by one, as far as they are needed, and each only once."""

    def __init__(self, question: QuestionDefinition) -> None:
        self._question = question
        self._domains = {each.name: each.domain for each in question.vary}
        self._order = Order(question.id, math.prod(map(len, self._domains.values())))
        defined = {name for name, _ in question.let}
        # Conditions on the drawn values alone are met before anything is computed from them.
        self._conditions = sorted(question.where, key=lambda each: bool(each.that.names & defined))
        self._tried = 0
        self._accepted: list[int] = []
        self._faults: list[str] = []

    def count(self, limit: int) -> Count:
        """Return the number of variants, exact where at most `limit` draws have to be tried."""
        while self._tried < min(limit, self._order.size):
            self._try_next()
        exhaustive = self._tried == self._order.size
        return Count(len(self._accepted), exhaustive, self._tried, tuple(self._faults))

    def draw(self, number: int) -> tuple[dict[str, object], VariantScope]:
        """Return the drawn values of a variant, and its scope; beyond the last it begins again.

        Raises VariantError where no draw is used.
        """
        end = min(self._order.size, MAX_WALK)
        while len(self._accepted) < number and self._tried < end:
            scope = self._try_next()
            if scope is not None and len(self._accepted) == number:
                return values_at(self._accepted[-1], self._domains), scope
        if not self._accepted:
            raise VariantError(f"no draw of `{self._question.id}` meets its conditions")
        values = values_at(self._accepted[(number - 1) % len(self._accepted)], self._domains)
        return values, self._question.scope(values)

    def _try_next(self) -> VariantScope | None:
        """Try the next draw in order; return its scope where it is used."""
        index = self._order[self._tried]
        self._tried += 1
        values = values_at(index, self._domains)
        try:
            scope = self._accept(values)
        except ExpressionError as error:
            # The check on a bank reports such draws; a student just gets the next one.
            if len(self._faults) < _FAULTS_KEPT:
                shown = ", ".join(f"{name} = {value}" for name, value in values.items())
                self._faults.append(f"{shown}: {error}")
            return None
        if scope is not None:
            self._accepted.append(index)
        return scope

    def _accept(self, values: dict[str, object]) -> VariantScope | None:
        """Return the scope of a draw, or None where it is not used.

        A draw is not used where it is the published case, misses a condition, or makes a known
        mistake equal the right answer. Raises ExpressionError.
        """
        if values == self._question.example:
            return None
        scope = self._question.scope(values)
        for condition in self._conditions:
            if not condition.that.evaluate(scope):
                return None
        for part in self._question.parts:
            if part.kind.collides(self._question.context(part, scope, number=1)):
                return None
        return scope
