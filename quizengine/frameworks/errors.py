"""Errors in a source text, with their line."""

from __future__ import annotations

from quizengine.calculator.errors import LayerError, did_you_mean

__all__ = ["RefusedValues", "SourceError", "brief", "did_you_mean"]


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


class RefusedValues(LayerError):
    """A call of a layer with known arguments, whose values the layer does not take."""


def brief(text: str, most: int = 60) -> str:
    """Return a text as a message shows it: printable, and not too long."""
    shown = "".join(char if char.isprintable() else "�" for char in text[: most + 1])
    return shown if len(shown) <= most else f"{shown[:most]}…"
