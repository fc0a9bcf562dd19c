"""A question with its variants."""

from __future__ import annotations

from functools import cached_property

from quizengine.questions.draw_walk import Count, DrawWalk
from quizengine.questions.question_definition import QuestionDefinition
from quizengine.questions.variant import Variant
from quizengine.questions.verdict import VariantError

MAX_VARIANT = 99_999
"""The largest variant number."""


class Question(QuestionDefinition):
    """A question, compiled once; its variants are made on demand."""

    @cached_property
    def _draws(self) -> DrawWalk:
        return DrawWalk(self)

    @property
    def limit(self) -> int:
        """The largest variant number."""
        return MAX_VARIANT

    def variant(self, number: int) -> Variant:
        """Return the variant of a number: 0 is the published case, others are draws.

        A number beyond the count begins again. Raises VariantError.
        """
        if not 0 <= number <= MAX_VARIANT:
            raise VariantError(f"variants are numbered 0 to {MAX_VARIANT}, and {number} is not")
        if number and self.vary:
            values, scope = self._draws.draw(number)
        else:
            values = dict(self.example)
            scope = self.scope(values)
        return Variant(self, number, values, scope)

    def count(self, limit: int) -> Count:
        """Return the number of variants, exact where at most `limit` draws have to be tried.

        Draws that were tried before, for a variant or a count, are not tried again.
        """
        return self._draws.count(limit)
