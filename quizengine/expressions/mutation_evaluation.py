"""The values of mutated formulas: thousands of mutations, without making a formula of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from quizengine.expressions.errors import ExpressionError
from quizengine.expressions.evaluation import ARITHMETIC_FAULTS
from quizengine.expressions.evaluator import Names
from quizengine.expressions.flattening import NodeFunction
from quizengine.expressions.formula_mutations import MutatedFormula, Mutation
from quizengine.expressions.numbers import Number, is_number


class EvaluatedFormula(NamedTuple):
    """A formula with numbers put in, to which mutations are applied.

    `values` has the value of every node and extra leaf, `operations` the function that computes
    each node that is no leaf, and `before` the mutation that has been made already, if any.
    """

    mutated: MutatedFormula
    values: list[Number]
    operations: list[NodeFunction]
    before: Mutation | None = None

    @property
    def value(self) -> Number:
        """The value of the whole formula."""
        return self.values[len(self.mutated.parents) - 1]


def evaluate_nodes(mutated: MutatedFormula, names: Names) -> EvaluatedFormula:
    """Evaluate every node of a formula. Raises ExpressionError where one has no value."""
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
    """Yield each mutation that changes the value of the formula, with the changed value.

    Where a mutation has been made already, no second one of the same node is applied.
    """
    mutated_index = -1 if evaluated.before is None else evaluated.before.node_index
    value = evaluated.value
    for mutation in mutations:
        if mutation.node_index != mutated_index:
            result = _result(evaluated, mutation)
            if result is not None and result != value:
                yield mutation, result


def with_mutation(evaluated: EvaluatedFormula, mutation: Mutation) -> EvaluatedFormula | None:
    """Apply a mutation, so that a second can follow; return None where the result has no value."""
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
    """Return the function that computes a mutated node; it may use the node's former value."""
    if not any(mutation.node_index in node.children for node in mutation.new_nodes):
        return mutation.compute

    def compute(values: list[Number]) -> Number:
        values[mutation.node_index] = operation(values)
        return mutation.compute(values)

    return compute


def _result(evaluated: EvaluatedFormula, mutation: Mutation) -> Number | None:
    """Return the formula's value under a mutation.

    None where it has no value, or the mutation does not change the node.
    """
    values, parents, operations = evaluated.values, evaluated.mutated.parents, evaluated.operations
    root, current = len(parents) - 1, mutation.node_index
    leaves = root + 1 - len(operations)
    kept: list[tuple[int, Number]] = []
    try:
        value = mutation.compute(values)
        if value == values[current]:
            return None
        if current < leaves:
            # A symbol may occur several times: every operation is computed anew.
            kept = list(enumerate(values[: root + 1]))
            values[current] = value
            for index, operation in enumerate(operations, leaves):
                values[index] = operation(values)
            return values[root]
        while current != root:
            kept.append((current, values[current]))
            values[current] = value
            current = parents[current]
            # An operation made by `_replacing` writes the former value of its node into `values`.
            kept.append((current, values[current]))
            value = operations[current - leaves](values)
    except ARITHMETIC_FAULTS:
        return None
    else:
        return value
    finally:
        for index, old in reversed(kept):
            values[index] = old
