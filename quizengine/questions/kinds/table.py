"""The kind `table`: the blank cells of a network's layer table, each marked by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property

from quizengine.calculator import Quantity, Shape, Step, Working
from quizengine.calculator.listing import joined_with_and
from quizengine.expressions import number_text
from quizengine.questions.answer_inputs import CELL_SEPARATOR, InputRow, TableInput
from quizengine.questions.kinds.base import AnswerKind
from quizengine.questions.kinds.table_cells import (
    CellsKey,
    Given,
    TableValue,
    cell_data,
    cell_text,
    cell_typed,
    cell_worked,
    mark_cell,
)
from quizengine.questions.kinds.table_rows import HEADINGS, TableRow, cell_name
from quizengine.questions.kinds.variant_context import VariantContext
from quizengine.questions.targets import Target, cell_target
from quizengine.questions.verdict import CARRIED, CellOutcome, Outcome, Unreadable, right, scored
from quizengine.questions.wrong_answers import comparable

NOT_SUMMED = frozenset({"output_shape", "size"})
"""The columns whose total means nothing."""

TOTAL = "Total"

FEW = 3
"""Empty cells that are listed; more of them are only counted."""

MOST_BLAMED = 3
"""Cells that are named as the cause of another one; the rest are called others."""


class TableKind(AnswerKind):
    """A table; the cells of the columns in `blank` are to be filled in.

    `total` adds a row with the sum of every column that counts parameters or MACs.
    """

    def __init__(
        self,
        rows: tuple[TableRow, ...],
        columns: tuple[str, ...],
        blank: tuple[str, ...],
        total: bool,
    ) -> None:
        self.rows = rows
        self.columns = columns
        self.blank = blank
        self.total = total

    def key(self, context: VariantContext) -> TableKey:
        """Return the key. Raises ExpressionError where a row is no layer."""
        return TableKey(self, context)


class TableKey(CellsKey):
    """The key of a table: a value for every cell, row by row; `totals` is empty without a sum."""

    kind = "table"

    def __init__(self, table: TableKind, context: VariantContext) -> None:
        super().__init__(table.rows, table.columns, context)
        self.blank = table.blank
        self.totals = tuple(map(self._total, self.columns)) if table.total else ()

    def _total(self, column: str) -> int | None:
        if column in NOT_SUMMED:
            return None
        return sum(int(cell) for cell in self.column(column) if isinstance(cell, Quantity))

    def _lines(self) -> list[tuple[str, Sequence[tuple[str, TableValue | int | None]]]]:
        """Return the rows and the totals, each with its label; None where a column has no total."""
        totals = list(zip(self.columns, self.totals, strict=False))
        return [*self.lines(), *([(TOTAL, totals)] if totals else [])]

    @property
    def answer_input(self) -> TableInput:
        rows = [
            InputRow(label, tuple(self._shown(column, cell) for column, cell in cells))
            for label, cells in self._lines()
        ]
        return TableInput(tuple(HEADINGS[column] for column in self.columns), tuple(rows))

    def _shown(self, column: str, cell: TableValue | int | None) -> str | None:
        """Return a cell as the input shows it: None where it is blank."""
        if cell is None:
            return ""
        return None if column in self.blank else cell_text(cell)

    @property
    def answer(self) -> object:
        """Every row: its label and its cells in the order of the columns."""
        return [
            {"label": label} | {column: cell_data(cell) for column, cell in cells}
            for label, cells in self._lines()
        ]

    @property
    def answer_text(self) -> str:
        lines = []
        for label, cells in self._lines():
            shown = (cell_text(cell) for _, cell in cells if cell is not None)
            lines.append(f"{label}: {', '.join(shown)}")
        return "\n".join(lines)

    @property
    def right_text(self) -> str:
        """The blank cells in reading order, joined by `;`."""
        return f"{CELL_SEPARATOR} ".join(cell_typed(value) for _, value in self.blanks)

    @property
    def working(self) -> Working:
        """One line for each computed cell."""
        steps: list[Step] = []
        for label, cells in self.lines():
            for column, cell in cells:
                if column in self.blank:
                    text, note = cell_worked(cell)
                    steps.append(Step(f"{label}: {text}", note))
        for column, total in zip(self.columns, self.totals, strict=False):
            if total is not None:
                counts = [int(cell) for cell in self.column(column) if isinstance(cell, int)]
                sums = " + ".join(number_text(count) for count in counts if count)
                steps.append(Step(f"{TOTAL}: {sums} = {number_text(total)}", HEADINGS[column]))
        return Working(tuple(steps))

    def marked(self, text: str) -> Outcome:
        """Return the outcome: a point for every right cell, half a one for a carried error.

        An empty cell is neither right nor wrong.
        """
        pieces, given = self.pieces(text), self.read(text)
        if not any(pieces):
            raise Unreadable("no cell is filled yet")
        causes = self._causes(given)
        cells = tuple(
            _carried_outcome(label, value, piece, causes[label])
            if label in causes
            else mark_cell(label, value, piece)
            for (label, value), piece in zip(self.blanks, pieces, strict=True)
        )
        good = sum(1 for cell in cells if cell.right)
        carried = sum(1 for cell in cells if cell.follows)
        score = Fraction(2 * good + carried, 2 * len(cells))
        if good == len(cells):
            return right("Every cell is right.", cells=cells)
        head = f"{good} of {len(cells)} cells are right"
        if carried:
            follow = "follows" if carried == 1 else "follow"
            head += f"; {carried} more {follow} from your own, for half"
        feedback = [f"{head}.", *_feedback(cells)]
        empty = [cell.label for cell in cells if cell.right is None]
        if len(empty) > FEW:
            feedback.append(f"{len(empty)} cells are still empty.")
        elif empty:
            feedback.append(f"Still empty: {'; '.join(empty)}.")
        return scored(score, feedback, cells)

    def difference(self, expected: object) -> str:
        """Compare with the expected rows, each a list in the order of the columns."""
        if not isinstance(expected, (list, tuple)):
            return "`expect` must be a list of rows, each a list of its cells"
        wanted = [list(row) if isinstance(row, (list, tuple)) else [row] for row in expected]
        mine: list[list[object]] = [[cell_data(cell) for cell in row] for row in self.rows]
        if self.totals and len(wanted) == len(mine) + 1:
            mine.append([total for total in self.totals if total is not None])
        if len(wanted) != len(mine):
            return f"the table has {len(mine)} rows, and {len(wanted)} are expected"
        for label, row, wish in zip((*self.labels, TOTAL), mine, wanted, strict=False):
            if row != wish:
                return f"{label}: the calculator says {row}, and {wish} is expected"
        return ""

    @cached_property
    def blanks(self) -> list[tuple[str, TableValue | int]]:
        return [(cell_name(label, column), value) for label, column, value in self._blanks()]

    def _blanks(self) -> list[tuple[str, str, TableValue | int]]:
        """Return the blank cells in reading order, each with its row's label and its column."""
        return [
            (label, column, cell)
            for label, cells in self._lines()
            for column, cell in cells
            if column in self.blank and cell is not None
        ]

    def targets(self) -> list[Target]:
        """Return every blank cell; a total as the sum of its column."""
        return [
            cell_target(
                cell_name(label, column),
                label,
                value if isinstance(value, (Quantity, Shape)) else self._sum(column),
            )
            for label, column, value in self._blanks()
        ]

    def _sum(self, column: str) -> Quantity:
        """Return the total of a column as a sum over its rows, each named by its label."""
        from quizengine.calculator.totals import sum_of, symbol_of

        counts: dict[str, Quantity] = {}
        rows: dict[str, str] = {}
        for label, value in zip(self.labels, self.column(column), strict=True):
            if isinstance(value, Quantity) and value:
                symbol = symbol_of(label, counts)
                counts[symbol], rows[symbol] = value, label
        label = next((each.label for each in counts.values()), HEADINGS[column])
        return sum_of(label, counts, rows)

    def _causes(self, given: Sequence[Given | None]) -> dict[str, tuple[str, ...]]:
        """Return the cells to blame for each wrong cell that follows from other given cells."""
        filled = [
            (label, value, one)
            for (label, value), one in zip(self.blanks, given, strict=True)
            if one is not None
        ]
        wrong = [label for label, value, one in filled if one != comparable(value)]
        return self._carried({label: one for label, _, one in filled}, wrong) if wrong else {}

    def _carried(
        self, given: Mapping[str, Given], wrong: Sequence[str]
    ) -> dict[str, tuple[str, ...]]:
        from quizengine.questions.kinds.carried_cell_errors import CarriedCellErrors

        names = {
            (row, column): cell_name(label, column)
            for row, label in enumerate(self.labels)
            for column in self.columns
            if column in self.blank
        }
        typed = {position: given[name] for position, name in names.items() if name in given}
        carried = CarriedCellErrors(self.layers, names, typed).causes()
        causes = {names[position]: blamed for position, blamed in carried.items()}
        for column in self.columns if self.totals else ():
            above = [cell_name(label, column) for label in self.labels]
            total = cell_name(TOTAL, column)
            if total in wrong and _is_sum(given[total], [given.get(each) for each in above]):
                blamed = (causes.get(each, (each,)) for each in above if each in wrong)
                causes[total] = tuple(dict.fromkeys(cause for each in blamed for cause in each))
        return causes


