"""Activation functions that are layers of their own; only one of them learns."""

from __future__ import annotations

from fractions import Fraction

from quizengine.calculator.arguments import ActivationName, Custom, Ignored, Real
from quizengine.calculator.errors import LayerError
from quizengine.calculator.keras.base import KerasLayer, axis_or_axes
from quizengine.calculator.operation import Operation
from quizengine.calculator.operations.pointwise import ACTIVATION, SlopePerPosition
from quizengine.calculator.shape import Shape


def _axes(name: str, value: object) -> tuple[int, ...]:
    axes = axis_or_axes(name, () if value is None else value)
    return axes if isinstance(axes, tuple) else (axes,)


class _Activation(KerasLayer, abstract=True):
    """An activation function: what it is set to changes no count."""

    operation = ACTIVATION


class Activation(_Activation):
    """An activation function by its name, applied to each value alone; None is linear."""

    activation = ActivationName()


class ReLU(_Activation):
    """max(0, x)."""

    max_value = Real(None, least=0)
    negative_slope = Real(0, least=0)
    threshold = Real(0, least=0)


class LeakyReLU(_Activation):
    """x where positive, otherwise a fixed small share of it."""

    positional = 1

    negative_slope = Real(Fraction(3, 10))
    alpha = Real(None)
    """The older word for `negative_slope`."""

    def check_arguments(self) -> None:
        """Use a value given as `alpha` as the slope, as Keras does."""
        if self.alpha is not None:
            self.__dict__.update(negative_slope=self.alpha, alpha=None)


class ELU(_Activation):
    """x where positive, otherwise an exponential that levels off."""

    alpha = Real(1)


class ThresholdedReLU(_Activation):
    """x above a threshold, otherwise 0; as in Keras 2."""

    theta = Real(1, least=0)


class Softmax(_Activation):
    """Values turned into shares that sum to 1, along an axis or several."""

    axis = Custom(axis_or_axes, -1)


class PReLU(KerasLayer):
    """x where positive, otherwise x times a slope learned for each position of the input."""

    alpha_initializer = Ignored()
    alpha_regularizer = Ignored()
    alpha_constraint = Ignored()
    shared_axes = Custom(_axes, ())

    def make_operation(self) -> Operation:
        """Return the slopes; like Keras, subtract 1 for the batch from negative axes too."""
        return SlopePerPosition(tuple([axis - 1 for axis in self.shared_axes]))

    def check_input(self, *shapes: Shape) -> None:
        """Refuse shared axes that the input does not have."""
        shape = shapes[0]
        for axis in self.shared_axes:
            if not -len(shape) < axis <= len(shape):
                raise LayerError(
                    f"shared_axes names axis {axis}, and {shape} has axes 1 to {len(shape)}"
                )
