"""Keras's layers by their names in Keras: what each takes, gives and holds.

A layer is named once, where it is declared; `LAYERS` finds it there.
"""

from __future__ import annotations

from quizengine.calculator.keras.base import LAYERS, KerasLayer

__all__ = ["LAYERS", "KerasLayer"]

__getattr__ = LAYERS.attribute
