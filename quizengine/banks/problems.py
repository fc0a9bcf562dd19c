"""A problem in a bank: its position, what is wrong, and what to write instead."""

from __future__ import annotations

from typing import NamedTuple

ERROR = "error"
WARNING = "warning"

_WINDOW = 76
"""The most columns of an excerpt: of a longer line, the part around the problem is shown."""

_SHOWN = 60
"""The most characters of a bank's text that a message repeats."""


class Problem(NamedTuple):
    """One problem; `line` and `column` count from 1, and are 1 where the file has no text."""

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
        """The problem as text: `file:line:column: message`, excerpt with caret, and advice."""
        word = "warning: " if self.severity == WARNING else ""
        head = f"{visible(self.file)}:{self.line}:{self.column}: {word}{self.message}"
        below = [f"    {line}" for line in self.excerpt.splitlines()]
        advice = [f"  {self.advice}"] if self.advice else []
        return "\n".join([head, *below, *advice])


def visible(text: str) -> str:
    """Return the text with every control character replaced by a visible sign."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else _sign(char) for char in text)


def quoted(text: str) -> str:
    """Return a bank's text as a message quotes it: on one line, without controls, and short."""
    short = text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
    return f"'{visible(short)}'"


def excerpt(line: str, column: int) -> str:
    """Return two lines: the part of a line around a column (from 1), and a caret below it."""
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
    # Python counts no space but U+0020 as printable; a terminal shows all of them as spaces.
    return " " if char.isspace() and code not in (0x85, 0x2028, 0x2029) else "\ufffd"


def _columns(char: str) -> int:
    if char < "\u1100":
        return 1
    from unicodedata import east_asian_width

    return 2 if east_asian_width(char) in "WF" else 1
