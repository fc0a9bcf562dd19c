"""Keras's layers by their names in Keras: what each takes, gives and holds.

A layer is named once, where it is declared; `LAYERS` finds it there. `Sequential` is the network
of layers one after another.
"""

from __future__ import annotations

from typing import Any

from quizengine.calculator.keras.base import LAYERS

__all__ = ["LAYERS", "Sequential"]


def __getattr__(name: str) -> Any:
    # A network has an input, which is a layer, so Sequential is imported when it is used.
    if name == "Sequential":
        from quizengine.calculator.sequential import Sequential

        return Sequential
    return LAYERS.attribute(name)
