"""How each answer input is answered in plain mode: on one line, or one cell after the other."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from quizengine.questions.answer_inputs import (
    CELL_SEPARATOR,
    AnswerInput,
    ChoiceInput,
    FormulaInput,
    LayerInput,
    NumberInput,
    ShapeInput,
    StatementsInput,
    TableInput,
)

if TYPE_CHECKING:
    from quizengine.practice.part_progress import PartProgress
    from quizengine.practice.session import Session


class LineAnswer:
    """An answer that is typed on one line."""

    def __init__(self, answer_input: AnswerInput, progress: PartProgress) -> None:
        del answer_input, progress
        self.text = ""
        """The answer as far as it has been typed."""
        self.is_complete = False
        """Whether nothing more is asked for."""

    @property
    def first_prompt(self) -> str:
        """What the first line is asked for with."""
        return "Answer> "

    @property
    def next_prompt(self) -> str:
        """What a further line is asked for with."""
        return self.first_prompt

    def add(self, line: str) -> None:
        """Take a line that was typed."""
        self.text = line
        self.is_complete = True


class CellsAnswer(LineAnswer):
    """The answer to a table, cell after cell or with all cells on one line.

    What is asked for are the cells that are not right yet; before the first answer those that are
    empty, or all where none is.
    """

    def __init__(self, answer_input: TableInput, progress: PartProgress) -> None:
        super().__init__(answer_input, progress)
        self._names = answer_input.blank_names()
        count = len(self._names)
        typed = [cell.strip() for cell in progress.draft.split(CELL_SEPARATOR)][:count]
        self._cells = typed + [""] * (count - len(typed))
        self._is_begun = bool(progress.attempts) or any(typed)
        marked = () if progress.outcome is None else progress.outcome.cells
        right = {index for index, cell in enumerate(marked) if cell.right}
        waiting = [i for i in range(count) if (i not in right if marked else not self._cells[i])]
        self._waiting = waiting if marked else waiting or list(range(count))

    @property
    def first_prompt(self) -> str:
        """The name of the first cell, once the table has been begun."""
        return self.next_prompt if self._is_begun else super().first_prompt

    @property
    def next_prompt(self) -> str:
        """The name of the cell that is asked for."""
        return f"{self._names[self._waiting[0]]}> "

    def add(self, line: str) -> None:
        """Take what was typed for one cell, or for all of them at first."""
        if not self.text and CELL_SEPARATOR in line:
            super().add(line)
            return
        self._cells[self._waiting.pop(0)] = line.replace(CELL_SEPARATOR, " ")
        self.text = f"{CELL_SEPARATOR} ".join(self._cells)
        self.is_complete = not self._waiting


ANSWERS: dict[type[AnswerInput], Callable[..., LineAnswer]] = {
    NumberInput: LineAnswer,
    ShapeInput: LineAnswer,
    FormulaInput: LineAnswer,
    LayerInput: LineAnswer,
    ChoiceInput: LineAnswer,
    StatementsInput: LineAnswer,
    TableInput: CellsAnswer,
}
"""What takes the lines of an answer, by the class of its input."""


def begin_answer(session: Session) -> LineAnswer:
    """Return what takes the lines of the answer to the question that is asked."""
    answer_input = session.current_question.answer_input
    return ANSWERS[type(answer_input)](answer_input, session.current_progress)
