"""A problem in a bank: where it is, what is wrong, and what to write instead."""

from __future__ import annotations

from typing import NamedTuple

ERROR = "error"
WARNING = "warning"

_WINDOW = 76
"""Columns of an excerpt: a 100 kB line is shown around the fault only."""

_SHOWN = 60
"""Characters of a bank's own text that a message repeats."""


class Problem(NamedTuple):
    """One thing to mend; `line` and `column` count characters from 1, and are 1 without a text."""

    file: str
    line: int
    column: int
    rule: str
    severity: str
    message: str
    excerpt: str
    advice: str

    @property
    def text(self) -> str:
        """`file:line:column: message`, the line with a caret below the fault, and the advice."""
        word = "warning: " if self.severity == WARNING else ""
        head = f"{visible(self.file)}:{self.line}:{self.column}: {word}{self.message}"
        below = [f"    {line}" for line in self.excerpt.splitlines()]
        advice = [f"  {self.advice}"] if self.advice else []
        return "\n".join([head, *below, *advice])


def visible(text: str) -> str:
    """The text with every character that a terminal would obey drawn as a sign of one column."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else _sign(char) for char in text)


def quoted(text: str) -> str:
    """A bank's own text inside a message: on one line, harmless and not too long."""
    short = text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
    return f"'{visible(short)}'"


def excerpt(line: str, column: int) -> str:
    """The part of a line around a column (from 1) and a caret below it: two lines of text."""
    index = max(0, min(column - 1, len(line)))
    left = 0
    if len(line) > _WINDOW:
        left = max(0, min(index - _WINDOW // 2, len(line) - _WINDOW))
    cut = line[left : left + _WINDOW]
    shown = visible(cut)
    before = sum(_columns(char) for char in shown[: index - left])
    head = "…" if left else ""
    tail = "…" if left + _WINDOW < len(line) else ""
    return f"{head}{shown}{tail}\n{' ' * (before + len(head))}^"


def _sign(char: str) -> str:
    code = ord(char)
    if code == 9:
        return " "
    if code < 32:
        return chr(0x2400 + code)
    if code == 127:
        return "\u2421"
    # Spaces of any width are not "printable", yet harmless.
    return " " if char.isspace() and code not in (0x85, 0x2028, 0x2029) else "\ufffd"


def _columns(char: str) -> int:
    if char < "\u1100":
        return 1
    from unicodedata import east_asian_width

    return 2 if east_asian_width(char) in "WF" else 1
