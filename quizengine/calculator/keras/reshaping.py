"""Layers that repeat or rearrange the axes of an input, and learn nothing."""

from __future__ import annotations

from quizengine.calculator.arguments import Custom, DataFormat, Whole, whole
from quizengine.calculator.errors import LayerError, quoted
from quizengine.calculator.keras.base import KerasLayer
from quizengine.calculator.operation import Operation
from quizengine.calculator.operations import reshaping
from quizengine.calculator.shape import Shape


def _order(name: str, value: object) -> tuple[int, ...]:
    """Each of the axes 1, 2, … once."""
    if not isinstance(value, (list, tuple)):
        raise LayerError(f"{name} must be a list of axes, not {quoted(value)}")
    axes = tuple([whole(name, axis, least=0) for axis in value])
    if not axes or sorted(axes) != list(range(1, len(axes) + 1)):
        raise LayerError(f"{name} must have each of 1 to {len(axes)} once, not {quoted(axes)}")
    return axes


def _target(name: str, value: object) -> tuple[int, ...]:
    """Sizes, of which one may be -1."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = (value,)
    if not isinstance(value, (list, tuple)) or not 0 < len(value) <= 8:
        raise LayerError(f"{name} must be a list of sizes, not {quoted(value)}")
    axes = tuple([-1 if axis == -1 else whole(name, axis) for axis in value])
    if axes.count(-1) > 1:
        raise LayerError(f"only one axis of {name} can be -1")
    return axes


class Flatten(KerasLayer):
    """All axes in one row."""

    operation = reshaping.Flattening()

    data_format = DataFormat()


class RepeatVector(KerasLayer):
    """A vector, several times one after another."""

    n = Whole()

    def make_operation(self) -> Operation:
        """Return the repetition."""
        return reshaping.VectorRepetition(self.n)

    def check_input(self, *shapes: Shape) -> None:
        """Refuse an input that is no vector."""
        shape = shapes[0]
        if len(shape) != 1:
            raise LayerError(f"RepeatVector takes a vector, and {shape} has {len(shape)} axes")


class Permute(KerasLayer):
    """The axes in another order: `dims` names them, the first being 1."""

    dims = Custom(_order)

    def make_operation(self) -> Operation:
        """Return the permutation."""
        return reshaping.Permutation(self.dims)

    def check_input(self, *shapes: Shape) -> None:
        """Refuse an input with another number of axes than `dims`."""
        shape = shapes[0]
        if len(shape) != len(self.dims):
            raise LayerError(f"dims has {len(self.dims)} axes, and {shape} has {len(shape)}")


class Reshape(KerasLayer):
    """The same values in the same order, as a volume of other axes."""

    target_shape = Custom(_target)

    def make_operation(self) -> Operation:
        """Return the reshaping."""
        return reshaping.Reshaping(self.target_shape)

    def check_input(self, *shapes: Shape) -> None:
        """Refuse a target of another number of values than the input."""
        shape, target = shapes[0], self.target_shape
        values = int(shape.size)
        if not reshaping.fits(values, target):
            stated = reshaping.stated_size(target)
            raise LayerError(
                f"{shape} has {values} values, which cannot be arranged as "
                + "×".join(map(str, target))
                + (f" (a multiple of {stated})" if -1 in target else f" ({stated})")
            )
