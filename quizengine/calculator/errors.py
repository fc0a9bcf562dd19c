"""What a framework would refuse."""

from __future__ import annotations


class LayerError(ValueError):
    """A layer that cannot be built, or cannot take this input; the message shows the numbers."""
