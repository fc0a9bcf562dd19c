"""Layers and shapes: exact counts that know their formulas, workings and mistakes.

The layers themselves are in `calculator.keras` and `calculator.torch`, networks of them in
`calculator.network` and `calculator.sequential`.
"""

from __future__ import annotations

from quizengine.calculator.errors import LayerError
from quizengine.calculator.layer import AppliedLayer, Layer
from quizengine.calculator.quantity import CountFormula, Quantity, WrongAnswer, WrongFormula
from quizengine.calculator.shape import Shape, as_shape
from quizengine.calculator.working import Step, Working, working_of

__all__ = [
    "AppliedLayer",
    "CountFormula",
    "Layer",
    "LayerError",
    "Quantity",
    "Shape",
    "Step",
    "Working",
    "WrongAnswer",
    "WrongFormula",
    "as_shape",
    "working_of",
]
