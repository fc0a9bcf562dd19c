"""A figure: lines of text in runs, each with a role that a face may colour."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Literal, NamedTuple

Role = Literal[
    "", "label", "note", "edge", "arrow", "input", "padding", "kernel", "unseen", "filled",
    "empty", "now", "mark", "unknown",
]  # fmt: skip
"""What a run of a figure stands for; the empty role is plain text."""

_IN_ASCII = str.maketrans(
    {
        **dict.fromkeys("─–", "-"),
        "│": "|",
        "┄": "~",
        "┆": ":",
        **dict.fromkeys("┌┐└┘├┤┬┴┼", "+"),
        "╱": "/",
        "▶": ">",
        "×": "x",
        "·": ".",
        "□": "o",
        "■": "#",
        "▪": "+",
        "▣": "@",
        "○": "o",
        "░": ".",
        "▒": ":",
        "▓": "%",
        "█": "#",
        "…": "~",
        "⋮": ":",
    }
)
"""One sign for one sign, so that nothing moves; signs that stand side by side stay different."""


class FigureRun(NamedTuple):
    """A run of text of one role."""

    text: str
    role: Role = ""


FigureLine = tuple[FigureRun, ...]


class Room(NamedTuple):
    """The columns and rows that a figure may take; only the columns are a strict limit."""

    width: int
    height: int


PAGE = Room(78, 48)
"""The room on a page of text: the usual width, and enough rows for most inputs."""


class Figure(NamedTuple):
    """Lines of runs."""

    lines: tuple[FigureLine, ...]

    @property
    def text(self) -> str:
        """The figure without its roles."""
        return "\n".join("".join(run.text for run in line) for line in self.lines)

    def text_in(self, encoding: str) -> str:
        """Return the text, in ASCII where the encoding lacks its signs."""
        try:
            self.text.encode(encoding)
        except (UnicodeEncodeError, LookupError):
            return self.in_ascii.text
        return self.text

    @property
    def in_ascii(self) -> Figure:
        """The same figure in ASCII."""
        return Figure(
            tuple(
                tuple(FigureRun(_ascii(run.text), run.role) for run in line) for line in self.lines
            )
        )


def _ascii(text: str) -> str:
    spelled = text.translate(_IN_ASCII)
    return spelled if spelled.isascii() else "".join(c if c.isascii() else "?" for c in spelled)


def paragraph(text: str, width: int) -> Iterator[FigureLine]:
    """Yield a text as lines, broken at blanks; a word longer than a line is broken anywhere."""
    line = ""
    for word in text.split():
        if line and len(line) + 1 + len(word) <= width:
            line += f" {word}"
            continue
        if line:
            yield (FigureRun(line, "note"),)
        line = word
        while len(line) > width:
            yield (FigureRun(line[:width], "note"),)
            line = line[width:]
    if line:
        yield (FigureRun(line, "note"),)


class Canvas:
    """A grid of characters; what is put later covers what was there."""

    def __init__(self) -> None:
        self._rows: list[list[tuple[str, Role]]] = []

    def put(self, x: int, y: int, text: str, role: Role = "") -> None:
        """Put a text with its first character in column x of row y, both counted from 0."""
        while len(self._rows) <= y:
            self._rows.append([])
        row = self._rows[y]
        row.extend([(" ", "")] * (x + len(text) - len(row)))
        row[x : x + len(text)] = [(sign, role) for sign in text]

    def add(self, *runs: FigureRun) -> None:
        """Put some runs one after the other into a row below the others."""
        x, y = 0, len(self._rows)
        for run in runs:
            self.put(x, y, run.text, run.role)
            x += len(run.text)

    def centred(self, x: int, y: int, width: int, text: str, role: Role = "") -> None:
        """Put a text into the middle of `width` columns from column x on."""
        self.put(x + (width - len(text)) // 2, y, text, role)

    def lines(self, most: int) -> Iterator[FigureLine]:
        """Yield the lines, cut to `most` columns and without trailing blanks."""
        for row in self._rows:
            kept = row[:most]
            while kept and kept[-1][0] == " ":
                kept.pop()
            yield tuple(
                FigureRun("".join(sign for sign, _ in signs), role)
                for role, signs in groupby(kept, key=lambda cell: cell[1])
            )
