"""Layers that cut or stretch the spatial axes of a volume, and learn nothing."""

from __future__ import annotations

from functools import lru_cache
from typing import ClassVar

from quizengine.calculator.arguments import pairs_per_axis, per_axis, whole
from quizengine.calculator.errors import LayerError, shown
from quizengine.calculator.keras.old_convolution import check_rank, output_symbols
from quizengine.calculator.layer import Symbols
from quizengine.calculator.old_layer import OldLayer
from quizengine.calculator.quantity import Mistake, Quantity, Recipe
from quizengine.calculator.shape import Shape
from quizengine.calculator.symbols import AXES, AXIS_NAMES, axis_symbols
from quizengine.calculator.windows import depth_recipe

_CUT = depth_recipe("D", "cropping keeps the channels")
_STRETCHED = depth_recipe("D", "upsampling keeps the channels")


class _Cropping(OldLayer):
    """What the cropping layers share: places cut off both ends of the spatial axes."""

    expression_names: ClassVar[frozenset[str]] = frozenset({"name", "cropping"})
    neutral = "cropping only leaves values out"
    rank: ClassVar[int]

    cropping: tuple[tuple[int, int], ...]

    def symbols(self, shape: Shape) -> Symbols:
        """The axes, and what is cut off before and after each: C where all are alike."""
        check_rank(self.kind, shape, self.rank)
        return {**super().symbols(shape), **side_symbols("C", self.cropping)}

    def output(self, shape: Shape, symbols: Symbols) -> Shape:
        """Each spatial axis less what is cut off. Raises LayerError where nothing is left."""
        axes = [Quantity(_cut_recipe(axis, "C" in symbols), symbols) for axis in AXES[self.rank]]
        for index, left in enumerate(axes):
            if left < 1:
                name = AXIS_NAMES[AXES[self.rank][index]]
                before, after = self.cropping[index]
                raise LayerError(
                    f"cropping {before} + {after} from an input {name} of "
                    f"{int(shape[index])} leaves {int(left)}"
                )
        depth = Quantity(_CUT, symbols)
        return Shape([*axes, depth], output_symbols(self.rank, "D"))


class Cropping1D(_Cropping):
    """Places cut off before and after an `L×D` input."""

    rank = 1

    def __init__(self, cropping: object = 1, name: object = None, trainable: object = True) -> None:
        """Take Keras's arguments: a number, or a pair. Raises LayerError for anything else."""
        super().__init__(name, trainable)
        self._keep(cropping=pairs_per_axis("cropping", cropping, self.rank))


class Cropping2D(_Cropping):
    """Places cut off around the height and width of an `H×W×D` input."""

    rank = 2

    def __init__(
        self,
        cropping: object = 0,
        data_format: object = None,
        name: object = None,
        trainable: object = True,
    ) -> None:
        """Take Keras's arguments: a number, one per axis, or a pair per axis; 0 unless given.

        Raises LayerError for anything else.
        """
        super().__init__(name, trainable)
        self._keep_format(data_format)
        self._keep(cropping=pairs_per_axis("cropping", cropping, self.rank))


class Cropping3D(_Cropping):
    """Places cut off around the three axes of a `T×H×W×D` input."""

    rank = 3

    def __init__(
        self,
        cropping: object = 1,
        data_format: object = None,
        name: object = None,
        trainable: object = True,
    ) -> None:
        """Take Keras's arguments: a number, one per axis, or a pair per axis; 1 unless given.

        Raises LayerError for anything else.
        """
        super().__init__(name, trainable)
        self._keep_format(data_format)
        self._keep(cropping=pairs_per_axis("cropping", cropping, self.rank))


def side_symbols(letter: str, sides: tuple[tuple[int, int], ...]) -> Symbols:
    """Numbers of both ends of each axis by symbol: `C` where all are alike, else `Ch1`, `Ch2`."""
    values = {value for pair in sides for value in pair}
    if len(values) == 1:
        return {letter: values.pop()}
    symbols: Symbols = {}
    for axis, (before, after) in zip(AXES[len(sides)], sides, strict=True):
        symbols[f"{letter}{axis.lower()}1"] = before
        symbols[f"{letter}{axis.lower()}2"] = after
    return symbols


