"""From a wrong number to the errors that may have led to it.

Where no known mistake gives the number, a search goes from likely to unlikely errors: a known
mistake in a count that this one builds on, two known mistakes, one mutation of the formula, a
typo, two mutations. It stops at the first level with an error that gives the number.

Such an error is a guess, and a guess means something only where most numbers have none. So a level
is skipped where its errors give too large a share of the numbers near the student's.
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
"""The most candidates of a level; the time for more would be noticed."""

FARTHEST = 100_000
"""The factor by which a number may be too large or too small to be searched for."""

MOST_NAMED = 4
"""The most guesses that are named."""

_MOST_WORDED = 16
"""The most guesses that are put into words, which shows whether they are the same."""


class Diagnosis(NamedTuple):
    """The guesses of one level of the search, at most MOST_NAMED of `total`."""

    explanations: tuple[Explanation, ...] = ()
    total: int = 0

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the errors that are guessed, each once."""
        return tuple(dict.fromkeys(error for guess in self.explanations for error in guess.ids))


NO_DIAGNOSIS = Diagnosis()


def diagnose(
    quantity: Quantity,
    given: Number,
    fits: Callable[[Number], bool] | None = None,
) -> Diagnosis:
    """Search for the errors that give a wrong number for a quantity.

    No known mistake gives the number. `fits` says whether a number is the given one, which may be
    rounded.
    """
    agrees: Callable[[Number], bool] = partial(eq, given) if fits is None else fits
    if not quantity < given * FARTHEST < quantity * FARTHEST * FARTHEST:
        return NO_DIAGNOSIS
    explained: set[Number] = set()
    numbers_nearby = max(given, -given) + 1
    for level in search_levels(quantity):
        hits: list[Candidate] = []
        explained_here: set[Number] = set()
        for candidate in islice(level.candidates, MOST_TRIED):
            value = candidate.value
            if value == quantity:
                continue
            if given <= 2 * value <= 3 * given:
                explained_here.add(value)
            if agrees(value):
                hits.append(candidate)
        if len(explained | explained_here) > level.max_share * numbers_nearby:
            continue
        explained |= explained_here
        if hits:
            diagnosis = _in_words(hits)
            return diagnosis if diagnosis.total <= level.max_guesses else NO_DIAGNOSIS
    return NO_DIAGNOSIS


def _in_words(hits: Sequence[Candidate]) -> Diagnosis:
    """Put candidates into words, those with the same words or the same formula once.

    The words are the same if they differ only in the order of two errors.
    """
    explanations: list[Explanation] = []
    seen: set[object] = set()
    for hit in hits[:_MOST_WORDED]:
        try:
            explanation = hit.explain()
        except ExpressionError:
            continue
        keys: set[object] = {frozenset(explanation.say.rstrip(".").split(". "))}
        if explanation.derivations:
            keys.add(tuple([derivation.written for derivation in explanation.derivations]))
        if seen.isdisjoint(keys):
            explanations.append(explanation)
        seen |= keys
    return Diagnosis(tuple(explanations[:MOST_NAMED]), len(explanations))
