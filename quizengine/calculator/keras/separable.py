"""Separable convolutions: a depthwise step, then a convolution of 1×1 that mixes the channels.

Formulas: Chollet, "Xception", 2017, and Howard et al., "MobileNets", 2017, section 3.1: F·F·D
weights and then D·K instead of F·F·D·K; in Keras only the second step has biases.
"""

from __future__ import annotations

from functools import lru_cache
from typing import ClassVar

from quizengine.calculator.arguments import whole
from quizengine.calculator.keras.depthwise import DepthwiseConvolution
from quizengine.calculator.keras.old_convolution import (
    FILTER_DEPTH,
    PADDED_FILTER_DEPTH,
    output_symbols,
)
from quizengine.calculator.layer import LABELS, Symbols
from quizengine.calculator.quantity import Mistake, Quantity, Recipe
from quizengine.calculator.shape import Shape
from quizengine.calculator.symbols import AXES

_TERMS = {"m": "depth_multiplier"}


class _Separable(DepthwiseConvolution):
    """What the separable convolutions share."""

    expression_names: ClassVar[frozenset[str]] = DepthwiseConvolution.expression_names | frozenset(
        {"filters"}
    )

    filters: int

    def __init__(
        self,
        filters: object,
        kernel_size: object,
        strides: object = 1,
        padding: object = "valid",
        data_format: object = None,
        dilation_rate: object = 1,
        depth_multiplier: object = 1,
        activation: object = None,
        use_bias: object = True,
        name: object = None,
        trainable: object = True,
    ) -> None:
        """Take Keras's arguments; `padding` may also be a number per side.

        Raises LayerError for arguments that Keras refuses.
        """
        self._keep(filters=whole("filters", filters))
        super().__init__(
            kernel_size, strides, padding, depth_multiplier, data_format, dilation_rate,
            activation, use_bias, name, trainable,
        )  # fmt: skip

    def symbols(self, shape: Shape) -> Symbols:
        """Those of the depthwise step, and K filters."""
        return {**super().symbols(shape), "K": self.filters}

    def output(self, shape: Shape, symbols: Symbols) -> Shape:
        """One position per stop of the window, one channel per filter."""
        axes = self._window.axes(shape)
        depth = Quantity(PADDED_FILTER_DEPTH if "P" in symbols else FILTER_DEPTH, symbols)
        return Shape([*axes, depth], output_symbols(self.rank, "K"))

    def recipe(self, quantity: str) -> Recipe:
        """F·F·D·m weights of the first step, then (D·m + 1)·K parameters of the second."""
        return _recipe(
            quantity, self.rank, self._window.product, self.use_bias, self.depth_multiplier > 1
        )

    def kernel_shape(self, shape: Shape) -> None:
        """None: there are two kernels, of the depthwise and of the pointwise step."""

    def torch_kernel_shape(self, shape: Shape) -> None:
        """None: PyTorch has no such layer, but two convolutions."""


class SeparableConv1D(_Separable):
    """A separable convolution along one axis of an `L×D` input."""

    rank = 1


class SeparableConv2D(_Separable):
    """A separable convolution along height and width of an `H×W×D` input."""

    rank = 2


@lru_cache(maxsize=128)
def _recipe(quantity: str, rank: int, kernel: str, use_bias: bool, multiplied: bool) -> Recipe:
    between = "D*m" if multiplied else "D"
    grouped = f"({between})" if multiplied else "D"
    label = LABELS[quantity]
    if quantity == "biases":
        why = (
            "one bias per filter of the second step"
            if use_bias
            else "use_bias=False: there are none"
        )
        return Recipe(label, "K" if use_bias else "0", why=why)
    if quantity == "non_trainable_params":
        return Recipe(label, "0", why="training changes all of them")
    first, second = f"{kernel}*{grouped}", f"{between}*K"
    named = [(first, "weights of the depthwise step")]
    if multiplied:
        named.append((between, "channels after the first step"))
    has_bias = use_bias and quantity in ("params", "trainable_params")
    if has_bias:
        second = f"({between} + 1)*K"
        named += [
            (f"{between} + 1", "parameters per 1×1 filter"),
            (second, "parameters of the pointwise step"),
        ]
    else:
        named.append((second, "weights of the pointwise step"))
    if quantity == "macs":
        places = "*".join(f"{axis}o" for axis in AXES[rank])
        named += [
            (f"{first} + {second}", "weights of both steps"),
            (places, "output positions"),
        ]
        text = f"({first} + {second})*({places})"
        mistakes = _cost_mistakes(rank, kernel, first, second, places)
        return Recipe("multiply-accumulates", text, tuple(named), mistakes, _TERMS)
    mistakes = _mistakes(rank, kernel, grouped, use_bias=has_bias)
    return Recipe(label, f"{first} + {second}", tuple(named), mistakes, _TERMS)


