"""Locally connected layers: a convolution with different weights at every position.

Formulas: CS231n, "Convolutional Networks", parameter sharing: without it, each of the H′·W′·K
output neurons has F·F·D weights and a bias.
"""

from __future__ import annotations

from functools import lru_cache
from math import prod

from quizengine.calculator.misconceptions import wrong
from quizengine.calculator.operation import Counts
from quizengine.calculator.operations.convolution import Filtering
from quizengine.calculator.operations.kernels import (
    inputs_text,
    neurons_text,
    outputs_text,
)
from quizengine.calculator.operations.weighted import Miscounts, weighted_counts
from quizengine.calculator.quantity import WrongFormula
from quizengine.calculator.shape import Shape
from quizengine.calculator.symbols import Terms


class UnsharedConvolution(Filtering):
    """A convolution whose filters have different weights at every position.

    "Unshared convolution" in Goodfellow, Bengio and Courville, "Deep Learning", section 9.5.
    """

    def counts(self, shape: Shape) -> Counts:
        """The counts of the output neurons: (F·F·D + 1)·(H′·W′·K) parameters."""
        window = self.window
        return _counts(len(window.size), window.product, self.use_bias, self.terms)

    def kernel_shape(self, shape: Shape) -> Shape:
        """`(output positions, weights of one window, filters)`, as Keras 2 keeps it."""
        window = self.window
        weights = prod(window.size) * shape.channels
        return Shape([prod(window.axes(shape)), weights, self.filters], ("N", "M", "K"))


@lru_cache(maxsize=64)
def _counts(rank: int, kernel: str, use_bias: bool, terms: Terms) -> Counts:
    one, neurons = f"{kernel}*D", neurons_text(rank)
    phrases = (
        (one, "weights of one output neuron"),
        (f"{one} + 1", "parameters per output neuron"),
        (neurons, "output neurons"),
    )
    without, held = (_mistakes(rank, kernel, use_bias=each) for each in (False, use_bias))
    mistakes = Miscounts(without, _of_biases() if use_bias else (), held, without)
    return weighted_counts(
        one, f"({neurons})", "output neuron", f"{one}*({neurons})", phrases, (),
        mistakes, use_bias, terms,
    )  # fmt: skip


def _of_biases() -> tuple[WrongFormula, ...]:
    return (
        wrong("shared-bias", "K", minor=True),
        wrong("one-bias-per-layer", "1", minor=True, owner="output neuron"),
    )


def _mistakes(rank: int, kernel: str, *, use_bias: bool) -> tuple[WrongFormula, ...]:
    bias, neurons, inputs = " + 1" if use_bias else "", neurons_text(rank), inputs_text(rank)
    one, weights = f"({kernel}*D{bias})", f"{kernel}*D*({neurons})"
    everywhere = f"({inputs}*D{bias})*({neurons})"
    found = (
        wrong("shared", f"{one}*K"),
        wrong("one-filter-unshared", f"{one}*{outputs_text(rank)}", "K > 1"),
        wrong("input-positions/locally-connected", f"{one}*({inputs}*K)"),
        wrong("activation-size/locally-connected", neurons),
        wrong("fully-connected/locally-connected", everywhere, minor=True),
        wrong("missing-input-depth/locally-connected", f"({kernel}{bias})*({neurons})"),
    )
    if not use_bias:
        return (*found, wrong("counted-biases", f"({kernel}*D + 1)*({neurons})"))
    return (
        *found,
        wrong("shared-without-biases", f"{kernel}*D*K"),
        wrong("missing-biases", weights, owner="output neuron"),
        wrong("shared-bias", f"{weights} + K"),
    )
