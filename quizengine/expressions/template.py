"""Text with holes: Markdown in which `{{ expression }}` and `{{ expression:,}}` are filled in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from fractions import Fraction

from quizengine.expressions.errors import ExpressionError
from quizengine.expressions.evaluator import Names
from quizengine.expressions.expression import Expression, parse
from quizengine.expressions.limits import MAX_TEXT
from quizengine.expressions.numbers import number_text

_SPEC = re.compile(r"(?P<group>[,_])?(?:\.(?P<places>\d{1,2})f)?|d")

Piece = tuple[Expression, Callable[[object], str]]


class Template:
    """A text with holes; `names` are the free names that its holes use."""

    __slots__ = ("_literals", "_pieces", "names", "source")

    def __init__(self, source: str) -> None:
        """Read the text. Raises ExpressionError, with an offset in the whole text."""
        if len(source) > MAX_TEXT:
            raise ExpressionError(f"a text may have at most {MAX_TEXT:,} characters", source)
        self.source = source
        self._literals: list[str] = []
        self._pieces: list[Piece] = []
        self._split()
        self.names = frozenset[str]().union(*(hole.names for hole, _ in self._pieces))

    @property
    def holes(self) -> tuple[Expression, ...]:
        """The expressions in the text, in order."""
        return tuple(hole for hole, _ in self._pieces)

    def render(self, names: Names) -> str:
        """The text with its holes filled. Raises ExpressionError."""
        if not self._pieces:
            return self._literals[0]
        filled = [self._literals[0]]
        for literal, (hole, write) in zip(self._literals[1:], self._pieces, strict=True):
            filled.append(write(hole.evaluate(names)))
            filled.append(literal)
        return "".join(filled)

    def _split(self) -> None:
        source, position = self.source, 0
        while (start := source.find("{{", position)) >= 0:
            end = _end_of_hole(source, start + 2)
            self._literals.append(source[position:start])
            self._pieces.append(self._read_hole(start + 2, end))
            position = end + 2
        self._literals.append(source[position:])

    def _read_hole(self, start: int, end: int) -> Piece:
        colon = _spec_colon(self.source, start, end)
        spec = self.source[colon + 1 : end].strip() if colon < end else ""
        match = _SPEC.fullmatch(spec)
        if match is None:
            raise ExpressionError(
                f"`{spec[:20]}` is not a way to write a number; use `,` or `.2f`",
                self.source,
                colon + 1,
            )
        try:
            hole = parse(self.source[start:colon])
        except ExpressionError as error:
            raise ExpressionError(error.message, self.source, start + error.offset) from None
        return hole, _writer(match["group"] or "", match["places"]) if spec else _text

    def __repr__(self) -> str:
        return f"Template({self.source!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Template) and self.source == other.source

    def __hash__(self) -> int:
        return hash(self.source)


def _end_of_hole(source: str, start: int) -> int:
    """Return the offset of the `}}` that ends a hole; one in a string does not end it."""
    for index, _ in _outside_strings(source, start, len(source)):
        if source.startswith("}}", index):
            return index
    raise ExpressionError("`{{` is never closed with `}}`", source, start - 2)


def _spec_colon(source: str, start: int, end: int) -> int:
    """Return the offset of the colon before a format, or `end` where there is none."""
    depth = 0
    for index, char in _outside_strings(source, start, end):
        if char in "([{":
            depth += 1
        elif char in ")]}":
            depth -= 1
        elif char == ":" and depth == 0:
            return index
    return end


def _outside_strings(source: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    """Yield the characters from `start` to `end` outside of strings, each with its offset."""
    quote, escaped = "", False
    for index in range(start, end):
        char = source[index]
        if escaped:
            escaped = False
        elif quote:
            escaped = char == "\\"
            quote = "" if char == quote else quote
        elif char in "'\"":
            quote = char
        else:
            yield index, char


def _text(value: object) -> str:
    """Return the text of a value in a hole without a format."""
    if isinstance(value, int) and not isinstance(value, bool):
        # int(): a subclass may print itself in words of its own.
        return str(int(value))
    if isinstance(value, Fraction):
        return number_text(value)
    if type(value) in (list, tuple) and isinstance(value, (list, tuple)):
        return "(" + ", ".join(_text(item) for item in value) + ")"
    if isinstance(value, type) or hasattr(value, "__name__"):
        # The text of a class or a function would show a memory address.
        raise ExpressionError("a function has no text; call it")
    text = str(value)
    if len(text) > MAX_TEXT:
        raise ExpressionError(f"a hole may print at most {MAX_TEXT:,} characters")
    return text


def _writer(group: str, places: str | None) -> Callable[[object], str]:
    digits = 0 if places is None else int(places)

    def write(value: object) -> str:
        if isinstance(value, bool) or not isinstance(value, (int, Fraction)):
            raise ExpressionError("only a number can be written with a format")
        if isinstance(value, int):
            whole, rest = abs(int(value)), 0
        elif places is None:
            return number_text(value)
        else:
            scaled = int(abs(value) * 10**digits * 2 + 1) // 2
            whole, rest = divmod(scaled, 10**digits)
        text = f"{whole:{group}}" + (f".{rest:0{digits}d}" if digits else "")
        return "-" + text if value < 0 and (whole or rest) else text

    return write
