"""From a wrong number to what may have gone wrong on the way to it.

Where no known mistake gives a number, a search goes on from the likely to the far: a known mistake
in a count that this one builds on, two known mistakes at once, one small edit of the formula, a
slip of the finger, two edits. It stops at the first level that gives the number. What it finds is
a guess, and it guesses only where that says something: where the slips of a level explain too many
of the numbers near the student's, any number finds its slip, and the level is passed over.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import islice
from operator import eq
from typing import NamedTuple

from quizengine.calculator.diagnosis.explanations import Explanation
from quizengine.calculator.diagnosis.search import Candidate, search_levels
from quizengine.calculator.quantity import Quantity
from quizengine.expressions import ExpressionError, Number

MOST_TRIED = 4_000
"""Candidates of one level; more would take longer than a blink."""

FARTHEST = 100_000
"""How many times too large or too small a number may be that small slips are looked for in."""

MOST_NAMED = 4
"""Guesses that are named."""

_MOST_WORDED = 16
"""Guesses that are put into words, to find which of them are one."""


class Diagnosis(NamedTuple):
    """The guesses at one level of the search, at most MOST_NAMED of `total`."""

    explanations: tuple[Explanation, ...] = ()
    total: int = 0

    @property
    def ids(self) -> tuple[str, ...]:
        """The slips that are guessed, each once."""
        return tuple(dict.fromkeys(each for guess in self.explanations for each in guess.ids))


NO_DIAGNOSIS = Diagnosis()


def diagnose(
    quantity: Quantity,
    given: Number,
    fits: Callable[[Number], bool] | None = None,
) -> Diagnosis:
    """What may have gone wrong where a number was given for a quantity.

    For a number that no known mistake gives. `fits` says which numbers are the given one, where
    it may be rounded.
    """
    agrees: Callable[[Number], bool] = partial(eq, given) if fits is None else fits
    if not quantity < given * FARTHEST < quantity * FARTHEST * FARTHEST:
        return NO_DIAGNOSIS
    near: set[Number] = set()
    width = max(given, -given) + 1
    for level in search_levels(quantity):
        hits: list[Candidate] = []
        here: set[Number] = set()
        for candidate in islice(level.candidates, MOST_TRIED):
            value = candidate.value
            if value == quantity:
                continue
            if given <= 2 * value <= 3 * given:
                here.add(value)
            if agrees(value):
                hits.append(candidate)
        if len(near | here) > level.share * width:
            continue
        near |= here
        if hits:
            diagnosis = _in_words(hits)
            return diagnosis if diagnosis.total <= level.most else NO_DIAGNOSIS
    return NO_DIAGNOSIS


def _in_words(hits: Sequence[Candidate]) -> Diagnosis:
    """The hits put into words, what is written alike once, and so is a pair of slips in either
    order.
    """
    found: list[Explanation] = []
    seen: set[object] = set()
    for hit in hits[:_MOST_WORDED]:
        try:
            explanation = hit.explain()
        except ExpressionError:
            continue
        marks: set[object] = {frozenset(explanation.say.rstrip(".").split(". "))}
        if explanation.derivations:
            marks.add(tuple([derivation.written for derivation in explanation.derivations]))
        if seen.isdisjoint(marks):
            found.append(explanation)
        seen |= marks
    return Diagnosis(tuple(found[:MOST_NAMED]), len(found))
