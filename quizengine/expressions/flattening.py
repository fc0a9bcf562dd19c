"""A formula's syntax tree as a flat list of nodes, sums and products each in one node."""

from __future__ import annotations

import ast
import math
from collections.abc import Callable
from typing import Any, cast

from quizengine.expressions.chains import chain_of
from quizengine.expressions.evaluation import Evaluator, compile_tree
from quizengine.expressions.expression import Expression
from quizengine.expressions.functions import STANDARD_FUNCTIONS
from quizengine.expressions.notation import Node
from quizengine.expressions.numbers import Number, divide, exact, is_number, power

Operation = Callable[[list[Number]], Number]

_CALLS = ("floor", "ceil", "min", "max", "abs")
"""Functions that are part of a formula's notation; any other call is a leaf with a value."""

_LOOSE = (ast.IfExp, ast.BoolOp, ast.Compare, ast.UnaryOp)
"""Leaves that need brackets inside a formula."""


def flatten(expression: Expression) -> tuple[list[Node], list[Evaluator], list[Operation]]:
    """The nodes of a formula, leaves first and the root last; what fills the leaves; what
    computes each further node from the values before it.
    """
    return _Flattener(expression).result()


class _Flattener:
    def __init__(self, expression: Expression) -> None:
        self._source = expression.source
        self._leaves: list[tuple[Node, Evaluator]] = []
        self._inner: list[tuple[Node, Operation]] = []
        self._places: dict[str, int] = {}
        self._root = expression.tree

    def result(self) -> tuple[list[Node], list[Evaluator], list[Operation]]:
        # Leaves come first, so they are collected before any operation is numbered.
        self._collect(self._root)
        self._visit(self._root)
        nodes = [node for node, _ in self._leaves] + [node for node, _ in self._inner]
        return (
            nodes,
            [evaluator for _, evaluator in self._leaves],
            [operation for _, operation in self._inner],
        )

    def _collect(self, tree: ast.expr) -> None:
        parts = operands_of(tree)
        if parts is not None:
            for part in parts:
                self._collect(part)
            return
        text = ast.unparse(tree)
        if text in self._places:
            return
        self._places[text] = len(self._leaves)
        constant = tree.value if isinstance(tree, ast.Constant) else None
        kind = "number" if is_number(constant) or isinstance(constant, float) else "leaf"
        whole = constant if isinstance(constant, int) else None
        # A leaf is written where the notation may need it as one piece.
        piece = f"({text})" if isinstance(tree, _LOOSE) else text
        node = Node(kind, (), 0, piece, constant=whole)
        self._leaves.append((node, compile_tree(tree, self._source)))

    def _visit(self, tree: ast.expr) -> int:
        """The index of the node for a tree, which is added where it is new."""
        if operands_of(tree) is None:
            return self._places[ast.unparse(tree)]
        kind, parts, signs = _operation_of(tree)
        children = tuple(self._visit(part) for part in parts)
        height = 1 + max(self._height(child) for child in children)
        node = Node(kind, children, height, ast.unparse(tree), signs)
        self._inner.append((node, operation_on(kind, children, signs)))
        return len(self._leaves) + len(self._inner) - 1

    def _height(self, index: int) -> int:
        if index < len(self._leaves):
            return 0
        return self._inner[index - len(self._leaves)][0].height


def operands_of(tree: ast.expr) -> list[ast.expr] | None:
    """The operands of an operation of the notation; None for a leaf."""
    if isinstance(tree, ast.BinOp):
        return [tree.left, tree.right]
    if isinstance(tree, ast.UnaryOp) and isinstance(tree.op, ast.USub):
        return [tree.operand]
    if (
        isinstance(tree, ast.Call)
        and isinstance(tree.func, ast.Name)
        and tree.func.id in _CALLS
        and tree.args
        and not tree.keywords
        and not (len(tree.args) == 1 and tree.func.id in ("min", "max"))
    ):
        return list(tree.args)
    return None


def _operation_of(tree: ast.expr) -> tuple[str, list[ast.expr], str]:
    """Kind, operands and, for a sum, their signs. Left-nested sums and products are one node;
    a right-nested one was bracketed by its author and stays a node of its own.
    """
    if isinstance(tree, ast.UnaryOp):
        return "negative", [tree.operand], ""
    if isinstance(tree, ast.Call):
        return cast(ast.Name, tree.func).id, list(tree.args), ""
    return _binary(cast(ast.BinOp, tree))


def _binary(tree: ast.BinOp) -> tuple[str, list[ast.expr], str]:
    if isinstance(tree.op, (ast.Add, ast.Sub, ast.Mult)):
        signs, operands = zip(*chain_of(tree), strict=True)
        if isinstance(tree.op, ast.Mult):
            return "product", list(operands), ""
        return "sum", list(operands), "".join("+" if sign > 0 else "−" for sign in signs)
    kinds = {ast.Div: "quotient", ast.FloorDiv: "floordiv", ast.Mod: "rest", ast.Pow: "power"}
    return kinds[type(tree.op)], [tree.left, tree.right], ""


def operation_on(kind: str, children: tuple[int, ...], signs: str) -> Operation:
    """What computes a node of a kind from the values of its children; `signs` are a sum's."""
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


def _sum(children: tuple[int, ...], signs: str) -> Operation:
    added = tuple(child for child, sign in zip(children, signs, strict=True) if sign == "+")
    taken = tuple(child for child, sign in zip(children, signs, strict=True) if sign == "−")
    if not taken:
        if len(added) == 2:
            one, two = added
            return lambda values: exact(values[one] + values[two])
        return lambda values: exact(sum([values[child] for child in added]))
    return lambda values: exact(
        sum([values[child] for child in added]) - sum([values[child] for child in taken])
    )
