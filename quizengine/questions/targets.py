"""What a question is about: the counts and shapes that its answer is made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from quizengine.calculator import Quantity, Shape
from quizengine.questions.count_wording import count_question, with_location
from quizengine.questions.verdict import Outcome


class Target(NamedTuple):
    """A count or a shape that is asked.

    `cell` is its label among the cells of the outcome, `where` what tells it from the others,
    `text` what is stated of it, and `ask` the question for it; all are empty where the question
    asks for nothing else.
    """

    value: Quantity | Shape
    cell: str = ""
    where: str = ""
    ask: str = ""
    text: str = ""

    def told(self, ask: str) -> str:
        """A question, told which of several things it is about; below a statement where it is one.

        Markdown.
        """
        if self.text:
            return f"{self.where}: {self.text}\n\n{ask}"
        return with_location(ask, self.where)

    @property
    def is_worked_out(self) -> bool:
        """Whether it takes any working, or is read off the question."""
        return any(count.count_formula.is_worked_out for count in self._counts)

    @property
    def formula(self) -> str:
        """The formula that is practised; the same for every question about such a value."""
        return "×".join(count.count_formula.text for count in self._counts)

    @property
    def _counts(self) -> Iterable[Quantity]:
        """What it is made of: itself, or the axes of a shape."""
        return self.value.origins.values() if isinstance(self.value, Shape) else (self.value,)


def focused_target(found: Sequence[Target], outcome: Outcome | None) -> Target | None:
    """The one to look at: the first answered wrongly, or else not at all.

    Before any answer it is the first that takes any working. What was overlooked among the rows
    of a table with errors is not pointed at.
    """
    cells = {} if outcome is None else {cell.label: cell for cell in outcome.cells}
    told = [(target, cells[target.cell]) for target in found if target.cell in cells]
    wrong = [target for target, cell in told if cell.right is False and cell.given]
    empty = [target for target, cell in told if cell.right is None]
    worked = [target for target in found if target.is_worked_out]
    return next(iter((*wrong, *empty, *worked, *found)), None)


def cell_target(cell: str, row: str, value: Quantity | Shape) -> Target:
    """What is asked in a cell of a table."""
    label = value.label if isinstance(value, Quantity) else "output shape"
    return Target(value, cell, f"In the row “{row}”", count_question(label))
