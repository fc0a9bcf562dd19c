"""Errors carried forward in a table: what is right given the student's own earlier cells."""

from fractions import Fraction

import pytest

from quizengine.questions import RIGHT
from tests.questions.builder import only_part, part, question, table

NET = (
    "Sequential([Input([32, 32, 3]), Conv2D(8, 5, name='c1'), MaxPooling2D(2, name='p1'),"
    " Conv2D(16, 5, name='c2'), MaxPooling2D(2, name='p2'), Flatten(), Dropout(0.5),"
    " Dense(120, name='f3'), Dense(10, name='out')])"
)
ROWS = {"C1": "net.row('c1')", "P1": "net.row('p1')", "C2": "net.row('c2')",
        "P2": "net.row('p2')", "F3": "net.row('f3')", "OUT": "net.row('out')"}  # fmt: skip
COLUMNS = ("output_shape", "size", "params")
RIGHT_CELLS = {
    "C1": ("28x28x8", 6272, 608),
    "P1": ("14x14x8", 1568, 0),
    "C2": ("10x10x16", 1600, 3216),
    "P2": ("5x5x16", 400, 0),
    "F3": ("120", 120, 48120),
    "OUT": ("10", 10, 1210),
}


def network(columns=COLUMNS, blank=(), *, total=False, rows=ROWS):
    one = question(part("", table(rows, columns, blank, total=total)), let={"net": NET})
    return one.variant(0).parts[0]


def filled(**rows):
    """The whole table, some rows with other cells."""
    cells = {**RIGHT_CELLS, **rows}
    return "; ".join(str(cell) for row in cells.values() for cell in row)


def carried(outcome):
    return {cell.label: cell.say for cell in outcome.cells if "; the mistake is" in cell.say}


def causes(outcome):
    """The carried cells, each with the cells that are blamed."""
    return {
        label: say.partition("“")[2].rpartition("”")[0].replace("“", "").replace("”", "")
        for label, say in carried(outcome).items()
    }


def test_a_right_table_is_right():
    assert network().mark(filled()).verdict == RIGHT


def test_a_size_follows_from_ones_own_shape():
    outcome = network().mark(filled(C1=("27x27x8", 5832, 608)))
    assert causes(outcome) == {"C1, size": "C1, output shape"}
    assert outcome.score == Fraction(2 * 16 + 1, 36)
    assert carried(outcome)["C1, size"] == (
        "This is right, given your own “C1, output shape”; the mistake is there, not here."
    )
    # The shape itself is diagnosed where it went wrong.
    assert outcome.mistakes[0] != "carried"
    assert "carried" in outcome.mistakes


def test_whole_later_rows_follow_and_the_first_cell_is_to_blame():
    """Two too small from the first row on; every count after it is worked out rightly."""
    outcome = network().mark(
        filled(
            C1=("30x30x8", 7200, 608),
            P1=("15x15x8", 1800, 0),
            C2=("11x11x16", 1936, 3216),
            P2=("5x5x16", 400, 0),
        )
    )
    first = "C1, output shape"
    assert causes(outcome) == {
        "C1, size": first, "P1, output shape": first, "P1, size": first,
        "C2, output shape": first, "C2, size": first,
    }  # fmt: skip
    assert outcome.score == Fraction(2 * 12 + 5, 36)
    assert [cell.follows for cell in outcome.cells].count(True) == 5
    # Told once, not five times.
    assert outcome.feedback[0] == (
        "12 of 18 cells are right; 5 more follow from your own, for half."
    )
    assert outcome.feedback[2] == (
        "C1, size; P1, output shape; P1, size; C2, output shape; C2, size: This is right, given "
        "your own “C1, output shape”; the mistake is there, not here."
    )
    assert len(outcome.feedback) == 3


def test_dense_parameters_follow_through_the_layers_that_the_table_leaves_out():
    outcome = network().mark(filled(P2=("6x6x16", 576, 0), F3=("120", 120, 69240)))
    assert causes(outcome) == {"P2, size": "P2, output shape", "F3, parameters": "P2, output shape"}


def test_dense_parameters_follow_from_ones_own_size_where_the_shape_is_right():
    outcome = network().mark(filled(P2=("5x5x16", 405, 0), F3=("120", 120, 48720)))
    assert causes(outcome) == {"F3, parameters": "P2, size"}
    sizes = network(("size", "params")).mark(
        "6272; 608; 1568; 0; 1600; 3216; 405; 0; 120; 48720; 10; 1210"
    )
    assert causes(sizes) == {"F3, parameters": "P2, size"}


def test_parameters_follow_from_ones_own_depth():
    outcome = network().mark(filled(P1=("14x14x4", 784, 0), C2=("10x10x16", 1600, 1616)))
    assert causes(outcome) == {"P1, size": "P1, output shape", "C2, parameters": "P1, output shape"}


