"""Layers, shapes and networks: exact counts that know their formulas, workings and mistakes.

The layers themselves are in `calculator.keras` and `calculator.torch`.
"""

from __future__ import annotations

from quizengine.calculator.errors import LayerError
from quizengine.calculator.layer import Applied, Layer
from quizengine.calculator.network import Network
from quizengine.calculator.quantity import Mistake, Mistaken, Quantity, Recipe
from quizengine.calculator.sequential import Sequential
from quizengine.calculator.shape import Shape, as_shape
from quizengine.calculator.working import Step, Working, working_of, working_of_expression

__all__ = [
    "Applied",
    "Layer",
    "LayerError",
    "Mistake",
    "Mistaken",
    "Network",
    "Quantity",
    "Recipe",
    "Sequential",
    "Shape",
    "Step",
    "Working",
    "as_shape",
    "working_of",
    "working_of_expression",
]
