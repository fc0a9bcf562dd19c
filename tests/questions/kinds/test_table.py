"""Layer tables: each cell is marked by itself, and empty cells cost nothing but their points."""

from fractions import Fraction

import pytest

from quizengine.questions import PARTLY, RIGHT, UNREADABLE, WRONG, VariantError
from tests.questions.builder import only_part, part, question, table

CONV = "Conv2D(8, 5)([32, 32, 3])"
POOL = "MaxPooling2D(2)([28, 28, 8])"
FLAT = "Flatten()([5, 5, 16])"
DENSE = "Dense(120)(400)"
ROWS = {"CONV1": CONV, "POOL1": POOL, "FC": DENSE}
COLUMNS = ("output_shape", "size", "params")
RIGHT_TEXT = "28x28x8; 6272; 608; 14x14x8; 1568; 0; 120; 120; 48120"


def published():
    return only_part(table(ROWS, COLUMNS))


def test_all_cells_right():
    outcome = published().mark(RIGHT_TEXT)
    assert (outcome.verdict, outcome.score, outcome.mistakes) == (RIGHT, 1, ())
    assert [cell.right for cell in outcome.cells] == [True] * 9
    assert published().mark(published().right_text).verdict == RIGHT


def test_cells_may_hold_what_any_number_or_shape_may():
    text = "(28, 28, 8)\n28*28*8\n(5*5*3+1)*8; [14,14,8]; 1,568; 0; (120, 1); 120; 48,120"
    assert published().mark(text).verdict == RIGHT


def test_one_wrong_cell_costs_one_point_and_is_named():
    outcome = published().mark(RIGHT_TEXT.replace("608", "600"))
    assert (outcome.verdict, outcome.score) == (PARTLY, Fraction(8, 9))
    assert outcome.mistakes == ("missing-biases",)
    wrong = [cell for cell in outcome.cells if cell.right is False]
    assert [(cell.label, cell.given, cell.wanted) for cell in wrong] == [
        ("CONV1, parameters", "600", "608")
    ]
    assert outcome.feedback[0] == "8 of 9 cells are right."
    assert outcome.feedback[1].startswith("CONV1, parameters: ")
    assert "bias" in outcome.feedback[1]


def test_an_unexplained_cell_is_shown_as_it_was_read():
    outcome = published().mark(RIGHT_TEXT.replace("6272", "2·3\t+ 1").replace("14x14x8", "1 2 3"))
    assert outcome.feedback[1:] == (
        "CONV1, size: 7 is not right.",
        "POOL1, output shape: 1×2×3 is not right.",
    )


def test_empty_cells_are_neither_right_nor_wrong():
    outcome = published().mark("28x28x8;; 608")
    assert (outcome.verdict, outcome.score) == (PARTLY, Fraction(2, 9))
    assert [cell.right for cell in outcome.cells][:4] == [True, None, True, None]
    assert outcome.feedback[-1] == "7 cells are still empty."
    assert outcome.mistakes == ()
    few = published().mark(RIGHT_TEXT.replace("608", "").replace("1568", ""))
    assert few.feedback[-1] == "Still empty: CONV1, parameters; POOL1, size."


def test_every_cell_wrong_is_wrong():
    outcome = published().mark("; ".join(["1x1x1", "7", "7", "1x1x1", "7", "7", "7", "8", "7"]))
    assert (outcome.verdict, outcome.score) == (WRONG, 0)


@pytest.mark.parametrize("text", ["", ";", ";;;;;;;;", "  ;\n ; ", ";" * 9])
def test_a_table_with_nothing_in_it_is_not_marked(text):
    outcome = published().mark(text)
    assert (outcome.verdict, outcome.feedback) == (UNREADABLE, ("no cell is filled yet",))


def test_trailing_semicolons_are_no_cells():
    assert published().mark(RIGHT_TEXT + ";;;").verdict == RIGHT


UNREADABLE_CELLS = {
    RIGHT_TEXT + "; 7": "there are 9 cells to fill, and 10 were given",
    RIGHT_TEXT.replace("608", "7.600"): "CONV1, parameters: 7.600 could be 7600",
    RIGHT_TEXT.replace("28x28x8", "wide"): "CONV1, output shape: “wide” is not a size",
    RIGHT_TEXT.replace("48120", "[/]"): "FC, parameters: “[/]” was not understood",
    RIGHT_TEXT.replace("608", "\x1b[31m"): "CONV1, parameters: control characters",
    "1;" * 5_000: "may have 4,000 characters",
}


def test_a_few_empty_cells_are_listed_and_more_are_counted():
    few = published().mark("28x28x8; 6272; 608; 14x14x8; 1568; 0")
    assert few.feedback[-1] == "Still empty: FC, output shape; FC, size; FC, parameters."
    more = published().mark("28x28x8; 6272; 608; 14x14x8; 1568")
    assert more.feedback[-1] == "4 cells are still empty."


