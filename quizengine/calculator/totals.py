"""Sums over the layers of a network, with the layers' names as the symbols of the formula."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from keyword import iskeyword

from quizengine.calculator.quantity import CountFormula, Quantity

_ADDENDS = 30
"""The most counts in one sum."""

_SYMBOL = 40
"""The most letters of a symbol."""


def sum_of(
    label: str, counts: Mapping[str, Quantity], spelling: Mapping[str, str] | None = None
) -> Quantity:
    """Return the sum of counts; of many, the sum of partial sums, as a formula has a size limit.

    `counts` has them by symbol; `spelling` says how symbols are shown, where that differs.
    """
    while len(counts) > _ADDENDS:
        names = list(counts)
        parts = [names[start : start + _ADDENDS] for start in range(0, len(names), _ADDENDS)]
        counts = {
            f"part_{number}": sum_of(label, {name: counts[name] for name in part}, spelling)
            for number, part in enumerate(parts, start=1)
        }
    count_formula = CountFormula(label, " + ".join(counts) or "0", spelling=spelling)
    return Quantity(count_formula, {name: int(value) for name, value in counts.items()}, counts)


def symbol_of(name: str, taken: Collection[str]) -> str:
    """Return a symbol for a name that is not among those taken."""
    symbol = re.sub(r"\W", "_", name, flags=re.ASCII).strip("_")[:_SYMBOL].strip("_") or "layer"
    if symbol[0].isdigit() or iskeyword(symbol):
        symbol = f"layer_{symbol}"
    stem, number = symbol, len(taken) + 1
    while symbol in taken:
        symbol = f"{stem}_{number}"
        number += 1
    return symbol
