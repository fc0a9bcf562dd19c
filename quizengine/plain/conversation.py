"""Two streams of plain lines: the output, in its own encoding, and the lines that are typed."""

from __future__ import annotations

import codecs
from collections.abc import Iterable
from typing import TextIO

from quizengine.practice.markdown import clean
from quizengine.practice.transliteration import TRANSLITERATE

LONGEST_LINE = 20_000
"""Characters of a typed line that are read; no answer is nearly as long."""


class Ended(Exception):
    """The input has ended, or the student has quit."""


def _known(encoding: str | None) -> str:
    """Return the encoding's name, or ASCII where the output names an unknown one."""
    try:
        return codecs.lookup(encoding or "utf-8").name
    except LookupError:
        return "ascii"


class Conversation:
    """A stream to read lines from, and one to write lines to in its own encoding."""

    def __init__(self, source: TextIO, output: TextIO) -> None:
        self._source = source
        self._output = output
        self.encoding = _known(output.encoding)

    def line(self, text: str = "") -> None:
        """Write a text and end the line."""
        self._output.write(self._transliterated(text) + "\n")

    def lines(self, texts: Iterable[str]) -> None:
        """Write several lines."""
        for text in texts:
            self.line(text)

    def typed(self, prompt: str) -> str:
        """Return the next line typed. Raises Ended where there is none."""
        self._output.write(self._transliterated(prompt))
        self._output.flush()
        line = self._source.readline(LONGEST_LINE)
        if not line:
            self.line()
            raise Ended
        rest = line
        while rest and not rest.endswith("\n"):
            rest = self._source.readline(LONGEST_LINE)
        return line.strip()

    def _transliterated(self, text: str) -> str:
        return clean(text).encode(self.encoding, TRANSLITERATE).decode(self.encoding)
