"""Wrong values to choose from: what known mistakes give, and where those are few, near ones too.

None of them is the right value, none looks like it, and no two look alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

from quizengine.calculator import Quantity, Shape, WrongAnswer
from quizengine.expressions import ExpressionError, is_number
from quizengine.questions.value_text import value_text
from quizengine.questions.wrong_answers import calculator_mistakes, comparable, merged_mistakes

LEVELS = 4
"""Levels of the search for wrong values that are plausible: one or two small mutations."""

TRIED = 200
"""Mutations of one level that are tried."""


def distractors(own: Sequence[WrongAnswer], right: object, least: int = 1) -> list[WrongAnswer]:
    """Return the known mistakes about a value, the question's `own` first, each text once.

    Where fewer than `least` are known, values of small mutations are added, without an id.
    """
    found = _distinct(merged_mistakes(own, calculator_mistakes(right)), right, {})
    if len(found) < least and isinstance(right, Quantity):
        found = _distinct(_near_misses(right), right, found, most=least)
    return list(found.values())


def _distinct(
    mistakes: Iterable[WrongAnswer],
    right: object,
    found: dict[str, WrongAnswer],
    most: int | None = None,
) -> dict[str, WrongAnswer]:
    """Return those found and the mistakes that look like none of them, up to `most` in all."""
    taken = dict(found)
    shown = value_text(right)
    for mistake in mistakes:
        if most is not None and len(taken) >= most:
            break
        text = value_text(mistake.value)
        if text != shown and text not in taken and _may_stand_for(mistake.value, right):
            taken[text] = mistake
    return taken


def _may_stand_for(value: object, right: object) -> bool:
    """Return whether a value may be taken for the right one: a count for a count, and so on."""
    if isinstance(right, Quantity):
        return isinstance(value, int) and not isinstance(value, bool) and value >= 0
    if isinstance(right, Shape):
        axes = comparable(value)
        return isinstance(axes, tuple) and all(is_number(each) and each > 0 for each in axes)
    return is_number(value) == is_number(right)


def _near_misses(quantity: Quantity) -> Iterable[WrongAnswer]:
    """Yield the values of small mutations of the formula, level by level, the nearest first."""
    from quizengine.calculator.diagnosis.search import search_levels

    for level in islice(search_levels(quantity), LEVELS):
        try:
            values = {each.value for each in islice(level.candidates, TRIED)}
        except ExpressionError:
            continue
        counts = [value for value in values if isinstance(value, int) and value > 0]
        for value in sorted(counts, key=lambda each: (abs(each - quantity), each)):
            yield WrongAnswer("", value, "")
