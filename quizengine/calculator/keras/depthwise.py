"""Depthwise convolutions: every input channel has filters of its own and is not mixed with others.

Formulas: Howard et al., "MobileNets", 2017, section 3.1, with Keras's `depth_multiplier` m: each
of the D·m filters has F·F weights and one bias.
"""

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
from quizengine.calculator.keras.old_convolution import check_rank, output_symbols
from quizengine.calculator.layer import LABELS, Symbols
from quizengine.calculator.old_layer import OldLayer
from quizengine.calculator.quantity import Mistake, Quantity, Recipe
from quizengine.calculator.shape import Shape
from quizengine.calculator.symbols import AXES
from quizengine.calculator.windows import Window, depth_recipe, window

TERMS = {"m": "depth_multiplier", "K": "output channels"}
"""What the symbols of a depthwise convolution stand for in Keras."""

_KEPT = depth_recipe("D", "every channel is filtered alone")


class DepthwiseConvolution(OldLayer):
    """What the depthwise convolutions share, and the first step of the separable ones."""

    expression_names: ClassVar[frozenset[str]] = frozenset(
        {"name", "kernel_size", "strides", "dilation_rate", "depth_multiplier", "use_bias"}
    )
    rank: ClassVar[int]

    kernel_size: tuple[int, ...]
    strides: tuple[int, ...]
    padding: Padding
    depth_multiplier: int = 1
    dilation_rate: tuple[int, ...]
    activation: str | None
    use_bias: bool
    _window: Window

    def __init__(
        self,
        kernel_size: object,
        strides: object = 1,
        padding: object = "valid",
        depth_multiplier: object = 1,
        data_format: object = None,
        dilation_rate: object = 1,
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
            kernel_size=per_axis("kernel_size", kernel_size, self.rank),
            strides=per_axis("strides", strides, self.rank),
            padding=padding_of(padding, self.rank, ("valid", "same")),
            dilation_rate=per_axis("dilation_rate", dilation_rate, self.rank),
            activation=activation_of(activation),
            use_bias=truth("use_bias", use_bias),
        )
        self._keep_changed(depth_multiplier=whole("depth_multiplier", depth_multiplier))
        sliding = window(self.kernel_size, self.strides, self.padding, self.dilation_rate)
        self._keep(_window=sliding)

    def symbols(self, shape: Shape) -> Symbols:
        """H, W, D of the input; F, S, P, d of the window; m filters for each channel."""
        check_rank(self.kind, shape, self.rank)
        symbols = super().symbols(shape)
        if self.depth_multiplier > 1:
            symbols["m"] = self.depth_multiplier
        symbols.update(self._window.symbols)
        return symbols

    def output(self, shape: Shape, symbols: Symbols) -> Shape:
        """One position per stop of the window, m channels for each input channel."""
        axes = self._window.axes(shape)
        if "m" in symbols:
            depth, symbol = Quantity(_multiplied(), symbols), "K"
        else:
            depth, symbol = Quantity(_KEPT, symbols), "D"
        return Shape([*axes, depth], output_symbols(self.rank, symbol))

    def recipe(self, quantity: str) -> Recipe:
        """(F·F + 1)·(D·m): a filter sees one channel, and has one bias."""
        return _recipe(
            quantity, self.rank, self._window.product, self.use_bias, self.depth_multiplier > 1
        )

    def kernel_shape(self, shape: Shape) -> Shape | None:
        """`(*kernel_size, input channels, depth_multiplier)`."""
        axes = tuple(f"F{axis.lower()}" for axis in AXES[self.rank])
        sizes = [*self.kernel_size, shape.channels, self.depth_multiplier]
        return Shape(sizes, (*axes, "D", "m"))

    def torch_kernel_shape(self, shape: Shape) -> Shape | None:
        """`(input channels · depth_multiplier, 1, *kernel_size)`: as many groups as channels."""
        axes = tuple(f"F{axis.lower()}" for axis in AXES[self.rank])
        filters = shape.channels * self.depth_multiplier
        return Shape([filters, 1, *self.kernel_size], ("K", "D", *axes))


class DepthwiseConv1D(DepthwiseConvolution):
    """A depthwise convolution along one axis of an `L×D` input."""

    rank = 1


class DepthwiseConv2D(DepthwiseConvolution):
    """A depthwise convolution along height and width of an `H×W×D` input."""

    rank = 2


@lru_cache(maxsize=1)
def _multiplied() -> Recipe:
    mistakes = (
        Mistake(
            "multiplier-ignored",
            "D",
            "The depth_multiplier is left out: every input channel gives so many channels.",
        ),
        Mistake(
            "multiplier-alone",
            "m",
            "This is depth_multiplier alone: it is the number of filters for each input channel.",
            when="D > 1",
        ),
    )
    why = "depth_multiplier filters for each channel"
    return Recipe("output depth", "D*m", (), mistakes, TERMS, why)


