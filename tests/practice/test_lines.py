"""What there is to choose from and to fill in, as it is read aloud."""

from quizengine.practice.lines import form_lines
from tests.questions.builder import posed, table


def test_a_row_is_read_without_the_cells_it_does_not_have():
    """A total has no shape and no size: nothing is said of them rather than nothing twice."""
    rows = {"CONV1": "Conv2D(8, 5)([32, 32, 3])"}
    one = posed(table(rows, ["output_shape", "size", "params"], ["params"], total=True))
    lines = list(form_lines(one))
    assert lines[0] == "CONV1: output shape 28×28×8; size 6272; parameters ?"
    assert lines[1] == "Total: parameters ?"
    assert lines[-1] == "The first cell is CONV1, parameters."
