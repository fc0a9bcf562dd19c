"""Pooling: the largest value or the mean of positions, for each channel alone.

Sizes: CS231n, "Convolutional Networks", as of a convolution's window; the depth stays.
"""

from __future__ import annotations

from functools import lru_cache

from quizengine.calculator.arguments import Padding
from quizengine.calculator.errors import LayerError
from quizengine.calculator.misconceptions import wrong
from quizengine.calculator.operation import LABELS, Counts, Operation, Symbols, Trait, nothing
from quizengine.calculator.operations.kernels import inputs_text, neurons_text
from quizengine.calculator.operations.volumes import Resizing, Sliding
from quizengine.calculator.quantity import CountFormula, Quantity
from quizengine.calculator.shape import Shape
from quizengine.calculator.symbols import AXIS_NAMES, NO_TERMS, Terms
from quizengine.calculator.windows import depth_formula

_LEARNS_NOTHING = "pooling picks or averages values; it has no weights to learn"


@lru_cache(maxsize=64)
def _pooled_depth(window: str, terms: Terms) -> CountFormula:
    """Return the depth after pooling; `window` is the text of a window's area, such as `F*F`."""
    size = window.split("*", maxsplit=1)[0]
    mistakes = (
        wrong("depth-pooled", f"ceil(D/{size})", f"{size} > 1 and D > 1"),
        wrong("depth-shrunk", f"D - {size}", f"{size} > 1 and D > {size}", minor=True),
        wrong("channels-merged", "1", "D > 1", minor=True),
    )
    return depth_formula("D", "pooling keeps the channels", mistakes).in_words(terms)


class Pooling(Sliding):
    """One value for each position of a window, for each channel alone."""

    terms: Terms = NO_TERMS

    @property
    def depth(self) -> CountFormula:
        """The channels of the input."""
        return _pooled_depth(self.window.product, self.terms)

    def counts(self, shape: Shape) -> Counts:
        """No parameters; the mistakes count the window."""
        return _window_counts(len(self.window.size), self.window.product, self.terms)


class GlobalPooling(Operation):
    """One value for each channel, pooled from all positions."""

    trait = Trait.WHOLE
    why = _LEARNS_NOTHING

    keepdims: bool

    def output(self, shape: Shape, symbols: Symbols) -> Shape:
        """The channels alone, or with `keepdims` axes of 1 before them."""
        rank = len(shape) - 1
        depth = Quantity(_global_depth(rank), symbols)
        return Shape([*(1,) * rank, depth]) if self.keepdims else Shape([depth], ("D",))


class AdaptivePooling(Resizing):
    """Pooling with a stated number of windows along each axis."""

    letter = "O"
    depth = _pooled_depth("1", NO_TERMS)
    why = _LEARNS_NOTHING

    trait: Trait = Trait.MIXED

    def axis(self, axis: str, letter: str, symbols: Symbols) -> CountFormula:
        """The stated size, or that of the input."""
        return _stated_axis(axis, letter if letter in symbols else "")


@lru_cache(maxsize=64)
def adaptive_pooling(sizes: tuple[int | None, ...]) -> AdaptivePooling:
    """Return the pooling to these sizes, which is global pooling where all are 1."""
    alike = len(set(sizes)) == 1
    trait = Trait.WHOLE if alike and sizes[0] == 1 else Trait.MIXED
    return AdaptivePooling(sizes[:1] if alike else sizes, trait)


def check_padding(padding: Padding, name: str, sizes: tuple[int, ...]) -> None:
    """Refuse a padding of more than half the window; `name` is the framework's word for its size.

    Raises LayerError.
    """
    pads = () if isinstance(padding, str) else padding
    for pad, size in zip(pads, sizes, strict=False):
        if 2 * pad > size:
            raise LayerError(f"a padding of {pad} is more than half the {name} {size}")


@lru_cache(maxsize=4)
def _global_depth(rank: int) -> CountFormula:
    positions = inputs_text(rank)
    flat = wrong("flattened", f"{positions}*D", f"{positions} > 1", minor=True)
    return depth_formula("D", "one value per channel", (flat,))


@lru_cache(maxsize=32)
def _stated_axis(axis: str, symbol: str) -> CountFormula:
    label = f"output {AXIS_NAMES[axis]}"
    if not symbol:
        return CountFormula(label, axis, why="None keeps the size")
    why = "the output size is stated; the windows are fitted to it"
    kept = wrong("size-kept/adaptive", axis)
    return CountFormula(label, symbol, (), (kept,), {"O": "output_size"}, why)


@lru_cache(maxsize=64)
def _window_counts(rank: int, window: str, terms: Terms) -> Counts:
    """Return the counts of pooling; `window` is the text of a window's area."""
    mistakes = (
        wrong("activation-size/pooling", neurons_text(rank, "D")),
        wrong("pooling-weights", f"{window}*D"),
        wrong("pooling-coefficients", "2*D", minor=True),
    )
    weights, params, trained = (
        CountFormula(LABELS[quantity], "0", (), mistakes, terms, _LEARNS_NOTHING)
        for quantity in ("weights", "params", "trainable_params")
    )
    counts = nothing(_LEARNS_NOTHING)
    return counts._replace(weights=weights, params=params, trainable=trained)
