"""Layers that learn nothing: they hand values on, in one row, padded or as they are."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import ClassVar

from quizengine.calculator.arguments import pairs_per_axis, real
from quizengine.calculator.errors import LayerError
from quizengine.calculator.keras.old_convolution import check_rank, output_symbols
from quizengine.calculator.layer import Symbols
from quizengine.calculator.old_layer import OldLayer
from quizengine.calculator.quantity import Mistake, Quantity, Recipe
from quizengine.calculator.shape import UNKNOWN, Shape, as_shape
from quizengine.calculator.symbols import AXES, AXIS_NAMES
from quizengine.calculator.windows import depth_recipe

_KEPT = depth_recipe("D", "padding keeps the channels")
_DEPTH_PADDED = Mistake(
    "depth-padded",
    "D + 2*P",
    "The padding was added to the depth; it lies along the other axes only.",
    when="P != 0",
    seen="options in a deeplearning.ai quiz",
    minor=True,
)
PADDED_DEPTH = depth_recipe(
    "D",
    "padding keeps the channels",
    (_DEPTH_PADDED, _DEPTH_PADDED._replace(id="depth-padded-once", formula="D + P")),
)
"""The depth that padding keeps, where the padding is the same on all sides."""


class Input(OldLayer):
    """The shape that goes in, without the batch."""

    neutral = "the input only states a shape"
    least_rank = 0

    shape: Shape

    def __init__(self, shape: object, name: object = None) -> None:
        """Take Keras's arguments; an axis of unknown size is None.

        Raises LayerError unless the shape is a list of sizes.
        """
        super().__init__(name)
        self._keep(shape=as_shape(shape, 0, unknown=True))

    def symbols(self, shape: Shape) -> Symbols:
        """The axes. Raises LayerError where another shape comes in."""
        wanted = [
            size if axis is UNKNOWN else axis for axis, size in zip(self.shape, shape, strict=False)
        ]
        if len(shape) != len(self.shape) or list(shape) != wanted:
            raise LayerError(f"the input is {self.shape}, and {shape} was given")
        return super().symbols(shape)


class Flatten(OldLayer):
    """All axes in one row."""

    neutral = "flattening only rearranges values"
    least_rank = 0

    def __init__(
        self, data_format: object = None, name: object = None, trainable: object = True
    ) -> None:
        """Take Keras's arguments. Raises LayerError for what Keras refuses."""
        super().__init__(name, trainable)
        self._keep_format(data_format)

    def output(self, shape: Shape, symbols: Symbols) -> Shape:
        """One axis, as long as the input is large."""
        length = Quantity(_flat_recipe(tuple(symbols)), symbols)
        return Shape([length], ("n",))


@lru_cache(maxsize=32)
def _flat_recipe(axes: tuple[str, ...]) -> Recipe:
    mistakes: tuple[Mistake, ...] = ()
    if len(axes) > 1:
        mistakes = (
            Mistake(
                "channels-forgotten",
                "*".join(axes[:-1]),
                "The channels are left out: flattening keeps every value.",
                when=f"{axes[-1]} > 1",
            ),
            Mistake(
                "flatten-forgotten",
                axes[-1],
                "These are the channels alone, as if nothing were flattened: every place of every "
                "channel comes into the row.",
                when=f"{'*'.join(axes[:-1])} > 1",
                seen="a question on Stack Overflow: Dense on an unflattened volume",
                minor=True,
            ),
            Mistake(
                "axes-added",
                " + ".join(axes),
                "The axes were added; they are multiplied.",
                minor=True,
            ),
        )
    return Recipe("flat length", "*".join(axes) or "1", (), mistakes)


class Identity(OldLayer):
    """The input as it is."""

    neutral = "it hands its input on"
    least_rank = 0

    def __init__(self, name: object = None, trainable: object = True) -> None:
        """Take Keras's arguments."""
        super().__init__(name, trainable)


