"""What the calculator screen shows of a source text: the layer table, or why there is none."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from quizengine.calculator import Applied, LayerError, Quantity, Shape, SourceError, read
from quizengine.calculator.exports import FRAMEWORKS
from quizengine.calculator.network import Network, Row
from quizengine.calculator.working import Step, working_of
from quizengine.expressions import ExpressionError, number_text
from quizengine.questions.answers import read_shape
from quizengine.questions.verdict import Unreadable

MOST_ROWS = 1_000
"""Rows that are shown of a network; the totals are those of all."""


class Cell(NamedTuple):
    """A cell: its text, what it is called, and the value whose working it opens.

    A layer's name opens all there is to say of the layer; a cell without a value opens nothing.
    """

    text: str = ""
    title: str = ""
    value: Applied | Shape | Quantity | None = None


class Sheet(NamedTuple):
    """The layer table of a network: a title for each column, rows of cells, and a summary."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    summary: str
    framework: str


class Fault(NamedTuple):
    """Why there is no table; `line` counts from 1 and is 0 where no line is at fault.

    `wants_input` is whether the input shape has to be stated.
    """

    message: str
    line: int = 0
    wants_input: bool = False


_COUNTS: tuple[tuple[str, str, Callable[[Applied], Quantity]], ...] = (
    ("size", "output size", lambda row: row.size),
    ("params", "parameters", lambda row: row.params),
    ("multiply-adds", "multiply-adds", lambda row: row.macs),
)
"""The columns of numbers: the title, what a number is called, and the number."""

COLUMNS = ("name", "layer", "output", *(title for title, _, _ in _COUNTS))
NUMBERS = range(3, len(COLUMNS))
"""The columns that are set to the right."""


def read_sheet(source: str, stated: str = "") -> Sheet | Fault | None:
    """The table of a source text, or what is at fault; None where there is no text.

    `stated` is the input shape as it was typed, which counts where the text states none; several
    have a semicolon between them. Nothing of the text is executed.
    """
    if not source.strip():
        return None
    try:
        network = read(source)
        if network.input_row is None:
            shapes = _shapes(stated)
            if isinstance(shapes, Fault):
                return shapes
            network = read(source, shapes)
        return _sheet(network)
    except SourceError as error:
        # A notebook that was pasted counts its lines anew in every cell.
        return Fault(str(error)) if error.cell else Fault(error.reason, error.line)
    except (LayerError, ExpressionError) as error:
        return Fault(str(error))


def _shapes(stated: str) -> list[tuple[int, ...]] | Fault:
    if not stated.strip():
        return Fault("The code does not say the input shape.", wants_input=True)
    try:
        return [read_shape(shape) for shape in stated.split(";")]
    except Unreadable as error:
        return Fault(f"Input shape: {error}.", wants_input=True)


def _sheet(network: Network) -> Sheet:
    rows = [tuple(_cells(network, row)) for row in network.rows[:MOST_ROWS]]
    start = Cell("input"), Cell(), Cell(str(network.input), "input shape", network.input)
    size = _counted("input size", network.input.size)
    rows.insert(0, (*start, size, *([Cell()] * (len(COLUMNS) - 4))))
    totals = [("total", network.params)]
    if network.non_trainable_params:
        totals += [
            ("trainable", network.trainable_params),
            ("not trainable", network.non_trainable_params),
        ]
    hidden = len(network.rows) - MOST_ROWS
    if hidden > 0:
        rows.append((Cell("…"), Cell(f"{hidden:,} more"), *([Cell()] * (len(COLUMNS) - 2))))
    for name, count in totals:
        macs = _counted("all multiply-adds", network.macs) if name == "total" else Cell()
        rows.append((Cell(name), Cell(), Cell(), Cell(), _counted(count.label, count), macs))
    params = number_text(int(network.params))
    summary = f"{network.input} → {network.output}, {params} parameters"
    return Sheet(COLUMNS, tuple(rows), summary, FRAMEWORKS[network.framework])


def _cells(network: Network, row: Row) -> Iterable[Cell]:
    yield Cell(row.name, row.name, row)
    yield Cell(row.layer.kind, row.name, row)
    yield Cell(", ".join(map(str, row.outputs)), f"{row.name}: output shape", row.output)
    for title, noun, count in _COUNTS:
        cell = _counted(f"{row.name}: {noun}", count(row))
        if title == "params" and cell.value and network.is_reused(row):
            cell = cell._replace(text=f"({cell.text})")
        yield cell


def _counted(title: str, count: Quantity) -> Cell:
    return Cell(number_text(int(count)), title, count)


def cell_steps(cell: Cell) -> tuple[Step, ...]:
    """The working of a cell: its formula, the legend, the numbers and each step."""
    if isinstance(cell.value, Applied):
        return tuple(_described(cell.value))
    return () if cell.value is None else working_of(cell.value).steps


def _described(row: Applied) -> Iterable[Step]:
    """A layer, its shapes, and each of its counts as formula, numbers and value."""
    yield Step(repr(row.layer))
    for shape in row.inputs:
        yield Step(str(shape), "input")
    for shape in row.outputs:
        yield Step(str(shape), "output")
    if row.kernel_shape is not None:
        yield Step(str(row.kernel_shape), "weights, in Keras's order")
    if row.torch_kernel_shape is not None:
        yield Step(str(row.torch_kernel_shape), "weights, in PyTorch's order")
    counts = (row.size, row.weights, row.biases, row.params, row.non_trainable_params, row.macs)
    for count in counts:
        value = number_text(int(count))
        if count:
            written = (count.formula, count.numbers, value)
            yield Step(" = ".join(dict.fromkeys(written)), count.label)
