"""From a character of a value back to the character of the file that wrote it."""

from __future__ import annotations

from quizengine.banks.yaml_nodes import PLAIN, ScalarNode

_WIDE_ESCAPES = {"x": 2, "u": 4, "U": 8}


def position_in(document: str, scalar: ScalarNode, offset: int) -> tuple[int, int]:
    """The line and column, from 1, of the character at an index of a scalar's text."""
    raw = document[scalar.start : scalar.end]
    if scalar.style == PLAIN and "\n" not in raw:
        return scalar.line, scalar.column + min(offset, len(raw))
    index = _index(raw, scalar.text, scalar.style, offset)
    line = scalar.line + raw.count("\n", 0, index)
    last = raw.rfind("\n", 0, index)
    return line, (scalar.column + index if last < 0 else index - last)


def _index(raw: str, text: str, style: str, offset: int) -> int:
    """The index in what was written of the character at `offset` of what it means.

    Walks both together: what is in one and not in the other is indentation, a fold or an escape.
    """
    at = 1 if style in {"'", '"'} else 0
    if style in {"|", ">"}:
        at = raw.find("\n") + 1
    seen = 0
    end = min(offset, len(text))
    while at < len(raw):
        at = _skip_blank(raw, at, text[seen] if seen < len(text) else "\n")
        if seen >= end or at >= len(raw):
            break
        at += _written(raw, at, style)
        seen += 1
    return min(at, max(0, len(raw) - 1))


def _skip_blank(raw: str, at: int, char: str) -> int:
    """Past the spaces and line ends that stand in the file but not in the value."""
    if char == "\n" and raw[at] == "\n":
        return at
    if char == " " and raw[at] in " \n":
        # A fold: the line end is the space, and the indentation after it is nothing.
        return at
    if char == "\n":
        found = raw.find("\n", at)
        blank = found >= 0 and not raw[at:found].strip()
        return found if blank else at
    while at < len(raw) and raw[at] in " \n" and char not in " \n":
        at += 1
    return at


def _written(raw: str, at: int, style: str) -> int:
    """How many characters of the file write one character of the value."""
    if style == "'" and raw.startswith("''", at):
        return 2
    if style == '"' and raw[at] == "\\" and at + 1 < len(raw):
        return 2 + _WIDE_ESCAPES.get(raw[at + 1], 0)
    return 1
