"""Convolutions: filters that slide over an input, their parameters and their cost.

Formulas: CS231n, "Convolutional Networks": each of the K filters has F·F·D weights and one bias;
a multiply-accumulate for every weight at every output position.
"""

from __future__ import annotations

from functools import lru_cache

from quizengine.calculator.misconceptions import wrong
from quizengine.calculator.operation import Counts, Symbols
from quizengine.calculator.operations.kernels import (
    gap_mistakes,
    group_phrases,
    inputs_text,
    kernel_axes,
    kernel_mistakes,
    neurons_text,
    outputs_text,
)
from quizengine.calculator.operations.volumes import Sliding
from quizengine.calculator.operations.weighted import Miscounts, Mistakes, weighted_counts
from quizengine.calculator.quantity import CountFormula, WrongFormula
from quizengine.calculator.shape import Shape
from quizengine.calculator.symbols import NO_TERMS, Terms
from quizengine.calculator.windows import depth_formula


class Filtering(Sliding):
    """K filters that slide over the input; each gives one channel of the output."""

    filters: int
    use_bias: bool = True
    terms: Terms = NO_TERMS

    def symbols(self, shape: Shape) -> Symbols:
        """The symbols of the window, and K filters."""
        return {**super().symbols(shape), "K": self.filters}

    @property
    def depth(self) -> CountFormula:
        """One channel per filter."""
        return filter_depth("P" in self.window.symbols, self.terms)


