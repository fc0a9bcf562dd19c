"""What follows from a key alone, alike for a part of a question and for a smaller question."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from quizengine.calculator import Mistaken, Working
from quizengine.questions.forms import Form
from quizengine.questions.kinds.base import Key
from quizengine.questions.verdict import Echo, Unreadable


class Keyed(Protocol):
    """What is asked and marked by a key; who has one inherits the rest."""

    @property
    def key(self) -> Key:
        """What knows the right answer."""

    @property
    def kind(self) -> str:
        """The name of the kind of answer."""
        return self.key.kind

    @property
    def form(self) -> Form:
        """What a face has to offer for the answer."""
        return self.key.form

    @property
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
    def mistakes(self) -> Sequence[Mistaken]:
        """The mistakes known for this answer."""
        return self.key.mistakes

    def echo(self, text: str) -> Echo:
        """How a text is read, while it is typed."""
        if not text.strip(" ;\n"):
            return Echo(True, "")
        try:
            return Echo(True, self.key.reading(text))
        except Unreadable as error:
            return Echo(False, str(error))
