"""A smaller question on the way to a larger one: asked, marked and worked out as any other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from quizengine.calculator import Mistaken, Working
from quizengine.questions.asked import echo_of
from quizengine.questions.forms import Form
from quizengine.questions.kinds.base import Key
from quizengine.questions.verdict import Echo, Outcome


class Smaller(NamedTuple):
    """A smaller question.

    `prompt` is what is asked, Markdown; `found` what is known once it is answered, Markdown;
    `key` is of the same classes as a whole question's, so that marking is the same. `parts` are
    the places of the steps that this one is made of.
    """

    prompt: str
    key: Key
    found: str
    parts: tuple[int, ...] = ()

    @property
    def kind(self) -> str:
        """The name of the kind of answer."""
        return self.key.kind

    @property
    def form(self) -> Form:
        """What a face has to offer for the answer."""
        return self.key.form

    @property
    def hints(self) -> tuple[str, ...]:
        """The ladder of hints, Markdown."""
        from quizengine.questions.hints import ladder

        return ladder(self.key)

    @property
    def working(self) -> Working:
        """The worked solution."""
        return self.key.working

    @property
    def solution(self) -> str:
        """Empty: nobody wrote one."""
        return ""

    @property
    def unit(self) -> str:
        """Empty: the prompt says what is counted."""
        return ""

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
        return echo_of(self.key, text)

    def mark(self, text: str, earlier: Mapping[str, str] | None = None) -> Outcome:
        """Mark a text; no earlier answer carries into a smaller question."""
        del earlier
        return self.key.mark(text)
