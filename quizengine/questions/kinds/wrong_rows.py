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
from quizengine.questions.kinds.misprint_placement import Doubt, Planted
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
from quizengine.questions.wrong_answers import axes_of

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

    def doubts(self, key: WrongRowsKey) -> list[Doubt]:
        """The cells that may be wrong, in reading order. Raises ExpressionError."""
        one = len(self.wrong) == 1
        rows: list[list[Doubt]] = []
        for row, label, applied in zip(self.rows, key.labels, key.layers, strict=True):
            own = misprint_placement.own_mistakes(row, key.context)
            doubts = [
                Doubt(
                    label if one else cell_name(label, column),
                    label,
                    column,
                    getattr(applied, column),
                    own if not at else (),
                )
                for at, column in enumerate(self.wrong)
            ]
            rows.append(doubts)
        plant = self._drawn if key.context.number else self._published
        return [doubt for row in plant(rows, key.context) for doubt in row]

    def _published(self, rows: list[list[Doubt]], context: VariantContext) -> list[list[Doubt]]:
        return [
            [
                one._replace(planted=misprint_placement.published(one, row, context))
                for one in doubts
            ]
            for row, doubts in zip(self.rows, rows, strict=True)
        ]

    def _drawn(self, rows: list[list[Doubt]], context: VariantContext) -> list[list[Doubt]]:
        left = wanted = self.errors[context.chance("errors", len(self.errors))]
        for place in context.shuffled("rows", len(rows)):
            if left and not self.rows[place].always_right:
                found = misprint_placement.drawn(rows[place], context, f"row {place}")
                if found is not None:
                    rows[place] = found
                    left -= 1
        if left:
            message = f"{wanted} rows are to be wrong, and only {wanted - left} can be told"
            raise ExpressionError(message, self.rows[0].of.source)
        return rows


