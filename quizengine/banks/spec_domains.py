"""Specs for the domain of a variable: ranges, single values and lists of values."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from quizengine.banks.parsed_value import ParsedValue, invalid
from quizengine.banks.problems import quoted
from quizengine.banks.report import Report
from quizengine.banks.spec import JsonSchema, wrong_type
from quizengine.banks.yaml_nodes import Node, ScalarNode, SequenceNode

LARGEST_DOMAIN = 10_000
"""The most values that one variable can have."""

LARGEST_VALUE = 10**9
"""The largest whole number that a variable can be, in absolute value."""

LONGEST_VALUE = 200
"""The most characters of a text that a variable can be."""

_RANGE = re.compile(r"\s*(-?\d{1,18})\s*\.\.\s*(-?\d{1,18})(?:\s+step\s+(\d{1,18}))?\s*")
_RANGE_PATTERN = r"^\s*-?[0-9]+\s*\.\.\s*-?[0-9]+(\s+step\s+[0-9]+)?\s*$"
_RANGE_ADVICE = "Write 'first..last' or 'first..last step s', as in 4..32 or 16..64 step 4."


class RangeSpec(NamedTuple):
    """`first..last` or `first..last step s`, both ends included."""

    noun: str = "a range"

    def read(self, node: Node, report: Report) -> ParsedValue:
        """Return a `range`."""
        if not isinstance(node, ScalarNode) or not isinstance(node.value, str):
            return wrong_type(node, report, self.noun, _RANGE_ADVICE)
        found = _RANGE.fullmatch(node.value)
        if found is None:
            message = f"{quoted(node.value)} is not {self.noun}"
            report.at("range", node, message, _RANGE_ADVICE)
            return invalid(node)
        first, last, step = int(found[1]), int(found[2]), int(found[3] or 1)
        fault = ""
        if step == 0:
            fault = "a range cannot step by 0"
        elif first > last:
            fault = f"the range is empty: {first} is larger than {last}"
        elif max(abs(first), abs(last)) > LARGEST_VALUE:
            fault = f"a value is at most {LARGEST_VALUE:,}"
        elif (last - first) // step >= LARGEST_DOMAIN:
            fault = f"a range has at most {LARGEST_DOMAIN:,} values"
        if fault:
            report.at("range", node, fault, _RANGE_ADVICE)
            return invalid(node)
        return ParsedValue(range(first, last + 1, step), node)

    def schema(self, shared: dict[str, JsonSchema]) -> JsonSchema:
        """Return a string with two dots in it."""
        shared.setdefault("range", {"type": "string", "pattern": _RANGE_PATTERN})
        return {"$ref": "#/definitions/range"}


class CountRangeSpec(NamedTuple):
    """A count: a whole number, or a range of whole numbers, within bounds, both included."""

    least: int
    most: int

    @property
    def noun(self) -> str:
        """What is expected, with its bounds."""
        return f"a number from {self.least} to {self.most}, or a range"

    def read(self, node: Node, report: Report) -> ParsedValue:
        """Return a `range`, which holds one number where a number is written."""
        if not isinstance(node, ScalarNode) or type(node.value) not in (int, str):
            return wrong_type(node, report, self.noun, "Write a number, or a range such as 1..3.")
        if type(node.value) is int:
            found = ParsedValue(range(node.value, node.value + 1), node)
        else:
            found = RangeSpec().read(node, report)
        numbers = found.value
        if numbers and not self.least <= numbers[0] <= numbers[-1] <= self.most:
            report.at("out-of-bounds", node, f"{node.text} is not {self.noun}")
            return invalid(node)
        return found

    def schema(self, shared: dict[str, JsonSchema]) -> JsonSchema:
        """Return an integer with its bounds, or a string with two dots in it."""
        number: JsonSchema = {"type": "integer", "minimum": self.least, "maximum": self.most}
        return {"anyOf": [number, RangeSpec().schema(shared)]}


class DomainValueSpec(NamedTuple):
    """One value of a variable: a whole number, a text, a truth value, or a row of these."""

    noun: str = "a value"

    def read(self, node: Node, report: Report) -> ParsedValue:
        """Return the value; a row is a tuple."""
        if isinstance(node, SequenceNode):
            cells = [self._cell(item, report) for item in node.items]
            if not cells:
                report.at("wrong-type", node, "the row is empty", "Write its values.")
                return invalid(node)
            return ParsedValue(
                tuple(cell.value for cell in cells), node, all(c.valid for c in cells)
            )
        return self._cell(node, report)

    def _cell(self, node: Node, report: Report) -> ParsedValue:
        if not isinstance(node, ScalarNode) or not isinstance(node.value, (int, str)):
            advice = (
                "Write a whole number, a text, true or false; a fraction as a / b where it is used."
            )
            return wrong_type(node, report, self.noun, advice)
        value = node.value
        if isinstance(value, int) and abs(value) > LARGEST_VALUE:
            report.at("out-of-bounds", node, f"a value is at most {LARGEST_VALUE:,}")
            return invalid(node)
        if isinstance(value, str) and len(value) > LONGEST_VALUE:
            report.at("too-long", node, f"a text value has at most {LONGEST_VALUE} characters")
            return invalid(node)
        return ParsedValue(value, node)

    def schema(self, shared: dict[str, JsonSchema]) -> JsonSchema:
        """Return a scalar or an array of scalars."""
        cell: JsonSchema = {"type": ["integer", "string", "boolean"]}
        row = {"type": "array", "items": cell, "minItems": 1}
        shared.setdefault("value", {"anyOf": [cell, row]})
        return {"$ref": "#/definitions/value"}


class ValueListSpec(NamedTuple):
    """A domain as a list of its values."""

    noun: str = "a list of values"

    def read(self, node: Node, report: Report) -> ParsedValue:
        """Return a tuple of different values of one kind."""
        if not isinstance(node, SequenceNode):
            return wrong_type(node, report, self.noun, "Write [a, b, c].")
        if not 1 <= len(node.items) <= LARGEST_DOMAIN:
            message = f"{len(node.items):,} values; 1 to {LARGEST_DOMAIN:,} are allowed"
            report.at("out-of-bounds", node, message)
            return invalid(node)
        items = [DomainValueSpec().read(item, report) for item in node.items]
        valid = all(item.valid for item in items)
        if valid:
            valid = _are_of_one_kind(items, report)
        return ParsedValue(tuple(item.value for item in items), node, valid)

    def schema(self, shared: dict[str, JsonSchema]) -> JsonSchema:
        """Return an array of values."""
        return {"type": "array", "items": DomainValueSpec().schema(shared), "minItems": 1}


def kind_of_value(value: object) -> str:
    """Return the kind of a value in words; rows of the same length are of one kind."""
    if isinstance(value, bool):
        return "a truth value"
    if isinstance(value, int):
        return "a number"
    if isinstance(value, str):
        return "a text"
    return f"a row of {len(value)}" if isinstance(value, Sequence) else "nothing"


def _are_of_one_kind(items: list[ParsedValue], report: Report) -> bool:
    kind = kind_of_value(items[0].value)
    seen: set[object] = set()
    for item in items:
        found = kind_of_value(item.value)
        if found != kind:
            message = f"this is {found}, but the first value of the list is {kind}"
            report.at("wrong-type", item.node, message, "Write values of one kind.")
            return False
        if item.value in seen:
            message = "this value occurs twice in the list"
            report.at("duplicate-value", item.node, message, "Keep one of the two.")
            return False
        seen.add(item.value)
    return True
