"""Pooling: a window that slides over each channel alone and learns nothing."""

from __future__ import annotations

from functools import lru_cache
from typing import ClassVar

from quizengine.calculator.arguments import Padding, padding_of, per_axis
from quizengine.calculator.errors import LayerError, shown
from quizengine.calculator.keras.old_convolution import check_rank, output_symbols
from quizengine.calculator.layer import LABELS, Symbols
from quizengine.calculator.old_layer import OldLayer
from quizengine.calculator.operation import Terms
from quizengine.calculator.quantity import Mistake, Quantity, Recipe
from quizengine.calculator.shape import Shape
from quizengine.calculator.symbols import AXES
from quizengine.calculator.windows import Window, depth_recipe, window

_TERMS = Terms(F="pool_size")


class _Pooling(OldLayer):
    """What max and average pooling share."""

    expression_names: ClassVar[frozenset[str]] = frozenset({"name", "pool_size", "strides"})
    neutral = "pooling picks or averages values; it has no weights to learn"
    rank: ClassVar[int]

    pool_size: tuple[int, ...]
    strides: tuple[int, ...]
    padding: Padding
    _window: Window

    def __init__(
        self,
        pool_size: object = 2,
        strides: object = None,
        padding: object = "valid",
        data_format: object = None,
        name: object = None,
        trainable: object = True,
    ) -> None:
        """Take Keras's arguments; the stride is the pool size unless it is given.

        `padding` may also be a number per side. Raises LayerError for what Keras refuses.
        """
        super().__init__(name, trainable)
        self._keep_format(data_format)
        sizes = per_axis("pool_size", pool_size, self.rank)
        self._keep(
            pool_size=sizes,
            strides=sizes if strides is None else per_axis("strides", strides, self.rank),
            padding=padding_of(padding, self.rank, ("valid", "same")),
        )
        sliding = window(sizes, self.strides, self.padding, (1,) * self.rank, _TERMS)
        self._keep(_window=sliding)
        pads = (0,) * self.rank if isinstance(self.padding, str) else self.padding
        for pad, size in zip(pads, sizes, strict=True):
            if 2 * pad > size:
                raise LayerError(f"a padding of {pad} is more than half the pool size {size}")

    def symbols(self, shape: Shape) -> Symbols:
        """H, W, D of the input; F, S, P of the window."""
        check_rank(self.kind, shape, self.rank)
        symbols = super().symbols(shape)
        symbols.update(self._window.symbols)
        return symbols

    def output(self, shape: Shape, symbols: Symbols) -> Shape:
        """One position per stop of the window; the channels stay as they are."""
        axes = self._window.axes(shape)
        depth = Quantity(pooled_depth(self._window.product), symbols)
        return Shape([*axes, depth], output_symbols(self.rank, "D"))

    def recipe(self, quantity: str) -> Recipe:
        """Every count of a pooling layer is 0."""
        return pooling_recipe(quantity, self.rank, self._window.product, self.neutral)


class MaxPooling1D(_Pooling):
    """The largest value in each window of an `L×D` input."""

    rank = 1


class MaxPooling2D(_Pooling):
    """The largest value in each window of an `H×W×D` input."""

    rank = 2


class MaxPooling3D(_Pooling):
    """The largest value in each window of a `T×H×W×D` input."""

    rank = 3


class AveragePooling1D(_Pooling):
    """The mean of each window of an `L×D` input."""

    rank = 1


class AveragePooling2D(_Pooling):
    """The mean of each window of an `H×W×D` input."""

    rank = 2


class AveragePooling3D(_Pooling):
    """The mean of each window of a `T×H×W×D` input."""

    rank = 3


