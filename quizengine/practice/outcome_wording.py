"""What came of an answer, in the words that every face says it with."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from quizengine.questions import PARTLY, RIGHT, UNREADABLE, WRONG

if TYPE_CHECKING:
    from quizengine.questions import Outcome

VERDICTS = {
    RIGHT: "Right",
    WRONG: "Not right",
    PARTLY: "Partly right",
    UNREADABLE: "Not read",
}
"""Each verdict as a student is told it."""


class OutcomeWording(NamedTuple):
    """The verdict, what follows it on the same line, and the paragraphs below."""

    verdict: str
    rest: str
    paragraphs: tuple[str, ...]


def outcome_wording(outcome: Outcome) -> OutcomeWording:
    """Return an outcome in words: of cells how many are right, else the first thing to say."""
    rest, said = "", list(outcome.feedback)
    if outcome.verdict == UNREADABLE:
        rest = ", which costs nothing"
    elif outcome.tally:
        rest = f": {outcome.tally}"
    elif outcome.cells and outcome.verdict != RIGHT:
        right = sum(cell.right is True for cell in outcome.cells)
        rest = f": {right} of {len(outcome.cells)}"
    if said and outcome.verdict in (RIGHT, UNREADABLE):
        rest += f": {said.pop(0)}"
    return OutcomeWording(VERDICTS[outcome.verdict], rest, tuple(said))