def _mistakes(rank: int, kernel: str, between: str, *, use_bias: bool) -> tuple[Mistake, ...]:
    first, weights = f"{kernel}*{between}", f"{between}*K"
    second = f"({between} + 1)*K" if use_bias else weights
    neurons = "*".join([*(f"{axis}o" for axis in AXES[rank]), "K"])
    found = [
        Mistake(
            "ordinary-convolution",
            f"({kernel}*D + 1)*K" if use_bias else f"{kernel}*D*K",
            "This is an ordinary convolution; a separable one splits it into two small steps.",
        ),
        Mistake(
            "steps-multiplied",
            f"{first}*({second})",
            "The two steps were multiplied; one comes after the other, so they are added.",
        ),
        Mistake(
            "depthwise-only",
            first,
            "This is the depthwise step alone; the 1×1 filters that mix the channels are missing.",
        ),
        Mistake(
            "pointwise-only",
            second,
            "These are the 1×1 filters alone; the depthwise step before them is missing.",
        ),
        Mistake(
            "pointwise-depth-forgotten",
            f"{first} + 2*K" if use_bias else f"{first} + K",
            "A 1×1 filter has one weight for every channel that comes in, not one in all.",
            when=f"{between} > 1",
        ),
        Mistake(
            "activation-size",
            neurons,
            "This is the size of the output, not the number of parameters.",
            seen="the wrong first statement of a Keras quiz",
        ),
    ]
    if between != "D":
        found.append(
            Mistake(
                "multiplier-ignored",
                f"{kernel}*D + " + ("(D + 1)*K" if use_bias else "D*K"),
                "The depth_multiplier is left out: every channel has that many filters.",
            )
        )
    if not use_bias:
        counted = Mistake(
            "counted-biases",
            f"{first} + ({between} + 1)*K",
            "The biases were counted in; here only the weights count.",
        )
        return (*found, counted)
    return (
        *found,
        Mistake(
            "missing-biases",
            f"{first} + {weights}",
            "These are the weights alone: the biases are missing, one for each filter.",
            seen="options in deeplearning.ai quizzes",
        ),
        Mistake(
            "biases-of-both-steps",
            f"({kernel} + 1)*{between} + {second}",
            "A bias was counted for the depthwise filters too; only the second step has biases.",
        ),
    )


def _cost_mistakes(
    rank: int, kernel: str, first: str, second: str, places: str
) -> tuple[Mistake, ...]:
    inputs = "*".join(AXES[rank])
    return (
        Mistake(
            "ordinary-convolution",
            f"{kernel}*D*({places}*K)",
            "This is what an ordinary convolution costs; a separable one takes two small steps.",
        ),
        Mistake(
            "steps-multiplied",
            f"{first}*({second})*({places})",
            "The two steps were multiplied; one comes after the other, so they are added.",
        ),
        Mistake(
            "input-positions-for-cost",
            f"({first} + {second})*({inputs})",
            "The input positions were counted; the kernels are applied per output position.",
            when=f"{inputs} != {places}",
            seen="the fast.ai book's figure of 56,448",
        ),
        Mistake(
            "flops-for-macs",
            f"2*({first} + {second})*({places})",
            "These are floating-point operations: one multiply-accumulate is two of them.",
            seen="issues of several FLOP counters",
        ),
    )
