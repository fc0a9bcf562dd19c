"""A bank, and what its check found, as plain text and as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quizengine.banks.bank import Bank


def bank_text(bank: Bank) -> str:
    """The bank's name, title and subject, and a line for each question."""
    pieces = [f"{bank.name}: {bank.title}"]
    if bank.about:
        pieces.append(f"  {' '.join(bank.about.split())}")
    width = max((len(question.id) for question in bank.questions), default=0)
    for question in bank.questions:
        parts = f" ({len(question.parts)} parts)" if len(question.parts) > 1 else ""
        pieces.append(f"    {question.id:<{width}}  {question.level}  {question.title}{parts}")
    return "\n".join(pieces)


def bank_data(bank: Bank) -> dict[str, object]:
    """The bank with its questions; `parts` names the parts of a question that has some."""
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
