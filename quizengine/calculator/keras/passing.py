"""Layers that pass values on: inputs, the identity, masking and rescaling."""

from __future__ import annotations

from quizengine.calculator.arguments import Custom, Real
from quizengine.calculator.errors import LayerError
from quizengine.calculator.keras.base import KerasLayer, number_or_numbers
from quizengine.calculator.operations.pointwise import PointwiseMap
from quizengine.calculator.shape import UNKNOWN, Shape, as_shape


def _stated(_name: str, value: object) -> Shape:
    """A shape, in which the size of an axis that is not known is None."""
    return as_shape(value, 0, unknown=True)


class Input(KerasLayer):
    """The shape that goes in, without the batch; an axis of unknown size is None."""

    operation = PointwiseMap("the input only states a shape", in_place=False)
    trainable = True

    shape = Custom(_stated)

    def check_input(self, *shapes: Shape) -> None:
        """Refuse another shape than the stated one."""
        given = shapes[0]
        agrees = [
            axis is UNKNOWN or axis == size for axis, size in zip(self.shape, given, strict=False)
        ]
        if len(given) != len(self.shape) or not all(agrees):
            raise LayerError(f"the input is {self.shape}, and {given} was given")


class Identity(KerasLayer):
    """The input as it is."""

    operation = PointwiseMap("it hands its input on")


class Masking(KerasLayer):
    """Marks the steps of a sequence that later layers leave out."""

    operation = PointwiseMap("masking only marks steps")
    least_rank = 1

    mask_value = Real(0)


class Rescaling(KerasLayer):
    """Each value multiplied by a fixed scale, and moved by a fixed offset."""

    # Not in place: it mostly makes floats of whole numbers, which need more bytes.
    operation = PointwiseMap("scale and offset are given, not learnt", in_place=False)

    scale = Custom(number_or_numbers)
    offset = Custom(number_or_numbers, 0)
