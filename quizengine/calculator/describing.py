"""A network as plain text and as plain data: the table of its layers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from quizengine.calculator.errors import LayerError
from quizengine.calculator.layer import Applied
from quizengine.calculator.network import Network
from quizengine.calculator.shape import UNKNOWN, Shape
from quizengine.calculator.working import working_of
from quizengine.expressions import number_text

TOTALS = ("params", "trainable_params", "non_trainable_params", "macs")
"""What is counted per layer and in total."""


def aligned(rows: Iterable[Sequence[str]], right: Iterable[int] = ()) -> str:
    """Rows of cells as lines of text, two spaces between columns; `right` are set to the right."""
    rows = [tuple(row) for row in rows]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    to_the_right = frozenset(right)
    return "\n".join(
        "  ".join(
            cell.rjust(width) if place in to_the_right else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def network_text(network: Network, layer: str | None = None) -> str:
    """The layer table with its totals; with the working of a layer that is named or alone.

    Raises LayerError where the input shape is not known, or there is no such layer.
    """
    pieces = [_table(network)]
    if layer is not None:
        pieces.append(_working(network.row(layer)))
    elif len(network.rows) == 1:
        pieces.append(_working(network.rows[0]))
    return "\n\n".join(pieces)


def network_data(network: Network) -> dict[str, object]:
    """The rows and the totals as plain data; shapes are lists, without the batch.

    What is not known, because an axis is not, is None; a layer of several inputs has a list of
    their shapes.
    """
    rows = [
        {
            "name": row.name,
            "layer": row.layer.kind,
            "input_shape": axes_of(row.input)
            if len(row.inputs) == 1
            else [axes_of(shape) for shape in row.inputs],
            "output_shape": axes_of(row.output),
            "size": known_count(row, "size"),
            **{count: known_count(row, count) for count in TOTALS},
        }
        for row in network.rows
    ]
    totals = {count: known_count(network, count) for count in TOTALS}
    return {"input_shape": axes_of(network.input), "rows": rows, **totals}


def axes_of(shape: Shape) -> list[int | None]:
    """The axes of a shape as plain data."""
    return [None if axis is UNKNOWN else int(axis) for axis in shape]


def known_count(holder: Applied | Network | Shape, name: str) -> int | None:
    """A count of a row or a network, or None where it depends on an axis of unknown size."""
    try:
        return int(getattr(holder, name))
    except LayerError:
        return None


def _cell(holder: Applied | Network | Shape, name: str) -> str:
    count = known_count(holder, name)
    return "?" if count is None else number_text(count)


def _table(network: Network) -> str:
    header = ("name", "layer", "output", "size", "params", "multiply-adds")
    start = ("", "input", str(network.input), _cell(network.input, "size"), "", "")
    rows = [
        (
            row.name,
            row.layer.kind,
            str(row.output),
            *(_cell(row, count) for count in ("size", "params", "macs")),
        )
        for row in network.rows
    ]
    total = ("total", "", "", "", _cell(network, "params"), _cell(network, "macs"))
    lines = aligned([header, start, *rows, total], right=(3, 4, 5)).split("\n")
    rule = "─" * max(map(len, lines))
    if network.non_trainable_params:
        trained, fixed = network.trainable_params, network.non_trainable_params
        lines.append(f"trainable {number_text(int(trained))}, not {number_text(int(fixed))}")
    return "\n".join([lines[0], rule, *lines[1 : len(rows) + 2], rule, *lines[len(rows) + 2 :]])


def _working(row: Applied) -> str:
    pieces = [f"{row.name}: output shape\n{working_of(row.output).text}"]
    if row.params:
        pieces.append(f"{row.name}: parameters\n{working_of(row.params).text}")
    return "\n\n".join(pieces)
