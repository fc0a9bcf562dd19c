"""The rows of a layer table: what a bank writes of them, and how their cells are typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from quizengine.calculator import Applied
from quizengine.expressions import Expression, ExpressionError, Template, kind_of
from quizengine.questions.forms import CELL_SEPARATOR
from quizengine.questions.kinds.base import Case
from quizengine.questions.verdict import Unreadable

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

MAX_TABLE_ANSWER = 4_000
"""Characters of all cells together."""


class TableRow(NamedTuple):
    """A row: its label, and the layer it is about."""

    label: Template
    of: Expression


def layer_of(row: TableRow, case: Case) -> Applied:
    """The layer of a row on its input. Raises ExpressionError where it is none."""
    applied = row.of.evaluate(case.names)
    if not isinstance(applied, Applied):
        message = f"a row of a table is a layer, and this is {kind_of(applied)}"
        raise ExpressionError(message, row.of.source)
    return applied


def typed_cells(text: str, count: int) -> list[str]:
    """What is typed into each of so many cells, in reading order; those left out are empty.

    Raises Unreadable where there are more.
    """
    if len(text) > MAX_TABLE_ANSWER:
        raise Unreadable(f"all cells together may have {MAX_TABLE_ANSWER:,} characters")
    pieces = [piece.strip() for piece in text.replace("\n", CELL_SEPARATOR).split(CELL_SEPARATOR)]
    while len(pieces) > count and not pieces[-1]:
        pieces.pop()
    if len(pieces) > count:
        raise Unreadable(f"there are {count} cells to fill, and {len(pieces)} were given")
    return pieces + [""] * (count - len(pieces))


def same_labels(labels: Sequence[str]) -> list[str]:
    """What is wrong with rows of one label."""
    return [f"two rows are both called “{label}”" for label in sorted(set(labels))
            if labels.count(label) > 1]  # fmt: skip
