"""Upsampling: repetition of every position, or resizing to a size or by a factor."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from quizengine.calculator.misconceptions import wrong
from quizengine.calculator.operation import Symbols
from quizengine.calculator.operations.volumes import Resizing
from quizengine.calculator.quantity import CountFormula
from quizengine.calculator.shape import Shape
from quizengine.calculator.symbols import AXIS_NAMES
from quizengine.calculator.windows import depth_formula

_KEPT = depth_formula("D", "upsampling keeps the channels")


class Repetition(Resizing):
    """Every position repeated, a whole number of times along each axis."""

    letter = "U"
    depth = _KEPT
    why = "upsampling repeats or blends values by a fixed rule; it has no weights"

    def axis(self, axis: str, letter: str, symbols: Symbols) -> CountFormula:
        """The size times the factor."""
        return _repeated_axis(axis, letter)


class StatedSize(Resizing):
    """An input resized to a stated size."""

    letter = "O"
    depth = _KEPT
    why = "upsampling repeats or interpolates values; it learns nothing"

    def axis(self, axis: str, letter: str, symbols: Symbols) -> CountFormula:
        """The stated size."""
        why = "the output size is stated"
        return CountFormula(f"output {AXIS_NAMES[axis]}", letter, terms={"O": "size"}, why=why)


class Scaling(Resizing):
    """An input resized by a factor that may be a fraction."""

    letter = "s"
    depth = _KEPT
    why = StatedSize.why

    def symbols(self, shape: Shape) -> Symbols:
        """The axes and the factors.

        PyTorch multiplies in floating point: 100 by 0.29 gives 28. Where that makes another size
        than the exact factor, the symbol stands for the floating-point number.
        """
        symbols, spatial = super().symbols(shape), shape[:-1]
        for letter, size in zip(self.letters(len(spatial)), spatial, strict=True):
            held = float(symbols[letter])
            if int(size * held) != int(size * symbols[letter]):
                symbols[letter] = Fraction(held)
        return symbols

    def axis(self, axis: str, letter: str, symbols: Symbols) -> CountFormula:
        """The size times the factor, rounded down."""
        return _scaled_axis(axis, letter, symbols[letter] not in self.numbers)


@lru_cache(maxsize=16)
def _repeated_axis(axis: str, factor: str) -> CountFormula:
    added, multiplied = f"{axis} + {factor}", f"{axis}*{factor}"
    mistakes = (
        wrong("added-for-multiplied/keras", added, f"{multiplied} != {added}"),
        wrong("divided-for-multiplied", f"floor({axis}/{factor})", f"{factor} > 1"),
    )
    return CountFormula(f"output {AXIS_NAMES[axis]}", multiplied, (), mistakes, {"U": "size"})


@lru_cache(maxsize=32)
def _scaled_axis(axis: str, symbol: str, is_held: bool) -> CountFormula:
    """Return the size times the factor; `is_held`: the factor is the floating-point number."""
    scaled = f"{axis}*{symbol}"
    mistakes = (
        wrong("added-for-multiplied", f"{axis} + {symbol}", f"{symbol} % 1 == 0"),
        wrong("size-kept/upsampling", axis, f"{symbol} != 1"),
        wrong("rounded-up/upsampling", f"ceil({scaled})", f"{scaled} % 1 != 0"),
    )
    why = "PyTorch holds the factor in binary, which is not quite what is written"
    return CountFormula(
        f"output {AXIS_NAMES[axis]}", f"floor({scaled})", ((scaled, "the size times the factor"),),
        mistakes, {"s": "scale_factor"}, why if is_held else "",
    )  # fmt: skip
