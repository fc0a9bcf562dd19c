"""Layers that repeat or rearrange the axes of an input, and learn nothing."""

from __future__ import annotations

from functools import lru_cache
from typing import ClassVar

from quizengine.calculator.arguments import whole
from quizengine.calculator.errors import LayerError, shown
from quizengine.calculator.keras.old_convolution import output_symbols
from quizengine.calculator.layer import Symbols
from quizengine.calculator.old_layer import OldLayer
from quizengine.calculator.quantity import Mistake, Quantity, Recipe
from quizengine.calculator.shape import Shape
from quizengine.calculator.windows import depth_recipe

_REPEATED = depth_recipe("D", "the vector as it came in")


class RepeatVector(OldLayer):
    """A vector, several times one after another."""

    expression_names: ClassVar[frozenset[str]] = frozenset({"name", "n"})
    neutral = "repeating only copies values"

    n: int

    def __init__(self, n: object, name: object = None, trainable: object = True) -> None:
        """Take Keras's arguments. Raises LayerError unless n is a whole number above 0."""
        super().__init__(name, trainable)
        self._keep(n=whole("n", n))

    def symbols(self, shape: Shape) -> Symbols:
        """D values of the input, n repetitions."""
        if len(shape) != 1:
            raise LayerError(f"RepeatVector takes a vector, and {shape} has {len(shape)} axes")
        return {"D": shape[0], "n": self.n}

    def output(self, shape: Shape, symbols: Symbols) -> Shape:
        """`n×D`."""
        length = Quantity(Recipe("output length", "n", why="so many repetitions"), symbols)
        return Shape([length, Quantity(_REPEATED, symbols)], output_symbols(1, "D"))


class Permute(OldLayer):
    """The axes in another order."""

    expression_names: ClassVar[frozenset[str]] = frozenset({"name", "dims"})
    neutral = "a permutation only rearranges values"

    dims: tuple[int, ...]

    def __init__(self, dims: object, name: object = None, trainable: object = True) -> None:
        """Take Keras's arguments: the axes of the input in their new order, the first being 1.

        Raises LayerError unless each stands there once.
        """
        super().__init__(name, trainable)
        if not isinstance(dims, (list, tuple)):
            raise LayerError(f"dims must be a list of axes, not {shown(dims)}")
        order = tuple([whole("dims", axis, least=0) for axis in dims])
        if not order or sorted(order) != list(range(1, len(order) + 1)):
            raise LayerError(f"dims must have each of 1 to {len(order)} once, not {shown(order)}")
        self._keep(dims=order)

    def symbols(self, shape: Shape) -> Symbols:
        """The axes. Raises LayerError where there are more or fewer than `dims` has."""
        if len(shape) != len(self.dims):
            raise LayerError(f"dims has {len(self.dims)} axes, and {shape} has {len(shape)}")
        return super().symbols(shape)

    def output(self, shape: Shape, symbols: Symbols) -> Shape:
        """The axis that `dims` names at each place."""
        recipes = _permuted_recipes(self.dims, shape.symbols)
        axes = [Quantity(recipe, symbols) for recipe in recipes]
        return Shape(axes, reshaped_symbols(len(axes)))


@lru_cache(maxsize=64)
def _permuted_recipes(dims: tuple[int, ...], names: tuple[str, ...]) -> tuple[Recipe, ...]:
    recipes = []
    for place, dim in enumerate(dims):
        text = names[dim - 1]
        mistakes = []
        if names[place] != text:
            say = "The axes were left in their order; dims names the axis that comes to each place."
            mistakes.append(Mistake("not-permuted", names[place], say))
        back = names[dims.index(place + 1)]
        if back not in (text, names[place]):
            say = (
                "These are dims read backwards: they say which axis comes here, not where one goes."
            )
            mistakes.append(Mistake("permuted-backwards", back, say))
        why = f"axis {dim} of the input comes to place {place + 1}"
        recipes.append(Recipe(f"axis {place + 1}", text, (), tuple(mistakes), why=why))
    return tuple(recipes)


def reshaped_symbols(rank: int) -> tuple[str, ...]:
    """The symbols of axes that were put together anew: `n` for one, else as of an output."""
    return ("n",) if rank == 1 else output_symbols(rank - 1, "Do")


class Reshape(OldLayer):
    """The same values in the same order, as a volume of other axes."""

    expression_names: ClassVar[frozenset[str]] = frozenset({"name", "target_shape"})
    neutral = "reshaping only rearranges values"
    least_rank = 0

    target_shape: tuple[int, ...]

    def __init__(self, target_shape: object, name: object = None, trainable: object = True) -> None:
        """Take Keras's arguments; one axis may be -1, which takes what is left over.

        Raises LayerError for anything else.
        """
        super().__init__(name, trainable)
        if isinstance(target_shape, int) and not isinstance(target_shape, bool):
            target_shape = (target_shape,)
        if not isinstance(target_shape, (list, tuple)) or not 0 < len(target_shape) <= 8:
            raise LayerError(f"target_shape must be a list of sizes, not {shown(target_shape)}")
        axes = tuple([-1 if axis == -1 else whole("target_shape", axis) for axis in target_shape])
        if axes.count(-1) > 1:
            raise LayerError("only one axis of target_shape can be -1")
        self._keep(target_shape=axes)

    def symbols(self, shape: Shape) -> Symbols:
        """The axes of the input, and R1, R2 … of the target. Raises LayerError where the two
        do not hold equally many values.
        """
        symbols = super().symbols(shape)
        known = 1
        for place, axis in enumerate(self.target_shape, 1):
            if axis != -1:
                symbols[f"R{place}"] = axis
                known *= axis
        values = int(shape.size)
        if values % known or (values != known and -1 not in self.target_shape):
            target = "×".join(map(str, self.target_shape))
            raise LayerError(
                f"{shape} has {values} values, which cannot be arranged as {target}"
                + (f" (a multiple of {known})" if -1 in self.target_shape else f" ({known})")
            )
        return symbols

    def output(self, shape: Shape, symbols: Symbols) -> Shape:
        """The target; -1 becomes the size that is left over."""
        given = tuple(axis != -1 for axis in self.target_shape)
        recipes = _target_recipes(given, shape.symbols)
        axes = [Quantity(recipe, symbols) for recipe in recipes]
        return Shape(axes, reshaped_symbols(len(axes)))


@lru_cache(maxsize=128)
def _target_recipes(given: tuple[bool, ...], names: tuple[str, ...]) -> tuple[Recipe, ...]:
    values = "*".join(names) or "1"
    known = [f"R{place}" for place, is_given in enumerate(given, 1) if is_given]
    terms = {f"R{place}": f"target_shape[{place - 1}]" for place in range(1, len(given) + 1)}
    recipes = []
    for place, is_given in enumerate(given, 1):
        label = f"axis {place}"
        if is_given:
            recipes.append(Recipe(label, f"R{place}", (), (), terms, "as target_shape says"))
        elif known:
            others = "*".join(known)
            text = f"{values}/({others})" if len(known) > 1 else f"{values}/{known[0]}"
            phrases = ((values, "values in all"), (others, "values along the other axes"))
            why = "-1 takes what is left of all values"
            all_values = Mistake(
                "not-divided",
                values,
                "All values were taken; the other axes of target_shape hold a part of them.",
                when=f"{others} > 1",
            )
            recipes.append(Recipe(label, text, phrases, (all_values,), terms, why))
        else:
            recipes.append(Recipe(label, values, (), (), terms, "-1 takes all values"))
    return tuple(recipes)
