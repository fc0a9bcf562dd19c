"""PyTorch's layers by their names in `torch.nn`: what each takes, gives and holds.

A layer is named once, where it is declared; `LAYERS` finds it there.
"""

from __future__ import annotations

from quizengine.calculator.torch.base import LAYERS, TorchLayer

__all__ = ["LAYERS", "TorchLayer"]

__getattr__ = LAYERS.attribute
