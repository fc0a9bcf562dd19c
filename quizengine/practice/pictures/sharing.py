"""Weight sharing beside no sharing: which filter computes which cell of one output slice."""

from __future__ import annotations

import math
from string import ascii_lowercase, ascii_uppercase

from quizengine.calculator.layer import AppliedLayer
from quizengine.practice.pictures.figure import Canvas, Figure, Room, paragraph
from quizengine.practice.pictures.stated_numbers import StatedNumbers
from quizengine.practice.pictures.window_geometry import SlidingWindow

ROWS, COLUMNS = 4, 6
"""Cells that are drawn at most; of a larger slice, its first corner."""

LETTERS = ascii_uppercase + ascii_lowercase

GAP = 6
"""Columns between the two grids."""


def sharing(
    applied: AppliedLayer, window: SlidingWindow, stated: StatedNumbers, room: Room
) -> Figure:
    """Return the picture of one slice of a convolution's output, with sharing and without.

    The number of positions is shown only if the output's shape may be.
    """
    known = stated.may_show_shape(applied.output)
    rows, columns, cut = _corner(window, known)
    across = 2 * columns - 1 + (2 if cut else 0)
    left = max(across, len("with sharing")) + GAP
    canvas = Canvas()
    canvas.put(0, 0, "with sharing", "label")
    canvas.put(left, 0, "without sharing", "label")
    for row in range(rows):
        for column in range(columns):
            own = LETTERS[row * columns + column]
            canvas.put(2 * column, row + 1, "A", "filled")
            canvas.put(left + 2 * column, row + 1, own, "filled" if own == "A" else "kernel")
        if cut:
            for x in (0, left):
                canvas.put(x + 2 * columns, row + 1, "…", "note")
    if cut and len(window.axes) > 1:
        for x in (0, left):
            canvas.put(x, rows + 1, "⋮", "note")
    notes = _notes(applied, window, stated, known=known)
    below = [line for text in notes for line in paragraph(text, room.width)]
    return Figure((*canvas.lines(room.width), *below))


def _corner(window: SlidingWindow, known: bool) -> tuple[int, int, bool]:
    """Return the rows and columns that are drawn, and whether there are more."""
    down = window.axes[-2].positions if len(window.axes) > 1 else 1
    across = window.axes[-1].positions
    if len(window.axes) > 2 or not known or down > ROWS or across > COLUMNS:
        # The same number for every layer, so that the corner gives nothing of the output away.
        rows = 1 if len(window.axes) == 1 else ROWS - 1
        return (rows, COLUMNS - 1, True) if not known else (min(down, rows), min(across, 5), True)
    return down, across, False


def _notes(
    applied: AppliedLayer, window: SlidingWindow, stated: StatedNumbers, *, known: bool
) -> list[str]:
    filters = int(applied.symbols["K"])
    positions = window.frames
    depth = int(applied.layer.inner(applied.input)[-1]) // int(applied.symbols.get("G", 1))
    weights = math.prod(axis.kernel for axis in window.axes) * depth
    each = weights + (1 if applied.biases else 0)
    notes = ["One letter is one filter; this is one of the output's slices, seen from above."]
    with_sharing = "With sharing, one filter computes the whole slice"
    without = "Without, each position has a filter of its own"
    if not stated.all_known:
        notes.append(f"{with_sharing}; its weights count once. {without}.")
        if known:
            notes.append(f"The slice has {window.output} positions.")
        return notes
    counts = f"{each:,} parameters × {filters:,} filters"
    notes.append(f"{with_sharing}: {counts} = {each * filters:,}.")
    total = each * filters * positions
    notes.append(f"{without}: {counts} × {window.output} positions = {total:,}.")
    return notes
