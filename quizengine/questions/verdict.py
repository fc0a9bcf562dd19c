"""The outcome of marking an answer."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from quizengine.expressions.formula_diff import FormulaDiff

RIGHT = "right"
WRONG = "wrong"
PARTLY = "partly"
UNREADABLE = "unreadable"

FULL = Fraction(1)
NONE = Fraction(0)
HALF = Fraction(1, 2)
"""The scores of nearly all answers; a fraction is costly to make."""

CARRIED = "carried"
"""The id of the outcome for what is right given the student's own earlier answers."""


class VariantError(ValueError):
    """A variant that cannot be made: no draw meets the conditions, or a number out of range."""


class Unreadable(ValueError):
    """An answer that cannot be read; the message says what was not understood."""


class Echo(NamedTuple):
    """How an answer is read while it is typed; `text` is empty for an empty box."""

    ok: bool
    text: str


class CellOutcome(NamedTuple):
    """One cell of a table, or one statement: marked by itself.

    `right` is None where nothing was given; `say` names the mistake where it is known, and
    `mistakes` has the ids of those that explain what was given. `follows` is whether a wrong cell
    is right given the student's own other cells.
    """

    label: str
    right: bool | None
    given: str
    wanted: str
    say: str
    mistakes: tuple[str, ...] = ()
    follows: bool = False


class Outcome(NamedTuple):
    """What an answer is worth, and why.

    `score` is from 0 to 1; `mistakes` are the ids of the mistakes that explain the answer;
    `feedback` are paragraphs of plain text, to be read after the verdict's word. `tally` counts
    what is right where that is not the right cells of all cells. `formula_diffs` take the answer
    apart; `guess` is whether the explanations are guesses: mutations of the formula that give
    this number, though nobody is known to make them.
    """

    verdict: str
    score: Fraction
    mistakes: tuple[str, ...] = ()
    feedback: tuple[str, ...] = ()
    cells: tuple[CellOutcome, ...] = ()
    tally: str = ""
    formula_diffs: tuple[FormulaDiff, ...] = ()
    guess: bool = False


def right(*feedback: str, cells: tuple[CellOutcome, ...] = ()) -> Outcome:
    """Return an outcome with full marks; the feedback stands after the word "Right"."""
    return Outcome(RIGHT, FULL, (), feedback, cells)


def scored(
    score: Fraction, feedback: Iterable[str], cells: tuple[CellOutcome, ...], tally: str = ""
) -> Outcome:
    """Return the outcome of an answer of several cells, of which a share is right."""
    verdict = RIGHT if score == 1 else PARTLY if score else WRONG
    ids = tuple(dict.fromkeys(mistake for cell in cells for mistake in cell.mistakes))
    return Outcome(verdict, score, ids, tuple(feedback), cells, tally=tally)
