"""The rows of a layer table: what a bank writes of them."""

from __future__ import annotations

from typing import NamedTuple

from quizengine.expressions import Expression, Template

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


class TableRow(NamedTuple):
    """A row: its label, and the layer it is about."""

    label: Template
    of: Expression
