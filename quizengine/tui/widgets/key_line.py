"""The line of keys at the bottom: what each key does now; a click does the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from textual.content import Content
from textual.widget import Widget


class KeyHint(NamedTuple):
    """A key, what it does in a word or two, and the action that a click runs.

    `short` is a shorter wording, for a line that has no room for all keys.
    """

    key: str
    does: str
    action: str
    short: str = ""


class KeyLine(Widget):
    """Shows as many keys as fit, in order of importance."""

    DEFAULT_CSS = """
    KeyLine {
        dock: bottom; height: 1; width: 1fr; padding: 0 1;
        background: $panel; color: $foreground;
        link-style: none; link-color: $foreground; link-background: $panel;
        link-style-hover: reverse; link-color-hover: $foreground; link-background-hover: $panel;
    }
    """

    def __init__(self) -> None:
        super().__init__(id="keys", markup=False)
        self._keys: tuple[KeyHint, ...] = ()

    def show(self, keys: Iterable[KeyHint]) -> None:
        """Show these keys."""
        keys = tuple(keys)
        if keys != self._keys:
            self._keys = keys
            self.refresh()

    def render(self) -> Content:
        """Return the keys that fit, closer and shorter where needed; the last one always."""
        room, gap = self.content_size.width, 2
        shown = fitting(self._keys, room, gap)
        if len(shown) < len(self._keys):
            gap = 1
            shown = _shortened(self._keys, room, gap)
        # Only the program's own texts are markup here.
        return Content(" " * gap).join(
            Content.from_markup(f"[@click={key.action}][$text-accent b]{key.key}[/] {key.does}[/]")
            for key in shown
        )


def fitting(keys: Sequence[KeyHint], room: int, gap: int) -> list[KeyHint]:
    """Return the first keys that fit into `room` cells, and always the last one."""
    if not keys:
        return []
    *others, last = keys
    room -= _width(last)
    shown: list[KeyHint] = []
    for key in others:
        room -= _width(key) + gap
        if room < 0:
            break
        shown.append(key)
    return [*shown, last]


def _shortened(keys: Sequence[KeyHint], room: int, gap: int) -> list[KeyHint]:
    """Return the keys that fit with some in their short wording, if that makes more of them fit.

    The last keys are shortened first, and no more of them than needed.
    """
    shown = fitting(keys, room, gap)
    shortened = list(keys)
    for index in reversed(range(len(shortened))):
        if len(shown) == len(shortened):
            break
        shortened[index] = shortened[index]._replace(
            does=shortened[index].short or shortened[index].does
        )
        fit = fitting(shortened, room, gap)
        if len(fit) > len(shown):
            shown = fit
    return shown


def _width(key: KeyHint) -> int:
    return len(key.key) + 1 + len(key.does)
