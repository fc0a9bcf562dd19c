"""Layers, shapes and networks: exact counts that know their formulas, workings and mistakes.

The layers themselves are in `calculator.keras` and `calculator.torch`.
"""

from __future__ import annotations

from quizengine.calculator.errors import LayerError
from quizengine.calculator.layer import AppliedLayer, Layer
from quizengine.calculator.network import Network
from quizengine.calculator.quantity import CountFormula, Quantity, WrongAnswer, WrongFormula
from quizengine.calculator.sequential import Sequential
from quizengine.calculator.shape import Shape, as_shape
from quizengine.calculator.working import Step, Working, working_of, working_of_expression

__all__ = [
    "AppliedLayer",
    "CountFormula",
    "Layer",
    "LayerError",
    "Network",
    "Quantity",
    "Sequential",
    "Shape",
    "Step",
    "Working",
    "WrongAnswer",
    "WrongFormula",
    "as_shape",
    "working_of",
    "working_of_expression",
]
