"""What can be asked: a part of a question, or a smaller question on the way to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from quizengine.calculator import Working
from quizengine.questions.forms import Form
from quizengine.questions.verdict import Echo, Outcome


class Asked(Protocol):
    """What a face and a session need to know of what is asked."""

    @property
    def prompt(self) -> str:
        """What is asked, Markdown."""

    @property
    def kind(self) -> str:
        """The name of the kind of answer."""

    @property
    def form(self) -> Form:
        """What a face has to offer for the answer."""

    @property
    def hints(self) -> tuple[str, ...]:
        """The hints, Markdown, the gentlest first."""

    @property
    def working(self) -> Working:
        """The worked solution that the calculator gives."""

    @property
    def solution(self) -> str:
        """An author's own solution, Markdown; empty where there is none."""

    @property
    def answer_text(self) -> str:
        """The right answer as a person would write it."""

    def echo(self, text: str) -> Echo:
        """How a text is read, while it is typed."""

    def mark(self, text: str, earlier: Mapping[str, str] = ...) -> Outcome:
        """Mark a text; `earlier` has the student's own texts for earlier parts."""
