"""Builds the tree of nodes of a YAML text from the parser's events.

It reads a safe subset of YAML, with the scalars of YAML 1.2. The events still show what PyYAML's
composer hides: explicit tags, anchors, aliases and duplicate keys. All of these are refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import yaml

from quizengine.banks.file_text import code_point, control_character_index
from quizengine.banks.problems import quoted
from quizengine.banks.report import Report
from quizengine.banks.yaml_errors import yaml_advice, yaml_message
from quizengine.banks.yaml_nodes import (
    PLAIN,
    InvalidNode,
    MappingEntry,
    MappingNode,
    Node,
    ScalarNode,
    SequenceNode,
)
from quizengine.banks.yaml_scalars import NumberRefused, resolve

MAX_DEPTH = 30
MAX_NODES = 150_000

_LOADER: Any = getattr(yaml, "CLoader", yaml.Loader)


def events(text: str) -> Iterator[Any]:
    """Yield the YAML events of a text. Raises yaml.YAMLError where it is not YAML."""
    loader = _LOADER(text)
    try:
        event = loader.get_event()
        while event is not None and type(event) is not yaml.StreamEndEvent:
            yield event
            event = loader.get_event()
    finally:
        loader.dispose()


def read_tree(text: str, report: Report) -> Node | None:
    """Return the root node of a text, or None after reporting why it cannot be read.

    After a problem that leaves the rest readable, the reading goes on.
    """
    builder = _TreeBuilder(report)
    try:
        for event in events(text):
            builder.take(event)
            if builder.stopped:
                return None
    except yaml.MarkedYAMLError as error:
        _report_error(error, text, report)
        return None
    except (yaml.YAMLError, RecursionError, MemoryError, ValueError, IndexError) as error:
        # The two parsers differ in what else they raise on a text that is not YAML.
        report.add("yaml", (1, 1), yaml_message(str(error)), yaml_advice("", "", 1))
        return None
    if builder.root is None:
        report.add("yaml", (1, 1), "the file is empty", "Begin with 'format: 1'.")
    return builder.root


class _OpenCollection:
    """A list or mapping whose end has not been read yet."""

    __slots__ = ("column", "entries", "items", "key", "keys", "line")

    def __init__(self, line: int, column: int, *, mapping: bool) -> None:
        self.line = line
        self.column = column
        self.items: list[Node] = []
        self.entries: list[MappingEntry] = []
        self.keys: dict[str, int] | None = {} if mapping else None
        self.key: ScalarNode | InvalidNode | None = None

    def close(self) -> Node:
        if self.keys is None:
            return SequenceNode(tuple(self.items), self.line, self.column)
        return MappingNode(tuple(self.entries), self.line, self.column)


class _TreeBuilder:
    """Builds the tree without recursion, so that deep nesting cannot exhaust the stack."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.root: Node | None = None
        self.stopped = False
        self._open: list[_OpenCollection] = []
        self._nodes = 0
        self._documents = 0

    def take(self, event: Any) -> None:
        kind = type(event)
        if kind is yaml.ScalarEvent:
            self._check_node(event)
            self._attach(self._scalar(event))
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            self._check_node(event)
            mark = event.start_mark
            is_mapping = kind is yaml.MappingStartEvent
            self._open.append(_OpenCollection(mark.line + 1, mark.column + 1, mapping=is_mapping))
            if len(self._open) > MAX_DEPTH:
                self._refuse(event, f"nested deeper than {MAX_DEPTH} levels", "Nest less deeply.")
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            self._attach(self._open.pop().close())
        elif kind is yaml.AliasEvent:
            position = _start(event)
            self.report.add(
                "alias",
                position,
                f"an alias, *{event.anchor}, is not read",
                "Write the value out, put what questions share under 'defaults:', "
                "or quote a text that begins with *.",
            )
            self._attach(InvalidNode(*position))
        elif kind is yaml.DocumentStartEvent:
            self._documents += 1
            if self._documents > 1:
                self._refuse(event, "a second document begins here", "Write one bank in one file.")
            elif event.tags:
                self._refuse(event, "%TAG is not read", "Leave out the line that begins with %.")

    def _check_node(self, event: Any) -> None:
        self._nodes += 1
        if self._nodes > MAX_NODES:
            self._refuse(event, f"more than {MAX_NODES:,} values", "Split the bank.")
        if event.anchor is not None:
            self.report.add(
                "anchor",
                _start(event),
                f"an anchor, &{event.anchor}, is not read",
                "Leave it out; put what questions share under 'defaults:', "
                "or quote a text that begins with &.",
            )
        if event.tag is not None:
            self.report.add(
                "tag",
                _start(event),
                f"a tag, {quoted(event.tag)}, is not read",
                "Leave it out, or quote a text that begins with !.",
            )

    def _scalar(self, event: Any) -> ScalarNode | InvalidNode:
        start, end = event.start_mark, event.end_mark
        text: str = event.value
        style: str = event.style or PLAIN
        value: str | int | bool | Fraction | None = text
        line, column = start.line + 1, start.column + 1
        if style == PLAIN:
            try:
                value = resolve(text)
            except NumberRefused as error:
                advice = "Write a smaller number, or a text in quotes."
                self.report.add("number", (line, column), str(error), advice)
                return InvalidNode(line, column)
        elif style == '"' and (index := control_character_index(text)) is not None:
            self.report.add(
                "control-character",
                (line, column),
                f"the escape for the control character {code_point(text[index])} is not allowed",
                "Take the escape out.",
            )
            return InvalidNode(line, column)
        return ScalarNode(value, text, style, line, column, start.index, end.index)

    def _attach(self, node: Node) -> None:
        """Put a finished node into the open list or mapping, or make it the root."""
        if not self._open:
            self.root = node
            return
        holder = self._open[-1]
        if holder.keys is None:
            holder.items.append(node)
        elif holder.key is None:
            holder.key = self._key(node, holder.keys)
        else:
            if isinstance(holder.key, ScalarNode):
                holder.entries.append(MappingEntry(holder.key, node))
            holder.key = None

    def _key(self, node: Node, keys: dict[str, int]) -> ScalarNode | InvalidNode:
        if isinstance(node, InvalidNode):
            return node
        if not isinstance(node, ScalarNode):
            self.report.at(
                "key",
                node,
                "a key is expected here, not a list or a mapping",
                "A text that begins with {{, { or [ must be in quotes.",
            )
            return InvalidNode(node.line, node.column)
        first = keys.get(node.text)
        if first is not None:
            self.report.at(
                "duplicate-key",
                node,
                f"the key {quoted(node.text)} occurs twice, first on line {first}",
                "Keep one of the two.",
            )
            return InvalidNode(node.line, node.column)
        keys[node.text] = node.line
        return node

    def _refuse(self, event: Any, message: str, advice: str) -> None:
        self.report.add("yaml", _start(event), message, advice)
        self.stopped = True


def _start(event: Any) -> tuple[int, int]:
    return event.start_mark.line + 1, event.start_mark.column + 1


def _report_error(error: yaml.MarkedYAMLError, text: str, report: Report) -> None:
    """Report a parser's error at the position where a reader would look for it."""
    words = error.problem or ""
    mark = error.problem_mark
    # A bracket or quote that is never closed is reported where it begins, not at the file's end.
    is_open = "end of stream" in words or "flow" in (error.context or "")
    if error.context_mark is not None and (mark is None or is_open):
        mark = error.context_mark
    if mark is None:
        report.add("yaml", (1, 1), yaml_message(words), yaml_advice(words, "", 1))
        return
    line, column = mark.line + 1, mark.column + 1
    lines = text.split("\n")
    shown = lines[line - 1] if line <= len(lines) else ""
    report.add("yaml", (line, column), yaml_message(words), yaml_advice(words, shown, column))
