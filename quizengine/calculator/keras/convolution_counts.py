"""What a convolution holds and costs, and how people miscount it.

Formulas: CS231n, "Convolutional Networks": each of the K filters has F·F·D weights and one bias;
a multiply-accumulate for every weight at every output position. The mistakes are ones that
people or quizzes have really made; `seen` says where.
"""

from __future__ import annotations

from functools import lru_cache

from quizengine.calculator.keras.kernel_mistakes import (
    channels_misread,
    gap_mistakes,
    group_mistakes,
    kernel_mistakes,
)
from quizengine.calculator.layer import LABELS
from quizengine.calculator.quantity import Mistake, Recipe
from quizengine.calculator.symbols import AXES


@lru_cache(maxsize=256)
def convolution_recipe(
    quantity: str, rank: int, kernel: str, use_bias: bool, grouped: bool, dilated: bool = False
) -> Recipe:
    """The recipe of one quantity; `kernel` is the text of the window's area, such as `F*F`.

    `dilated`: there are gaps in the kernel, of a rate `d` along every axis.
    """
    depth = "(D/G)" if grouped else "D"
    filter_weights = f"{kernel}*{depth}"
    in_filter = (*group_phrases(grouped), (filter_weights, "weights of one filter"))
    if quantity == "weights":
        mistakes = _without_bias(rank, kernel, grouped)
        return Recipe("weights", f"{filter_weights}*K", in_filter, mistakes)
    if quantity == "biases":
        mistakes = _of_biases(rank, kernel, depth) if use_bias else _NO_BIASES
        text = "K" if use_bias else "0"
        return Recipe("biases", text, (), mistakes, why=_bias_reason(use_bias))
    if quantity in ("params", "trainable_params"):
        label = LABELS[quantity]
        if not use_bias:
            gaps = gap_mistakes(kernel, depth, "{}*K") if dilated else ()
            mistakes = (*_without_bias(rank, kernel, grouped), *gaps)
            return Recipe(label, f"{filter_weights}*K", in_filter, mistakes)
        gaps = gap_mistakes(kernel, depth, "({} + 1)*K") if dilated else ()
        phrases = (*in_filter, (f"{filter_weights} + 1", "parameters per filter, with its bias"))
        mistakes = (*_with_bias(rank, kernel, grouped), *gaps)
        return Recipe(label, f"({filter_weights} + 1)*K", phrases, mistakes)
    if quantity == "macs":
        neurons = _neurons(rank)
        phrases = (*in_filter, (neurons, "output values"))
        text = f"{filter_weights}*({neurons})"
        return Recipe("multiply-accumulates", text, phrases, _cost(rank, kernel, grouped))
    return Recipe(LABELS[quantity], "0", why="training changes all of them")


def group_phrases(grouped: bool) -> tuple[tuple[str, str], ...]:
    """What D/G counts, where there are groups."""
    return (("D/G", "channels in one group"),) if grouped else ()


def _bias_reason(use_bias: bool) -> str:
    return "one bias per filter" if use_bias else "use_bias=False: there are none"


def _neurons(rank: int) -> str:
    return "*".join([*(f"{axis}o" for axis in AXES[rank]), "K"])


def _outputs(rank: int) -> str:
    return "*".join(f"{axis}o" for axis in AXES[rank])


def _places(rank: int) -> str:
    return "*".join(AXES[rank])


def _with_bias(rank: int, kernel: str, grouped: bool) -> tuple[Mistake, ...]:
    weights = f"{kernel}*(D/G)" if grouped else f"{kernel}*D"
    neurons, places = _neurons(rank), _places(rank)
    return (
        Mistake(
            "missing-biases",
            f"{weights}*K",
            "These are the weights alone: the biases are missing, one for each filter.",
            seen="options in deeplearning.ai quizzes",
        ),
        Mistake(
            "missing-input-depth",
            f"({kernel} + 1)*K",
            "The input depth is missing: each filter reaches through all input channels.",
            seen="the first version of a Coursera table: 208 for 608",
        ),
        Mistake(
            "one-bias-per-layer",
            f"{weights}*K + 1",
            "One bias was counted for the whole layer; every filter has its own.",
            seen="a deeplearning.ai forum thread",
        ),
        Mistake(
            "missing-input-depth-and-one-bias",
            f"{kernel}*K + 1",
            "The input depth is missing, and one bias was counted for the whole layer.",
            seen="an option in a deeplearning.ai quiz",
        ),
        Mistake(
            "bias-per-weight",
            f"2*{weights}*K",
            "A bias was counted for every weight; a filter has one bias in all.",
            seen="a PyTorch forum thread",
        ),
        Mistake(
            "bias-per-kernel-place",
            f"{weights}*K + {kernel}*K",
            "A bias was counted for every place of the kernel; a filter has one bias in all.",
            seen="a PyTorch forum thread",
        ),
        Mistake(
            "bias-per-input-channel",
            f"({kernel} + 1)*D*K",
            "A bias was counted for every input channel; a filter adds one after summing them.",
            seen="a deeplearning.ai forum thread",
        ),
        Mistake(
            "bias-per-position",
            f"{weights}*K + {neurons}",
            "A bias was counted for every output position; a filter's bias is shared as well.",
            seen="two questions on Data Science Stack Exchange",
        ),
        Mistake(
            "not-shared",
            f"({weights} + 1)*({neurons})",
            "This is the count without sharing: a filter is the same at every position.",
            seen="the first Udacity quiz's answer given to the second",
        ),
        Mistake(
            "input-positions",
            f"({places}*{weights} + 1)*K",
            "The input positions were multiplied in; a filter's weights do not depend on them.",
            seen="an option in a deeplearning.ai quiz",
        ),
        Mistake(
            "activation-size",
            neurons,
            "This is the size of the output, not the number of parameters.",
            seen="the wrong first statement of a Keras quiz",
        ),
        Mistake(
            "fully-connected",
            f"{places}*D*K + K",
            "This connects every input value to every filter, as a fully connected layer would.",
        ),
        Mistake(
            "depth-and-filters-swapped",
            f"({kernel}*K + 1)*D",
            "Input channels and filters were swapped: the bias belongs to the filters.",
        ),
        Mistake(
            "one-filter",
            f"{weights} + 1",
            "This is one filter; the layer has several.",
        ),
        Mistake(
            "one-filter-without-bias",
            weights,
            "These are the weights of one filter; the layer has several, each with a bias.",
        ),
        Mistake("biases-alone", "K", "These are the biases alone: the weights are missing."),
        channels_misread(rank, f"({kernel}*{AXES[rank][0]} + 1)*K"),
        *kernel_mistakes(rank, kernel, "({} + 1)*K"),
        *(group_mistakes(kernel, "({} + 1)*K") if grouped else ()),
    )


