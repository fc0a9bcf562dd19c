"""Errors carried forward in a layer table: what is right, given the student's own earlier cells.

A layer is applied once more to the shape that the student has before it: to the row that feeds it,
through rows of the network that the table leaves out. What comes of it is right as far as the row
goes, and the slip is where that shape came from.
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
"""A cell: the number of its row, and its column."""

MOST_BETWEEN = 40
"""Layers between two rows of the table that a shape is followed through."""

_SUMS = {"params": (("weights", "biases"), ("trainable_params", "non_trainable_params"))}
"""Columns that are the sum of others."""


class _StudentOutput(NamedTuple):
    """What a student takes a layer to put out, and the cells to blame where that is not right.

    `is_count` is whether only the number of values is known, which no shape goes with.
    """

    shape: Shape
    causes: tuple[str, ...] = ()
    is_count: bool = False


class CarriedCellErrors:
    """One look at a filled table: its layers, a name for each cell, and what is typed into some.

    It goes row by row: each row's own output is known before those it feeds.
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

    def found(self) -> dict[CellPosition, tuple[str, ...]]:
        """The wrong cells that are right given earlier ones, each with those that are to blame."""
        columns = dict.fromkeys(column for _, column in self._names)
        for row, layer in enumerate(self._layers):
            reapplied = [
                (own, applied) for own in self._inputs(row) if (applied := _applied(layer, own))
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
        """What a cell would be by the student's other cells, and which of those are wrong."""
        row, column = position
        shape = (row, "output_shape")
        if column != "output_shape" and self._is_wrong(shape):
            yield self._count_for_typed_shape(position), self._blamed(shape)
        for own, applied in reapplied:
            yield comparable(getattr(applied, column)), _causes(own)
        for parts in _SUMS.get(column, ()):
            positions = [(row, part) for part in parts]
            numbers = [self._given.get(each) for each in positions]
            counts = [number for number in numbers if isinstance(number, int)]
            if len(counts) == len(positions):
                wrong = [cause for each in positions for cause in self._blamed(each)]
                yield sum(counts), tuple(wrong)

    def _count_for_typed_shape(self, position: CellPosition) -> object:
        """A count of a layer whose output has the student's own sides; of a size, own depth too."""
        row, column = position
        layer, own = self._layers[row], self._given[(row, "output_shape")]
        right = self._right(position)
        if not isinstance(own, tuple) or len(own) != len(layer.output):
            return None
        if column == "size":
            return math.prod(own)
        if not isinstance(right, Quantity):
            return None
        sides = zip(layer.output.symbols, own, strict=True)
        symbols = {symbol: size for symbol, size in sides if symbol.endswith("o")}
        try:
            return right.count_formula.formula.value({**right.symbols, **symbols})
        except ExpressionError:
            return None

    def _student_outputs(
        self, row: int, reapplied: Sequence[tuple[list[_StudentOutput], AppliedLayer]]
    ) -> list[_StudentOutput]:
        """What the student takes a row to put out, the likeliest first."""
        right = self._layers[row].output
        position, size = (row, "output_shape"), (row, "size")
        given = self._given.get(position)
        found: list[_StudentOutput] = []
        if not isinstance(given, tuple):
            # Where no shape is typed, it is what came before that goes through the layer.
            found = [_StudentOutput(applied.output, _causes(own)) for own, applied in reapplied]
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
        """What the student takes to go into a row; only what is not right."""
        layer = self._layers[row]
        if isinstance(layer, NetworkRow):
            sources = [self._output_of(source.row, 0) for source in layer.sources]
        else:
            sources = [self._matching(shape, row) for shape in layer.inputs]
        if not sources or not all(sources):
            return []
        return [own for own in _combinations(sources) if _causes(own)]

    def _output_of(self, source: NetworkRow, depth: int) -> list[_StudentOutput]:
        """What the student takes a row of the network to put out, in the table or between."""
        row = self._rows.get(id(source))
        if row is not None:
            return (
                self._outputs[row] if row < len(self._outputs) else [_StudentOutput(source.output)]
            )
        if not source.sources or depth == MOST_BETWEEN:
            return [_StudentOutput(source.output)]
        feeds = [self._output_of(each.row, depth + 1) for each in source.sources]
        found = []
        for own in _combinations(feeds):
            causes = _causes(own)
            if not causes:
                found.append(_StudentOutput(source.output))
            elif (applied := _applied(source, own)) is not None:
                found.append(_StudentOutput(applied.output, causes))
        return found

    def _matching(self, wanted: Shape, row: int) -> list[_StudentOutput]:
        """The output of the nearest row above that goes into a layer, laid out flat if need be."""
        for above in range(row - 1, -1, -1):
            right = self._layers[above].output
            if tuple(right) == tuple(wanted):
                return [own for own in self._outputs[above] if not own.is_count]
            if len(wanted) == 1 and math.prod(right) == wanted[0]:
                return [
                    own._replace(shape=flat, is_count=False)
                    for own in self._outputs[above]
                    if (flat := _shape((math.prod(own.shape),))) is not None
                ]
        return []

    def _right(self, position: CellPosition) -> object:
        """The right value of a cell."""
        return getattr(self._layers[position[0]], position[1])

    def _is_wrong(self, position: CellPosition) -> bool:
        given = self._given.get(position)
        return given is not None and given != comparable(self._right(position))

    def _blamed(self, position: CellPosition) -> tuple[str, ...]:
        """The cells to blame for a cell: itself, or those it was carried from; none if right."""
        if not self._is_wrong(position):
            return ()
        return self._causes.get(position, (self._names[position],))


def _combinations(feeds: Sequence[Sequence[_StudentOutput]]) -> list[list[_StudentOutput]]:
    """What may go in together: each of one source, or of several sources the likeliest."""
    return [[own] for own in feeds[0]] if len(feeds) == 1 else [[own[0] for own in feeds]]


def _causes(own: Sequence[_StudentOutput]) -> tuple[str, ...]:
    return tuple(cause for each in own for cause in each.causes)


def _applied(layer: AppliedLayer, own: Sequence[_StudentOutput]) -> AppliedLayer | None:
    """A layer on what the student takes to go in; None where it does not take that."""
    # A number of values is a shape only where they are laid out flat.
    if layer.layer.kind != "Flatten" and any(each.is_count for each in own):
        return None
    try:
        return layer.layer(*(each.shape for each in own))
    except LayerError:
        return None


def _shape(axes: object) -> Shape | None:
    try:
        return as_shape(axes)
    except LayerError:
        return None
