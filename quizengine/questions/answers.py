"""What students type, read exactly: numbers, arithmetic and shapes.

Only ASCII digits and the usual signs are read. Reading never guesses: what could mean two
things is unreadable, with the reason, and costs nothing.
"""

from __future__ import annotations

import re
from typing import cast

from quizengine.expressions import Expression, ExpressionError, Number
from quizengine.questions.verdict import Unreadable

MAX_ANSWER = 300
"""Characters of one typed number, shape or formula."""

_SIGNS = str.maketrans(
    {
        "−": "-", "–": "-", "×": "*", "·": "*", "⋅": "*", "∙": "*", "÷": "/", "\u2215": "/",
        "\u00a0": " ", "\u2009": " ", "\u202f": " ", "\t": " ", "²": "**2", "³": "**3",
    }
)  # fmt: skip
"""The usual signs, and the spaces that group digits."""

_THOUSANDS = re.compile(r"(?<![\d.,_])[1-9]\d{0,2}(?:([, _])\d{3})(?:\1\d{3})*(?![\d,_])")
_AMBIGUOUS = re.compile(r"(?<![\d.])[1-9]\d{0,2}(?:\.\d{3})+(?![\d])")
_CROSS = re.compile(r"(?<=[\d)])\s*[xX]\s*(?=[\d(])")
_ARITHMETIC = re.compile(r"[\d+\-*/%().eE ]*")
_SEPARATOR = re.compile(r"\s*[x×X*·⋅]\s*")


def read_number(text: str) -> Number:
    """The exact number a text comes to. Raises Unreadable with the reason."""
    if text.isascii() and text.isdigit() and len(text) <= 60:
        return int(text)
    plain = clean(text)
    if re.search(r"\b0[xX]", plain):
        raise Unreadable("numbers are read in the decimal system")
    plain = _CROSS.sub("*", plain).replace("^", "**")
    ambiguous = _AMBIGUOUS.search(plain)
    if ambiguous:
        whole = ambiguous[0].replace(".", "")
        raise Unreadable(
            f"{ambiguous[0]} could be {whole} or a decimal fraction: "
            f"type {whole}, or a decimal with another number of places"
        )
    plain = _THOUSANDS.sub(lambda match: re.sub("[, _]", "", match[0]), plain)
    return _arithmetic(plain)


def _arithmetic(plain: str) -> Number:
    if "," in plain or "_" in plain:
        raise Unreadable("a comma may only stand between groups of three digits: 756,560")
    odd = _ARITHMETIC.match(plain)
    end = odd.end() if odd else 0
    if end < len(plain):
        rest = plain[end : end + 12]
        raise Unreadable(f"“{rest}” was not understood: type a number, or arithmetic such as 3*4+1")
    if re.search(r"\d +\d", plain):
        raise Unreadable("a space may only stand between groups of three digits: 756 560")
    try:
        value = Expression(plain).evaluate({})
    except ExpressionError as error:
        raise Unreadable(
            f"this is not arithmetic that can be worked out: {error.message}"
        ) from None
    return cast(Number, value)


def clean(text: str) -> str:
    """The text with usual signs made plain. Raises Unreadable for what no answer may hold."""
    stripped = text.strip()
    if not stripped:
        raise Unreadable("nothing was typed")
    if len(stripped) > MAX_ANSWER:
        raise Unreadable(
            f"an answer may have at most {MAX_ANSWER} characters; this has {len(stripped):,}"
        )
    for char in stripped:
        if not char.isprintable() and not char.isspace():
            raise Unreadable("control characters cannot be read")
        if char.isdigit() and not char.isascii() and char not in "²³":
            raise Unreadable(f"“{char}” is not one of the digits 0 to 9")
    return stripped.translate(_SIGNS)


def read_shape(text: str) -> tuple[int, ...]:
    """The axes a text states: `14x14x20`, `(14, 14, 20)`, `14 × 14 × 20`, `14 14 20`.

    Raises Unreadable with the reason.
    """
    plain = clean(text)
    inner = plain
    if inner[0] in "([" and inner[-1] in ")]":
        inner = inner[1:-1].strip().removesuffix(",")
    crossed = _SEPARATOR.split(inner)
    if len(crossed) > 1:
        pieces = [_THOUSANDS.sub(lambda m: re.sub("[, _]", "", m[0]), part) for part in crossed]
    elif "," in inner:
        pieces = [part.strip() for part in inner.split(",")]
    else:
        pieces = inner.split()
    if any(piece.lower() in ("none", "batch", "n", "?") for piece in pieces):
        raise Unreadable("leave the batch axis out: a shape here is that of one sample")
    for piece in pieces:
        if not (piece.isascii() and piece.isdigit() and len(piece) <= 15):
            shown = piece[:20] or "an empty place"
            raise Unreadable(f"“{shown}” is not a size: type a shape as 14x14x20 or (14, 14, 20)")
    return tuple(int(piece) for piece in pieces)
