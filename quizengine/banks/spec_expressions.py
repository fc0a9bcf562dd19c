"""Specs for values that are computed: expressions, and texts with expressions in them."""

from __future__ import annotations

from typing import NamedTuple

from quizengine.banks.parsed_value import ParsedValue, invalid
from quizengine.banks.report import Report
from quizengine.banks.spec import JsonSchema, text_advice, wrong_type
from quizengine.banks.yaml_nodes import Node, ScalarNode, SequenceNode
from quizengine.expressions import ExpressionError, Template, parse

NO_PICTURE = "none"
"""What an author writes for no picture."""


class ExpressionSpec(NamedTuple):
    """An expression."""

    noun: str = "an expression"

    def read(self, node: Node, report: Report) -> ParsedValue:
        """Return the parsed expression."""
        if not isinstance(node, ScalarNode) or node.value is None:
            return wrong_type(node, report, self.noun, _expression_advice(node))
        source = str(node.value) if isinstance(node.value, bool) else node.text
        try:
            _refuse_escapes(source, source, 0)
            return ParsedValue(parse(source), node)
        except ExpressionError as error:
            report.inside("expression", node, error.offset, error.message, _fault_advice(source))
            return invalid(node)

    def schema(self, shared: dict[str, JsonSchema]) -> JsonSchema:
        """Return a string, or a number without quotes."""
        shared.setdefault("expression", {"type": ["string", "number", "boolean"]})
        return {"$ref": "#/definitions/expression"}


class PictureSpec(NamedTuple):
    """What a picture shows: an expression, or `none`, which is read as a text."""

    noun: str = "a layer on an input, a network, or none"

    def read(self, node: Node, report: Report) -> ParsedValue:
        """Return the parsed expression, or NO_PICTURE."""
        if isinstance(node, ScalarNode) and node.value == NO_PICTURE:
            return ParsedValue(NO_PICTURE, node)
        return ExpressionSpec(self.noun).read(node, report)

    def schema(self, shared: dict[str, JsonSchema]) -> JsonSchema:
        """Return the schema of an expression."""
        return ExpressionSpec().schema(shared)


class TemplateSpec(NamedTuple):
    """A template: a text in which `{{ expression }}` is replaced by its value."""

    noun: str = "a text"

    def read(self, node: Node, report: Report) -> ParsedValue:
        """Return the parsed template."""
        if not isinstance(node, ScalarNode) or not isinstance(node.value, str):
            return wrong_type(node, report, self.noun, text_advice(node))
        if not node.value.strip():
            report.at("wrong-type", node, "the text is empty", "Write a text.")
            return invalid(node)
        try:
            template = Template(node.value)
            at = 0
            for hole in template.holes:
                at = node.value.find(hole.source, at)
                _refuse_escapes(hole.source, node.value, at)
            return ParsedValue(template, node)
        except ExpressionError as error:
            report.inside("template", node, error.offset, error.message, _hole_advice(node.value))
            return invalid(node)

    def schema(self, shared: dict[str, JsonSchema]) -> JsonSchema:
        """Return a string."""
        shared.setdefault("text", {"type": "string", "minLength": 1})
        return {"$ref": "#/definitions/text"}


def _refuse_escapes(expression: str, source: str, start: int) -> None:
    """Raise ExpressionError for a backslash: with one, a text could hide a control character."""
    at = expression.find("\\")
    if at >= 0:
        raise ExpressionError("a backslash is not read in an expression", source, start + at)


def _expression_advice(node: Node) -> str:
    if isinstance(node, SequenceNode):
        return "An expression that begins with [ must be in quotes: '[14, 14, 20]'."
    if isinstance(node, ScalarNode):
        return "Write an expression such as layer.params, or leave the key out."
    return text_advice(node)


def _fault_advice(source: str) -> str:
    if "\\" in source:
        return "Write the character itself, without a backslash."
    if "{{" in source:
        return "Only texts have {{ }}; write the expression without the braces."
    if "^" in source:
        return "A power is written **."
    if "=" in source and not any(sign in source for sign in ("==", "<=", ">=", "!=", "(")):
        return "Two values are compared with ==."
    return "Correct the expression where the caret points."


def _hole_advice(source: str) -> str:
    if source.count("{{") != source.count("}}"):
        return "Each {{ needs its }}."
    return "Correct what is between {{ and }}." if "{{" in source else "Shorten the text."
