"""Estimates: how they are typed, how near is right, and what is said beyond."""

from fractions import Fraction

import pytest

from quizengine.calculator.analysis.mental_arithmetic import rounded_text
from quizengine.questions import PARTLY, RIGHT, UNREADABLE, WRONG, VariantError
from tests.questions.builder import estimate, mistake, only_part

CONV = "Conv2D(128, 3)([56, 56, 64]).params"  # 73,856
LENET = (
    "Sequential([Input([32, 32, 1]), Conv2D(6, 5), MaxPooling2D(2), Conv2D(16, 5), MaxPooling2D(2),"
    " Flatten(), Dense(120), Dense(84), Dense(10)]).params"
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("60k", 60_000),
        ("60 K", 60_000),
        ("1.2 M", 1_200_000),
        ("1.234M", 1_234_000),
        ("0.5 thousand", 500),
        ("6e7", 60_000_000),
        ("2^20", 1_048_576),
        ("3*20k + 1", 60_001),
        ("~74,000", 74_000),
        ("≈ 74 000", 74_000),
        ("about 1.5 billion", 1_500_000_000),
        ("1,200k", 1_200_000),
        ("138 millions", 138_000_000),
        ("2 bn", 2_000_000_000),
        ("0.00001k", Fraction(1, 100)),
        ("73856 parameters", 73_856),
        ("70k parameters", 70_000),
        ("= 70k", 70_000),
    ],
)
def test_estimates_are_read_as_people_type_them(text, value):
    assert only_part(estimate(CONV, unit="parameters")).key.read(text) == value


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "nothing was typed"),
        ("7.600", "could be 7600 or a decimal"),
        ("0", "an estimate is a number above 0"),
        ("-3k", "an estimate is a number above 0"),
        ("60kk", "not understood"),
        ("60 kilo", "not understood"),
        ("k", "not understood"),
        ("many", "not understood"),
        ("1k" * 400, "at most 300 characters"),
        ("9e99999k", "digits"),
        ("\x1b[31m5k", "control characters"),
        ("٣k", "not one of the digits"),
    ],
    ids=ascii,
)
def test_what_is_no_estimate_costs_nothing(text, reason):
    outcome = only_part(estimate(CONV)).mark(text)
    assert outcome.verdict == UNREADABLE
    assert reason in outcome.feedback[0]


@pytest.mark.parametrize("text", ["73856", "36928", "147712", "70k", "0.1M", "2^16"])
def test_within_the_factor_is_right_either_way(text):
    outcome = only_part(estimate(CONV)).mark(text)
    assert (outcome.verdict, outcome.score, outcome.mistakes) == (RIGHT, 1, ())
    assert outcome.feedback[0].startswith("73,856, exactly")
    assert outcome.feedback[1] == "In the head: 3·3·64·128 ≈ 9·60·130 ≈ 70 thousand"


@pytest.mark.parametrize("text", ["36927", "18464", "147713", "295424"])
def test_within_the_square_of_the_factor_is_worth_half(text):
    outcome = only_part(estimate(CONV)).mark(text)
    assert (outcome.verdict, outcome.score) == (PARTLY, Fraction(1, 2))


@pytest.mark.parametrize(
    ("text", "say"),
    [
        ("18463", "That is too little: the number is about 4 times as large."),
        ("295425", "That is about 4 times too much."),
        ("900k", "That is about 12 times too much."),
        ("80", "That is too little: the number is about 900 times as large."),
        ("3e12", "That is about 40 million times too much."),
    ],
)
def test_beyond_it_is_said_how_far_off_it_is(text, say):
    outcome = only_part(estimate(CONV)).mark(text)
    assert (outcome.verdict, outcome.score) == (WRONG, 0)
    assert outcome.feedback[0] == say
    # The number itself is not said before it is estimated.
    assert "73" not in " ".join(outcome.feedback)


def test_a_known_mistake_is_named_and_a_rounded_one_is_guessed():
    exact = only_part(estimate(CONV)).mark("1280")
    assert exact.mistakes == ("missing-input-depth",)
    assert not exact.guess
    assert "The input depth is missing" in exact.feedback[1]
    rounded = only_part(estimate(CONV)).mark("1.3k")
    assert rounded.guess
    assert "missing-input-depth" in rounded.mistakes
    assert rounded.feedback[1].startswith("Perhaps: ")
    own = only_part(estimate(CONV), [mistake("own", "7", "Seven.")]).mark("7")
    assert own.mistakes == ("own",)


def test_a_mistake_that_is_near_enough_is_none():
    """Leaving out the biases changes the number by half a percent: nobody could tell."""
    assert "missing-biases" not in {known.id for known in only_part(estimate(CONV)).mistakes}
    assert "missing-input-depth" in {known.id for known in only_part(estimate(CONV)).mistakes}


def test_how_near_a_right_estimate_is():
    one = only_part(estimate("100", "3"))
    for text, near in [
        ("100", "exactly."), ("130", "; yours is 30 % more."), ("90", "; yours is 10 % less."),
        ("100.1", "; yours is as good as that."), ("250", "; yours is 2.5 times as much."),
    ]:  # fmt: skip
        assert one.mark(text).feedback[0].endswith(near)


def test_the_route_of_a_network_names_the_layers_that_matter():
    steps = only_part(estimate(LENET)).working.steps
    assert steps[0] == ("dense: 5·5·16·120 ≈ 25·16·120 ≈ 48 thousand", "in the head")
    assert steps[2].text == "together about 58 thousand, and the rest adds 6 % of the whole"
    assert steps[-1].text == "61,706"


def test_a_number_without_a_formula_has_no_route():
    assert only_part(estimate("12345")).mark("12k").feedback == (
        "12,345, exactly; yours is 3 % less.",
    )
    assert only_part(estimate("7/2")).right_text == "7/2"


def test_the_form_says_how_near_is_right():
    answer_input = only_part(estimate(CONV, "3/2", "parameters")).answer_input
    assert (answer_input.unit, answer_input.near) == ("parameters", "within a factor of 1.5")
    assert only_part(estimate(CONV)).echo("60k") == (True, "= 60,000")


def test_the_key_says_how_it_differs_from_what_was_published():
    one = only_part(estimate(CONV))
    assert one.difference(73856) == ""
    assert one.difference("73,856") == ""
    assert one.difference(7) == "the calculator says 73,856, and 7 is expected"
    assert one.difference([7]) == "`expect` must be a number, and is a list"
    assert "not understood" in one.difference("many")


@pytest.mark.parametrize(
    ("kind", "fault"),
    [
        (estimate(CONV, "1"), "the factor must be above 1, and is 1"),
        (estimate(CONV, "1/2"), "the factor must be above 1"),
        (estimate(CONV, "'two'"), "must be a number"),
        (estimate("0"), "a number above 0, and this is 0"),
        (estimate("[1, 2]"), "a number above 0, and this is a list"),
    ],
)
def test_what_cannot_be_estimated_says_why(kind, fault):
    with pytest.raises(VariantError, match=fault):
        only_part(kind).mark("1")


@pytest.mark.parametrize(
    ("value", "said"),
    [(3, "3"), (99, "99"), (3456, "3500"), (12_345, "12 thousand"), (999_999, "1 million"),
     (15_470_264_320, "15 billion"), (0, "0")],
)  # fmt: skip
def test_numbers_are_said_to_two_figures(value, said):
    assert rounded_text(value) == said
