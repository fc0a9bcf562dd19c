"""The help of a screen: what it is for, and its keys; and the base of screens that have one."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen, Screen

from quizengine.tui.text_layout import hanging, wrapped
from quizengine.tui.widgets.reflow_text import ReflowText

KEY_COLUMN = 14


class HelpedScreen(Screen[None]):
    """A screen with a help text; it posts `Left` when the student leaves it."""

    HELP: ClassVar[str]

    class Left(Message):
        """The student goes back to the screen below; the state of this one is kept."""

    def action_help(self) -> None:
        """Show the help."""
        self.app.push_screen(HelpScreen(self.HELP, self))


class HelpScreen(ModalScreen[None]):
    """Shows a help text and the keys of the screen below."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,f1,q", "dismiss", "Close", show=False),
    ]

    def __init__(self, text: str, below: Screen[None]) -> None:
        super().__init__()
        self._text = text
        self._keys = _keys_of(below)

    def compose(self) -> ComposeResult:
        """Lay out the text in a box that scrolls."""
        with VerticalScroll(id="help") as box:
            box.border_title = Content("Help")
            box.border_subtitle = Content("Esc closes")
            yield ReflowText(self._lines)

    def _lines(self, width: int) -> list[Content]:
        lines = [line for part in self._text.split("\n") for line in wrapped(Content(part), width)]
        lines.append(Content(""))
        for key, does in self._keys:
            label = Content.styled(key.ljust(KEY_COLUMN - 1) + " ", "bold $text-accent")
            lines.extend(hanging(label, wrapped(Content(does), width - KEY_COLUMN)))
        return lines


def _keys_of(screen: Screen[None]) -> list[tuple[str, str]]:
    """Return the keys that a screen declares, then those of the app."""
    found: dict[str, str] = {}
    for declared in (screen.BINDINGS, screen.app.BINDINGS):
        for binding in declared:
            if isinstance(binding, Binding) and binding.description:
                shown = binding.key_display or binding.key.split(",")[0]
                if shown.startswith("f") and shown[1:].isdigit():
                    shown = shown.upper()
                found.setdefault(shown, binding.description)
    return list(found.items())
