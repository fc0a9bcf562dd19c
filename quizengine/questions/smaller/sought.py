"""What a question is about: the counts and shapes that its answer is made of."""

from __future__ import annotations

from typing import NamedTuple

from quizengine.calculator import Quantity, Shape
from quizengine.calculator.totals import sum_of, symbol_of
from quizengine.questions.kinds.base import Key
from quizengine.questions.kinds.rarer import is_wrong_rows
from quizengine.questions.kinds.statements import StatementsKey
from quizengine.questions.kinds.table import TOTAL, TableKey
from quizengine.questions.smaller.counts import sentence, told_of, with_clause
from quizengine.questions.verdict import Outcome


class Sought(NamedTuple):
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
        return told_of(ask, self.where)

    @property
    def is_worked_out(self) -> bool:
        """Whether it takes any working, or is read off the question."""
        if isinstance(self.value, Quantity):
            return self.value.recipe.is_worked_out
        return any(axis.recipe.is_worked_out for axis in self.value.origins.values())

    @property
    def formula(self) -> str:
        """The formula that is practised; the same for every question about such a value."""
        if isinstance(self.value, Quantity):
            return self.value.recipe.text
        return "×".join(each.recipe.text for each in self.value.origins.values())


def all_sought(key: Key) -> list[Sought]:
    """All that a question is about, in the order in which it is asked; none of plain words."""
    if isinstance(key.value, (Quantity, Shape)):
        return [Sought(key.value)]
    if isinstance(key, TableKey):
        return _cells(key)
    if isinstance(key, StatementsKey):
        return _statements(key)
    if is_wrong_rows(key):
        return [_cell(doubt.label, doubt.label, doubt.value) for doubt in key.doubts()]
    return []


def in_focus(key: Key, outcome: Outcome | None) -> Sought | None:
    """The one to look at: the first answered wrongly, or else not at all.

    Before any answer it is the first that takes any working. What was overlooked among the rows
    of a table with errors is not pointed at.
    """
    found = all_sought(key)
    cells = {} if outcome is None else {cell.label: cell for cell in outcome.cells}
    told = [(sought, cells[sought.cell]) for sought in found if sought.cell in cells]
    wrong = [sought for sought, cell in told if cell.right is False and cell.given]
    empty = [sought for sought, cell in told if cell.right is None]
    worked = [sought for sought in found if sought.is_worked_out]
    return next(iter((*wrong, *empty, *worked, *found)), None)


def _cells(key: TableKey) -> list[Sought]:
    found = []
    for cell, value in key.blanks():
        row, _, column = cell.rpartition(", ")
        if row == TOTAL or not isinstance(value, (Quantity, Shape)):
            found.append(_cell(cell, row, _sum(key, column)))
        else:
            found.append(_cell(cell, row, value))
    return found


def _cell(cell: str, row: str, value: Quantity | Shape) -> Sought:
    label = value.label if isinstance(value, Quantity) else "output shape"
    return Sought(value, cell, f"In the row “{row}”", sentence(label))


def _sum(key: TableKey, heading: str) -> Quantity:
    """The total of a column as a sum over its rows, each by its label."""
    counts: dict[str, Quantity] = {}
    rows: dict[str, str] = {}
    for label, value in zip(key.labels, key.column(heading), strict=True):
        if isinstance(value, Quantity) and value:
            symbol = symbol_of(label, counts)
            counts[symbol], rows[symbol] = value, label
    label = next((each.label for each in counts.values()), heading)
    return sum_of(label, counts, rows)


def _statements(key: StatementsKey) -> list[Sought]:
    found = []
    for number, statement in enumerate(key.statements, 1):
        value = statement.true_value
        if isinstance(value, (Quantity, Shape)):
            label = value.label if isinstance(value, Quantity) else "shape"
            name = f"Statement {number}"
            ask = with_clause(sentence(label), "whatever the statement says")
            found.append(Sought(value, name, name, ask, statement.text))
    return found
