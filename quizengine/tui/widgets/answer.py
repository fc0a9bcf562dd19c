"""What every answer box has in common; which one is made follows from the form of the question."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.containers import VerticalScroll
from textual.message import Message

if TYPE_CHECKING:
    from quizengine.questions import CellOutcome, QuestionView


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

    def mark_cells(self, cells: Sequence[CellOutcome]) -> None:
        """Show beside each cell or statement whether it is right; boxes of one answer have none."""


def answer_box(part: QuestionView, text: str) -> AnswerBox:
    """Return the box for the form of a question, holding a text."""
    from quizengine.questions.answer_inputs import ChoiceInput, StatementsInput, TableInput

    match part.answer_input:
        case ChoiceInput(choices):
            from quizengine.tui.widgets.answer_picks import Choices

            return Choices(choices, text)
        case StatementsInput(statements):
            from quizengine.tui.widgets.answer_picks import Statements

            return Statements(statements, text)
        case TableInput():
            from quizengine.tui.widgets.answer_cells import Cells

            return Cells(part.answer_input, text)
        case _:
            from quizengine.tui.widgets.answer_line import AnswerLine

            return AnswerLine(part, text)
