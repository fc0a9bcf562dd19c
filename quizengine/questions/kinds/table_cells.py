"""The cells of a layer table: how each is shown, typed, read, marked and worked out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from quizengine.calculator import AppliedLayer, Quantity, Shape
from quizengine.expressions import ExpressionError, Number, kind_of, number_text
from quizengine.questions.answer_inputs import CELL_SEPARATOR
from quizengine.questions.answer_parsing import read_number
from quizengine.questions.kinds.base import AnswerKey
from quizengine.questions.kinds.shape import read_axes, shape_text, shape_typed
from quizengine.questions.kinds.table_rows import TableRow
from quizengine.questions.kinds.variant_context import VariantContext
from quizengine.questions.shape_diagnosis import wrong_axes
from quizengine.questions.verdict import CellOutcome, Unreadable
from quizengine.questions.wrong_answers import comparable, matching

MAX_TABLE_ANSWER = 4_000
"""Characters of all cells together."""

TableValue = Quantity | Shape
"""The right value of a cell: a count or a shape."""

Given = Number | tuple[int, ...]
"""The value typed into a cell: a number, or the axes of a shape."""


def read_cell(label: str, value: TableValue | int, piece: str) -> Given | None:
    """Return what is typed into a cell; None where it is empty. Raises Unreadable, naming it."""
    if not piece:
        return None
    try:
        return read_axes(piece, len(value)) if isinstance(value, Shape) else read_number(piece)
    except Unreadable as error:
        raise Unreadable(f"{label}: {error}") from None


def mark_cell(label: str, value: TableValue | int, piece: str) -> CellOutcome:
    """Return the outcome of a cell, with the mistakes that explain a wrong value.

    Raises Unreadable, naming the cell.
    """
    wanted = cell_text(value)
    given = read_cell(label, value, piece)
    if given is None:
        return CellOutcome(label, None, "", wanted, "")
    if given == comparable(value):
        return CellOutcome(label, True, piece, wanted, "")
    ids, said = _explanations(value, given)
    say = " Or: ".join(said) or f"{cell_text(given)} is not right."
    return CellOutcome(label, False, piece, wanted, say, ids)


def _explanations(value: TableValue | int, given: Given) -> tuple[tuple[str, ...], Sequence[str]]:
    """Return the ids and the words of the known mistakes that give a value, or else of guesses."""
    if not isinstance(value, (Quantity, Shape)):
        return (), ()
    found = matching(given, value.mistakes)
    if found:
        return tuple(mistake.id for mistake in found), [mistake.say for mistake in found]
    if isinstance(value, Shape):
        if not isinstance(given, tuple) or len(given) != len(value):
            return (), ()
        axes = wrong_axes(value, given)
        return axes.ids, [" ".join(axes.say)] if axes.ids else ()
    if isinstance(given, tuple):
        return (), ()
    from quizengine.calculator.diagnosis.diagnosis import diagnose

    guessed = diagnose(value, given)
    return guessed.ids, [f"Perhaps {guess.say}" for guess in guessed.explanations]


def cell_text(value: TableValue | Given) -> str:
    """Return the text of a cell as it is shown."""
    return shape_text(value) if isinstance(value, tuple) else number_text(value)


def cell_typed(value: TableValue | int) -> str:
    """Return the text of a cell as it may be typed."""
    return shape_typed(value) if isinstance(value, Shape) else str(int(value))


def cell_data(value: TableValue | int | tuple[int, ...] | None) -> object:
    """Return a cell as plain data."""
    if value is None:
        return None
    return [int(axis) for axis in value] if isinstance(value, tuple) else int(value)


def quantity_worked(quantity: Quantity) -> str:
    """Return a computed count on one line: `(F·F·D + 1)·K = (3·3·1 + 1)·32 = 320`."""
    lines = quantity.count_formula.formula.lines(quantity.symbols)
    return " = ".join(dict.fromkeys((quantity.formula, lines[0].text, lines[-1].text)))


def cell_worked(value: TableValue) -> tuple[str, str]:
    """Return the working of a cell on one line, and the note beside it."""
    if isinstance(value, Quantity):
        if not value.count_formula.is_computed:
            return f"{number_text(int(value))} {value.label}", value.count_formula.why
        return quantity_worked(value), value.label
    for axis in value:
        if isinstance(axis, Quantity) and axis.count_formula.is_worked_out:
            lines = axis.count_formula.formula.lines(axis.symbols)
            return f"{axis.formula} = {lines[0].text} = {lines[-1].text}, so {value}", axis.label
    return str(value), "output shape"


def layer_of(row: TableRow, context: VariantContext) -> AppliedLayer:
    """Return the layer of a row on its input. Raises ExpressionError where it is none."""
    applied = row.of.evaluate(context.names)
    if not isinstance(applied, AppliedLayer):
        message = f"a row of a table is a layer, and this is {kind_of(applied)}"
        raise ExpressionError(message, row.of.source)
    return applied


class CellsKey(AnswerKey):
    """The key of a table whose cells are typed one by one, in reading order.

    `rows` has the right values, row by row.
    """

    pictures_network = True
    filled = "cells filled"
    """The words after the number of cells in which something is typed."""

    def __init__(
        self, rows: Sequence[TableRow], columns: tuple[str, ...], context: VariantContext
    ) -> None:
        """Raise ExpressionError where a row is no layer."""
        super().__init__(context)
        self.columns = columns
        self.layers = tuple(layer_of(row, context) for row in rows)
        self.labels = tuple(row.label.render(context.names) for row in rows)
        self.rows: tuple[tuple[TableValue, ...], ...] = tuple(
            tuple(getattr(applied, column) for column in columns) for applied in self.layers
        )

    @cached_property
    def blanks(self) -> list[tuple[str, TableValue | int]]:
        """The cells to be typed, each with its name and what is right."""
        raise NotImplementedError

    def pieces(self, text: str) -> list[str]:
        """Return what is typed into each cell, in reading order; cells left out are empty.

        Raises Unreadable where there are more pieces than cells.
        """
        if len(text) > MAX_TABLE_ANSWER:
            raise Unreadable(f"all cells together may have {MAX_TABLE_ANSWER:,} characters")
        count = len(self.blanks)
        pieces = [each.strip() for each in text.replace("\n", CELL_SEPARATOR).split(CELL_SEPARATOR)]
        while len(pieces) > count and not pieces[-1]:
            pieces.pop()
        if len(pieces) > count:
            raise Unreadable(f"there are {count} cells to fill, and {len(pieces)} were given")
        return pieces + [""] * (count - len(pieces))

    def read(self, text: str) -> list[Given | None]:
        """Return the values of the cells, None for an empty one. Raises Unreadable."""
        return [
            read_cell(label, value, piece)
            for (label, value), piece in zip(self.blanks, self.pieces(text), strict=True)
        ]

    def reading(self, text: str) -> str:
        given = self.read(text)
        return f"{sum(one is not None for one in given)} of {len(given)} {self.filled}"

    def flaws(self) -> list[str]:
        """Return a problem for each label that several rows have."""
        return [
            f"two rows are both called “{label}”"
            for label in sorted(set(self.labels))
            if self.labels.count(label) > 1
        ]

    def column(self, name: str) -> list[TableValue]:
        """Return the right cells of a column."""
        column_index = self.columns.index(name)
        return [cells[column_index] for cells in self.rows]

    def lines(self) -> list[tuple[str, list[tuple[str, TableValue]]]]:
        """Return the label of every row with its cells, each after the name of its column."""
        rows = zip(self.labels, self.rows, strict=True)
        return [(label, list(zip(self.columns, cells, strict=True))) for label, cells in rows]