def test_a_second_mistake_is_blamed_for_what_follows_from_it():
    outcome = network().mark(
        filled(C1=("30x30x8", 7200, 608), P1=("16x16x8", 2048, 0), C2=("12x12x16", 2304, 3216))
    )
    assert causes(outcome)["P1, size"] == "P1, output shape"
    assert causes(outcome)["C2, output shape"] == "P1, output shape"
    assert "P1, output shape" not in causes(outcome)


def test_a_wrong_cell_that_follows_from_nothing_is_diagnosed_as_ever():
    outcome = network().mark(filled(C1=("30x30x8", 6272, 600)))
    assert causes(outcome) == {}
    assert "missing-biases" in outcome.mistakes


def test_what_is_right_though_the_row_before_is_not_counts_in_full():
    outcome = network().mark(filled(C1=("30x30x8", 6272, 608)))
    assert outcome.score == Fraction(17, 18)


def test_empty_cells_between_are_gone_through():
    cells = {
        **RIGHT_CELLS,
        "C1": ("30x30x8", "", ""),
        "P1": ("", "", ""),
        "C2": ("11x11x16", "", ""),
    }
    outcome = network().mark("; ".join(str(cell) for row in cells.values() for cell in row))
    assert causes(outcome) == {"C2, output shape": "C1, output shape"}


def test_a_total_says_which_cells_it_follows_from():
    one = network(("params",), total=True)
    outcome = one.mark("600; 0; 3216; 0; 48120; 1210; 53146")
    assert causes(outcome) == {"Total, parameters": "C1, parameters"}
    assert carried(outcome)["Total, parameters"] == (
        "This is the sum of your own cells; the mistake is in “C1, parameters”."
    )
    more = one.mark("600; 0; 3200; 0; 48120; 1200; 53120")
    assert causes(more) == {
        "Total, parameters": "C1, parameters, C2, parameters and OUT, parameters"
    }


def test_a_sum_of_weights_and_biases_follows_from_them():
    one = only_part(table({"C": "Conv2D(8, 5)([32, 32, 3])"}, ["weights", "biases", "params"]))
    assert causes(one.mark("200; 8; 208")) == {"C, parameters": "C, weights"}
    assert causes(one.mark("200; 1; 201")) == {"C, parameters": "C, weights and C, biases"}


def test_work_follows_from_ones_own_positions():
    one = only_part(table({"C": "Conv2D(8, 5)([32, 32, 3])"}, ["output_shape", "macs"]))
    assert causes(one.mark("27x27x8; 437400")) == {"C, MACs": "C, output shape"}


LOOSE = {"C": "Conv2D(8, 5)([32, 32, 3])", "P": "MaxPooling2D(2)([28, 28, 8])",
         "D": "Dense(10)(14*14*8)"}  # fmt: skip


def test_rows_that_are_no_network_feed_one_another_in_turn():
    outcome = only_part(table(LOOSE, COLUMNS)).mark(
        "26x26x8; 5408; 608; 13x13x8; 1352; 0; 10; 10; 13530"
    )
    first = "C, output shape"
    assert causes(outcome) == {
        "C, size": first, "P, output shape": first, "P, size": first, "D, parameters": first,
    }  # fmt: skip


@pytest.mark.parametrize("shape", ["1x1x8", "2x2x8", "28x28x8x1", "99999999x9x8", "0x0x8", "8"])
def test_a_shape_on_which_nothing_can_be_built_carries_nothing_further(shape):
    outcome = network().mark(filled(C1=(shape, 1, 608), P1=("0x0x8", 0, 0), C2=("1x1x16", 1, 2)))
    assert "C2, parameters" not in carried(outcome)


def test_columns_that_are_printed_are_taken_as_they_are():
    outcome = network(COLUMNS, ["params"]).mark("608; 0; 3216; 0; 48000; 1210")
    assert causes(outcome) == {}
    assert outcome.mistakes == ("missing-biases",)


def test_two_inputs_that_are_added_are_followed_both():
    net = (
        "Sequential([Input([8, 8, 4]), Conv2D(4, 3, padding='same', name='a'), Flatten(name='f'),"
        " Dense(3, name='d')])"
    )
    rows = {"A": "net.row('a')", "F": "net.row('f')", "D": "net.row('d')"}
    one = question(part("", table(rows, COLUMNS)), let={"net": net}).variant(0).parts[0]
    outcome = one.mark("6x6x4; 144; 148; 144; 144; 0; 3; 3; 435")
    first = "A, output shape"
    assert causes(outcome) == {
        "A, size": first, "F, output shape": first, "F, size": first, "D, parameters": first,
    }  # fmt: skip
