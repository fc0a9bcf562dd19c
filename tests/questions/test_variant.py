"""A variant's parts: their text, and answers that follow from the student's own earlier ones."""

from fractions import Fraction

import pytest

from quizengine.expressions import Template
from quizengine.questions import PARTLY, RIGHT, UNREADABLE, WRONG, VariantError
from tests.questions.builder import SHARED, mistake, number, part, part_named, question

VOLUME = question(
    part("shape", f"{SHARED}.output", ask="What shape?", hints=["Slide it {{ 1 + 1 }} times."]),
    part("size", f"{SHARED}.output.size", carry="prod(shape)"),
    part("per-value", number("12*3920", "MACs"), carry="12*size"),
)
CHAINED = VOLUME.variant(0)


def test_each_part_has_its_own_text_kind_and_hints():
    first, second, third = CHAINED.parts
    assert (first.part_id, first.kind, first.prompt) == ("shape", "shape", "What shape?")
    assert first.hints[0] == "Slide it 2 times."
    assert (second.kind, second.solution) == ("number", "")
    assert third.key.unit == "MACs"


def test_a_text_that_cannot_be_filled_makes_no_variant():
    broken = question(part("", "7", ask="{{ 1/0 }}")).variant(0).parts[0]
    with pytest.raises(VariantError, match="division by zero"):
        assert broken.prompt
    assert Template("a {{ 1 }}").render({}) == "a 1"


def test_a_mistake_without_a_value_is_the_banks_fault_and_says_so():
    one = question(part("", "7", mistakes=[mistake("broken", "1/0")])).variant(0).parts[0]
    assert one.mark("7").verdict == RIGHT
    with pytest.raises(VariantError, match="division by zero"):
        one.mark("8")


def test_the_right_value_is_right_whatever_came_before():
    for earlier in ({}, {"shape": "14x14x20"}, {"shape": "1x1x1"}, {"shape": "?"}):
        outcome = part_named(CHAINED, "size").mark("3920", earlier)
        assert (outcome.verdict, outcome.score) == (RIGHT, 1)


def test_what_follows_from_the_students_own_value_earns_part_of_the_credit():
    """An error is penalized once, where it was made, and the feedback says where that is."""
    outcome = part_named(CHAINED, "size").mark("3380", {"shape": "13x13x20"})
    assert (outcome.verdict, outcome.score) == (PARTLY, Fraction(1, 2))
    assert outcome.mistakes == ("carried",)
    assert outcome.feedback == (
        "This follows from your own answer to “shape”; the mistake is there, not here.",
    )


def test_a_chain_carries_from_the_nearest_value_too():
    outcome = part_named(CHAINED, "per-value").mark(
        "12*3380 MACs", {"shape": "7x7x7", "size": "3,380"}
    )
    assert outcome.mistakes == ("carried",)
    # The size does not follow from the shape, and it is the size that this part builds on.
    assert "your own answer to “size”;" in outcome.feedback[0]


def test_where_one_mistake_runs_through_it_is_blamed_where_it_was_made():
    outcome = part_named(CHAINED, "per-value").mark("40560", {"shape": "13x13x20", "size": "3380"})
    assert outcome.mistakes == ("carried",)
    assert "your own answer to “shape”;" in outcome.feedback[0]


def test_a_mistake_that_a_part_does_not_build_on_is_not_blamed():
    one = question(
        part("a", "7"), part("b", "5"), part("c", "12", carry="a + b"), part("d", "10", carry="2*b")
    ).variant(0)
    assert "“a” and “b”" in part_named(one, "c").mark("14", {"a": "8", "b": "6"}).feedback[0]
    assert "“b”;" in part_named(one, "d").mark("12", {"a": "8", "b": "6"}).feedback[0]
    assert part_named(one, "d").mark("16", {"a": "8", "b": "5"}).verdict == WRONG
    assert "“b”;" in part_named(one, "d").mark("12", {"a": "?", "b": "6"}).feedback[0]


def test_a_wrong_answer_that_does_not_follow_is_wrong():
    outcome = part_named(CHAINED, "size").mark("3381", {"shape": "13x13x20"})
    assert outcome.verdict == WRONG
    assert "carried" not in outcome.mistakes


@pytest.mark.parametrize(
    "earlier", ["", "?", "13x13", "13x13x20x1", "3380", "0x13x20", "9999999999999x13x20", "x" * 999]
)
def test_nothing_is_carried_from_a_value_on_which_nothing_can_be_built(earlier):
    """Unreadable, of another rank, or with nothing left of it: then only the right value counts."""
    part_ = part_named(CHAINED, "size")
    assert part_.mark("3380", {"shape": earlier}) == part_.mark("3380")
    assert part_.mark("0", {"shape": earlier}).verdict == WRONG


def test_an_earlier_right_value_carries_nothing():
    part_ = part_named(CHAINED, "size")
    assert part_.mark("3380", {"shape": "(14, 14, 20)"}) == part_.mark("3380")
    assert part_.mark("3380", {"unknown": "13x13x20"}) == part_.mark("3380")


def test_an_unreadable_answer_stays_unreadable():
    assert part_named(CHAINED, "size").mark("3.380", {"shape": "13x13x20"}).verdict == UNREADABLE


def test_a_carried_number_of_nought_makes_a_later_part_no_gift():
    one = question(part("a", "7"), part("b", "2*7", carry="2*a")).variant(0)
    assert part_named(one, "b").mark("0", {"a": "0"}).verdict == WRONG
    assert part_named(one, "b").mark("-2", {"a": "-1"}).verdict == WRONG
    assert part_named(one, "b").mark("16", {"a": "8"}).verdict == PARTLY


def test_a_carried_value_is_marked_within_the_same_tolerance():
    one = question(part("a", "7"), part("b", number("7/3", tolerance="0.01"), carry="a/3")).variant(
        0
    )
    assert part_named(one, "b").mark("2.33").verdict == RIGHT
    assert part_named(one, "b").mark("2.67", {"a": "8"}).mistakes == ("carried",)
    assert part_named(one, "b").mark("2.6", {"a": "8"}).verdict == WRONG


def test_a_carried_answer_is_worth_no_less_than_it_was_without():
    """Two of three axes are right in themselves, and the shape follows from the mistake as well."""
    one = question(part("n", "14"), part("shape", "[14, 14, 20]", carry="[n, 14, 20]")).variant(0)
    assert part_named(one, "shape").mark("13x14x20", {"n": "13"}).score == Fraction(2, 3)
    assert part_named(one, "shape").mark("13x14x20", {"n": "13"}).mistakes == ("carried",)


def test_a_carry_that_has_no_value_carries_nothing():
    one = question(part("a", "7"), part("b", "21", carry="21*4/(a - 3)")).variant(0)
    assert part_named(one, "b").mark("5", {"a": "3"}).verdict == WRONG


def test_own_mistakes_are_named_where_nothing_is_carried():
    one = question(
        part("a", "7"), part("b", "14", carry="2*a", mistakes=[mistake("plus", "9", "Doubled?")])
    ).variant(0)
    assert part_named(one, "b").mark("9", {"a": "8"}).mistakes == ("plus",)


def test_the_key_carries_to_itself():
    for each in CHAINED.parts[1:]:
        values = {"shape": CHAINED.parts[0].key.value, "size": CHAINED.parts[1].key.value}
        assert each.carried.value_after(values) == each.key.value
    assert CHAINED.parts[0].carried.value_after({}) is None
