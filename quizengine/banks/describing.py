"""Writes a bank, and the results of checks, as plain text and as plain data."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from quizengine.banks.problems import ERROR, WARNING, visible

if TYPE_CHECKING:
    from quizengine.banks.bank import Bank
    from quizengine.banks.check import CheckResult
    from quizengine.banks.proof import Proof


def bank_text(bank: Bank) -> str:
    """Return the bank's name, title and subject, and a line for each question."""
    pieces = [f"{bank.name}: {bank.title}"]
    if bank.about:
        pieces.append(f"  {' '.join(bank.about.split())}")
    width = max((len(question.id) for question in bank.questions), default=0)
    for question in bank.questions:
        parts = f" ({len(question.parts)} parts)" if len(question.parts) > 1 else ""
        pieces.append(
            f"    {question.id:<{width}}  level {question.level}  {question.title}{parts}"
        )
    return "\n".join(pieces)


def bank_data(bank: Bank) -> dict[str, object]:
    """Return the bank with its questions; `parts` has the ids of a question's named parts."""
    return {
        "bank": bank.name,
        "file": str(bank.path),
        "title": bank.title,
        "about": bank.about,
        "source": bank.source,
        "questions": [
            {
                "question": f"{bank.name}#{question.id}",
                "id": question.id,
                "title": question.title,
                "level": question.level,
                "tags": list(question.tags),
                "parts": [part.id for part in question.parts if part.id],
            }
            for question in bank.questions
        ],
    }


def check_result_text(checked: CheckResult) -> str:
    """Return the problems of a file, and how far each question was proved."""
    pieces = [problem.text for problem in checked.problems]
    counts = [] if checked.bank is None else [counted(len(checked.bank.questions), "question")]
    for severity, noun in ((ERROR, "problem"), (WARNING, "warning")):
        found = sum(problem.severity == severity for problem in checked.problems)
        counts += [counted(found, noun)] if found else []
    counts += [] if checked.problems else ["no problem"]
    pieces.append(f"{visible(checked.file)}: {', '.join(counts)}")
    width = max((len(proof.id) for proof in checked.proofs), default=0)
    for proof in checked.proofs:
        pieces.append(f"    {proof.id:<{width}}  {_proof_text(proof)}")
        pieces.extend(f"    {'':<{width}}  {note}" for note in proof.notes)
    return "\n".join(pieces)


def check_results_data(checks: Iterable[CheckResult]) -> dict[str, object]:
    """Return the problems of all files, and how far each of their questions was proved."""
    checks = tuple(checks)
    return {
        "problems": [problem._asdict() for checked in checks for problem in checked.problems],
        "questions": [
            {"file": checked.file, **proof._asdict()}
            for checked in checks
            for proof in checked.proofs
        ],
    }


def _proof_text(proof: Proof) -> str:
    count = f"{'' if proof.exhaustive else 'at least '}{counted(proof.variants, 'variant')}"
    # `proved` counts the published case too, which is none of the draws.
    if proof.proved > proof.variants:
        return f"{count}, all of them proved"
    return f"{count}, a sample of {proof.proved:,} proved"


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: `1 question`, `12 questions`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
