"""Padding and cropping: values added before and after each axis, or cut off at both ends."""

from __future__ import annotations

from functools import lru_cache
from typing import ClassVar

from quizengine.calculator.misconceptions import wrong
from quizengine.calculator.operation import Operation, Symbols, Trait
from quizengine.calculator.operations.volumes import sizes, volume
from quizengine.calculator.quantity import CountFormula
from quizengine.calculator.shape import Shape
from quizengine.calculator.symbols import AXES, AXIS_NAMES, NO_TERMS, Terms
from quizengine.calculator.windows import depth_formula


class _BothEnds(Operation):
    """A change at the beginning and the end of each axis; `sides` has a pair for each axis."""

    trait = Trait.POINTWISE
    in_place = False
    letter: ClassVar[str]

    sides: tuple[tuple[int, int], ...]

    def symbols(self, shape: Shape) -> Symbols:
        """The axes, and P where all sides are equal, else a symbol for each side: `Ph1`, `Ph2`."""
        symbols = super().symbols(shape)
        if len({number for pair in self.sides for number in pair}) == 1:
            symbols[self.letter] = self.sides[0][0]
            return symbols
        for axis, pair in zip(AXES[len(self.sides)], self.sides, strict=True):
            for end, number in enumerate(pair, start=1):
                symbols[f"{self.letter}{axis.lower()}{end}"] = number
        return symbols


class Padding(_BothEnds):
    """Padding of each axis with values; a number below 0 cuts values off."""

    letter = "P"

    why: str
    """Why the added values are not learned."""
    terms: Terms = NO_TERMS

    def output(self, shape: Shape, symbols: Symbols) -> Shape:
        """Each spatial axis with its padding, and the same channels."""
        even = "P" in symbols
        axes = [_padded_axis(axis, even, self.terms) for axis in AXES[len(self.sides)]]
        return volume(sizes(axes, symbols), _padded_depth(even), symbols)


class Cropping(_BothEnds):
    """Cropping of each axis at both ends."""

    letter = "C"
    why = "cropping only leaves values out"

    def output(self, shape: Shape, symbols: Symbols) -> Shape:
        """Each spatial axis without its cropping, and the same channels."""
        axes = [_cropped_axis(axis, "C" in symbols) for axis in AXES[len(self.sides)]]
        return volume(sizes(axes, symbols), _CROPPED_DEPTH, symbols)


_CROPPED_DEPTH = depth_formula("D", "cropping keeps the channels")


@lru_cache(maxsize=2)
def _padded_depth(even: bool) -> CountFormula:
    """Return the depth after padding; `even` is whether the padding is the same on all sides."""
    mistakes = (
        wrong("depth-padded", "D + 2*P", "P != 0", minor=True),
        wrong("depth-padded-once", "D + P", "P != 0", minor=True),
    )
    return depth_formula("D", "padding keeps the channels", mistakes if even else ())


@lru_cache(maxsize=16)
def _padded_axis(axis: str, even: bool, terms: Terms) -> CountFormula:
    label, low = f"output {AXIS_NAMES[axis]}", axis.lower()
    if not even:
        return CountFormula(label, f"{axis} + P{low}1 + P{low}2", terms=terms)
    once = wrong("padding-once", f"{axis} + P", "P != 0")
    phrases = (("2*P", "positions of padding in all"),)
    return CountFormula(label, f"{axis} + 2*P", phrases, (once,), terms)


@lru_cache(maxsize=8)
def _cropped_axis(axis: str, even: bool) -> CountFormula:
    name, low = AXIS_NAMES[axis], axis.lower()
    before, after = ("C", "C") if even else (f"C{low}1", f"C{low}2")
    once = wrong("one-side-only", f"{axis} - {before}", f"{after} > 0")
    text = f"{axis} - 2*C" if even else f"{axis} - {before} - {after}"
    phrases = (("2*C", "positions cut off in all"),) if even else ()
    terms = {before: f"cropping before the {name}", after: f"cropping after the {name}"}
    return CountFormula(f"output {name}", text, phrases, (once,), {**terms, "C": "cropping"})