class Masking(OldLayer):
    """Marks the steps of a sequence that later layers leave out."""

    neutral = "masking only marks steps"

    mask_value: Fraction = Fraction(0)

    def __init__(
        self, mask_value: object = 0, name: object = None, trainable: object = True
    ) -> None:
        """Take Keras's arguments. Raises LayerError unless the value is a number."""
        super().__init__(name, trainable)
        self._keep_changed(mask_value=real("mask_value", mask_value))


class Rescaling(OldLayer):
    """Each value multiplied by a fixed scale, and moved by a fixed offset."""

    neutral = "scale and offset are given, not learnt"
    least_rank = 0

    scale: object
    offset: object = Fraction(0)

    def __init__(
        self,
        scale: object,
        offset: object = 0,
        name: object = None,
        trainable: object = True,
    ) -> None:
        """Take Keras's arguments: a number, or one for each channel.

        Raises LayerError unless they are numbers.
        """
        super().__init__(name, trainable)
        self._keep(scale=_numbers("scale", scale))
        self._keep_changed(offset=_numbers("offset", offset))


def _numbers(name: str, value: object) -> Fraction | tuple[Fraction, ...]:
    if isinstance(value, (list, tuple)):
        return tuple([real(name, item) for item in value])
    return real(name, value)


class ZeroPadding(OldLayer):
    """What the padding layers share: zeros around the spatial axes; the channels stay."""

    expression_names: ClassVar[frozenset[str]] = frozenset({"name", "padding"})
    neutral = "the zeros are fixed"
    rank: ClassVar[int]

    padding: tuple[tuple[int, int], ...]

    def __init__(
        self,
        padding: object = 1,
        data_format: object = None,
        name: object = None,
        trainable: object = True,
    ) -> None:
        """Take Keras's arguments: a number, one per axis, or a pair per axis.

        Raises LayerError for anything else.
        """
        super().__init__(name, trainable)
        self._keep_format(data_format)
        self._keep(padding=pairs_per_axis("padding", padding, self.rank))

    def symbols(self, shape: Shape) -> Symbols:
        """The axes, and the zeros before and after each: P where all are alike."""
        check_rank(self.kind, shape, self.rank)
        symbols = super().symbols(shape)
        if self._even is not None:
            symbols["P"] = self._even
        else:
            for axis, (before, after) in zip(AXES[self.rank], self.padding, strict=True):
                symbols[f"P{axis.lower()}1"] = before
                symbols[f"P{axis.lower()}2"] = after
        return symbols

    @property
    def _even(self) -> int | None:
        sides = {side for pair in self.padding for side in pair}
        return sides.pop() if len(sides) == 1 else None

    def output(self, shape: Shape, symbols: Symbols) -> Shape:
        """Each spatial axis grown by its zeros."""
        axes = [
            Quantity(_padded_recipe(axis, self._even is not None), symbols)
            for axis in AXES[self.rank]
        ]
        depth = Quantity(_KEPT if self._even is None else PADDED_DEPTH, symbols)
        return Shape([*axes, depth], output_symbols(self.rank, "D"))


@lru_cache(maxsize=8)
def _padded_recipe(axis: str, even: bool) -> Recipe:
    label = f"output {AXIS_NAMES[axis]}"
    if not even:
        low = axis.lower()
        return Recipe(label, f"{axis} + P{low}1 + P{low}2")
    once = Mistake(
        "padding-once",
        f"{axis} + P",
        "The padding is counted once; it lies on both sides of the axis.",
        when="P > 0",
    )
    return Recipe(label, f"{axis} + 2*P", (("2*P", "places of padding in all"),), (once,))


class ZeroPadding1D(ZeroPadding):
    """Zeros before and after an `L×D` input."""

    rank = 1


class ZeroPadding2D(ZeroPadding):
    """Zeros around the height and width of an `H×W×D` input."""

    rank = 2


class ZeroPadding3D(ZeroPadding):
    """Zeros around the three axes of a `T×H×W×D` input."""

    rank = 3
