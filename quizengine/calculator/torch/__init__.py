"""PyTorch's layers by their names in `torch.nn`: what each takes, gives and holds.

A layer is named once, where it is declared; `LAYERS` finds it there.
"""

from __future__ import annotations

from quizengine.calculator.torch.base import LAYERS

__all__ = ["LAYERS"]

__getattr__ = LAYERS.attribute
