"""Bytes in larger units, and the two meanings of one prefix.

A MB is 10⁶ bytes and a MiB 2²⁰ (IEC 80000-13); programs and papers confuse the two names.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from quizengine.calculator.errors import LayerError, quoted
from quizengine.calculator.misconceptions import wrong
from quizengine.calculator.quantity import CountFormula, Quantity

UNITS: Mapping[str, int] = MappingProxyType(
    {
        "kB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12,
        "KiB": 2**10, "MiB": 2**20, "GiB": 2**30, "TiB": 2**40,
    }
)  # fmt: skip
"""The bytes of each unit."""

_OTHER = {"kB": "KiB", "MB": "MiB", "GB": "GiB", "TB": "TiB"}
_OTHER |= {binary: decimal for decimal, binary in _OTHER.items()}


def in_unit(count: object, unit: object) -> Quantity:
    """Return bytes as a whole number of a unit, rounded to the nearest: `in_unit(count, "MiB")`.

    Raises LayerError for an unknown unit, or a count that is not a whole number.
    """
    if not isinstance(unit, str) or unit not in UNITS:
        raise LayerError(f"a unit is one of {', '.join(UNITS)}, not {quoted(unit)}")
    if not isinstance(count, int) or isinstance(count, bool) or count < 0:
        raise LayerError(f"the bytes must be a whole number, not {quoted(count)}")
    symbols = {"bytes": int(count), "U": UNITS[unit], "V": UNITS[_OTHER[unit]]}
    origins = {"bytes": count} if isinstance(count, Quantity) else {}
    return Quantity(_count_formula(unit), symbols, origins)


@lru_cache(maxsize=8)
def _count_formula(unit: str) -> CountFormula:
    other = _OTHER[unit]
    mistakes = (
        wrong(
            "decimal-unit" if "i" in unit else "binary-unit",
            "floor(bytes/V + 1/2)",
            minor=True,
            other=other,
            other_bytes=UNITS[other],
            unit=unit,
            unit_bytes=UNITS[unit],
        ),
        wrong("bits-for-bytes", "floor(8*bytes/U + 1/2)", minor=True),
        wrong("rounded-down/unit", "floor(bytes/U)", minor=True),
    )
    phrases = (
        ("bytes/U", f"the bytes in {unit}, unrounded"),
        ("1/2", "the half that is added for rounding"),
        ("bytes/U + 1/2", f"the bytes in {unit}, plus one half"),
    )
    terms = {"U": f"bytes of one {unit}"}
    return CountFormula(
        unit, "floor(bytes/U + 1/2)", phrases, mistakes, terms, "to the nearest one"
    )
