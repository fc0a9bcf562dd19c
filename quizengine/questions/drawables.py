"""The layers and networks that a picture can show: those that an answer's expressions name."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping

from quizengine.calculator.layer import AppliedLayer
from quizengine.calculator.network import Network
from quizengine.expressions import Expression, ExpressionError, kind_of, parse
from quizengine.questions.variant_scope import VariantScope

Drawable = AppliedLayer | Network

MOST = 40
"""Layers and networks that are looked for; a question about more is about their network."""

_NAMING = (ast.Name, ast.Attribute, ast.Subscript, ast.Call)


def chosen_drawable(expression: Expression, names: VariantScope) -> Drawable:
    """Return what an author chose to picture. Raises ExpressionError if that cannot be pictured."""
    value = expression.evaluate(names)
    if isinstance(value, (AppliedLayer, Network)):
        return value
    message = f"a picture shows a layer on an input or a network, and this is {kind_of(value)}"
    raise ExpressionError(message, expression.source)


def drawables_in(
    expressions: Iterable[Expression], names: VariantScope, let: Mapping[str, Expression]
) -> tuple[Drawable, ...]:
    """Return the layers on inputs and the networks that an answer is built on, each once.

    Definitions are followed. What has no value here is left out.
    """
    found: dict[int, Drawable] = {}
    followed: set[str] = set()
    waiting = list(expressions)
    while waiting and len(found) < MOST:
        current = waiting.pop(0)
        for node in _naming(current, defined=current in let.values()):
            subject = _value(node, names)
            if isinstance(subject, (AppliedLayer, Network)):
                found.setdefault(id(subject), subject)
        used = current.names & let.keys() - followed
        followed |= used
        waiting.extend(let[name] for name in sorted(used, key=current.offset_of_name))
    return tuple(found.values())


def _naming(expression: Expression, *, defined: bool) -> Iterator[ast.expr]:
    """Yield the pieces that may name something; a definition as a whole was found by its name."""
    for node in ast.walk(expression.tree):
        if isinstance(node, _NAMING) and not (defined and node is expression.tree):
            yield node


def _value(node: ast.AST, names: VariantScope) -> object:
    """Return the value of a piece of an expression; None where it has none by itself."""
    try:
        if isinstance(node, ast.Name):
            return names[node.id]
        return parse(ast.unparse(node)).evaluate(names)
    except (KeyError, ExpressionError):
        return None
