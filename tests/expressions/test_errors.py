"""An error shows the line and a caret below the character at fault."""

from quizengine.expressions import ExpressionError


def test_the_pointer_shows_the_line_of_the_fault_alone() -> None:
    error = ExpressionError("no", "one +\ntwo + é + three", 12)
    assert error.pointer() == "two + é + three\n      ^"
    assert str(error) == "no"


def test_a_long_line_is_cut_around_the_fault() -> None:
    excerpt, caret = ExpressionError("no", "x" * 500 + "!" + "y" * 500, 500).pointer().split("\n")
    assert len(excerpt) <= 120
    assert excerpt[len(caret) - 1] == "!"


def test_an_excerpt_has_no_control_characters() -> None:
    excerpt, caret = ExpressionError("no", "a\x1b[31m\tb", 6).pointer().split("\n")
    assert excerpt.isprintable()
    assert caret == "      ^"


def test_an_offset_outside_the_source_is_brought_inside() -> None:
    assert ExpressionError("no", "abc", 99).offset == 3
    assert ExpressionError("no", "abc", -1).offset == 0
