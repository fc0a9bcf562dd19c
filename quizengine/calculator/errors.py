"""What a framework would refuse."""

from __future__ import annotations


class LayerError(ValueError):
    """A layer that cannot be built, or cannot take this input; the message shows the numbers."""


def shown(value: object) -> str:
    """A value as a message shows it: on one line, and not too long."""
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
