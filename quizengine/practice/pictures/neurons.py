"""A fully connected layer: a row of inputs, a row of units, each unit joined to every input."""

from __future__ import annotations

from quizengine.calculator.layer import AppliedLayer
from quizengine.practice.pictures.figure import Canvas, Figure, Room, paragraph
from quizengine.practice.pictures.stated_numbers import StatedNumbers, is_given

MOST = 12
"""Neurons that are drawn one by one; of more, some are drawn and dots between them."""

STEP = 3
"""Columns from one neuron to the next."""


def neurons(applied: AppliedLayer, stated: StatedNumbers, room: Room) -> Figure:
    """Return the picture of a dense layer on a vector."""
    inputs, units = int(applied.input[-1]), int(applied.output[-1])
    label, known = stated.as_shown(applied.input, given=is_given(applied))
    most = max(min(MOST, (room.width - 14) // STEP), 3)
    above = _signs(inputs, known, most)
    below = _signs(units, stated.may_show(units), most)
    span = STEP * (max(len(above), len(below)) - 1) + 1
    canvas = Canvas()
    joint = (span - 1) // 2
    tops = _put_row(canvas, 0, above, span)
    canvas.put(span + 3, 0, _counted(label, "input"), "label")
    bottoms = _put_row(canvas, 3, below, span)
    canvas.put(span + 3, 3, _counted(stated.number(units), "unit"), "label")
    _rail(canvas, 1, [*tops, joint], "└┘┴")
    _rail(canvas, 2, [*bottoms, joint], "┌┐┬")
    if len(tops) > 1:
        canvas.put(joint, 1, "┼" if joint in tops else "┬", "edge")
    if len(bottoms) > 1:
        canvas.put(joint, 2, "┼" if joint in bottoms else "┴", "edge")
    note = "Each unit is connected to every input, with one weight each"
    note += ", and has one bias." if applied.biases else "; there are no biases."
    return Figure((*canvas.lines(room.width), *paragraph(note, room.width)))


def _counted(number: str, noun: str) -> str:
    return f"{number} {noun}" if number == "1" else f"{number} {noun}s"


def _signs(count: int, known: bool, most: int) -> str:
    """Return a row of neurons, with dots where not all of them are drawn."""
    if known and count <= most:
        return "○" * count
    drawn = min(most, 6) if not known else most
    return "○" * (drawn - 2) + "…○"


def _put_row(canvas: Canvas, y: int, signs: str, span: int) -> list[int]:
    """Put a row of neurons into the middle; return the columns of those that are drawn."""
    start = (span - (STEP * (len(signs) - 1) + 1)) // 2
    columns = []
    for index, sign in enumerate(signs):
        canvas.put(start + STEP * index, y, sign, "filled" if sign == "○" else "note")
        if sign == "○":
            columns.append(start + STEP * index)
    return columns


def _rail(canvas: Canvas, y: int, columns: list[int], signs: str) -> None:
    """Draw a line that joins some columns; `signs` are its left end, its right end and a joint."""
    first, last = min(columns), max(columns)
    if first == last:
        canvas.put(first, y, "│", "edge")
        return
    canvas.put(first, y, "─" * (last - first + 1), "edge")
    for column in columns:
        canvas.put(column, y, signs[2], "edge")
    canvas.put(first, y, signs[0], "edge")
    canvas.put(last, y, signs[1], "edge")
