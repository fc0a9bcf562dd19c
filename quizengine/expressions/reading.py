"""Text to a checked syntax tree: nothing outside the language gets past this door."""

from __future__ import annotations

import ast

from quizengine.expressions.errors import ExpressionError
from quizengine.expressions.limits import MAX_DEPTH, MAX_NODES, MAX_SOURCE

_ALLOWED = (
    ast.Expression,
    ast.Constant,
    ast.Name,
    ast.Load,
    ast.List,
    ast.Tuple,
    ast.BinOp,
    ast.UnaryOp,
    ast.BoolOp,
    ast.Compare,
    ast.IfExp,
    ast.Subscript,
    ast.Attribute,
    ast.Call,
    ast.keyword,
    ast.operator,
    ast.unaryop,
    ast.boolop,
    ast.cmpop,
)
_OPERATORS = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow)
_SIGNS = (ast.USub, ast.UAdd, ast.Not)
_COMPARISONS = (ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.In, ast.NotIn)

_NAMES = {
    "Lambda": "lambda",
    "ListComp": "a list comprehension",
    "SetComp": "a set comprehension",
    "DictComp": "a dict comprehension",
    "GeneratorExp": "a generator",
    "JoinedStr": "an f-string",
    "Dict": "a dict",
    "Set": "a set",
    "Starred": "a star",
    "NamedExpr": "an assignment (:=)",
    "Slice": "a slice",
    "Await": "await",
    "Yield": "yield",
    "Is": "`is`",
    "IsNot": "`is not`",
    "BitXor": "`^` (write ** for a power)",
}


def read_tree(source: str) -> ast.expr:
    """The syntax tree of one expression, every node of it inside the language.

    Raises ExpressionError, with the character at fault.
    """
    check_text(source)
    try:
        tree = ast.parse(source.strip(" \t\r\n"), mode="eval")
    except SyntaxError as error:
        raise _syntax_error(source, error) from None
    except (ValueError, MemoryError, RecursionError):
        raise ExpressionError("this cannot be read as an expression", source) from None
    check_nodes(tree, source)
    return tree.body


def check_text(source: str) -> None:
    """Refuse what is too long, too deeply nested, empty, or holds control characters."""
    if len(source) > MAX_SOURCE:
        raise ExpressionError(
            f"an expression may have at most {MAX_SOURCE:,} characters; this has {len(source):,}",
            source,
            MAX_SOURCE,
        )
    if not source.strip():
        raise ExpressionError("an expression is missing here", source)
    depth = 0
    for offset, char in enumerate(source):
        if char in "([{":
            depth += 1
            if depth > MAX_DEPTH:
                raise ExpressionError(f"nested deeper than {MAX_DEPTH} brackets", source, offset)
        elif char in ")]}":
            depth -= 1
        elif (ord(char) < 32 and char not in "\t\r\n") or 127 <= ord(char) < 160:
            raise ExpressionError("a control character is not allowed", source, offset)


def offset_of(source: str, node: ast.AST) -> int:
    """Where a node begins in its source, in characters."""
    indent = len(source) - len(source.lstrip(" \t\r\n"))
    line = getattr(node, "lineno", 1)
    # ast counts columns in UTF-8 bytes.
    column_bytes = getattr(node, "col_offset", 0)
    lines = source[indent:].split("\n")
    if line > len(lines):
        return len(source)
    column = len(lines[line - 1].encode("utf-8")[:column_bytes].decode("utf-8", "ignore"))
    return indent + sum(len(text) + 1 for text in lines[: line - 1]) + column


def _syntax_error(source: str, error: SyntaxError) -> ExpressionError:
    indent = len(source) - len(source.lstrip(" \t\r\n"))
    lines = source[indent:].split("\n")
    line = min(error.lineno or 1, len(lines))
    offset = indent + sum(len(text) + 1 for text in lines[: line - 1])
    # The parser points nowhere when the text just ends too early.
    offset = offset + error.offset - 1 if error.offset else len(source)
    message = error.msg.partition(". Perhaps")[0]
    if message == "invalid syntax":
        message = "this is not an expression from here on"
    return ExpressionError(message, source, offset)


def check_nodes(tree: ast.Expression, source: str, most: int = MAX_NODES) -> None:
    """Refuse a tree with a node from outside the language, with too many, or nested too deep.

    Raises ExpressionError, with the character at fault.
    """
    count = 0
    level: list[ast.AST] = [tree]
    for _ in range(MAX_DEPTH * 2):
        below: list[ast.AST] = []
        for node in level:
            count += 1
            _check_node(node, source)
            below.extend(ast.iter_child_nodes(node))
        if count > most:
            raise ExpressionError(f"an expression may have at most {most:,} parts", source)
        if not below:
            return
        level = below
    raise ExpressionError("this is nested too deeply", source, offset_of(source, level[0]))


def _check_node(node: ast.AST, source: str) -> None:
    kind = type(node).__name__
    if (
        not isinstance(node, _ALLOWED)
        or (isinstance(node, ast.operator) and not isinstance(node, _OPERATORS))
        or (isinstance(node, ast.unaryop) and not isinstance(node, _SIGNS))
        or (isinstance(node, ast.cmpop) and not isinstance(node, _COMPARISONS))
    ):
        what = _NAMES.get(kind, f"`{kind}`")
        raise ExpressionError(f"{what} is not part of this language", source, _place(source, node))
    if isinstance(node, ast.Name):
        _check_name(node.id, node, source)
    elif isinstance(node, ast.Attribute):
        _check_name(node.attr, node, source)
    elif isinstance(node, ast.keyword):
        if node.arg is None:
            raise ExpressionError("a star is not part of this language", source, 0)
        _check_name(node.arg, node, source)
    elif isinstance(node, ast.Constant) and not isinstance(
        node.value, (int, float, str, type(None))
    ):
        raise ExpressionError(
            f"`{type(node.value).__name__}` values are not part of this language",
            source,
            offset_of(source, node),
        )


def _check_name(name: str, node: ast.AST, source: str) -> None:
    if name.startswith("_"):
        raise ExpressionError(
            f"`{name[:40]}`: names that begin with an underscore are not part of this language",
            source,
            offset_of(source, node),
        )


def _place(source: str, node: ast.AST) -> int:
    return offset_of(source, node) if hasattr(node, "lineno") else 0
