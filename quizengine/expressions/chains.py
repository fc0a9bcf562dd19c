"""Sums and products of small ints, computed in one go.

`F*F*D*K` is three operations in its tree; as one loop over its names it costs a third. Whatever
is no int, too large, or has no value is left to the careful way, which knows where it is.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Mapping
from typing import Any

from quizengine.expressions.limits import LARGEST

Evaluator = Callable[[Mapping[str, object]], Any]


def chain_of(node: ast.BinOp) -> list[tuple[int, ast.expr]]:
    """The operands of a left-nested sum, each with its sign, or the factors of a product."""
    kinds = (ast.Mult,) if isinstance(node.op, ast.Mult) else (ast.Add, ast.Sub)
    operands: list[tuple[int, ast.expr]] = []
    tree: ast.expr = node
    while isinstance(tree, ast.BinOp) and isinstance(tree.op, kinds):
        operands.append((-1 if isinstance(tree.op, ast.Sub) else 1, tree.right))
        tree = tree.left
    operands.append((1, tree))
    return operands[::-1]


class Chain:
    """The operands of a sum or product, sorted into numbers, names and the rest."""

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
        """What multiplies them all."""
        start, names_used, fallback = math.prod(self.constants), self.names, self.fallback
        parts = [part for _, part in self.parts]

        def compute(names: Mapping[str, object]) -> object:
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
                value = part(names)
                if value.__class__ is not int:
                    return fallback(names)
                result *= value
            return result if -LARGEST < result < LARGEST else fallback(names)

        return compute

    def total(self) -> Evaluator:
        """What adds them up, each with its sign."""
        start, added, subtracted, fallback = (
            sum(self.constants),
            self.names,
            self.subtracted,
            self.fallback,
        )
        parts = self.parts

        def compute(names: Mapping[str, object]) -> object:
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
                value = part(names)
                if value.__class__ is not int:
                    return fallback(names)
                result += value if sign > 0 else -value
            return result if -LARGEST < result < LARGEST else fallback(names)

        return compute
