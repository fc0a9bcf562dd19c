"""Padding layers with PyTorch's arguments: the numbers go from the last axis to the first."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from quizengine.calculator.arguments import Argument, Real, whole
from quizengine.calculator.errors import LayerError
from quizengine.calculator.operation import Operation
from quizengine.calculator.operations.padding import Padding
from quizengine.calculator.shape import MAX_AXIS, Shape
from quizengine.calculator.symbols import AXES, AXIS_NAMES, Terms
from quizengine.calculator.torch.base import ChannelsFirst

_SIDES = ("left", "right", "top", "bottom", "front", "back")

_TERMS = Terms(
    **{f"P{axis.lower()}1": "padding before" for axis in AXIS_NAMES},
    **{f"P{axis.lower()}2": "padding after" for axis in AXIS_NAMES},
)


class _PerSide(Argument[tuple[int, ...]]):
    """A number, or one for each side, those of the last axis first; one below 0 cuts values off."""

    def checked(self, value: object, rank: int) -> tuple[int, ...]:
        """A number for each side."""
        sides = 2 * rank
        values = value if isinstance(value, (list, tuple)) else (value,) * sides
        if len(values) != sides:
            order = ", ".join(_SIDES[:sides])
            raise LayerError(
                f"{self.name} is a number or {sides} numbers ({order}), and has {len(values)}"
            )
        return tuple([whole(self.name, each, least=-MAX_AXIS) for each in values])


@lru_cache(maxsize=64)
def _padding(numbers: tuple[int, ...]) -> Padding:
    """Return the padding with these numbers, with its sides in the order of the axes."""
    sides = zip(numbers[-2::-2], numbers[::-2], strict=True)
    return Padding(tuple(sides), "what is put around the input is not learned", _TERMS)


class _Pad(
    ChannelsFirst, ranks={1: "ReplicationPad1d", 2: "ReplicationPad2d", 3: "ReplicationPad3d"}
):
    """The outermost values repeated before and after each axis; below 0, values cut off."""

    padding = _PerSide()

    def make_operation(self) -> Operation:
        """Return the padding."""
        return _padding(self.padding)

    def axes(self, shape: Shape) -> Iterator[tuple[str, int, tuple[int, int]]]:
        """Return the name and the size of each axis, and the padding before and after it."""
        names = [AXIS_NAMES[axis] for axis in AXES[self.rank]]
        return zip(names, map(int, shape), _padding(self.padding).sides, strict=False)


class _Filled(_Pad, ranks={1: "ZeroPad1d", 2: "ZeroPad2d", 3: "ZeroPad3d"}):
    """Zeros put before and after each axis; below 0, values cut off."""

    def check_input(self, *shapes: Shape) -> None:
        """Refuse to cut off more values than there are; PyTorch cuts off before it pads."""
        for name, size, (before, after) in self.axes(shapes[0]):
            cut = -min(before, 0) - min(after, 0)
            if cut > size:
                raise LayerError(f"{cut} values cannot be cut off an input {name} of {size}")


class _Constant(_Filled, ranks={1: "ConstantPad1d", 2: "ConstantPad2d", 3: "ConstantPad3d"}):
    """One stated value put before and after each axis."""

    value = Real()


class _Reflection(_Pad, ranks={1: "ReflectionPad1d", 2: "ReflectionPad2d", 3: "ReflectionPad3d"}):
    """The input mirrored at its ends."""

    spare = 1

    def check_input(self, *shapes: Shape) -> None:
        """Refuse a padding that needs more values than the input has."""
        for name, size, sides in self.axes(shapes[0]):
            if max(sides) > size - self.spare:
                raise LayerError(
                    f"{self.kind} takes up to {size - self.spare} values from an input {name} of "
                    f"{size}, and the padding is {max(sides)}"
                )


class _Circular(_Reflection, ranks={1: "CircularPad1d", 2: "CircularPad2d", 3: "CircularPad3d"}):
    """The input continued with its other end."""

    spare = 0
