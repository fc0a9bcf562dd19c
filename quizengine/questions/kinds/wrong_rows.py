"""The kind `wrong rows`: a printed layer table with errors in it, to be found and mended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from quizengine.calculator import Step, Working, WrongAnswer
from quizengine.expressions import ExpressionError
from quizengine.questions.answer_inputs import CELL_SEPARATOR, InputRow, TableInput
from quizengine.questions.kinds import misprint_placement
from quizengine.questions.kinds.base import AnswerKind, VariantContext
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
from quizengine.questions.targets import Target, cell_target
from quizengine.questions.verdict import HALF, NONE, CellOutcome, Outcome, Unreadable, right, scored
from quizengine.questions.wrong_answers import comparable

SHOULD_BE = "should be"
"""The heading of the cells in which a wrong row is mended."""

AS_PRINTED = ("ok", "right", "-")
"""What may be typed for a row that is right as it is printed; an empty cell says the same."""


class WrongRowsKind(AnswerKind):
    """A table in which some rows are printed wrong, in the columns `wrong`.

    `errors` is how many rows of a draw may be wrong; in a row, one cell is.
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
        """The key. Raises ExpressionError where a row is no layer, or too few can be wrong."""
        return WrongRowsKey(self, context)

    def printed_cells(self, key: WrongRowsKey) -> list[PrintedCell]:
        """The cells that may be wrong, in reading order. Raises ExpressionError."""
        one = len(self.wrong) == 1
        rows: list[list[PrintedCell]] = []
        for row, label, applied in zip(self.rows, key.labels, key.layers, strict=True):
            own = misprint_placement.own_row_mistakes(row, key.context)
            printed_cells = [
                PrintedCell(
                    label if one else cell_name(label, column),
                    label,
                    column,
                    getattr(applied, column),
                    own if not at else (),
                )
                for at, column in enumerate(self.wrong)
            ]
            rows.append(printed_cells)
        plant = self._drawn if key.context.number else self._published
        return [printed_cell for row in plant(rows, key.context) for printed_cell in row]

    def _published(
        self, rows: list[list[PrintedCell]], context: VariantContext
    ) -> list[list[PrintedCell]]:
        return [
            [
                one._replace(misprint=misprint_placement.published_misprint(one, row, context))
                for one in printed_cells
            ]
            for row, printed_cells in zip(self.rows, rows, strict=True)
        ]

    def _drawn(
        self, rows: list[list[PrintedCell]], context: VariantContext
    ) -> list[list[PrintedCell]]:
        left = wanted = self.errors[context.chance("errors", len(self.errors))]
        for place in context.shuffled("rows", len(rows)):
            if left and not self.rows[place].always_right:
                found = misprint_placement.with_drawn_misprint(rows[place], context, f"row {place}")
                if found is not None:
                    rows[place] = found
                    left -= 1
        if left:
            message = f"{wanted} rows are to be wrong, and only {wanted - left} can be told"
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
        """The table as printed; beside each cell that may be wrong, one to mend it in."""
        headings: list[str] = []
        for column in self.columns:
            headings.append(HEADINGS[column])
            if column in self.wrong:
                one = len(self.wrong) == 1
                headings.append(SHOULD_BE if one else f"{HEADINGS[column]} {SHOULD_BE}")
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
        """What is planted."""
        found = [each for _, misprint in self._errors for each in misprint.mistakes]
        return list({mistake.id: mistake for mistake in found}.values())

    @property
    def working(self) -> Working:
        """For each wrong row how the printed value comes about, then the right one."""
        return Working(
            tuple(
                step
                for printed_cell, misprint in self._errors
                for step in _worked(printed_cell, misprint)
            )
        )

    def marked(self, text: str) -> Outcome:
        """A point for every cell judged rightly, half for a wrong one mended to another wrong one.

        What was overlooked is counted and not named, so that the search can go on; and where no
        wrong row was found at all, there is nothing to give points for.
        """
        pieces = self.pieces(text)
        if not text.strip(f"{CELL_SEPARATOR} \t\r\n"):
            raise Unreadable("no row is marked as wrong yet, and at least one is")
        judged = [
            _mark_printed_cell(printed_cell, piece)
            for printed_cell, piece in zip(self.printed_cells, pieces, strict=True)
        ]
        errors = len(self._errors)
        found = sum(1 for one in judged if one.found)
        good = sum(1 for one in judged if one.worth == 1)
        overlooked = errors - found
        cells = tuple(
            # One left as it is printed, or copied so, is not judged while others like it are
            # wrong: it would show which.
            one.cell._replace(right=None) if overlooked and one.kept else one.cell
            for one in judged
        )
        said = [one.cell.say for one in judged if one.cell.say]
        if good == len(judged):
            rows = "The wrong row is" if errors == 1 else f"All {errors} wrong rows are"
            return right(f"{rows} found and mended.", *said, cells=cells)
        if overlooked:
            one = overlooked == 1
            said.append(f"{'One row is' if one else f'{overlooked} rows are'} still wrong.")
        score = sum((Fraction(one.worth) for one in judged), NONE) / len(judged) if found else NONE
        return scored(score, said, cells, f"{found} of {errors} wrong rows found")

    def flaws(self) -> list[str]:
        """Two rows with one label, or a published table in which nothing is wrong."""
        return super().flaws() + ([] if self._errors else ["no row is printed wrong"])

    def difference(self, expected: object) -> str:
        """How the wrong rows differ from the expected ones: `[label, printed, right]` each."""
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
        """The cells in which wrong ones are mended."""
        return [(printed_cell.label, printed_cell.value) for printed_cell in self.printed_cells]

    def targets(self) -> list[Target]:
        return [
            cell_target(printed_cell.label, printed_cell.label, printed_cell.value)
            for printed_cell in self.printed_cells
        ]

    def pieces(self, text: str) -> list[str]:
        """What is typed into each cell; one that says the row is right is as good as empty."""
        return ["" if piece.lower() in AS_PRINTED else piece for piece in super().pieces(text)]