class _GlobalPooling(OldLayer):
    """One value for each channel: all positions pooled into one."""

    neutral = _Pooling.neutral
    rank: ClassVar[int]

    keepdims: bool

    def __init__(
        self,
        data_format: object = None,
        keepdims: object = False,
        name: object = None,
        trainable: object = True,
    ) -> None:
        """Take Keras's arguments. Raises LayerError for what Keras refuses."""
        super().__init__(name, trainable)
        self._keep_format(data_format)
        if not isinstance(keepdims, bool):
            raise LayerError(f"keepdims must be True or False, not {shown(keepdims)}")
        self._keep(keepdims=keepdims)

    def symbols(self, shape: Shape) -> Symbols:
        """H, W, D of the input."""
        check_rank(self.kind, shape, self.rank)
        return super().symbols(shape)

    def output(self, shape: Shape, symbols: Symbols) -> Shape:
        """The channels alone, or with `keepdims` axes of 1 before them."""
        depth = Quantity(_global_depth(self.rank), symbols)
        if self.keepdims:
            return Shape([*(1,) * self.rank, depth])
        return Shape([depth], ("D",))


class GlobalMaxPooling1D(_GlobalPooling):
    """The largest value of each channel of an `L×D` input."""

    rank = 1


class GlobalMaxPooling2D(_GlobalPooling):
    """The largest value of each channel of an `H×W×D` input."""

    rank = 2


class GlobalMaxPooling3D(_GlobalPooling):
    """The largest value of each channel of a `T×H×W×D` input."""

    rank = 3


class GlobalAveragePooling1D(_GlobalPooling):
    """The mean of each channel of an `L×D` input."""

    rank = 1


class GlobalAveragePooling2D(_GlobalPooling):
    """The mean of each channel of an `H×W×D` input."""

    rank = 2


class GlobalAveragePooling3D(_GlobalPooling):
    """The mean of each channel of a `T×H×W×D` input."""

    rank = 3


@lru_cache(maxsize=32)
def pooled_depth(window: str) -> Recipe:
    """The depth that pooling keeps; `window` is the text of the window's area, such as `F*F`."""
    size = window.split("*", maxsplit=1)[0]
    pooled = Mistake(
        "depth-pooled",
        f"ceil(D/{size})",
        "The depth was pooled as well; pooling works on each channel alone.",
        when=f"{size} > 1 and D > 1",
        seen="options in a deeplearning.ai quiz",
    )
    shrunk = Mistake(
        "depth-shrunk",
        f"D - {size}",
        "The window was taken off the depth; pooling works on each channel alone.",
        when=f"{size} > 1 and D > {size}",
        seen="an option in a deeplearning.ai quiz: 32×32×8 for 32×32×12",
        minor=True,
    )
    merged = Mistake(
        "channels-merged",
        "1",
        "The channels were merged into one; pooling works on each channel alone.",
        when="D > 1",
        minor=True,
    )
    return depth_recipe("D", "pooling keeps the channels", (pooled, shrunk, merged))


@lru_cache(maxsize=4)
def _global_depth(rank: int) -> Recipe:
    positions = "*".join(AXES[rank])
    flat = Mistake(
        "flattened",
        f"{positions}*D",
        "This is what flattening gives; global pooling leaves one value per channel.",
        when=f"{positions} > 1",
        minor=True,
    )
    return depth_recipe("D", "one value per channel", (flat,))


@lru_cache(maxsize=64)
def pooling_recipe(quantity: str, rank: int, window: str, why: str) -> Recipe:
    """The recipe of one count of a pooling layer, which is 0, and `why`."""
    label = LABELS[quantity]
    if quantity not in ("params", "trainable_params", "weights"):
        return Recipe(label, "0", why=why)
    outputs = "*".join([*(f"{axis}o" for axis in AXES[rank]), "D"])
    mistakes = (
        Mistake(
            "activation-size",
            outputs,
            "This is the size of the output; pooling has no parameters.",
            seen="the wrong second statement of a Keras quiz",
        ),
        Mistake(
            "pooling-weights",
            f"{window}*D",
            "Weights were counted for the window; pooling only picks or averages.",
        ),
        Mistake(
            "pooling-coefficients",
            "2*D",
            "LeNet-5's subsampling learned a coefficient and a bias per map; pooling learns none.",
            seen="a Cross Validated question about LeNet-5",
            minor=True,
        ),
    )
    return Recipe(label, "0", (), mistakes, why=why)
