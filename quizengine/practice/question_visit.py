"""One visit to a question of the deck: its variant, and what was done on its parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from quizengine.practice.explanation import explain
from quizengine.practice.part_progress import PartProgress

if TYPE_CHECKING:
    from quizengine.practice.deck import DeckItem
    from quizengine.questions import Variant


class QuestionVisit(NamedTuple):
    """One visit to an item of the deck, with one variant."""

    item: DeckItem
    deck_index: int
    """Index of the item in the deck."""
    variant: Variant
    progress: tuple[PartProgress, ...]
    part: int = 0
    """Index of the part being worked on."""

    @property
    def untouched(self) -> bool:
        """Whether nothing was answered or opened in any part."""
        return all(part_progress.untouched for part_progress in self.progress)


def new_visit(item: DeckItem, index: int, drawn: int, framework: str) -> QuestionVisit:
    """Return a new visit to an item of which `drawn` variants were drawn before.

    Raises ValueError where the variant has a text without a value.
    """
    number = next_variant_number(item, drawn)
    variant = _checked(item.question.variant(number).in_framework(framework))
    return QuestionVisit(item, index, variant, (PartProgress(),) * len(variant.parts))


def next_variant_number(item: DeckItem, drawn: int) -> int:
    """Return the number of the next variant of an item of which `drawn` were drawn before.

    Variants are numbered in a fixed order that wraps round, so consecutive numbers give every
    variant once before any comes again.
    """
    number, limit = item.start + drawn, item.question.limit
    return number if number <= limit else (number - 1) % limit + 1


def _checked(variant: Variant) -> Variant:
    """Return the variant after rendering all its texts. Raises ValueError.

    An unchecked bank may have a template without a value. It fails here, where the question can
    still be skipped, rather than in the middle of a screen.
    """
    _ = variant.intro
    for part in variant.parts:
        _ = part.answer_input, part.prompt, part.hints, explain(part), part.mistakes
    return variant
