"""Every quantity of a layer in a network, each with its working; and what each is counted in."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import NamedTuple

from quizengine.calculator.analysis.memory import (
    WIDTH,
    bytes_of_one,
    param_bytes,
    size_text,
    value_bytes,
)
from quizengine.calculator.analysis.receptive_field import receptive_fields
from quizengine.calculator.errors import LayerError
from quizengine.calculator.layer import COUNTS, LABELS, Layer
from quizengine.calculator.network import Network, NetworkRow
from quizengine.calculator.quantity import Quantity
from quizengine.calculator.shape import Shape
from quizengine.calculator.symbols import AXES, AXIS_NAMES
from quizengine.calculator.working import Step, Working, working_of


class WorkedQuantity(NamedTuple):
    """One quantity of a layer: what it is called in a row and in a sentence, and its value."""

    name: str
    label: str
    value: Quantity | Shape

    @property
    def working(self) -> Working:
        """The formula, the numbers and the steps; bytes also in MB and MiB."""
        worked = working_of(self.value)
        if not self.name.endswith("bytes") or not isinstance(self.value, int):
            return worked
        return Working((*worked.steps, Step(size_text(int(self.value)), "")))


def worked_quantities(row: NetworkRow, width: object = WIDTH) -> tuple[WorkedQuantity, ...]:
    """The quantities of a row, `width` bytes to a value; what an unknown axis leaves open is not
    among them. Raises LayerError for a width that is none.
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


def conventions(network: Network, width: int | None = None) -> tuple[str, ...]:
    """What the numbers of this network are counted by, a sentence each, where it matters."""
    rows = network.rows
    order = "channels last" if network.framework == "keras" else "channels first, as in PyTorch"
    found = [f"Shapes are without the batch axis, {order}."]
    without = [row.name for row in rows if _has_no_bias(row.layer)]
    if without:
        found.append(f"Without biases: {_some(without)}.")
    ids = {mistake.id for row in rows for mistake in row.output.mistakes}
    if "rounded-up" in ids:
        found.append("Output sizes are rounded down: a window that does not fit is left out.")
    if "rounded-down" in ids:
        found.append("With ceil_mode=True output sizes are rounded up.")
    kinds = {row.layer.kind for row in rows}
    if "BatchNormalization" in kinds:
        found.append("Running means and variances are non-trainable parameters, as in Keras.")
    if any(kind.startswith(("BatchNorm1", "BatchNorm2", "BatchNorm3")) for kind in kinds):
        found.append("Running means and variances are buffers in PyTorch, not parameters.")
    if any(getattr(row.layer, "reset_after", False) for row in rows):
        found.append("A GRU with reset_after=True has two vectors of biases for each gate.")
    if network.framework == "torch" and kinds & {"LSTM", "GRU", "RNN"}:
        found.append("PyTorch's recurrent layers have two vectors of biases for each gate.")
    if any(map(network.is_reused, rows)):
        found.append("A layer that is used again has its parameters counted once.")
    if any(map(_computes, rows)):
        found.append(
            "A multiply-add is one multiply-accumulate (MAC), which is two FLOPs; biases, "
            "activations and pooling are left out."
        )
    if width is not None:
        found.append(
            f"{width} {'byte' if width == 1 else 'bytes'} to a value; 1 MB = 10⁶ bytes, "
            "1 MiB = 2²⁰ bytes; the values of one sample, its input included, what is written in "
            "place not counted again, without gradients."
        )
    return tuple(found)


def _computes(row: NetworkRow) -> bool:
    """Whether a row multiplies anything, also where an open axis leaves open how much."""
    try:
        return bool(row.macs)
    except LayerError:
        return True


def _has_no_bias(layer: Layer) -> bool:
    arguments = layer.arguments
    return arguments.get("use_bias", arguments.get("bias")) is False


def _some(names: list[str]) -> str:
    return ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
