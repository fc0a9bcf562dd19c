"""Two streams of plain lines: one is written, in letters that it has; the other is typed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, TextIO

from quizengine.practice.prose import clean
from quizengine.practice.spelling import SPELLING

LONGEST_LINE = 20_000
"""Characters of a typed line that are read; no answer is nearly as long."""


class Paper:
    """What is written to: plain lines in the letters that the output has."""

    def __init__(self, output: TextIO) -> None:
        self._output = output
        self.encoding = output.encoding or "utf-8"

    def line(self, text: str = "") -> None:
        """Write a text and end the line."""
        self._output.write(self._spelled(clean(text)) + "\n")

    def lines(self, texts: Iterable[str]) -> None:
        """Write several lines."""
        for text in texts:
            self.line(text)

    def ask(self, text: str) -> None:
        """Write a text that a line typed follows."""
        self._output.write(self._spelled(clean(text)))
        self._output.flush()

    def _spelled(self, text: str) -> str:
        return text.encode(self.encoding, SPELLING).decode(self.encoding)


class Ended(Exception):
    """The input has ended, or the student has."""


class Conversation(NamedTuple):
    """Two streams, one to read from and one to write to."""

    source: TextIO
    paper: Paper

    def typed(self, prompt: str) -> str:
        """Return the next line typed. Raises Ended where there is none."""
        self.paper.ask(prompt)
        line = self.source.readline(LONGEST_LINE)
        if not line:
            self.paper.line()
            raise Ended
        rest = line
        while rest and not rest.endswith("\n"):
            rest = self.source.readline(LONGEST_LINE)
        return line.strip()
