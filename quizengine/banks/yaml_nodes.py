"""The nodes of a YAML file, each with the line and column where it begins, counted from 1."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

PLAIN = ""
"""The style of a scalar without quotes; the others are `'`, `"`, `|` and `>`, as written."""


class ScalarNode(NamedTuple):
    """A single value: `text` is its text without quotes, `value` what that means in YAML 1.2.

    `start` and `end` are offsets in the text of the document.
    """

    value: str | int | bool | Fraction | None
    text: str
    style: str
    line: int
    column: int
    start: int
    end: int


class SequenceNode(NamedTuple):
    """A list."""

    items: tuple[Node, ...]
    line: int
    column: int


class MappingEntry(NamedTuple):
    """One key of a mapping with its value."""

    key: ScalarNode
    value: Node


class MappingNode(NamedTuple):
    """Keys with values, in the file's order; no key occurs twice."""

    entries: tuple[MappingEntry, ...]
    line: int
    column: int

    def get(self, name: str) -> Node | None:
        """Return the value of a key, or None."""
        return next((entry.value for entry in self.entries if entry.key.text == name), None)


class InvalidNode(NamedTuple):
    """A node whose problem has been reported; no other problem is reported for it."""

    line: int
    column: int


Node = ScalarNode | SequenceNode | MappingNode | InvalidNode


def plain_data(node: Node) -> object:
    """Return the node as plain dicts, lists and scalars."""
    if isinstance(node, MappingNode):
        return {entry.key.text: plain_data(entry.value) for entry in node.entries}
    if isinstance(node, SequenceNode):
        return [plain_data(item) for item in node.items]
    return node.value if isinstance(node, ScalarNode) else None
