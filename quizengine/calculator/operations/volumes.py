"""Operations on volumes: each spatial axis of the output follows from that axis of the input."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import ClassVar

from quizengine.calculator.errors import LayerError
from quizengine.calculator.operation import Operation, Symbols, Trait
from quizengine.calculator.operations.kernels import output_symbols
from quizengine.calculator.quantity import CountFormula, Quantity
from quizengine.calculator.shape import Shape
from quizengine.calculator.symbols import AXES
from quizengine.calculator.windows import Window


def volume(axes: Sequence[Quantity], depth: CountFormula, symbols: Symbols) -> Shape:
    """Return the volume of these axes; the symbol of the channels is D if they are kept, else K."""
    letter = "D" if depth.text == "D" else "K"
    return Shape([*axes, Quantity(depth, symbols)], output_symbols(len(axes), letter))


def sizes(axes: Iterable[CountFormula], symbols: Symbols) -> list[Quantity]:
    """Return the sizes of these axes. Raises LayerError where one would be less than 1."""
    found = [Quantity(count_formula, symbols) for count_formula in axes]
    for size in found:
        if size < 1:
            raise LayerError(f"{size.numbers} leaves an {size.label} of {int(size)}")
    return found


class Sliding(Operation):
    """A window that slides over the input; each of its positions is a position of the output."""

    trait = Trait.WINDOW

    window: Window

    def symbols(self, shape: Shape) -> Symbols:
        """H, W, D of the input; F, S, P, d of the window."""
        return super().symbols(shape) | self.window.symbols

    def output(self, shape: Shape, symbols: Symbols) -> Shape:
        """The positions of the window, and the channels."""
        return volume(self.window.axes(shape), self.depth, symbols)

    @property
    def depth(self) -> CountFormula:
        """The formula of the output's channels."""
        raise NotImplementedError

    @property
    def sliding(self) -> Window | None:
        """The window."""
        return self.window


class Resizing(Operation):
    """Resizing by a number for all spatial axes, or by one for each; None keeps an axis."""

    trait = Trait.MIXED
    letter: ClassVar[str]
    """The symbol of the number for all axes: `O`. That of the height alone is `Oh`."""
    depth: ClassVar[CountFormula]

    numbers: tuple[int | Fraction | None, ...]

    def letters(self, rank: int) -> tuple[str, ...]:
        """The symbol of each axis's number."""
        if len(self.numbers) == 1:
            return (self.letter,) * rank
        return tuple(f"{self.letter}{axis.lower()}" for axis in AXES[rank])

    def symbols(self, shape: Shape) -> Symbols:
        """The axes of the input and the numbers."""
        named = zip(self.letters(len(shape) - 1), self.numbers, strict=False)
        return super().symbols(shape) | {name: each for name, each in named if each is not None}

    def output(self, shape: Shape, symbols: Symbols) -> Shape:
        """The spatial axes with their new sizes, and the same channels."""
        axes = AXES[len(shape) - 1]
        named = zip(axes, self.letters(len(axes)), strict=True)
        formulas = [self.axis(*names, symbols) for names in named]
        return volume(sizes(formulas, symbols), self.depth, symbols)

    def axis(self, axis: str, letter: str, symbols: Symbols) -> CountFormula:
        """Return the formula of the size of one axis."""
        raise NotImplementedError
