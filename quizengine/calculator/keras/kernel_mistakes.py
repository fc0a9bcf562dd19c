"""How people miscount a filter's kernel: its axes, its gaps, its groups and its channels.

In every `pattern` the braces stand for the weights of one filter.
"""

from __future__ import annotations

from quizengine.calculator.quantity import Mistake
from quizengine.calculator.symbols import AXES, AXIS_NAMES


def kernel_mistakes(rank: int, kernel: str, pattern: str) -> tuple[Mistake, ...]:
    """The kernel taken along another number of axes than it has."""
    if rank == 1:
        return (
            Mistake(
                "kernel-squared",
                pattern.format("F*F*D"),
                "The kernel was squared; along one axis it has F places.",
                when="F > 1",
                seen="a forum question about Conv1D, which left out the depth as well",
                minor=True,
            ),
            Mistake(
                "kernel-squared-without-depth",
                pattern.format("F*F"),
                "The kernel was squared, and the input depth is missing: along one axis it has F "
                "places, in every input channel.",
                when="F > 1 and F != D",
                seen="a forum question about Conv1D: 3,328 for 64,128",
                minor=True,
            ),
        )
    if kernel.split("*", maxsplit=1)[0] != "F":
        return ()
    word = "squared" if rank == 2 else "cubed"
    return (
        Mistake(
            f"kernel-not-{word}",
            pattern.format("F*D"),
            f"The kernel was not {word}: it has F places along each of {rank} axes.",
        ),
    )


def gap_mistakes(kernel: str, depth: str, pattern: str) -> tuple[Mistake, ...]:
    """The gaps of a dilated kernel taken for places of it."""
    reach = "*".join(f"(d*({side} - 1) + 1)" for side in kernel.split("*"))
    return (
        Mistake(
            "gaps-counted",
            pattern.format(f"{reach}*{depth}"),
            "The gaps were counted; a dilated kernel has no weights in them.",
            minor=True,
        ),
    )


def group_mistakes(kernel: str, pattern: str) -> tuple[Mistake, ...]:
    """Groups left out, or divided out once too often."""
    return (
        Mistake(
            "groups-ignored",
            pattern.format(f"{kernel}*D"),
            "The groups are left out: a filter sees only the channels of its own group.",
        ),
        Mistake(
            "groups-divided-twice",
            f"{kernel}*(D/G)*(K/G)" + (" + K" if "+ 1" in pattern else ""),
            "The groups were divided out twice: only the input channels are split per filter.",
        ),
        *(
            [
                Mistake(
                    "groups-ignored-and-missing-biases",
                    f"{kernel}*D*K",
                    "The groups are left out, and the biases are missing: a filter has a bias, "
                    "and sees only the channels of its own group.",
                    seen="tables of AlexNet that give 614,400 for its second layer",
                    minor=True,
                )
            ]
            if "+ 1" in pattern
            else []
        ),
    )


def channels_misread(rank: int, formula: str) -> Mistake:
    """The first spatial axis taken for the channels."""
    axis = AXES[rank][0]
    return Mistake(
        "channels-misread",
        formula,
        f"The {AXIS_NAMES[axis]} was read as the channels: mind where the channels stand.",
        when=f"{axis} != D",
        seen="a Keras model that took 1×28×28 for an image of 28 channels",
        minor=True,
    )
