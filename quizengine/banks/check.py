"""Proves a bank: reads it, counts the variants of its questions, and proves each of them."""

from __future__ import annotations

from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from quizengine.banks.bank import Bank
from quizengine.banks.problems import ERROR, Problem
from quizengine.banks.proof import Proof, QuestionProver
from quizengine.banks.reading import read_bank
from quizengine.banks.report import Report, TooManyProblems

MOST_PROVED = 2_000
"""The most variants of one question that are proved without `every`."""

LEAST_PROVED = 200
"""The variants of one question that are proved however many questions its bank has."""

PROVED_OF_A_BANK = 4_000
"""The variants of all questions of a bank that are proved: a few seconds of waiting."""

DRAWS_COUNTED = 20_000
"""The draws that are tried to count a question's variants without `every`."""

MOST_DRAWS = 300_000
"""The most draws that are tried, and the most variants that are proved, with `every`."""


class CheckResult(NamedTuple):
    """The result of a check; `bank` is None where the file cannot be read as a bank.

    `proofs` is empty where a problem was found before the variants were proved.
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
    """Read a bank and prove it; the content of the file never raises.

    Of a question with many variants, a sample is proved that is spread evenly over all of them;
    with `every`, all are proved. A problem in a published case is reported at once, and then no
    other variant is proved, except with `every`.
    """
    reading = read_bank(path)
    bank = reading.bank
    if bank is None:
        return CheckResult(reading.file, None, reading.problems, ())
    variants = max(LEAST_PROVED, min(MOST_PROVED, PROVED_OF_A_BANK // len(bank.questions)))
    draws = DRAWS_COUNTED
    if every:
        variants = draws = MOST_DRAWS
    report = Report(reading.file, reading.text)
    proofs: list[Proof] = []
    provers = [QuestionProver(one, reading.drafts[one.id], report) for one in bank.questions]
    try:
        for prover in provers:
            prover.begin()
        # Problems of the published cases are shown at once; only a bank without them goes on.
        if every or not report.failed:
            proofs.extend(prover.prove(draws, variants) for prover in provers)
    except TooManyProblems:
        pass
    problems = sorted((*reading.problems, *report.problems), key=attrgetter("line", "column"))
    return CheckResult(reading.file, bank, tuple(problems), tuple(proofs))
