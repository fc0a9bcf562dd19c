"""A smaller question that leads to a larger one; it is marked and worked out as any other."""

from __future__ import annotations

from functools import cached_property

from quizengine.questions.kinds.base import AnswerKey, BreakdownStep
from quizengine.questions.question_view import QuestionView


class SubQuestion(QuestionView):
    """One step of a break-down as a question.

    `found` is what is known once it is answered, Markdown; `parts` are the indices of the earlier
    steps that this one is built on.
    """

    prompt = ""
    """What is asked: a text of its own, which needs no filling in."""

    def __init__(self, step: BreakdownStep) -> None:
        self.prompt = step.prompt
        self._key = step.key
        self.found = step.found
        self.parts = step.parts

    @property
    def key(self) -> AnswerKey:
        """What knows the right answer."""
        return self._key

    @cached_property
    def hints(self) -> tuple[str, ...]:
        """The hints that follow from the key, Markdown, the gentlest first."""
        return tuple(self.key.hints())
