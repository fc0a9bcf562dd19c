"""Edits of a formula tried with numbers: thousands of them, without making a formula of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from quizengine.expressions.edits import Edit, Edited
from quizengine.expressions.errors import ExpressionError
from quizengine.expressions.evaluation import ARITHMETIC_FAULTS, Names
from quizengine.expressions.flattening import Operation
from quizengine.expressions.numbers import Number, is_number


class Trial(NamedTuple):
    """A formula with numbers put in, as edits find it: the value of every node and extra leaf,
    what computes each node, and the edit that was made before, if there was one.
    """

    edited: Edited
    values: list[Number]
    operations: list[Operation]
    before: Edit | None = None

    @property
    def value(self) -> Number:
        """What the formula comes to."""
        return self.values[len(self.edited.parents) - 1]


def trial(edited: Edited, names: Names) -> Trial:
    """A formula ready to be edited. Raises ExpressionError where it has no value."""
    values = edited.formula.trace(names)
    for leaf in edited.extras:
        value = leaf.constant if leaf.constant is not None else names[leaf.text]
        if not is_number(value):
            raise ExpressionError(f"`{leaf.text}` is no number", edited.formula.source)
        values.append(value)
    return Trial(edited, values, list(edited.formula.operations))


def outcomes(tried: Trial, edits: Iterable[Edit]) -> Iterator[tuple[Edit, Number]]:
    """What the formula comes to under each of some edits, where that is another number.

    After an edit of one node no second one is tried there.
    """
    taken = -1 if tried.before is None else tried.before.place
    value = tried.value
    for edit in edits:
        if edit.place != taken:
            result = _result(tried, edit)
            if result is not None and result != value:
                yield edit, result


def after(tried: Trial, edit: Edit) -> Trial | None:
    """The formula with one edit made, ready for a second; None where that has no value."""
    values = list(tried.values)
    operations = list(tried.operations)
    leaves = len(tried.edited.parents) - len(operations)
    place = edit.place
    try:
        if place < leaves:
            values[place] = edit.compute(values)
        else:
            operations[place - leaves] = _replacing(operations[place - leaves], edit)
        for index, operation in enumerate(operations, leaves):
            values[index] = operation(values)
    except ARITHMETIC_FAULTS:
        return None
    return Trial(tried.edited, values, operations, edit)


def _replacing(operation: Operation, edit: Edit) -> Operation:
    """What computes an edited node; the edit may build on what the node was."""
    if not any(edit.place in node.children for node in edit.made):
        return edit.compute

    def compute(values: list[Number]) -> Number:
        values[edit.place] = operation(values)
        return edit.compute(values)

    return compute


def _result(tried: Trial, edit: Edit) -> Number | None:
    """The formula's value under an edit; None where it has none, or the edit changes nothing."""
    values, parents, operations = tried.values, tried.edited.parents, tried.operations
    root, place = len(parents) - 1, edit.place
    leaves = root + 1 - len(operations)
    kept: list[tuple[int, Number]] = []
    try:
        value = edit.compute(values)
        if value == values[place]:
            return None
        if place < leaves:
            # A symbol may stand in several places: everything above it is computed anew.
            kept = list(enumerate(values[: root + 1]))
            values[place] = value
            for index, operation in enumerate(operations, leaves):
                values[index] = operation(values)
            return values[root]
        while place != root:
            kept.append((place, values[place]))
            values[place] = value
            place = parents[place]
            # An operation that builds on what its node was writes it there.
            kept.append((place, values[place]))
            value = operations[place - leaves](values)
    except ARITHMETIC_FAULTS:
        return None
    else:
        return value
    finally:
        for index, old in reversed(kept):
            values[index] = old
