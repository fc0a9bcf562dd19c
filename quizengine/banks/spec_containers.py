"""The defining language's values that hold others: lists, mappings and unions."""

from __future__ import annotations

import re
from collections.abc import Mapping as ReadOnly
from typing import NamedTuple

from quizengine.banks.nodes import Broken, Mapping, Node, Scalar, Sequence
from quizengine.banks.problems import quoted
from quizengine.banks.report import Report
from quizengine.banks.spec import JsonSchema, Read, Spec, broken, nearest, wrong


class ListOf(NamedTuple):
    """A list of one kind of thing."""

    item: Spec
    noun: str
    least: int = 1
    most: int = 100
    advice: str = "Write each item on its own line after '- '."

    def read(self, node: Node, report: Report) -> Read:
        """A tuple of reads."""
        if not isinstance(node, Sequence):
            return wrong(node, report, self.noun, self.advice)
        if not self.least <= len(node.items) <= self.most:
            message = f"the list has {len(node.items)} items; it takes {self.least} to {self.most}"
            report.at("out-of-bounds", node, message)
            if len(node.items) > self.most:
                return broken(node)
        reads = tuple(self.item.read(item, report) for item in node.items)
        return Read(reads, node, len(reads) >= self.least and all(read.whole for read in reads))

    def schema(self, shared: dict[str, JsonSchema]) -> JsonSchema:
        """An array."""
        return {
            "type": "array",
            "items": self.item.schema(shared),
            "minItems": self.least,
            "maxItems": self.most,
        }


class SpecField(NamedTuple):
    """One key of a mapping; `about` is what an editor shows."""

    spec: Spec
    about: str
    required: bool = False


class Fields(NamedTuple):
    """A mapping with known keys."""

    name: str
    """Its name among the shared definitions of the JSON Schema."""
    noun: str
    fields: ReadOnly[str, SpecField]
    instead: ReadOnly[str, str] = {}
    """What to write for keys that people try: `{"question": "ask"}`."""
    advice: str = "Write keys with values, each on its own line as 'key: value'."

    def read(self, node: Node, report: Report) -> Read:
        """A dict of reads by key."""
        if not isinstance(node, Mapping):
            return wrong(node, report, self.noun, self.advice)
        reads: dict[str, Read] = {}
        whole = True
        for key, value in node.entries:
            field = self.fields.get(key.text)
            if field is None:
                whole = False
                self._unknown(key, report)
            else:
                read = field.spec.read(value, report)
                reads[key.text] = read
                whole = whole and read.whole
        for name, field in self.fields.items():
            if field.required and name not in reads:
                whole = False
                report.at(
                    "missing-key",
                    node,
                    f"the key '{name}' is missing in {self.noun}",
                    f"Add '{name}: …': {field.about}",
                )
        return Read(reads, node, whole)

    def _unknown(self, key: Scalar, report: Report) -> None:
        message = f"unknown key {quoted(key.text)} in {self.noun}"
        if key.text == "<<":
            advice = "Merging is not read; put what questions share under 'defaults:'."
        elif key.text.lower() in self.instead:
            advice = f"Write '{self.instead[key.text.lower()]}'."
        else:
            advice = nearest(key.text, tuple(self.fields))
        report.at("unknown-key", key, message, advice)

    def schema(self, shared: dict[str, JsonSchema]) -> JsonSchema:
        """A reference to an object with exactly these properties."""
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

    def read(self, node: Node, report: Report) -> Read:
        """A dict of reads by key, in the file's order."""
        if not isinstance(node, Mapping):
            return wrong(node, report, self.noun, "Write keys with values as 'name: value'.")
        if not self.least <= len(node.entries) <= self.most:
            message = f"{len(node.entries)} names; {self.least} to {self.most} are allowed"
            report.at("out-of-bounds", node, message)
            return broken(node)
        reads: dict[str, Read] = {}
        whole = True
        for key, value in node.entries:
            read = self.value.read(value, report)
            whole = whole and read.whole
            if re.fullmatch(self.pattern, key.text):
                reads[key.text] = read
            else:
                whole = False
                message = f"{quoted(key.text)} is not {self.key_noun}"
                report.at("wrong-name", key, message, self.key_advice)
        return Read(reads, node, whole)

    def schema(self, shared: dict[str, JsonSchema]) -> JsonSchema:
        """An object with patterned properties."""
        return {
            "type": "object",
            "patternProperties": {f"^(?:{self.pattern})$": self.value.schema(shared)},
            "additionalProperties": False,
            "minProperties": self.least,
            "maxProperties": self.most,
        }


class ByShape(NamedTuple):
    """One thing where a scalar stands, another for a list, another for a mapping."""

    noun: str
    scalar: Spec | None = None
    sequence: Spec | None = None
    mapping: Spec | None = None
    advice: str = ""

    def read(self, node: Node, report: Report) -> Read:
        """What the spec of the node's shape reads."""
        if isinstance(node, Broken):
            return broken(node)
        if isinstance(node, Scalar):
            spec = self.scalar
        else:
            spec = self.sequence if isinstance(node, Sequence) else self.mapping
        if spec is None:
            return wrong(node, report, self.noun, self.advice)
        return spec.read(node, report)

    def schema(self, shared: dict[str, JsonSchema]) -> JsonSchema:
        """Any of the shapes."""
        specs = (self.scalar, self.sequence, self.mapping)
        return {"anyOf": [spec.schema(shared) for spec in specs if spec is not None]}


class ByKind(NamedTuple):
    """A mapping whose key `kind` says which other keys it takes."""

    noun: str
    kinds: ReadOnly[str, Spec]

    def read(self, node: Node, report: Report) -> Read:
        """What the named kind reads; its dict has `kind` too."""
        if not isinstance(node, Mapping):
            return wrong(node, report, self.noun, "Write keys with values.")
        kind = node.get("kind")
        known = tuple(self.kinds)
        if kind is None:
            message = f"the key 'kind' is missing in {self.noun}"
            report.at("missing-key", node, message, f"Add 'kind: …': one of {', '.join(known)}.")
            return broken(node)
        name = kind.value if isinstance(kind, Scalar) else None
        if not isinstance(name, str) or name not in self.kinds:
            if not isinstance(kind, Broken):
                said = quoted(kind.text) if isinstance(kind, Scalar) else "this"
                message = f"{said} is not a kind of {self.noun.split(' ', 1)[1]}"
                advice = nearest(name if isinstance(name, str) else "", known)
                report.at("unknown-kind", kind, message, advice)
            return broken(node)
        return self.kinds[name].read(node, report)

    def schema(self, shared: dict[str, JsonSchema]) -> JsonSchema:
        """One of the kinds."""
        return {"oneOf": [fields.schema(shared) for fields in self.kinds.values()]}


def described(schema: JsonSchema, about: str) -> JsonSchema:
    """The schema with what an editor shows; draft-07 ignores what stands beside a reference."""
    if "$ref" in schema:
        return {"description": about, "allOf": [schema]}
    return {**schema, "description": about}
