"""The rows of a layer table: what a bank writes of them."""

from __future__ import annotations

from typing import NamedTuple

from quizengine.expressions import Expression, Template
from quizengine.questions.kinds.variant_context import OwnMistake

HEADINGS = {
    "output_shape": "output shape",
    "size": "size",
    "params": "parameters",
    "weights": "weights",
    "biases": "biases",
    "macs": "MACs",
    "trainable_params": "trainable",
    "non_trainable_params": "non-trainable",
}
"""The columns a table may have, each with its heading."""


def cell_name(label: str, column: str) -> str:
    """Return the name of a cell: the label of its row, and the heading of its column."""
    return f"{label}, {HEADINGS[column]}"


class TableRow(NamedTuple):
    """A row: its label, and the layer it is about; the rest is for a row that may be printed wrong.

    `mistake_ids` and `printed` say how the published case prints it: by column the id of a
    mistake, or a value. `mistakes` are the question's own about this row, in the first column
    that may be wrong. No draw prints it wrong where it is `always_right`.
    """

    label: Template
    of: Expression
    mistake_ids: tuple[tuple[str, str], ...] = ()
    printed: tuple[tuple[str, Expression], ...] = ()
    mistakes: tuple[OwnMistake, ...] = ()
    always_right: bool = False
