"""What a spec reads at a node of a YAML file: the value, the node, and whether it is valid."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from quizengine.banks.yaml_nodes import Node


class ParsedValue(NamedTuple):
    """The value that was read at a node.

    `value` is a scalar, a tuple of ParsedValue, or a dict of ParsedValue by key. `valid` is False
    where a problem was reported at the node or below it; the value may then be missing.
    """

    value: Any
    node: Node
    valid: bool = True


AnswerFields = dict[str, ParsedValue]
"""The keys of an answer that is a mapping with `kind`."""


def invalid(node: Node) -> ParsedValue:
    """Return a value without content, for a node whose problem has been reported."""
    return ParsedValue(None, node, valid=False)


def value_of(fields: Mapping[str, ParsedValue], name: str, default: Any = None) -> Any:
    """Return the value of a key, or the default where the key was left out."""
    found = fields.get(name)
    return default if found is None else found.value


def items_of(fields: Mapping[str, ParsedValue], name: str) -> tuple[ParsedValue, ...]:
    """Return the items of the list under a key, or none where the key was left out."""
    return value_of(fields, name) or ()


def plain_value(parsed: ParsedValue) -> Any:
    """Return the value without nodes, within lists and mappings as well."""
    value = parsed.value
    if isinstance(value, dict):
        return {
            name: plain_value(one) if isinstance(one, ParsedValue) else one
            for name, one in value.items()
        }
    if isinstance(value, tuple) and value and isinstance(value[0], ParsedValue):
        return tuple(map(plain_value, value))
    return value


def node_at_path(parsed: ParsedValue, *path: str | int) -> Node:
    """Return the node under a path of keys and indices, or the nearest node above it."""
    for step in path:
        value, found = parsed.value, None
        if isinstance(value, dict):
            found = value.get(step)
        elif isinstance(value, tuple) and isinstance(step, int) and step < len(value):
            found = value[step]
        if not isinstance(found, ParsedValue):
            break
        parsed = found
    return parsed.node
