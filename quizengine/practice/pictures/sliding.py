"""A window seen from above: the padded input, the kernel on it, the output filling cell by cell.

The figure is a pure function of the frame's number and the room. Of an input that does not fit, a
part around the kernel is shown.
"""

from __future__ import annotations

from typing import NamedTuple

from quizengine.practice.pictures.figure import Canvas, Figure, Role, Room, paragraph
from quizengine.practice.pictures.window_geometry import Axis, SlidingWindow

INPUT, PADDING, KERNEL, KERNEL_ON_PADDING, UNSEEN = "□", "·", "■", "▪", "×"
FILLED, NOW, EMPTY = "■", "▣", "·"

AXIS_NAMES = {1: ("position",), 2: ("row", "column"), 3: ("slice", "row", "column")}
"""What an index along each axis is called, by the number of axes."""

LEAST_VIEW = 6
"""Cells per side that are always shown, however little room there is."""

GAP = 4
"""Columns between input and output."""

LARGEST = 4_096
"""The longest side that is drawn."""


class View(NamedTuple):
    """The visible part of an axis: `length` of its `size` cells, from cell `first` on."""

    first: int
    length: int
    size: int

    @property
    def cells(self) -> range:
        """The cells that are visible."""
        return range(self.first, self.first + self.length)

    @property
    def is_cut(self) -> bool:
        """Whether some cells are not visible."""
        return self.length < self.size


class Layout(NamedTuple):
    """The visible parts of the two grids, and how many columns a cell takes."""

    rows: View
    columns: View
    output_rows: View
    output_columns: View
    pitch: int


def sliding(window: SlidingWindow, frame: int, shows_output: bool, room: Room) -> Figure:
    """Return a frame, 0 … window.frames − 1; it hides the output's size unless `shows_output`."""
    rows, columns = _plane(window)
    position = window.position(frame)
    row, column = (position[-2] if len(position) > 1 else 0), position[-1]
    tall = max(room.height - 1 - _text_rows(window, shows_output, room.width), LEAST_VIEW)
    layout = _layout(rows, columns, (row, column), Room(room.width, tall))
    canvas = Canvas()
    canvas.put(0, 0, "input", "label")
    wide = layout.pitch * (layout.columns.length - 1) + 1 + 2 * layout.columns.is_cut
    canvas.put(max(wide, 5) + GAP, 0, "output", "label")
    _draw_input(canvas, window, position, layout, shows_output)
    _draw_output(canvas, (row, column), layout, max(wide, 5) + GAP, shows_output)
    words = [caption(window, frame, shows_output), *_legend(window, shows_output)]
    if layout.rows.is_cut or layout.columns.is_cut:
        words.append(_shown_part(layout.rows, layout.columns, shows_output))
    below = [line for text in words for line in paragraph(text, room.width)]
    return Figure((*canvas.lines(room.width), *below))


def can_be_drawn(window: SlidingWindow) -> bool:
    """Return whether every side is short enough to be drawn."""
    return all(axis.padded <= LARGEST for axis in window.axes)


def next_frame(window: SlidingWindow, frame: int) -> int:
    """Return the next frame of the playback: of a large output, after two rows only row ends."""
    columns = window.axes[-1].positions
    step = 1
    if window.frames > 400 and frame >= 2 * columns - 1:
        step = columns
    return min(frame + step, window.frames - 1)


def caption(window: SlidingWindow, frame: int, shows_output: bool) -> str:
    """Return where the kernel is, in words; rows and columns are counted from 1."""
    position = window.position(frame)
    spans = [_span(axis, at) for axis, at in zip(window.axes, position, strict=True)]
    names = AXIS_NAMES[len(position)]
    of_input = "the padded input" if window.pads else "the input"
    covers = ", ".join(
        f"{name}s {span}" if "–" in span or " to " in span else f"{name} {span}"
        for name, span in zip(names, spans, strict=True)
    )
    if not shows_output:
        return f"The {window.noun} covers {covers} of {of_input}."
    where = ", ".join(f"{name} {at + 1}" for name, at in zip(names, position, strict=True))
    cell = ",".join(str(at + 1) for at in position)
    where = where[0].upper() + where[1:]
    return f"{where}: covers {of_input}'s {covers}; output cell {cell} of {window.output}."


def _span(axis: Axis, position: int) -> str:
    cells = axis.cells(position)
    first, last = cells[0] + 1, cells[-1] + 1
    if first == last:
        return str(first)
    if axis.dilation > 1:
        return f"{first} to {last} in steps of {axis.dilation}"
    return f"{first}–{last}"


def _plane(window: SlidingWindow) -> tuple[Axis, Axis]:
    """Return the two axes that are drawn; a sequence is one row."""
    columns = window.axes[-1]
    if len(window.axes) > 1:
        return window.axes[-2], columns
    return Axis(1, 0, 0, 1, 1, 1, 1), columns


