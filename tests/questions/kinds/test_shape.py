"""Shapes: every axis exact; another order, another rank and each right axis is recognized."""

from fractions import Fraction

import pytest

from quizengine.questions import PARTLY, RIGHT, UNREADABLE, WRONG, VariantError
from tests.questions.builder import SHARED, mistake, only_part, part, question, shape

OUTPUT = f"{SHARED}.output"


@pytest.mark.parametrize(
    "text", ["14x14x20", "(14, 14, 20)", "14 × 14 × 20", "[14,14,20]", "14 14 20", "14*14*20"]
)
def test_the_right_shape_is_right_in_every_notation(text):
    outcome = only_part(OUTPUT).mark(text)
    assert (outcome.verdict, outcome.score) == (RIGHT, 1)
    assert outcome.feedback == ("14×14×20.",)


def test_what_is_shown_marks_right():
    one = only_part(OUTPUT)
    assert one.mark(one.answer_text).verdict == RIGHT
    assert one.mark(one.right_text).verdict == RIGHT
    assert one.echo("14 14 20") == (True, "= 14×14×20")
    assert one.echo("") == (True, "")


def test_a_mistake_that_gives_another_order_is_named_before_the_order():
    """What the bank says of exactly this answer is more than that the order is another."""
    own = mistake("channels-first", "[20, 14, 14]", "PyTorch has the channels first; Keras last.")
    outcome = only_part(OUTPUT, [own]).mark("20x14x14")
    assert outcome.mistakes == ("channels-first",)
    assert outcome.feedback == ("PyTorch has the channels first; Keras last.",)


def test_another_order_of_the_axes_is_its_own_outcome():
    """Channels first is not wrong arithmetic: half the credit, and the order is said."""
    outcome = only_part(OUTPUT).mark("20x14x14")
    assert (outcome.verdict, outcome.score) == (PARTLY, Fraction(1, 2))
    assert outcome.mistakes == ("axis-order",)
    (say,) = outcome.feedback
    assert "order" in say
    assert "H×W×D" in say


def test_each_right_axis_counts():
    outcome = only_part(OUTPUT).mark("14x15x20")
    assert (outcome.verdict, outcome.score) == (PARTLY, Fraction(2, 3))
    assert outcome.feedback == ("H and D are right; look at W again.",)
    assert only_part(OUTPUT).mark("99x98x20").feedback == ("D is right; look at H and W again.",)


def test_no_right_axis_is_wrong():
    outcome = only_part(OUTPUT).mark("1x2x4")
    assert (outcome.verdict, outcome.score) == (WRONG, 0)
    assert outcome.feedback == ("1×2×4 is not the shape.",)


def test_each_axis_is_named_by_its_own_mistake():
    outcome = only_part(OUTPUT).mark("27x27x3")
    assert (outcome.verdict, outcome.mistakes) == (WRONG, ("stride-ignored", "depth-kept"))
    assert outcome.feedback[0].startswith("H and W: The stride is left out")
    assert outcome.feedback[1].startswith("D: The depth of the input was kept")
    assert outcome.formula_diffs[0].lines[1] == "Right: ⌊(H − F + 2·P)/S⌋ + 1"
    assert not outcome.guess


def test_known_mistakes_are_found_with_the_channels_at_the_other_end():
    outcome = only_part(OUTPUT).mark("20x13x13")
    assert (outcome.verdict, outcome.score) == (WRONG, 0)
    assert outcome.mistakes[:2] == ("axis-order", "no-plus-one")
    assert outcome.feedback[0] == "Here the order is H×W×D. If you mean 13×13×20:"
    assert outcome.guess
    assert only_part(OUTPUT).mark("3x27x27").mistakes == (
        "axis-order",
        "stride-ignored",
        "depth-kept",
    )
    assert "axis-order" not in only_part(OUTPUT).mark("9x9x9").mistakes


