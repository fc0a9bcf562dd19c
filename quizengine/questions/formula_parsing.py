"""Formulas as students type them: `K(F²D + 1)`, `⌊(W − F + 2P)/S⌋ + 1`, `params = m*k*k*d`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from quizengine.expressions import ExpressionError, Formula, formula, parse
from quizengine.questions.answer_parsing import FUNCTIONS, check_calls, in_ascii, syntax_fault
from quizengine.questions.verdict import Unreadable

_TOKEN = re.compile(r"\d[\d,]*(?:\.\d+)?|[A-Za-z][A-Za-z0-9]*|\*\*|//|[-+*/%(),]|\s+|.", re.DOTALL)
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?")


def read_formula(text: str, symbols: Collection[str], *, floors: bool = False) -> Formula:
    """Return the formula a student typed; what stands before an equals sign is left out.

    Square brackets are brackets; with `floors`, they round down, as some books write it.
    Raises Unreadable with the reason.
    """
    plain = in_ascii(text).rpartition("=")[2].replace("^", "**")
    if not plain.strip():
        raise Unreadable("a formula is missing after the equals sign")
    plain = plain.replace("[", " floor(" if floors else "(").replace("]", ")")
    source = "".join(_with_signs(_tokens(plain, symbols)))
    try:
        check_calls(parse(source).tree)
        return formula(source)
    except ExpressionError:
        raise Unreadable(f"this is not a formula: {_fault(source)}") from None


def _fault(source: str) -> str:
    return syntax_fault(source).partition(":")[0].replace("arithmetic", "a formula")


def _tokens(plain: str, symbols: Collection[str]) -> Iterable[str]:
    for match in _TOKEN.finditer(plain):
        token = match[0]
        if token.isspace():
            continue
        if token[0].isalpha() and token.isascii():
            yield from _words(token, symbols)
        elif token[0].isascii() and token[0].isdigit():
            yield from _numbers(token)
        elif token in ("**", "//") or token in "-+*/%(),":
            yield token
        else:
            raise Unreadable(f"“{token}” has no place in a formula")


def _numbers(token: str) -> Iterable[str]:
    """Yield the numbers of a token; a comma in it either groups digits or ends a number."""
    if _GROUPED.fullmatch(token):
        yield token.replace(",", "")
        return
    for index, piece in enumerate(token.split(",")):
        if index:
            yield ","
        if piece:
            yield piece.lstrip("0") or "0" if piece.isdigit() else piece


def _words(token: str, symbols: Collection[str]) -> Iterable[str]:
    """Yield a word as one symbol, a function, or several symbols written together: `KKD`."""
    if token in symbols or token in FUNCTIONS:
        yield token
    elif token == "mod":
        yield "%"
    else:
        found = _spelled(token, {name: name for name in symbols})
        if not found:
            # In the other case, as in `k*k*d`, a letter can only mean the one symbol.
            lower = {name.lower(): name for name in symbols}
            found = _spelled(token.lower(), lower) if len(lower) == len(symbols) else []
        if not found:
            known = ", ".join(symbols)
            raise Unreadable(f"“{token[:20]}” is not one of the symbols {known}")
        yield from found


def _spelled(word: str, symbols: dict[str, str]) -> list[str]:
    """Return the symbols that a word consists of, taking the longest first; none if it does not."""
    found = []
    while word:
        match = max((name for name in symbols if word.startswith(name)), key=len, default="")
        if not match:
            return []
        found.append(symbols[match])
        word = word[len(match) :]
    return found


def _with_signs(tokens: Iterable[str]) -> Iterable[str]:
    """Yield the tokens with the times signs that mathematicians leave out."""
    last = ""
    for token in tokens:
        if last[:1].isdigit() and token[0].isdigit():
            raise Unreadable(f"a sign is missing between {last[:20]} and {token[:20]}")
        ends = last == ")" or (last[-1:].isalnum() and last not in FUNCTIONS)
        if ends and (token == "(" or token[0].isalnum()):
            yield "*"
        yield token
        last = token
