"""An input for one line that holds only what can be shown."""

from __future__ import annotations

from textual.widgets import Input

from quizengine.practice.markdown import clean

LONGEST = 12_000
"""Characters that a field takes; no answer is nearly as long, and every key lays the text out."""


class AnswerField(Input):
    """An input without control characters, however they come in; the base class draws them."""

    def validate_value(self, value: str) -> str:
        """Return a text as the field takes it: what is pasted may hold anything."""
        return clean(value[:LONGEST]).replace("\n", " ")

    def on_mount(self) -> None:
        """Keep the cursor still where nobody looks: a blinking one cannot be compared."""
        self.cursor_blink = not self.app.is_headless