class Convolution(Filtering):
    """Filters of a window's size; in groups, a filter sees D/G of the channels."""

    groups: int = 1

    def symbols(self, shape: Shape) -> Symbols:
        """The symbols of the filters, and G groups where there are several."""
        symbols = super().symbols(shape)
        if self.groups > 1:
            symbols["G"] = self.groups
        return symbols

    def counts(self, shape: Shape) -> Counts:
        """The counts of a convolution: (F·F·D + 1)·K parameters."""
        window = self.window
        return convolution_counts(
            len(window.size), window.product, self.use_bias, self.groups > 1,
            "d" in window.symbols, self.terms,
        )  # fmt: skip

    def channel_axes(self, shape: Shape) -> dict[str, int]:
        """The channel axes of the kernel: input channels of one group, and filters."""
        return {"D": shape.channels // self.groups, "K": self.filters}

    def kernel_shape(self, shape: Shape) -> Shape:
        """The kernel's spatial axes, then its channel axes, as in Keras."""
        size, channels = self.window.size, self.channel_axes(shape)
        return Shape([*size, *channels.values()], (*kernel_axes(len(size)), *channels))

    def torch_kernel_shape(self, shape: Shape) -> Shape:
        """The channel axes in reverse order, then the spatial axes, as in PyTorch."""
        size, channels = self.window.size, dict(reversed(self.channel_axes(shape).items()))
        return Shape([*channels.values(), *size], (*channels, *kernel_axes(len(size))))


@lru_cache(maxsize=32)
def filter_depth(padded: bool, terms: Terms) -> CountFormula:
    """Return the output depth of filters; `padded` is whether the padding is a number."""
    mistakes = [
        wrong("depth-kept", "D"),
        wrong("maps-multiplied", "D*K"),
        wrong("one-map", "1", "K > 1", minor=True),
    ]
    if padded:
        mistakes += [
            wrong("depth-padded/convolution", "K + 2*P", "P > 0"),
            wrong("depth-padded-once/convolution", "K + P", "P > 0", minor=True),
        ]
    return depth_formula("K", "one channel per filter", tuple(mistakes)).in_words(terms)


@lru_cache(maxsize=256)
def convolution_counts(
    rank: int, kernel: str, use_bias: bool, grouped: bool, dilated: bool, terms: Terms
) -> Counts:
    """Return the counts of a convolution; `kernel` is the text of a kernel's area, such as `F*F`.

    `dilated` is whether the kernel has a dilation rate `d` along every axis.
    """
    depth, neurons = "(D/G)" if grouped else "D", neurons_text(rank)
    one = f"{kernel}*{depth}"
    without = held = _without_bias(rank, kernel, grouped)
    biases: Mistakes = (wrong("counted-biases/unbiased", "K", minor=True, owner="filter"),)
    if use_bias:
        held, biases = _with_bias(rank, kernel, grouped), _of_biases(rank, kernel, depth)
    if dilated:
        held += gap_mistakes(kernel, depth, "({} + 1)*K" if use_bias else "{}*K")
    return weighted_counts(
        one, "K", "filter", f"{one}*({neurons})",
        (*group_phrases(grouped), (one, "weights of one filter")), ((neurons, "output values"),),
        Miscounts(without, biases, held, _cost(rank, kernel, grouped)), use_bias, terms,
    )  # fmt: skip


def _with_bias(rank: int, kernel: str, grouped: bool) -> tuple[WrongFormula, ...]:
    weights = f"{kernel}*(D/G)" if grouped else f"{kernel}*D"
    neurons, inputs = neurons_text(rank), inputs_text(rank)
    return (
        wrong("missing-biases/convolution", f"{weights}*K"),
        wrong("missing-input-depth", f"({kernel} + 1)*K"),
        wrong("one-bias-per-layer", f"{weights}*K + 1", owner="filter"),
        wrong("missing-input-depth-and-one-bias", f"{kernel}*K + 1"),
        wrong("bias-per-weight", f"2*{weights}*K"),
        wrong("bias-per-kernel-place", f"{weights}*K + {kernel}*K"),
        wrong("bias-per-input-channel", f"({kernel} + 1)*D*K"),
        wrong("bias-per-position", f"{weights}*K + {neurons}"),
        wrong("not-shared", f"({weights} + 1)*({neurons})"),
        wrong("input-positions", f"({inputs}*{weights} + 1)*K"),
        wrong("activation-size", neurons, counted="parameters"),
        wrong("fully-connected", f"{inputs}*D*K + K"),
        wrong("depth-and-filters-swapped", f"({kernel}*K + 1)*D"),
        wrong("one-filter", f"{weights} + 1"),
        wrong("one-filter-without-bias", weights),
        wrong("biases-alone", "K"),
        *kernel_mistakes(rank, kernel, "({} + 1)*K", grouped),
    )


def _without_bias(rank: int, kernel: str, grouped: bool) -> tuple[WrongFormula, ...]:
    weights = f"{kernel}*(D/G)" if grouped else f"{kernel}*D"
    neurons, inputs = neurons_text(rank), inputs_text(rank)
    return (
        wrong("counted-biases", f"({weights} + 1)*K"),
        wrong("missing-input-depth", f"{kernel}*K"),
        wrong("not-shared", f"{weights}*({neurons})"),
        wrong("activation-size", neurons, counted="weights"),
        wrong("input-positions", f"{inputs}*{weights}*K", minor=True),
        wrong("fully-connected", f"{inputs}*D*K", minor=True),
        wrong("one-filter", weights, "K > 1"),
        *kernel_mistakes(rank, kernel, "{}*K", grouped),
    )


def _of_biases(rank: int, kernel: str, depth: str) -> tuple[WrongFormula, ...]:
    return (
        wrong("one-bias-per-layer", "1", "K > 1", minor=True, owner="filter"),
        wrong("bias-per-input-channel", "D*K", "D > 1", minor=True),
        wrong("bias-per-weight", f"{kernel}*{depth}*K", minor=True),
        wrong("bias-per-position", neurons_text(rank), minor=True),
    )


def _cost(rank: int, kernel: str, grouped: bool) -> tuple[WrongFormula, ...]:
    one = f"{kernel}*(D/G)" if grouped else f"{kernel}*D"
    neurons, inputs = neurons_text(rank), inputs_text(rank)
    ignored = wrong("groups-ignored", f"{kernel}*D*({neurons})", minor=True)
    elsewhere = f"{inputs} != {outputs_text(rank)}"
    return (
        *((ignored,) if grouped else ()),
        wrong("missing-input-depth", f"{kernel}*({neurons})", minor=True),
        wrong("counted-biases/cost", f"({one} + 1)*({neurons})", minor=True),
        wrong("input-positions-for-cost", f"{one}*({inputs}*K)", elsewhere),
        wrong("flops-for-macs", f"2*{one}*({neurons})"),
        wrong("one-position-cost", f"{one}*K", side="output"),
    )
