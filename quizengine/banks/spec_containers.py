"""Specs that hold other specs: lists, mappings and unions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from quizengine.banks.parsed_value import ParsedValue, invalid
from quizengine.banks.problems import quoted
from quizengine.banks.report import Report
from quizengine.banks.spec import JsonSchema, Spec, spelling_advice, wrong_type
from quizengine.banks.yaml_nodes import InvalidNode, MappingNode, Node, ScalarNode, SequenceNode


class ListOf(NamedTuple):
    """A list whose items all have one spec."""

    item: Spec
    noun: str
    least: int = 1
    most: int = 100

    def read(self, node: Node, report: Report) -> ParsedValue:
        """Return a tuple of parsed values."""
        if not isinstance(node, SequenceNode):
            advice = "Write each item on its own line after '- '."
            return wrong_type(node, report, self.noun, advice)
        if not self.least <= len(node.items) <= self.most:
            message = f"the list has {len(node.items)} items; it takes {self.least} to {self.most}"
            report.at("out-of-bounds", node, message)
            if len(node.items) > self.most:
                return invalid(node)
        items = tuple(self.item.read(item, report) for item in node.items)
        return ParsedValue(
            items, node, len(items) >= self.least and all(parsed.valid for parsed in items)
        )

    def schema(self, shared: dict[str, JsonSchema]) -> JsonSchema:
        """Return an array."""
        return {
            "type": "array",
            "items": self.item.schema(shared),
            "minItems": self.least,
            "maxItems": self.most,
        }


class SpecField(NamedTuple):
    """One key of a mapping; `about` is the explanation that an editor shows."""

    spec: Spec
    about: str
    required: bool = False


class Fields(NamedTuple):
    """A mapping with known keys."""

    name: str
    """Its name among the shared definitions of the JSON Schema."""
    noun: str
    fields: Mapping[str, SpecField]
    instead: Mapping[str, str] = {}
    """The right key for each wrong one that people try: `{"question": "ask"}`."""
    advice: str = "Write keys with values, each on its own line as 'key: value'."

    def read(self, node: Node, report: Report) -> ParsedValue:
        """Return a dict of parsed values by key."""
        if not isinstance(node, MappingNode):
            return wrong_type(node, report, self.noun, self.advice)
        values: dict[str, ParsedValue] = {}
        valid = True
        for key, value in node.entries:
            field = self.fields.get(key.text)
            if field is None:
                valid = False
                self._unknown(key, report)
            else:
                parsed = field.spec.read(value, report)
                values[key.text] = parsed
                valid = valid and parsed.valid
        for name, field in self.fields.items():
            if field.required and name not in values:
                valid = False
                report.at(
                    "missing-key",
                    node,
                    f"the key '{name}' is missing in {self.noun}",
                    f"Add '{name}: …': {field.about}",
                )
        return ParsedValue(values, node, valid)

    def _unknown(self, key: ScalarNode, report: Report) -> None:
        message = f"unknown key {quoted(key.text)} in {self.noun}"
        if key.text == "<<":
            advice = "Merging is not read; put what questions share under 'defaults:'."
        elif key.text.lower() in self.instead:
            advice = f"Write '{self.instead[key.text.lower()]}'."
        else:
            advice = spelling_advice(key.text, tuple(self.fields))
        report.at("unknown-key", key, message, advice)

    def schema(self, shared: dict[str, JsonSchema]) -> JsonSchema:
        """Return a reference to an object with exactly these properties."""
        if self.name not in shared:
            found: JsonSchema = {"type": "object"}
            shared[self.name] = found
            found["properties"] = {
                name: described(field.spec.schema(shared), field.about)
                for name, field in self.fields.items()
            }
            required = [name for name, field in self.fields.items() if field.required]
            if required:
                found["required"] = required
            found["additionalProperties"] = False
        return {"$ref": f"#/definitions/{self.name}"}


class MapOf(NamedTuple):
    """A mapping whose keys the author chooses."""

    pattern: str
    value: Spec
    noun: str
    key_noun: str
    key_advice: str
    least: int = 0
    most: int = 40

    def read(self, node: Node, report: Report) -> ParsedValue:
        """Return a dict of parsed values by key, in the file's order."""
        if not isinstance(node, MappingNode):
            return wrong_type(node, report, self.noun, "Write keys with values as 'name: value'.")
        if not self.least <= len(node.entries) <= self.most:
            message = f"{len(node.entries)} names; {self.least} to {self.most} are allowed"
            report.at("out-of-bounds", node, message)
            return invalid(node)
        values: dict[str, ParsedValue] = {}
        valid = True
        for key, value in node.entries:
            parsed = self.value.read(value, report)
            valid = valid and parsed.valid
            if re.fullmatch(self.pattern, key.text):
                values[key.text] = parsed
            else:
                valid = False
                message = f"{quoted(key.text)} is not {self.key_noun}"
                report.at("wrong-name", key, message, self.key_advice)
        return ParsedValue(values, node, valid)

    def schema(self, shared: dict[str, JsonSchema]) -> JsonSchema:
        """Return an object whose keys match the pattern."""
        return {
            "type": "object",
            "patternProperties": {f"^(?:{self.pattern})$": self.value.schema(shared)},
            "additionalProperties": False,
            "minProperties": self.least,
            "maxProperties": self.most,
        }


