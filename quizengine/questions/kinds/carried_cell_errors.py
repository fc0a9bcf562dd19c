"""Errors carried forward in a layer table: what is right, given the student's own earlier cells.

Each layer is applied to the shape that the student gave for the row that feeds it, through rows of
the network that the table leaves out. A cell that states what comes of this is right in itself;
the mistake was made where that shape came from.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from quizengine.calculator import AppliedLayer, LayerError, Quantity, Shape, as_shape
from quizengine.calculator.network import NetworkRow
from quizengine.expressions import ExpressionError
from quizengine.questions.kinds.table_cells import Given
from quizengine.questions.wrong_answers import comparable

CellPosition = tuple[int, str]
"""A cell: the index of its row, and its column."""

MOST_BETWEEN = 40
"""Layers left out between two rows of the table that a shape is followed through."""

_SUMS = {"params": (("weights", "biases"), ("trainable_params", "non_trainable_params"))}
"""The columns whose sum a column is, in each way to add it up."""


class _StudentOutput(NamedTuple):
    """The output of a layer according to the student, and the cells to blame if it is wrong.

    `is_count` is whether only the number of values is known, from the column of sizes.
    """

    shape: Shape
    causes: tuple[str, ...] = ()
    is_count: bool = False


class CarriedCellErrors:
    """Finds the carried errors of a table, row by row: each row before those that it feeds.

    `layers` are its rows, `names` the names of the cells, and `given` what is typed into them.
    """

    def __init__(
        self,
        layers: Sequence[AppliedLayer],
        names: Mapping[CellPosition, str],
        given: Mapping[CellPosition, Given],
    ) -> None:
        self._layers = layers
        self._names = names
        self._given = given
        self._rows = {id(layer): row for row, layer in enumerate(layers)}
        self._outputs: list[list[_StudentOutput]] = []
        self._causes: dict[CellPosition, tuple[str, ...]] = {}

    def causes(self) -> dict[CellPosition, tuple[str, ...]]:
        """Return the cells to blame for each wrong cell that is right given earlier ones."""
        columns = dict.fromkeys(column for _, column in self._names)
        for row, layer in enumerate(self._layers):
            reapplied = [
                (inputs, applied)
                for inputs in self._inputs(row)
                if (applied := _applied(layer, inputs))
            ]
            # The shape first: the other cells of its row may follow from it.
            for column in sorted(columns, key=lambda each: each != "output_shape"):
                position = (row, column)
                if self._is_wrong(position):
                    self._find_causes(position, reapplied)
            self._outputs.append(self._student_outputs(row, reapplied))
        return self._causes

    def _find_causes(
        self, position: CellPosition, reapplied: Sequence[tuple[list[_StudentOutput], AppliedLayer]]
    ) -> None:
        given = self._given[position]
        for value, causes in self._expected_values(position, reapplied):
            if causes and value == given:
                self._causes[position] = tuple(dict.fromkeys(causes))
                return

    def _expected_values(
        self, position: CellPosition, reapplied: Sequence[tuple[list[_StudentOutput], AppliedLayer]]
    ) -> Iterator[tuple[object, tuple[str, ...]]]:
        """Yield the values of a cell that follow from other cells, and which of these are wrong."""
        row, column = position
        shape = (row, "output_shape")
        if column != "output_shape" and self._is_wrong(shape):
            yield self._count_for_typed_shape(position), self._blamed(shape)
        for inputs, applied in reapplied:
            yield comparable(getattr(applied, column)), _causes(inputs)
        for parts in _SUMS.get(column, ()):
            positions = [(row, part) for part in parts]
            numbers = [self._given.get(each) for each in positions]
            counts = [number for number in numbers if isinstance(number, int)]
            if len(counts) == len(positions):
                wrong = [cause for each in positions for cause in self._blamed(each)]
                yield sum(counts), tuple(wrong)

    def _count_for_typed_shape(self, position: CellPosition) -> object:
        """Return the count in a cell for the output shape that the student gave.

        Counts but the size take only its sides. None where there is no such count.
        """
        row, column = position
        layer, given = self._layers[row], self._given[(row, "output_shape")]
        right = self._right(position)
        if not isinstance(given, tuple) or len(given) != len(layer.output):
            return None
        if column == "size":
            return math.prod(given)
        if not isinstance(right, Quantity):
            return None
        sides = zip(layer.output.symbols, given, strict=True)
        symbols = {symbol: size for symbol, size in sides if symbol.endswith("o")}
        try:
            return right.count_formula.formula.value({**right.symbols, **symbols})
        except ExpressionError:
            return None

    def _student_outputs(
        self, row: int, reapplied: Sequence[tuple[list[_StudentOutput], AppliedLayer]]
    ) -> list[_StudentOutput]:
        """Return what the student may take for the output of a row, the likeliest first."""
        right = self._layers[row].output
        position, size = (row, "output_shape"), (row, "size")
        given = self._given.get(position)
        found: list[_StudentOutput] = []
        if not isinstance(given, tuple):
            # Where no shape is typed, it follows from the inputs.
            found = [
                _StudentOutput(applied.output, _causes(inputs)) for inputs, applied in reapplied
            ]
        elif given == tuple(right):
            found = [_StudentOutput(right)]
        elif (shape := _shape(given)) is not None:
            found = [_StudentOutput(shape, self._blamed(position))]
        if self._is_wrong(size):
            count = _shape((self._given[size],))
            if count is not None:
                found.append(_StudentOutput(count, self._blamed(size), is_count=True))
        return found or [_StudentOutput(right)]

    def _inputs(self, row: int) -> list[list[_StudentOutput]]:
        """Return what the student may take for the inputs of a row, where that is wrong."""
        layer = self._layers[row]
        if isinstance(layer, NetworkRow):
            sources = [self._output_of(source.row, 0) for source in layer.sources]
        else:
            sources = [self._matching(shape, row) for shape in layer.inputs]
        if not sources or not all(sources):
            return []
        return [inputs for inputs in _combinations(sources) if _causes(inputs)]

    def _output_of(self, source: NetworkRow, depth: int) -> list[_StudentOutput]:
        """Return the same for the output of a row of the network, whether in the table or not."""
        row = self._rows.get(id(source))
        if row is not None:
            return (
                self._outputs[row] if row < len(self._outputs) else [_StudentOutput(source.output)]
            )
        if not source.sources or depth == MOST_BETWEEN:
            return [_StudentOutput(source.output)]
        sources = [self._output_of(each.row, depth + 1) for each in source.sources]
        found = []
        for inputs in _combinations(sources):
            causes = _causes(inputs)
            if not causes:
                found.append(_StudentOutput(source.output))
            elif (applied := _applied(source, inputs)) is not None:
                found.append(_StudentOutput(applied.output, causes))
        return found

    def _matching(self, wanted: Shape, row: int) -> list[_StudentOutput]:
        """Return the outputs of the nearest row above that fits an input, flattened if need be."""
        for above in range(row - 1, -1, -1):
            right = self._layers[above].output
            if tuple(right) == tuple(wanted):
                return [output for output in self._outputs[above] if not output.is_count]
            if len(wanted) == 1 and math.prod(right) == wanted[0]:
                return [
                    output._replace(shape=flat, is_count=False)
                    for output in self._outputs[above]
                    if (flat := _shape((math.prod(output.shape),))) is not None
                ]
        return []

    def _right(self, position: CellPosition) -> object:
        """Return the right value of a cell."""
        return getattr(self._layers[position[0]], position[1])

    def _is_wrong(self, position: CellPosition) -> bool:
        given = self._given.get(position)
        return given is not None and given != comparable(self._right(position))

    def _blamed(self, position: CellPosition) -> tuple[str, ...]:
        """Return the cells to blame for a cell: itself or those it follows from; none if right."""
        if not self._is_wrong(position):
            return ()
        return self._causes.get(position, (self._names[position],))


def _combinations(sources: Sequence[Sequence[_StudentOutput]]) -> list[list[_StudentOutput]]:
    """Return the inputs to try together: each of a single source, the likeliest of several."""
    if len(sources) == 1:
        return [[output] for output in sources[0]]
    return [[outputs[0] for outputs in sources]]


def _causes(inputs: Sequence[_StudentOutput]) -> tuple[str, ...]:
    return tuple(cause for each in inputs for cause in each.causes)


def _applied(layer: AppliedLayer, inputs: Sequence[_StudentOutput]) -> AppliedLayer | None:
    """Return a layer applied to some inputs; None where it does not take them."""
    # Where only the number of values is known, the shape is known after Flatten alone.
    if layer.layer.kind != "Flatten" and any(each.is_count for each in inputs):
        return None
    try:
        return layer.layer(*(each.shape for each in inputs))
    except LayerError:
        return None


def _shape(axes: object) -> Shape | None:
    try:
        return as_shape(axes)
    except LayerError:
        return None
