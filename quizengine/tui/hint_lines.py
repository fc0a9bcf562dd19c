"""The open hints as Textual content."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from quizengine.practice.markdown import parse_markdown
from quizengine.tui.text_layout import draw, hanging


def hint_lines(hints: Sequence[str], count: int, width: int) -> list[Content]:
    """Return the lines of the first `count` of the hints at a width, each with its number."""
    lines: list[Content] = []
    for number, hint in enumerate(hints[:count], 1):
        label = Content.styled(f"Hint {number} of {len(hints)}  ", "bold $text-warning")
        lines.extend(hanging(label, draw(parse_markdown(hint), width - label.cell_length)))
    return lines
