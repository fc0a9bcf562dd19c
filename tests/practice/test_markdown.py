"""Markdown as blocks: what is read, what is left literal, and what is never let through."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizengine.practice.markdown import (
    CodeBlock,
    Listing,
    Paragraph,
    Table,
    TextRun,
    clean,
    parse_markdown,
    text_of,
)
from quizengine.practice.plain_text import prose_lines


def test_paragraphs_have_runs_of_one_style():
    (block,) = parse_markdown("A **bold** and *slanted* `a*b*c` word\nthat goes on")
    assert block == Paragraph(
        (
            TextRun("A "),
            TextRun("bold", strong=True),
            TextRun(" and "),
            TextRun("slanted", emphasis=True),
            TextRun(" "),
            TextRun("a*b*c", code=True),
            TextRun(" word"),
            TextRun(" "),
            TextRun("that goes on"),
        )
    )


def test_lists_keep_their_numbers():
    (block,) = parse_markdown("3. three\n4. four")
    assert isinstance(block, Listing)
    assert [label for label, _ in block.items] == ["3.", "4."]


def test_tables_know_what_is_set_to_the_right():
    (block,) = parse_markdown("| a | b |\n|---|--:|\n| 1 | 2 |")
    assert isinstance(block, Table)
    assert block.right == (False, True)
    assert [[text_of(cell) for cell in row] for row in block.rows] == [["1", "2"]]


def test_code_stands_as_it_is():
    assert parse_markdown("```python\nx = [1]\n\n  y\n```") == (
        CodeBlock("x = [1]\n\n  y", "python"),
    )


@pytest.mark.parametrize(
    "text",
    [
        "[/]",
        "[@click=app.quit]x[/]",
        "[bold]x[/bold]",
        "<script>x</script>",
        "<b>x</b>",
        "F*K*D",
        "(8*8*3+1)*(14*14*20) and 2**3 * 4**5",
        "[here](file:///etc/passwd)",
        "[C, H, W] and [64, 3, 7, 7]",
        "a_b_c",
    ],
)
def test_what_is_not_markdown_is_literal(text):
    (block,) = parse_markdown(text)
    assert isinstance(block, Paragraph)
    assert text_of(block.runs) == text


def test_links_and_pictures_are_only_their_text():
    assert [text_of(b.runs) for b in parse_markdown("[here](http://x.org) ![seen](x.png)")] == [
        "here seen"
    ]


@given(st.text())
def test_clean_text_has_no_control_characters(text):
    kept = clean(text)
    assert all(c.isprintable() or c == "\n" for c in kept)
    assert clean(kept) == kept


@given(st.text(max_size=300))
def test_any_text_can_be_read(text):
    lines = list(prose_lines(text))
    assert all(c.isprintable() or c == "\n" for line in lines for c in line)


def depth(found):
    """How many lists stand one in another."""
    inner = [blocks_ for block in found if isinstance(block, Listing) for _, blocks_ in block.items]
    return max((1 + depth(blocks_) for blocks_ in inner), default=0)


def test_lists_are_nested_only_so_deep_that_a_screen_can_draw_them():
    assert depth(parse_markdown("- " * 9 + "x")) == 9
    assert depth(parse_markdown("- " * 4_000 + "x")) == 10


def test_a_table_is_read_aloud_with_the_names_of_its_columns():
    assert list(prose_lines("| layer | size |\n|---|---|\n| conv1 | 20 |\n| pool1 | 5 |")) == [
        "layer conv1; size 20",
        "layer pool1; size 5",
        "",
    ]


def test_lists_and_code_are_read_aloud():
    assert list(prose_lines("- one\n- two\n\n```\nx\n  y\n```")) == [
        "- one", "- two", "", "x", "  y", "",
    ]  # fmt: skip
