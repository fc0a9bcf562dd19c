"""The hints that are open."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from quizengine.practice.prose import blocks
from quizengine.tui.drawing import draw, hanging
from quizengine.tui.widgets.page import Page


class Hints(Page):
    """Shows the hints opened so far, each with its number."""

    def open(self, hints: Sequence[str], count: int) -> None:
        """Show the first `count` of the hints."""
        if not count:
            self.show(None)
            return
        found = [blocks(hint) for hint in hints[:count]]

        def lines(width: int) -> list[Content]:
            drawn: list[Content] = []
            for number, hint in enumerate(found, 1):
                label = Content.styled(f"Hint {number} of {len(hints)}  ", "bold $text-warning")
                drawn.extend(hanging(label, draw(hint, width - label.cell_length)))
            return drawn

        self.show(lines)
