"""A formula's syntax tree as a flat list of nodes, sums and products each in one node."""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, cast

from quizengine.expressions.chains import chain_of
from quizengine.expressions.evaluation import compile_tree
from quizengine.expressions.evaluator import Evaluator
from quizengine.expressions.expression import Expression
from quizengine.expressions.functions import STANDARD_FUNCTIONS
from quizengine.expressions.notation import Node
from quizengine.expressions.numbers import Number, divide, exact, is_number, power

NodeFunction = Callable[[list[Number]], Number]

_CALLS = ("floor", "ceil", "min", "max", "abs")
"""Functions that are part of a formula's notation; any other call is a leaf with a value."""

_KINDS = {ast.Div: "quotient", ast.FloorDiv: "floordiv", ast.Mod: "rest", ast.Pow: "power"}
"""The operations of two operands each, by their operators."""

_LOOSE = (ast.IfExp, ast.BoolOp, ast.Compare, ast.UnaryOp)
"""Leaves that need brackets inside a formula."""


def flatten(expression: Expression) -> tuple[list[Node], list[Evaluator], list[NodeFunction]]:
    """Return the nodes of a formula, leaves first and the root last, and two lists of functions.

    The first computes the leaves from names, the second each further node from the values of the
    nodes before it.
    """
    flat = _Flattener(expression.source)
    # Leaves come first, so they are collected before any operation is numbered.
    flat.collect(expression.tree)
    flat.visit(expression.tree)
    return flat.nodes, flat.evaluators, flat.operations


class _Flattener:
    def __init__(self, source: str) -> None:
        self.nodes: list[Node] = []
        self.evaluators: list[Evaluator] = []
        self.operations: list[NodeFunction] = []
        self._source = source
        self._leaves: dict[str, int] = {}

    def collect(self, tree: ast.expr) -> None:
        """Add those leaves of a tree that have not been met before."""
        found = operation_of(tree)
        if found is not None:
            for part in found.operands:
                self.collect(part)
            return
        text = ast.unparse(tree)
        if text in self._leaves:
            return
        self._leaves[text] = len(self.nodes)
        constant = tree.value if isinstance(tree, ast.Constant) else None
        kind = "number" if is_number(constant) or isinstance(constant, float) else "leaf"
        whole = constant if isinstance(constant, int) else None
        # A loose leaf has brackets, so that it can stand anywhere in a written formula.
        piece = f"({text})" if isinstance(tree, _LOOSE) else text
        self.nodes.append(Node(kind, (), 0, piece, constant=whole))
        self.evaluators.append(compile_tree(tree, self._source))

    def visit(self, tree: ast.expr) -> int:
        """Return the index of the node for a tree, after adding it unless it is a leaf."""
        found = operation_of(tree)
        if found is None:
            return self._leaves[ast.unparse(tree)]
        kind, operands, signs = found
        children = tuple([self.visit(operand) for operand in operands])
        height = 1 + max(self.nodes[child].height for child in children)
        self.nodes.append(Node(kind, children, height, ast.unparse(tree), signs))
        self.operations.append(operation_on(kind, children, signs))
        return len(self.nodes) - 1


class _Parts(NamedTuple):
    """The kind and the operands of an operation; a sum has a sign for each operand."""

    kind: str
    operands: Sequence[ast.expr]
    signs: str = ""


def operation_of(tree: ast.expr) -> _Parts | None:
    """Return the parts of an operation that formulas are written with; None for a leaf.

    Left-nested sums and products are one operation; a right-nested one was bracketed by its
    author and stays one of its own.
    """
    match tree:
        case ast.BinOp(op=ast.Add() | ast.Sub() | ast.Mult()):
            signs, operands = zip(*chain_of(tree), strict=True)
            if isinstance(tree.op, ast.Mult):
                return _Parts("product", operands)
            return _Parts("sum", operands, "".join("+" if sign > 0 else "−" for sign in signs))
        case ast.BinOp():
            return _Parts(_KINDS[type(tree.op)], (tree.left, tree.right))
        case ast.UnaryOp(op=ast.USub()):
            return _Parts("negative", (tree.operand,))
        case ast.Call(func=ast.Name(id=name), args=[_, *others], keywords=[]):
            # The least or greatest of one argument is that of a list.
            if name in _CALLS and (others or name not in ("min", "max")):
                return _Parts(name, tree.args)
    return None


def operation_on(kind: str, children: tuple[int, ...], signs: str) -> NodeFunction:
    """Return the function that computes a node of a kind from the values of its children.

    `signs` are those of the terms of a sum.
    """
    if kind == "sum":
        return _sum(children, signs)
    if kind == "product":
        if len(children) == 2:
            one, two = children
            return lambda values: exact(values[one] * values[two])
        return lambda values: exact(math.prod([values[child] for child in children]))
    first = children[0]
    if kind == "same":
        return lambda values: values[first]
    if kind == "negative":
        return lambda values: exact(-values[first])
    if kind == "floor":
        return lambda values: math.floor(values[first])
    if kind == "ceil":
        return lambda values: math.ceil(values[first])
    if kind in STANDARD_FUNCTIONS:
        function: Callable[..., Any] = STANDARD_FUNCTIONS[kind]
        return lambda values: cast(Number, function(*[values[child] for child in children]))
    second = children[1]
    if kind == "quotient":
        return lambda values: divide(values[first], values[second])
    if kind == "floordiv":
        return lambda values: exact(values[first] // values[second])
    if kind == "rest":
        return lambda values: exact(values[first] % values[second])
    return lambda values: power(values[first], values[second])


def _sum(children: tuple[int, ...], signs: str) -> NodeFunction:
    added = tuple(child for child, sign in zip(children, signs, strict=True) if sign == "+")
    subtracted = tuple(child for child, sign in zip(children, signs, strict=True) if sign == "−")
    if not subtracted:
        if len(added) == 2:
            one, two = added
            return lambda values: exact(values[one] + values[two])
        return lambda values: exact(sum([values[child] for child in added]))
    return lambda values: exact(
        sum([values[child] for child in added]) - sum([values[child] for child in subtracted])
    )
