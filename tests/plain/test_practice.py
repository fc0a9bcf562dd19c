"""The line by line mode: what is written, what is read, and that it always ends politely."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizengine.plain import run
from quizengine.practice.deck import bank_deck
from tests.practice.fakes import FakeBank, FakeQuestion, bank
from tests.tui.stage import EVERY_KIND, every_kind, one, whole
from tests.tui.test_hostile import HOSTILE, INPUTS, TYPED, HostileQuestion

COUNT = len(every_kind().questions)


def said(*typed, deck=None, paths=(EVERY_KIND,), encoding="utf-8"):
    """Everything that is written when these lines are typed."""
    raw = io.BytesIO()
    output = io.TextIOWrapper(raw, encoding=encoding, newline="")
    source = io.StringIO("".join(f"{line}\n" for line in typed))
    run(paths, deck, seed=1, source=source, output=output)
    output.flush()
    return raw.getvalue().decode(encoding)


def test_a_question_is_asked_answered_and_summed_up():
    assert (
        said("3860", "", deck=one("number"))
        == """\
A number. Type help for the words you can use.

Question 1 of 1: A number

A layer slides 20 filters of 8×8×3 over 32×32×3.

- stride 2
- zero padding of 1

How many parameters does it have?

Answer in parameters.
Answer> Right: 3860 parameters.
Enter goes on> \

