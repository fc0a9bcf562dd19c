"""Depthwise convolutions: every input channel has filters of its own, and channels do not mix.

Formulas: Howard et al., "MobileNets", 2017, section 3.1, with m filters for each channel: each of
the D·m filters has F·F weights and one bias.
"""

from __future__ import annotations

from functools import lru_cache

from quizengine.calculator.misconceptions import wrong
from quizengine.calculator.operation import Counts, Symbols
from quizengine.calculator.operations.kernels import (
    inputs_text,
    kernel_axes,
    kernel_not_raised,
    neurons_text,
    outputs_text,
    with_bias,
)
from quizengine.calculator.operations.volumes import Sliding
from quizengine.calculator.operations.weighted import Miscounts, weighted_counts
from quizengine.calculator.quantity import CountFormula, WrongFormula
from quizengine.calculator.shape import Shape
from quizengine.calculator.symbols import NO_TERMS, Terms
from quizengine.calculator.windows import depth_formula


class DepthwiseConvolution(Sliding):
    """m filters of a window's size for each input channel."""

    multiplier: int = 1
    use_bias: bool = True
    terms: Terms = NO_TERMS

    def symbols(self, shape: Shape) -> Symbols:
        """The symbols of the window, and m where it is above 1."""
        symbols = super().symbols(shape)
        if self.multiplier > 1:
            symbols["m"] = self.multiplier
        return symbols

    @property
    def depth(self) -> CountFormula:
        """m channels for each input channel."""
        return _depth(self.multiplier > 1, self.terms)

    def counts(self, shape: Shape) -> Counts:
        """The counts of D·m filters: (F·F + 1)·(D·m) parameters."""
        rank, kernel = len(self.window.size), self.window.product
        return _counts(rank, kernel, self.use_bias, self.multiplier > 1, self.terms)

    def kernel_shape(self, shape: Shape) -> Shape:
        """`(*kernel_size, input channels, m)`."""
        size = self.window.size
        axes = (*kernel_axes(len(size)), "D", "m")
        return Shape([*size, shape.channels, self.multiplier], axes)

    def torch_kernel_shape(self, shape: Shape) -> Shape:
        """`(input channels · m, 1, *kernel_size)`: as many groups as channels."""
        size, filters = self.window.size, shape.channels * self.multiplier
        return Shape([filters, 1, *size], ("K", "D", *kernel_axes(len(size))))


@lru_cache(maxsize=4)
def _depth(multiplied: bool, terms: Terms) -> CountFormula:
    if not multiplied:
        return depth_formula("D", "every channel is filtered alone").in_words(terms)
    mistakes = (wrong("multiplier-ignored/output", "D"), wrong("multiplier-alone", "m", "D > 1"))
    why = f"{terms.get('m', 'm')} filters for each channel"
    return depth_formula("D*m", why, mistakes).in_words(terms)


@lru_cache(maxsize=64)
def _counts(rank: int, kernel: str, use_bias: bool, multiplied: bool, terms: Terms) -> Counts:
    filters = "(D*m)" if multiplied else "D"
    neurons = neurons_text(rank, filters)
    in_all = (("D*m", "filters in all"),) if multiplied else ()
    without, held = (_mistakes(rank, kernel, filters, use_bias=each) for each in (False, use_bias))
    return weighted_counts(
        kernel, filters, "filter", f"{kernel}*({neurons})",
        ((kernel, "weights of one filter"), *in_all), ((neurons, "output values"),),
        Miscounts(without, (), held, _cost(rank, kernel, filters)), use_bias, terms,
    )  # fmt: skip


def _mistakes(rank: int, kernel: str, filters: str, *, use_bias: bool) -> tuple[WrongFormula, ...]:
    one, reaching = with_bias(kernel, use_bias), with_bias(f"{kernel}*D", use_bias)
    found = [
        wrong("ordinary-convolution/depthwise", f"{reaching}*{filters}", "D > 1"),
        wrong("one-filter-for-all", one, "D > 1"),
        wrong("activation-size", neurons_text(rank, filters), counted="parameters"),
    ]
    if filters != "D":
        found.append(wrong("multiplier-ignored", f"{one}*D"))
    if kernel.startswith("F*"):
        found.append(kernel_not_raised(rank, f"{with_bias('F', use_bias)}*{filters}", "F > 1"))
    if not use_bias:
        return (*found, wrong("counted-biases", f"({kernel} + 1)*{filters}"))
    weights = f"{kernel}*{filters}"
    found += [
        wrong("missing-biases/convolution", weights),
        wrong("one-bias-per-layer", f"{weights} + 1", f"{filters} > 1", owner="filter"),
    ]
    if filters != "D":
        found.append(wrong("bias-per-input-channel/depthwise", f"{weights} + D"))
    return tuple(found)


def _cost(rank: int, kernel: str, filters: str) -> tuple[WrongFormula, ...]:
    neurons, inputs = neurons_text(rank, filters), inputs_text(rank)
    elsewhere = f"{inputs} != {outputs_text(rank)}"
    return (
        wrong("ordinary-convolution/depthwise-cost", f"{kernel}*D*({neurons})", "D > 1"),
        wrong("input-positions-for-cost", f"{kernel}*({inputs}*{filters})", elsewhere),
        wrong("flops-for-macs", f"2*{kernel}*({neurons})"),
    )
