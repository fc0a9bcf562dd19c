"""Volumes of which each spatial axis follows from the same axis of the input; the channels stay."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import ClassVar

from quizengine.calculator.errors import LayerError
from quizengine.calculator.operation import Operation, Symbols, Trait
from quizengine.calculator.operations.kernels import output_symbols
from quizengine.calculator.quantity import Quantity, Recipe
from quizengine.calculator.shape import Shape
from quizengine.calculator.symbols import AXES


def volume(axes: Iterable[Recipe], depth: Recipe, symbols: Symbols) -> Shape:
    """The volume of these axes. Raises LayerError where one would be less than 1."""
    sizes = [Quantity(recipe, symbols) for recipe in axes]
    for size in sizes:
        if size < 1:
            raise LayerError(f"{size.numbers} leaves an {size.label} of {int(size)}")
    return Shape([*sizes, Quantity(depth, symbols)], output_symbols(len(sizes), "D"))


class Resizing(Operation):
    """Each axis of another size, by a number for all axes or one for each; None keeps an axis."""

    trait = Trait.MIXED
    letter: ClassVar[str]
    """The symbol of a number for all axes; that of the height alone is `Oh`."""
    depth: ClassVar[Recipe]

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
        """The axes of their new sizes, and the channels as they are."""
        axes = AXES[len(shape) - 1]
        named = zip(axes, self.letters(len(axes)), strict=True)
        return volume([self.axis(*names, symbols) for names in named], self.depth, symbols)

    def axis(self, axis: str, letter: str, symbols: Symbols) -> Recipe:
        """The size of one axis."""
        raise NotImplementedError
