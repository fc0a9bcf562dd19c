"""Misprints in a layer table: which cells are printed wrong, with which value, by which mistake.

A draw prints only a wrong value that a student can explain: one that exactly one known mistake
gives.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from quizengine.calculator import Quantity, WrongAnswer
from quizengine.expressions import Expression, ExpressionError, kind_of
from quizengine.frameworks.errors import did_you_mean
from quizengine.questions.kinds.table_cells import TableValue
from quizengine.questions.kinds.table_rows import HEADINGS, TableRow
from quizengine.questions.kinds.variant_context import VariantContext
from quizengine.questions.wrong_answers import comparable, merged_mistakes

PrintedValue = int | tuple[int, ...]
"""A wrong value in a cell: a count, or the axes of a shape."""


class Misprint(NamedTuple):
    """The wrong value in a cell, and the mistakes that give it, if any is known."""

    printed: PrintedValue
    mistakes: tuple[WrongAnswer, ...]


class PrintedCell(NamedTuple):
    """A cell that may be printed wrong.

    `label` names it among the cells to be filled in, `row` is the label of its row. `value` is the
    right value, `own` are the question's own mistakes about it, and `misprint` is None where it
    is printed right.
    """

    label: str
    row: str
    column: str
    value: TableValue
    own: tuple[WrongAnswer, ...] = ()
    misprint: Misprint | None = None

    @property
    def mistakes(self) -> list[WrongAnswer]:
        """The known mistakes, the question's own first."""
        return merged_mistakes(self.own, self.value.mistakes)

    @property
    def where(self) -> str:
        """Where it stands, as part of a sentence."""
        return f"the {HEADINGS[self.column]} of “{self.row}”"

    @property
    def printed(self) -> TableValue | PrintedValue:
        """The value that is printed."""
        return self.value if self.misprint is None else self.misprint.printed


def own_row_mistakes(row: TableRow, context: VariantContext) -> tuple[WrongAnswer, ...]:
    """Return the question's own mistakes about a row. Raises ExpressionError."""
    return tuple(
        context.in_words(mistake, comparable(mistake.value.evaluate(context.names)))
        for mistake in row.mistakes
        if mistake.value is not None
    )


def with_drawn_misprint(
    cells: Sequence[PrintedCell], context: VariantContext, label: str
) -> list[PrintedCell] | None:
    """Return the cells of a row with one of them, drawn by the variant's dice, printed wrong.

    None where no misprint in them can be explained.
    """
    for index in context.shuffled(f"{label}/cells", len(cells)):
        misprints = list(_explainable_misprints(cells[index]))
        own_ids = {mistake.id for mistake in cells[index].own}
        own = [misprint for misprint in misprints if misprint.mistakes[0].id in own_ids]
        # The author's mistakes are printed as often as all that the calculator knows.
        if own and context.chance(f"{label}/own", 2):
            misprints = own
        if misprints:
            # The word in the label decides the draw, so it stays as it was once chosen.
            misprint = misprints[context.chance(f"{label}/slip", len(misprints))]
            return [*cells[:index], cells[index]._replace(misprint=misprint), *cells[index + 1 :]]
    return None


def published_misprint(
    cell: PrintedCell, row: TableRow, context: VariantContext
) -> Misprint | None:
    """Return the misprint in a cell of the published case; None where it is printed right.

    Raises ExpressionError for a mistake that is not known for the cell, and for a value that
    cannot stand there.
    """
    mistake_id = dict(row.mistake_ids).get(cell.column)
    if mistake_id is not None:
        return _misprint_by_id(cell, mistake_id, row.of)
    expression = dict(row.printed).get(cell.column)
    return None if expression is None else _misprint_by_value(cell, expression, context)


def _explainable_misprints(cell: PrintedCell) -> Iterator[Misprint]:
    """Yield the misprints of a cell that one mistake, and no other, explains."""
    by_value: dict[object, list[WrongAnswer]] = {}
    for mistake in cell.mistakes:
        by_value.setdefault(comparable(mistake.value), []).append(mistake)
    for value, mistakes in by_value.items():
        printed = _printable(value, cell.value)
        if printed is not None and len(mistakes) == 1:
            yield Misprint(printed, (mistakes[0],))


def _printable(value: object, right: TableValue) -> PrintedValue | None:
    """Return a wrong value as it may be printed instead of the right one; None if it may not."""
    if isinstance(right, Quantity):
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value != right:
            return int(value)
        return None
    if not isinstance(value, tuple) or len(value) != len(right) or value == tuple(right):
        return None
    if not all(isinstance(axis, int) and axis > 0 for axis in value):
        return None
    return tuple(int(axis) for axis in value)


def _misprint_by_id(cell: PrintedCell, mistake_id: str, of: Expression) -> Misprint:
    known = cell.mistakes
    found = [mistake for mistake in known if mistake.id == mistake_id]
    if not found:
        ids = [mistake.id for mistake in known]
        instead = did_you_mean(mistake_id, ids) or f"; known: {', '.join(ids) or 'none'}"
        message = f"no mistake about {cell.where} is called `{mistake_id[:60]}`{instead}"
        raise ExpressionError(message, of.source)
    printed = _printable(comparable(found[0].value), cell.value)
    if printed is None:
        message = f"the mistake `{mistake_id}` gives nothing wrong to print in {cell.where}"
        raise ExpressionError(message, of.source)
    return Misprint(printed, _mistakes_giving(printed, found + known))


def _misprint_by_value(
    cell: PrintedCell, expression: Expression, context: VariantContext
) -> Misprint:
    value = comparable(expression.evaluate(context.names))
    printed = _printable(value, cell.value)
    if printed is None:
        fault = f"this is {kind_of(value)}"
        if value == comparable(cell.value):
            fault = "this is the right value"
        raise ExpressionError(f"nothing wrong to print in {cell.where}: {fault}", expression.source)
    return Misprint(printed, _mistakes_giving(printed, cell.mistakes))


def _mistakes_giving(
    printed: PrintedValue, mistakes: Sequence[WrongAnswer]
) -> tuple[WrongAnswer, ...]:
    """Return the mistakes that give a value, each id once."""
    found = {each.id: each for each in mistakes if comparable(each.value) == printed}
    return tuple(found.values())
