"""Checks the names in a question: each must be known where it is used, and `let` has no cycle."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from keyword import iskeyword

from quizengine.banks.parsed_value import ParsedValue
from quizengine.banks.problems import quoted
from quizengine.banks.report import Report
from quizengine.banks.yaml_nodes import ScalarNode
from quizengine.calculator.keras import LAYERS
from quizengine.expressions import Expression, Template
from quizengine.frameworks.vocabulary import EXPORTS, FUNCTIONS

WORKING = "working"
"""The function that puts the working of a quantity into a solution."""

VALUE = "value"
"""The name of the claimed value in the text of a statement."""

_RESERVED = frozenset((WORKING, VALUE))


@lru_cache(maxsize=1)
def function_names() -> frozenset[str]:
    """Return the functions that every expression of a bank may use, besides the layers."""
    return frozenset(FUNCTIONS)


def texts_in(parsed: ParsedValue) -> Iterator[tuple[ParsedValue, Expression | Template]]:
    """Yield every expression and template in a value, each with the value that holds it."""
    value = parsed.value
    if isinstance(value, (Expression, Template)):
        yield parsed, value
    elif isinstance(value, (dict, tuple)):
        for inner in value.values() if isinstance(value, dict) else value:
            # Domains and expected answers are plain data.
            if isinstance(inner, ParsedValue):
                yield from texts_in(inner)


def check_names(
    parsed: ParsedValue | None, known: Collection[str], report: Report, layers: bool = True
) -> None:
    """Report every name in a value that is neither known nor, with `layers`, a layer."""
    if parsed is None:
        return
    for found, text in texts_in(parsed):
        unknown = text.names.difference(known)
        if layers:
            unknown = frozenset(name for name in unknown if name not in LAYERS)
        if unknown:
            _report_unknown(found, text, unknown, {*known, *LAYERS} if layers else known, report)


def check_new_names(
    names: Iterable[tuple[str, ParsedValue]], taken: Collection[str], report: Report
) -> None:
    """Report names that an author may not define."""
    for name, parsed in names:
        fault = ""
        if iskeyword(name) or name in _RESERVED:
            fault = "a reserved word"
        elif name in EXPORTS:
            fault = "already a function or a layer"
        elif name in taken:
            fault = "already a name of this question"
        if fault:
            report.at("taken-name", parsed.node, f"'{name}' is {fault}", "Choose another name.")


def definitions_in_order(
    let: Mapping[str, ParsedValue], report: Report
) -> tuple[tuple[str, Expression], ...] | None:
    """Return the definitions, each after those that it uses; None after reporting a cycle."""
    done: dict[str, Expression] = {}

    def visit(name: str, path: tuple[str, ...]) -> bool:
        if name in done:
            return True
        expression: Expression = let[name].value
        if name in path:
            circle = " → ".join((*path[path.index(name) :], name))
            message = f"'let' defines names in a circle, each by the next: {circle}"
            report.at("cycle", let[name].node, message, "Define one of them without the others.")
            return False
        if not all(visit(used, (*path, name)) for used in sorted(expression.names & let.keys())):
            return False
        done[name] = expression
        return True

    if all(visit(name, ()) for name in let):
        return tuple(done.items())
    return None


def _report_unknown(
    parsed: ParsedValue,
    text: Expression | Template,
    unknown: frozenset[str],
    known: Collection[str],
    report: Report,
) -> None:
    from difflib import get_close_matches

    for name in sorted(unknown):
        near = get_close_matches(name[:60], known, 1)
        if not near:
            lower = {one.lower(): one for one in known}
            near = [lower[one] for one in get_close_matches(name[:60].lower(), lower, 1)]
        own = sorted(set(known) - function_names() - set(LAYERS))
        advice = f"Known here: {', '.join(own)}." if own else "Define it under 'vary' or 'let'."
        if near:
            advice = f"Did you mean '{near[0]}'?"
        offset = _offset(text, name)
        message = f"unknown name {quoted(name)}"
        if isinstance(parsed.node, ScalarNode):
            report.inside("unknown-name", parsed.node, offset, message, advice)


def _offset(text: Expression | Template, name: str) -> int:
    """Return the offset of the first use of a name in a text."""
    if isinstance(text, Expression):
        return text.offset_of_name(name)
    at = 0
    for hole in text.holes:
        at = text.source.find(hole.source, at)
        if name in hole.names:
            return at + hole.offset_of_name(name)
        at += len(hole.source)
    return 0
