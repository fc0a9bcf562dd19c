"""Operations that rearrange values: into one axis, into other axes, into another order."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from math import prod

from quizengine.calculator.misconceptions import wrong
from quizengine.calculator.operation import Operation, Symbols, Trait
from quizengine.calculator.operations.kernels import output_symbols
from quizengine.calculator.quantity import CountFormula, Quantity
from quizengine.calculator.shape import Shape, axis_index
from quizengine.calculator.symbols import AXES, AXIS_NAMES


class _Rearrangement(Operation):
    trait = Trait.MIXED
    why = "it only rearranges values"


class Flattening(_Rearrangement):
    """The neighbouring axes from `start` to `end` joined to one; all axes by default.

    Axes are counted as both frameworks count them: the batch is 0, and -1 is the last.
    """

    trait = Trait.POINTWISE
    in_place = True
    least_rank = 0
    why = "flattening only rearranges values"

    start: int = 1
    end: int = -1
    channels_first: bool = False

    def output(self, shape: Shape, symbols: Symbols) -> Shape:
        """The joined axes become their product."""
        names, rank = shape.symbols, len(shape)
        start, after = axis_index(self.start, rank), axis_index(self.end, rank) + 1
        if after - start == 1 and rank > 1:
            return shape
        length = Quantity(_flat_length(names[start:after], self.channels_first), symbols)
        flat_names = (*names[:start], "n", *names[after:])
        return Shape([*shape[:start], length, *shape[after:]], flat_names)


@lru_cache(maxsize=64)
def _flat_length(axes: tuple[str, ...], channels_first: bool) -> CountFormula:
    text = "*".join(axes) or "1"
    if len(axes) < 2:
        return CountFormula("flat length", text)
    added = wrong("axes-added", " + ".join(axes), minor=not channels_first)
    channels = axes[0] if channels_first else axes[-1]
    if channels_first and channels != "D":
        return CountFormula("flat length", text, (), (added,))
    positions = "*".join(axes[1:] if channels_first else axes[:-1])
    mistakes = (
        wrong("channels-forgotten", positions, f"{channels} > 1"),
        wrong("flatten-forgotten", channels, f"{positions} > 1", minor=True),
        added,
    )
    return CountFormula("flat length", text, (), mistakes)


class Reshaping(_Rearrangement):
    """The same values in the same order along other axes; the size of an axis of -1 is computed."""

    in_place = True
    least_rank = 0
    why = "reshaping only rearranges values"

    target: tuple[int, ...]

    def symbols(self, shape: Shape) -> Symbols:
        """The axes of the input, and R1, R2 … of the target."""
        symbols = super().symbols(shape)
        for number, axis in enumerate(self.target, 1):
            if axis != -1:
                symbols[f"R{number}"] = axis
        return symbols

    def output(self, shape: Shape, symbols: Symbols) -> Shape:
        """The target, with the computed size for -1."""
        formulas = _target_axes(tuple([axis != -1 for axis in self.target]), shape.symbols)
        return Shape(
            [Quantity(count_formula, symbols) for count_formula in formulas],
            _new_axes(len(formulas)),
        )


@lru_cache(maxsize=128)
def _target_axes(given: tuple[bool, ...], names: tuple[str, ...]) -> tuple[CountFormula, ...]:
    terms = {f"R{number}": f"target_shape[{number - 1}]" for number in range(1, len(given) + 1)}
    known = [f"R{number}" for number, is_given in enumerate(given, 1) if is_given]
    return tuple(
        CountFormula(f"axis {number}", f"R{number}", (), (), terms, "as target_shape says")
        if is_given
        else _left_over(f"axis {number}", "*".join(names) or "1", known, terms)
        for number, is_given in enumerate(given, 1)
    )


def _left_over(label: str, values: str, known: list[str], terms: dict[str, str]) -> CountFormula:
    if not known:
        return CountFormula(label, values, (), (), terms, "-1 takes all values")
    others = "*".join(known)
    text = f"{values}/({others})" if len(known) > 1 else f"{values}/{others}"
    phrases = ((values, "values in all"), (others, "values along the other axes"))
    mistakes = (wrong("not-divided", values, f"{others} > 1"),)
    return CountFormula(
        label, text, phrases, mistakes, terms, "-1 takes what is left of all values"
    )


class Unflattening(_Rearrangement):
    """One axis, the batch being 0, divided into several; a size of -1 is computed."""

    in_place = True
    least_rank = 0

    axis: int
    sizes: tuple[int, ...]
    names: Callable[[int], tuple[str, ...]]
    """A function from a number of axes to their symbols in the framework's order."""

    def output(self, shape: Shape, symbols: Symbols) -> Shape:
        """The input with the axis replaced by the sizes."""
        index = axis_index(self.axis, len(shape))
        left = int(shape[index]) // stated_size(self.sizes)
        sizes = [left if size == -1 else size for size in self.sizes]
        axes = [*shape[:index], *sizes, *shape[index + 1 :]]
        return Shape(axes, self.names(len(axes)))


