"""Reading: text to a syntax tree that has only the nodes of this language."""

from __future__ import annotations

import ast
import warnings
from typing import NoReturn

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
    "BitOr": "`|` (write or)",
    "BitAnd": "`&` (write and)",
    "Invert": "`~`",
    "LShift": "`<<`",
    "RShift": "`>>`",
    "MatMult": "`@`",
}


def read_tree(source: str) -> ast.expr:
    """Return the syntax tree of one expression, after checking every node of it.

    Raises ExpressionError, with the character at fault.
    """
    _check_text(source)
    try:
        tree = parse_quietly(source.strip(" \t\r\n"), "eval")
    except SyntaxError as error:
        raise _syntax_error(source, error) from None
    except (ValueError, MemoryError, RecursionError):
        raise ExpressionError("this cannot be read as an expression", source) from None
    if not isinstance(tree, ast.Expression):
        raise ExpressionError("this cannot be read as an expression", source)
    _check_nodes(tree, source)
    return tree.body


def parse_quietly(source: str, mode: str) -> ast.AST:
    """Return what `ast.parse` makes of a text, without the warnings of some Python versions.

    Raises SyntaxError, ValueError, MemoryError or RecursionError.
    """
    with warnings.catch_warnings():
        # "3or 4" and a stray backslash would otherwise write to standard error.
        warnings.simplefilter("ignore")
        return ast.parse(source, mode=mode)


def _check_text(source: str) -> None:
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
    """Return the offset in characters at which a node begins."""
    # ast counts columns in UTF-8 bytes.
    return _offset(source, getattr(node, "lineno", 1), getattr(node, "col_offset", 0))


def lines_of(source: str) -> list[str]:
    """Return the lines of a source as Python counts them.

    Joined with one character between each two, they are as long as the source.
    """
    return source.replace("\r\n", " \n").replace("\r", "\n").split("\n")


def _offset(source: str, line: int, column_bytes: int) -> int:
    before, text = _line(source, line)
    return before + len(text.encode("utf-8")[:column_bytes].decode("utf-8", "ignore"))


def _line(source: str, number: int) -> tuple[int, str]:
    """Return the offset at which a line begins, and the line."""
    stripped = source.lstrip(" \t\r\n")
    lines = lines_of(stripped)
    # An error may name a line after the last one.
    number = min(number, len(lines))
    before = len(source) - len(stripped) + sum(len(text) + 1 for text in lines[: number - 1])
    return before, lines[number - 1]


def _syntax_error(source: str, error: SyntaxError) -> ExpressionError:
    # The parser gives no offset where the text ends too early.
    offset = len(source)
    if error.offset:
        offset = _line(source, error.lineno or 1)[0] + error.offset - 1
    message = error.msg.partition(". Perhaps")[0]
    if message == "invalid syntax":
        message = "this is not an expression from here on"
    return ExpressionError(message, source, offset)


def _check_nodes(tree: ast.Expression, source: str) -> None:
    """Refuse a tree with a node of another kind, with too many nodes, or nested too deeply.

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
        if count > MAX_NODES:
            raise ExpressionError(f"an expression may have at most {MAX_NODES:,} parts", source)
        if not below:
            return
        level = below
    raise ExpressionError("this is nested too deeply", source, offset_of(source, level[0]))


def _check_node(node: ast.AST, source: str) -> None:
    if not isinstance(node, _ALLOWED):
        _refuse(type(node), source, offset_of(source, node))
    if isinstance(node, ast.BinOp):
        if not isinstance(node.op, _OPERATORS):
            _refuse(type(node.op), source, _operator_offset(source, node.left))
    elif isinstance(node, ast.UnaryOp):
        if not isinstance(node.op, _SIGNS):
            _refuse(type(node.op), source, offset_of(source, node))
    elif isinstance(node, ast.Compare):
        for left, sign in zip([node.left, *node.comparators], node.ops, strict=False):
            if not isinstance(sign, _COMPARISONS):
                _refuse(type(sign), source, _operator_offset(source, left))
    elif isinstance(node, ast.Constant):
        if not isinstance(node.value, (int, float, str, type(None))):
            kind = type(node.value).__name__
            raise ExpressionError(
                f"`{kind}` values are not part of this language", source, offset_of(source, node)
            )
    else:
        _check_names(node, source)


def _check_names(node: ast.AST, source: str) -> None:
    """Refuse names that begin with an underscore, and a keyword without a name."""
    match node:
        case ast.Name(id=name) | ast.keyword(arg=str(name)) if name.startswith("_"):
            offset = offset_of(source, node)
        case ast.Attribute(attr=name) if name.startswith("_"):
            offset = _end_of(source, node) - len(name)
        case ast.keyword(arg=None):
            _refuse(ast.Starred, source, offset_of(source, node))
        case _:
            return
    raise ExpressionError(
        f"`{name[:40]}`: names that begin with an underscore are not part of this language",
        source,
        offset,
    )


def _refuse(kind: type[ast.AST], source: str, offset: int) -> NoReturn:
    what = _NAMES.get(kind.__name__, f"`{kind.__name__}`")
    raise ExpressionError(f"{what} is not part of this language", source, offset)


def _end_of(source: str, node: ast.AST) -> int:
    """Return the offset at which a node ends."""
    return _offset(source, getattr(node, "end_lineno", 1), getattr(node, "end_col_offset", 0))


def _operator_offset(source: str, left: ast.expr) -> int:
    """Return the offset of the operator after an operand, past blanks and closing brackets."""
    offset = _end_of(source, left)
    while offset < len(source) and source[offset] in ") \t\r\n":
        offset += 1
    return offset