def test_two_mutations_along_one_axis_are_a_guess():
    outcome = only_part(OUTPUT).mark("12x12x20")
    assert (outcome.verdict, outcome.score) == (PARTLY, Fraction(1, 3))
    assert outcome.guess
    assert "no-plus-one" in outcome.mistakes
    assert outcome.feedback[0] == "D is right."
    assert outcome.feedback[1].startswith("H and W: perhaps two mistakes came together.")


def test_every_mistake_that_gives_the_shape_is_named():
    """More than one mistake gives 13×13×20: each is said, none is guessed."""
    one = only_part(OUTPUT)
    giving = [known.id for known in one.mistakes if known.value == (13, 13, 20)]
    outcome = one.mark("13x13x20")
    assert giving
    assert list(outcome.mistakes) == giving
    assert outcome.feedback[0] == f"{len(giving)} different mistakes give 13×13×20:" or (
        len(giving) == 1
    )
    assert outcome.score == Fraction(1, 3), "the depth is right"


def test_every_known_mistake_is_named_when_it_is_made():
    one = only_part(OUTPUT, [mistake("own", "[1, 2, 3]", "You counted sheep.")])
    assert len(one.mistakes) > 2
    for known in one.mistakes:
        outcome = one.mark("x".join(map(str, known.value)))
        whole = all(isinstance(axis, int) for axis in known.value)
        assert (known.id in outcome.mistakes) == whole


def test_another_number_of_axes_is_said():
    outcome = only_part(OUTPUT).mark("14x14")
    assert (outcome.verdict, outcome.score) == (WRONG, 0)
    assert outcome.feedback == ("14×14 has 2 axes, and the shape asked for has 3, H×W×D.",)
    assert "has 1 axis," in only_part(OUTPUT).mark("3920").feedback[0]


def test_a_batch_axis_is_refused_with_advice():
    assert "batch" in only_part(OUTPUT).mark("(None, 14, 14, 20)").feedback[0]
    assert only_part(OUTPUT).mark("(None, 14, 14, 20)").verdict == UNREADABLE
    assert "Leave the batch axis out." in only_part(OUTPUT).mark("(32, 14, 14, 20)").feedback[0]
    assert "batch" not in only_part(OUTPUT).mark("(14, 14, 20, 1)").feedback[0]


def test_a_single_axis_may_be_typed_as_a_column():
    one = only_part("Dense(120)(400).output")
    for text in ("120", "(120,)", "(120, 1)", "120x1"):
        assert one.mark(text).verdict == RIGHT
    assert one.mark("(1, 120)").verdict == WRONG
    assert one.mark("(1, 120)").feedback[0].endswith("the shape asked for has 1. "
                                                     "Leave the batch axis out.")  # fmt: skip


def test_a_list_of_sizes_is_a_shape():
    assert only_part("[10, 3, 3, 3]").mark("(10, 3, 3, 3)").verdict == RIGHT


@pytest.mark.parametrize("source", ["[]", "'14x14'", "[14, 0]", "[1.5, 2]"])
def test_what_is_no_shape_has_no_key(source):
    with pytest.raises(VariantError):
        only_part(shape(source)).mark("1x1")


def test_a_mistake_that_is_the_right_shape_coincides_and_is_not_drawn():
    same = mistake("same", "[4, 4]")
    assert only_part("[4, 4]", [same]).key.coincidences() == [
        "the mistake `same` gives the right shape 4×4"
    ]
    varied = question(part("", "[n, 4]", mistakes=[same]), vary={"n": (9, range(1, 9))})
    assert varied.count(100).variants == 7


def test_the_key_says_how_it_differs_from_what_was_published():
    one = only_part(OUTPUT)
    assert one.difference([14, 14, 20]) == ""
    assert one.difference("14x14x20") == ""
    assert one.difference([20, 14, 14]) == "the calculator says 14×14×20, and 20×14×14 is expected"
    assert "such as [14, 14, 20]" in one.difference(3920)
    assert "is not a size" in one.difference("wide")


def test_the_working_leads_to_the_shape():
    assert "14" in only_part(OUTPUT).working.text
