"""What every answer box has in common."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual.containers import VerticalScroll
from textual.message import Message

if TYPE_CHECKING:
    from quizengine.questions import CellOutcome, Echo


class AnswerBox(VerticalScroll, can_focus=False):
    """Takes an answer, and posts a message when it changes and when it is submitted.

    The answer is one line of text, whatever takes it. A box is made of an answer input, the text
    that it holds at first, and `echo`, which says how a text is read.
    """

    class Edited(Message):
        """The text in the box has changed."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Answered(Message):
        """The student has pressed Enter on the text in the box."""

    def __init__(self, echo: Callable[[str], Echo]) -> None:
        super().__init__(id="answer")
        self.reading_of = echo

    @property
    def text(self) -> str:
        """What the box holds, in the form that is marked."""
        raise NotImplementedError

    def take_focus(self) -> None:
        """Put the cursor where typing starts."""
        raise NotImplementedError

    def mark_cells(self, cells: Sequence[CellOutcome]) -> None:
        """Show beside each cell or statement whether it is right; boxes of one answer have none."""
