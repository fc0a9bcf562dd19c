"""What students type, read exactly: numbers, arithmetic and shapes.

Only ASCII digits and the usual signs are read. Reading never guesses: what could mean two
things is unreadable, with the reason, and costs nothing.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from quizengine.expressions import (
    STANDARD_FUNCTIONS,
    Expression,
    ExpressionError,
    Number,
    is_number,
)
from quizengine.questions.verdict import Unreadable

MAX_ANSWER = 300
"""Characters of one typed number, shape or formula."""

MAX_DIGITS = 60
"""Digits of a number; no count of a network comes near."""

FUNCTIONS = ("floor", "ceil", "min", "max", "abs")
"""The functions that workings are written with, and that an answer may use too."""

_SPACES = "\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
_SIGNS = str.maketrans(
    {
        "−": "-", "–": "-", "×": "*", "·": "*", "⋅": "*", "∙": "*", "÷": "/", "\u2215": "/",
        "⌊": " floor(", "⌋": ")", "⌈": " ceil(", "⌉": ")",
    } | dict.fromkeys(_SPACES + "\u202f\u205f\u3000", " ")
)  # fmt: skip
"""The usual signs, and the spaces that group digits."""

_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_RAISED = re.compile(f"[{_SUPERSCRIPTS}]+")
_PLAIN_DIGITS = str.maketrans(_SUPERSCRIPTS, "0123456789")

_WORD = re.compile(r"\d[\d.,_]*")
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:(?:,\d{3})+|(?:_\d{3})+)(?!\d)")
_POINTS = re.compile(r"(?:[1-9]\d{0,2}(?:\.\d{3})+|[\d,_]*[,_]\d{3}\.\d{3})")
_SPACED = re.compile(r"(?<![\d.,_])[1-9]\d{0,2}(?: \d{3})+(?![\d,_])")
_THOUSANDS = re.compile(r"(?<![\d.,_])[1-9]\d{0,2}(?:([, _])\d{3})(?:\1\d{3})*(?![\d,_])")
_CROSS = re.compile(r"(?<=[\d)])\s*[xX]\s*(?=[\d(])")
_TOKEN = re.compile(
    r"(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|[A-Za-z]\w*|\*\*|//|[-+*/%(),]|.", re.DOTALL
)
_EXPONENT = re.compile(r"[\d.]+[eE][+-]?0*\d{3,}")
_SEPARATOR = re.compile(r"\s*[x×X*·⋅]\s*")
_BATCH = ("none", "batch", "n", "?", "-1")

_TOO_LONG = f"a number here has at most {MAX_DIGITS} digits"
_EXAMPLE = "type a number, or arithmetic such as 3*4+1"


def read_number(text: str) -> Number:
    """Return the exact number a text comes to. Raises Unreadable with the reason."""
    if text.isascii() and text.isdigit() and len(text) <= MAX_DIGITS:
        return int(text)
    expression = read_arithmetic(text)
    try:
        value = expression.evaluate(STANDARD_FUNCTIONS)
    except ExpressionError as error:
        raise Unreadable(f"this cannot be worked out: {error.message}") from None
    if not is_number(value):
        raise Unreadable(f"this does not come to a number: {_EXAMPLE}")
    if max(abs(value.numerator), value.denominator) >= 10**MAX_DIGITS:
        raise Unreadable(_TOO_LONG)
    return value


def read_arithmetic(text: str) -> Expression:
    """Return the arithmetic that a text states. Raises Unreadable with the reason."""
    plain = in_ascii(text)
    if re.search(r"\b0[xX]\d", plain):
        raise Unreadable("numbers are read in the decimal system")
    plain = _CROSS.sub("*", plain).replace("^", "**")
    plain = _SPACED.sub(lambda match: match[0].replace(" ", ""), plain)
    source = "".join(_arithmetic(_WORD.sub(_ungrouped, plain)))
    try:
        expression = Expression(source)
    except ExpressionError:
        raise Unreadable(syntax_fault(source)) from None
    check_calls(expression.tree)
    return expression


def check_calls(tree: ast.expr) -> None:
    """Raise Unreadable where a function has too few or too many values, or commas make a list."""
    called = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Tuple):
            where = "a comma has no place here" if node.elts else "there is nothing in the brackets"
            raise Unreadable(where)
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else ""
            called.add(id(node.func))
            many = name in ("min", "max")
            if len(node.args) < 2 if many else len(node.args) != 1:
                wanted = "two values or more" if many else "one value"
                raise Unreadable(f"{name} takes {wanted}")
        elif isinstance(node, ast.Name) and node.id in FUNCTIONS and id(node) not in called:
            raise Unreadable(f"{node.id} needs brackets: {node.id}(…)")


def _ungrouped(match: re.Match[str]) -> str:
    """Return a number without the commas that group its digits. Raises Unreadable."""
    word = match[0].rstrip(",")
    tail = match[0][len(word) :]
    if _POINTS.fullmatch(word):
        whole = re.sub("[.,_]", "", word)
        raise Unreadable(
            f"{word[:30]} could be {whole[:30]} or a decimal fraction: "
            f"type {whole[:30]}, or a decimal with another number of places"
        )
    whole, point, places = word.partition(".")
    if re.search("[,_]", whole) and _GROUPED.fullmatch(whole):
        whole = re.sub("[,_]", "", whole)
    if re.search("[,_.]", places) or re.search("[,_]", whole):
        raise Unreadable(
            f"“{word[:30]}” is not one number: decimals have a point, and a comma only stands "
            "between groups of three digits, as in 756,560"
        )
    return whole + point + places + tail


def _arithmetic(plain: str) -> Iterable[str]:
    """Yield the tokens of arithmetic, with the times signs that a bracket lets one leave out."""
    before = ""
    last = ""
    for token in _tokens(plain):
        number = token[0].isdigit() or token[0] == "."
        if number and _is_number(last):
            raise Unreadable(
                f"a sign is missing between {last[:20]} and {token[:20]}; a space may only "
                "stand between groups of three digits, as in 756 560"
            )
        if (number and last == ")") or (token == "(" and (last == ")" or _is_number(last))):
            if before == "/":
                raise Unreadable(
                    "a quotient before a bracket can be read in two ways: write the times sign"
                )
            yield "*"
        yield token.lstrip("0") or "0" if token.isdigit() else token
        before, last = last, token


def _is_number(token: str) -> bool:
    return token[:1].isdigit() or (token[:1] == "." and len(token) > 1)


def _tokens(plain: str) -> Iterator[str]:
    for match in _TOKEN.finditer(plain):
        token = match[0]
        if token.isspace():
            continue
        if _EXPONENT.fullmatch(token):
            raise Unreadable(_TOO_LONG)
        if token == "mod":
            yield "%"
        elif token in FUNCTIONS or token[0] in "0123456789+-*/%(),":
            yield token
        elif token[0] == "." and len(token) > 1:
            yield f"0{token}"
        else:
            raise Unreadable(f"“{plain[match.start() :][:12]}” was not understood: {_EXAMPLE}")


def syntax_fault(source: str) -> str:
    """Return what is wrong with arithmetic that cannot be read, in plain words."""
    depth = 0
    for char in source:
        depth += (char == "(") - (char == ")")
        if depth < 0:
            return "a closing bracket has no opening one"
        if depth > 40:
            return "the brackets are nested too deeply"
    if depth:
        return "an opening bracket is never closed"
    last = source.rstrip()[-1:]
    if last and last in "+-*/%":
        return f"something is missing after “{last}”"
    return f"this is not arithmetic that can be worked out: {_EXAMPLE}"


def in_ascii(text: str) -> str:
    """Return a text with its signs in ASCII. Raises Unreadable for what no answer may hold."""
    # What is typed is shown as `= 756,560`, so it is read in that form as well.
    stripped = text.strip().removeprefix("=").lstrip()
    if not stripped:
        raise Unreadable("nothing was typed")
    if len(stripped) > MAX_ANSWER:
        raise Unreadable(
            f"an answer may have at most {MAX_ANSWER} characters; this has {len(stripped):,}"
        )
    plain = stripped.translate(_SIGNS)
    if plain.isascii() and plain.isprintable():
        return plain
    for char in plain:
        if not char.isprintable():
            raise Unreadable("control characters and invisible ones cannot be read")
        if char.isdigit() and not char.isascii() and char not in _SUPERSCRIPTS:
            raise Unreadable(f"“{char}” is not one of the digits 0 to 9")
    return _RAISED.sub(lambda match: f"**({match[0].translate(_PLAIN_DIGITS)})", plain)


def read_shape(text: str) -> tuple[int, ...]:
    """Return the axes a text states: `14x14x20`, `(14, 14, 20)`, `14 × 14 × 20`, `14 14 20`.

    Raises Unreadable with the reason.
    """
    inner = in_ascii(text)
    if inner[0] in "([" and inner[-1] in ")]":
        inner = inner[1:-1].strip().removesuffix(",")
    crossed = _SEPARATOR.split(inner)
    if len(crossed) > 1:
        pieces = [_THOUSANDS.sub(lambda m: re.sub("[, _]", "", m[0]), part) for part in crossed]
    elif "," in inner:
        pieces = [part.strip() for part in inner.split(",")]
    else:
        pieces = inner.split()
    if any(piece.lower() in _BATCH for piece in pieces):
        raise Unreadable("leave the batch axis out: a shape here is that of one sample")
    example = "type a shape as 14x14x20 or (14, 14, 20)"
    if not all(pieces) or not pieces:
        raise Unreadable(f"a size is missing: {example}")
    for piece in pieces:
        whole = piece.isascii() and piece.isdigit() and len(piece) <= 15
        # In 1,000,20 the comma groups digits and parts axes: 000 is no size.
        if not whole or (piece[0] == "0" and len(piece) > 1):
            raise Unreadable(f"“{piece[:20]}” is not a size: {example}")
    return tuple(int(piece) for piece in pieces)