class _MarkedCell(NamedTuple):
    """A cell with what was typed beside it: its worth, and what there is to say.

    `kept` is whether it is taken to be right as it is printed, `found` whether it is wrong and
    was taken to be.
    """

    cell: CellOutcome
    worth: Fraction | int
    found: bool = False
    kept: bool = False


def _mark_printed_cell(printed_cell: PrintedCell, piece: str) -> _MarkedCell:
    """What the text beside a cell is worth. Raises Unreadable."""
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
    """How a printed value came about, and the name of the mistake."""
    printed = cell_text(misprint.printed)
    if not misprint.mistakes:
        return f"{printed} is a misprint."
    return " Or: ".join(
        f"{printed} is {_how(mistake)}the mistake {mistake.id}. {mistake.say}"
        for mistake in misprint.mistakes
    )


def _how(mistake: WrongAnswer) -> str:
    """`(5·5 + 1)·8, ` where the mistake is a formula."""
    return f"{mistake.numbers}, " if mistake.numbers else ""


def _worked(printed_cell: PrintedCell, misprint: Misprint) -> Iterator[Step]:
    """The printed value with its mistake, then the right one."""
    printed = cell_text(misprint.printed)
    for mistake in misprint.mistakes:
        numbers = f" = {mistake.numbers}" if mistake.numbers != mistake.written else ""
        how = f"{mistake.written}{numbers} = " if mistake.written else ""
        yield Step(f"{printed_cell.label}: {how}{printed} is wrong", f"{mistake.id}: {mistake.say}")
    if not misprint.mistakes:
        yield Step(f"{printed_cell.label}: {printed} is wrong", "a misprint")
    text, note = cell_worked(printed_cell.value)
    yield Step(f"{printed_cell.label}: {text}", note)
