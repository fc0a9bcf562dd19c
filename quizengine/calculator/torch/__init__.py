"""PyTorch's layers by their names in `torch.nn`: what each takes, gives and holds.

A layer is named once, where it is declared: `LAYERS` has all that the modules declare.
"""

from __future__ import annotations

from typing import Any

from quizengine.calculator.torch import (
    activations,
    adaptive,
    attention,
    convolution,
    dropout,
    layer_norm,
    linear,
    normalization,
    padding,
    pooling,
    recurrent,
    reshaping,
    transposed,
    upsampling,
)
from quizengine.calculator.torch.base import LAYERS, TorchLayer

__all__ = ["LAYERS", "TorchLayer"]


def __getattr__(name: str) -> Any:
    if name not in LAYERS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return LAYERS[name]
