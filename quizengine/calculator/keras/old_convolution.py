"""Convolutions in one, two and three dimensions, with the arguments that Keras gives them."""

from __future__ import annotations

from functools import lru_cache
from typing import ClassVar

from quizengine.calculator.arguments import (
    Padding,
    activation_of,
    padding_of,
    per_axis,
    truth,
    whole,
)
from quizengine.calculator.errors import LayerError
from quizengine.calculator.keras.convolution_counts import convolution_recipe
from quizengine.calculator.layer import Symbols
from quizengine.calculator.old_layer import OldLayer
from quizengine.calculator.quantity import Mistake, Quantity, Recipe
from quizengine.calculator.shape import Shape, axis_names
from quizengine.calculator.windows import Window, depth_recipe, window

_DEPTH_MISTAKES = (
    Mistake(
        "depth-kept",
        "D",
        "The depth of the input was kept; a convolution's output has one channel per filter.",
        seen="an option in a deeplearning.ai quiz",
    ),
    Mistake(
        "maps-multiplied",
        "D*K",
        "The channels were multiplied; each filter sums over all input channels into one map.",
        seen="a forum question about 64 × 128 channels",
    ),
    Mistake(
        "one-map",
        "1",
        "One map was counted; every filter makes a map of its own.",
        when="K > 1",
        minor=True,
    ),
)
_DEPTH_PADDED = Mistake(
    "depth-padded",
    "K + 2*P",
    "The padding was added to the depth; it lies around the height and width only.",
    when="P > 0",
    seen="options in a deeplearning.ai quiz",
)
_DEPTH_PADDED_ONCE = _DEPTH_PADDED._replace(id="depth-padded-once", formula="K + P", minor=True)
FILTER_DEPTH = depth_recipe("K", "one channel per filter", _DEPTH_MISTAKES)
PADDED_FILTER_DEPTH = depth_recipe(
    "K", "one channel per filter", (*_DEPTH_MISTAKES, _DEPTH_PADDED, _DEPTH_PADDED_ONCE)
)


class Convolution(OldLayer):
    """What all convolutions share: filters that slide over an input with channels last."""

    expression_names: ClassVar[frozenset[str]] = frozenset(
        {"name", "filters", "kernel_size", "strides", "dilation_rate", "groups", "use_bias"}
    )
    rank: ClassVar[int]
    paddings: ClassVar[tuple[str, ...]] = ("valid", "same")

    filters: int
    kernel_size: tuple[int, ...]
    strides: tuple[int, ...]
    padding: Padding
    dilation_rate: tuple[int, ...]
    groups: int
    activation: str | None
    use_bias: bool
    _window: Window

    def __init__(
        self,
        filters: object,
        kernel_size: object,
        strides: object = 1,
        padding: object = "valid",
        data_format: object = None,
        dilation_rate: object = 1,
        groups: object = 1,
        activation: object = None,
        use_bias: object = True,
        name: object = None,
        trainable: object = True,
    ) -> None:
        """Take Keras's arguments; `padding` may also be a number per side.

        Raises LayerError for arguments that Keras refuses.
        """
        super().__init__(name, trainable)
        self._keep_format(data_format)
        self._keep(
            filters=whole("filters", filters),
            kernel_size=per_axis("kernel_size", kernel_size, self.rank),
            strides=per_axis("strides", strides, self.rank),
            padding=padding_of(padding, self.rank, self.paddings),
            dilation_rate=per_axis("dilation_rate", dilation_rate, self.rank),
            groups=whole("groups", groups),
            activation=activation_of(activation),
            use_bias=truth("use_bias", use_bias),
        )
        sliding = window(self.kernel_size, self.strides, self.padding, self.dilation_rate)
        self._keep(_window=sliding)
        if max(self.strides) > 1 and max(self.dilation_rate) > 1:
            raise LayerError("strides above 1 and a dilation_rate above 1 do not go together")
        if self.filters % self.groups:
            raise LayerError(
                f"{self.filters} filters cannot be shared out among {self.groups} groups"
            )

    def symbols(self, shape: Shape) -> Symbols:
        """H, W, D of the input; F, S, P, d of the window; K filters; G groups."""
        check_rank(self.kind, shape, self.rank)
        if shape.channels % self.groups:
            raise LayerError(
                f"{int(shape.channels)} input channels cannot be shared out among "
                f"{self.groups} groups"
            )
        symbols = super().symbols(shape)
        symbols["K"] = self.filters
        if self.groups > 1:
            symbols["G"] = self.groups
        symbols.update(self._window.symbols)
        return symbols

    def output(self, shape: Shape, symbols: Symbols) -> Shape:
        """One position per stop of the window, one channel per filter."""
        axes = self._window.axes(shape)
        depth = Quantity(PADDED_FILTER_DEPTH if "P" in symbols else FILTER_DEPTH, symbols)
        return Shape([*axes, depth], output_symbols(self.rank, "K"))

    def recipe(self, quantity: str) -> Recipe:
        """The formulas of CS231n's convolution notes: (F·F·D + 1)·K and their like."""
        return convolution_recipe(
            quantity, self.rank, self._window.product, self.use_bias, self.groups > 1,
            "d" in self._window.symbols,
        )  # fmt: skip

    def kernel_shape(self, shape: Shape) -> Shape:
        """`(*kernel_size, input channels / groups, filters)`."""
        depth = shape.channels // self.groups
        return Shape([*self.kernel_size, depth, self.filters], weight_axes(self.rank, torch=False))

    def torch_kernel_shape(self, shape: Shape) -> Shape | None:
        """`(filters, input channels / groups, *kernel_size)`."""
        depth = shape.channels // self.groups
        return Shape([self.filters, depth, *self.kernel_size], weight_axes(self.rank, torch=True))


class _OldConv1D(Convolution):
    """A convolution along one axis of an `L×D` input."""

    rank = 1
    paddings = ("valid", "same", "causal")


class _OldConv2D(Convolution):
    """A convolution along height and width of an `H×W×D` input."""

    rank = 2


class _OldConv3D(Convolution):
    """A convolution along three axes of a `T×H×W×D` input."""

    rank = 3


def check_rank(kind: str, shape: Shape, rank: int) -> None:
    """Refuse an input with another number of axes. Raises LayerError."""
    if len(shape) != rank + 1:
        order = "×".join(axis_names(rank + 1))
        raise LayerError(f"{kind} takes an input {order}, and {shape} has {len(shape)} axes")


@lru_cache(maxsize=16)
def output_symbols(rank: int, depth: str) -> tuple[str, ...]:
    """The symbols of an output's axes: `Ho`, `Wo`, and the symbol of its depth."""
    return (*(f"{axis}o" for axis in axis_names(rank + 1)[:-1]), depth)


def weight_axes(rank: int, *, torch: bool) -> tuple[str, ...]:
    """The symbols of a weight tensor's axes."""
    kernel = tuple(f"F{axis.lower()}" for axis in axis_names(rank + 1)[:-1])
    return ("K", "D", *kernel) if torch else (*kernel, "D", "K")
