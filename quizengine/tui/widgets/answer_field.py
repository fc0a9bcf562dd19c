"""An input of one line without control characters."""

from __future__ import annotations

from textual.widgets import Input

from quizengine.practice.markdown import clean

LONGEST = 12_000
"""Characters that a field takes: no answer is nearly as long, and every key lays it out anew."""


class AnswerField(Input):
    """An input that removes control characters; the base class would draw them."""

    def validate_value(self, value: str) -> str:
        """Return a text without control characters and line ends; a paste may have any."""
        return clean(value[:LONGEST]).replace("\n", " ")

    def on_mount(self) -> None:
        """Stop the cursor blinking in tests, whose screens are compared."""
        self.cursor_blink = not self.app.is_headless
