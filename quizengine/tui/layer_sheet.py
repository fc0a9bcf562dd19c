"""The layer table of a source text for the calculator screen, or why there is none."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import NamedTuple

from quizengine.calculator import LayerError, Quantity, Shape
from quizengine.calculator.analysis.byte_counts import WIDTH, param_bytes, size_text, value_bytes
from quizengine.calculator.conventions import conventions
from quizengine.calculator.layer import LABELS
from quizengine.calculator.network import Network, NetworkRow
from quizengine.calculator.row_quantities import worked_quantities
from quizengine.calculator.working import Step, working_of
from quizengine.expressions import ExpressionError, number_text
from quizengine.frameworks import SourceError, read
from quizengine.frameworks.framework_names import FRAMEWORKS
from quizengine.questions.answer_parsing import read_shape
from quizengine.questions.verdict import Unreadable

MOST_ROWS = 1_000
"""Rows of a network that are shown; the totals are those of all rows."""


class SheetCell(NamedTuple):
    """A cell: its text, what it is called, and the value whose working it opens.

    A layer's name opens all its quantities, the word total what the numbers are counted by; a
    cell without a value opens nothing.
    """

    text: str = ""
    title: str = ""
    value: NetworkRow | Network | Shape | Quantity | None = None


class WorkingSection(NamedTuple):
    """A section of the working of a cell: a title and its steps."""

    title: str
    steps: tuple[Step, ...]


class LayerSheet(NamedTuple):
    """The layer table of a network: a title for each column, rows of cells, and a summary."""

    columns: tuple[str, ...]
    rows: tuple[tuple[SheetCell, ...], ...]
    summary: str
    framework: str


class SourceFault(NamedTuple):
    """Why there is no table; `line` counts from 1 and is 0 where no line is at fault.

    `wants_input` is whether the input shape has to be stated.
    """

    message: str
    line: int = 0
    wants_input: bool = False


_COUNTS = {"size": "size", "params": "params", "macs": "multiply-adds"}
"""The columns of numbers: the property, and the column's title."""

COLUMNS = ("name", "layer", "output", *_COUNTS.values())
NUMBERS = range(3, len(COLUMNS))
"""The columns that are aligned right."""


def read_sheet(source: str, input_shape: str = "") -> LayerSheet | SourceFault | None:
    """Return the table of a source text, or what is at fault; None where there is no text.

    `input_shape` is as it was typed, and is used where the text states none; semicolons separate
    several. Nothing of the text is executed.
    """
    if not source.strip():
        return None
    try:
        network = read(source)
        if network.input_row is None:
            shapes = _shapes(input_shape)
            if isinstance(shapes, SourceFault):
                return shapes
            network = read(source, shapes)
        return _sheet(network)
    except SourceError as error:
        # In a pasted notebook, the lines of every cell are numbered from 1.
        return SourceFault(str(error)) if error.cell else SourceFault(error.reason, error.line)
    except (LayerError, ExpressionError) as error:
        return SourceFault(str(error))


def _shapes(input_shape: str) -> list[tuple[int, ...]] | SourceFault:
    if not input_shape.strip():
        return SourceFault("The code does not state the input shape.", wants_input=True)
    try:
        return [read_shape(shape) for shape in input_shape.split(";")]
    except Unreadable as error:
        return SourceFault(f"Input shape: {error}.", wants_input=True)


def _sheet(network: Network) -> LayerSheet:
    rows = [_input_cells(row.name, row.output) for row in network.input_rows]
    rows += [tuple(_cells(network, row)) for row in network.rows[:MOST_ROWS]]
    hidden = len(network.rows) - MOST_ROWS
    if hidden > 0:
        rows.append(_padded(SheetCell("…"), SheetCell(f"{hidden:,} more")))
    total = SheetCell("total", "How the numbers are counted", network)
    params = _counted(network, "params", "all parameters")
    macs = _counted(network, "macs", "all multiply-adds")
    rows.append((total, SheetCell(), SheetCell(), SheetCell(), params, macs))
    if network.non_trainable_params:
        for name, title in (("trainable", ""), ("non_trainable", "not ")):
            count = _counted(network, f"{name}_params", f"all {title}trainable parameters")
            rows.append(
                _padded(
                    SheetCell(f"{title}trainable"), SheetCell(), SheetCell(), SheetCell(), count
                )
            )
    summary = f"{network.input} → {network.output}, {params.text} parameters"
    return LayerSheet(COLUMNS, tuple(rows), summary, FRAMEWORKS[network.framework])


def _input_cells(name: str, shape: Shape) -> tuple[SheetCell, ...]:
    output = SheetCell(str(shape), f"{name}: shape", shape)
    return _padded(
        SheetCell(name), SheetCell("input"), output, _counted(shape, "size", f"{name}: size")
    )


def _padded(*cells: SheetCell) -> tuple[SheetCell, ...]:
    return (*cells, *([SheetCell()] * (len(COLUMNS) - len(cells))))


def _cells(network: Network, row: NetworkRow) -> Iterable[SheetCell]:
    yield SheetCell(row.name, row.name, row)
    yield SheetCell(row.layer.kind, row.name, row)
    yield SheetCell(", ".join(map(str, row.outputs)), f"{row.name}: output shape", row.output)
    yield _counted(row, "size", f"{row.name}: output size")
    params = _counted(row, "params", f"{row.name}: parameters")
    yield params._replace(text=f"({params.text})") if network.is_reused(row) else params
    yield _counted(row, "macs", f"{row.name}: {LABELS['macs']}")


def _counted(holder: NetworkRow | Network | Shape, name: str, title: str) -> SheetCell:
    """Return the cell of a count; a question mark where an axis of unknown size leaves it open."""
    try:
        count = getattr(holder, name)
    except LayerError:
        return SheetCell("?")
    return SheetCell(number_text(int(count)), title, count)


def sections(cell: SheetCell) -> tuple[WorkingSection, ...]:
    """Return the working of a cell in sections, each with its steps."""
    value = cell.value
    try:
        if isinstance(value, NetworkRow):
            return tuple(_of_row(value))
        if isinstance(value, Network):
            return tuple(_of_network(cell.title, value))
        return () if value is None else (WorkingSection(cell.title, working_of(value).steps),)
    except (LayerError, ExpressionError) as error:
        # A number is larger than an expression may be.
        return (WorkingSection(cell.title, (Step(str(error)),)),)


def _of_row(row: NetworkRow) -> Iterable[WorkingSection]:
    arguments = [
        Step(f"{name} = {value!r}") for name, value in row.layer.arguments.items() if name != "name"
    ]
    inputs = [Step(str(shape), "input") for shape in row.inputs]
    yield WorkingSection(f"{row.name}: {row.layer.kind}", (*arguments, *inputs))
    for each in worked_quantities(row):
        yield WorkingSection(f"{row.name}: {each.label}", each.working.steps)


def _of_network(title: str, network: Network) -> Iterable[WorkingSection]:
    yield WorkingSection(title, tuple(Step(text) for text in conventions(network, WIDTH)))
    for name, count in (("parameters", param_bytes), ("values", value_bytes)):
        with suppress(LayerError):
            found = count(network, WIDTH)
            steps = (*working_of(found).steps, Step(size_text(int(found))))
            yield WorkingSection(f"bytes of all {name}", steps)
