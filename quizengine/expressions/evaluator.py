"""The types of evaluation: the values of names, and functions that compute a value from them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

Names = Mapping[str, object]
"""The values of names."""

Evaluator = Callable[[Names], object]
"""A function that computes the value of an expression from the values of its names."""
