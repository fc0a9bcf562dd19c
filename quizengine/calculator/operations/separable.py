"""Separable convolutions: a depthwise step, then a convolution of 1×1 that mixes the channels.

Formulas: Chollet, "Xception", 2017, and Howard et al., "MobileNets", 2017, section 3.1: F·F·D
weights and then D·K instead of F·F·D·K; only the second step has biases, as in Keras.
"""

from __future__ import annotations

from functools import lru_cache

from quizengine.calculator.misconceptions import wrong
from quizengine.calculator.operation import Counts, Symbols
from quizengine.calculator.operations.convolution import Filtering
from quizengine.calculator.operations.kernels import (
    inputs_text,
    neurons_text,
    outputs_text,
    with_bias,
)
from quizengine.calculator.operations.weighted import unbiased
from quizengine.calculator.quantity import CountFormula, WrongFormula
from quizengine.calculator.shape import Shape
from quizengine.calculator.symbols import Terms


class SeparableConvolution(Filtering):
    """A convolution in two steps: m filters for each channel, then K filters of 1×1 over all.

    It has no kernel shape: each step has a kernel of its own.
    """

    multiplier: int = 1

    def symbols(self, shape: Shape) -> Symbols:
        """The symbols of the filters, and m where it is above 1."""
        symbols = super().symbols(shape)
        if self.multiplier > 1:
            symbols["m"] = self.multiplier
        return symbols

    def counts(self, shape: Shape) -> Counts:
        """F·F·D·m weights of the first step, then (D·m + 1)·K parameters of the second."""
        rank, kernel = len(self.window.size), self.window.product
        return _counts(rank, kernel, self.use_bias, self.multiplier > 1, self.terms)


@lru_cache(maxsize=64)
def _counts(rank: int, kernel: str, use_bias: bool, multiplied: bool, terms: Terms) -> Counts:
    between, grouped = ("D*m", "(D*m)") if multiplied else ("D", "D")
    first, second = f"{kernel}*{grouped}", f"{between}*K"
    both, positions = f"{first} + {second}", outputs_text(rank)
    after = ((between, "channels after the first step"),) if multiplied else ()
    steps = ((first, "weights of the depthwise step"), *after)
    phrases = (*steps, (second, "weights of the pointwise step"))
    without = _mistakes(rank, kernel, grouped, use_bias=False)
    weights = CountFormula("weights", both, phrases, without, terms)
    text, cost = f"({both})*({positions})", _cost(rank, kernel, first, second)
    phrases = (*phrases, (both, "weights of both steps"), (positions, "output positions"))
    macs = CountFormula("multiply-accumulates", text, phrases, cost, terms)
    if not use_bias:
        return unbiased(weights, macs, terms)
    biases = CountFormula("biases", "K", why="one bias per filter of the second step")
    one, second = f"{between} + 1", f"({between} + 1)*K"
    pointwise = ((one, "parameters per 1×1 filter"), (second, "parameters of the pointwise step"))
    mistakes = _mistakes(rank, kernel, grouped, use_bias=True)
    params = CountFormula(
        "parameters", f"{first} + {second}", (*steps, *pointwise), mistakes, terms
    )
    return Counts(weights, biases, params, macs)


def _mistakes(rank: int, kernel: str, between: str, *, use_bias: bool) -> tuple[WrongFormula, ...]:
    first, second = f"{kernel}*{between}", f"{with_bias(between, use_bias)}*K"
    shallow = f"{first} + 2*K" if use_bias else f"{first} + K"
    found = [
        wrong("ordinary-convolution", f"{with_bias(f'{kernel}*D', use_bias)}*K"),
        wrong("steps-multiplied", f"{first}*({second})"),
        wrong("depthwise-only", first),
        wrong("pointwise-only", second),
        wrong("pointwise-depth-forgotten", shallow, f"{between} > 1"),
        wrong("activation-size", neurons_text(rank), counted="parameters"),
    ]
    if between != "D":
        found.append(wrong("multiplier-ignored", f"{kernel}*D + {with_bias('D', use_bias)}*K"))
    if not use_bias:
        return (*found, wrong("counted-biases", f"{first} + ({between} + 1)*K"))
    return (
        *found,
        wrong("missing-biases/convolution", f"{first} + {between}*K"),
        wrong("biases-of-both-steps", f"({kernel} + 1)*{between} + {second}"),
    )


def _cost(rank: int, kernel: str, first: str, second: str) -> tuple[WrongFormula, ...]:
    inputs, outputs = inputs_text(rank), outputs_text(rank)
    both, elsewhere = f"({first} + {second})", f"{inputs} != {outputs}"
    return (
        wrong("ordinary-convolution/separable-cost", f"{kernel}*D*({neurons_text(rank)})"),
        wrong("steps-multiplied", f"{first}*({second})*({outputs})"),
        wrong("input-positions-for-cost/separable", f"{both}*({inputs})", elsewhere),
        wrong("flops-for-macs", f"2*{both}*({outputs})"),
    )