def _layout(rows: Axis, columns: Axis, at: tuple[int, int], room: Room) -> Layout:
    input_width, output_width, pitch = columns.padded, columns.positions, 2
    if 2 * (input_width + output_width) + GAP > room.width:
        pitch = 1
    if input_width + output_width + GAP > room.width:
        output_width = min(columns.positions, max(room.width // 4, LEAST_VIEW))
        input_width = max(room.width - GAP - output_width - 2, LEAST_VIEW)
    return Layout(
        _view(rows, at[0], room.height),
        _view(columns, at[1], input_width),
        _around(at[0], room.height, rows.positions),
        _around(at[1], output_width, columns.positions),
        pitch,
    )


def _view(axis: Axis, position: int, most: int) -> View:
    """Return the cells around the kernel, as many as there is room for."""
    # The kernel's first cell is seen even where the whole kernel does not fit.
    middle = position * axis.stride + min(axis.reach, most) // 2
    return _around(middle, most, axis.padded)


def _around(cell: int, most: int, size: int) -> View:
    """Return a view of at most `most` of `size` cells, this one in the middle if possible."""
    return View(max(min(cell - most // 2, size - most), 0), min(most, size), size)


def _draw_input(
    canvas: Canvas,
    window: SlidingWindow,
    position: tuple[int, ...],
    layout: Layout,
    shows_output: bool,
) -> None:
    rows, columns = _plane(window)
    over_rows = rows.cells(position[-2] if len(position) > 1 else 0)
    over_columns = columns.cells(position[-1])
    unseen_columns = {
        cell for cell in layout.columns.cells if shows_output and not columns.is_covered(cell)
    }
    left = 1 if layout.columns.is_cut else 0
    for y, row in enumerate(layout.rows.cells, 1):
        unseen_row = shows_output and not rows.is_covered(row)
        for x, column in enumerate(layout.columns.cells):
            pads = rows.is_padding(row) or columns.is_padding(column)
            sign, role = _sign(
                pads=pads,
                covered=row in over_rows and column in over_columns,
                unseen=unseen_row or column in unseen_columns,
            )
            canvas.put(left + layout.pitch * x, y, sign, role)
        _mark_cut(canvas, layout.columns, y)
    wide = layout.pitch * (layout.columns.length - 1) + 1
    if layout.rows.is_cut and layout.rows.cells[-1] + 1 < layout.rows.size:
        canvas.put(left, layout.rows.length + 1, "┄" * wide, "edge")
    if layout.rows.first:
        canvas.put(6, 0, "┄" * max(wide - 6 + left, 1), "edge")


def _mark_cut(canvas: Canvas, view: View, y: int) -> None:
    """Draw a dotted line at each side where the input goes on."""
    if view.first:
        canvas.put(0, y, "┆", "edge")
    if view.is_cut and view.cells[-1] + 1 < view.size:
        canvas.put(1 + view.length, y, "┆", "edge")


def _sign(*, pads: bool, covered: bool, unseen: bool) -> tuple[str, Role]:
    if covered:
        return (KERNEL_ON_PADDING if pads else KERNEL), "kernel"
    if unseen:
        return UNSEEN, "unseen"
    return (PADDING, "padding") if pads else (INPUT, "input")


def _draw_output(
    canvas: Canvas, at: tuple[int, int], layout: Layout, left: int, shows_output: bool
) -> None:
    for y, output_row in enumerate(layout.output_rows.cells, 1):
        for x, output_column in enumerate(layout.output_columns.cells):
            sign, role = _output_sign((output_row, output_column), at)
            if role == "empty" and not shows_output:
                continue
            canvas.put(left + layout.pitch * x, y, sign, role)


def _output_sign(cell: tuple[int, int], at: tuple[int, int]) -> tuple[str, Role]:
    if cell == at:
        return NOW, "now"
    return (FILLED, "filled") if cell < at else (EMPTY, "empty")


def _text_rows(window: SlidingWindow, shows_output: bool, width: int) -> int:
    """Return the rows that the text takes in the last frame, which has the longest numbers.

    Every frame reserves as many, so that the grids do not move.
    """
    rows, columns = (View(0, 0, axis.padded) for axis in _plane(window))
    words = [
        caption(window, window.frames - 1, shows_output),
        *_legend(window, shows_output),
        _shown_part(rows, columns, shows_output),
    ]
    # One more for the dotted edge below a part.
    return 1 + sum(1 for text in words for _ in paragraph(text, width))


def _legend(window: SlidingWindow, shows_output: bool) -> list[str]:
    """Return the meaning of the signs that occur, and which cells no window reaches."""
    signs = [f"{KERNEL} {window.noun}", f"{INPUT} input"]
    if window.pads:
        signs += [f"{PADDING} padding", f"{KERNEL_ON_PADDING} {window.noun} on padding"]
    left = _unreached(window) if shows_output else ""
    if left:
        signs.append(f"{UNSEEN} in no window")
    signs.append(f"{NOW} being computed")
    sentences = [", ".join(signs) + "."]
    if left:
        sentences.append(left)
    return sentences


def _shown_part(rows: View, columns: View, shows_size: bool) -> str:
    """Return which part of the input is shown, in words."""
    if not shows_size:
        return "Only a part of the input is shown; it goes on beyond the dotted edges."
    seen = [
        f"{name} {view.first + 1}–{view.first + view.length} of {view.size}"
        for name, view in (("rows", rows), ("columns", columns))
        if view.is_cut
    ]
    return f"Only a part is shown, {' and '.join(seen)}; it goes on beyond the dotted edges."


def _unreached(window: SlidingWindow) -> str:
    """Return which cells no window reaches, in words; empty where there are none."""
    ends = []
    for name, axis in zip(AXIS_NAMES[len(window.axes)], window.axes, strict=True):
        count = axis.left_over
        if count > 0:
            ends.append(f"the last {name}" if count == 1 else f"the last {count} {name}s")
    if ends:
        where = " and ".join(ends)
        verb = "are" if len(ends) > 1 or where.endswith("s") else "is"
        return f"{where[0].upper()}{where[1:]} {verb} left over: no window fits there."
    if any(axis.stride > axis.reach and axis.positions > 1 for axis in window.axes):
        return "The stride is longer than the window: the cells between two windows are not used."
    return ""
