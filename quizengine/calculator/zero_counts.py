"""The counts that are 0, and the wrong numbers that people give for them."""

from __future__ import annotations

from functools import lru_cache

from quizengine.calculator.misconceptions import wrong
from quizengine.calculator.quantity import CountFormula

TEMPTING = frozenset({"params", "trainable_params", "weights"})
"""The counts for which people give another number although there is nothing to learn."""


@lru_cache(maxsize=512)
def zero_count(label: str, why: str, output: tuple[str, ...]) -> CountFormula:
    """Return the formula of a count that is 0, with the size of the output as the wrong formula.

    `output` has the symbols of the output's axes.
    """
    size = wrong("activation-size/neutral", "*".join(output) or "1", minor=True, counted=label)
    return CountFormula(label, "0", (), (size,), why=why)
