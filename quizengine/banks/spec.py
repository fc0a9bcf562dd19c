"""Specs define a file format; these define its scalars.

A spec reads a node strictly and reports each problem with its position and what to write instead.
The same spec gives the JSON Schema with which an editor completes and checks.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple, Protocol

from quizengine.banks.parsed_value import ParsedValue, invalid
from quizengine.banks.problems import quoted
from quizengine.banks.report import Report
from quizengine.banks.yaml_nodes import (
    InvalidNode,
    MappingNode,
    Node,
    ScalarNode,
    SequenceNode,
    plain_data,
)

JsonSchema = dict[str, Any]


class Spec(Protocol):
    """One piece of a format's definition."""

    def read(self, node: Node, report: Report) -> ParsedValue:
        """Return the value at a node, and add each of its problems to the report."""
        ...

    def schema(self, shared: dict[str, JsonSchema]) -> JsonSchema:
        """Return the JSON Schema; a definition used more than once is put into `shared`."""
        ...


def wrong_type(node: Node, report: Report, noun: str, advice: str) -> ParsedValue:
    """Report that a node is not a `noun`."""
    if not isinstance(node, InvalidNode):
        article = noun[0].upper() + noun[1:]
        report.at("wrong-type", node, f"{article} is expected here, not {_described(node)}", advice)
    return invalid(node)


class TextSpec(NamedTuple):
    """A text, shown as it stands."""

    longest: int = 200
    pattern: str = ""
    noun: str = "a text"
    advice: str = ""
    """What to write where the text does not fit its pattern."""
    lines: bool = False
    """Whether it may have several lines."""

    def read(self, node: Node, report: Report) -> ParsedValue:
        """Return the text."""
        if not isinstance(node, ScalarNode) or not isinstance(node.value, str):
            return wrong_type(node, report, self.noun, self.advice or text_advice(node))
        text = node.value
        if not text.strip():
            report.at("wrong-type", node, "the text is empty", self.advice or "Write a text.")
        elif len(text) > self.longest:
            message = f"the text has {len(text):,} characters; at most {self.longest:,} are allowed"
            report.at("too-long", node, message, "Shorten it.")
        elif self.pattern and not re.fullmatch(self.pattern, text):
            report.at("wrong-text", node, f"{quoted(text)} is not {self.noun}", self.advice)
        elif not self.lines and "\n" in text.strip("\n"):
            report.at("wrong-text", node, "this text has one line only", "Join its lines.")
        else:
            return ParsedValue(text if self.lines else text.strip("\n"), node)
        return invalid(node)

    def schema(self, shared: dict[str, JsonSchema]) -> JsonSchema:
        """Return a string with its limits."""
        del shared
        found: JsonSchema = {"type": "string", "minLength": 1, "maxLength": self.longest}
        if self.pattern:
            found["pattern"] = f"^(?:{self.pattern})$"
        return found


class IntegerSpec(NamedTuple):
    """A whole number within bounds, both included."""

    least: int
    most: int

    @property
    def noun(self) -> str:
        """What is expected, with its bounds."""
        if self.least == self.most:
            return f"the number {self.least}"
        return f"a whole number from {self.least} to {self.most}"

    def read(self, node: Node, report: Report) -> ParsedValue:
        """Return the number."""
        value = node.value if isinstance(node, ScalarNode) else None
        if type(value) is not int:
            return wrong_type(node, report, self.noun, "Write digits, without quotes.")
        if not self.least <= value <= self.most:
            report.at("out-of-bounds", node, f"{value} is not {self.noun}")
            return invalid(node)
        return ParsedValue(value, node)

    def schema(self, shared: dict[str, JsonSchema]) -> JsonSchema:
        """Return an integer with its bounds."""
        del shared
        return {"type": "integer", "minimum": self.least, "maximum": self.most}


class BooleanSpec(NamedTuple):
    """true or false."""

    noun: str = "true or false"

    def read(self, node: Node, report: Report) -> ParsedValue:
        """Return the truth value."""
        if isinstance(node, ScalarNode) and isinstance(node.value, bool):
            return ParsedValue(node.value, node)
        return wrong_type(node, report, self.noun, "Write true or false, without quotes.")

    def schema(self, shared: dict[str, JsonSchema]) -> JsonSchema:
        """Return a boolean."""
        del shared
        return {"type": "boolean"}


class ChoiceSpec(NamedTuple):
    """One of a few words."""

    words: tuple[str, ...]
    noun: str

    def read(self, node: Node, report: Report) -> ParsedValue:
        """Return the word."""
        if not isinstance(node, ScalarNode) or not isinstance(node.value, str):
            return wrong_type(node, report, self.noun, f"Write one of: {', '.join(self.words)}.")
        if node.value not in self.words:
            message = f"{quoted(node.value)} is not {self.noun}"
            report.at("unknown-word", node, message, spelling_advice(node.value, self.words))
            return invalid(node)
        return ParsedValue(node.value, node)

    def schema(self, shared: dict[str, JsonSchema]) -> JsonSchema:
        """Return an enumeration."""
        del shared
        return {"enum": list(self.words)}


class AnySpec(NamedTuple):
    """Any value of YAML, as plain data."""

    noun: str = "a value"

    def read(self, node: Node, report: Report) -> ParsedValue:
        """Return plain data."""
        if isinstance(node, InvalidNode):
            return invalid(node)
        if isinstance(node, ScalarNode) and node.value is None:
            return wrong_type(node, report, self.noun, "Write the value, or leave the key out.")
        return ParsedValue(plain_data(node), node)

    def schema(self, shared: dict[str, JsonSchema]) -> JsonSchema:
        """Return the schema that anything meets."""
        del shared
        return {}


def spelling_advice(word: str, known: tuple[str, ...]) -> str:
    """Return advice that names the known word most similar to `word`, or all known words."""
    from difflib import get_close_matches

    near = get_close_matches(word[:60].lower(), known, 1, 0.6)
    if near:
        return f"Did you mean '{near[0]}'?"
    return f"Known here: {', '.join(known)}."


def text_advice(node: Node) -> str:
    """Return what to write where a text is expected and YAML reads something else."""
    if isinstance(node, MappingNode):
        return (
            "A colon followed by a space makes a key of what precedes it: put the text in quotes, "
            "or in a block after '|'."
        )
    if isinstance(node, SequenceNode):
        return "Put the text in quotes, also where it begins with [."
    if isinstance(node, ScalarNode) and node.value is None:
        return "Write a text, or leave the key out."
    return "Put it in quotes."


def _described(node: Node) -> str:
    if isinstance(node, MappingNode):
        return "a mapping"
    if isinstance(node, SequenceNode):
        return "a list"
    if isinstance(node, InvalidNode) or node.value is None:
        return "nothing"
    if isinstance(node.value, str):
        return f"the text {quoted(node.value)}"
    if isinstance(node.value, bool):
        return f"the truth value {node.text}"
    return f"the number {quoted(node.text)[1:-1]}"
