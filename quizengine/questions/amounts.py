"""Estimates as people type them: `60k`, `1.2 M`, `~ 3 million`, `6e7`, `2^20`, arithmetic."""

from __future__ import annotations

import re
from fractions import Fraction

from quizengine.expressions import Number
from quizengine.questions.answers import MAX_ANSWER, clean, read_number
from quizengine.questions.verdict import Unreadable

_POWERS = {
    "k": 3, "thousand": 3, "m": 6, "mio": 6, "million": 6, "millions": 6, "g": 9, "bn": 9,
    "billion": 9, "billions": 9, "t": 12, "trillion": 12, "trillions": 12,
}  # fmt: skip
"""What a letter or word behind a number multiplies it by, as a power of ten."""

_AMOUNT = re.compile(
    r"(?<![\w.,])(\d+(?:[ ,_]\d{3})*(?:\.\d+)?)\s*("
    + "|".join(sorted(_POWERS, key=len, reverse=True))
    + r")(?![\w.])",
    re.IGNORECASE,
)
_ROUGHLY = re.compile(r"^(?:≈|~|about|around|roughly|ca\.?|circa)\s*", re.IGNORECASE)


def read_amount(text: str) -> Number:
    """The number of an estimate, exactly as it is typed. Raises Unreadable with the reason."""
    if len(text) > MAX_ANSWER:
        # Told as for any number, and before anything is searched for in it.
        return read_number(text)
    plain = clean(_ROUGHLY.sub("", text.strip().removeprefix("=").lstrip()))
    return read_number(_AMOUNT.sub(_written_out, plain))


def _written_out(match: re.Match[str]) -> str:
    """`1.2 M` as a whole number, or as a quotient of two."""
    digits, _, places = re.sub("[ ,_]", "", match[1]).partition(".")
    value = Fraction(int(digits + places), 10 ** len(places)) * 10 ** _POWERS[match[2].lower()]
    if value.denominator != 1:
        return f"({value.numerator}/{value.denominator})"
    return str(value.numerator)


def check_above_zero(value: Number) -> None:
    """Raises Unreadable for a number that is no estimate of how many there are."""
    if value <= 0:
        raise Unreadable("an estimate is a number above 0")
