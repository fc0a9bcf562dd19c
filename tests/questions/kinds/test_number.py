"""Numbers: exact, unless the bank states a tolerance; known mistakes are named."""

from fractions import Fraction

import pytest

from quizengine.expressions import ExpressionError
from quizengine.questions import RIGHT, UNREADABLE, WRONG, VariantError
from tests.questions.builder import SHARED, UNSHARED, mistake, number, only_part, part, question


@pytest.mark.parametrize(
    "text", ["756560", "756,560", "756 560", "(8*8*3+1)*(14*14*20)", "193·3920", "7.5656e5"]
)
def test_the_right_number_is_right_however_it_is_written(text):
    outcome = only_part(f"{UNSHARED}.params").mark(text)
    assert (outcome.verdict, outcome.score, outcome.mistakes) == (RIGHT, 1, ())


@pytest.mark.parametrize("text", ["756561", "756559", "0", "-756560", "756560.5", "756560/7"])
def test_a_number_beside_the_key_is_wrong(text):
    """Counts are exact: there is no tolerance unless a bank states one."""
    outcome = only_part(f"{UNSHARED}.params").mark(text)
    assert (outcome.verdict, outcome.score) == (WRONG, 0)


def test_the_missing_biases_are_named():
    outcome = only_part(f"{SHARED}.params").mark("3840")
    assert outcome.verdict == WRONG
    assert "missing-biases" in outcome.mistakes
    assert "bias" in " ".join(outcome.feedback)
    assert outcome.formula_diffs[0].lines == (
        "Yours: F·F·D·K = 8·8·3·20 = 3840",
        "Right: (F·F·D + 1)·K",
        "Difference: + 1 is missing",
    )


def test_every_known_mistake_is_named_when_it_is_made():
    one = only_part(f"{UNSHARED}.params", [mistake("own", "12345", "You counted sheep.")])
    assert one.mistakes
    for known in one.mistakes:
        outcome = one.mark(str(known.value))
        assert known.id in outcome.mistakes
        assert known.say in " ".join(outcome.feedback)


def test_a_mistake_of_the_question_comes_before_those_of_the_calculator():
    """A question may put a known mistake into words of its own; it is then said once."""
    restated = mistake("missing-biases", "3840", "Where are the biases?")
    outcome = only_part(f"{SHARED}.params", [restated]).mark("3840")
    assert outcome.mistakes == ("missing-biases",)
    assert outcome.feedback == ("Where are the biases?",)


def test_several_mistakes_that_give_one_number_are_all_named():
    mistakes = [mistake("one", "7", "First mistake."), mistake("two", "3 + 4", "Second mistake.")]
    outcome = only_part("8", mistakes).mark("7")
    assert outcome.mistakes == ("one", "two")
    assert outcome.feedback == (
        "2 different mistakes give 7:",
        "• First mistake.",
        "• Second mistake.",
    )


def test_an_unexplained_number_is_said_to_be_more_or_less_than_the_answer():
    assert only_part("3860").mark("4000").feedback == ("4000 is more than the answer.",)
    assert only_part("3860").mark("-1").feedback == ("−1 is less than the answer.",)


def test_an_unreadable_answer_costs_nothing_and_names_no_mistake():
    outcome = only_part("7600").mark("7.600")
    assert (outcome.verdict, outcome.score, outcome.mistakes) == (UNREADABLE, 0, ())
    assert "could be 7600" in outcome.feedback[0]


def test_a_decimal_that_is_whole_is_the_whole_number():
    assert only_part("7600").mark("7600.0").verdict == RIGHT


@pytest.mark.parametrize(
    ("text", "verdict"),
    [("4.5", RIGHT), ("9/2", RIGHT), ("4.6", RIGHT), ("4.4", RIGHT), ("4.61", WRONG)],
)
def test_within_the_stated_tolerance_a_number_is_right(text, verdict):
    assert only_part(number("9/2", tolerance="0.1")).mark(text).verdict == verdict


def test_a_number_that_is_not_whole_needs_a_tolerance():
    with pytest.raises(VariantError, match="needs a `tolerance`"):
        only_part(number("9/2")).mark("4.5")


def test_the_unit_may_be_typed_or_left_out():
    one = only_part(number("756560", unit="parameters"))
    assert one.key.unit == "parameters"
    for text in ("756560", "756,560 parameters", "756560parameters", "756560 Parameters"):
        assert one.mark(text).verdict == RIGHT
    assert one.mark("756560 biases").verdict == UNREADABLE
    assert one.mark("parameters").verdict == UNREADABLE


def test_what_is_shown_marks_right():
    for source, unit in (("756560", "parameters"), ("10000", ""), ("-5", "")):
        one = only_part(number(source, unit=unit))
        assert one.mark(one.answer_text).verdict == RIGHT
        assert one.mark(one.right_text).verdict == RIGHT


def test_arithmetic_is_worked_out_while_it_is_typed():
    one = only_part(f"{UNSHARED}.params")
    assert one.echo("(8*8*3+1)*(14*14*20)") == (True, "= 756,560")
    assert one.echo("") == (True, "")
    assert one.echo("1/0") == (False, "this cannot be worked out: division by zero")


