"""What layers that are not spelled by declared arguments yet take from convolutions."""

from __future__ import annotations

from quizengine.calculator.errors import LayerError
from quizengine.calculator.operations.kernels import output_symbols
from quizengine.calculator.shape import Shape, axis_names

__all__ = ["check_rank", "output_symbols"]


def check_rank(kind: str, shape: Shape, rank: int) -> None:
    """Refuse an input with another number of axes. Raises LayerError."""
    if len(shape) != rank + 1:
        order = "×".join(axis_names(rank + 1))
        raise LayerError(f"{kind} takes an input {order}, and {shape} has {len(shape)} axes")
