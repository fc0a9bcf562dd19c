"""Padding layers with PyTorch's arguments: the numbers go from the last axis to the first."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import ClassVar

from quizengine.calculator.arguments import real, whole
from quizengine.calculator.errors import LayerError
from quizengine.calculator.keras.old_convolution import output_symbols
from quizengine.calculator.keras.passing import PADDED_DEPTH
from quizengine.calculator.layer import Symbols
from quizengine.calculator.quantity import Mistake, Quantity, Recipe
from quizengine.calculator.shape import MAX_AXIS, Shape
from quizengine.calculator.symbols import AXES, AXIS_NAMES
from quizengine.calculator.torch.base import OldChannelsFirst
from quizengine.calculator.windows import depth_recipe

_KEPT = depth_recipe("D", "padding keeps the channels")
_SIDES = {
    1: ("left", "right"),
    2: ("left", "right", "top", "bottom"),
    3: ("left", "right", "top", "bottom", "front", "back"),
}


class _Pad(OldChannelsFirst):
    """What the padding layers share: values put before and after each axis, or cut off."""

    expression_names: ClassVar[frozenset[str]] = frozenset({"name", "padding"})
    neutral = "what is put around the input is not learned"
    spare: ClassVar[int | None] = None
    """How many values of an axis cannot be put beside it; None where none are taken from it."""

    padding: tuple[int, ...]

    def __init__(self, padding: object) -> None:
        """Take PyTorch's argument: a number, or one for each side, those of the last axis first.

        Raises LayerError for anything else.
        """
        super().__init__()
        sides = 2 * self.rank
        values = padding if isinstance(padding, (list, tuple)) else (padding,) * sides
        if len(values) != sides:
            order = ", ".join(_SIDES[self.rank])
            raise LayerError(
                f"padding is a number or {sides} numbers ({order}), and has {len(values)}"
            )
        self._keep(padding=tuple([whole("padding", value, least=-MAX_AXIS) for value in values]))

    def _sides(self, place: int) -> tuple[int, int]:
        """What is put before and after a spatial axis."""
        last = 2 * (self.rank - 1 - place)
        return self.padding[last], self.padding[last + 1]

    def symbols(self, shape: Shape) -> Symbols:
        """The axes, and what is put before and after each: P where all are alike."""
        symbols = super().symbols(shape)
        if self._even:
            symbols["P"] = self.padding[0]
            return symbols
        for place, axis in enumerate(AXES[self.rank]):
            before, after = self._sides(place)
            symbols[f"P{axis.lower()}1"] = before
            symbols[f"P{axis.lower()}2"] = after
        return symbols

    @property
    def _even(self) -> bool:
        return len(set(self.padding)) == 1

    def _check_cut(self, size: int, sides: tuple[int, int], name: str) -> None:
        """Refuse to cut off more than there is, where PyTorch cuts before it fills."""

    def output(self, shape: Shape, symbols: Symbols) -> Shape:
        """The channels as they are, each spatial axis grown by what is put beside it."""
        axes = []
        for place, axis in enumerate(AXES[self.rank]):
            size, sides = shape[place], self._sides(place)
            if self.spare is not None and max(sides) > size - self.spare:
                raise LayerError(
                    f"{self.kind} takes up to {size - self.spare} values from an input "
                    f"{AXIS_NAMES[axis]} of {int(size)}, and the padding is {max(sides)}"
                )
            self._check_cut(size, sides, AXIS_NAMES[axis])
            quantity = Quantity(_padded_recipe(axis, self._even), symbols)
            if quantity < 1:
                raise LayerError(f"the output {AXIS_NAMES[axis]} would be {int(quantity)}")
            axes.append(quantity)
        depth = Quantity(PADDED_DEPTH if self._even else _KEPT, symbols)
        return Shape([*axes, depth], output_symbols(self.rank, "D"))


@lru_cache(maxsize=8)
def _padded_recipe(axis: str, even: bool) -> Recipe:
    label = f"output {AXIS_NAMES[axis]}"
    if not even:
        low = axis.lower()
        terms = {f"P{low}1": "padding before", f"P{low}2": "padding after"}
        return Recipe(label, f"{axis} + P{low}1 + P{low}2", terms=terms)
    once = Mistake(
        "padding-once",
        f"{axis} + P",
        "The padding is counted once; it lies on both sides of the axis.",
        when="P != 0",
    )
    return Recipe(label, f"{axis} + 2*P", (("2*P", "places of padding in all"),), (once,))


class _Filled(_Pad):
    def _check_cut(self, size: int, sides: tuple[int, int], name: str) -> None:
        cut = -sum(min(side, 0) for side in sides)
        if cut > size:
            raise LayerError(f"{cut} values cannot be cut off an input {name} of {int(size)}")


class _Constant(_Filled):
    value: Fraction

    def __init__(self, padding: object, value: object) -> None:
        """Take PyTorch's arguments. Raises LayerError for what PyTorch refuses."""
        super().__init__(padding)
        self._keep(value=real("value", value))


class _Reflection(_Pad):
    spare = 1


class _Circular(_Pad):
    spare = 0


class ZeroPad1d(_Filled):
    """Zeros before and after a `D×L` input."""

    rank = 1


class ZeroPad2d(_Filled):
    """Zeros around the height and width of a `D×H×W` input."""

    rank = 2


class ZeroPad3d(_Filled):
    """Zeros around the three axes of a `D×T×H×W` input."""

    rank = 3


class ConstantPad1d(_Constant):
    """One value before and after a `D×L` input."""

    rank = 1


class ConstantPad2d(_Constant):
    """One value around the height and width of a `D×H×W` input."""

    rank = 2


class ConstantPad3d(_Constant):
    """One value around the three axes of a `D×T×H×W` input."""

    rank = 3


class ReflectionPad1d(_Reflection):
    """A `D×L` input, mirrored at its ends."""

    rank = 1


class ReflectionPad2d(_Reflection):
    """A `D×H×W` input, mirrored at its sides."""

    rank = 2


class ReflectionPad3d(_Reflection):
    """A `D×T×H×W` input, mirrored at its sides."""

    rank = 3


class ReplicationPad1d(_Pad):
    """The outermost values of a `D×L` input, repeated."""

    rank = 1


class ReplicationPad2d(_Pad):
    """The outermost values of a `D×H×W` input, repeated."""

    rank = 2


class ReplicationPad3d(_Pad):
    """The outermost values of a `D×T×H×W` input, repeated."""

    rank = 3


class CircularPad1d(_Circular):
    """A `D×L` input, continued with its other end."""

    rank = 1


class CircularPad2d(_Circular):
    """A `D×H×W` input, continued with its other side."""

    rank = 2


class CircularPad3d(_Circular):
    """A `D×T×H×W` input, continued with its other side."""

    rank = 3
