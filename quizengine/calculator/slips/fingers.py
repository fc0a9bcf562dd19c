"""Slips of the finger: a right number, typed with a digit too few, too many or misplaced."""

from __future__ import annotations

from collections.abc import Iterator

_ZEROS = (10, 100, 1000)


def finger_slips(value: int) -> Iterator[tuple[int, str, str]]:
    """The numbers that a slip of the finger makes of one, each with the slip's id and its words."""
    if value <= 0:
        return
    for factor in _ZEROS:
        yield value * factor, "zeros", "the decimal point has moved: there are zeros too many"
        if value % factor == 0:
            yield value // factor, "zeros", "the decimal point has moved: zeros are missing"
    digits = str(value)
    if len(digits) < 3:
        return
    for place, digit in enumerate(digits):
        before, behind = digits[:place], digits[place + 1 :]
        yield int(before + behind), "digit-missing", "a digit is missing"
        yield int(before + digit + digit + behind), "digit-doubled", "a digit was typed twice"
        if behind and behind[0] != digit:
            swapped = before + behind[0] + digit + behind[1:]
            yield int(swapped), "digits-swapped", "two neighbouring digits are swapped"
