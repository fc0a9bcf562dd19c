"""Operations that join several inputs: value by value, side by side, or as a product."""

from __future__ import annotations

from functools import lru_cache
from math import prod

from quizengine.calculator.errors import LayerError
from quizengine.calculator.misconceptions import wrong
from quizengine.calculator.operation import LABELS, Counts, Operation, Symbols, Trait, nothing
from quizengine.calculator.quantity import CountFormula, Quantity
from quizengine.calculator.shape import Shape, axis_index
from quizengine.calculator.symbols import AXIS_NAMES
from quizengine.calculator.windows import depth_formula

_SPELLED = 50
"""The most inputs that a formula names one by one."""

_KEPT = depth_formula(
    "D", "joined value by value: the shape stays", (wrong("channels-added", "n*D", "D > 1"),)
)
_PRODUCTS = CountFormula(
    LABELS["macs"], "n*m", terms={"n": "values along the axis", "m": "output values"},
    why="a sum of products for every output value",
)  # fmt: skip
_DOT = nothing("a product of two inputs needs nothing that is learned")._replace(macs=_PRODUCTS)


class Merging(Operation):
    """Inputs of one shape, joined value by value.

    An axis of 1 is broadcast, and so is an axis that is missing in front.
    """

    trait = Trait.POINTWISE
    in_place = False
    inputs = None
    least_rank = 0
    why = "joining values needs nothing that is learned"

    def apply(self, inputs: tuple[Shape, ...], kind: str) -> tuple[Symbols, tuple[Shape, ...]]:
        """Return the common shape. Raises LayerError where the shapes cannot be broadcast."""
        _several(kind, inputs)
        output = inputs[0]
        for shape in inputs[1:]:
            output = _broadcast(kind, output, shape)
        symbols: Symbols = {**self.symbols(output), "n": len(inputs)}
        if not 0 < len(output) < 5:
            return symbols, (output,)
        return symbols, (Shape([*output[:-1], Quantity(_KEPT, symbols)], output.symbols),)


class Concatenation(Merging):
    """Inputs side by side along one axis, the batch being 0; the other axes have to agree."""

    why = "putting values side by side needs nothing that is learned"

    axis: int

    def apply(self, inputs: tuple[Shape, ...], kind: str) -> tuple[Symbols, tuple[Shape, ...]]:
        """Join at least two inputs that differ only along the axis. Raises LayerError."""
        _several(kind, inputs)
        first = inputs[0]
        index = _index_of(self.axis, first)
        if index is None:
            rank = len(first) + 1
            raise LayerError(
                f"axis {self.axis} is out of range: with the batch, {first} has {rank} axes"
            )
        for shape in inputs[1:]:
            if len(shape) != len(first) or _beside(index, shape) != _beside(index, first):
                where = "on all axes" if index < 0 else f"beside axis {self.axis}"
                raise LayerError(f"{first} and {shape} have to agree {where}")
        symbols = self.symbols(first)
        if index < 0:  # along the batch: a longer batch of the same shape
            return symbols, (first,)
        axis, sizes = first.symbols[index], [shape[index] for shape in inputs]
        joined = sum(sizes)
        if len(inputs) <= _SPELLED:
            names = tuple([f"{axis}{number}" for number in range(1, len(inputs) + 1)])
            del symbols[axis]
            symbols.update(zip(names, sizes, strict=True))
            joined = Quantity(_joined(axis, names), symbols)
        return symbols, (Shape([*first[:index], joined, *first[index + 1 :]], first.symbols),)


class Contraction(Operation):
    """The product of two inputs, summed over one axis of each; the other axes are the output's."""

    trait = Trait.MIXED
    inputs = 2

    axes: tuple[int, ...]

    def apply(self, inputs: tuple[Shape, ...], kind: str) -> tuple[Symbols, tuple[Shape, ...]]:
        """Sum n products for each of the m output values. Raises LayerError."""
        sizes: list[int] = []
        left: list[int] = []
        for axis, shape in zip(self.axes, inputs, strict=True):
            index = _index_of(axis, shape)
            if index is None or index < 0:
                raise LayerError(f"axis {axis} is none of {shape}, whose first is axis 1")
            sizes.append(int(shape[index]))
            left += _beside(index, shape)
        if sizes[0] != sizes[1]:
            raise LayerError(f"the axes have {sizes[0]} and {sizes[1]} values, and have to agree")
        output = Shape(left or [1])
        return {"n": sizes[0], "m": prod(output)}, (output,)

    def counts(self, shape: Shape) -> Counts:
        """n·m multiply-accumulates and no parameters."""
        return _DOT


def _several(kind: str, inputs: tuple[Shape, ...]) -> None:
    if len(inputs) < 2:
        raise LayerError(f"{kind} joins a list of inputs, and {len(inputs)} was given")


def _index_of(axis: int, shape: Shape) -> int | None:
    """Return the index of an axis, the batch being axis 0.

    -1 is the batch itself; None means that there is no such axis.
    """
    rank = len(shape)
    return axis_index(axis, rank) if -rank - 1 <= axis <= rank else None


def _beside(index: int, shape: Shape) -> tuple[int, ...]:
    """Return all axes but one; all of them where that one is the batch."""
    return shape if index < 0 else shape[:index] + shape[index + 1 :]


def _broadcast(kind: str, one: Shape, other: Shape) -> Shape:
    """Return the shape to which two shapes are broadcast. Raises LayerError."""
    long, short = (one, other) if len(one) >= len(other) else (other, one)
    axes = list(long)
    for index, size in enumerate(short, start=len(long) - len(short)):
        if axes[index] == 1:
            axes[index] = size
        elif size not in (1, axes[index]):
            raise LayerError(f"{kind} cannot join {one} and {other}: {axes[index]} is not {size}")
    return Shape([int(axis) for axis in axes])


@lru_cache(maxsize=256)
def _joined(axis: str, names: tuple[str, ...]) -> CountFormula:
    word = AXIS_NAMES.get(axis, "channels" if axis == "D" else "axis")
    terms = {name: f"{word} of input {number}" for number, name in enumerate(names, start=1)}
    mistakes = (
        wrong("first-kept", names[0]),
        wrong("largest-kept", f"max({', '.join(names)})"),
        wrong("multiplied", "*".join(names)),
    )
    return CountFormula(
        f"output {word}", " + ".join(names), (), mistakes, terms, "the inputs side by side"
    )
