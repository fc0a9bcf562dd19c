"""A smaller question on the way to a larger one: asked, marked and worked out as any other."""

from __future__ import annotations

from functools import cached_property

from quizengine.questions.kinds.base import AnswerKey
from quizengine.questions.question_view import QuestionView


class SubQuestion(QuestionView):
    """A smaller question.

    `prompt` is what is asked, Markdown; `found` what is known once it is answered, Markdown;
    `key` is of the same classes as a whole question's, so that marking is the same. `parts` are
    the places of the steps that this one is made of.
    """

    prompt = ""
    """What is asked: a text of its own, which needs no filling in."""

    def __init__(
        self, prompt: str, key: AnswerKey, found: str, parts: tuple[int, ...] = ()
    ) -> None:
        self.prompt = prompt
        self._key = key
        self.found = found
        self.parts = parts

    @property
    def key(self) -> AnswerKey:
        """What knows the right answer."""
        return self._key

    @cached_property
    def hints(self) -> tuple[str, ...]:
        """The ladder of hints, Markdown."""
        return tuple(self.key.ladder())
