"""The outcome of an answer in words, the same in every face."""

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
"""Each verdict in a student's words."""


class OutcomeWording(NamedTuple):
    """The verdict, what follows it on the same line, and the paragraphs below."""

    verdict: str
    rest: str
    paragraphs: tuple[str, ...]


def outcome_wording(outcome: Outcome) -> OutcomeWording:
    """Return the wording of an outcome; of an answer in cells, it says how many are right."""
    rest, feedback = "", list(outcome.feedback)
    if outcome.verdict == UNREADABLE:
        rest = ", which costs nothing"
    elif outcome.tally:
        rest = f": {outcome.tally}"
    elif outcome.cells and outcome.verdict != RIGHT:
        right = sum(cell.right is True for cell in outcome.cells)
        rest = f": {right} of {len(outcome.cells)}"
    if feedback and outcome.verdict in (RIGHT, UNREADABLE):
        rest += f": {feedback.pop(0)}"
    return OutcomeWording(VERDICTS[outcome.verdict], rest, tuple(feedback))
