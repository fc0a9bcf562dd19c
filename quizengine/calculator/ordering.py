"""The order in which a network's table lists its layers."""

from __future__ import annotations

from collections.abc import Sequence

from quizengine.calculator.errors import LayerError
from quizengine.calculator.keras.passing import Input
from quizengine.calculator.network_row import NetworkRow, Tensor


def in_order(inputs: Sequence[NetworkRow], outputs: Sequence[Tensor]) -> list[NetworkRow]:
    """Return the rows between inputs and outputs in the order of Keras's summary.

    The rows farthest from the outputs come first; rows that are equally far come in the order in
    which a walk back from the outputs reaches them. Source: `map_graph` in
    keras/src/ops/function.py. Raises LayerError for an input that is needed and not among
    `inputs`.
    """
    rows, reached = _rows_behind(outputs)
    given = set(inputs)
    for row in rows:
        if isinstance(row.layer, Input) and row not in given:
            raise LayerError(f"the outputs also need the input {row.name or row.output}")
    for row in inputs:
        if row not in rows:  # an input that no layer uses
            rows.append(row)
            reached.setdefault(row.name, len(reached))
    depths: dict[NetworkRow, int] = {}
    of_layer: dict[str, int] = {}
    for row in reversed(rows):
        depth = max(depths.get(row, 0), of_layer.get(row.name, 0))
        depths[row] = of_layer[row.name] = depth
        for source in row.sources + row.states:
            depths[source.row] = max(depth + 1, depths.get(source.row, 0))
    return sorted(rows, key=lambda row: (-depths[row], reached[row.name]))


def _rows_behind(outputs: Sequence[Tensor]) -> tuple[list[NetworkRow], dict[str, int]]:
    """Return the rows behind the outputs, each after its sources, and for each name the number of
    names that the walk reached before it.
    """
    rows: dict[NetworkRow, None] = {}
    reached: dict[str, int] = {}
    for output in outputs:
        # Not by recursion: a network may be thousands of layers deep.
        waiting: list[tuple[NetworkRow, int]] = [(output.row, 0)]
        while waiting:
            row, done = waiting.pop()
            if row in rows:
                continue
            reached.setdefault(row.name, len(reached))
            feeds = row.sources + row.states
            if done < len(feeds):
                waiting.append((row, done + 1))
                waiting.append((feeds[done].row, 0))
            else:
                rows[row] = None
    return list(rows), reached
