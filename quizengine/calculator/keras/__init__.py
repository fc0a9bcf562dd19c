"""Keras's layers by their names in Keras: what each takes, gives and holds.

A layer is named once, where it is declared: `LAYERS` has all that the modules declare.
"""

from __future__ import annotations

from typing import Any

from quizengine.calculator.keras import (
    activations,
    attention,
    convolution,
    dense,
    depthwise,
    dropout,
    embedding,
    locally_connected,
    merging,
    normalization,
    padding,
    passing,
    plain_attention,
    pooling,
    recurrent,
    reshaping,
    resizing,
    separable,
    transposed,
    wrappers,
)
from quizengine.calculator.keras.base import LAYERS, KerasLayer

__all__ = ["LAYERS", "KerasLayer"]


def __getattr__(name: str) -> Any:
    if name not in LAYERS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return LAYERS[name]
