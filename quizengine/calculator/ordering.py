"""The order in which a network's table lists its layers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from quizengine.calculator.errors import LayerError
from quizengine.calculator.keras.passing import Input

if TYPE_CHECKING:
    from quizengine.calculator.network_row import NetworkRow, Tensor


def in_order(inputs: Sequence[NetworkRow], outputs: Sequence[Tensor]) -> list[NetworkRow]:
    """The rows between inputs and outputs as Keras's summary lists them: farthest from the end
    first, and of those as far, in the order in which they are met going back from the outputs.

    Source: `map_graph` in keras/src/ops/function.py. Raises LayerError for an input that is
    needed and not among `inputs`.
    """
    found, met = _met(outputs)
    given = set(inputs)
    for row in found:
        if isinstance(row.layer, Input) and row not in given:
            raise LayerError(f"the outputs also need the input {row.name or row.output}")
    for row in inputs:
        if row not in found:  # an input of which nothing is made
            found.append(row)
            met.setdefault(row.name, len(met))
    depths: dict[NetworkRow, int] = {}
    of_layer: dict[str, int] = {}
    for row in reversed(found):
        depth = max(depths.get(row, 0), of_layer.get(row.name, 0))
        depths[row] = of_layer[row.name] = depth
        for source in row.sources + row.states:
            depths[source.row] = max(depth + 1, depths.get(source.row, 0))
    return sorted(found, key=lambda row: (-depths[row], met[row.name]))


def _met(outputs: Sequence[Tensor]) -> tuple[list[NetworkRow], dict[str, int]]:
    """The rows behind the outputs, each after its sources; and when each name was first met."""
    found: dict[NetworkRow, None] = {}
    met: dict[str, int] = {}
    for output in outputs:
        # Not by recursion: a network may be thousands of layers deep.
        waiting: list[tuple[NetworkRow, int]] = [(output.row, 0)]
        while waiting:
            row, done = waiting.pop()
            if row in found:
                continue
            met.setdefault(row.name, len(met))
            feeds = row.sources + row.states
            if done < len(feeds):
                waiting.append((row, done + 1))
                waiting.append((feeds[done].row, 0))
            else:
                found[row] = None
    return list(found), met
