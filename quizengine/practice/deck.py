"""Decks: which questions a practice asks, in which order, and with which variants it starts.

The order and the starting variants follow from a seed alone, so the same seed gives the same
practice on every machine: they are drawn from CRC-32, not from a random generator, whose
sequence depends on the Python version.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol
from zlib import crc32

if TYPE_CHECKING:
    from quizengine.questions import Question

FURTHEST_START = 60
"""Largest variant a practice starts with: to find variant n, all before it have to be drawn."""

ROUNDS = 5
"""How often one question is asked when it is practised alone."""

MIX_LENGTH = 12
"""How many questions a mix of banks asks: about one sitting."""


class BankOfQuestions(Protocol):
    """What a deck needs to know of a bank."""

    @property
    def name(self) -> str:
        """The name that no other bank has."""

    @property
    def title(self) -> str:
        """The title that lists show."""

    @property
    def questions(self) -> Sequence[Question]:
        """The questions, in the order their author chose."""


class DeckItem(NamedTuple):
    """One item of a deck: a question of a bank, and the variant it starts with."""

    bank: str
    bank_title: str
    question: Question
    start: int

    @property
    def key(self) -> tuple[str, str]:
        """What identifies the question: the bank's name and the question's id."""
        return (self.bank, self.question.id)


class Deck(NamedTuple):
    """The questions of one practice, in order."""

    title: str
    items: tuple[DeckItem, ...]


def bank_deck(bank: BankOfQuestions, seed: int, variant: int | None = None) -> Deck:
    """Return every question of a bank once, in the order its author chose."""
    return Deck(bank.title, tuple(_deck_item(bank, q, seed, variant) for q in bank.questions))


def question_deck(
    bank: BankOfQuestions, question: Question, seed: int, variant: int | None = None
) -> Deck:
    """Return one question, asked ROUNDS times with fresh numbers, or once with chosen ones."""
    item = _deck_item(bank, question, seed, variant)
    return Deck(question.title, (item,) * (ROUNDS if variant is None else 1))


def mixed_deck(banks: Iterable[BankOfQuestions], seed: int, variant: int | None = None) -> Deck:
    """Return MIX_LENGTH questions of several banks, or all if there are fewer.

    No two neighbours are from one bank where that is possible.
    """
    banks = tuple(banks)
    piles = [
        sorted(
            (_deck_item(bank, question, seed, variant) for question in bank.questions),
            key=lambda item: _draw(seed, "order", *item.key),
        )
        for bank in banks
    ]
    chosen = _interleave(_shares(piles), seed)
    titles = [bank.title for bank in banks]
    return Deck(titles[0] if len(titles) == 1 else f"A mix of {len(titles)} banks", chosen)


def _shares(piles: list[list[DeckItem]]) -> list[list[DeckItem]]:
    """Return the first questions of each pile, dealt out one at a time, up to MIX_LENGTH."""
    rounds = sorted((nth, index) for index, pile in enumerate(piles) for nth in range(len(pile)))
    taken = Counter(index for _, index in rounds[:MIX_LENGTH])
    return [pile[: taken[index]] for index, pile in enumerate(piles)]


def _interleave(piles: list[list[DeckItem]], seed: int) -> tuple[DeckItem, ...]:
    """Return all items: each from the fullest pile but the last one used, ties by the seed."""
    order: list[DeckItem] = []
    last = -1
    while any(piles):
        open_piles = [index for index, pile in enumerate(piles) if pile]
        others = [index for index in open_piles if index != last] or open_piles
        last = max(others, key=lambda i: (len(piles[i]), _draw(seed, "turn", len(order), i)))
        order.append(piles[last].pop(0))
    return tuple(order)


def _deck_item(
    bank: BankOfQuestions, question: Question, seed: int, variant: int | None
) -> DeckItem:
    start = variant
    if start is None:
        start = 1 + _draw(seed, "start", bank.name, question.id) % FURTHEST_START
    return DeckItem(bank.name, bank.title, question, start)


def _draw(seed: int, *about: object) -> int:
    """Return a number that depends only on the seed and on what it is `about`."""
    return crc32("\0".join(map(str, (seed, *about))).encode("utf-8"))
