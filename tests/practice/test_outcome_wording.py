"""What came of an answer is said in the same words by every face."""

from fractions import Fraction

import pytest

from quizengine.practice.outcome_wording import outcome_wording
from quizengine.practice.plain_text import outcome_lines
from quizengine.questions import PARTLY, RIGHT, UNREADABLE, WRONG, CellOutcome, Outcome

CELLS = tuple(CellOutcome(f"cell {n}", n != 2, "1", "1", "") for n in (1, 2, 3))


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        (Outcome(RIGHT, Fraction(1), (), ("3860.", "More.")), ("Right", ": 3860.", ("More.",))),
        (Outcome(RIGHT, Fraction(1), (), (), CELLS), ("Right", "", ())),
        (Outcome(WRONG, Fraction(0), (), ("A mistake.",)), ("Not right", "", ("A mistake.",))),
        (
            Outcome(PARTLY, Fraction(2, 3), (), ("A mistake.",), CELLS),
            ("Partly right", ": 2 of 3", ("A mistake.",)),
        ),
        (
            Outcome(UNREADABLE, Fraction(0), (), ("nothing was typed",)),
            ("Not read", ", which costs nothing: nothing was typed", ()),
        ),
    ],
)
def test_the_verdict_comes_first_and_then_what_there_is_to_say(outcome, said):
    assert outcome_wording(outcome) == said


def test_read_aloud_the_verdict_is_a_sentence():
    assert list(outcome_lines(Outcome(WRONG, Fraction(0), (), ("A mistake.",)))) == [
        "Not right.",
        "A mistake.",
    ]
    assert next(outcome_lines(Outcome(RIGHT, Fraction(1), (), ("3860.",)))) == "Right: 3860."
