"""Operations on each value alone: activation functions, dropout, masking, rescaling, identity.

One of them learns: a PReLU, the slope below 0 (He, Zhang, Ren and Sun, "Delving deep into
rectifiers", 2015). Activation functions are not counted as multiply-accumulates.
"""

from __future__ import annotations

from functools import lru_cache

from quizengine.calculator.misconceptions import wrong
from quizengine.calculator.operation import LABELS, Counts, Operation, Symbols, Trait, nothing
from quizengine.calculator.quantity import CountFormula, Quantity
from quizengine.calculator.shape import Shape, axis_index


class PointwiseMap(Operation):
    """A function of each value that learns nothing; `why` is the reason."""

    trait = Trait.POINTWISE
    least_rank = 0

    why: str
    in_place: bool = True


ACTIVATION = PointwiseMap("an activation function changes each value alone; it learns nothing")
"""Any activation function."""

DROPOUT = PointwiseMap("dropout switches values off while training; it learns nothing")
"""Dropout of values or of whole channels."""


class GatedLinearUnit(PointwiseMap):
    """The values of the first half of an axis, each times the sigmoid of one in the second half.

    Source: Dauphin and others, "Language modeling with gated convolutional networks", 2017.
    `axis` counts the batch as 0.
    """

    why: str = ACTIVATION.why
    in_place: bool = False
    axis: int = -1
    trait: Trait = Trait.MIXED
    """POINTWISE where the axis is that of the channels; else two positions are combined."""

    def output(self, shape: Shape, symbols: Symbols) -> Shape:
        """The input with one axis halved."""
        index = axis_index(self.axis, len(shape))
        symbol = shape.symbols[index]
        half = Quantity(_half(symbol), symbols)
        names = (*shape.symbols[:index], f"{symbol}o", *shape.symbols[index + 1 :])
        return Shape([*shape[:index], half, *shape[index + 1 :]], names)


@lru_cache(maxsize=16)
def _half(symbol: str) -> CountFormula:
    return CountFormula("halved axis", f"{symbol}/2", (), (wrong("size-kept/glu", symbol),))


class SlopePerPosition(Operation):
    """x where positive, otherwise x times a slope that is learned for each position of the input.

    Positions along the `shared` axes, counted from 0 or from the end, have one slope in common.
    """

    trait = Trait.POINTWISE
    in_place = True

    shared: tuple[int, ...] = ()

    def counts(self, shape: Shape) -> Counts:
        """The product of the axes that are not shared."""
        return _counts_per_position(shape.symbols, self._shared(shape))

    def kernel_shape(self, shape: Shape) -> Shape:
        """The slopes: the input's axes, 1 along those that are shared."""
        shared = self._shared(shape)
        return Shape([1 if index in shared else axis for index, axis in enumerate(shape)])

    def _shared(self, shape: Shape) -> frozenset[int]:
        return frozenset([axis % len(shape) for axis in self.shared])


class SlopePerChannel(Operation):
    """x where positive, otherwise x times a slope: one for all values, or one for each channel."""

    trait = Trait.POINTWISE
    in_place = True
    least_rank = 0

    slopes: int

    def symbols(self, shape: Shape) -> Symbols:
        """The axes, and `n` slopes."""
        return {**super().symbols(shape), "n": self.slopes}

    def counts(self, shape: Shape) -> Counts:
        """The number of slopes."""
        return _counts_per_channel(self.slopes == 1)


@lru_cache(maxsize=128)
def _counts_per_position(axes: tuple[str, ...], shared: frozenset[int]) -> Counts:
    own = [axis for index, axis in enumerate(axes) if index not in shared]
    text = "*".join(own) or "1"
    why = (
        "one slope for each position that is not shared" if own else "all positions share one slope"
    )
    guesses = (
        wrong("activation-without-parameters", "0"),
        wrong("one-for-all", "1"),
        wrong("sharing-ignored", "*".join(axes)) if shared else wrong("one-per-channel", axes[-1]),
    )
    counts = _slopes(
        CountFormula(
            "weights", text, (), tuple(each for each in guesses if each.formula != text), why=why
        ),
        "slopes only multiply",
    )
    macs = CountFormula(
        LABELS["macs"], "0", why="only convolutions and matrix products are counted"
    )
    return counts._replace(macs=macs, non_trainable=None)


@lru_cache(maxsize=2)
def _counts_per_channel(one: bool) -> Counts:
    why = "one slope for all channels" if one else "one slope for each channel"
    slopes = CountFormula("weights", "n", terms={"n": "num_parameters"}, why=why)
    return _slopes(slopes, "it learns only slopes, and training changes all")


def _slopes(weights: CountFormula, others: str) -> Counts:
    """Return counts of slopes alone; `others` says why there are no other parameters."""
    params = weights.labelled(LABELS["params"])
    return nothing(others)._replace(weights=weights, params=params, trainable=None)
