"""Proves one question: counts its variants, and proves as many of them as are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from quizengine.banks.draft import QuestionDraft
from quizengine.banks.names import texts_in
from quizengine.banks.problems import WARNING, quoted
from quizengine.banks.question_problems import QuestionProblems
from quizengine.banks.report import Report
from quizengine.banks.variant_proof import VariantProver, address_in_bank
from quizengine.questions import Count, Question

FEW_VARIANTS = 20
"""Fewer variants than this are soon known by heart."""

SOME_DRAWS = 100
"""Draws among which most questions find a variant."""

FIRST_DRAWS = 5_000
"""Draws after which a question that has found no variant is given up."""

RARE = 200
"""Draws per variant beyond which drawing one is slow."""

ENOUGH_OF_ONE = 3
"""Problems of one question after which no more of its variants are proved."""


class Proof(NamedTuple):
    """How far a question was proved.

    `variants` counts its draws besides the published case; `exhaustive` is whether all draws were
    tried to count them. `proved` is how many variants were proved, the published case among them.
    `notes` say what is worth knowing and no problem.
    """

    id: str
    variants: int
    exhaustive: bool
    proved: int
    notes: tuple[str, ...]


class QuestionProver:
    """The proof of one question, in two steps: `begin`, then `prove`."""

    def __init__(self, question: Question, draft: QuestionDraft, report: Report) -> None:
        self._question = question
        self._draft = draft
        self._problems = QuestionProblems(draft, report)
        self._variants = VariantProver(question, self._problems)
        self._has_published_case = False

    def begin(self) -> None:
        """Prove what takes no time: the published case, and that there are draws at all."""
        self._check_hints()
        self._check_unused()
        self._has_published_case = self._variants.prove(0)
        # What the published case cannot do, no draw can.
        if (
            self._has_published_case
            and self._question.vary
            and not self._question.count(SOME_DRAWS).variants
        ):
            self._check_draws(self._question.count(FIRST_DRAWS))

    def prove(self, draws: int, variants: int) -> Proof:
        """Count the variants among at most so many draws, and prove at most so many variants."""
        if not self._has_published_case:
            return Proof(self._question.id, 0, False, 0, ())
        proved = 1
        count = self._count(draws)
        numbers = sampled(min(count.variants, self._question.limit), max(1, variants - 1))
        for number in numbers:
            if self._problems.errors >= ENOUGH_OF_ONE:
                break
            proved += self._variants.prove(number)
        if proved > len(numbers):
            self._check_distinct()
        return Proof(
            self._question.id,
            count.variants,
            count.exhaustive,
            proved,
            tuple(self._variants.notes),
        )

    def _check_hints(self) -> None:
        for index, part in enumerate(self._question.parts):
            if not part.hints:
                message = f"{address_in_bank(self._question, part.id)} has no hints"
                advice = "Add 'hints:', the gentlest first: what helps a student who is stuck?"
                self._problems.add(
                    "no-hints", ("id",), message, advice, severity=WARNING, part=index
                )

    def _check_unused(self) -> None:
        """Warn of names that nothing uses: such a variable only makes variants that look alike."""
        used: set[str] = set()
        for holder in (self._draft.parsed, *self._draft.parts):
            for _, text in texts_in(holder):
                used |= text.names
        for variable in self._question.vary:
            if variable.name not in used:
                advice = "Take it out; unused, it only makes variants that look alike."
                self._add_unused("vary", variable.name, advice)
        for name, _ in self._question.let:
            if name not in used and "let" in self._draft.own_keys:
                self._add_unused("let", name, "Take it out.")

    def _add_unused(self, key: str, name: str, advice: str) -> None:
        message = f"nothing in {self._question.id} uses '{name}'"
        self._problems.add("unused-name", (key, name), message, advice, severity=WARNING)

    def _count(self, draws: int) -> Count:
        """Count the variants among at most so many draws, and report where there are too few."""
        question = self._question
        if not question.vary:
            message = f"{question.id} has its published case only"
            advice = "Let numbers vary under 'vary'."
            self._problems.add("few-variants", ("id",), message, advice, severity=WARNING)
            return Count(0, True, 0, ())
        count = question.count(min(draws, FIRST_DRAWS))
        if count.variants and not count.exhaustive and draws > FIRST_DRAWS:
            count = question.count(draws)
        self._check_draws(count)
        if 0 < count.variants < FEW_VARIANTS:
            message = f"{question.id} has {count.variants} variants besides the published case"
            advice = f"Widen the values under 'vary': {FEW_VARIANTS} or more."
            self._problems.add("few-variants", ("vary",), message, advice, severity=WARNING)
        elif 0 < RARE * count.variants < count.candidates:
            message = f"one draw of {question.id} in {count.candidates // count.variants} is used"
            advice = "Choose values under 'vary' that meet the conditions more often."
            self._problems.add("rare-draws", ("where",), message, advice, severity=WARNING)
        return count

    def _check_draws(self, count: Count) -> None:
        """Report a draw that cannot be computed, or that no draw can be used."""
        name = self._question.id
        for fault in count.faults[:1]:
            message = f"a draw of {name} cannot be computed: {fault}"
            advice = "Leave such draws out with a condition under 'where'."
            self._problems.add("draw", ("where",), message, advice)
        if count.variants or count.faults:
            return
        tried = "no draw" if count.exhaustive else f"none of {count.candidates:,} draws"
        flaw = self._variants.published_flaw
        if flaw is not None:
            message = f"{tried} of {name} can be used; in the published case, {flaw.message}"
            advice = "A draw in which a mistake gives the right answer is left out: correct it."
            self._problems.add("no-variants", flaw.path, message, advice, part=flaw.part)
        elif self._question.where:
            message = f"{tried} of {name} meets its conditions"
            advice = "Loosen 'where', or widen the values under 'vary'."
            self._problems.add("no-variants", ("where",), message, advice)
        else:
            message = f"{tried} of {name} can be used"
            advice = "In each, something wrong equals what is right: correct the answer."
            self._problems.add("no-variants", ("answer",), message, advice)

    def _check_distinct(self) -> None:
        known = self._variants.mistakes
        for index, mistake in enumerate(self._question.distinct):
            if mistake not in known:
                message = f"no mistake of {self._question.id} has the id {quoted(mistake)}"
                advice = f"Known here: {', '.join(sorted(known))}."
                self._problems.add("unknown-mistake", ("distinct", index), message, advice)


def sampled(variants: int, most: int) -> Sequence[int]:
    """Return the numbers of at most `most` draws of 1 … variants, evenly spread, both ends in."""
    if variants <= most:
        return range(1, variants + 1)
    if most == 1:
        return (1,)
    return tuple(1 + step * (variants - 1) // (most - 1) for step in range(most))
