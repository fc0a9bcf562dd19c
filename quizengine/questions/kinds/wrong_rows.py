"""The kind `wrong rows`: a printed layer table with errors in it, to be found and corrected."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from quizengine.calculator import Step, Working, WrongAnswer
from quizengine.expressions import ExpressionError
from quizengine.questions.answer_inputs import CELL_SEPARATOR, InputRow, TableInput
from quizengine.questions.kinds import misprint_placement
from quizengine.questions.kinds.base import AnswerKind
from quizengine.questions.kinds.misprint_placement import Misprint, PrintedCell
from quizengine.questions.kinds.table_cells import (
    CellsKey,
    TableValue,
    cell_data,
    cell_text,
    cell_typed,
    cell_worked,
    mark_cell,
    read_cell,
)
from quizengine.questions.kinds.table_rows import HEADINGS, TableRow, cell_name
from quizengine.questions.kinds.variant_context import VariantContext
from quizengine.questions.targets import Target, cell_target
from quizengine.questions.verdict import HALF, NONE, CellOutcome, Outcome, Unreadable, right, scored
from quizengine.questions.wrong_answers import comparable

SHOULD_BE = "should be"
"""The heading of the cells in which a misprint is corrected."""

AS_PRINTED = ("ok", "right", "-")
"""What may be typed for a row that is right as it is printed; an empty cell says the same."""


class WrongRowsKind(AnswerKind):
    """A table in which some rows are printed wrong, in the columns `wrong`.

    `errors` are the possible numbers of wrong rows in a draw; in each of them one cell is wrong.
    """

    def __init__(
        self,
        rows: tuple[TableRow, ...],
        columns: tuple[str, ...],
        wrong: tuple[str, ...],
        errors: Sequence[int],
    ) -> None:
        self.rows = rows
        self.columns = columns
        self.wrong = wrong
        self.errors = errors

    def key(self, context: VariantContext) -> WrongRowsKey:
        """Return the key.

        Raises ExpressionError where a row is no layer, or too few can be wrong.
        """
        return WrongRowsKey(self, context)

    def printed_cells(self, key: WrongRowsKey) -> list[PrintedCell]:
        """Return the cells that may be wrong, in reading order. Raises ExpressionError."""
        one_column = len(self.wrong) == 1
        rows: list[list[PrintedCell]] = []
        for row, label, applied in zip(self.rows, key.labels, key.layers, strict=True):
            own = misprint_placement.own_row_mistakes(row, key.context)
            cells = [
                PrintedCell(
                    label if one_column else cell_name(label, column),
                    label,
                    column,
                    getattr(applied, column),
                    own if column == self.wrong[0] else (),
                )
                for column in self.wrong
            ]
            rows.append(cells)
        add_misprints = self._drawn if key.context.number else self._published
        return [cell for cells in add_misprints(rows, key.context) for cell in cells]

    def _published(
        self, rows: list[list[PrintedCell]], context: VariantContext
    ) -> list[list[PrintedCell]]:
        return [
            [
                cell._replace(misprint=misprint_placement.published_misprint(cell, row, context))
                for cell in cells
            ]
            for row, cells in zip(self.rows, rows, strict=True)
        ]

    def _drawn(
        self, rows: list[list[PrintedCell]], context: VariantContext
    ) -> list[list[PrintedCell]]:
        left = wanted = self.errors[context.chance("errors", len(self.errors))]
        for index in context.shuffled("rows", len(rows)):
            if left and not self.rows[index].always_right:
                found = misprint_placement.with_drawn_misprint(rows[index], context, f"row {index}")
                if found is not None:
                    rows[index] = found
                    left -= 1
        if left:
            printed = f"only {wanted - left} can be printed with a mistake that is known"
            message = f"{wanted} rows are to be wrong, and {printed}"
            raise ExpressionError(message, self.rows[0].of.source)
        return rows


class WrongRowsKey(CellsKey):
    """The key of a table with errors; `printed_cells` are the cells that may be wrong."""

    kind = "wrong rows"
    filled = "marked as wrong"

    def __init__(self, table: WrongRowsKind, context: VariantContext) -> None:
        super().__init__(table.rows, table.columns, context)
        self.wrong = table.wrong
        self.printed_cells = table.printed_cells(self)
        self._errors = [
            (each, each.misprint) for each in self.printed_cells if each.misprint is not None
        ]

    @property
    def certain_texts(self) -> Iterable[str]:
        """The output shapes, where all of them are printed right."""
        if "output_shape" not in self.columns or "output_shape" in self.wrong:
            return ()
        return map(cell_text, self.column("output_shape"))

    @property
    def answer_input(self) -> TableInput:
        """The table as printed; after each cell that may be wrong, one to correct it in."""
        headings: list[str] = []
        for column in self.columns:
            headings.append(HEADINGS[column])
            if column in self.wrong:
                one_column = len(self.wrong) == 1
                headings.append(SHOULD_BE if one_column else f"{HEADINGS[column]} {SHOULD_BE}")
        printed_cells = iter(self.printed_cells)
        rows = []
        for label, cells in self.lines():
            shown: list[str | None] = []
            for column, cell in cells:
                if column in self.wrong:
                    shown += [cell_text(next(printed_cells).printed), None]
                else:
                    shown.append(cell_text(cell))
            rows.append(InputRow(label, tuple(shown)))
        return TableInput(tuple(headings), tuple(rows), empty_is_right=True)

    @property
    def answer(self) -> object:
        """Every wrong row: what is printed, what is right, and the mistakes that explain it."""
        return [
            {
                "row": printed_cell.label,
                "printed": cell_data(misprint.printed),
                "right": cell_data(printed_cell.value),
                "mistakes": [mistake.id for mistake in misprint.mistakes],
            }
            for printed_cell, misprint in self._errors
        ]

    @property
    def answer_text(self) -> str:
        return "\n".join(
            f"{cell.label}: {cell_text(cell.value)}, not {cell_text(misprint.printed)}"
            for cell, misprint in self._errors
        )

    @property
    def right_text(self) -> str:
        """A cell for each printed one, joined by `;`: the right value, or `ok`."""
        cells = [
            AS_PRINTED[0] if printed_cell.misprint is None else cell_typed(printed_cell.value)
            for printed_cell in self.printed_cells
        ]
        return f"{CELL_SEPARATOR} ".join(cells)

    @property
    def mistakes(self) -> Sequence[WrongAnswer]:
        """The mistakes that the misprints are made by."""
        found = [each for _, misprint in self._errors for each in misprint.mistakes]
        return list({mistake.id: mistake for mistake in found}.values())

    @property
    def working(self) -> Working:
        """For each wrong row how the printed value came about, then the right one."""
        return Working(
            tuple(
                step
                for printed_cell, misprint in self._errors
                for step in _worked(printed_cell, misprint)
            )
        )

    def marked(self, text: str) -> Outcome:
        """Return the outcome: a point for every cell judged rightly.

        Half a point for a misprint that is found but corrected wrongly, and none at all where no
        misprint is found. Overlooked ones are counted but not named, so that the search can go
        on.
        """
        pieces = self.pieces(text)
        if not text.strip(f"{CELL_SEPARATOR} \t\r\n"):
            raise Unreadable("no row is marked as wrong yet, and at least one is")
        marked = [
            _mark_printed_cell(cell, piece)
            for cell, piece in zip(self.printed_cells, pieces, strict=True)
        ]
        errors = len(self._errors)
        found = sum(1 for cell in marked if cell.found)
        overlooked = errors - found
        outcomes = tuple(
            # While misprints are overlooked, a cell taken to be right as printed is not marked:
            # that would show where they are.
            cell.outcome._replace(right=None) if overlooked and cell.kept else cell.outcome
            for cell in marked
        )
        feedback = [cell.outcome.say for cell in marked if cell.outcome.say]
        if all(cell.points == 1 for cell in marked):
            rows = "The wrong row is" if errors == 1 else f"All {errors} wrong rows are"
            return right(f"{rows} found and corrected.", *feedback, cells=outcomes)
        if overlooked:
            rows = "One row is" if overlooked == 1 else f"{overlooked} rows are"
            feedback.append(f"{rows} still wrong.")
        points = sum((Fraction(cell.points) for cell in marked), NONE) if found else NONE
        tally = f"{found} of {errors} wrong rows found"
        return scored(points / len(marked), feedback, outcomes, tally)

    def flaws(self) -> list[str]:
        """Return a problem for each repeated label, and for a table without misprints."""
        return super().flaws() + ([] if self._errors else ["no row is printed wrong"])

    def difference(self, expected: object) -> str:
        """Compare the wrong rows with the expected ones, `[label, printed, right]` each."""
        if not isinstance(expected, (list, tuple)):
            return "`expect` must be a list of the wrong rows, each [label, printed, right]"
        mine: list[list[object]] = [
            [printed_cell.label, cell_data(misprint.printed), cell_data(printed_cell.value)]
            for printed_cell, misprint in self._errors
        ]
        if len(expected) != len(mine):
            return f"{len(mine)} rows are printed wrong, and {len(expected)} are expected"
        for row, wish in zip(mine, expected, strict=True):
            if row != (list(wish) if isinstance(wish, (list, tuple)) else wish):
                return f"{row[0]}: the table has {row[1:]}, and {wish} is expected"
        return ""

    @cached_property
    def blanks(self) -> list[tuple[str, TableValue | int]]:
        """The cells in which misprints are corrected."""
        return [(printed_cell.label, printed_cell.value) for printed_cell in self.printed_cells]

    def targets(self) -> list[Target]:
        return [
            cell_target(printed_cell.label, printed_cell.label, printed_cell.value)
            for printed_cell in self.printed_cells
        ]

    def pieces(self, text: str) -> list[str]:
        """Return what is typed into each cell; a word for right as printed counts as empty."""
        return ["" if piece.lower() in AS_PRINTED else piece for piece in super().pieces(text)]


class _MarkedCell(NamedTuple):
    """The marking of a cell: its outcome, and its points from 0 to 1.

    `kept` is whether the student takes it to be right as printed, `found` whether it is a
    misprint and the student takes it for one.
    """

    outcome: CellOutcome
    points: Fraction | int
    found: bool = False
    kept: bool = False


def _mark_printed_cell(printed_cell: PrintedCell, piece: str) -> _MarkedCell:
    """Mark the text typed beside a cell. Raises Unreadable."""
    label, value, misprint = printed_cell.label, printed_cell.value, printed_cell.misprint
    given = read_cell(label, value, piece)
    wanted = cell_text(value)
    if given is None or given == comparable(printed_cell.printed):
        is_right = misprint is None
        return _MarkedCell(CellOutcome(label, is_right, piece, wanted, ""), is_right, kept=True)
    if given == comparable(value) and misprint is not None:
        say = f"{label}: {_explained(misprint)}"
        return _MarkedCell(CellOutcome(label, True, piece, wanted, say), 1, found=True)
    wrong = mark_cell(label, value, piece)
    named = f" {wrong.say}" if wrong.mistakes else ""
    if misprint is None:
        say = f"{label}: {wanted} was right as printed.{named}"
        return _MarkedCell(wrong._replace(say=say), 0)
    say = f"{label}: {_explained(misprint)} But {cell_text(given)} is not right either.{named}"
    return _MarkedCell(wrong._replace(say=say), HALF, found=True)


def _explained(misprint: Misprint) -> str:
    """Return how a misprint came about, with the names of the mistakes."""
    printed = cell_text(misprint.printed)
    if not misprint.mistakes:
        return f"{printed} is a misprint."
    return " Or: ".join(
        f"{printed} is {_how(mistake)}the mistake {mistake.id}. {mistake.say}"
        for mistake in misprint.mistakes
    )


def _how(mistake: WrongAnswer) -> str:
    """Return `(5·5 + 1)·8, ` where the mistake has a formula."""
    return f"{mistake.numbers}, " if mistake.numbers else ""


def _worked(printed_cell: PrintedCell, misprint: Misprint) -> Iterator[Step]:
    """Yield the printed value with its mistakes, then the right one."""
    printed = cell_text(misprint.printed)
    for mistake in misprint.mistakes:
        numbers = f" = {mistake.numbers}" if mistake.numbers != mistake.written else ""
        how = f"{mistake.written}{numbers} = " if mistake.written else ""
        yield Step(f"{printed_cell.label}: {how}{printed} is wrong", f"{mistake.id}: {mistake.say}")
    if not misprint.mistakes:
        yield Step(f"{printed_cell.label}: {printed} is wrong", "a misprint")
    text, note = cell_worked(printed_cell.value)
    yield Step(f"{printed_cell.label}: {text}", note)
