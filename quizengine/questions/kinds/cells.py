"""One cell of a layer table: how it is shown, typed, read and worked out."""

from __future__ import annotations

from quizengine.calculator import Quantity, Shape
from quizengine.expressions import Number, number_text
from quizengine.questions.answers import read_number, read_shape
from quizengine.questions.kinds.shape import shape_text

Value = Quantity | Shape
"""What a cell holds: a count or a shape."""


def read_cell(piece: str, value: Value | int) -> Number | tuple[int, ...] | None:
    """What is typed into a cell; None where it is empty. Raises Unreadable."""
    if not piece:
        return None
    if not isinstance(value, Shape):
        return read_number(piece)
    axes = read_shape(piece)
    return axes[:1] if len(value) == 1 and axes[1:] == (1,) else axes


def cell_text(value: Value | int | None) -> str:
    """A cell as it is shown."""
    if value is None:
        return "–"
    return shape_text(value) if isinstance(value, Shape) else number_text(int(value))


def cell_typed(value: Value | int) -> str:
    """A cell as it may be typed."""
    return (
        "x".join(str(int(axis)) for axis in value) if isinstance(value, Shape) else str(int(value))
    )


def cell_data(value: Value | None) -> object:
    """A cell as plain data."""
    if value is None:
        return None
    return [int(axis) for axis in value] if isinstance(value, Shape) else int(value)


def cell_worked(value: Value | None) -> tuple[str, str]:
    """One line for a cell, and its note; no line where there is nothing to work out."""
    if isinstance(value, Quantity):
        formula = value.recipe.formula
        if not formula.symbols:
            return f"{number_text(int(value))} {value.label}", value.recipe.why
        lines = formula.lines(value.symbols)
        texts = dict.fromkeys((value.formula, lines[0].text, lines[-1].text))
        return " = ".join(texts), value.label
    if value is None:
        return "", ""
    axes = [axis for axis in value if isinstance(axis, Quantity)]
    for axis in axes:
        formula = axis.recipe.formula
        if formula.symbols != (formula.source,):
            lines = formula.lines(axis.symbols)
            return f"{axis.formula} = {lines[0].text} = {lines[-1].text}, so {value}", axis.label
    return str(value), "output shape"
