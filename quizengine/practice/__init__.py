"""What to ask, what was answered, and what is worth another look.

Everything here is a value: an operation on a session gives a new session, and no clock, disk,
screen or random state is read. The app and the line by line mode are two faces of the same session.

Importing this package costs next to nothing: its modules are imported when a name of theirs is
first asked for, so that a screen which asks no question does not load what marks one.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from quizengine.practice.deck import Deck, Item, bank_deck, mixed_deck, question_deck
    from quizengine.practice.effort import Attempt, Effort
    from quizengine.practice.session import Session, begin
    from quizengine.practice.summary import Summary, TurnSummary, summarise
    from quizengine.practice.turns import Turn

__all__ = [
    "Attempt",
    "Deck",
    "Effort",
    "Item",
    "Session",
    "Summary",
    "Turn",
    "TurnSummary",
    "bank_deck",
    "begin",
    "mixed_deck",
    "question_deck",
    "summarise",
]

_HOMES = {
    "deck": ("Deck", "Item", "bank_deck", "mixed_deck", "question_deck"),
    "effort": ("Attempt", "Effort"),
    "session": ("Session", "begin"),
    "summary": ("Summary", "TurnSummary", "summarise"),
    "turns": ("Turn",),
}


def __getattr__(name: str) -> Any:
    for module, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
