"""What a picture may say: what the question's text says, and all of it once the answer is known.

A picture never gives an answer away. What the author chose (a kernel, a stride, the units) is
shown where the text holds the number; what follows from it (the output, a later layer's input, a
count) only where the text holds the whole of it. Anything else is a question mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from quizengine.calculator.layer import AppliedLayer
    from quizengine.calculator.shape import Shape

HIDDEN = "?"
"""What stands for a size that is not to be seen yet."""

LEAST_COUNT = 100
"""A count below this stands in many a text by chance, so a text does not make it known."""

_NUMBER = r"\d{1,3}(?:,\d{3})+(?!\d)|\d+"
_NUMBERS = re.compile(_NUMBER)
_TIMES = re.compile(rf"(?:{_NUMBER})(?:\s?[×x]\s?(?:{_NUMBER}))+")
_LISTED = re.compile(r"[(\[]\s*\d+(?:\s*,\s*\d+)*\s*,?\s*[)\]]")


class StatedNumbers(NamedTuple):
    """The numbers and shapes that the student has been told; `open` is whether all may be."""

    numbers: frozenset[int] = frozenset()
    shapes: frozenset[tuple[int, ...]] = frozenset()
    all_known: bool = False

    def may_show(self, *values: int) -> bool:
        """Whether each of these numbers, which the author chose, may be shown."""
        return self.all_known or all(value in self.numbers for value in values)

    def may_show_count(self, count: int) -> bool:
        """Whether a count that was worked out may be shown."""
        return self.all_known or (count >= LEAST_COUNT and count in self.numbers)

    def may_show_shape(self, sizes: Sequence[int]) -> bool:
        """Whether a shape that was worked out may be shown."""
        sizes = tuple(map(int, sizes))
        return self.all_known or sizes in self.shapes or (len(sizes) == 1 and self.may_show(*sizes))

    def number(self, value: int) -> str:
        """A number that the author chose, as it may be shown."""
        return str(int(value)) if self.may_show(int(value)) else HIDDEN

    def sizes(self, sizes: Iterable[int]) -> str:
        """Sizes that the author chose, each as it may be shown, `8×8`."""
        return "×".join(map(self.number, sizes))

    def shape(self, sizes: Sequence[int]) -> str:
        """A shape that was worked out, `14×14×20`, or question marks for all of it."""
        if self.may_show_shape(sizes):
            return "×".join(str(int(size)) for size in sizes) or "()"
        return "×".join(HIDDEN for _ in sizes)

    def as_shown(self, shape: Shape, *, given: bool) -> tuple[str, bool]:
        """A shape as it may be shown, and whether all of it is; `given` where the author chose it.

        A shape with an axis of unknown size is shown as it is, and counts as not told.
        """
        if not shape.is_known:
            return str(shape), False
        sizes = tuple(map(int, shape))
        if given:
            return self.sizes(sizes), self.may_show(*sizes)
        return self.shape(sizes), self.may_show_shape(sizes)


def is_given(applied: AppliedLayer) -> bool:
    """Whether the author stated what goes into a layer: no other layer feeds it."""
    return all(not source.row.sources for source in getattr(applied, "sources", ()))


def numbers_stated_in(texts: Iterable[str], all_known: bool = False) -> StatedNumbers:
    """What some texts tell."""
    numbers: set[int] = set()
    shapes: set[tuple[int, ...]] = set()
    for text in texts:
        numbers.update(_numbers(text))
        for pattern in (_TIMES, _LISTED):
            shapes.update(tuple(_numbers(found[0])) for found in pattern.finditer(text))
    return StatedNumbers(frozenset(numbers), frozenset(shapes), all_known)


def _numbers(text: str) -> list[int]:
    # A number longer than any size is a text that happens to be made of digits.
    return [int(found.replace(",", "")) for found in _NUMBERS.findall(text) if len(found) < 20]
