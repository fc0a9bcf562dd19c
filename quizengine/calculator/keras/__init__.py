"""Keras's layers by their names in Keras: what each takes, gives and holds.

A layer is named once, where it is declared; `LAYERS` finds it there.
"""

from __future__ import annotations

from typing import Any

from quizengine.calculator.keras.base import LAYERS, KerasLayer

__all__ = ["LAYERS", "KerasLayer"]


def __getattr__(name: str) -> Any:
    if name not in LAYERS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return LAYERS[name]
