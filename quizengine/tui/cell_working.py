"""The working of the cell under the cursor."""

from __future__ import annotations

from textual.content import Content

from quizengine.practice.explanation import ExplanationPiece
from quizengine.practice.markdown import clean
from quizengine.tui.layer_sheet import SheetCell, sections
from quizengine.tui.text_layout import QUIET, wrapped
from quizengine.tui.widgets.working_pane import step_lines

LONGEST_STEP = 44
"""Widest step with a note beside it; a wider one has its note below."""


def working_lines(cell: SheetCell, width: int) -> list[Content]:
    """Return the lines of a cell's working at a width; a hint where the cell has no working."""
    if cell.value is None:
        advice = "Move to a number or a shape: its working is shown here."
        return wrapped(Content.styled(advice, QUIET), width)
    lines: list[Content] = []
    for section in sections(cell):
        if lines:
            lines.append(Content(""))
        lines.extend(wrapped(Content.styled(clean(section.title), "bold $text-primary"), width))
        pieces = [ExplanationPiece(step.text, step.note) for step in section.steps]
        longest = max((len(piece.text) for piece in pieces if piece.note), default=0)
        for index, piece in enumerate(pieces, 1):
            style = "bold" if index == len(pieces) > 1 else ""
            lines.extend(step_lines(piece, min(longest, LONGEST_STEP), width, style))
    return lines
