"""Axes and sizes as arguments of PyTorch's functions, and as messages show them."""

from __future__ import annotations

from collections.abc import Iterable

from quizengine.calculator.errors import LayerError
from quizengine.frameworks.symbolic_tensors import BATCH, SymbolicTensor
from quizengine.frameworks.values import describe


def whole_numbers(values: Iterable[object], name: str) -> list[int]:
    """Return whole numbers that are given one by one or as a list. Raises LayerError."""
    given = list(values)
    if len(given) == 1 and isinstance(given[0], (list, tuple)):
        given = list(given[0])
    if any(not isinstance(each, int) or isinstance(each, bool) for each in given):
        raise LayerError(f"{name} takes whole numbers here")
    return [each for each in given if isinstance(each, int)]


def tensor_axis(tensor: SymbolicTensor, axis: object, name: str, more: int = 0) -> int:
    """Return the index of an axis, counted from the front. Raises LayerError."""
    if not isinstance(axis, int):
        raise LayerError(f"{name} takes the number of an axis, and this is {describe(axis)}")
    rank = len(tensor.axes) + more
    if not -rank <= axis < rank:
        raise LayerError(f"{name}: there is no axis {axis} among the {rank} of {axes_text(tensor)}")
    return axis % rank


def axes_text(tensor: SymbolicTensor) -> str:
    """Return the axes as PyTorch lists them, with N for the batch."""
    return "×".join("N" if axis is BATCH else str(axis) for axis in tensor.axes)
