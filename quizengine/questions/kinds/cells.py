"""One cell of a layer table: how it is shown, typed, read and worked out."""

from __future__ import annotations

from quizengine.calculator import Quantity, Shape
from quizengine.expressions import Number, number_text
from quizengine.questions.answers import read_number
from quizengine.questions.kinds.shape import read_axes, shape_text, shape_typed

Value = Quantity | Shape
"""What a cell holds: a count or a shape."""


def read_cell(piece: str, value: Value | int) -> Number | tuple[int, ...] | None:
    """What is typed into a cell; None where it is empty. Raises Unreadable."""
    if not piece:
        return None
    return read_axes(piece, len(value)) if isinstance(value, Shape) else read_number(piece)


def cell_text(value: Value | int | None) -> str:
    """A cell as it is shown."""
    if value is None:
        return "–"
    return shape_text(value) if isinstance(value, Shape) else number_text(int(value))


def cell_typed(value: Value | int) -> str:
    """A cell as it may be typed."""
    return shape_typed(value) if isinstance(value, Shape) else str(int(value))


def cell_data(value: Value | None) -> object:
    """A cell as plain data."""
    if value is None:
        return None
    return [int(axis) for axis in value] if isinstance(value, Shape) else int(value)


def quantity_worked(quantity: Quantity) -> str:
    """A computed count on one line: `(F·F·D + 1)·K = (3·3·1 + 1)·32 = 320`."""
    lines = quantity.recipe.formula.lines(quantity.symbols)
    return " = ".join(dict.fromkeys((quantity.formula, lines[0].text, lines[-1].text)))


def cell_worked(value: Value | None) -> tuple[str, str]:
    """One line for a cell, and its note; no line where there is nothing to work out."""
    if isinstance(value, Quantity):
        if not value.recipe.is_computed:
            return f"{number_text(int(value))} {value.label}", value.recipe.why
        return quantity_worked(value), value.label
    if value is None:
        return "", ""
    for axis in value:
        if isinstance(axis, Quantity) and axis.recipe.is_worked_out:
            lines = axis.recipe.formula.lines(axis.symbols)
            return f"{axis.formula} = {lines[0].text} = {lines[-1].text}, so {value}", axis.label
    return str(value), "output shape"