@lru_cache(maxsize=8)
def _cut_recipe(axis: str, even: bool) -> Recipe:
    label = f"output {AXIS_NAMES[axis]}"
    low = axis.lower()
    cut = ("C", "C") if even else (f"C{low}1", f"C{low}2")
    terms = {
        "C": "cropping",
        f"C{low}1": f"cropping before the {AXIS_NAMES[axis]}",
        f"C{low}2": f"cropping after the {AXIS_NAMES[axis]}",
    }
    once = Mistake(
        "one-side-only",
        f"{axis} - {cut[0]}",
        "One end only was cut off; cropping takes from both.",
        when=f"{cut[1]} > 0",
    )
    text = f"{axis} - 2*C" if even else f"{axis} - {cut[0]} - {cut[1]}"
    phrases = (("2*C", "places cut off in all"),) if even else ()
    return Recipe(label, text, phrases, (once,), terms)


class _UpSampling(OldLayer):
    """What the upsampling layers share: every place is repeated along the spatial axes."""

    expression_names: ClassVar[frozenset[str]] = frozenset({"name", "size"})
    neutral = "upsampling repeats or blends values by a fixed rule; it has no weights"
    rank: ClassVar[int]

    size: tuple[int, ...]

    def symbols(self, shape: Shape) -> Symbols:
        """The axes, and how often a place is repeated along each: U where all are alike."""
        check_rank(self.kind, shape, self.rank)
        symbols = super().symbols(shape)
        symbols.update(zip(axis_symbols("U", self.size), self.size, strict=True))
        return symbols

    def output(self, shape: Shape, symbols: Symbols) -> Shape:
        """Each spatial axis multiplied by its size."""
        letters = axis_symbols("U", self.size)
        axes = [
            Quantity(_stretched_recipe(axis, letter), symbols)
            for axis, letter in zip(AXES[self.rank], letters, strict=True)
        ]
        depth = Quantity(_STRETCHED, symbols)
        return Shape([*axes, depth], output_symbols(self.rank, "D"))


@lru_cache(maxsize=16)
def _stretched_recipe(axis: str, size: str) -> Recipe:
    mistakes = (
        Mistake(
            "added-for-multiplied",
            f"{axis} + {size}",
            "The size was added; every place is repeated, so the axis is multiplied.",
            when=f"{axis}*{size} != {axis} + {size}",
        ),
        Mistake(
            "divided-for-multiplied",
            f"floor({axis}/{size})",
            "The axis was divided, as in pooling; upsampling makes it larger.",
            when=f"{size} > 1",
        ),
    )
    return Recipe(f"output {AXIS_NAMES[axis]}", f"{axis}*{size}", (), mistakes, {"U": "size"})


class UpSampling1D(_UpSampling):
    """Every place of an `L×D` input, several times."""

    rank = 1

    def __init__(self, size: object = 2, name: object = None, trainable: object = True) -> None:
        """Take Keras's arguments. Raises LayerError unless the size is a whole number."""
        super().__init__(name, trainable)
        self._keep(size=(whole("size", size),))


class UpSampling2D(_UpSampling):
    """Every place of an `H×W×D` input, several times along height and width."""

    rank = 2
    _INTERPOLATIONS: ClassVar[tuple[str, ...]] = (
        "nearest", "bilinear", "bicubic", "lanczos3", "lanczos5",
    )  # fmt: skip

    interpolation: str = "nearest"

    def __init__(
        self,
        size: object = 2,
        data_format: object = None,
        interpolation: object = "nearest",
        name: object = None,
        trainable: object = True,
    ) -> None:
        """Take Keras's arguments. Raises LayerError for what Keras refuses."""
        super().__init__(name, trainable)
        self._keep_format(data_format)
        self._keep(size=per_axis("size", size, self.rank))
        word = interpolation.lower() if isinstance(interpolation, str) else interpolation
        if word not in self._INTERPOLATIONS:
            known = ", ".join(self._INTERPOLATIONS)
            raise LayerError(f"interpolation must be one of {known}, not {shown(interpolation)}")
        self._keep_changed(interpolation=word)


class UpSampling3D(_UpSampling):
    """Every place of a `T×H×W×D` input, several times along its three axes."""

    rank = 3

    def __init__(
        self,
        size: object = 2,
        data_format: object = None,
        name: object = None,
        trainable: object = True,
    ) -> None:
        """Take Keras's arguments. Raises LayerError for what Keras refuses."""
        super().__init__(name, trainable)
        self._keep_format(data_format)
        self._keep(size=per_axis("size", size, self.rank))
