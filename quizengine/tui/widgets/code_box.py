"""A text area for source text, with an error message at its line."""

from __future__ import annotations

from rich.text import Text
from textual import events
from textual.content import Content
from textual.message import Message
from textual.widgets import TextArea
from textual.widgets.text_area import Edit, EditResult

from quizengine.practice.markdown import clean
from quizengine.tui.source_files import too_long

LEAST_NOTE = 12
"""Cells that a note needs to stand at its line; with fewer there is only its sign."""


class CodeBox(TextArea):
    """A text area without control characters, with one note at one line."""

    COMPONENT_CLASSES = {"code-box--note"}

    class TooLong(Message):
        """More was pasted than the box takes; `fault` says what is too long."""

        def __init__(self, fault: str) -> None:
            super().__init__()
            self.fault = fault

    def __init__(self, placeholder: str, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(
            id=id,
            show_line_numbers=True,
            compact=True,
            tab_behavior="focus",
            highlight_cursor_line=False,
            placeholder=Content(placeholder),
        )
        self._note_line = -1
        self._note = ""

    def on_mount(self) -> None:
        """Stop the cursor blinking in tests, whose screens are compared."""
        self.cursor_blink = not self.app.is_headless

    def note(self, line: int, text: str) -> None:
        """Show a note at a line, counted from 1; line 0 removes it."""
        if (line - 1, text) != (self._note_line, self._note):
            self._note_line, self._note = line - 1, text
            # Drawn lines are cached until the style changes.
            self.notify_style_update()
            self.refresh()

    def go_to(self, line: int) -> None:
        """Put the cursor at a line, counted from 1."""
        self.move_cursor((max(min(line, self.document.line_count) - 1, 0), 0), center=True)
        self.focus()

    def fill(self, text: str) -> None:
        """Replace the text, as one step of the undo history."""
        self.history.checkpoint()
        self.replace(text, (0, 0), self.document.end)
        self.history.checkpoint()
        self.move_cursor((0, 0))

    def edit(self, edit: Edit) -> EditResult:
        """Apply an edit, without control characters in the new text."""
        edit.text = plain_code(edit.text)
        return super().edit(edit)

    def get_line(self, line_index: int) -> Text:
        """Return a line, followed by its note."""
        line = super().get_line(line_index)
        if line_index == self._note_line:
            width = self.wrap_width or self.size.width
            room = width - line.cell_len % max(width, 1) - 3
            note = self._note if len(self._note) <= room else f"{self._note[: room - 1]}…"
            text = f"  ✘ {note}" if room >= LEAST_NOTE + 2 else " ✘"
            line.append(text, self.get_component_rich_style("code-box--note"))
        return line

    def on_paste(self, event: events.Paste) -> None:
        """Refuse a paste that is so long that laying it out takes seconds."""
        fault = too_long(event.text)
        if fault:
            event.prevent_default()
            event.stop()
            self.post_message(self.TooLong(fault))

    def on_key(self, event: events.Key) -> None:
        """Indent a new line like the last one, and further after a colon or an opening bracket."""
        if event.key != "enter":
            return
        event.prevent_default()
        event.stop()
        row, column = min(self.selection)
        before = self.document.get_line(row)[:column]
        inset = before[: len(before) - len(before.lstrip())]
        inset += "    " if before.rstrip().endswith((":", "(", "[", "{")) else ""
        self.replace("\n" + inset, *sorted(self.selection), maintain_selection_offset=False)


def plain_code(text: str) -> str:
    """Return a source text with line ends as `\\n` and without control characters."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\t" in text:
        text = text.expandtabs(8)
    return clean(text)
