"""Fully connected layers, with the arguments that Keras gives them."""

from __future__ import annotations

from quizengine.calculator.arguments import ActivationName, Flag, Whole
from quizengine.calculator.keras.base import KerasLayer
from quizengine.calculator.operation import Operation
from quizengine.calculator.operations import dense


class Dense(KerasLayer):
    """A fully connected layer: every unit sees every value along the input's last axis."""

    units = Whole()
    activation = ActivationName(None)
    use_bias = Flag(default=True)

    def make_operation(self) -> Operation:
        """Return the fully connected layer."""
        return dense.AffineMap(self.units, self.use_bias, dense.KERAS_TERMS)
