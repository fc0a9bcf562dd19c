"""The Python code of a Markdown text or a Jupyter notebook, with its line numbers."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

from quizengine.frameworks.errors import SourceError

MAX_SOURCE = 100_000
"""Characters of code."""

MAX_FILE = 4_000_000
"""Characters of a notebook, with the pictures in it."""

_FENCE = re.compile(r"^([ \t]*)(```+|~~~+)[ \t]*\{?\.?([\w+-]*)", re.MULTILINE)
_PYTHON = ("python", "py", "python3", "ipython", "ipython3", "pycon")


class SourceCode(NamedTuple):
    """Code, and the cells of a notebook that it was put together from; none for other texts.

    `cells` has the numbers of the code cells, `starts` the line of the code where each begins.
    """

    text: str
    cells: tuple[int, ...] = ()
    starts: tuple[int, ...] = ()

    def error(self, message: str, line: int) -> SourceError:
        """Return the error in a line of the code, with the line of its cell."""
        if not self.starts:
            return SourceError(message, line)
        cell = max(bisect_right(self.starts, line) - 1, 0)
        return SourceError(message, line - self.starts[cell] + 1, self.cells[cell])


def is_notebook(text: str) -> bool:
    """Whether this is the text of an `.ipynb` file."""
    return text.lstrip()[:1] == "{" and '"cells"' in text


def notebook_code(text: str) -> SourceCode:
    """Return the concatenated code cells. Raises SourceError for what is no notebook."""
    import json

    if len(text) > MAX_FILE:
        raise SourceError(f"a notebook may have at most {MAX_FILE:,} characters", 1)
    try:
        cells = json.loads(text)["cells"]
        found = [
            (number, _cell_text(cell["source"]))
            for number, cell in enumerate(cells, start=1)
            if cell["cell_type"] == "code"
        ]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise SourceError("this begins like a notebook and cannot be read as one", 1) from None
    lines: list[str] = []
    starts: list[int] = []
    for _, source in found:
        starts.append(len(lines) + 1)
        lines.extend(_without_magic(source).split("\n"))
    return checked(
        SourceCode("\n".join(lines), tuple(number for number, _ in found), tuple(starts))
    )


def _cell_text(source: object) -> str:
    if isinstance(source, str):
        return source.replace("\r\n", "\n")
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        return "".join(source).replace("\r\n", "\n")
    raise TypeError(source)


def _without_magic(source: str) -> str:
    """Return the cell without the commands of the notebook: `%matplotlib inline`, `!pip …`.

    A command begins where a statement may begin. Other lines may begin with the same sign: the
    second line of an expression `"conv%d"` and `%(number)`.
    """
    if _CELL_COMMAND.match(source) and not _KEPT_CELL.match(source):
        return "\n" * source.count("\n")
    lines = source.split("\n")
    reading = _StatementScanner()
    in_command = False
    for number, line in enumerate(lines):
        found = _COMMAND.match(line)
        if in_command:
            lines[number] = ""
        elif found and reading.at_statement:
            lines[number] = f"{found[1]}pass"
        else:
            reading.go_on(line)
            continue
        in_command = line.endswith("\\")
    return "\n".join(lines)


_CELL_COMMAND = re.compile(r"\s*%%[A-Za-z_]")
_KEPT_CELL = re.compile(r"\s*%%(?:time|capture)")
"""Commands at the beginning of a cell whose code is run nevertheless."""

_COMMAND = re.compile(r"([ \t]*)(?:%{1,2}[ \t]*[A-Za-z_]|!(?!=))")

_MARKS = re.compile(r"#|\\.|\\$|\"{3}|'{3}|[\"'()\[\]{}]")


class _StatementScanner:
    """Scans a program line by line, and knows whether the next line begins a statement."""

    def __init__(self) -> None:
        self._open = 0
        self._quote = ""
        self._goes_on = False

    @property
    def at_statement(self) -> bool:
        """Whether no bracket, no string and no continued line is open."""
        return not (self._open or self._quote or self._goes_on)

    def go_on(self, line: str) -> None:
        """Read one line."""
        self._goes_on = False
        for found in _MARKS.finditer(line):
            mark = found[0]
            if mark == "\\":
                self._goes_on = True
            elif self._quote:
                if mark == self._quote or mark == self._quote * 3:
                    self._quote = ""
            elif mark == "#":
                break
            elif mark[0] in "\"'":
                self._quote = mark
            elif mark in "([{":
                self._open += 1
            elif mark in ")]}":
                self._open = max(self._open - 1, 0)
        if len(self._quote) == 1 and not self._goes_on:
            self._quote = ""  # an unterminated string is an error in its line


def markdown_code(text: str) -> str | None:
    """Return the fenced Python code of a Markdown text, or None; other lines are left empty.

    Where some fences are marked as Python, unmarked ones are left out.
    """
    lines = text.split("\n")
    kinds: set[str] = set()
    fenced: list[tuple[int, str, int]] = []
    fence: re.Match[str] | None = None
    for number, line in enumerate(lines):
        if fence is None:
            fence = _FENCE.match(line)
            if fence is not None:
                kinds.add(fence[3].lower())
        elif line.strip().startswith(fence[2]) and not line.strip(" \t`~"):
            fence = None
        else:
            fenced.append((number, fence[3].lower(), len(fence[1])))
    wanted = _PYTHON if kinds & set(_PYTHON) else ("",)
    kept = [""] * len(lines)
    for number, kind, indent in fenced:
        if kind in wanted:
            line = lines[number]
            kept[number] = line[indent:] if not line[:indent].strip() else line
    return "\n".join(map(_prompt_taken, kept)) if any(kept) else None


def _prompt_taken(line: str) -> str:
    return line[4:] if line.startswith((">>> ", "... ")) else line


def checked(code: SourceCode) -> SourceCode:
    """Return the code, if it is not too long. Raises SourceError."""
    if len(code.text) > MAX_SOURCE:
        line = code.text.count("\n", 0, MAX_SOURCE) + 1
        raise code.error(f"source text may have at most {MAX_SOURCE:,} characters", line)
    return code
