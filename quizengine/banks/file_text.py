"""Reads the text of a file: checks its size, encoding and characters, and unifies line ends."""

from __future__ import annotations

import re
import stat
from pathlib import Path

from quizengine.banks.library import SUFFIXES
from quizengine.banks.report import Report

MAX_BYTES = 2 * 1024 * 1024
"""A larger bank is refused before it is read."""

# Characters that a terminal obeys, or that make a line look different from what it says: C0 and C1
# controls, line and paragraph separators, direction overrides, a stray byte order mark, surrogates.
_CONTROL_CHARACTER = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)


def read_text(path: Path, report: Report) -> str | None:
    """Return the text of a file with its line ends as `\\n`, or None after reporting a problem."""
    data = _read_bytes(path, report)
    if data is None:
        return None
    text = _decode(data, report)
    if text is None:
        return None
    return check_text(text, report)


def check_text(text: str, report: Report) -> str | None:
    """Return the text with its line ends as `\\n`, or None after reporting control characters."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    report.text = text
    line, start = 1, 0
    for found in _CONTROL_CHARACTER.finditer(text):
        line += text.count("\n", start, found.start())
        start = found.start()
        report.add(
            "control-character",
            (line, start - text.rfind("\n", 0, start)),
            f"the control character {code_point(text[start])} is not allowed",
            "Take the character out; if you cannot see it, type the word again.",
        )
    return None if report.failed else text


def control_character_index(text: str) -> int | None:
    """Return the index of the first control character of a text, or None."""
    if text.isascii() and text.isprintable():
        return None
    found = _CONTROL_CHARACTER.search(text)
    return None if found is None else found.start()


def code_point(char: str) -> str:
    """Return the code point of a character: `U+001B`."""
    return f"U+{ord(char):04X}"


def _read_bytes(path: Path, report: Report) -> bytes | None:
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            report.add("file", (1, 1), "this is a folder, not a bank", "Name a file in it.")
            return None
        if not stat.S_ISREG(status.st_mode):
            report.add("file", (1, 1), "this is not a regular file", "Name a YAML file.")
            return None
        size = status.st_size
        if size <= MAX_BYTES:
            with path.open("rb") as file:
                data = file.read(MAX_BYTES + 1)
            size = max(size, len(data))
            if size <= MAX_BYTES:
                return data
        report.add(
            "size",
            (1, 1),
            f"the file has {size:,} bytes; a bank has at most {MAX_BYTES:,}",
            "Split it into several banks.",
        )
    except FileNotFoundError:
        report.add("file", (1, 1), "there is no such file", _neighbour(path))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        report.add("file", (1, 1), f"the file cannot be read: {reason}")
    return None


def _neighbour(path: Path) -> str:
    from difflib import get_close_matches

    try:
        found = sorted(one for one in path.parent.iterdir() if one.suffix in SUFFIXES)
    except OSError:
        return f"There is no folder {path.parent} either."
    names = {one.stem: one for one in found}
    near = get_close_matches(path.stem, names, 1)
    return f"Did you mean {names[near[0]]}?" if near else ""


def _decode(data: bytes, report: Report) -> str | None:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        report.add("encoding", (1, 1), "the file is UTF-16", "Save it as UTF-8.")
        return None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        start = error.start
        report.text = data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
        before = data[:start].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        line_start = before.rfind(b"\n") + 1
        column = len(before[line_start:].decode("utf-8", "replace")) + 1
        report.add(
            "encoding",
            (before.count(b"\n") + 1, column),
            f"the byte 0x{data[start]:02X} is not UTF-8",
            "Save the file as UTF-8.",
        )
        return None
