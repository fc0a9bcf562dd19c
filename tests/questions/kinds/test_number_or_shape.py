"""An answer written as an expression alone: its value decides how it is asked."""

import pytest

from quizengine.questions import VariantError
from tests.questions.builder import SHARED, mistake, only_part, part, question


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("756560", "number"),
        (f"{SHARED}.params", "number"),
        (f"{SHARED}.output", "shape"),
        ("[14, 14, 20]", "shape"),
    ],
)
def test_a_number_asks_for_a_number_and_a_list_for_a_shape(source, kind):
    assert only_part(source).kind == kind


@pytest.mark.parametrize("source", ["'same'", "True", "None"])
def test_any_other_value_needs_a_kind(source):
    with pytest.raises(VariantError, match="name a `kind` for any other answer"):
        assert only_part(source).kind


def test_mistakes_that_equal_the_answer_are_not_drawn():
    for answer, value in (("n", "4"), ("[n, n]", "[4, 4]")):
        varied = question(
            part("", answer, mistakes=[mistake("four", value)]), vary={"n": (99, range(1, 9))}
        )
        assert varied.count(99).variants == 7
