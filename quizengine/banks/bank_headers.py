"""Reads the header of a bank, which a list of banks shows, without reading its questions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from quizengine.banks.file_text import MAX_BYTES, control_character_index

_HEAD = ("title", "about", "source")

_YAML_CONSTANTS = frozenset(
    ("true", "false", "null", "True", "False", "Null", "TRUE", "FALSE", "NULL")
)
_ITEM = re.compile(r"\n([ ]*)- ")


class BankHeader(NamedTuple):
    """The keys at the top of a bank.

    `questions` counts the items of its list of questions by their dashes; it is None where the
    list is not written with dashes. `problem` says in one line why the header cannot be read, or
    is "".
    """

    path: Path
    title: str = ""
    about: str = ""
    source: str = ""
    questions: int | None = None
    problem: str = ""


def read_headers(paths: Iterable[Path]) -> tuple[BankHeader, ...]:
    """Return the headers of banks, in the order of their paths."""
    return tuple(map(read_header, paths))


def read_header(path: Path) -> BankHeader:
    """Return the header of one bank; the content of the file never raises."""
    try:
        if not path.is_file() or path.stat().st_size > MAX_BYTES:
            return _unreadable_header(path)
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError):
        return _unreadable_header(path)
    found = _read_plain_header(text) or _read_yaml_header(text)
    if found is None or control_character_index("".join(found.values())) is not None:
        return _unreadable_header(path)
    about = " ".join(found.get("about", "").split())
    title = found.get("title", path.stem)
    return BankHeader(path, title, about, found.get("source", ""), _count_questions(text))


def _read_plain_header(text: str) -> dict[str, str] | None:
    """Return the header where every line of it is plain, or None where it takes YAML to read.

    Importing YAML takes longer than reading the headers of all shipped banks.
    """
    found: dict[str, str] = {}
    lines = text.split("\n")
    at = 0
    while at < len(lines) and not lines[at].startswith("questions:"):
        line = lines[at].rstrip()
        at += 1
        if not line or line[0] == "#" or line == "format: 1":
            continue
        # Indented lines below a key belong to it.
        start = at
        while at < len(lines) and (not lines[at].strip() or lines[at][0] == " "):
            at += 1
        key, colon, value = line.partition(": ")
        if line == "defaults:":
            continue
        below = [below for below in lines[start:at] if below.strip()]
        text_of_key = _folded(below) if value == ">-" else _plain(value, below)
        if not colon or key not in _HEAD or key in found or not text_of_key:
            return None
        found[key] = text_of_key
    return found if at < len(lines) and "title" in found else None


def _plain(value: str, below: list[str]) -> str:
    """Return a text of one line that YAML would not change, or "" where it takes YAML to read."""
    if below or not value[:1].isalpha() or value in _YAML_CONSTANTS or value.endswith(":"):
        return ""
    return "" if ": " in value or " #" in value or "\t" in value else value.strip()


def _folded(below: list[str]) -> str:
    """Return the lines of a folded block as one, or "" where their indentation differs."""
    indents = {len(line) - len(line.lstrip()) for line in below}
    return " ".join(line.strip() for line in below) if len(indents) == 1 else ""


def _read_yaml_header(text: str) -> dict[str, str] | None:
    """Return the scalars of the top mapping before `questions`, or None where it is not a bank."""
    import yaml

    from quizengine.banks.yaml_tree import events

    found: dict[str, str] = {}
    depth, key = 0, ""
    try:
        for event in events(text):
            if isinstance(event, yaml.CollectionStartEvent):
                if depth == 1 and key == "questions":
                    return found if "title" in found else None
                depth += 1
                if depth > 2:
                    continue
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
                key = key if depth > 1 else ""
            elif depth == 1 and isinstance(event, yaml.ScalarEvent):
                if not key:
                    key = event.value
                    continue
                if key in _HEAD:
                    found.setdefault(key, event.value.strip())
                key = ""
    except (yaml.YAMLError, RecursionError, MemoryError, ValueError, IndexError):
        return None
    return None


def _count_questions(text: str) -> int | None:
    """Count the items of the list of questions: the dashes with the indentation of the first."""
    start = text.find("\nquestions:")
    first = _ITEM.search(text, start + 1) if start >= 0 else None
    if first is None:
        return None
    return text.count(first.group(), start + 1)


def _unreadable_header(path: Path) -> BankHeader:
    """Return a header that says in one line why it cannot be read."""
    from quizengine.banks.reading import read_bank

    problems = read_bank(path).problems
    first = problems[0] if problems else None
    problem = f"line {first.line}: {first.message}" if first is not None else "not a bank"
    return BankHeader(path, path.stem, problem=problem)
