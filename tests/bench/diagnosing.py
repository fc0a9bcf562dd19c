"""What a diagnosis takes, and how much it explains: ``python -m tests.bench.diagnosing``.

Over the shipped questions and some variants of each, wrong answers of several sorts are typed:
every known mistake, one mutation of the formula, two at once, and numbers that nobody had a
reason for. It prints how many are explained by exactly one mistake, by several, or by none, and how
long it took. Of numbers without a reason most should find none.
"""

from __future__ import annotations

import gc
import statistics
import time
from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import NamedTuple

from quizengine.banks import load_bank, shipped_banks
from quizengine.calculator import Quantity
from quizengine.calculator.diagnosis.diagnosis import diagnose
from quizengine.calculator.diagnosis.search import search_levels
from quizengine.calculator.quantity import wrong_values
from quizengine.questions import WRONG
from quizengine.questions.variant import PartVariant
from tests.published_answers import published_answers

VARIANTS = 25
EACH = 4
"""Answers of one sort for one question in one variant."""

KNOWN, MUTATION, PAIR, ANY = "a known mistake", "one mutation", "two mutations", "no reason at all"
PUBLISHED = "published mistakes"


class Sort(NamedTuple):
    """The wrong answers of one sort: how many explanations each found, and the seconds it took."""

    explained: list[int]
    seconds: list[float]

    @property
    def shares(self) -> tuple[float, float, float]:
        """The shares explained by exactly one mistake, by several, by none."""
        found = Counter(min(count, 2) for count in self.explained)
        total = max(len(self.explained), 1)
        return found[1] / total, found[2] / total, found[0] / total


def measured() -> dict[str, Sort]:
    """Every sort of wrong answer, marked over all shipped questions."""
    sorts = {sort: Sort([], []) for sort in (KNOWN, MUTATION, PAIR, PUBLISHED, ANY)}
    random = Random(7)  # noqa: S311
    # Marking makes little to collect; what the benchmark itself keeps is not to be walked in it.
    gc.collect()
    gc.disable()
    for part in _part():
        for sort, number in _wrong(part, random):
            begin = time.process_time()
            outcome = part.mark(str(number))
            seconds = time.process_time() - begin
            assert outcome.verdict == WRONG, (part.part_id, number, outcome)
            sorts[sort].explained.append(_explanations(outcome))
            sorts[sort].seconds.append(seconds)
    for published in published_answers():
        begin = time.process_time()
        known = sum(value == published.given for _, value in wrong_values(published.quantity))
        found = known or diagnose(published.quantity, published.given).total
        sorts[PUBLISHED].seconds.append(time.process_time() - begin)
        sorts[PUBLISHED].explained.append(found)
    gc.enable()
    return sorts


def _explanations(outcome) -> int:
    """How many explanations an outcome names: a line for each, where there are several."""
    if not outcome.mistakes:
        return 0
    return max(1, sum(line.startswith("•") for line in outcome.feedback))


def _part() -> Iterator[PartVariant]:
    for path in shipped_banks():
        for question in load_bank(path).questions:
            for number in range(min(VARIANTS, question.count(VARIANTS).variants)):
                for part in question.variant(number).parts:
                    if part.kind == "number" and isinstance(part.key.value, Quantity):
                        yield part


def _wrong(part: PartVariant, random: Random) -> Iterator[tuple[str, int]]:
    quantity = part.key.value
    known = {mistake.value for mistake in part.mistakes}
    for value in known:
        if isinstance(value, int) and value >= 0 and value != quantity:
            yield KNOWN, int(value)
    levels = [
        [candidate.value for candidate in level.candidates] for level in search_levels(quantity)
    ]
    away, pairs, plain, _, likely, loose, *_ = levels
    for sort, values in ((MUTATION, plain + likely + loose), (PAIR, away + pairs)):
        numbers = sorted(
            {int(v) for v in values if isinstance(v, int) and v > 0 and v != quantity} - known
        )
        for number in random.sample(numbers, min(EACH, len(numbers))):
            yield sort, number
    for _ in range(EACH):
        number = random.randint(max(quantity // 2, 1), quantity * 3 // 2 + 2)
        if number != quantity and number not in known:
            yield ANY, number


def lines(sorts: dict[str, Sort]) -> Iterator[str]:
    """The table: shares explained by one mistake, several, none; and what that took."""
    yield "wrong answers by      how many  by one  several    none     median       p99     worst"
    for name, sort in sorts.items():
        one, several, none = sort.shares
        ordered = sorted(sort.seconds)
        times = (statistics.median(ordered), ordered[len(ordered) * 99 // 100], ordered[-1])
        shown = "".join(f"  {seconds * 1e3:5.2f} ms" for seconds in times)
        yield f"{name:<20} {len(ordered):>9}  {one:>6.1%}  {several:>7.1%}  {none:>6.1%} {shown}"


def main() -> None:
    print("\n".join(lines(measured())))


if __name__ == "__main__":
    main()