def _without_bias(rank: int, kernel: str, grouped: bool) -> tuple[Mistake, ...]:
    weights = f"{kernel}*(D/G)" if grouped else f"{kernel}*D"
    neurons = _neurons(rank)
    return (
        Mistake(
            "counted-biases",
            f"({weights} + 1)*K",
            "The biases were counted in; here only the weights count.",
        ),
        Mistake(
            "missing-input-depth",
            f"{kernel}*K",
            "The input depth is missing: each filter reaches through all input channels.",
            seen="the first version of a Coursera table: 208 for 608",
        ),
        Mistake(
            "not-shared",
            f"{weights}*({neurons})",
            "This is the count without sharing: a filter is the same at every position.",
        ),
        Mistake(
            "activation-size",
            neurons,
            "This is the size of the output, not the number of weights.",
            seen="the wrong first statement of a Keras quiz",
        ),
        Mistake(
            "input-positions",
            f"{_places(rank)}*{weights}*K",
            "The input positions were multiplied in; a filter's weights do not depend on them.",
            seen="an option in a deeplearning.ai quiz",
            minor=True,
        ),
        Mistake(
            "fully-connected",
            f"{_places(rank)}*D*K",
            "This connects every input value to every filter, as a fully connected layer would.",
            minor=True,
        ),
        Mistake("one-filter", weights, "This is one filter; the layer has several.", "K > 1"),
        channels_misread(rank, f"{kernel}*{AXES[rank][0]}*K"),
        *kernel_mistakes(rank, kernel, "{}*K"),
        *(group_mistakes(kernel, "{}*K") if grouped else ()),
    )


_NO_BIASES = (
    Mistake(
        "counted-biases", "K", "One bias per filter was counted; this layer has none.", minor=True
    ),
)


def _of_biases(rank: int, kernel: str, depth: str) -> tuple[Mistake, ...]:
    return (
        Mistake(
            "one-bias-per-layer",
            "1",
            "One bias was counted for the whole layer; every filter has its own.",
            when="K > 1",
            seen="a deeplearning.ai forum thread",
            minor=True,
        ),
        Mistake(
            "bias-per-input-channel",
            "D*K",
            "A bias was counted for every input channel; a filter adds one after summing them.",
            when="D > 1",
            seen="a deeplearning.ai forum thread",
            minor=True,
        ),
        Mistake(
            "bias-per-weight",
            f"{kernel}*{depth}*K",
            "A bias was counted for every weight; a filter has one bias in all.",
            seen="a PyTorch forum thread",
            minor=True,
        ),
        Mistake(
            "bias-per-position",
            _neurons(rank),
            "A bias was counted for every output position; a filter's bias is shared as well.",
            seen="two questions on Data Science Stack Exchange",
            minor=True,
        ),
    )


def _cost(rank: int, kernel: str, grouped: bool) -> tuple[Mistake, ...]:
    depth = "(D/G)" if grouped else "D"
    ignored = Mistake(
        "groups-ignored",
        f"{kernel}*D*({_neurons(rank)})",
        "The groups are left out: a filter sees only the channels of its own group.",
        minor=True,
    )
    return (
        *((ignored,) if grouped else ()),
        Mistake(
            "missing-input-depth",
            f"{kernel}*({_neurons(rank)})",
            "The input depth is missing: each filter reaches through all input channels.",
            minor=True,
        ),
        Mistake(
            "counted-biases",
            f"({kernel}*{depth} + 1)*({_neurons(rank)})",
            "The biases were counted in; adding one is no multiply-accumulate.",
            minor=True,
        ),
        Mistake(
            "input-positions-for-cost",
            f"{kernel}*{depth}*({_places(rank)}*K)",
            "The input positions were counted; the kernel is applied once per output position.",
            when=f"{_places(rank)} != {_outputs(rank)}",
            seen="the fast.ai book's figure of 56,448",
        ),
        Mistake(
            "flops-for-macs",
            f"2*{kernel}*{depth}*({_neurons(rank)})",
            "These are floating-point operations: one multiply-accumulate is two of them.",
            seen="issues of several FLOP counters",
        ),
        Mistake(
            "one-position-cost",
            f"{kernel}*{depth}*K",
            "This is the cost at one position; the kernel is applied at every output position.",
        ),
    )
