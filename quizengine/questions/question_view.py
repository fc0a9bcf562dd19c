"""What a student can be asked: a part of a question, or a smaller question that leads to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from types import MappingProxyType

from quizengine.calculator import Working, WrongAnswer
from quizengine.questions.answer_inputs import AnswerInput
from quizengine.questions.kinds.base import AnswerKey
from quizengine.questions.verdict import Echo, Outcome, Unreadable

NO_ANSWERS: Mapping[str, str] = MappingProxyType({})
"""Where there are no earlier parts, or nothing was answered to them."""


class QuestionView:
    """A question as a face and a session see it; most of it follows from the key."""

    @property
    def key(self) -> AnswerKey:
        """What knows the right answer."""
        raise NotImplementedError

    @property
    def prompt(self) -> str:
        """What is asked, Markdown."""
        raise NotImplementedError

    @property
    def hints(self) -> tuple[str, ...]:
        """The hints, Markdown, the gentlest first."""
        raise NotImplementedError

    @property
    def solution(self) -> str:
        """An author's own solution, Markdown; empty where there is none."""
        return ""

    @property
    def kind(self) -> str:
        """The name of the kind of answer."""
        return self.key.kind

    @property
    def answer_input(self) -> AnswerInput:
        """What a face has to offer for the answer."""
        return self.key.answer_input

    @cached_property
    def working(self) -> Working:
        """The worked solution that the calculator gives."""
        return self.key.working

    @property
    def answer_text(self) -> str:
        """The right answer as a person would write it."""
        return self.key.answer_text

    @property
    def right_text(self) -> str:
        """A text that marks right."""
        return self.key.right_text

    @property
    def mistakes(self) -> Sequence[WrongAnswer]:
        """The mistakes known for this answer."""
        return self.key.mistakes

    def echo(self, text: str) -> Echo:
        """Return how a text is read, while it is typed."""
        if not text.strip(" ;\n"):
            return Echo(True, "")
        try:
            return Echo(True, self.key.reading(text))
        except Unreadable as error:
            return Echo(False, str(error))

    def mark(self, text: str, earlier: Mapping[str, str] = NO_ANSWERS) -> Outcome:
        """Mark a text; `earlier` has the student's own texts for earlier parts, by part id."""
        del earlier
        return self.key.mark(text)
