"""Volumes as boxes in projection: height and width by the front, depth by the slant."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from quizengine.practice.pictures.figure import Canvas, Role

DEEPEST = 3
"""Rows of the longest slant."""

COLUMNS_PER_ROW = 2
"""A terminal's cell is about twice as high as it is wide."""


class Volume(NamedTuple):
    """The sizes of a volume; `known` is whether they may be shown."""

    height: int
    width: int
    depth: int
    known: bool = True


class Box(NamedTuple):
    """A box on the screen: rows and columns of its front, with the edges, and rows of its slant."""

    rows: int
    columns: int
    slant: int
    known: bool = True

    @property
    def full_width(self) -> int:
        """The columns from the left edge of the front to the right edge of the back."""
        return self.columns + self.slant

    @property
    def full_height(self) -> int:
        """The rows from the top edge of the back to the bottom edge of the front."""
        return self.rows + self.slant


class ScaledBoxes(NamedTuple):
    """The boxes of several volumes; `to_scale` is whether their fronts are in proportion."""

    boxes: tuple[Box, ...]
    to_scale: bool


def scaled_boxes(volumes: Sequence[Volume], tallest: int) -> ScaledBoxes:
    """Return the boxes of some volumes, the largest front `tallest` rows high between its edges.

    A volume too small to be seen is drawn larger; one of unknown size has a box of a fixed size.
    """
    known = [volume for volume in volumes if volume.known]
    longest = max((max(volume.height, volume.width) for volume in known), default=1)
    # A single volume has nothing to be in proportion to, and is drawn small.
    unit = (tallest if len(known) > 1 else min(tallest, 2)) / longest
    to_scale = True
    drawn = []
    for volume in volumes:
        if not volume.known:
            side = max(tallest - 2, 1)
            drawn.append(Box(side + 1, COLUMNS_PER_ROW * side + 1, 1, known=False))
            continue
        rows, columns = volume.height * unit, COLUMNS_PER_ROW * volume.width * unit
        to_scale = to_scale and (rows >= 0.5 or volume.height == 1) and columns >= 1
        drawn.append(
            Box(max(_rounded(rows), 1) + 1, max(_rounded(columns), 2) + 1, slant_of(volume.depth))
        )
    return ScaledBoxes(tuple(drawn), to_scale)


def _rounded(length: float) -> int:
    return math.floor(length + 0.5)


def slant_of(depth: int) -> int:
    """Return the rows of the slant: none for a depth of 1, and one more for every factor of 8."""
    return min(math.ceil(math.log2(depth) / 3), DEEPEST) if depth > 1 else 0


def draw_box(canvas: Canvas, x: int, y: int, box: Box) -> None:
    """Draw a box; `x` and `y` are the top left corner of the area that it covers."""
    across, down = ("─", "│") if box.known else ("┄", "┆")
    role: Role = "edge" if box.known else "unknown"
    width, depth = box.columns, box.slant
    right = x + width - 1
    bottom = y + box.rows - 1
    inside = across * (width - 2)

    def put(column: int, row: int, text: str) -> None:
        canvas.put(column, row, text, role)

    if depth:
        put(x + depth, y, f"┌{inside}┐")
        for row in range(1, box.rows):
            put(right + depth, y + row, down)
        put(right + depth, bottom, "┘" if depth == 1 else down)
        for step in range(1, depth):
            put(x + depth - step, y + step, "╱")
            put(right + depth - step, y + step, "╱")
        for step in range(1, depth):
            put(right + depth - step, bottom + step, "╱")
    front = y + depth
    put(x, front, f"┌{inside}┐")
    for row in range(1, box.rows - 1):
        put(x, front + row, down + " " * (width - 2) + down)
    put(x, front + box.rows - 1, f"└{inside}┘")
    if depth == 1 and box.known:
        # The edges of the back meet those of the front.
        put(x + 1, front, "┴")
        put(right, bottom, "├" if box.rows > 2 else "┬")
