"""Wrong rows: found and corrected, found, spoiled, overlooked; and the misprints of a draw."""

from fractions import Fraction

import pytest

from quizengine.questions import PARTLY, RIGHT, UNREADABLE, WRONG, VariantError
from tests.questions.builder import misprinted, mistake, only_part, part, question, wrong_rows

CONV1 = "Conv2D(8, 5)([32, 32, 3])"
POOL1 = "MaxPooling2D(2)([28, 28, 8])"
CONV2 = "Conv2D(16, 5)([14, 14, 8])"
FC3 = "Dense(120)(400)"
IMAGE_DEPTH = mistake("depth-of-the-image", "(5*5*3 + 1)*16", "Not the image's channels.")
PUBLISHED = wrong_rows(
    misprinted("CONV1", CONV1, mistake_id="missing-input-depth"),
    misprinted("POOL1", POOL1),
    misprinted("CONV2", CONV2, IMAGE_DEPTH, printed="416"),
    misprinted("FC3", FC3, mistake_id="one-bias-per-layer"),
)
VARIED = wrong_rows(
    misprinted("CONV1", "Conv2D(k, 5)([32, 32, 3])", mistake_id="missing-input-depth"),
    misprinted("POOL1", "MaxPooling2D(2)([28, 28, k])"),
    misprinted("CONV2", "Conv2D(16, 5)([14, 14, k])", IMAGE_DEPTH),
    misprinted("FC3", "Dense(120)(5*5*k)"),
)
DRAWS = question(part("", VARIED), vary={"k": (8, range(4, 40))})


def published():
    return only_part(PUBLISHED)


def test_the_published_table_is_shown_as_it_was_printed():
    answer_input = published().answer_input
    assert answer_input.columns == ("size", "parameters", "should be")
    assert [row.cells for row in answer_input.rows] == [
        ("6272", "208", None),
        ("1568", "0", None),
        ("1600", "416", None),
        ("120", "48,001", None),
    ]
    assert answer_input.empty_is_right


@pytest.mark.parametrize(
    "text",
    [
        "608; ok; 3216; 48120",
        "608;; 3216; 48,120",
        "608; 0; (5*5*8+1)*16; 48120;",
        "608\n\n3216\n48120",
    ],
)
def test_every_wrong_row_corrected_and_the_right_ones_left(text):
    outcome = published().mark(text)
    assert (outcome.verdict, outcome.score, outcome.mistakes) == (RIGHT, 1, ())
    assert outcome.feedback[0] == "All 3 wrong rows are found and corrected."
    assert [cell.right for cell in outcome.cells] == [True] * 4


def test_a_misprint_is_named_once_it_is_found():
    said = published().mark("608; ok; 3216; 48120").feedback
    assert said[1].startswith(
        "CONV1: 208 is (5·5 + 1)·8, the mistake missing-input-depth. The input depth is missing"
    )
    assert said[3].startswith("FC3: 48,001 is 400·120 + 1, the mistake one-bias-per-layer. ")


def test_what_is_overlooked_is_counted_and_not_named():
    outcome = published().mark("608;;;")
    assert (outcome.verdict, outcome.score) == (PARTLY, Fraction(2, 4))
    assert outcome.tally == "1 of 3 wrong rows found"
    assert outcome.feedback[-1] == "2 rows are still wrong."
    said = " ".join(outcome.feedback)
    assert "CONV2" not in said
    assert "FC3" not in said
    # The empty cells look alike, whether they are right or overlooked.
    assert [cell.right for cell in outcome.cells] == [True, None, None, None]
    last = published().mark("608; ok; 3216; ok")
    assert last.feedback[-1] == "One row is still wrong."


def test_found_and_corrected_wrongly_is_worth_half_and_diagnosed():
    outcome = published().mark("608; ; 3200; 48120")
    assert (outcome.verdict, outcome.score) == (PARTLY, Fraction(7, 8))
    assert outcome.mistakes == ("missing-biases",)
    assert [cell.right for cell in outcome.cells] == [True, True, False, True]
    assert "But 3200 is not right either. These are the weights alone" in outcome.feedback[1]
    unknown = published().mark("608; ; 3197; 48120")
    assert unknown.score == Fraction(7, 8)
    assert unknown.feedback[1].endswith("But 3197 is not right either.")