class WrongRowsKey(CellsKey):
    """The key of a table with errors; `doubts` are the cells that may be wrong."""

    kind = "wrong rows"
    filled = "marked as wrong"

    def __init__(self, table: WrongRowsKind, context: VariantContext) -> None:
        super().__init__(table.rows, table.columns, context)
        self.wrong = table.wrong
        self.doubts = table.doubts(self)
        self._errors = [(each, each.planted) for each in self.doubts if each.planted is not None]

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
        doubts = iter(self.doubts)
        rows = []
        for label, cells in self.lines():
            shown: list[str | None] = []
            for column, cell in cells:
                if column in self.wrong:
                    shown += [cell_text(next(doubts).printed), None]
                else:
                    shown.append(cell_text(cell))
            rows.append(InputRow(label, tuple(shown)))
        return TableInput(tuple(headings), tuple(rows), empty_is_right=True)

    @property
    def answer(self) -> object:
        """Every wrong row: what is printed, what is right, and the mistakes that explain it."""
        return [
            {
                "row": doubt.label,
                "printed": cell_data(planted.printed),
                "right": cell_data(doubt.value),
                "mistakes": [mistake.id for mistake in planted.mistakes],
            }
            for doubt, planted in self._errors
        ]

    @property
    def answer_text(self) -> str:
        return "\n".join(
            f"{doubt.label}: {cell_text(doubt.value)}, not {cell_text(planted.printed)}"
            for doubt, planted in self._errors
        )

    @property
    def right_text(self) -> str:
        """A cell for each printed one, joined by `;`: the right value, or `ok`."""
        cells = [
            AS_PRINTED[0] if doubt.planted is None else cell_typed(doubt.value)
            for doubt in self.doubts
        ]
        return f"{CELL_SEPARATOR} ".join(cells)

    @property
    def mistakes(self) -> Sequence[WrongAnswer]:
        """What is planted."""
        found = [each for _, planted in self._errors for each in planted.mistakes]
        return list({mistake.id: mistake for mistake in found}.values())

    @property
    def working(self) -> Working:
        """For each wrong row how the printed value comes about, then the right one."""
        return Working(
            tuple(step for doubt, planted in self._errors for step in _worked(doubt, planted))
        )

    def marked(self, text: str) -> Outcome:
        """A point for every cell judged rightly, half for a wrong one mended to another wrong one.

        What was overlooked is counted and not named, so that the search can go on; and where no
        wrong row was found at all, there is nothing to give points for.
        """
        pieces = self.pieces(text)
        if not text.strip(f"{CELL_SEPARATOR} \t\r\n"):
            raise Unreadable("no row is marked as wrong yet, and at least one is")
        judged = [_judged(doubt, piece) for doubt, piece in zip(self.doubts, pieces, strict=True)]
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

    def differs(self, expected: object) -> str:
        """How the wrong rows differ from the expected ones: `[label, printed, right]` each."""
        if not isinstance(expected, (list, tuple)):
            return "`expect` must be a list of the wrong rows, each [label, printed, right]"
        mine: list[list[object]] = [
            [doubt.label, cell_data(planted.printed), cell_data(doubt.value)]
            for doubt, planted in self._errors
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
        return [(doubt.label, doubt.value) for doubt in self.doubts]

    def targets(self) -> list[Target]:
        return [cell_target(doubt.label, doubt.label, doubt.value) for doubt in self.doubts]

    def pieces(self, text: str) -> list[str]:
        """What is typed into each cell; one that says the row is right is as good as empty."""
        return ["" if piece.lower() in AS_PRINTED else piece for piece in super().pieces(text)]


class _Judged(NamedTuple):
    """A cell with what was typed beside it: its worth, and what there is to say.

    `kept` is whether it is taken to be right as it is printed, `found` whether it is wrong and
    was taken to be.
    """

    cell: CellOutcome
    worth: Fraction | int
    found: bool = False
    kept: bool = False


def _judged(doubt: Doubt, piece: str) -> _Judged:
    """What the text beside a cell is worth. Raises Unreadable."""
    label, value, planted = doubt.label, doubt.value, doubt.planted
    given = read_cell(label, value, piece)
    wanted = cell_text(value)
    if given is None or given == axes_of(doubt.printed):
        is_right = planted is None
        return _Judged(CellOutcome(label, is_right, piece, wanted, ""), is_right, kept=True)
    if given == axes_of(value) and planted is not None:
        say = f"{label}: {_explained(planted)}"
        return _Judged(CellOutcome(label, True, piece, wanted, say), 1, found=True)
    wrong = mark_cell(label, value, piece)
    named = f" {wrong.say}" if wrong.mistakes else ""
    if planted is None:
        say = f"{label}: {wanted} was right as printed.{named}"
        return _Judged(wrong._replace(say=say), 0)
    say = f"{label}: {_explained(planted)} But {cell_text(given)} is not right either.{named}"
    return _Judged(wrong._replace(say=say), HALF, found=True)


def _explained(planted: Planted) -> str:
    """How a printed value came about, and the name of the mistake."""
    printed = cell_text(planted.printed)
    if not planted.mistakes:
        return f"{printed} is a misprint."
    return " Or: ".join(
        f"{printed} is {_how(mistake)}the mistake {mistake.id}. {mistake.say}"
        for mistake in planted.mistakes
    )


def _how(mistake: WrongAnswer) -> str:
    """`(5·5 + 1)·8, ` where the mistake is a formula."""
    return f"{mistake.numbers}, " if mistake.numbers else ""


def _worked(doubt: Doubt, planted: Planted) -> Iterator[Step]:
    """The printed value with its mistake, then the right one."""
    printed = cell_text(planted.printed)
    for mistake in planted.mistakes:
        numbers = f" = {mistake.numbers}" if mistake.numbers != mistake.written else ""
        how = f"{mistake.written}{numbers} = " if mistake.written else ""
        yield Step(f"{doubt.label}: {how}{printed} is wrong", f"{mistake.id}: {mistake.say}")
    if not planted.mistakes:
        yield Step(f"{doubt.label}: {printed} is wrong", "a misprint")
    text, note = cell_worked(doubt.value)
    yield Step(f"{doubt.label}: {text}", note)
