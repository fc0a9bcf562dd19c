"""The kind `table`: the blank cells of a network's layer table, each marked by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from quizengine.calculator import Quantity, Shape, Step, Working
from quizengine.expressions import number_text
from quizengine.questions.collisions import axes_of
from quizengine.questions.forms import CELL_SEPARATOR, FormRow, TableForm
from quizengine.questions.kinds.base import Case
from quizengine.questions.kinds.cells import (
    CellsKey,
    Given,
    Marked,
    Value,
    cell_data,
    cell_text,
    cell_typed,
    cell_worked,
    mark_cell,
)
from quizengine.questions.kinds.rows import HEADINGS, TableRow
from quizengine.questions.smaller.sought import Sought, sought_cell
from quizengine.questions.verdict import (
    CARRIED,
    PARTLY,
    RIGHT,
    WRONG,
    Cell,
    Outcome,
    Unreadable,
)

NOT_SUMMED = frozenset({"output_shape", "size"})
"""The columns of which a total would say nothing."""

TOTAL = "Total"

FEW = 3
"""Empty cells that are listed; more of them are counted."""

MOST_BLAMED = 3
"""Cells that are named as the cause of another."""


class TableKind(NamedTuple):
    """A table; the cells of the columns in `blank` are to be filled in.

    `total` adds a row with the sum of every column that counts parameters or MACs.
    """

    rows: tuple[TableRow, ...]
    columns: tuple[str, ...]
    blank: tuple[str, ...]
    total: bool

    def key(self, case: Case) -> TableKey:
        """The key. Raises ExpressionError where a row is no layer."""
        return TableKey(self, case)

    def collides(self, case: Case, distinct: Sequence[str]) -> bool:
        """Never, where there is a key: a cell is told by its neighbours, not by its mistakes."""
        del distinct
        self.key(case)
        return False


class TableKey(CellsKey):
    """The key of a table: a value for every cell, row by row; `totals` is empty without a sum."""

    kind = "table"

    def __init__(self, table: TableKind, case: Case) -> None:
        super().__init__(table.rows, table.columns, case)
        self.blank = table.blank
        self.totals = tuple(map(self._total, self.columns)) if table.total else ()

    def _total(self, column: str) -> int | None:
        if column in NOT_SUMMED:
            return None
        return sum(int(cell) for cell in self.column(column) if isinstance(cell, Quantity))

    @property
    def form(self) -> TableForm:
        rows = [
            FormRow(
                label,
                tuple(None if column in self.blank else cell_text(cell) for column, cell in cells),
            )
            for label, cells in self.cells()
        ]
        if self.totals:
            cells = tuple(
                "" if total is None else None if column in self.blank else number_text(total)
                for column, total in zip(self.columns, self.totals, strict=True)
            )
            rows.append(FormRow(TOTAL, cells))
        return TableForm(tuple(HEADINGS[column] for column in self.columns), tuple(rows))

    @property
    def answer(self) -> object:
        """Every row: its label and its cells in the order of the columns."""
        rows = [
            {"label": label} | {column: cell_data(cell) for column, cell in cells}
            for label, cells in self.cells()
        ]
        if self.totals:
            rows.append({"label": TOTAL} | dict(zip(self.columns, self.totals, strict=True)))
        return rows

    @property
    def answer_text(self) -> str:
        lines = []
        for label, cells in zip(self.labels, self.rows, strict=True):
            lines.append(f"{label}: " + ", ".join(cell_text(cell) for cell in cells))
        if self.totals:
            sums = ", ".join(number_text(total) for total in self.totals if total is not None)
            lines.append(f"{TOTAL}: {sums}")
        return "\n".join(lines)

    @property
    def right_text(self) -> str:
        """The blank cells in reading order, joined by `;`."""
        return f"{CELL_SEPARATOR} ".join(cell_typed(value) for _, value in self.blanks())

    @property
    def working(self) -> Working:
        """One line for each computed cell."""
        steps: list[Step] = []
        for label, cells in self.cells():
            parts = [cell_worked(cell) for column, cell in cells if column in self.blank]
            steps.extend(Step(f"{label}: {text}", note) for text, note in parts if text)
        for column, total in zip(self.columns, self.totals, strict=False):
            if total is not None:
                counts = [int(cell) for cell in self.column(column) if isinstance(cell, int)]
                sums = " + ".join(number_text(count) for count in counts if count)
                steps.append(Step(f"{TOTAL}: {sums} = {number_text(total)}", HEADINGS[column]))
        return Working(tuple(steps))

    def reading(self, text: str) -> str:
        self.read(text)
        filled = sum(1 for piece in self.pieces(text) if piece)
        return f"{filled} of {len(self.blanks())} cells filled"

    def marked(self, text: str) -> Outcome:
        """A point for every right cell; an empty one is neither right nor wrong."""
        blanks = self.blanks()
        given = self.read(text)
        pieces = self.pieces(text)
        if not any(pieces):
            raise Unreadable("no cell is filled yet")
        marked = self._marked(blanks, pieces, given)
        cells = tuple(cell for cell, _ in marked)
        mistakes = tuple(dict.fromkeys(id_ for _, found in marked for id_ in found))
        good = sum(1 for cell in cells if cell.right)
        carried = sum(1 for cell in cells if cell.follows)
        score = Fraction(2 * good + carried, 2 * len(cells))
        if good == len(cells):
            return Outcome(RIGHT, score, (), ("Every cell is right.",), cells)
        head = f"{good} of {len(cells)} cells are right"
        if carried:
            follow = "follows" if carried == 1 else "follow"
            head += f"; {carried} more {follow} from your own, for half"
        feedback = [f"{head}.", *_said(cells)]
        empty = [cell.label for cell in cells if cell.right is None]
        if len(empty) > FEW:
            feedback.append(f"{len(empty)} cells are still empty.")
        elif empty:
            feedback.append(f"Still empty: {'; '.join(empty)}.")
        return Outcome(PARTLY if score else WRONG, score, mistakes, tuple(feedback), cells)

    def differs(self, expected: object) -> str:
        """How the cells differ from the expected rows, each a list in the columns' order."""
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

    def blanks(self) -> list[tuple[str, Value | int]]:
        return [(f"{label}, {HEADINGS[column]}", value) for label, column, value in self._blanks()]

    def _blanks(self) -> Iterator[tuple[str, str, Value | int]]:
        """The blank cells in reading order, each with its row and column."""
        rows: list[tuple[str, Sequence[Value | int | None]]] = [
            *zip(self.labels, self.rows, strict=True),
            (TOTAL, self.totals),
        ]
        for label, cells in rows:
            for column, cell in zip(self.columns, cells, strict=False):
                if column in self.blank and cell is not None:
                    yield label, column, cell

    def sought(self) -> list[Sought]:
        """Every blank cell; a total as the sum of its column."""
        return [
            sought_cell(
                f"{label}, {HEADINGS[column]}",
                label,
                value if isinstance(value, (Quantity, Shape)) else self._sum(column),
            )
            for label, column, value in self._blanks()
        ]

    def _sum(self, column: str) -> Quantity:
        """The total of a column as a sum over its rows, each by its label."""
        from quizengine.calculator.totals import sum_of, symbol_of

        counts: dict[str, Quantity] = {}
        rows: dict[str, str] = {}
        for label, value in zip(self.labels, self.column(column), strict=True):
            if isinstance(value, Quantity) and value:
                symbol = symbol_of(label, counts)
                counts[symbol], rows[symbol] = value, label
        label = next((each.label for each in counts.values()), HEADINGS[column])
        return sum_of(label, counts, rows)

    def _marked(
        self,
        blanks: Sequence[tuple[str, Value | int]],
        pieces: Sequence[str],
        given: Sequence[Given | None],
    ) -> list[Marked]:
        """The blank cells, marked; one that follows from others of the student's blames them."""
        right = [axes_of(value) for _, value in blanks]
        typed = {
            label: one for (label, _), one in zip(blanks, given, strict=True) if one is not None
        }
        wrong = [
            label
            for (label, _), one, wanted in zip(blanks, given, right, strict=True)
            if one is not None and one != wanted
        ]
        causes = self._carried(typed, wrong) if wrong else {}
        marked: list[Marked] = []
        for (label, value), piece, one in zip(blanks, pieces, given, strict=True):
            if label in causes:
                marked.append(_blaming(label, value, piece, causes[label]))
            elif label in wrong:
                marked.append(mark_cell(label, value, piece))
            else:
                held = None if one is None else True
                marked.append((Cell(label, held, piece, cell_text(value), ""), ()))
        return marked

    def _carried(
        self, given: Mapping[str, Given], wrong: Sequence[str]
    ) -> dict[str, tuple[str, ...]]:
        """The wrong cells that follow from others of the student's, each with those to blame."""
        from quizengine.questions.kinds.carrying import Table, carried

        names = {
            (row, column): f"{label}, {HEADINGS[column]}"
            for row, label in enumerate(self.labels)
            for column in self.columns
            if column in self.blank
        }
        typed = {place: given[name] for place, name in names.items() if name in given}
        found = carried(Table(self.layers, names, typed))
        causes = {names[place]: blamed for place, blamed in found.items()}
        for column in self.columns if self.totals else ():
            above = [f"{label}, {HEADINGS[column]}" for label in self.labels]
            total = f"{TOTAL}, {HEADINGS[column]}"
            if total in wrong and _is_sum(given[total], [given.get(each) for each in above]):
                blamed = (causes.get(each, (each,)) for each in above if each in wrong)
                causes[total] = tuple(dict.fromkeys(cause for each in blamed for cause in each))
        return causes