def test_a_right_row_that_is_changed_is_wrong_and_said_to_be():
    outcome = published().mark("608; 1568; 3216; 48120")
    assert (outcome.verdict, outcome.score) == (PARTLY, Fraction(3, 4))
    assert outcome.mistakes == ("activation-size",)
    assert outcome.feedback[1].startswith("POOL1: 0 was right as printed. This is the size")
    assert outcome.cells[1].right is False


@pytest.mark.parametrize("text", ["ok", "ok; ok; ok; ok", "208; 0; 416; 48001", "; 1; ;"])
def test_nothing_found_is_worth_nothing(text):
    outcome = published().mark(text)
    assert (outcome.verdict, outcome.score) == (WRONG, 0)
    assert outcome.feedback[-1] == "3 rows are still wrong."


def test_the_printed_value_typed_again_leaves_the_row_as_it_is():
    outcome = published().mark("208; 0; 3216; 48120")
    assert outcome.score == Fraction(3, 4)
    assert outcome.feedback[-1] == "One row is still wrong."


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "no row is marked as wrong yet"),
        (";;;", "no row is marked as wrong yet"),
        ("608;;;;7", "there are 4 cells to fill, and 5 were given"),
        ("608; wide", "POOL1: “wide” was not understood"),
        ("7.600", "CONV1: 7.600 could be"),
        ("\x1b[31m", "CONV1: control characters"),
        ("[/]", "CONV1: “[/]” was not understood"),
        ("1;" * 5_000, "may have 4,000 characters"),
    ],
    ids=lambda text: ascii(text)[:20],
)
def test_what_cannot_be_read_costs_nothing(text, reason):
    outcome = published().mark(text)
    assert (outcome.verdict, outcome.cells, outcome.mistakes) == (UNREADABLE, (), ())
    assert reason in outcome.feedback[0]
    assert "\x1b" not in outcome.feedback[0]


def test_the_echo_counts_what_is_marked():
    assert published().echo("608; ok; ; 7") == (True, "2 of 4 marked as wrong")
    assert published().echo("x").ok is False


def test_the_answer_has_what_is_printed_what_is_right_and_why():
    one = published()
    assert one.right_text == "608; ok; 3216; 48120"
    assert one.answer[0] == {
        "row": "CONV1", "printed": 208, "right": 608, "mistakes": ["missing-input-depth"],
    }  # fmt: skip
    assert one.answer_text.startswith("CONV1: 608, not 208\nCONV2: 3216, not 416\n")
    assert "(F·F + 1)·K = (5·5 + 1)·8 = 208 is wrong" in one.working.text
    assert "CONV1: (F·F·D + 1)·K = (5·5·3 + 1)·8 = 608" in one.working.text


def test_a_misprint_without_a_name_is_one():
    one = only_part(wrong_rows(misprinted("A", CONV1, printed="609"), misprinted("B", POOL1)))
    assert one.answer[0]["mistakes"] == []
    assert one.mark("608; ").feedback[1] == "A: 609 is a misprint."
    assert one.working.steps[0] == ("A: 609 is wrong", "a misprint")


def test_several_columns_may_be_wrong_each_with_a_cell_beside_it():
    one = only_part(
        wrong_rows(
            misprinted("C", CONV1, mistake_id="channels-forgotten", column="size"),
            misprinted("P", POOL1, printed="[14, 14, 4]", column="output_shape"),
            columns=["output_shape", "size", "params"],
            wrong=["output_shape", "size"],
        )
    )
    assert one.answer_input.columns == (
        "output shape", "output shape should be", "size", "size should be", "parameters",
    )  # fmt: skip
    assert one.answer_input.rows[1].cells == ("14×14×4", None, "1568", None, "0")
    assert one.right_text == "ok; 6272; 14x14x8; ok"
    outcome = one.mark(one.right_text)
    assert outcome.verdict == RIGHT
    assert outcome.feedback[1].startswith("C, size: 784 is 28·28, the mistake channels-forgotten.")


