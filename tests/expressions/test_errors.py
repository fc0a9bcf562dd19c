"""An error says what is wrong, and where in the source."""

from quizengine.expressions import ExpressionError


def test_an_error_says_its_message_alone() -> None:
    assert str(ExpressionError("no", "one +\ntwo + é + three", 12)) == "no"


def test_an_offset_outside_the_source_is_brought_inside() -> None:
    assert ExpressionError("no", "abc", 99).offset == 3
    assert ExpressionError("no", "abc", -1).offset == 0
