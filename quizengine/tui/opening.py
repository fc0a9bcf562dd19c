"""A file of source text, as the calculator's box shows it."""

from __future__ import annotations

import stat
from pathlib import Path

LARGEST = 1_000_000
"""Bytes of a file that are read, and characters of a text that the box takes."""

LONGEST_LINE = 10_000
"""Characters of one line; every key lays the line out anew."""


class CannotOpen(Exception):
    """A file cannot be read as source text; the text says why, in one line."""


def source_of(name: str) -> str:
    """The text of a file, its line ends as `\\n`. Raises CannotOpen."""
    if not name.strip():
        raise CannotOpen("Type the path of a file.")
    try:
        path = Path(name.strip()).expanduser()
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise CannotOpen("This is a folder; name a file in it.")
        # Reading a pipe or a device might never end.
        if not stat.S_ISREG(status.st_mode):
            raise CannotOpen("This is not a regular file.")
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except FileNotFoundError:
        raise CannotOpen("There is no such file.") from None
    except (OSError, ValueError, RuntimeError) as error:
        # RuntimeError: the home folder of an unknown user.
        raise CannotOpen(f"{getattr(error, 'strerror', None) or error}.") from None
    if len(data) > LARGEST:
        raise CannotOpen(f"The file has more than {LARGEST:,} bytes.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CannotOpen(f"This is not UTF-8 text (byte {error.start:,}).") from None
    if "\0" in text:
        raise CannotOpen("This is not text.")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    fault = too_long(text)
    if fault:
        raise CannotOpen(fault)
    return text


def too_long(text: str) -> str:
    """Say what is too long for the box to take; empty where nothing is."""
    if len(text) > LARGEST:
        return f"The text has more than {LARGEST:,} characters."
    if len(text) > LONGEST_LINE:
        for number, line in enumerate(text.split("\n"), 1):
            if len(line) > LONGEST_LINE:
                return f"Line {number} has more than {LONGEST_LINE:,} characters."
    return ""
