"""The working, opened piece by piece."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from quizengine.practice.explanation import ExplanationPiece
from quizengine.practice.markdown import clean, parse_markdown
from quizengine.tui.text_layout import QUIET, draw, hanging, wrapped
from quizengine.tui.widgets.reflow_text import ReflowText

NOTE_WIDTH = 26
"""Least width of a note that stands beside its line rather than below it."""


class WorkingPane(ReflowText):
    """Shows the open pieces, the notes in a column of their own where there is room."""

    newest = 0
    """The row of the first piece that was opened last."""

    def __init__(self) -> None:
        super().__init__(id="working")
        self._shown_before = 0
        self._count = 0

    def open(self, pieces: Sequence[ExplanationPiece], count: int) -> None:
        """Show the first `count` of the pieces, and how many are left."""
        if not count:
            self._count = 0
            self.show(None)
            return
        if count != self._count:
            self._shown_before, self._count = min(self._count, count - 1), count
        self.show(lambda width: self._lines(pieces, count, width))

    def _lines(self, pieces: Sequence[ExplanationPiece], count: int, width: int) -> list[Content]:
        shown = pieces[:count]
        lines = [Content.styled("Working", "bold $text-primary")]
        longest = max((len(piece.text) for piece in shown if piece.note), default=0)
        for index, piece in enumerate(shown):
            if index == self._shown_before:
                self.newest = len(lines) if index else 0
            if piece.prose:
                lines.extend(draw(parse_markdown(piece.text), width))
            else:
                last = index + 1 == len(pieces)
                lines.extend(step_lines(piece, longest, width, "bold" if last else ""))
        left = len(pieces) - count
        if left:
            more = f"{left} more step{'s' if left > 1 else ''}: F4 shows the next, shift+F4 all"
            lines.extend(wrapped(Content.styled(more, QUIET), width))
        return lines


def step_lines(piece: ExplanationPiece, longest: int, width: int, style: str = "") -> list[Content]:
    """Return the lines of a piece, its note beside it where the `longest` leaves room for one."""
    text = Content.styled(clean(piece.text), style)
    note = Content.styled(clean(piece.note), QUIET)
    margin = 2
    room = width - margin - longest - 3
    if note and room >= NOTE_WIDTH:
        body = wrapped(note, room)
        left = text.pad_right(max(longest - text.cell_length, 0) + 3)
        return hanging(Content(" " * margin) + left, body)
    lines = hanging(Content(" " * margin), wrapped(text, width - margin))
    if note:
        lines += hanging(Content(" " * (margin + 2)), wrapped(note, width - margin - 2))
    return lines
