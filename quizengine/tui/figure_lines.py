"""Figures as Textual content, with a colour for each role; a figure is clear without them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from quizengine.tui.text_layout import QUIET

if TYPE_CHECKING:
    from quizengine.practice.pictures.figure import Figure, Role

STYLES: dict[Role, str] = {
    "label": "bold",
    "note": QUIET,
    "edge": "$text-primary",
    "arrow": QUIET,
    "padding": QUIET,
    "kernel": "bold $text-accent",
    "unseen": "$text-error",
    "filled": "$text-success",
    "empty": QUIET,
    "now": "bold $text-warning",
    "mark": "$text-accent",
    "unknown": QUIET,
}
"""The style of each role that is not plain."""


def figure_lines(figure: Figure) -> list[Content]:
    """Return the lines of a figure, shown literally."""
    return [
        Content.assemble(*((run.text, STYLES.get(run.role, "")) for run in line))
        for line in figure.lines
    ]
