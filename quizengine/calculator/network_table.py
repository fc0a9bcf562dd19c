"""The table of a network's layers, as plain text and as plain data."""

from __future__ import annotations

from quizengine.calculator.analysis.byte_counts import (
    WIDTH,
    bytes_of_one,
    param_bytes,
    size_text,
    value_bytes,
)
from quizengine.calculator.analysis.receptive_field import field_sizes
from quizengine.calculator.columns import aligned
from quizengine.calculator.conventions import conventions
from quizengine.calculator.errors import LayerError
from quizengine.calculator.layer import AppliedLayer
from quizengine.calculator.network import Network, NetworkRow
from quizengine.calculator.row_quantities import WorkedQuantity, worked_quantities
from quizengine.calculator.shape import UNKNOWN, Shape
from quizengine.calculator.working import working_of
from quizengine.expressions import number_text

TOTALS = ("params", "trainable_params", "non_trainable_params", "macs")
"""The counts that the table has for each layer and in total."""


def network_text(
    network: Network,
    layer: str | None = None,
    *,
    working: bool = False,
    width: int | None = None,
    field: bool = False,
) -> str:
    """Return the table with its totals, the conventions of the counts, and a layer's working.

    The working is that of the layer with the name `layer`, or of the only layer. With `working`,
    it shows every quantity, of all layers if none is named. `width`, the bytes of one value, adds
    columns of bytes, and `field` one of receptive fields. Raises LayerError if the input shape is
    not known, if there is no such layer, or for a width out of range.
    """
    pieces = [_table(network, width, field)]
    named = None if layer is None else network.row(layer)
    stated = width if width is not None or not working else WIDTH
    pieces.append("\n".join(conventions(network, stated)))
    if working:
        rows = network.rows if named is None else [named]
        pieces += [_every_working(row, WIDTH if width is None else width) for row in rows]
    elif named is not None:
        pieces.append(_working(named))
    elif len(network.rows) == 1:
        pieces.append(_working(network.rows[0]))
    return "\n\n".join(pieces)


def network_data(
    network: Network,
    layer: str | None = None,
    *,
    working: bool = False,
    width: int | None = None,
    field: bool = False,
) -> dict[str, object]:
    """Return the rows and the totals as plain data; shapes are lists, without the batch.

    A count that depends on an axis of unknown size is None; a layer with several inputs has a
    list of their shapes. The options are those of `network_text`. Raises LayerError.
    """
    rows = []
    named = None if layer is None else network.row(layer)
    for row in network.rows:
        data: dict[str, object] = {
            "name": row.name,
            "layer": row.layer.kind,
            "input_shape": axes_data(row.input)
            if len(row.inputs) == 1
            else [axes_data(shape) for shape in row.inputs],
            "output_shape": axes_data(row.output),
            "size": known_count(row, "size"),
            **{count: known_count(row, count) for count in TOTALS},
        }
        if field:
            data["receptive_field"] = list(field_sizes(row)) or None
        if width is not None:
            data |= _bytes(row, width)
        if working and (named is None or row is named):
            data["working"] = [
                _quantity_data(each) for each in worked_quantities(row, width or WIDTH)
            ]
        rows.append(data)
    totals: dict[str, object] = {count: known_count(network, count) for count in TOTALS}
    if width is not None:
        totals |= {"width": width, **_bytes(network, width)}
    shapes = [axes_data(row.output) for row in network.input_rows]
    return {
        "framework": network.framework,
        "input_shape": shapes[0] if len(shapes) == 1 else shapes,
        "rows": rows,
        **totals,
        "conventions": list(conventions(network, width)),
    }


def _quantity_data(each: WorkedQuantity) -> dict[str, object]:
    value = each.value
    return {
        "name": each.name,
        "value": axes_data(value) if isinstance(value, Shape) else int(value),
        "formula": None if isinstance(value, Shape) else value.formula,
        "steps": [{"text": step.text, "note": step.note} for step in each.working.steps],
    }


def _bytes(holder: NetworkRow | Network, width: int) -> dict[str, int | None]:
    found: dict[str, int | None] = {}
    for name, count in (("param_bytes", param_bytes), ("value_bytes", value_bytes)):
        try:
            found[name] = int(count(holder, width))
        except LayerError:
            bytes_of_one(width)  # a width out of range is an error; an unknown size gives None
            found[name] = None
    return found


def axes_data(shape: Shape) -> list[int | None]:
    """Return the axes of a shape as plain data."""
    return [None if axis is UNKNOWN else int(axis) for axis in shape]


def known_count(holder: AppliedLayer | Network | Shape, name: str) -> int | None:
    """Return a count of a row or a network, or None if it depends on an axis of unknown size."""
    try:
        return int(getattr(holder, name))
    except LayerError:
        return None


def _cell(holder: AppliedLayer | Network | Shape, name: str) -> str:
    count = known_count(holder, name)
    return "?" if count is None else number_text(count)


def _table(network: Network, width: int | None, field: bool) -> str:
    header = ["name", "layer", "output", "size", "params", "multiply-adds"]
    several = len(network.input_rows) > 1
    rows = [
        [row.name if several else "", "input", str(row.output), _cell(row.output, "size"), "", ""]
        for row in network.input_rows
    ]
    first = len(rows)
    for row in network.rows:
        counts = [_cell(row, count) for count in ("size", "params", "macs")]
        rows.append([row.name, row.layer.kind, str(row.output), *counts])
    rows.append(["total", "", "", "", _cell(network, "params"), _cell(network, "macs")])
    holders: list[NetworkRow | Network] = [*network.rows, network]
    if width is not None:
        header += ["param bytes", "value bytes"]
        for cells in rows[:first]:
            cells += ["", ""]
        for cells, holder in zip(rows[first:], holders, strict=True):
            counted = _bytes(holder, width).values()
            cells += ["?" if count is None else number_text(count) for count in counted]
    if field:
        header.append("sees")
        for cells in (*rows[:first], rows[-1]):
            cells.append("")
        for cells, row in zip(rows[first:], network.rows, strict=False):
            cells.append("×".join(map(str, field_sizes(row))) or "-")
    lines = aligned([header, *rows], right=range(3, len(header))).split("\n")
    rule = "─" * max(map(len, lines))
    lines[1:1] = [rule]
    lines[-1:-1] = [rule]
    if network.non_trainable_params:
        trained, fixed = network.trainable_params, network.non_trainable_params
        lines.append(f"trainable {number_text(int(trained))}, not {number_text(int(fixed))}")
    if width is not None:
        for word, count in zip(
            ("parameters", "values"), _bytes(network, width).values(), strict=True
        ):
            if count is not None:
                lines.append(f"{word} {size_text(count)}")
    return "\n".join(lines)


def _every_working(row: NetworkRow, width: int) -> str:
    return "\n\n".join(
        f"{row.name}: {each.label}\n{each.working.text}" for each in worked_quantities(row, width)
    )


def _working(row: AppliedLayer) -> str:
    pieces = [f"{row.name}: output shape\n{working_of(row.output).text}"]
    if row.params:
        pieces.append(f"{row.name}: parameters\n{working_of(row.params).text}")
    return "\n\n".join(pieces)
