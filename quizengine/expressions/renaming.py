"""Renaming in formulas: a leaf such as `layer.params` becomes a plain symbol."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from quizengine.expressions.expression import Expression, parse
from quizengine.expressions.flattening import operation_of


def renamed(expression: Expression, symbols: Mapping[str, str]) -> str:
    """Return the source of a formula with leaves renamed; `symbols` maps source texts to names.

    `4*layer.params` with `{"layer.params": "n"}` is `4 * n`.
    """
    # A leaf may have brackets in the formula that are missing in `symbols`.
    by_text = {ast.unparse(parse(text).tree): symbol for text, symbol in symbols.items()}
    # Parse again: the tree of an expression is shared, and the transformer changes it.
    own = Expression(expression.source).tree
    return ast.unparse(_Renamer(by_text).visit(own))


class _Renamer(ast.NodeTransformer):
    def __init__(self, symbols: Mapping[str, str]) -> None:
        self._symbols = symbols

    def visit(self, node: ast.AST) -> ast.AST:
        if isinstance(node, ast.expr) and operation_of(node) is None:
            symbol = self._symbols.get(ast.unparse(node))
            return node if symbol is None else ast.Name(symbol, ast.Load())
        self.generic_visit(node)
        return node
