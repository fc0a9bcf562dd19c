"""The question as it is read: its introduction and the part that is asked."""

from __future__ import annotations

from quizengine.practice.prose import blocks
from quizengine.tui.drawing import draw
from quizengine.tui.widgets.page import Page


class Prompt(Page):
    """Shows the Markdown of a question."""

    def pose(self, *texts: str) -> None:
        """Show these texts one after the other."""
        found = tuple(block for text in texts if text.strip() for block in blocks(text))
        self.show(lambda width: draw(found, width))
