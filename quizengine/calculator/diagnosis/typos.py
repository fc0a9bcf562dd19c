"""Typos: a number typed with a digit too few, too many or in another position."""

from __future__ import annotations

from collections.abc import Iterator

_ZEROS = ((10, "a zero"), (100, "two zeros"), (1000, "three zeros"))


def typos_of(value: int) -> Iterator[tuple[int, str, str]]:
    """Yield the numbers that a typo makes of a number, each with the typo's id and its words."""
    if value <= 0:
        return
    for factor, zeros in _ZEROS:
        yield value * factor, "zeros", f"there {_are(factor)} {zeros} too many at the end"
        if value % factor == 0:
            yield value // factor, "zeros", f"{zeros} {_are(factor)} missing at the end"
    digits = str(value)
    if len(digits) < 3:
        return
    for index, digit in enumerate(digits):
        before, behind = digits[:index], digits[index + 1 :]
        yield int(before + behind), "digit-missing", "a digit is missing"
        if behind.strip("0") or digit != "0":
            doubled = int(before + digit + digit + behind)
            yield doubled, "digit-doubled", "a digit was typed twice"
        if behind and behind[0] != digit:
            swapped = before + behind[0] + digit + behind[1:]
            yield int(swapped), "digits-swapped", "two neighbouring digits are swapped"


def _are(factor: int) -> str:
    return "is" if factor == 10 else "are"
