"""What every answer box has in common; which one is made follows from the form of the question."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.containers import VerticalScroll
from textual.message import Message

if TYPE_CHECKING:
    from quizengine.questions import Asked, Cell


class AnswerBox(VerticalScroll, can_focus=False):
    """Takes an answer and says so; the answer is one line of text in every form."""

    class Edited(Message):
        """The text in the box has changed."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Answered(Message):
        """The student has pressed Enter on the text in the box."""

    @property
    def text(self) -> str:
        """What the box holds, in the form that is marked."""
        raise NotImplementedError

    def take_focus(self) -> None:
        """Put the cursor where typing starts."""
        raise NotImplementedError

    def mark_cells(self, cells: Sequence[Cell]) -> None:
        """Show beside each cell or statement whether it is right; boxes of one answer have none."""


def answer_box(posed: Asked, text: str) -> AnswerBox:
    """Return the box for the form of a question, holding a text."""
    from quizengine.questions.forms import ChoiceForm, StatementsForm, TableForm

    match posed.form:
        case ChoiceForm(choices):
            from quizengine.tui.widgets.answer_picks import Choices

            return Choices(choices, text)
        case StatementsForm(statements):
            from quizengine.tui.widgets.answer_picks import Statements

            return Statements(statements, text)
        case TableForm():
            from quizengine.tui.widgets.answer_cells import Cells

            return Cells(posed.form, text)
        case _:
            from quizengine.tui.widgets.answer_line import AnswerLine

            return AnswerLine(posed, text)
