"""PyTorch's layers by their names in `torch.nn`: what each takes, gives and holds.

A layer is named once, where it is declared; `LAYERS` finds it there.
"""

from __future__ import annotations

from typing import Any

from quizengine.calculator.torch.base import LAYERS, TorchLayer

__all__ = ["LAYERS", "TorchLayer"]


def __getattr__(name: str) -> Any:
    if name not in LAYERS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return LAYERS[name]