Summary. 1 of 1 right, at the first try.
A number: right at the first try
"""
    )


def test_arithmetic_is_read_back():
    assert "Read as 3860.\nRight: " in said("193*20", deck=one("number"))


def test_a_mistake_is_named_and_may_be_mended():
    text = said("3840", "3860", deck=one("number"))
    assert "Not right.\n" in text
    assert "biases" in text
    assert "A number: right after 2 tries" in text
    assert "Worth another look:\n- A number (every-kind#number)\n" in text


def test_what_cannot_be_read_costs_nothing():
    text = said("7.600", "3860", deck=one("number"))
    assert "Not read, which costs nothing: 7.600 could be 7600" in text
    assert "right at the first try" in text


def test_hints_are_written_one_at_a_time():
    text = said("?", "hint", "hint", "hint", "hint", deck=one("number"))
    assert "Hint 1 of 4:" in text
    assert "Hint 4 of 4:" in text
    assert "There are no more hints." in text
    assert "This question has no hints." in said("hint", deck=one("one-of"))


def test_the_working_is_written_step_by_step_or_at_once():
    text = said("working", deck=one("number"))
    assert "(F·F·D + 1)·K    the formula" in text
    assert "193·20" not in text
    assert "missed: the working was opened first" in text
    assert "193·20" in said("all", deck=one("number"))


def test_steps_lead_to_the_answer_and_are_put_together():
    text = said("steps", "192", "", "193", "", "3860", "", deck=one("number"))
    assert "\nStep 1 of 2\n\nCount the weights of one filter.\n\nFormula: F·F·D, with" in text
    assert "Found: F·F·D = 192 weights of one filter." in text
    assert "\nThe whole question again\n" in text
    assert "Found:\n- F·F·D + 1 = 193 parameters per filter, with its bias\n" in text
    assert "A number: right after 2 smaller questions\n" in text


def test_whole_leaves_the_steps_and_steps_goes_on_with_them():
    text = said("whole", "steps", "steps", "7", "whole", "steps", "192", deck=one("number"))
    assert "This is the whole question; steps breaks it into smaller ones." in text
    assert "These are its smallest steps; whole goes back" in text
    assert text.count("\nStep 1 of 2\n") == 2
    assert "Your answer was 7\nNot right.\n" in text
    assert "Right: 192." in text


def test_a_step_that_is_skipped_is_shown_and_back_leaves_the_first():
    text = said("steps", "skip", "", "back", "back", deck=one("number"))
    assert "192    192 weights of one filter\nEnter goes on> \nStep 2 of 2" in text
    assert text.count("\nStep 1 of 2\n") == 2
    assert text.count("\nThe whole question again\n") == 1


def test_steps_are_offered_after_the_second_miss_only():
    text = said("1", "2", deck=one("number"))
    assert text.count("Type steps to break it into smaller questions.") == 1
    assert text.index("Type steps") > text.index("2 is less")
    nothing = said("a", "b", "steps", deck=one("one-of"))
    assert "Type steps" not in nothing
    assert "This question has no smaller steps." in nothing


def test_hint_and_working_are_those_of_the_step():
    text = said("steps", "hint", "working", deck=one("number"))
    assert "Asked for: weights of one filter." in text
    assert "F·F·D    the formula" in text
    assert "missed" not in text


def test_the_words_lead_through_the_questions():
    text = said("new", "skip", "back", "again", "next", deck=whole())
    assert text.count(f"Question 1 of {COUNT}: A number") == 4
    assert text.count(f"Question 2 of {COUNT}: A shape") == 2
    assert "This is the first question." not in text
    assert "This is the first question." in said("back", deck=whole())


def test_help_names_every_word():
    text = said("help", deck=one("number"))
    assert all(
        f"\n{word}" in text for word in ("hint", "steps", "working", "all", "new", "skip", "back")
    )


def test_choices_statements_and_formulas_are_written():
    text = said("b", deck=one("one-of"))
    assert "layer conv1; filters 20; kernel 8×8\n" in text
    assert "Answer with a letter.\n" in text
    assert "1) It has 20 filters.\n" in said("1, 3", deck=one("statements"))
    assert "M is the number of filters\n" in said("M*(K*K*D+1)", deck=one("formula"))


def test_a_table_is_asked_cell_by_cell_or_answered_in_one_line():
    cells = ["28x28x8", "6272", "608", "14x14x8", "1568", "0"]
    text = said(*cells, deck=one("table"))
    assert "The first cell is CONV1, output shape.\n" in text
    assert "POOL1, size> " in text
    assert "Right: Every cell is right." in text
    assert "Right: Every cell is right." in said("; ".join(cells), deck=one("table"))


def test_only_the_cells_that_are_not_right_are_asked_again():
    wrong = ["28x28x8", "6272", "600", "14x14x8", "1568", "0"]
    text = said(*wrong, "608", deck=one("table"))
    assert "Partly right: 5 of 6." in text
    assert text.count("Every cell is right.") == 1


def test_cells_that_follow_from_a_mistake_are_named_with_it():
    text = said("27x27x8; 5832; 608; 13x13x8; 1352; 0", deck=one("table"))
    assert "Partly right: 2 of 6.\n" in text
    assert "2 of 6 cells are right; 3 more follow from your own, for half.\n" in text
    assert (
        "CONV1, size; POOL1, output shape; POOL1, size: This is right, given your own “CONV1, "
        "output shape”; the mistake is there, not here.\n"
    ) in text


def test_wrong_rows_are_asked_row_by_row_with_what_is_printed():
    text = said("608", "", "", "", "3216", deck=one("wrong-rows"))
    assert "CONV1: output shape 28×28×8; parameters 208\n" in text
    assert "The first is CONV1, parameters 208, should be.\n" in text
    assert "Partly right: 1 of 2 wrong rows found.\n" in text
    # What was corrected is not asked again, and the question says which row comes first.
    assert text.count("POOL1, parameters 0, should be> ") == 2
    assert "Right: All 2 wrong rows are found and corrected.\n" in text


def test_an_estimate_says_how_near_is_right_and_shows_the_way():
    text = said("900k", "70k", deck=one("estimate"))
    assert (
        "Answer with an estimate, like 60k or 1.2 million; right is within a factor of 2." in text
    )
    assert "Read as 900,000.\nNot right.\nThat is about 12 times too much.\n" in text
    assert "Right: 73,856, exactly; yours is 5 % less.\nIn the head: 3·3·64·128" in text


def test_a_layer_is_typed_in_one_line_of_either_framework():
    text = said("Conv2D(20, 6, 2)", "nn.Conv2d(3, 20", "nn.Conv2d(3, 20, 5, 2)", deck=one("layer"))
    assert "The input is 32×32×3, channels last.\n" in text
    assert "Partly right: 1 of 2 conditions met.\nIt has 2180 parameters" in text
    assert "Not read, which costs nothing: '(' was never closed" in text
    assert "Right: output 14×14×20, parameters 1520.\n" in text


def test_parts_carry_the_earlier_answer_forward():
    text = said("100", "skip", "100*20*193", deck=one("parts"))
    assert "part 2 of 2" in text
    assert "follows from your own answer" in text


@pytest.mark.parametrize("end", [[], ["quit"], ["exit"]])
def test_an_end_of_any_kind_is_polite(end):
    text = said("3860", *end, deck=whole())
    assert "Summary. 1 of 1 right" in text
    assert text.endswith("right at the first try\n")


def test_a_cell_typed_alone_fills_no_other():
    """A sign that parts cells, typed into one of them, must not move those behind it."""
    cells = ["28x28x8", "6;272", "608", "14x14x8", "1568", "0"]
    assert "Right: Every cell is right." in said(*cells, deck=one("table"))


def test_help_may_be_asked_for_in_the_middle_of_a_table():
    text = said("28x28x8", "hint", "6272", "608", "14x14x8", "1568", "0", deck=one("table"))
    assert "size> Hint 1 of" in text
    assert "Right: Every cell is right." in text


def test_a_table_left_in_the_middle_goes_on_where_it_was_left():
    left = ("28x28x8", "6272", "steps", "whole")
    text = said(*left, "608", "14x14x8", "1568", "0", deck=one("table"))
    assert "Step 1 of" in text
    assert text.count("CONV, size> ") + text.count("Conv, size> ") <= 1
    assert "Right: Every cell is right." in text


def test_the_end_comes_in_the_middle_of_a_table_too():
    assert "Summary. Nothing was answered." in said("28x28x8", deck=one("table"))


def test_without_a_deck_one_is_chosen():
    text = said("nonsense", "9", "1", "3860")
    assert "1. Every kind: One question of each kind" in text
    assert "Type a number from 1 to 1, mix, or quit." in text
    assert f"Question 1 of {COUNT}: A number" in text
    assert "Question 1 of 5: A shape" in said("1.99", "1.2")
    assert f"Question 1 of {COUNT}" in said("mix")
    assert said("quit").endswith("Goodbye.\n")
    assert said().endswith("Goodbye.\n")
    assert "There are no banks here" in said(paths=())


def test_a_bank_with_problems_is_named(tmp_path):
    path = tmp_path / "broken.yaml"
    path.write_text("format: 1\ntitle: Broken\nquestions: 3\n", encoding="utf-8")
    assert "broken.yaml:3:" in said("1", paths=(path,))


def test_a_question_that_cannot_be_asked_is_skipped_with_a_message():
    deck = bank_deck(bank("bank", FakeQuestion("bad", variants=0), FakeQuestion("good")), 1)
    assert "bank#bad was left out: no numbers meet its conditions\n" in said(deck=deck)


def test_signs_that_the_output_lacks_are_spelled():
    text = said("all", deck=one("number"), encoding="ascii")
    assert "20 filters of 8x8x3" in text
    assert "(F*F*D + 1)*K" in text
    assert text.count("?") == 1, "the question's own"


@pytest.mark.parametrize("answer_input", INPUTS, ids=lambda each: type(each).__name__)
@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "cp1252"])
def test_nothing_hostile_reaches_the_terminal(answer_input, encoding):
    deck = bank_deck(FakeBank("bank", (HostileQuestion(answer_input),)), seed=1)
    text = said(HOSTILE, "hint", "hint", "all", deck=deck, encoding=encoding)
    assert all(c.isprintable() or c == "\n" for c in text)
    assert "[@click=app.quit]x[/]" in text


@pytest.mark.parametrize("question", ["number", "shape", "formula", "table"])
def test_nothing_hostile_that_is_typed_is_read(question):
    typed = [line for line in TYPED if line.isprintable() or line.startswith("\x1b")]
    text = said(*typed, deck=one(question))
    assert all(c.isprintable() or c == "\n" for c in text)
    assert "Summary. Nothing was answered." in text


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=20), max_size=8))
def test_whatever_is_typed_it_ends_with_a_summary(lines):
    text = said(*lines, deck=whole())
    assert "\nSummary. " in text
    assert all(c.isprintable() or c == "\n" for c in text)


def test_bytes_that_are_no_text_are_no_error():
    source = io.TextIOWrapper(io.BytesIO(b"\xff\xfe\n3860\n"), encoding="utf-8")
    output = io.StringIO()
    run((EVERY_KIND,), one("number"), seed=1, source=source, output=output)
    assert "Not read" in output.getvalue()
    assert "Right" in output.getvalue()
