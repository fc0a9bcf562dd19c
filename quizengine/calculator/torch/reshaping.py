"""Layers that rearrange values, with PyTorch's arguments; an axis 0 is the batch."""

from __future__ import annotations

from functools import lru_cache
from typing import ClassVar

from quizengine.calculator.arguments import whole
from quizengine.calculator.errors import LayerError, shown
from quizengine.calculator.layer import Symbols
from quizengine.calculator.quantity import Mistake, Quantity, Recipe
from quizengine.calculator.shape import Shape
from quizengine.calculator.torch.base import OldAnyShape, OldChannelsFirst, axis_of, torch_axes


def _own_axis(name: str, value: int, shape: Shape) -> int:
    """The place of an axis that is not the batch. Raises LayerError."""
    place = axis_of(name, value, len(shape))
    if place < 0:
        raise LayerError(f"{name} {value} is the batch, which is no part of a shape here")
    return place


class Flatten(OldAnyShape):
    """Several neighbouring axes in one row; unless told otherwise, all but the batch."""

    expression_names: ClassVar[frozenset[str]] = frozenset({"name", "start_dim", "end_dim"})
    neutral = "flattening only rearranges values"
    two_axes = ("D", "L")

    start_dim: int = 1
    end_dim: int = -1

    def __init__(self, start_dim: object = 1, end_dim: object = -1) -> None:
        """Take PyTorch's arguments. Raises LayerError unless they are whole numbers."""
        super().__init__()
        self._keep_changed(
            start_dim=whole("start_dim", start_dim, least=-100),
            end_dim=whole("end_dim", end_dim, least=-100),
        )

    def output(self, shape: Shape, symbols: Symbols) -> Shape:
        """The axes from `start_dim` to `end_dim` in one. Raises LayerError where there are none."""
        start = _own_axis("start_dim", self.start_dim, shape)
        end = _own_axis("end_dim", self.end_dim, shape)
        if start > end:
            raise LayerError(
                f"start_dim {self.start_dim} comes after end_dim {self.end_dim} in {shape}"
            )
        if start == end and len(shape) > 1:
            return shape
        names = shape.symbols
        length = Quantity(_flat_recipe(names[start : end + 1]), symbols)
        return Shape(
            [*shape[:start], length, *shape[end + 1 :]], (*names[:start], "n", *names[end + 1 :])
        )


@lru_cache(maxsize=64)
def _flat_recipe(axes: tuple[str, ...]) -> Recipe:
    mistakes = []
    if len(axes) > 1 and axes[0] == "D":
        mistakes.append(
            Mistake(
                "channels-forgotten",
                "*".join(axes[1:]),
                "The channels are left out: flattening keeps every value.",
                when="D > 1",
            )
        )
        mistakes.append(
            Mistake(
                "flatten-forgotten",
                "D",
                "These are the channels alone, as if nothing were flattened: every place of every "
                "channel comes into the row.",
                when=f"{'*'.join(axes[1:])} > 1",
                seen="a question on Stack Overflow: Dense on an unflattened volume",
                minor=True,
            )
        )
    if len(axes) > 1:
        mistakes.append(
            Mistake("axes-added", " + ".join(axes), "The axes were added; they are multiplied.")
        )
    return Recipe("flat length", "*".join(axes), (), tuple(mistakes))


