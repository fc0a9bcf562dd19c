"""Which answer box takes the answer, by the class of the answer input."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from quizengine.questions.answer_inputs import (
    AnswerInput,
    ChoiceInput,
    FormulaInput,
    LayerInput,
    NumberInput,
    ShapeInput,
    StatementsInput,
    TableInput,
)
from quizengine.tui.widgets.answer_cells import Cells
from quizengine.tui.widgets.answer_line import AnswerLine
from quizengine.tui.widgets.answer_picks import Choices, Statements

if TYPE_CHECKING:
    from quizengine.questions import QuestionView
    from quizengine.tui.widgets.answer_box import AnswerBox

BOXES: dict[type[AnswerInput], Callable[..., AnswerBox]] = {
    NumberInput: AnswerLine,
    ShapeInput: AnswerLine,
    FormulaInput: AnswerLine,
    LayerInput: AnswerLine,
    ChoiceInput: Choices,
    StatementsInput: Statements,
    TableInput: Cells,
}
"""The box for each class of answer input."""


def answer_box(view: QuestionView, text: str) -> AnswerBox:
    """Return the box for the answer to a question, holding a text."""
    answer_input = view.answer_input
    return BOXES[type(answer_input)](answer_input, text, view.echo)
