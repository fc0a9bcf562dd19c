"""The names of layers in a network, where their author gave them none."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quizengine.calculator.errors import LayerError, quoted
from quizengine.calculator.layer import Layer


def unique_names(layers: Sequence[Layer]) -> list[str]:
    """Return each layer's own name, or the one that Keras would give it: conv2d, conv2d_1, …

    Raises LayerError if two layers have the same name.
    """
    names: list[str] = []
    counts: dict[str, int] = {}
    for layer in layers:
        name = layer.name or numbered_name(snake_case(layer.kind), counts)
        if name in names:
            raise LayerError(f"two layers are called {quoted(name)}")
        names.append(name)
    return names


def numbered_name(stem: str, counts: dict[str, int]) -> str:
    """Return the next name with this stem, as Keras numbers them: conv2d, conv2d_1, …"""
    number = counts.get(stem, 0)
    counts[stem] = number + 1
    return f"{stem}_{number}" if number else stem


def snake_case(kind: str) -> str:
    """Return a class name as Keras turns it into a layer name: MaxPooling2D, max_pooling2d."""
    spaced = re.sub(r"(.)([A-Z][a-z]+)", r"\1_\2", kind)
    return re.sub(r"([a-z])([A-Z])", r"\1_\2", spaced).lower()