def _is_sum(total: Given, cells: Sequence[Given | None]) -> bool:
    """Whether a number is the sum of cells, all of which are filled."""
    counts = [cell for cell in cells if isinstance(cell, (int, Fraction))]
    return len(counts) == len(cells) and sum(map(Fraction, counts)) == total


def _blaming(label: str, value: Value | int, piece: str, blamed: Sequence[str]) -> Marked:
    """A wrong cell that follows from other cells, which are to blame."""
    named = [f"“{cause}”" for cause in blamed[:MOST_BLAMED]]
    if len(blamed) > MOST_BLAMED:
        named.append("others")
    cause = " and ".join((", ".join(named[:-1]), named[-1]) if named[1:] else named)
    say = f"This is right, given your own {cause}; the slip is there, not here."
    if label.startswith(f"{TOTAL}, "):
        say = f"This is the sum of your own cells; the slip is in {cause}."
    return Cell(label, False, piece, cell_text(value), say, follows=True), (CARRIED,)


def _said(cells: Sequence[Cell]) -> Iterator[str]:
    """What there is to say of the wrong cells; what follows from one slip is told together."""
    alike: dict[str, list[str]] = {}
    for cell in cells:
        if cell.follows:
            alike.setdefault(cell.say, []).append(cell.label)
    for cell in cells:
        if cell.right is False:
            labels = alike.pop(cell.say, []) if cell.follows else [cell.label]
            if labels:
                yield f"{'; '.join(labels)}: {cell.say}"
