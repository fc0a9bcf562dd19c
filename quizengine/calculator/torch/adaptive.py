"""Adaptive pooling: the output size is stated, and PyTorch fits the windows to it."""

from __future__ import annotations

from functools import lru_cache
from typing import ClassVar

from quizengine.calculator.arguments import truth, whole
from quizengine.calculator.errors import LayerError
from quizengine.calculator.keras.old_convolution import output_symbols
from quizengine.calculator.keras.pooling import pooled_depth
from quizengine.calculator.layer import Symbols
from quizengine.calculator.quantity import Mistake, Quantity, Recipe
from quizengine.calculator.shape import Shape
from quizengine.calculator.symbols import AXES, AXIS_NAMES, axis_symbols
from quizengine.calculator.torch.base import OldChannelsFirst


class _Adaptive(OldChannelsFirst):
    """What the adaptive poolings share: the output size is stated, the windows are fitted to it."""

    expression_names: ClassVar[frozenset[str]] = frozenset({"name", "output_size"})
    neutral = "pooling picks or averages values; it has no weights to learn"
    return_indices: bool = False

    output_size: tuple[int | None, ...]

    def __init__(self, output_size: object) -> None:
        """Take PyTorch's arguments: a size, or one for each axis; None keeps an axis.

        Raises LayerError for what PyTorch refuses.
        """
        super().__init__()
        sizes = output_size if isinstance(output_size, (list, tuple)) else [output_size] * self.rank
        if len(sizes) != self.rank:
            raise LayerError(f"output_size needs {self.rank} numbers, and has {len(sizes)}")
        if output_size is None or (self.rank == 1 and sizes[0] is None):
            raise LayerError("output_size must be a number, or one for each axis, not None")
        kept = tuple([None if size is None else whole("output_size", size) for size in sizes])
        self._keep(output_size=kept)

    def symbols(self, shape: Shape) -> Symbols:
        """H, W, D of the input; O, the stated size, or one for each axis."""
        symbols = super().symbols(shape)
        for symbol, size in zip(self._stated, self.output_size, strict=True):
            if size is not None:
                symbols[symbol] = size
        return symbols

    @property
    def _stated(self) -> tuple[str, ...]:
        if None in self.output_size:
            return tuple(f"O{axis.lower()}" for axis in AXES[self.rank])
        return axis_symbols("O", tuple(size for size in self.output_size if size is not None))

    def output(self, shape: Shape, symbols: Symbols) -> Shape:
        """The stated size, and the channels as they are."""
        axes = [
            Quantity(_stated_recipe(axis, "" if size is None else symbol), symbols)
            for axis, symbol, size in zip(
                AXES[self.rank], self._stated, self.output_size, strict=True
            )
        ]
        depth = Quantity(pooled_depth("1"), symbols)
        return Shape([*axes, depth], output_symbols(self.rank, "D"))


@lru_cache(maxsize=32)
def _stated_recipe(axis: str, symbol: str) -> Recipe:
    label = f"output {AXIS_NAMES[axis]}"
    if not symbol:
        return Recipe(label, axis, why="None keeps the size")
    why = "the output size is stated; the windows are fitted to it"
    kept = Mistake("size-kept", axis, "The input's size was kept; the output size is stated.")
    return Recipe(label, symbol, (), (kept,), {"O": "output_size"}, why)


class AdaptiveAvgPool1d(_Adaptive):
    """The mean of each of `output_size` windows of a `D×L` input."""

    rank = 1


class AdaptiveAvgPool2d(_Adaptive):
    """The mean of each of `output_size` windows of a `D×H×W` input."""

    rank = 2


class AdaptiveAvgPool3d(_Adaptive):
    """The mean of each of `output_size` windows of a `D×T×H×W` input."""

    rank = 3


class _AdaptiveMax(_Adaptive):
    def __init__(self, output_size: object, return_indices: object = False) -> None:
        """Take PyTorch's arguments. Raises LayerError for what PyTorch refuses."""
        super().__init__(output_size)
        self._keep_changed(return_indices=truth("return_indices", return_indices))

    def apply(self, inputs: tuple[Shape, ...]) -> tuple[Symbols, tuple[Shape, ...]]:
        """The pooled values, and with `return_indices` as many places of the largest ones."""
        symbols, outputs = super().apply(inputs)
        return symbols, outputs * 2 if self.return_indices else outputs


class AdaptiveMaxPool1d(_AdaptiveMax):
    """The largest value of each of `output_size` windows of a `D×L` input."""

    rank = 1


class AdaptiveMaxPool2d(_AdaptiveMax):
    """The largest value of each of `output_size` windows of a `D×H×W` input."""

    rank = 2


class AdaptiveMaxPool3d(_AdaptiveMax):
    """The largest value of each of `output_size` windows of a `D×T×H×W` input."""

    rank = 3
