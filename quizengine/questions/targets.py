"""The counts and shapes that a question asks for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from quizengine.calculator import Quantity, Shape
from quizengine.questions.count_wording import count_question, with_location
from quizengine.questions.verdict import Outcome


class Target(NamedTuple):
    """A count or a shape that a question asks for.

    Where it asks for several, `cell` is the label of this one among the cells of the outcome,
    `where` the words that tell it from the others, `ask` the question for it alone, and `text`
    the statement about it, if it is asked by one. All are empty where it asks for nothing else.
    """

    value: Quantity | Shape
    cell: str = ""
    where: str = ""
    ask: str = ""
    text: str = ""

    def with_location(self, ask: str) -> str:
        """Return a question with the words that say which target it is about, Markdown.

        A statement stands above it.
        """
        if self.text:
            return f"{self.where}: {self.text}\n\n{ask}"
        return with_location(ask, self.where)

    @property
    def is_worked_out(self) -> bool:
        """Whether it takes any working, rather than being read off the question."""
        return any(count.count_formula.is_worked_out for count in self._counts)

    @property
    def formula(self) -> str:
        """The formula that is practised; every question about such a value has the same."""
        return "×".join(count.count_formula.text for count in self._counts)

    @property
    def _counts(self) -> Iterable[Quantity]:
        """The count itself, or the axes of a shape."""
        return self.value.origins.values() if isinstance(self.value, Shape) else (self.value,)


def focused_target(targets: Sequence[Target], outcome: Outcome | None) -> Target | None:
    """Return the target to help with: the first answered wrongly, or else not at all.

    Before any answer it is the first that takes any working. None where there are no targets.
    """
    cells = {} if outcome is None else {cell.label: cell for cell in outcome.cells}
    marked = [(target, cells[target.cell]) for target in targets if target.cell in cells]
    # A misprint that was overlooked has nothing given, and is not pointed at.
    wrong = [target for target, cell in marked if cell.right is False and cell.given]
    empty = [target for target, cell in marked if cell.right is None]
    worked = [target for target in targets if target.is_worked_out]
    return next(iter((*wrong, *empty, *worked, *targets)), None)


def cell_target(cell: str, row: str, value: Quantity | Shape) -> Target:
    """Return the target of a cell of a table; `row` is the label of its row."""
    label = value.label if isinstance(value, Quantity) else "output shape"
    return Target(value, cell, f"In the row “{row}”", count_question(label))
