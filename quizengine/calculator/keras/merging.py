"""Layers that join several inputs: value by value, side by side, or as a product."""

from __future__ import annotations

from functools import lru_cache
from math import prod
from typing import ClassVar

from quizengine.calculator.arguments import truth, whole
from quizengine.calculator.errors import LayerError
from quizengine.calculator.layer import LABELS, Symbols
from quizengine.calculator.old_layer import OldLayer
from quizengine.calculator.quantity import Mistake, Quantity, Recipe
from quizengine.calculator.shape import Shape
from quizengine.calculator.symbols import AXIS_NAMES
from quizengine.calculator.windows import depth_recipe

_SPELLED = 50
"""The most inputs that a formula names one by one."""

_KEPT = depth_recipe(
    "D",
    "joined value by value: the shape stays",
    (
        Mistake(
            "channels-added",
            "n*D",
            "The channels were put side by side, as Concatenate does; here values are joined.",
            "D > 1",
        ),
    ),
)


class _Merge(OldLayer):
    """What the layers share that join any number of inputs value by value."""

    neutral = "joining values needs nothing that is learned"
    least_rank = 0

    def apply(self, inputs: tuple[Shape, ...]) -> tuple[Symbols, tuple[Shape, ...]]:
        """Inputs of one shape; an axis of 1, or one that is missing in front, is repeated.

        Raises LayerError where the shapes do not go together.
        """
        _several(self.kind, inputs)
        output = inputs[0]
        for shape in inputs[1:]:
            output = _broadcast(self.kind, output, shape)
        symbols: Symbols = {**dict(zip(output.symbols, output, strict=True)), "n": len(inputs)}
        if len(output) in (0, *range(5, 9)):
            return symbols, (output,)
        return symbols, (Shape([*output[:-1], Quantity(_KEPT, symbols)], output.symbols),)


class Add(_Merge):
    """The sum of the inputs, value by value."""


class Subtract(_Merge):
    """The first input less the second, value by value."""

    def apply(self, inputs: tuple[Shape, ...]) -> tuple[Symbols, tuple[Shape, ...]]:
        """Exactly two inputs. Raises LayerError."""
        if len(inputs) != 2:
            raise LayerError(f"Subtract takes two inputs, and {len(inputs)} were given")
        return super().apply(inputs)


class Multiply(_Merge):
    """The product of the inputs, value by value."""


class Average(_Merge):
    """The mean of the inputs, value by value."""


class Maximum(_Merge):
    """The larger of the inputs, value by value."""


class Minimum(_Merge):
    """The smaller of the inputs, value by value."""


class Concatenate(OldLayer):
    """The inputs side by side along one axis; the other axes have to agree."""

    expression_names: ClassVar[frozenset[str]] = frozenset({"name", "axis"})
    neutral = "putting values side by side needs nothing that is learned"
    least_rank = 0

    axis: int = -1

    def __init__(self, axis: object = -1, *, name: object = None, trainable: object = True) -> None:
        """Take Keras's arguments. Raises LayerError unless the axis is a whole number."""
        super().__init__(name, trainable)
        self._keep_changed(axis=whole("axis", axis, -8))

    def apply(self, inputs: tuple[Shape, ...]) -> tuple[Symbols, tuple[Shape, ...]]:
        """At least two inputs that differ along the axis alone. Raises LayerError."""
        _several(self.kind, inputs)
        first = inputs[0]
        rank = len(first) + 1
        if not -rank <= self.axis < rank:
            raise LayerError(
                f"axis {self.axis} is out of range: with the batch, {first} has {rank} axes"
            )
        place = self.axis % rank - 1
        for shape in inputs[1:]:
            if _without(shape, place) != _without(first, place):
                where = "on all axes" if place < 0 else f"beside axis {self.axis}"
                raise LayerError(f"{first} and {shape} have to agree {where}")
        symbols: Symbols = dict(zip(first.symbols, first, strict=True))
        if place < 0:  # along the batch: a longer batch of the same shape
            return symbols, (first,)
        joined = first.symbols[place]
        if len(inputs) > _SPELLED:
            axis = sum(shape[place] for shape in inputs)
        else:
            names = tuple([f"{joined}{number}" for number in range(1, len(inputs) + 1)])
            symbols.update(zip(names, [shape[place] for shape in inputs], strict=True))
            del symbols[joined]
            axis = Quantity(_joined_recipe(joined, names), symbols)
        axes = [*first[:place], axis, *first[place + 1 :]]
        return symbols, (Shape(axes, first.symbols),)


