"""The heading of a bank, read without reading the bank: what a list of banks shows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from quizengine.banks.source import MAX_BYTES, harmful

_HEAD = ("title", "about", "source")

# A line whose meaning needs no YAML: a key and a plain text of one line. The text neither looks
# like a number, nor begins with a sign of YAML, nor holds ': ' or ' #'.
_SIMPLE = re.compile(r"([a-z]+):[ ]+([A-Za-z][^\n#:]*(?:[#:](?<! #)(?![ \n])[^\n#:]*)*)\n")
_FORMAT = re.compile(r"format:[ ]+1[ ]*\n")
_SKIPPED = re.compile(r"[ ]*(?:#[^\n]*)?\n")
_WORDS = frozenset(("true", "false", "null", "True", "False", "Null", "TRUE", "FALSE", "NULL"))
_ITEM = re.compile(r"\n([ ]*)- ")


class Heading(NamedTuple):
    """What a bank is about; `questions` counts its dashes, and is None where they are not plain.

    `problem` is "" or one line that says why the heading cannot be read.
    """

    path: Path
    name: str
    title: str = ""
    about: str = ""
    source: str = ""
    questions: int | None = None
    problem: str = ""


def headings(paths: Iterable[Path]) -> tuple[Heading, ...]:
    """The headings of banks, in the order given."""
    return tuple(map(heading, paths))


def heading(path: Path) -> Heading:
    """The heading of one bank; never raises for what the file holds."""
    try:
        if not path.is_file() or path.stat().st_size > MAX_BYTES:
            return _refused(path)
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError):
        return _refused(path)
    found = _simple_heading(text) or _yaml_heading(text)
    if found is None or harmful("".join(found.values())) is not None:
        return _refused(path)
    about = " ".join(found.get("about", "").split())
    title = found.get("title", path.stem)
    return Heading(path, path.stem, title, about, found.get("source", ""), _count(text))


def _simple_heading(text: str) -> dict[str, str] | None:
    """The heading where every line of it is plain; None where it takes YAML to read."""
    found: dict[str, str] = {}
    at = 0
    while not text.startswith("questions:", at):
        if match := _SKIPPED.match(text, at) or _FORMAT.match(text, at):
            at = match.end()
            continue
        match = _SIMPLE.match(text, at)
        if match is None or match[1] not in _HEAD or match[1] in found:
            return None
        value = match[2].rstrip()
        # An indented line would go on with the text.
        if value in _WORDS or value.endswith(":") or text.startswith((" ", "\t"), match.end()):
            return None
        found[match[1]] = value
        at = match.end()
    return found if "title" in found else None


def _yaml_heading(text: str) -> dict[str, str] | None:
    """The scalars of the top mapping up to its questions; None where the text is not a bank."""
    import yaml

    from quizengine.banks.tree import events

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


def _count(text: str) -> int | None:
    """How many items the list of questions has, told by the indentation of its dashes."""
    start = text.find("\nquestions:")
    first = _ITEM.search(text, start + 1) if start >= 0 else None
    if first is None:
        return None
    return text.count(first.group(), start + 1)


def _refused(path: Path) -> Heading:
    """A heading that says in one line why there is none."""
    from quizengine.banks.reading import read_bank

    problems = read_bank(path).problems
    first = problems[0] if problems else None
    said = f"line {first.line}: {first.message}" if first is not None else "not a bank"
    return Heading(path, path.stem, path.stem, problem=said)
