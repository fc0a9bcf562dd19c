"""The numbers that a question states, which its pictures may show before the answer is known.

A picture never gives an answer away. A value that the author chose (a kernel, a stride, the
units) is shown where the text states the number; a value that follows from these (the output, a
later layer's input, a count) only where the text states all of it. Any other value is shown as a
question mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from quizengine.calculator.layer import AppliedLayer
    from quizengine.calculator.shape import Shape

HIDDEN = "?"
"""What is shown in place of a size that may not be seen yet."""

LEAST_COUNT = 100
"""A smaller count stands in many texts by chance, so it does not count as stated."""

_NUMBER = r"\d{1,3}(?:,\d{3})+(?!\d)|\d+"
_NUMBERS = re.compile(_NUMBER)
_TIMES = re.compile(rf"(?:{_NUMBER})(?:\s?[×x]\s?(?:{_NUMBER}))+")
_LISTED = re.compile(r"[(\[]\s*\d+(?:\s*,\s*\d+)*\s*,?\s*[)\]]")


class StatedNumbers(NamedTuple):
    """The numbers and shapes that are stated; `all_known` is whether everything may be shown."""

    numbers: frozenset[int] = frozenset()
    shapes: frozenset[tuple[int, ...]] = frozenset()
    all_known: bool = False

    def may_show(self, *values: int) -> bool:
        """Return whether each of these numbers, which the author chose, may be shown."""
        return self.all_known or all(value in self.numbers for value in values)

    def may_show_count(self, count: int) -> bool:
        """Return whether a computed count may be shown."""
        return self.all_known or (count >= LEAST_COUNT and count in self.numbers)

    def may_show_shape(self, sizes: Sequence[int]) -> bool:
        """Return whether a computed shape may be shown."""
        sizes = tuple(map(int, sizes))
        return self.all_known or sizes in self.shapes or (len(sizes) == 1 and self.may_show(*sizes))

    def number(self, value: int) -> str:
        """Return a number that the author chose, or a question mark."""
        return str(int(value)) if self.may_show(int(value)) else HIDDEN

    def sizes(self, sizes: Iterable[int]) -> str:
        """Return sizes that the author chose, `8×8`, a question mark for each hidden one."""
        return "×".join(map(self.number, sizes))

    def shape(self, sizes: Sequence[int]) -> str:
        """Return a computed shape, `14×14×20`, or question marks for all its axes."""
        if self.may_show_shape(sizes):
            return "×".join(str(int(size)) for size in sizes) or "()"
        return "×".join(HIDDEN for _ in sizes)

    def as_shown(self, shape: Shape, *, given: bool) -> tuple[str, bool]:
        """Return a shape as it may be shown, and whether all of it is shown.

        `given` is whether the author chose it. A shape with an axis of unknown size is returned
        as it is, and counts as not shown.
        """
        if not shape.is_known:
            return str(shape), False
        sizes = tuple(map(int, shape))
        if given:
            return self.sizes(sizes), self.may_show(*sizes)
        return self.shape(sizes), self.may_show_shape(sizes)


def is_given(applied: AppliedLayer) -> bool:
    """Return whether the author stated the input of a layer: no other layer feeds it."""
    return all(not source.row.sources for source in getattr(applied, "sources", ()))


def numbers_stated_in(texts: Iterable[str], all_known: bool = False) -> StatedNumbers:
    """Return the numbers and shapes that some texts state."""
    numbers: set[int] = set()
    shapes: set[tuple[int, ...]] = set()
    for text in texts:
        numbers.update(_numbers(text))
        for pattern in (_TIMES, _LISTED):
            shapes.update(tuple(_numbers(found[0])) for found in pattern.finditer(text))
    return StatedNumbers(frozenset(numbers), frozenset(shapes), all_known)


def _numbers(text: str) -> list[int]:
    # A run of 20 digits or more is no size.
    return [int(found.replace(",", "")) for found in _NUMBERS.findall(text) if len(found) < 20]
