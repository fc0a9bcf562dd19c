"""Edits of a formula tried with numbers: thousands of them, without making a formula of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from quizengine.expressions.errors import ExpressionError
from quizengine.expressions.evaluation import ARITHMETIC_FAULTS, Names
from quizengine.expressions.flattening import NodeFunction
from quizengine.expressions.formula_mutations import MutatedFormula, Mutation
from quizengine.expressions.numbers import Number, is_number


class Trial(NamedTuple):
    """A formula with numbers put in, as edits find it: the value of every node and extra leaf,
    what computes each node, and the edit that was made before, if there was one.
    """

    mutated: MutatedFormula
    values: list[Number]
    operations: list[NodeFunction]
    before: Mutation | None = None

    @property
    def value(self) -> Number:
        """What the formula comes to."""
        return self.values[len(self.mutated.parents) - 1]


def trial(mutated: MutatedFormula, names: Names) -> Trial:
    """A formula ready to be edited. Raises ExpressionError where it has no value."""
    values = mutated.formula.trace(names)
    for leaf in mutated.extras:
        value = leaf.constant if leaf.constant is not None else names[leaf.text]
        if not is_number(value):
            raise ExpressionError(f"`{leaf.text}` is no number", mutated.formula.source)
        values.append(value)
    return Trial(mutated, values, list(mutated.formula.operations))


def outcomes(tried: Trial, mutations: Iterable[Mutation]) -> Iterator[tuple[Mutation, Number]]:
    """What the formula comes to under each of some edits, where that is another number.

    After an edit of one node no second one is tried there.
    """
    taken = -1 if tried.before is None else tried.before.place
    value = tried.value
    for mutation in mutations:
        if mutation.place != taken:
            result = _result(tried, mutation)
            if result is not None and result != value:
                yield mutation, result


def after(tried: Trial, mutation: Mutation) -> Trial | None:
    """The formula with one edit made, ready for a second; None where that has no value."""
    values = list(tried.values)
    operations = list(tried.operations)
    leaves = len(tried.mutated.parents) - len(operations)
    place = mutation.place
    try:
        if place < leaves:
            values[place] = mutation.compute(values)
        else:
            operations[place - leaves] = _replacing(operations[place - leaves], mutation)
        for index, operation in enumerate(operations, leaves):
            values[index] = operation(values)
    except ARITHMETIC_FAULTS:
        return None
    return Trial(tried.mutated, values, operations, mutation)


def _replacing(operation: NodeFunction, mutation: Mutation) -> NodeFunction:
    """What computes an edited node; the edit may build on what the node was."""
    if not any(mutation.place in node.children for node in mutation.made):
        return mutation.compute

    def compute(values: list[Number]) -> Number:
        values[mutation.place] = operation(values)
        return mutation.compute(values)

    return compute


def _result(tried: Trial, mutation: Mutation) -> Number | None:
    """The formula's value under an edit; None where it has none, or the edit changes nothing."""
    values, parents, operations = tried.values, tried.mutated.parents, tried.operations
    root, place = len(parents) - 1, mutation.place
    leaves = root + 1 - len(operations)
    kept: list[tuple[int, Number]] = []
    try:
        value = mutation.compute(values)
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
