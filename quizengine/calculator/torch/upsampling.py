"""Upsampling with PyTorch's arguments: to a size, or by a factor that may be a fraction."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import ClassVar

from quizengine.calculator.arguments import real, truth, whole
from quizengine.calculator.errors import LayerError, shown
from quizengine.calculator.keras.old_convolution import output_symbols
from quizengine.calculator.layer import Symbols
from quizengine.calculator.quantity import Mistake, Quantity, Recipe
from quizengine.calculator.shape import Shape
from quizengine.calculator.symbols import AXES, AXIS_NAMES
from quizengine.calculator.torch.base import OldTorchLayer, one_of
from quizengine.calculator.windows import depth_recipe

_KEPT = depth_recipe("D", "upsampling keeps the channels")
_RANKS = {
    "nearest": (1, 2, 3), "nearest-exact": (1, 2, 3), "area": (1, 2, 3),
    "linear": (1,), "bilinear": (2,), "bicubic": (2,), "trilinear": (3,),
}  # fmt: skip
"""How many axes beside the channels each mode works on."""


class Upsample(OldTorchLayer):
    """An input with its channels first, drawn out to a size or by a factor."""

    data_format = "channels_first"
    expression_names: ClassVar[frozenset[str]] = frozenset({"name", "size", "scale_factor", "mode"})
    neutral = "upsampling repeats or interpolates values; it learns nothing"

    size: tuple[int, ...] | None = None
    """The size of each axis, or one for all."""
    scale_factor: tuple[Fraction, ...] | None = None
    """The factor of each axis, or one for all."""
    mode: str = "nearest"
    align_corners: bool | None = None
    recompute_scale_factor: bool | None = None

    def __init__(
        self,
        size: object = None,
        scale_factor: object = None,
        mode: object = "nearest",
        align_corners: object = None,
        recompute_scale_factor: object = None,
    ) -> None:
        """Take PyTorch's arguments. Raises LayerError for what PyTorch refuses."""
        super().__init__()
        if (size is None) == (scale_factor is None):
            raise LayerError(f"{self.kind} takes a size or a scale_factor, one of the two")
        if size is not None:
            self._keep(size=tuple([whole("size", each) for each in _listed(size)]))
        else:
            self._keep(scale_factor=tuple([_factor(each) for each in _listed(scale_factor)]))
        self._keep_changed(mode=one_of("mode", mode, tuple(_RANKS)))
        if align_corners is not None:
            self._keep(align_corners=truth("align_corners", align_corners))
            if self.mode in ("nearest", "nearest-exact", "area"):
                raise LayerError(f'align_corners does not go with mode="{self.mode}"')
        if recompute_scale_factor is not None:
            again = truth("recompute_scale_factor", recompute_scale_factor)
            self._keep(recompute_scale_factor=again)
            if again and size is not None:
                raise LayerError("recompute_scale_factor goes with a scale_factor, not with a size")

    def symbols(self, shape: Shape) -> Symbols:
        """The axes; the size O or the factor s of each, one symbol where there is one for all."""
        rank = len(shape) - 1
        if rank not in _RANKS[self.mode]:
            ranks = " or ".join(str(each) for each in _RANKS[self.mode])
            raise LayerError(
                f'mode="{self.mode}" takes channels and {ranks} more axes, and '
                f"{shape.channels_first if rank else shape} has {len(shape)} axes in all"
            )
        symbols = super().symbols(shape)
        if self.size is not None:
            symbols.update(zip(_letters("O", self.size, rank), self.size, strict=False))
        elif self.scale_factor is not None:
            factors = self.scale_factor
            letters = _letters("s", factors, rank)
            alike = len(factors) == 1
            for place, factor in enumerate(factors):
                axes = shape[:-1] if alike else (shape[place],)
                symbols[letters[place]] = _exact(factor, axes)
        return symbols

    def output(self, shape: Shape, symbols: Symbols) -> Shape:
        """The channels as they are, each other axis of its new size."""
        rank = len(shape) - 1
        letter, given = ("s", self.scale_factor) if self.size is None else ("O", self.size)
        letters = _letters(letter, given or (), rank)
        axes = []
        for place, axis in enumerate(AXES[rank]):
            factor = symbols[letters[place]]
            is_held = letter == "s" and factor not in (self.scale_factor or ())
            quantity = Quantity(_recipe(axis, letters[place], is_held), symbols)
            if quantity < 1:
                raise LayerError(f"the output {AXIS_NAMES[axis]} would be {int(quantity)}")
            axes.append(quantity)
        return Shape([*axes, Quantity(_KEPT, symbols)], output_symbols(rank, "D"))


class UpsamplingNearest2d(Upsample):
    """An input drawn out by repeating its values."""

    def __init__(self, size: object = None, scale_factor: object = None) -> None:
        """Take PyTorch's arguments. Raises LayerError for what PyTorch refuses."""
        super().__init__(size, scale_factor)


class UpsamplingBilinear2d(Upsample):
    """An input drawn out between its values, its corners kept."""

    mode = "bilinear"

    def __init__(self, size: object = None, scale_factor: object = None) -> None:
        """Take PyTorch's arguments. Raises LayerError for what PyTorch refuses."""
        super().__init__(size, scale_factor, "bilinear")


def _listed(value: object) -> tuple[object, ...]:
    if isinstance(value, (list, tuple)):
        if not value:
            raise LayerError("an empty list is no size")
        return tuple(value)
    return (value,)


def _factor(value: object) -> Fraction:
    factor = real("scale_factor", value)
    if factor <= 0:
        raise LayerError(f"scale_factor must be above 0, not {shown(value)}")
    return factor


def _letters(letter: str, values: tuple[object, ...], rank: int) -> tuple[str, ...]:
    """One symbol for each axis. Raises LayerError where there is another number of values."""
    if len(values) == 1:
        return (letter,) * rank
    if len(values) != rank:
        raise LayerError(
            f"the input has {rank} axes beside its channels, and {len(values)} numbers are given"
        )
    return tuple(f"{letter}{axis.lower()}" for axis in AXES[rank])


def _exact(factor: Fraction, axes: tuple[int, ...]) -> Fraction:
    """The factor as it is written, or as PyTorch holds it where the two come to other sizes.

    PyTorch multiplies in floating point: 100 by 0.29 gives 28.
    """
    wanted = [int(axis * float(factor)) for axis in axes]
    return factor if wanted == [int(axis * factor) for axis in axes] else Fraction(float(factor))


@lru_cache(maxsize=64)
def _recipe(axis: str, symbol: str, is_held: bool) -> Recipe:
    label = f"output {AXIS_NAMES[axis]}"
    if symbol[0] == "O":
        why = "the output size is stated"
        return Recipe(label, symbol, terms={"O": "size"}, why=why)
    mistakes = (
        Mistake(
            "added-for-multiplied",
            f"{axis} + {symbol}",
            "The factor was added; the size is multiplied by it.",
            f"{symbol} % 1 == 0",
        ),
        Mistake("size-kept", axis, "The size was kept; the factor draws it out.", f"{symbol} != 1"),
        Mistake(
            "rounded-up",
            f"ceil({axis}*{symbol})",
            "The size was rounded up; what is left of a place is dropped.",
            when=f"{axis}*{symbol} % 1 != 0",
        ),
    )
    why = "PyTorch holds the factor in binary, which is not quite what is written"
    terms = {"s": "scale_factor"}
    phrases = ((f"{axis}*{symbol}", "the size times the factor"),)
    source = f"floor({axis}*{symbol})"
    return Recipe(label, source, phrases, mistakes, terms, why if is_held else "")
