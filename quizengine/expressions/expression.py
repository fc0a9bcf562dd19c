"""An expression: read and checked once, evaluated any number of times."""

from __future__ import annotations

import ast
from functools import lru_cache

from quizengine.expressions.evaluation import compile_tree
from quizengine.expressions.evaluator import Evaluator
from quizengine.expressions.reading import offset_of, read_tree

_BLANKS = {ord(char): " " for char in "\t\r\n"}


class Expression:
    """A checked expression of the language.

    `source` is its text, `tree` its syntax tree, `names` the free names it uses, functions
    included. `evaluate` takes the values of the names and returns that of the expression; it
    raises ExpressionError.
    """

    __slots__ = ("evaluate", "names", "source", "tree")

    evaluate: Evaluator

    def __init__(self, source: str) -> None:
        """Read the source. Raises ExpressionError, with the character at fault."""
        # A line break becomes a blank, which changes no offset.
        source = source if "#" in source else source.translate(_BLANKS)
        self.source = source
        self.tree = read_tree(source)
        self.evaluate = compile_tree(self.tree, source)
        self.names = frozenset(
            node.id for node in ast.walk(self.tree) if isinstance(node, ast.Name)
        )

    def offset_of_name(self, name: str) -> int:
        """Return the offset of the first occurrence of a name; 0 where there is none."""
        offsets = [
            offset_of(self.source, node)
            for node in ast.walk(self.tree)
            if isinstance(node, ast.Name) and node.id == name
        ]
        return min(offsets, default=0)

    def __repr__(self) -> str:
        return f"Expression({self.source!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Expression) and self.source == other.source

    def __hash__(self) -> int:
        return hash(self.source)


@lru_cache(maxsize=4096)
def parse(source: str) -> Expression:
    """Return the expression of a text. Raises ExpressionError, with the character at fault."""
    return Expression(source)