def test_a_text_is_no_number():
    with pytest.raises(VariantError, match="must be a number, and this is a text"):
        only_part(number("'seven'")).mark("7")


def test_a_mistake_that_is_the_answer_coincides_with_it():
    one = only_part("7", [mistake("no-mistake", "3 + 4")])
    assert one.key.coincidences() == ["the mistake `no-mistake` gives the right answer 7"]
    assert not only_part("7", [mistake("wrong", "8")]).key.coincidences()


def test_a_mistake_within_the_tolerance_is_not_drawn():
    """What would be marked right is no mistake, so such a draw is not used."""
    varied = question(
        part("", number("n/3", tolerance="1/2"), mistakes=[mistake("floored", "n//3")]),
        vary={"n": (100, range(1, 31))},
    )
    drawn = [varied.variant(n).values["n"] for n in range(1, varied.count(100).variants + 1)]
    assert sorted(drawn) == list(range(2, 31, 3)), "two thirds are dropped only there"


def test_draws_whose_answer_is_not_whole_are_passed_over():
    halves = question(part("", number("n/2")), vary={"n": (100, range(1, 9))})
    assert halves.count(100).variants == 4
    assert {halves.variant(n).parts[0].answer for n in range(1, 5)} == {1, 2, 3, 4}


def test_the_key_says_how_it_differs_from_what_was_published():
    one = only_part(f"{SHARED}.params")
    assert one.difference(3860) == ""
    assert one.difference("3,860") == ""
    assert one.difference(3840) == "the calculator says 3860, and 3840 is expected"
    assert "must be a number" in one.difference([3860])
    assert "could be 3860" in one.difference("3.860")


def test_the_answer_is_plain_data():
    assert type(only_part(f"{SHARED}.params").answer) is int
    assert only_part(number("1/3", tolerance="0.01")).answer == "1/3"
    assert only_part(number("1/3", tolerance="0.01")).key.value == Fraction(1, 3)


def test_a_key_without_a_value_says_why():
    with pytest.raises(VariantError, match="division by zero") as caught:
        only_part("1/0").mark("1")
    assert isinstance(caught.value.__cause__, ExpressionError)


def test_arithmetic_is_compared_with_the_right_one():
    outcome = only_part(f"{SHARED}.params").mark("(8*8*3 + 1)*19")
    assert outcome.mistakes == ("other-symbol",)
    assert outcome.feedback == ("In your arithmetic 19 stands where K belongs.",)
    (diff,) = outcome.formula_diffs
    assert diff.lines == ("Yours: (8·8·3 + 1)·19 = 3667", "Right: (F·F·D + 1)·K")
    marked = [piece.text for piece in diff.mine + diff.right if piece.differs]
    assert marked == ["·19", "·K"]


def test_arithmetic_that_is_a_known_mistake_is_named_as_one():
    outcome = only_part(f"{SHARED}.params").mark("8*8*3*20")
    assert outcome.mistakes == ("missing-biases",)
    assert not outcome.guess


def test_what_the_search_finds_is_worded_as_a_guess():
    outcome = only_part(f"{SHARED}.params").mark("1280")
    assert (outcome.guess, outcome.mistakes) == (True, ("missing-biases", "missing-input-depth"))
    assert outcome.feedback[0].startswith("Perhaps two mistakes came together. ")
    assert outcome.formula_diffs[0].lines[0] == "Yours: F·F·K = 8·8·20 = 1280"


def test_the_right_number_is_not_given_away():
    for typed in ("3840", "1280", "(8*8*3 + 1)*19", "3806", "4053", "6176"):
        outcome = only_part(f"{SHARED}.params").mark(typed)
        lines = [line for diff in outcome.formula_diffs for line in diff.lines]
        assert "3860" not in " ".join([*outcome.feedback, *lines]).replace(",", "")


def test_what_several_guesses_begin_with_is_said_once():
    outcome = only_part(f"{SHARED.replace('Conv2D', 'LocallyConnected2D')}.params").mark("652340")
    head, *bullets = outcome.feedback
    assert head == (
        "Perhaps the mistake is in H′ (output height) and W′ (output width), taken for 13:"
    )
    assert bullets[0].startswith("• The + 1 is missing")
    assert outcome.mistakes == (
        "no-plus-one", "plus-one-inside", "padding-once", "padding-ignored",
    )  # fmt: skip
    assert outcome.guess


def test_more_explanations_than_are_named_are_said_to_be_there():
    # Half of the mistakes in the height alone, or in the width alone.
    outcome = only_part(f"{SHARED.replace('Conv2D', 'LocallyConnected2D')}.params").mark("702520")
    assert len(outcome.mistakes) == 4
    assert outcome.feedback[-1] == "More mistakes give this number too."


def test_two_mutations_among_too_many_are_not_named():
    attention = "MultiHeadAttention(8, 8)([8, 8], [8, 8]).params"
    assert only_part(attention).mark("5704").mistakes == ()
