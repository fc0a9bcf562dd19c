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
from quizengine.questions.wrong_answers import axes_of

Place = tuple[int, str]
"""A cell: the number of its row, and its column."""

MOST_BETWEEN = 40
"""Layers between two rows of the table that a shape is followed through."""

_SUMS = {"params": (("weights", "biases"), ("trainable_params", "non_trainable_params"))}
"""Columns that are the sum of others."""


class _Own(NamedTuple):
    """What a student takes a layer to put out, and the cells to blame where that is not right.

    `is_count` is whether only the number of values is known, which no shape goes with.
    """

    shape: Shape
    causes: tuple[str, ...] = ()
    is_count: bool = False


class Carrying:
    """One look at a filled table: its layers, a name for each cell, and what is typed into some.

    It goes row by row: each row's own output is known before those it feeds.
    """

    def __init__(
        self,
        layers: Sequence[AppliedLayer],
        names: Mapping[Place, str],
        given: Mapping[Place, Given],
    ) -> None:
        self._layers = layers
        self._names = names
        self._given = given
        self._rows = {id(layer): row for row, layer in enumerate(layers)}
        self._outputs: list[list[_Own]] = []
        self._causes: dict[Place, tuple[str, ...]] = {}

    def found(self) -> dict[Place, tuple[str, ...]]:
        """The wrong cells that are right given earlier ones, each with those that are to blame."""
        columns = dict.fromkeys(column for _, column in self._names)
        for row, layer in enumerate(self._layers):
            again = [(own, applied) for own in self._inputs(row) if (applied := _on(layer, own))]
            # The shape first: the other cells of its row may follow from it.
            for column in sorted(columns, key=lambda each: each != "output_shape"):
                place = (row, column)
                if self._is_wrong(place):
                    self._look_at(place, again)
            self._outputs.append(self._own_outputs(row, again))
        return self._causes

    def _look_at(self, place: Place, again: Sequence[tuple[list[_Own], AppliedLayer]]) -> None:
        given = self._given[place]
        for value, causes in self._following(place, again):
            if causes and value == given:
                self._causes[place] = tuple(dict.fromkeys(causes))
                return

    def _following(
        self, place: Place, again: Sequence[tuple[list[_Own], AppliedLayer]]
    ) -> Iterator[tuple[object, tuple[str, ...]]]:
        """What a cell would be by the student's other cells, and which of those are wrong."""
        row, column = place
        shape = (row, "output_shape")
        if column != "output_shape" and self._is_wrong(shape):
            yield self._on_own_shape(place), self._blamed(shape)
        for own, applied in again:
            yield axes_of(getattr(applied, column)), _causes(own)
        for parts in _SUMS.get(column, ()):
            places = [(row, part) for part in parts]
            numbers = [self._given.get(each) for each in places]
            counts = [number for number in numbers if isinstance(number, int)]
            if len(counts) == len(places):
                wrong = [cause for each in places for cause in self._blamed(each)]
                yield sum(counts), tuple(wrong)

    def _on_own_shape(self, place: Place) -> object:
        """A count of a layer whose output has the student's own sides; of a size, own depth too."""
        row, column = place
        layer, own = self._layers[row], self._given[(row, "output_shape")]
        right = self._right(place)
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

    def _own_outputs(
        self, row: int, again: Sequence[tuple[list[_Own], AppliedLayer]]
    ) -> list[_Own]:
        """What the student takes a row to put out, the likeliest first."""
        right = self._layers[row].output
        place, size = (row, "output_shape"), (row, "size")
        given = self._given.get(place)
        found: list[_Own] = []
        if not isinstance(given, tuple):
            # Where no shape is typed, it is what came before that goes through the layer.
            found = [_Own(applied.output, _causes(own)) for own, applied in again]
        elif given == tuple(right):
            found = [_Own(right)]
        elif (shape := _shape(given)) is not None:
            found = [_Own(shape, self._blamed(place))]
        if self._is_wrong(size):
            count = _shape((self._given[size],))
            if count is not None:
                found.append(_Own(count, self._blamed(size), is_count=True))
        return found or [_Own(right)]

    def _inputs(self, row: int) -> list[list[_Own]]:
        """What the student takes to go into a row; only what is not right."""
        layer = self._layers[row]
        if isinstance(layer, NetworkRow):
            sources = [self._output_of(source.row, 0) for source in layer.sources]
        else:
            sources = [self._matching(shape, row) for shape in layer.inputs]
        if not sources or not all(sources):
            return []
        return [own for own in _tries(sources) if _causes(own)]

    def _output_of(self, source: NetworkRow, depth: int) -> list[_Own]:
        """What the student takes a row of the network to put out, in the table or between."""
        row = self._rows.get(id(source))
        if row is not None:
            return self._outputs[row] if row < len(self._outputs) else [_Own(source.output)]
        if not source.sources or depth == MOST_BETWEEN:
            return [_Own(source.output)]
        feeds = [self._output_of(each.row, depth + 1) for each in source.sources]
        found = []
        for own in _tries(feeds):
            causes = _causes(own)
            if not causes:
                found.append(_Own(source.output))
            elif (applied := _on(source, own)) is not None:
                found.append(_Own(applied.output, causes))
        return found

    def _matching(self, wanted: Shape, row: int) -> list[_Own]:
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

    def _right(self, place: Place) -> object:
        """The right value of a cell."""
        return getattr(self._layers[place[0]], place[1])

    def _is_wrong(self, place: Place) -> bool:
        given = self._given.get(place)
        return given is not None and given != axes_of(self._right(place))

    def _blamed(self, place: Place) -> tuple[str, ...]:
        """The cells to blame for a cell: itself, or those it was carried from; none if right."""
        if not self._is_wrong(place):
            return ()
        return self._causes.get(place, (self._names[place],))


def _tries(feeds: Sequence[Sequence[_Own]]) -> list[list[_Own]]:
    """What may go in together: each of one source, or of several sources the likeliest."""
    return [[own] for own in feeds[0]] if len(feeds) == 1 else [[own[0] for own in feeds]]


def _causes(own: Sequence[_Own]) -> tuple[str, ...]:
    return tuple(cause for each in own for cause in each.causes)


def _on(layer: AppliedLayer, own: Sequence[_Own]) -> AppliedLayer | None:
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
