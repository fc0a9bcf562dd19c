"""The layer table of a network: as aligned text, and as plain data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from quizengine.calculator.sequential import Row, Sequential
from quizengine.calculator.working import Working, working_of
from quizengine.expressions import number_text

COUNTS = ("params", "trainable_params", "non_trainable_params", "macs")
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


def table_text(network: Sequential) -> str:
    """The layer table with its totals. Raises LayerError without an input shape."""
    header = ("name", "layer", "output", "size", "params", "multiply-adds")
    start = ("", "input", str(network.input), number_text(int(network.input.size)), "", "")
    rows = [
        (row.name, row.layer, str(row.output_shape))
        + tuple(number_text(int(count)) for count in (row.size, row.params, row.macs))
        for row in network.rows
    ]
    totals = ("total", "", "", "", number_text(int(network.params)), number_text(int(network.macs)))
    lines = aligned([header, start, *rows, totals], right=(3, 4, 5)).split("\n")
    rule = "─" * max(map(len, lines))
    trained = [
        f"{number_text(int(network.trainable_params))} of the parameters are trained, "
        f"{number_text(int(network.non_trainable_params))} are not."
    ]
    mixed = trained if network.non_trainable_params else []
    return "\n".join([lines[0], rule, *lines[1:-1], rule, lines[-1], *mixed])


def table_data(network: Sequential) -> dict[str, object]:
    """The rows and the totals as plain data; shapes are lists, without the batch."""
    rows = [
        {
            "name": row.name,
            "layer": row.layer,
            "input_shape": list(map(int, row.input_shape)),
            "output_shape": list(map(int, row.output_shape)),
            "size": int(row.size),
            **{count: int(getattr(row, count)) for count in COUNTS},
        }
        for row in network.rows
    ]
    totals = {count: int(getattr(network, count)) for count in COUNTS}
    return {"input_shape": list(map(int, network.input)), "rows": rows, **totals}


def row_workings(row: Row) -> tuple[tuple[str, Working], ...]:
    """How a row's output shape and, where it has any, its parameters are computed."""
    shape = ("output shape", working_of(row.output_shape))
    return (shape, ("parameters", working_of(row.params))) if row.params else (shape,)
