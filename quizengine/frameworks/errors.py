"""What is wrong with a source text, with its line."""

from __future__ import annotations

from collections.abc import Iterable

from quizengine.calculator.errors import LayerError


class SourceError(LayerError):
    """Source text that is not understood, or that the framework would refuse, with its line.

    `line` counts from 1 in the text, or in one cell of a notebook, which `cell` then counts.
    """

    def __init__(self, message: str, line: int, cell: int = 0) -> None:
        super().__init__(
            f"cell {cell}, line {line}: {message}" if cell else f"line {line}: {message}"
        )
        self.reason = message
        self.line = line
        self.cell = cell


class Refused(LayerError):
    """A layer that is called as its framework takes it, with values that go together in none."""


def nearest(name: str, known: Iterable[str]) -> str:
    """`; did you mean ...?` with the known name most like this one, or nothing."""
    from difflib import get_close_matches

    if len(name) > 40:
        return ""
    candidates = {each.lower(): each for each in known if not each.startswith("_")}
    found = get_close_matches(name.lower(), candidates, 1, 0.6)
    return f"; did you mean `{candidates[found[0]]}`?" if found else ""


def brief(text: str, most: int = 60) -> str:
    """A text as a message shows it: printable, and not too long."""
    shown = "".join(char if char.isprintable() else "�" for char in text[: most + 1])
    return shown if len(shown) <= most else f"{shown[:most]}…"