def test_draws_print_misprints_that_one_mistake_explains():
    assert DRAWS.count(99).variants == 35
    misprint: set[str] = set()
    counts: set[int] = set()
    for number in range(1, 36):
        part_ = DRAWS.variant(number).parts[0]
        assert part_.mark(part_.right_text).verdict == RIGHT
        counts.add(len(part_.answer))
        for row in part_.answer:
            assert row["printed"] != row["right"]
            (only,) = row["mistakes"]
            misprint.add(only)
    assert counts == {1, 2}
    assert len(misprint) > 8
    assert "depth-of-the-image" in misprint


def test_a_row_that_is_always_right_is_never_printed_wrong():
    sure = misprinted("P", "MaxPooling2D(2)([28, 28, k])")._replace(always_right=True)
    one_question = question(
        part(
            "",
            wrong_rows(sure, *VARIED.rows[2:], misprinted("C", CONV1, mistake_id="missing-biases")),
        ),
        vary={"k": (8, range(4, 40))},
    )
    for number in range(1, 36):
        assert "P" not in {row["row"] for row in one_question.variant(number).parts[0].answer}


def test_a_draw_is_the_same_each_time():
    first, again = DRAWS.variant(7).parts[0], DRAWS.variant(7).parts[0]
    assert first.answer == again.answer
    assert first.answer_input == again.answer_input


def test_a_draw_with_too_little_to_tell_is_passed_over():
    flat = wrong_rows(
        misprinted("A", "Flatten()([2, k, 1])", printed="3"),
        misprinted("B", "Conv2D(1, 1)([1, 1, k])"),
        errors=(2,),
    )
    one_question = question(part("", flat), vary={"k": (8, range(4, 40))})
    counted = one_question.count(99)
    assert counted.variants == 0
    assert "2 rows are to be wrong, and only" in counted.faults[0]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (misprinted("A", CONV1, mistake_id="missing-bias"), "did you mean `missing-biases`"),
        (misprinted("A", CONV1, mistake_id="zzz"), "known: missing-biases, missing-input-depth"),
        (misprinted("A", CONV1, printed="608"), "this is the right value"),
        (misprinted("A", CONV1, printed="-1"), "nothing wrong to print in the parameters of “A”"),
        (misprinted("A", CONV1, printed="'many'"), "this is a text"),
        (misprinted("A", "7", printed="3"), "a row of a table is a layer"),
    ],
)
def test_a_table_that_cannot_be_printed_says_why(row, fault):
    with pytest.raises(VariantError, match=fault):
        only_part(wrong_rows(row, misprinted("B", POOL1))).mark("1")


def test_the_flaws_of_a_table():
    assert published().key.flaws() == []
    twice = only_part(wrong_rows(misprinted("A", CONV1, printed="1"), misprinted("A", POOL1)))
    assert twice.key.flaws() == ["two rows are both called “A”"]
    right = only_part(wrong_rows(misprinted("A", CONV1), misprinted("B", POOL1)))
    assert right.key.flaws() == ["no row is printed wrong"]


def test_the_key_says_how_it_differs_from_what_was_published():
    one = published()
    rows = [["CONV1", 208, 608], ["CONV2", 416, 3216], ["FC3", 48001, 48120]]
    assert one.difference(rows) == ""
    assert one.difference(rows[:2]) == "3 rows are printed wrong, and 2 are expected"
    assert one.difference([["CONV1", 208, 600], *rows[1:]]).startswith(
        "CONV1: the table has [208, 608]"
    )
    assert "a list of the wrong rows" in one.difference(7)


def test_copying_what_is_printed_does_not_show_which_rows_are_wrong():
    key = published().key
    copied = "; ".join(
        str(
            int(printed_cell.value)
            if printed_cell.misprint is None
            else printed_cell.misprint.printed
        )
        for printed_cell in key.printed_cells
    )
    outcome = key.mark(copied)
    assert {cell.right for cell in outcome.cells} == {None}
    assert outcome.score == 0
