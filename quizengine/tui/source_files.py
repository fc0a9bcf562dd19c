"""Reading a file of source text for the calculator's box."""

from __future__ import annotations

import stat
from pathlib import Path

from quizengine.frameworks import SourceError
from quizengine.frameworks.cells import is_notebook, notebook_code

LARGEST_FILE = 4_000_000
"""Bytes of the largest file that is read: a notebook contains its images."""

LARGEST = 1_000_000
"""Characters of the longest text that the box takes."""

LONGEST_LINE = 10_000
"""Characters of the longest line; every key lays the line out anew."""


class SourceFileError(Exception):
    """A file cannot be read as source text; the message says why, in one line."""


def source_of(name: str) -> str:
    """Return the text of a file, of a notebook its code cells, with line ends as `\\n`.

    Raises SourceFileError.
    """
    if not name.strip():
        raise SourceFileError("Type the path of a file.")
    try:
        path = Path(name.strip()).expanduser()
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise SourceFileError("This is a folder; name a file in it.")
        # Reading a pipe or a device might never end.
        if not stat.S_ISREG(status.st_mode):
            raise SourceFileError("This is not a regular file.")
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except FileNotFoundError:
        raise SourceFileError("There is no such file.") from None
    except (OSError, ValueError, RuntimeError) as error:
        # RuntimeError: the home folder of an unknown user.
        raise SourceFileError(f"{getattr(error, 'strerror', None) or error}.") from None
    if len(data) > LARGEST_FILE:
        raise SourceFileError(f"The file has more than {LARGEST_FILE:,} bytes.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceFileError(f"This is not UTF-8 text (byte {error.start:,}).") from None
    if "\0" in text:
        raise SourceFileError("This is not text.")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if is_notebook(text):
        text = _cells(text)
    fault = too_long(text)
    if fault:
        raise SourceFileError(fault)
    return text


def _cells(notebook: str) -> str:
    """Return the code cells of a notebook, each below its number. Raises SourceFileError."""
    try:
        code = notebook_code(notebook)
    except SourceError as error:
        raise SourceFileError(f"{error.reason[0].upper()}{error.reason[1:]}.") from None
    numbers = dict(zip(code.starts, code.cells, strict=True))
    lines: list[str] = []
    for number, line in enumerate(code.text.split("\n"), 1):
        if number in numbers:
            lines.append(f"# cell {numbers[number]}")
        lines.append(line)
    return "\n".join(lines)


def too_long(text: str) -> str:
    """Return what is too long for the box; empty where nothing is."""
    if len(text) > LARGEST:
        return f"The text has more than {LARGEST:,} characters."
    if len(text) > LONGEST_LINE:
        for number, line in enumerate(text.split("\n"), 1):
            if len(line) > LONGEST_LINE:
                return f"Line {number} has more than {LONGEST_LINE:,} characters."
    return ""
