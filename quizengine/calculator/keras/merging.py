"""Layers that join several inputs, with the arguments that Keras gives them."""

from __future__ import annotations

from quizengine.calculator.arguments import Custom, Flag, Whole
from quizengine.calculator.errors import LayerError
from quizengine.calculator.keras.base import KerasLayer, axis_or_axes
from quizengine.calculator.operation import Operation, check_inputs
from quizengine.calculator.operations.merging import Concatenation, Contraction, Merging
from quizengine.calculator.shape import Shape


class _Merge(KerasLayer, abstract=True):
    """The base of the layers that join any number of inputs value by value."""

    operation = Merging()


class Add(_Merge):
    """The sum of the inputs, value by value."""


class Subtract(_Merge):
    """The first input less the second, value by value."""

    def check_input(self, *shapes: Shape) -> None:
        """Refuse another number of inputs than two."""
        check_inputs(self.kind, 2, shapes)


class Multiply(_Merge):
    """The product of the inputs, value by value."""


class Average(_Merge):
    """The mean of the inputs, value by value."""


class Maximum(_Merge):
    """The larger of the inputs, value by value."""


class Minimum(_Merge):
    """The smaller of the inputs, value by value."""


class Concatenate(KerasLayer):
    """The inputs side by side along one axis; the other axes have to agree."""

    axis = Whole(-1, least=-8)

    def make_operation(self) -> Operation:
        """Return the concatenation."""
        return Concatenation(self.axis)


def _axes(name: str, value: object) -> int | tuple[int, ...]:
    if isinstance(value, (list, tuple)) and len(value) != 2:
        raise LayerError(f"axes are two, one of each input, not {len(value)}")
    return axis_or_axes(name, value)


class Dot(KerasLayer):
    """The product of two inputs, summed over an axis of each; its axes are those that are left."""

    axes = Custom(_axes)
    normalize = Flag(default=False)

    def make_operation(self) -> Operation:
        """Return the product; one axis is used for both inputs."""
        axes = self.axes if isinstance(self.axes, tuple) else (self.axes, self.axes)
        return Contraction(axes)