def stated_size(sizes: tuple[int, ...]) -> int:
    """Return the product of the sizes without a -1."""
    return prod([size for size in sizes if size != -1])


def fits(values: int, sizes: tuple[int, ...]) -> bool:
    """Whether so many values can be arranged along axes of these sizes, one of which may be -1."""
    stated = stated_size(sizes)
    return values % stated == 0 if -1 in sizes else values == stated


class Permutation(_Rearrangement):
    """The axes in another order: `dims` has the input axis, counted from 1, of each output axis."""

    in_place = True
    why = "a permutation only rearranges values"

    dims: tuple[int, ...]

    def output(self, shape: Shape, symbols: Symbols) -> Shape:
        """The input axes in the order of `dims`."""
        formulas = _permuted_axes(self.dims, shape.symbols)
        return Shape(
            [Quantity(count_formula, symbols) for count_formula in formulas],
            _new_axes(len(formulas)),
        )


@lru_cache(maxsize=64)
def _permuted_axes(dims: tuple[int, ...], names: tuple[str, ...]) -> tuple[CountFormula, ...]:
    formulas = []
    for index, dim in enumerate(dims):
        text, stood_here, back = names[dim - 1], names[index], names[dims.index(index + 1)]
        mistakes = []
        if stood_here != text:
            mistakes.append(wrong("not-permuted", stood_here))
        if back not in (text, stood_here):
            mistakes.append(wrong("permuted-backwards", back))
        why = f"axis {dim} of the input becomes axis {index + 1}"
        formulas.append(CountFormula(f"axis {index + 1}", text, (), tuple(mistakes), why=why))
    return tuple(formulas)


def _new_axes(rank: int) -> tuple[str, ...]:
    """Return the symbols of rearranged axes: `n` for one axis, else those of an output."""
    return ("n",) if rank == 1 else output_symbols(rank - 1, "Do")


class VectorRepetition(_Rearrangement):
    """A vector, repeated several times along a new axis."""

    why = "repeating only copies values"

    times: int

    def symbols(self, shape: Shape) -> Symbols:
        """D values of the input, n repetitions."""
        return {"D": shape[0], "n": self.times}

    def output(self, shape: Shape, symbols: Symbols) -> Shape:
        """`n×D`."""
        return Shape(
            [Quantity(count_formula, symbols) for count_formula in _REPEATED],
            output_symbols(1, "D"),
        )


_REPEATED = (
    CountFormula("output length", "n", why="so many repetitions"),
    CountFormula("output depth", "D", why="the vector as it came in"),
)


class PixelShuffling(_Rearrangement):
    """Channels moved to a height and width `factor` times as large, or with `back` the inverse.

    Source: Shi and others, "Real-time single image and video super-resolution using an efficient
    sub-pixel convolutional neural network", 2016.
    """

    factor: int
    back: bool = False

    def symbols(self, shape: Shape) -> Symbols:
        """H, W, D of the input, and `r`, the factor."""
        return {**super().symbols(shape), "r": self.factor}

    def output(self, shape: Shape, symbols: Symbols) -> Shape:
        """The output, with another height, width and number of channels."""
        formulas = _pixel_axes(self.back)
        return Shape(
            [Quantity(count_formula, symbols) for count_formula in formulas], ("Ho", "Wo", "K")
        )


@lru_cache(maxsize=2)
def _pixel_axes(back: bool) -> tuple[CountFormula, ...]:
    sign, factor = ("/", "downscale_factor") if back else ("*", "upscale_factor")
    text, once = "D/(r*r)", wrong("factor-once", "D/r", "r > 1 and D % r == 0")
    if back:
        text, once = "D*r*r", wrong("factor-once", "D*r", "r > 1")
    terms = {"r": factor}
    phrases = (("r*r", "output positions per input position"),)
    return (
        *(
            CountFormula(f"output {AXIS_NAMES[axis]}", f"{axis}{sign}r", terms=terms)
            for axis in AXES[2]
        ),
        CountFormula("output depth", text, phrases, (once,), terms),
    )
