"""Proves a bank: reads it, counts its variants, and walks them as a student would meet them."""

from __future__ import annotations

from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from quizengine.banks.bank import Bank
from quizengine.banks.problems import ERROR, Problem
from quizengine.banks.proof import Proof, QuestionProver
from quizengine.banks.reading import ReadResult, read_bank
from quizengine.banks.report import Report, TooManyProblems

MOST_WALKED = 2_000
"""Variants of one question that are walked, unless every one is asked for."""

LEAST_WALKED = 200
"""Variants of one question that are walked however many questions its bank has."""

WALKED_OF_A_BANK = 4_000
"""Variants of all questions of a bank that are walked: a few seconds of waiting."""

DRAWS_COUNTED = 20_000
"""Draws that are tried to count a question's variants, unless every one is asked for."""

MOST_COUNTED = 300_000
"""Draws that are tried however much is asked for."""


class CheckResult(NamedTuple):
    """What a check found; `bank` is None where the file could not be read as one.

    `proofs` is empty where a problem was found before any variant was walked.
    """

    file: str
    bank: Bank | None
    problems: tuple[Problem, ...]
    proofs: tuple[Proof, ...]

    @property
    def failed(self) -> bool:
        """Whether a problem is an error."""
        return any(problem.severity == ERROR for problem in self.problems)


def check_bank(path: Path, *, every: bool = False) -> CheckResult:
    """Read a bank and prove it; raises nothing for what the file holds.

    Of a question with many variants a sample is walked, spread evenly over all of them, and the
    proof says how many; `every` walks them all. Where a published case is at fault, that is told
    soon and nothing is walked, unless `every` is asked for.
    """
    return check_reading(read_bank(path), every=every)


def check_reading(reading: ReadResult, *, every: bool = False) -> CheckResult:
    """Prove what was read."""
    bank = reading.bank
    if bank is None:
        return CheckResult(reading.file, None, reading.problems, ())
    walked = max(LEAST_WALKED, min(MOST_WALKED, WALKED_OF_A_BANK // len(bank.questions)))
    counted = DRAWS_COUNTED
    if every:
        walked = counted = MOST_COUNTED
    report = Report(reading.file, reading.text)
    proofs: list[Proof] = []
    provers = [QuestionProver(one, reading.drafts[one.id], report) for one in bank.questions]
    try:
        for prover in provers:
            prover.begin()
        # What the published cases show is told at once; the walk is for a bank that passes that.
        if every or not report.failed:
            proofs.extend(prover.prove(counted, walked) for prover in provers)
    except TooManyProblems:
        pass
    problems = sorted((*reading.problems, *report.problems), key=attrgetter("line", "column"))
    return CheckResult(reading.file, bank, tuple(problems), tuple(proofs))
