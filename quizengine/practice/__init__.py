"""What to ask, what was answered, and what is worth another look.

Everything here is a value: an operation on a session gives a new session, and no clock, disk,
screen or random state is read. The app and the line by line mode are two faces of the same session.
"""

from quizengine.practice.deck import Deck, Item, bank_deck, mixed_deck, question_deck
from quizengine.practice.session import Attempt, Effort, Session, Turn, begin
from quizengine.practice.summary import Line, Summary, summarise

__all__ = [
    "Attempt",
    "Deck",
    "Effort",
    "Item",
    "Line",
    "Session",
    "Summary",
    "Turn",
    "bank_deck",
    "begin",
    "mixed_deck",
    "question_deck",
    "summarise",
]
