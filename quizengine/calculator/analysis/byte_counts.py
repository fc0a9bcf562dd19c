"""The bytes of the parameters and of the output values of a layer or a network.

A number of values times the bytes of one value: 4 for 32-bit floats, 2 for 16-bit ones. A MB is
10⁶ bytes, a MiB 2²⁰ (IEC 80000-13). Values are those of one sample, without gradients.
"""

from __future__ import annotations

from functools import lru_cache
from types import MappingProxyType

from quizengine.calculator.arguments import whole
from quizengine.calculator.errors import LayerError, quoted
from quizengine.calculator.layer import Counted
from quizengine.calculator.misconceptions import wrong
from quizengine.calculator.quantity import CountFormula, Quantity
from quizengine.expressions import Number, number_text

WIDTH = 4
"""The bytes of one value by default: a 32-bit float."""

WIDEST = 16
"""The most bytes of one value: two 64-bit floats, a complex number."""


def bytes_of_one(width: object) -> int:
    """Return the bytes of one value. Raises LayerError unless they are an int up to WIDEST."""
    number = whole("width", width)
    if number > WIDEST:
        raise LayerError(f"a value takes at most {WIDEST} bytes, and not {quoted(number)}")
    return number


def param_bytes(counted: Counted, width: object = WIDTH) -> Quantity:
    """Return the bytes of the parameters, `width` bytes each. Raises LayerError."""
    return _bytes_of("params", counted.params, width)


def value_bytes(counted: Counted, width: object = WIDTH) -> Quantity:
    """Return the bytes of the values that one sample leaves in memory, `width` bytes each: of a
    layer its output; of a network the input and every output that is not written in place of its
    input. Raises LayerError.
    """
    return _bytes_of("values", counted.kept_values, width)


def _bytes_of(symbol: str, count: Quantity, width: object) -> Quantity:
    symbols: dict[str, Number] = {symbol: int(count), "b": bytes_of_one(width)}
    return Quantity(_count_formula(symbol), symbols, {symbol: count})


@lru_cache(maxsize=2)
def _count_formula(counted: str) -> CountFormula:
    names = {"params": "parameters", "values": "output values"}
    mistakes = [
        wrong("bits-for-bytes", f"8*{counted}*b", f"{counted} > 0"),
        wrong("width-forgotten", counted, f"b > 1 and {counted} > 0"),
    ]
    if counted == "values":
        mistakes.append(wrong("gradients-counted", f"2*{counted}*b"))
    return CountFormula(
        f"bytes of the {names[counted]}",
        f"{counted}*b",
        (),
        tuple(mistakes),
        MappingProxyType({counted: names[counted], "b": "bytes of one value"}),
    )


def size_text(count: int) -> str:
    """Return a number of bytes, also in MB and MiB: `246824 bytes = 0.247 MB = 0.235 MiB`."""
    return (
        f"{number_text(count)} bytes = {_rounded(count, 10**6)} MB = {_rounded(count, 2**20)} MiB"
    )


def _rounded(count: int, unit: int) -> str:
    # Whole numbers throughout: the thousandths, the nearest one.
    thousandths = (2_000 * count + unit) // (2 * unit)
    return f"{thousandths // 1000:,}.{thousandths % 1000:03}"
