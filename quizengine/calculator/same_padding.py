"""The padding that keeps a size, or every stride-th position of it, and the wrong formulas for it.

Formulas: TensorFlow's notes on padding, max((⌈n/S⌉ − 1)·S + F − n, 0) in all, an odd one at
the end; with stride 1 that is d·(F − 1), one half on each side.
"""

from __future__ import annotations

from functools import lru_cache
from types import MappingProxyType

from quizengine.calculator.arguments import whole
from quizengine.calculator.errors import LayerError
from quizengine.calculator.misconceptions import wrong
from quizengine.calculator.quantity import CountFormula, Quantity
from quizengine.calculator.windows import reach_phrases

_TERMS = MappingProxyType({"n": "input size", "F": "kernel_size", "S": "strides", "d": "dilation"})


def same_padding(kernel_size: object, dilation: object = 1) -> Quantity:
    """Return the padding on each side that keeps a size with stride 1.

    Raises LayerError if the two sides would differ: the effective size of the kernel is even.
    """
    size, rate = whole("kernel_size", kernel_size), whole("dilation", dilation)
    if rate * (size - 1) % 2:
        raise LayerError(
            f"a kernel that spans {rate * (size - 1) + 1} positions needs "
            f"{rate * (size - 1)} of padding, which cannot be split into two equal sides"
        )
    return Quantity(_side_formula(rate > 1), {"F": size, "d": rate})


def same_padding_total(
    size: object, kernel_size: object, strides: object = 1, dilation: object = 1
) -> Quantity:
    """Return the padding of both sides together with padding="same", for any stride.

    Raises LayerError unless all are whole numbers above 0.
    """
    rate = whole("dilation", dilation)
    symbols = {
        "n": whole("size", size),
        "F": whole("kernel_size", kernel_size),
        "S": whole("strides", strides),
        "d": rate,
    }
    return Quantity(_total_formula(rate > 1), symbols)


@lru_cache(maxsize=2)
def _side_formula(dilated: bool) -> CountFormula:
    both = "d*(F - 1)" if dilated else "F - 1"
    mistakes = [
        wrong("padding-of-both-sides", both, "F > 1"),
        wrong("padding-of-kernel", "F"),
        wrong("half-kernel", "ceil(F/2)", minor=True),
    ]
    if dilated:
        mistakes.append(wrong("dilation-ignored", "floor((F - 1)/2)", "F > 1", window="the kernel"))
    phrases = (*reach_phrases("F", "d" if dilated else "", "kernel")[:2],)
    if not dilated:
        phrases = (("F - 1", "positions of padding in all"),)
    why = "the positions of the kernel beside its middle one, half of them on each side"
    return CountFormula(
        "padding on each side", f"({both})/2", phrases, tuple(mistakes), _TERMS, why
    )


@lru_cache(maxsize=2)
def _total_formula(dilated: bool) -> CountFormula:
    reach = "(d*(F - 1) + 1)" if dilated else "F"
    start = "(ceil(n/S) - 1)*S"
    needed = f"{start} + {reach} - n"
    mistakes = (
        wrong(
            "stride-ignored/same-padding",
            reach.removesuffix(" + 1)").removeprefix("(") if dilated else "F - 1",
            "S > 1",
            minor=True,
        ),
        wrong("padding-of-kernel", "F", minor=True),
        wrong("padding-of-one-side", f"ceil(max({needed}, 0)/2)", minor=True),
    )
    phrases = (
        ("n/S", "the size divided by the stride"),
        ("ceil(n/S)", "positions of the output"),
        ("ceil(n/S) - 1", "strides from first to last window"),
        (start, "the start of the last window"),
        *reach_phrases("F", "d" if dilated else "", "window"),
        (needed, "the positions past the end"),
    )
    why = "how far the last window extends past the end, if at all"
    return CountFormula(
        "padding of both sides", f"max({needed}, 0)", phrases, mistakes, _TERMS, why
    )
