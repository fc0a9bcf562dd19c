"""Errors in a layer table: which cells are printed wrong, with what, and what each is called.

A draw plants only what can be told: a value that differs from the right one and that exactly one
known mistake gives.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from quizengine.calculator import Quantity, WrongAnswer
from quizengine.expressions import Expression, ExpressionError, kind_of
from quizengine.frameworks.errors import nearest
from quizengine.questions.kinds.base import VariantContext
from quizengine.questions.kinds.table_cells import TableValue
from quizengine.questions.kinds.table_rows import HEADINGS, TableRow
from quizengine.questions.wrong_answers import comparable, merged_mistakes

Printed = int | tuple[int, ...]
"""What stands in a cell that is printed wrong: a count, or the axes of a shape."""


class Misprint(NamedTuple):
    """What is printed in a wrong cell, and the mistakes that give it: none for a bare misprint."""

    printed: Printed
    mistakes: tuple[WrongAnswer, ...]


class PrintedCell(NamedTuple):
    """One cell that may be printed wrong: what is right there, and what is planted, if anything.

    `label` names it among the cells to be filled in, `own` are the question's mistakes about it.
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
        """Where it is, in a sentence."""
        return f"the {HEADINGS[self.column]} of “{self.row}”"

    @property
    def printed(self) -> TableValue | Printed:
        """What stands there."""
        return self.value if self.misprint is None else self.misprint.printed


def own_row_mistakes(row: TableRow, context: VariantContext) -> tuple[WrongAnswer, ...]:
    """The question's own mistakes about a row. Raises ExpressionError."""
    return tuple(
        context.in_words(mistake, comparable(mistake.value.evaluate(context.names)))
        for mistake in row.mistakes
        if mistake.value is not None
    )


def with_drawn_misprint(
    cells: Sequence[PrintedCell], context: VariantContext, label: str
) -> list[PrintedCell] | None:
    """The cells of a row, one of them printed wrong as the variant's dice say.

    None where no mistake about them can be told.
    """
    for index in context.shuffled(f"{label}/cells", len(cells)):
        told = list(_explainable_misprints(cells[index]))
        own = {mistake.id for mistake in cells[index].own}
        authors = [one for one in told if one.mistakes[0].id in own]
        # What the author had in mind is printed as often as all that the calculator knows.
        if authors and context.chance(f"{label}/own", 2):
            told = authors
        if told:
            misprint = told[context.chance(f"{label}/slip", len(told))]
            return [*cells[:index], cells[index]._replace(misprint=misprint), *cells[index + 1 :]]
    return None


def published_misprint(
    cell: PrintedCell, row: TableRow, context: VariantContext
) -> Misprint | None:
    """How the published case has a cell wrong; None where it has it right.

    Raises ExpressionError for a mistake that is not known for the cell, and for a value that
    cannot stand there.
    """
    slip = dict(row.mistake_ids).get(cell.column)
    if slip is not None:
        return _by_id(cell, slip, row.of)
    expression = dict(row.printed).get(cell.column)
    return None if expression is None else _by_value(cell, expression, context)


def _explainable_misprints(cell: PrintedCell) -> Iterator[Misprint]:
    """What can be printed in a cell so that one mistake, and no other, explains it."""
    given: dict[object, list[WrongAnswer]] = {}
    for mistake in cell.mistakes:
        given.setdefault(comparable(mistake.value), []).append(mistake)
    for value, mistakes in given.items():
        printed = _printable(value, cell.value)
        if printed is not None and len(mistakes) == 1:
            yield Misprint(printed, (mistakes[0],))


def _printable(value: object, right: TableValue) -> Printed | None:
    """A wrong value as it may be printed in the place of the right one; None where it may not."""
    if isinstance(right, Quantity):
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value != right:
            return int(value)
        return None
    if not isinstance(value, tuple) or len(value) != len(right) or value == tuple(right):
        return None
    if not all(isinstance(axis, int) and axis > 0 for axis in value):
        return None
    return tuple(int(axis) for axis in value)


def _by_id(cell: PrintedCell, mistake_id: str, of: Expression) -> Misprint:
    known = cell.mistakes
    found = [mistake for mistake in known if mistake.id == mistake_id]
    if not found:
        ids = [mistake.id for mistake in known]
        instead = nearest(mistake_id, ids) or f"; known: {', '.join(ids) or 'none'}"
        message = f"no mistake about {cell.where} is called `{mistake_id[:60]}`{instead}"
        raise ExpressionError(message, of.source)
    printed = _printable(comparable(found[0].value), cell.value)
    if printed is None:
        message = f"the mistake `{mistake_id}` gives nothing wrong to print in {cell.where}"
        raise ExpressionError(message, of.source)
    return Misprint(printed, _giving(printed, found + known))


def _by_value(cell: PrintedCell, expression: Expression, context: VariantContext) -> Misprint:
    value = comparable(expression.evaluate(context.names))
    printed = _printable(value, cell.value)
    if printed is None:
        fault = f"this is {kind_of(value)}"
        if value == comparable(cell.value):
            fault = "this is the right value"
        raise ExpressionError(f"nothing wrong to print in {cell.where}: {fault}", expression.source)
    return Misprint(printed, _giving(printed, cell.mistakes))


def _giving(printed: Printed, mistakes: Sequence[WrongAnswer]) -> tuple[WrongAnswer, ...]:
    """The mistakes that give a value, each once."""
    found = {each.id: each for each in mistakes if comparable(each.value) == printed}
    return tuple(found.values())