class Dot(OldLayer):
    """The product of two inputs, summed over an axis of each; its axes are those that are left."""

    expression_names: ClassVar[frozenset[str]] = frozenset({"name", "axes"})
    neutral = "a product of two inputs needs nothing that is learned"

    axes: int | tuple[int, ...]
    normalize: bool = False

    def __init__(
        self,
        axes: object,
        normalize: object = False,
        *,
        name: object = None,
        trainable: object = True,
    ) -> None:
        """Take Keras's arguments. Raises LayerError for what Keras refuses."""
        super().__init__(name, trainable)
        if isinstance(axes, (list, tuple)):
            if len(axes) != 2:
                raise LayerError(f"axes are two, one of each input, not {len(axes)}")
            self._keep(axes=tuple([whole("axes", each, -8) for each in axes]))
        else:
            self._keep(axes=whole("axes", axes, -8))
        self._keep_changed(normalize=truth("normalize", normalize))

    def apply(self, inputs: tuple[Shape, ...]) -> tuple[Symbols, tuple[Shape, ...]]:
        """Two inputs whose axes agree. Raises LayerError."""
        if len(inputs) != 2:
            raise LayerError(f"Dot takes two inputs, and {len(inputs)} were given")
        axes = self.axes if isinstance(self.axes, tuple) else (self.axes, self.axes)
        places = []
        for axis, shape in zip(axes, inputs, strict=True):
            rank = len(shape) + 1
            if not -rank <= axis < rank or axis % rank == 0:
                raise LayerError(f"axis {axis} is none of {shape}, whose first is axis 1")
            places.append(axis % rank - 1)
        sizes = [shape[place] for shape, place in zip(inputs, places, strict=True)]
        if sizes[0] != sizes[1]:
            raise LayerError(f"the axes have {sizes[0]} and {sizes[1]} values, and have to agree")
        left = [
            axis
            for shape, place in zip(inputs, places, strict=True)
            for at, axis in enumerate(shape)
            if at != place
        ]
        output = Shape(left or [1])
        return {"n": int(sizes[0]), "m": prod(output)}, (output,)

    def recipe(self, quantity: str) -> Recipe:
        """Nothing is learned; each output value is a sum of n products."""
        if quantity == "macs":
            return _DOT_COST
        return super().recipe(quantity)


_DOT_COST = Recipe(
    LABELS["macs"],
    "n*m",
    terms={"n": "values along the axis", "m": "output values"},
    why="a sum of products for every output value",
)


def _several(kind: str, inputs: tuple[Shape, ...]) -> None:
    if len(inputs) < 2:
        raise LayerError(f"{kind} joins a list of inputs, and {len(inputs)} was given")


def _without(shape: Shape, place: int) -> tuple[int, ...]:
    """The axes beside one; all of them where it is the batch."""
    return tuple(shape) if place < 0 else (*shape[:place], -1, *shape[place + 1 :])


def _broadcast(kind: str, one: Shape, other: Shape) -> Shape:
    """The shape of two shapes joined value by value, aligned at their last axes."""
    long, short = (one, other) if len(one) >= len(other) else (other, one)
    offset = len(long) - len(short)
    axes = list(long)
    for place, size in enumerate(short, start=offset):
        if axes[place] == 1:
            axes[place] = size
        elif size not in (1, axes[place]):
            raise LayerError(f"{kind} cannot join {one} and {other}: {axes[place]} is not {size}")
    return Shape([int(axis) for axis in axes])


@lru_cache(maxsize=256)
def _joined_recipe(axis: str, names: tuple[str, ...]) -> Recipe:
    word = AXIS_NAMES.get(axis, "channels" if axis == "D" else "axis")
    terms = {name: f"{word} of input {place}" for place, name in enumerate(names, start=1)}
    mistakes = (
        Mistake(
            "first-kept",
            names[0],
            "This is the first input alone; the others are put beside it.",
        ),
        Mistake(
            "largest-kept",
            f"max({', '.join(names)})",
            "The largest input was taken; they are put side by side, not laid over each other.",
        ),
        Mistake(
            "multiplied", "*".join(names), "The sizes were multiplied; side by side they are added."
        ),
    )
    why = "the inputs side by side"
    return Recipe(f"output {word}", " + ".join(names), (), mistakes, terms, why)
