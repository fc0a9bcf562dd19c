"""Formula texts and mistakes that all operations with a kernel share.

In every `pattern` the braces stand for the weights of one filter.
"""

from __future__ import annotations

from functools import lru_cache

from quizengine.calculator.misconceptions import wrong
from quizengine.calculator.quantity import WrongFormula
from quizengine.calculator.shape import axis_names
from quizengine.calculator.symbols import AXES, AXIS_NAMES


@lru_cache(maxsize=16)
def output_symbols(rank: int, depth: str) -> tuple[str, ...]:
    """The symbols of an output's axes: `Ho`, `Wo`, and the symbol of its depth."""
    return (*(f"{axis}o" for axis in axis_names(rank + 1)[:-1]), depth)


def kernel_axes(rank: int) -> tuple[str, ...]:
    """The symbols of a kernel's own axes: `Fh`, `Fw`."""
    return tuple(f"F{axis.lower()}" for axis in axis_names(rank + 1)[:-1])


def inputs_text(rank: int) -> str:
    """The formula text of the input positions: `H*W`."""
    return "*".join(AXES[rank])


def outputs_text(rank: int) -> str:
    """The formula text of the output positions: `Ho*Wo`."""
    return "*".join(f"{axis}o" for axis in AXES[rank])


def neurons_text(rank: int, channels: str = "K") -> str:
    """The formula text of the output values: `Ho*Wo*K`."""
    return f"{outputs_text(rank)}*{channels}"


def with_bias(weights: str, use_bias: bool) -> str:
    """The formula text of some weights, and of one bias if `use_bias`."""
    return f"({weights} + 1)" if use_bias else weights


def group_phrases(grouped: bool) -> tuple[tuple[str, str], ...]:
    """The phrase for D/G, where there are groups."""
    return (("D/G", "channels in one group"),) if grouped else ()


def kernel_mistakes(
    rank: int, kernel: str, pattern: str, grouped: bool
) -> tuple[WrongFormula, ...]:
    """Take an axis for the channels, count other axes than the kernel's, or miscount groups."""
    axis = AXES[rank][0]
    formula, name = pattern.format(f"{kernel}*{axis}"), AXIS_NAMES[axis]
    misread = wrong("channels-misread", formula, f"{axis} != D", minor=True, axis=name)
    of_groups = _group_mistakes(kernel, pattern) if grouped else ()
    return (misread, *_axis_mistakes(rank, kernel, pattern), *of_groups)


def _axis_mistakes(rank: int, kernel: str, pattern: str) -> tuple[WrongFormula, ...]:
    """Take the kernel along another number of axes than it has."""
    if rank == 1:
        squared, alone = pattern.format("F*F*D"), pattern.format("F*F")
        return (
            wrong("kernel-squared", squared, "F > 1", minor=True),
            wrong("kernel-squared-without-depth", alone, "F > 1 and F != D", minor=True),
        )
    if kernel.split("*", maxsplit=1)[0] != "F":
        return ()
    return (kernel_not_raised(rank, pattern.format("F*D")),)


def kernel_not_raised(rank: int, formula: str, when: str = "") -> WrongFormula:
    """Take the side of a kernel for its area or volume."""
    word = "squared" if rank == 2 else "cubed"
    return wrong(f"kernel-not-{word}", formula, when)


def gap_mistakes(kernel: str, depth: str, pattern: str) -> tuple[WrongFormula, ...]:
    """Count the gaps of a dilated kernel as weights."""
    reach = "*".join(f"(d*({side} - 1) + 1)" for side in kernel.split("*"))
    return (wrong("gaps-counted", pattern.format(f"{reach}*{depth}"), minor=True),)


def _group_mistakes(kernel: str, pattern: str) -> tuple[WrongFormula, ...]:
    """Leave the groups out, or divide by them twice."""
    ignored = wrong("groups-ignored", pattern.format(f"{kernel}*D"))
    if "+ 1" not in pattern:
        return (ignored, wrong("groups-divided-twice", f"{kernel}*(D/G)*(K/G)"))
    bare = f"{kernel}*D*K"
    return (
        ignored,
        wrong("groups-divided-twice", f"{kernel}*(D/G)*(K/G) + K"),
        wrong("groups-ignored-and-missing-biases", bare, minor=True),
    )