@pytest.mark.parametrize(("text", "reason"), UNREADABLE_CELLS.items(), ids=lambda t: ascii(t)[-30:])
def test_a_cell_that_cannot_be_read_is_named_and_nothing_is_marked(text, reason):
    outcome = published().mark(text)
    assert (outcome.verdict, outcome.cells, outcome.mistakes) == (UNREADABLE, (), ())
    assert reason in outcome.feedback[0]
    assert "\x1b" not in outcome.feedback[0]


def test_only_the_blank_columns_are_asked_for():
    one = only_part(table(ROWS, COLUMNS, ["params"]))
    assert one.answer_input.columns == ("output shape", "size", "parameters")
    assert one.answer_input.rows[0] == ("CONV1", ("28×28×8", "6272", None))
    assert one.mark("608; 0; 48120").verdict == RIGHT
    assert one.right_text == "608; 0; 48120"


def test_the_total_is_a_cell_of_its_own():
    one = only_part(table(ROWS, COLUMNS, ["params"], total=True))
    assert one.answer_input.rows[-1] == ("Total", ("", "", None))
    assert one.mark("608; 0; 48120; 48728").verdict == RIGHT
    outcome = one.mark("608; 0; 48120; 48729")
    assert outcome.cells[-1].label == "Total, parameters"
    assert outcome.score == Fraction(3, 4)


def test_a_total_of_ones_own_cells_is_carried_forward():
    """An error above is penalized once: the total that follows from it earns half its point."""
    one = only_part(table(ROWS, COLUMNS, ["params"], total=True))
    outcome = one.mark("600; 0; 48120; 48720")
    assert (outcome.verdict, outcome.score) == (PARTLY, Fraction(5, 8))
    assert "carried" in outcome.mistakes
    assert outcome.cells[-1].right is False
    assert outcome.cells[-1].say == (
        "This is the sum of your own cells; the mistake is in “CONV1, parameters”."
    )
    assert "carried" not in one.mark("608; 0; 48120; 48720").mistakes
    assert "carried" not in one.mark("600; ; 48120; 48720").mistakes


def test_a_given_total_is_shown():
    one = only_part(table(ROWS, ("size", "params"), ["size"], total=True))
    assert one.answer_input.rows[-1] == ("Total", ("", "48,728"))


def test_cells_filled_are_counted_while_typing():
    one = published()
    assert one.echo("") == (True, "")
    assert one.echo("28x28x8;;608") == (True, "2 of 9 cells filled")
    assert one.echo("28x28x8; x") == (False, one.mark("28x28x8; x").feedback[0])


def test_a_row_is_a_layer():
    with pytest.raises(VariantError, match="a row of a table is a layer, and this is a whole"):
        only_part(table({"A": "7"}, ["params"])).mark("7")


def test_draws_whose_layers_do_not_fit_are_passed_over():
    varied = question(
        part("", table({"C": "Conv2D(8, kernel)([5, 5, 3])"}, ["params"])),
        vary={"kernel": (1, range(1, 10))},
    )
    assert varied.count(99).variants == 4
    assert {varied.variant(n).values["kernel"] for n in range(1, 9)} == {2, 3, 4, 5}


def test_two_rows_of_one_name_are_a_flaw():
    rows = table({"A": CONV, "{{ 'A' }}": POOL}, ["params"])
    assert only_part(rows).key.flaws() == ["two rows are both called “A”"]


def test_the_key_says_how_it_differs_from_what_was_published():
    one = only_part(table(ROWS, COLUMNS, total=True))
    rows = [[[28, 28, 8], 6272, 608], [[14, 14, 8], 1568, 0], [[120], 120, 48120]]
    assert one.difference(rows) == ""
    assert one.difference([*rows, [48728]]) == ""
    assert one.difference([*rows, [48729]]).startswith("Total: the calculator says [48728]")
    assert one.difference(rows[:2]) == "the table has 3 rows, and 2 are expected"
    assert one.difference([[[28, 28, 8], 6272, 600], *rows[1:]]).startswith("CONV1: ")
    assert "a list of rows" in one.difference(7)


def test_the_answer_and_the_working_have_every_cell():
    one = only_part(table({**ROWS, "FLAT": FLAT}, COLUMNS, total=True))
    assert one.answer[0] == {
        "label": "CONV1", "output_shape": [28, 28, 8], "size": 6272, "params": 608,
    }  # fmt: skip
    assert one.answer[-1]["params"] == 48728
    assert "CONV1: 28×28×8, 6272, 608" in one.answer_text
    assert "(5·5·3 + 1)·8 = 608" in one.working.text
    assert "Total: 608 + 48,120 = 48,728" in one.working.text


def test_a_shape_that_is_only_passed_on_is_shown_without_arithmetic():
    """The units of a fully connected layer are its output: there is nothing to work out."""
    working = only_part(table({"FC": DENSE, "POOL1": POOL}, ["output_shape"])).working
    assert working.steps[0] == ("FC: 120", "output shape")
    assert working.steps[1].text == "POOL1: ⌊(H − F)/S⌋ + 1 = ⌊(28 − 2)/2⌋ + 1 = 14, so 14×14×8"
