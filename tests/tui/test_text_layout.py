"""Prose laid out for a width: nothing is wider than it, nothing is lost."""

from hypothesis import given
from hypothesis import strategies as st

from quizengine.practice.explanation import ExplanationPiece
from quizengine.practice.markdown import parse_markdown
from quizengine.tui.text_layout import draw
from quizengine.tui.widgets.key_line import KeyHint, fitting
from quizengine.tui.widgets.working_pane import WorkingPane

TEXT = """\
A **layer** with `code`.

| layer | what it does |
|-------|-------------:|
| conv1 | 20 filters of 8×8×3 |

- one thing that goes on and on until it wraps
- another

```python
x = layers.Conv2D(32, kernel_size=(3, 3), activation="relu")
```
"""


def drawn(text, width):
    return [line.plain for line in draw(parse_markdown(text), width)]


@given(st.integers(24, 120))
def test_no_line_is_wider_than_the_screen(width):
    assert all(line.cell_length <= width for line in draw(parse_markdown(TEXT), width))


@given(st.text(max_size=200), st.integers(1, 60))
def test_any_text_can_be_drawn_at_any_width(text, width):
    draw(parse_markdown(text), width)


def test_a_table_is_set_in_columns_where_they_fit():
    assert drawn("| a | bb |\n|---|--:|\n| xyz | 1 |", 40) == ["a    bb", "───────", "xyz   1"]


def test_a_table_too_wide_is_set_as_records():
    assert drawn("| layer | does |\n|---|---|\n| conv1 | 20 filters |", 20) == [
        "layer  does",
        "─────────────────",
        "conv1  20 filters",
    ]
    assert drawn("| layer | does |\n|---|---|\n| conv1 | 20 filters |", 16) == [
        "conv1",
        "  does 20",
        "       filters",
    ]


def test_code_folds_without_losing_a_letter():
    code = 'layers.Conv2D(32, kernel_size=(3, 3), activation="relu")'
    lines = drawn(f"```python\n{code}\n```", 20)
    assert "".join(line.removeprefix("▏ ") for line in lines) == code


def test_lists_hang_beside_their_bullets():
    assert drawn("- one two three\n- four", 11) == ["• one two", "  three", "• four"]


def working(pieces, count, width):
    shown = WorkingPane()
    shown.display = True
    return [line.plain.rstrip() for line in shown._lines(pieces, count, width)]


PIECES = (
    ExplanationPiece("(F·F·D + 1)·K", "the formula"),
    ExplanationPiece("193·20", "one filter"),
    ExplanationPiece("3860"),
)


def test_the_notes_of_a_working_stand_beside_it_where_there_is_room():
    assert working(PIECES, 3, 60) == [
        "Working",
        "  (F·F·D + 1)·K   the formula",
        "  193·20          one filter",
        "  3860",
    ]
    assert working(PIECES, 1, 24) == [
        "Working",
        "  (F·F·D + 1)·K",
        "    the formula",
        "2 more steps: F4 shows",
        "the next, shift+F4 all",
    ]


def test_the_keys_that_matter_most_are_shown_and_help_always():
    keys = [KeyHint("F2", "hint", "x"), KeyHint("F4", "working", "x"), KeyHint("F1", "help", "x")]
    assert [key.key for key in fitting(keys, 80, 2)] == ["F2", "F4", "F1"]
    assert [key.key for key in fitting(keys, 20, 2)] == ["F2", "F1"]
    assert [key.key for key in fitting(keys, 5, 2)] == ["F1"]
    assert fitting([], 80, 2) == []
