"""The text of a problem."""

from hypothesis import given
from hypothesis import strategies as st

from quizengine.banks.problems import Problem, excerpt, quoted, visible


def test_text_has_position_message_excerpt_and_advice():
    problem = Problem(
        "q.yaml", 3, 5, "unknown-key", "error", "unknown key 'titel'", excerpt("    titel: x", 5),
        "Did you mean 'title'?",
    )  # fmt: skip
    assert problem.text == (
        "q.yaml:3:5: unknown key 'titel'\n        titel: x\n        ^\n  Did you mean 'title'?"
    )


def test_a_warning_says_so():
    problem = Problem("q.yaml", 1, 1, "hints", "warning", "no hints", "", "")
    assert problem.text == "q.yaml:1:1: warning: no hints"


def test_a_long_line_is_cut_around_the_fault():
    line = "a" * 50_000 + "!" + "b" * 50_000
    shown, caret = excerpt(line, 50_001).split("\n")
    assert len(shown) < 80
    assert shown[caret.index("^")] == "!"
    assert shown.startswith("…")
    assert shown.endswith("…")


def test_control_characters_are_drawn_as_signs():
    assert visible("\x1b[31mred\x7f\x9b\u202e") == "␛[31mred␡��"
    assert quoted("a\nb" + "x" * 100) == "'a␊b" + "x" * 56 + "…'"


def test_the_caret_stands_below_wide_letters():
    shown, caret = excerpt("層: x", 4).split("\n")
    assert shown == "層: x"
    assert caret == "    ^"


@given(st.text(), st.integers(-5, 300))
def test_an_excerpt_is_two_short_lines_that_no_terminal_obeys(line, column):
    line = line.replace("\n", " ")
    shown, caret = excerpt(line, column).split("\n")
    assert len(shown) <= 78
    assert shown.isprintable()
    assert caret.strip() == "^"