class ByShape(NamedTuple):
    """A union: one spec for a scalar, one for a list and one for a mapping."""

    noun: str
    scalar: Spec | None = None
    sequence: Spec | None = None
    mapping: Spec | None = None
    advice: str = ""

    def read(self, node: Node, report: Report) -> ParsedValue:
        """Return what the spec for a node of this shape reads."""
        if isinstance(node, InvalidNode):
            return invalid(node)
        if isinstance(node, ScalarNode):
            spec = self.scalar
        else:
            spec = self.sequence if isinstance(node, SequenceNode) else self.mapping
        if spec is None:
            return wrong_type(node, report, self.noun, self.advice)
        return spec.read(node, report)

    def schema(self, shared: dict[str, JsonSchema]) -> JsonSchema:
        """Return a union of the shapes."""
        specs = (self.scalar, self.sequence, self.mapping)
        return {"anyOf": [spec.schema(shared) for spec in specs if spec is not None]}


class ByKind(NamedTuple):
    """A tagged union: the key `kind` of a mapping says which other keys it takes."""

    noun: str
    kinds: Mapping[str, Spec]

    def read(self, node: Node, report: Report) -> ParsedValue:
        """Return what the named kind reads, a dict that includes `kind`."""
        if not isinstance(node, MappingNode):
            return wrong_type(node, report, self.noun, "Write keys with values.")
        kind = node.get("kind")
        known = tuple(self.kinds)
        if kind is None:
            message = f"the key 'kind' is missing in {self.noun}"
            report.at("missing-key", node, message, f"Add 'kind: …': one of {', '.join(known)}.")
            return invalid(node)
        name = kind.value if isinstance(kind, ScalarNode) else None
        if not isinstance(name, str) or name not in self.kinds:
            if not isinstance(kind, InvalidNode):
                said = quoted(kind.text) if isinstance(kind, ScalarNode) else "this"
                message = f"{said} is not a kind of {self.noun.split(' ', 1)[1]}"
                advice = spelling_advice(name if isinstance(name, str) else "", known)
                report.at("unknown-kind", kind, message, advice)
            return invalid(node)
        return self.kinds[name].read(node, report)

    def schema(self, shared: dict[str, JsonSchema]) -> JsonSchema:
        """Return a union of the kinds."""
        return {"oneOf": [fields.schema(shared) for fields in self.kinds.values()]}


def described(schema: JsonSchema, about: str) -> JsonSchema:
    """Return the schema with a description; draft-07 ignores the siblings of a reference."""
    if "$ref" in schema:
        return {"description": about, "allOf": [schema]}
    return {**schema, "description": about}