class Unflatten(OldAnyShape):
    """One axis spread over several; -1 stands for what is left."""

    expression_names: ClassVar[frozenset[str]] = frozenset({"name", "dim", "unflattened_size"})
    neutral = "it only rearranges values"
    two_axes = ("D", "L")

    dim: int
    unflattened_size: tuple[int, ...]

    def __init__(self, dim: object, unflattened_size: object) -> None:
        """Take PyTorch's arguments. Raises LayerError for what PyTorch refuses."""
        super().__init__()
        if not isinstance(unflattened_size, (list, tuple)) or not unflattened_size:
            raise LayerError(f"unflattened_size is a list of sizes, not {shown(unflattened_size)}")
        sizes = tuple([whole("unflattened_size", size, least=-1) for size in unflattened_size])
        if sizes.count(-1) > 1 or 0 in sizes:
            raise LayerError("unflattened_size has sizes above 0, and at most one -1")
        self._keep(dim=whole("dim", dim, least=-100), unflattened_size=sizes)

    def output(self, shape: Shape, symbols: Symbols) -> Shape:
        """The axis replaced by the sizes. Raises LayerError where they do not come to it."""
        place = _own_axis("dim", self.dim, shape)
        axis = int(shape[place])
        known = 1
        for size in self.unflattened_size:
            known *= 1 if size == -1 else size
        if axis % known or (known != axis and -1 not in self.unflattened_size):
            sizes = "·".join(map(str, self.unflattened_size))
            raise LayerError(f"an axis of {axis} is not {sizes}")
        sizes_ = [axis // known if size == -1 else size for size in self.unflattened_size]
        axes = [*shape[:place], *sizes_, *shape[place + 1 :]]
        return Shape(axes, torch_axes(len(axes)))


class _Pixels(OldChannelsFirst):
    """What moves values between channels and places, `r` times as many along each axis."""

    neutral = "it only rearranges values"
    rank = 2

    def output(self, shape: Shape, symbols: Symbols) -> Shape:
        """Another number of channels, and of places along height and width."""
        axes = [Quantity(recipe, symbols) for recipe in self._recipes]
        return Shape(axes, ("Ho", "Wo", "K"))

    @property
    def _recipes(self) -> tuple[Recipe, ...]:
        """The formulas of height, width and depth."""
        raise NotImplementedError


class PixelShuffle(_Pixels):
    """Channels spread over a larger height and width."""

    expression_names: ClassVar[frozenset[str]] = frozenset({"name", "upscale_factor"})

    upscale_factor: int

    def __init__(self, upscale_factor: object) -> None:
        """Take PyTorch's argument. Raises LayerError for what PyTorch refuses."""
        super().__init__()
        self._keep(upscale_factor=whole("upscale_factor", upscale_factor))

    def symbols(self, shape: Shape) -> Symbols:
        """H, W, D of the input, and `r`, the factor. Raises LayerError for other channels."""
        symbols = super().symbols(shape)
        area = self.upscale_factor**2
        if shape.channels % area:
            raise LayerError(
                f"{int(shape.channels)} channels are not a multiple of upscale_factor² = {area}"
            )
        return {**symbols, "r": self.upscale_factor}

    @property
    def _recipes(self) -> tuple[Recipe, ...]:
        return _SHUFFLED


class PixelUnshuffle(_Pixels):
    """Height and width folded into more channels."""

    expression_names: ClassVar[frozenset[str]] = frozenset({"name", "downscale_factor"})

    downscale_factor: int

    def __init__(self, downscale_factor: object) -> None:
        """Take PyTorch's argument. Raises LayerError for what PyTorch refuses."""
        super().__init__()
        self._keep(downscale_factor=whole("downscale_factor", downscale_factor))

    def symbols(self, shape: Shape) -> Symbols:
        """H, W, D of the input, and `r`, the factor. Raises LayerError where it does not fit."""
        symbols = super().symbols(shape)
        for name, axis in (("height", shape[0]), ("width", shape[1])):
            if axis % self.downscale_factor:
                raise LayerError(
                    f"a {name} of {int(axis)} is not a multiple of downscale_factor "
                    f"{self.downscale_factor}"
                )
        return {**symbols, "r": self.downscale_factor}

    @property
    def _recipes(self) -> tuple[Recipe, ...]:
        return _UNSHUFFLED


_UP = {"r": "upscale_factor"}
_DOWN = {"r": "downscale_factor"}
_ONCE = Mistake(
    "factor-once",
    "D/r",
    "The factor was used once; it counts for the height and for the width.",
    when="r > 1 and D % r == 0",
)
_PLACES = (("r*r", "places for each input place"),)
_SHUFFLED = (
    Recipe("output height", "H*r", terms=_UP),
    Recipe("output width", "W*r", terms=_UP),
    Recipe("output depth", "D/(r*r)", _PLACES, (_ONCE,), _UP),
)
_UNSHUFFLED = (
    Recipe("output height", "H/r", terms=_DOWN),
    Recipe("output width", "W/r", terms=_DOWN),
    Recipe(
        "output depth", "D*r*r", (), (_ONCE._replace(formula="D*r", when="r > 1"),), terms=_DOWN
    ),
)


class ChannelShuffle(OldAnyShape):
    """The channels of several groups, in turns."""

    expression_names: ClassVar[frozenset[str]] = frozenset({"name", "groups"})
    neutral = "it only rearranges values"
    two_axes = ("D", "L")

    groups: int

    def __init__(self, groups: object) -> None:
        """Take PyTorch's argument. Raises LayerError unless it is a number above 0."""
        super().__init__()
        self._keep(groups=whole("groups", groups))

    def symbols(self, shape: Shape) -> Symbols:
        """The axes. Raises LayerError where the groups do not fit."""
        if len(shape) < 2:
            raise LayerError(f"{self.kind} takes channels and at least one more axis, not {shape}")
        if shape[0] % self.groups:
            raise LayerError(
                f"{int(shape[0])} input channels cannot be shared out among {self.groups} groups"
            )
        return super().symbols(shape)
