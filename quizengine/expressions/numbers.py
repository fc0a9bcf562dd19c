"""Exact numbers: integers and fractions, checked for size, and how they are written."""

from __future__ import annotations

from fractions import Fraction
from typing import TypeGuard

from quizengine.expressions.limits import LARGEST, MAX_BITS, MAX_EXPONENT

Number = int | Fraction
"""An exact number; a fraction that is whole is always an int."""


def is_number(value: object) -> TypeGuard[Number]:
    """Whether a value is a number; truth values are not."""
    return isinstance(value, (int, Fraction)) and value is not True and value is not False


def exact(value: Number) -> Number:
    """Return the number as an int where it is whole, otherwise as a fraction.

    Raises ValueError where it has more bits than a number may have.
    """
    if type(value) is int:
        if -LARGEST < value < LARGEST:
            return value
    elif isinstance(value, Fraction):
        if value.denominator == 1:
            return exact(value.numerator)
        if abs(value.numerator) < LARGEST and value.denominator < LARGEST:
            return value
    elif -LARGEST < value < LARGEST:
        return int(value)
    raise ValueError(f"the number has more than {MAX_BITS} binary digits")


def divide(dividend: Number, divisor: Number) -> Number:
    """Exact division. Raises ZeroDivisionError."""
    if isinstance(dividend, int) and isinstance(divisor, int):
        quotient, rest = divmod(dividend, divisor)
        return quotient if rest == 0 else Fraction(dividend, divisor)
    return exact(Fraction(dividend) / divisor)


def power(base: Number, exponent: Number) -> Number:
    """An exact power with a small whole exponent. Raises ValueError, ZeroDivisionError."""
    if not isinstance(exponent, int):
        raise ValueError("a power needs a whole exponent")
    if abs(exponent) > MAX_EXPONENT:
        raise ValueError(f"an exponent may be at most {MAX_EXPONENT}")
    # Refuse a large power before computing it: a bank could have it computed in every draw.
    bits = max(Fraction(base).numerator.bit_length(), Fraction(base).denominator.bit_length())
    if bits * abs(exponent) > MAX_BITS + MAX_EXPONENT:
        raise ValueError(f"the number has more than {MAX_BITS} binary digits")
    return exact(base**exponent if exponent >= 0 else Fraction(base) ** exponent)


def number_text(value: Number) -> str:
    """A number as people write it: `3860`, `756,560`, `4.5`, `1/3`, `−7`.

    Thousands are grouped from five digits up. The answer box reads every text that this returns.
    """
    if value < 0:
        return "−" + number_text(-value)
    if isinstance(value, int):
        # int(): a subclass may have a text of its own.
        return f"{int(value):,}" if value >= 10_000 else str(int(value))
    if value.denominator == 1:
        return number_text(value.numerator)
    return _decimal_text(value) or f"{value.numerator}/{value.denominator}"


def _decimal_text(value: Fraction) -> str:
    """Return a positive fraction as a decimal of at most four places, or an empty text."""
    for places in (1, 2, 3, 4):
        scaled = value * 10**places
        if scaled.denominator == 1:
            whole, rest = divmod(scaled.numerator, 10**places)
            if places == 3 and whole:
                # Three digits after the point read as thousands: 7.601 would be 7601 to some.
                return ""
            return f"{number_text(whole)}.{rest:0{places}d}"
    return ""