@lru_cache(maxsize=128)
def _recipe(quantity: str, rank: int, kernel: str, use_bias: bool, multiplied: bool) -> Recipe:
    filters = "(D*m)" if multiplied else "D"
    label = LABELS[quantity]
    named = [(kernel, "weights of one filter")]
    if multiplied:
        named.append(("D*m", "filters in all"))
    if quantity == "biases":
        text = filters.strip("()") if use_bias else "0"
        why = "one bias per filter" if use_bias else "use_bias=False: there are none"
        return Recipe(label, text, (), (), TERMS, why)
    if quantity == "macs":
        positions = "*".join(f"{axis}o" for axis in AXES[rank])
        text = f"{kernel}*({positions}*{filters})"
        named.append((f"{positions}*{filters}", "output values"))
        mistakes = _cost_mistakes(rank, kernel, filters, positions)
        return Recipe("multiply-accumulates", text, tuple(named), mistakes, TERMS)
    if quantity == "non_trainable_params":
        return Recipe(label, "0", why="training changes all of them")
    has_bias = use_bias and quantity != "weights"
    mistakes = _mistakes(rank, kernel, filters, has_bias)
    if not has_bias:
        return Recipe(label, f"{kernel}*{filters}", tuple(named), mistakes, TERMS)
    named.append((f"{kernel} + 1", "parameters per filter, with its bias"))
    return Recipe(label, f"({kernel} + 1)*{filters}", tuple(named), mistakes, TERMS)


def _mistakes(rank: int, kernel: str, filters: str, use_bias: bool) -> tuple[Mistake, ...]:
    one = f"({kernel} + 1)" if use_bias else kernel
    whole_depth = f"({kernel}*D + 1)" if use_bias else f"{kernel}*D"
    neurons = "*".join([*(f"{axis}o" for axis in AXES[rank]), filters])
    found = [
        Mistake(
            "ordinary-convolution",
            f"{whole_depth}*{filters}",
            "These filters reach through all channels, as in an ordinary convolution; a "
            "depthwise filter sees one channel.",
            when="D > 1",
        ),
        Mistake(
            "one-filter-for-all",
            one,
            "One filter was counted for all channels; every channel has its own.",
            when="D > 1",
        ),
        Mistake(
            "activation-size",
            neurons,
            "This is the size of the output, not the number of parameters.",
            seen="the wrong first statement of a Keras quiz",
        ),
    ]
    if filters != "D":
        found.append(
            Mistake(
                "multiplier-ignored",
                f"{one}*D",
                "The depth_multiplier is left out: every channel has that many filters.",
            )
        )
    if rank > 1 and kernel.startswith("F*"):
        word = "squared" if rank == 2 else "cubed"
        found.append(
            Mistake(
                f"kernel-not-{word}",
                f"(F + 1)*{filters}" if use_bias else f"F*{filters}",
                f"The kernel was not {word}: it has F places along each of {rank} axes.",
                when="F > 1",
            )
        )
    if not use_bias:
        counted = Mistake(
            "counted-biases",
            f"({kernel} + 1)*{filters}",
            "The biases were counted in; here only the weights count.",
        )
        return (*found, counted)
    found += [
        Mistake(
            "missing-biases",
            f"{kernel}*{filters}",
            "These are the weights alone: the biases are missing, one for each filter.",
            seen="options in deeplearning.ai quizzes",
        ),
        Mistake(
            "one-bias-per-layer",
            f"{kernel}*{filters} + 1",
            "One bias was counted for the whole layer; every filter has its own.",
            when=f"{filters} > 1",
            seen="a deeplearning.ai forum thread",
        ),
    ]
    if filters != "D":
        found.append(
            Mistake(
                "bias-per-input-channel",
                f"{kernel}*{filters} + D",
                "One bias was counted for each input channel; every filter has its own.",
            )
        )
    return tuple(found)


def _cost_mistakes(rank: int, kernel: str, filters: str, outputs: str) -> tuple[Mistake, ...]:
    inputs = "*".join(AXES[rank])
    return (
        Mistake(
            "ordinary-convolution",
            f"{kernel}*D*({outputs}*{filters})",
            "This is what an ordinary convolution costs; a depthwise filter sees one channel.",
            when="D > 1",
        ),
        Mistake(
            "input-positions-for-cost",
            f"{kernel}*({inputs}*{filters})",
            "The input positions were counted; the kernel is applied once per output position.",
            when=f"{inputs} != {outputs}",
            seen="the fast.ai book's figure of 56,448",
        ),
        Mistake(
            "flops-for-macs",
            f"2*{kernel}*({outputs}*{filters})",
            "These are floating-point operations: one multiply-accumulate is two of them.",
            seen="issues of several FLOP counters",
        ),
    )
