"""The choice of what to practise, line by line: a bank, a question of it, or a mix."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from quizengine.plain.conversation import Conversation, Ended

if TYPE_CHECKING:
    from quizengine.banks import Bank
    from quizengine.practice.deck import Deck


def choose_deck(talk: Conversation, paths: Sequence[Path], seed: int) -> Deck:
    """Ask which bank, question or mix to practise. Raises Ended."""
    from quizengine.banks import BankError, load_bank, read_headers
    from quizengine.practice.deck import bank_deck, mixed_deck, question_deck

    found = read_headers(paths)
    talk.line("Banks:")
    for number, header in enumerate(found, 1):
        about = "has problems; quizengine check shows them" if header.problem else header.about
        talk.line(f"{number}. {header.title}: {about}")
    if not found:
        talk.line("There are no banks here; quizengine new my-bank.yaml starts one.")
        raise Ended
    talk.line("Type a bank's number, like 1; a question of it, like 1.2; mix; or quit.")
    while True:
        typed = talk.typed("Practise> ").lower()
        if typed in ("quit", "exit"):
            raise Ended
        if typed == "mix":
            banks = [bank for bank in map(_loaded, paths) if bank is not None]
            if banks:
                return mixed_deck(banks, seed)
        bank_number, _, question_number = typed.partition(".")
        if not _is_number_up_to(bank_number, len(found)):
            talk.line(f"Type a number from 1 to {len(found)}, mix, or quit.")
            continue
        try:
            bank = load_bank(found[int(bank_number) - 1].path)
        except BankError as error:
            talk.line(error.problems[0].text)
            continue
        if not question_number:
            return bank_deck(bank, seed)
        if _is_number_up_to(question_number, len(bank.questions)):
            return question_deck(bank, bank.questions[int(question_number) - 1], seed)
        for number, question in enumerate(bank.questions, 1):
            talk.line(f"{bank_number}.{number} {question.title}")


def _loaded(path: Path) -> Bank | None:
    from quizengine.banks import BankError, load_bank

    try:
        return load_bank(path)
    except BankError:
        return None


def _is_number_up_to(typed: str, most: int) -> bool:
    """Return whether a text is a number from 1 to `most`, in ASCII digits."""
    return typed.isascii() and typed.isdigit() and len(typed) < 7 and 1 <= int(typed) <= most
