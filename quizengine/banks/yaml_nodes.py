"""The values of a YAML file with their places: what reading yields and checking walks."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

PLAIN = ""
"""The style of a scalar without quotes; the others are `'`, `"`, `|` and `>`, as written."""


class ScalarNode(NamedTuple):
    """One value: `text` is what is written, `value` what it means. Lines and columns from 1.

    `start` and `end` are indices into the text of the document.
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
    """Keys with values, in the file's order; no key twice."""

    entries: tuple[MappingEntry, ...]
    line: int
    column: int

    def get(self, name: str) -> Node | None:
        """The value of a key."""
        return next((entry.value for entry in self.entries if entry.key.text == name), None)


class InvalidNode(NamedTuple):
    """A place where a problem has been told already; nothing more is said about it."""

    line: int
    column: int


Node = ScalarNode | SequenceNode | MappingNode | InvalidNode


def plain_data(node: Node) -> object:
    """The node as plain dicts, lists and scalars, without places."""
    if isinstance(node, MappingNode):
        return {entry.key.text: plain_data(entry.value) for entry in node.entries}
    if isinstance(node, SequenceNode):
        return [plain_data(item) for item in node.items]
    return node.value if isinstance(node, ScalarNode) else None
