"""What there is to choose from and to fill in, as it is read aloud."""

from quizengine.questions import CellOutcome
from quizengine.questions.answer_inputs import InputRow, TableInput
from tests.questions.builder import only_part, table


def test_a_row_is_read_without_the_cells_it_does_not_have():
    """A total has no shape and no size: nothing is said of them rather than nothing twice."""
    rows = {"CONV1": "Conv2D(8, 5)([32, 32, 3])"}
    one = only_part(table(rows, ["output_shape", "size", "params"], ["params"], total=True))
    lines = list(one.answer_input.lines())
    assert lines[0] == "CONV1: output shape 28×28×8; size 6272; parameters ?"
    assert lines[1] == "Total: parameters ?"
    assert lines[-1] == "The first cell is CONV1, parameters."


def test_a_table_as_markdown_has_a_mark_for_each_blank_and_what_is_right_filled_in():
    answer_input = TableInput(
        ("size", "params"), (InputRow("a|b", (None, "3")), InputRow("c", (None, "")))
    )
    cells = (
        CellOutcome("a|b, size", True, "12", "12", ""),
        CellOutcome("c, size", False, "9", "8", ""),
    )
    assert answer_input.table_markdown(cells).split("\n") == [
        "|  | size | params |",
        "| - | -: | -: |",
        "| a\\|b | 12 | 3 |",
        "| c | ? |  |",
    ]
    assert "| ? | 3 |" in answer_input.table_markdown(())
