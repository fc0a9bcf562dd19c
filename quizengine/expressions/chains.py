"""Sums and products of small ints, each computed in one loop.

`F*F*D*K` is three operations in its syntax tree; as one loop over its names it takes a third of
the time. A value that is no int or too large, and a name without a value, is left to `fallback`,
which computes operation by operation and reports where a fault is.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Callable
from typing import Any

from quizengine.expressions.evaluator import Evaluator, Names
from quizengine.expressions.limits import LARGEST


def chain_of(node: ast.BinOp) -> list[tuple[int, ast.expr]]:
    """Return the terms of a left-nested sum with their signs, or the factors of a product."""
    kinds = (ast.Mult,) if isinstance(node.op, ast.Mult) else (ast.Add, ast.Sub)
    operands: list[tuple[int, ast.expr]] = []
    tree: ast.expr = node
    while isinstance(tree, ast.BinOp) and isinstance(tree.op, kinds):
        operands.append((-1 if isinstance(tree.op, ast.Sub) else 1, tree.right))
        tree = tree.left
    operands.append((1, tree))
    return operands[::-1]


class Chain:
    """The operands of a sum or product, sorted into constants, names and other expressions.

    `names` are added or multiplied, `subtracted` are names with a minus sign.
    """

    __slots__ = ("constants", "fallback", "names", "parts", "subtracted")

    def __init__(
        self,
        operands: list[tuple[int, ast.expr]],
        closure: Callable[[ast.expr], Evaluator],
        fallback: Evaluator,
    ) -> None:
        self.fallback = fallback
        self.constants: list[int] = []
        self.names: list[str] = []
        self.subtracted: list[str] = []
        self.parts: list[tuple[int, Evaluator]] = []
        for sign, tree in operands:
            if isinstance(tree, ast.Name):
                (self.names if sign > 0 else self.subtracted).append(tree.id)
            elif isinstance(tree, ast.Constant) and tree.value.__class__ is int:
                self.constants.append(sign * tree.value)
            else:
                self.parts.append((sign, closure(tree)))

    def product(self) -> Evaluator:
        """Return the function that multiplies the operands."""
        start, names_used, fallback = math.prod(self.constants), self.names, self.fallback
        parts = [part for _, part in self.parts]

        def compute(names: Names) -> object:
            result = start
            try:
                for name in names_used:
                    value: Any = names[name]
                    if value.__class__ is not int:
                        return fallback(names)
                    result *= value
            except KeyError:
                return fallback(names)
            for part in parts:
                factor: Any = part(names)
                if factor.__class__ is not int:
                    return fallback(names)
                result *= factor
            return result if -LARGEST < result < LARGEST else fallback(names)

        return compute

    def total(self) -> Evaluator:
        """Return the function that adds the operands up, each with its sign."""
        start, added, subtracted, fallback = (
            sum(self.constants),
            self.names,
            self.subtracted,
            self.fallback,
        )
        parts = self.parts

        def compute(names: Names) -> object:
            result = start
            try:
                for name in added:
                    value = names[name]
                    if value.__class__ is not int:
                        return fallback(names)
                    result += value
                for name in subtracted:
                    value = names[name]
                    if value.__class__ is not int:
                        return fallback(names)
                    result -= value
            except KeyError:
                return fallback(names)
            for sign, part in parts:
                term: Any = part(names)
                if term.__class__ is not int:
                    return fallback(names)
                result += term if sign > 0 else -term
            return result if -LARGEST < result < LARGEST else fallback(names)

        return compute
