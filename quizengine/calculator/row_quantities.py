"""Every quantity of a layer in a network, each with its working."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import NamedTuple

from quizengine.calculator.analysis.byte_counts import (
    WIDTH,
    bytes_of_one,
    param_bytes,
    size_text,
    value_bytes,
)
from quizengine.calculator.analysis.receptive_field import receptive_fields
from quizengine.calculator.errors import LayerError
from quizengine.calculator.layer import COUNTS, LABELS
from quizengine.calculator.network_row import NetworkRow
from quizengine.calculator.quantity import Quantity
from quizengine.calculator.shape import Shape
from quizengine.calculator.symbols import AXES, AXIS_NAMES
from quizengine.calculator.working import Step, Working, working_of


class WorkedQuantity(NamedTuple):
    """One quantity of a layer: its name in data, its label in a sentence, and its value."""

    name: str
    label: str
    value: Quantity | Shape

    @property
    def working(self) -> Working:
        """The working, which for a number of bytes also ends with it in MB and MiB."""
        worked = working_of(self.value)
        if not self.name.endswith("bytes") or not isinstance(self.value, int):
            return worked
        return Working((*worked.steps, Step(size_text(int(self.value)), "")))


def worked_quantities(row: NetworkRow, width: object = WIDTH) -> tuple[WorkedQuantity, ...]:
    """Return the quantities of a row, with `width` bytes for one value, but for those that depend
    on an axis of unknown size. Raises LayerError for a width out of range.
    """
    bytes_of_one(width)
    several = len(row.outputs) > 1
    found = [
        WorkedQuantity(
            f"output_{number}" if several else "output",
            f"output shape {number}" if several else "output shape",
            shape,
        )
        for number, shape in enumerate(row.outputs, start=1)
    ]
    counts: list[tuple[str, str, Callable[[], Quantity]]] = [
        ("size", "output size", lambda: row.size),
        *((name, LABELS[name], partial(getattr, row, name)) for name in COUNTS),
        ("param_bytes", "bytes of the parameters", lambda: param_bytes(row, width)),
        ("value_bytes", "bytes of the output", lambda: value_bytes(row, width)),
    ]
    for name, label, count in counts:
        with suppress(LayerError):
            found.append(WorkedQuantity(name, label, count()))
    return (*found, *_fields(row))


def _fields(row: NetworkRow) -> list[WorkedQuantity]:
    fields = receptive_fields(row)
    if len(set(fields)) == 1:
        return [WorkedQuantity("receptive_field", "receptive field", fields[0])]
    names = [AXIS_NAMES[axis] for axis in AXES.get(len(fields), ())]
    return [
        WorkedQuantity(
            f"receptive_field_{axis}".replace(" ", "_"), f"receptive field, {axis}", field
        )
        for axis, field in zip(names, fields, strict=False)
    ]
