"""Edits of a formula tried with numbers: thousands of them, without making a formula of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from quizengine.expressions.errors import ExpressionError
from quizengine.expressions.evaluation import ARITHMETIC_FAULTS, Names
from quizengine.expressions.flattening import NodeFunction
from quizengine.expressions.formula_mutations import MutatedFormula, Mutation
from quizengine.expressions.numbers import Number, is_number


class EvaluatedFormula(NamedTuple):
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


def evaluate_nodes(mutated: MutatedFormula, names: Names) -> EvaluatedFormula:
    """A formula ready to be edited. Raises ExpressionError where it has no value."""
    values = mutated.formula.trace(names)
    for leaf in mutated.extras:
        value = leaf.constant if leaf.constant is not None else names[leaf.text]
        if not is_number(value):
            raise ExpressionError(f"`{leaf.text}` is no number", mutated.formula.source)
        values.append(value)
    return EvaluatedFormula(mutated, values, list(mutated.formula.operations))


def mutated_values(
    evaluated: EvaluatedFormula, mutations: Iterable[Mutation]
) -> Iterator[tuple[Mutation, Number]]:
    """What the formula comes to under each of some edits, where that is another number.

    After an edit of one node no second one is tried there.
    """
    mutated_index = -1 if evaluated.before is None else evaluated.before.node_index
    value = evaluated.value
    for mutation in mutations:
        if mutation.node_index != mutated_index:
            result = _result(evaluated, mutation)
            if result is not None and result != value:
                yield mutation, result


def with_mutation(evaluated: EvaluatedFormula, mutation: Mutation) -> EvaluatedFormula | None:
    """The formula with one edit made, ready for a second; None where that has no value."""
    values = list(evaluated.values)
    operations = list(evaluated.operations)
    leaves = len(evaluated.mutated.parents) - len(operations)
    mutated_index = mutation.node_index
    try:
        if mutated_index < leaves:
            values[mutated_index] = mutation.compute(values)
        else:
            operations[mutated_index - leaves] = _replacing(
                operations[mutated_index - leaves], mutation
            )
        for index, operation in enumerate(operations, leaves):
            values[index] = operation(values)
    except ARITHMETIC_FAULTS:
        return None
    return EvaluatedFormula(evaluated.mutated, values, operations, mutation)


def _replacing(operation: NodeFunction, mutation: Mutation) -> NodeFunction:
    """What computes an edited node; the edit may build on what the node was."""
    if not any(mutation.node_index in node.children for node in mutation.new_nodes):
        return mutation.compute

    def compute(values: list[Number]) -> Number:
        values[mutation.node_index] = operation(values)
        return mutation.compute(values)

    return compute


def _result(evaluated: EvaluatedFormula, mutation: Mutation) -> Number | None:
    """The formula's value under an edit; None where it has none, or the edit changes nothing."""
    values, parents, operations = evaluated.values, evaluated.mutated.parents, evaluated.operations
    root, current = len(parents) - 1, mutation.node_index
    leaves = root + 1 - len(operations)
    kept: list[tuple[int, Number]] = []
    try:
        value = mutation.compute(values)
        if value == values[current]:
            return None
        if current < leaves:
            # A symbol may stand in several places: everything above it is computed anew.
            kept = list(enumerate(values[: root + 1]))
            values[current] = value
            for index, operation in enumerate(operations, leaves):
                values[index] = operation(values)
            return values[root]
        while current != root:
            kept.append((current, values[current]))
            values[current] = value
            current = parents[current]
            # An operation that builds on what its node was writes it there.
            kept.append((current, values[current]))
            value = operations[current - leaves](values)
    except ARITHMETIC_FAULTS:
        return None
    else:
        return value
    finally:
        for index, old in reversed(kept):
            values[index] = old