def _is_sum(total: Given, cells: Sequence[Given | None]) -> bool:
    """Return whether a number is the sum of cells, all of which are filled."""
    counts = [cell for cell in cells if isinstance(cell, (int, Fraction))]
    return len(counts) == len(cells) and sum(map(Fraction, counts)) == total


def _carried_outcome(
    label: str, value: TableValue | int, piece: str, blamed: Sequence[str]
) -> CellOutcome:
    """Return the outcome of a wrong cell that follows from other cells, which are to blame."""
    named = [f"“{cause}”" for cause in blamed[:MOST_BLAMED]]
    if len(blamed) > MOST_BLAMED:
        named.append("others")
    cause = joined_with_and(named)
    say = f"This is right, given your own {cause}; the mistake is there, not here."
    if label.startswith(f"{TOTAL}, "):
        say = f"This is the sum of your own cells; the mistake is in {cause}."
    return CellOutcome(label, False, piece, cell_text(value), say, (CARRIED,), follows=True)


def _feedback(cells: Sequence[CellOutcome]) -> Iterator[str]:
    """Yield what is wrong with the cells; those that follow from the same cells are joined."""
    alike: dict[str, list[str]] = {}
    for cell in cells:
        if cell.follows:
            alike.setdefault(cell.say, []).append(cell.label)
    for cell in cells:
        if cell.right is False:
            labels = alike.pop(cell.say, []) if cell.follows else [cell.label]
            if labels:
                yield f"{'; '.join(labels)}: {cell.say}"
