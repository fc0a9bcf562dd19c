"""Finds the position in the file of a character of a scalar's text."""

from __future__ import annotations

from quizengine.banks.yaml_nodes import PLAIN, ScalarNode

_WIDE_ESCAPES = {"x": 2, "u": 4, "U": 8}


def position_in(document: str, scalar: ScalarNode, offset: int) -> tuple[int, int]:
    """Return the line and column, from 1, of the character at an offset in a scalar's text."""
    raw = document[scalar.start : scalar.end]
    if scalar.style == PLAIN and "\n" not in raw:
        return scalar.line, scalar.column + min(offset, len(raw))
    index = _raw_index(raw, scalar.text, scalar.style, offset)
    line = scalar.line + raw.count("\n", 0, index)
    last = raw.rfind("\n", 0, index)
    return line, (scalar.column + index if last < 0 else index - last)


def _raw_index(raw: str, text: str, style: str, offset: int) -> int:
    """Return the index in the raw text of the scalar of the character at `offset` of its text.

    Walks over both at once: where they differ, there is indentation, a fold or an escape.
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
        at += _raw_length(raw, at, style)
        seen += 1
    return min(at, max(0, len(raw) - 1))


def _skip_blank(raw: str, at: int, char: str) -> int:
    """Return the index after the spaces and line ends that are not part of the scalar's text."""
    if char == "\n" and raw[at] == "\n":
        return at
    if char == " " and raw[at] in " \n":
        # A fold: the line end is read as a space, and the indentation after it is skipped.
        return at
    if char == "\n":
        found = raw.find("\n", at)
        blank = found >= 0 and not raw[at:found].strip()
        return found if blank else at
    while at < len(raw) and raw[at] in " \n" and char not in " \n":
        at += 1
    return at


def _raw_length(raw: str, at: int, style: str) -> int:
    """Return how many raw characters stand for one character of the text."""
    if style == "'" and raw.startswith("''", at):
        return 2
    if style == '"' and raw[at] == "\\" and at + 1 < len(raw):
        return 2 + _WIDE_ESCAPES.get(raw[at + 1], 0)
    return 1
