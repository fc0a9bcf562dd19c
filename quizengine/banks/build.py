"""From what was read of one question to the question itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from quizengine.banks.formulas import kind_of_value
from quizengine.banks.kinds import build_kind, check_kind
from quizengine.banks.names import (
    WORKING,
    check_names,
    check_new_names,
    given_names,
    in_order,
)
from quizengine.banks.report import Report
from quizengine.banks.spec import Read
from quizengine.expressions import Expression, Template
from quizengine.questions import Condition, OwnMistake, Part, Question, Variable

DEFAULT_LEVEL = 2
_OF_A_PART = ("hints", "mistakes", "solution")
_ASKED = ("ask", "answer", "expect")


class Draft(NamedTuple):
    """A question as read, with the bank's defaults put in; what a check takes its places from."""

    read: Read
    parts: tuple[Read, ...]
    """Each part with its own keys; one that is the question itself where it has no parts."""
    own: frozenset[str]
    """The keys that the question has of its own."""


def draft_of(read: Read, defaults: Read | None) -> Draft:
    """A question as read with what it leaves out filled from the defaults."""
    given: dict[str, Read] = defaults.value if defaults is not None and defaults.value else {}
    own: dict[str, Read] = read.value
    whole = read.whole and all(one.whole for name, one in given.items() if name not in own)
    merged = Read({**given, **own}, read.node, whole)
    parts = own.get("parts")
    if parts is None:
        return Draft(merged, (merged,), frozenset(own))
    shared = {name: given[name] for name in _OF_A_PART if name in given}
    return Draft(
        merged,
        tuple(
            Read({**shared, **part.value}, part.node, part.whole)
            for part in parts.value or ()
            if isinstance(part.value, dict)
        ),
        frozenset(own),
    )


def check_draft(draft: Draft, report: Report) -> None:
    """Tell what is wrong with a question beyond the shape of its keys."""
    fields = draft.read.value
    has_parts = "parts" in draft.own
    if has_parts:
        for name in (*_ASKED[1:], *_OF_A_PART):
            if name in draft.own:
                message = f"a question with parts has no '{name}' of its own"
                report.at(
                    "misplaced-key", fields[name].node, message, f"Move '{name}' into a part."
                )
    else:
        for name in _ASKED[:2]:
            if name not in fields:
                advice = f"Add '{name}: …', or 'parts:' with questions of their own."
                report.at(
                    "missing-key",
                    draft.read.node,
                    f"the key '{name}' is missing in a question",
                    advice,
                )
    vary, let = fields.get("vary"), fields.get("let")
    if not all(one is None or one.whole for one in (vary, let)):
        return
    variables: dict[str, Read] = vary.value if vary is not None else {}
    definitions: dict[str, Read] = let.value if let is not None else {}
    _check_variables(variables, report)
    check_new_names(variables.items(), (), report)
    check_new_names(definitions.items(), variables.keys(), report)
    known = given_names() | variables.keys() | definitions.keys()
    check_names(let, known, report)
    check_names(fields.get("where"), known, report)
    in_order(definitions, report)
    if has_parts:
        check_names(fields.get("ask"), known, report)
        _check_part_ids(draft.parts, report)
    for index, part in enumerate(draft.parts):
        _check_part(part, known, draft.parts[:index], report)
    _check_mistake_ids(draft.parts, report)


def build_question(draft: Draft, source: str) -> Question:
    """The question of a draft without problems."""
    fields = draft.read.value
    definitions: dict[str, Read] = _value(fields, "let", {})
    ordered = in_order(definitions, Report("")) or ()
    has_parts = "parts" in fields
    return Question(
        id=fields["id"].value,
        title=fields["title"].value,
        level=_value(fields, "level", DEFAULT_LEVEL),
        tags=tuple(tag.value for tag in _value(fields, "tags", ())),
        source=_value(fields, "source", source),
        vary=tuple(
            Variable(name, read.value["example"].value, read.value["from"].value)
            for name, read in _value(fields, "vary", {}).items()
        ),
        where=tuple(_condition(one) for one in _value(fields, "where", ())),
        let=ordered,
        intro=_value(fields, "ask", None) if has_parts else None,
        parts=tuple(
            _part(part.value, part.value["id"].value if has_parts else "") for part in draft.parts
        ),
        distinct=tuple(one.value for one in _value(fields, "distinct", ())),
    )


def _value(fields: dict[str, Read], name: str, default: Any) -> Any:
    read = fields.get(name)
    return default if read is None else read.value


def _condition(read: Read) -> Condition:
    if isinstance(read.value, Expression):
        return Condition(read.value, "")
    return Condition(read.value["that"].value, read.value["because"].value)


def _part(fields: dict[str, Read], part_id: str) -> Part:
    kind = build_kind(fields["answer"])
    is_formula = _is_formula(fields)
    return Part(
        id=part_id,
        ask=fields["ask"].value,
        kind=kind,
        hints=tuple(hint.value for hint in _value(fields, "hints", ())),
        mistakes=tuple(
            _mistake(one.value, index, is_formula)
            for index, one in enumerate(_value(fields, "mistakes", ()), 1)
        ),
        solution=_value(fields, "solution", None),
        carry=_value(fields, "carry", None),
        expect=_value(fields, "expect", None),
    )


def _mistake(fields: dict[str, Read], index: int, is_formula: bool) -> OwnMistake:
    value: Expression = fields["value"].value
    say: Template = fields["say"].value
    mistake_id: str = _value(fields, "id", f"mistake-{index}")
    if is_formula:
        return OwnMistake(mistake_id, None, value.source.strip(), say)
    return OwnMistake(mistake_id, value, "", say)


def _is_formula(fields: dict[str, Read]) -> bool:
    answer = fields.get("answer")
    return (
        answer is not None
        and isinstance(answer.value, dict)
        and "kind" in answer.value
        and answer.value["kind"].value == "formula"
    )


def _check_variables(variables: dict[str, Read], report: Report) -> None:
    for name, read in variables.items():
        example, domain = read.value["example"], read.value["from"]
        first: object = domain.value[0]
        wanted, found = kind_of_value(first), kind_of_value(example.value)
        if wanted != found:
            message = f"the example of '{name}' is {found}, but its values are each {wanted}"
            report.at("wrong-type", example.node, message, "Write values of one kind.")


def _check_part_ids(parts: Sequence[Read], report: Report) -> None:
    seen: dict[str, int] = {}
    for part in parts:
        read = part.value.get("id")
        if read is None or not read.whole:
            continue
        if read.value in seen:
            message = f"the part '{read.value}' is there twice; first on line {seen[read.value]}"
            report.at("duplicate-id", read.node, message, "Choose another id.")
        seen.setdefault(read.value, read.node.line)


def _check_part(part: Read, known: frozenset[str], before: Sequence[Read], report: Report) -> None:
    fields = part.value
    for name in ("ask", "hints"):
        check_names(fields.get(name), known, report)
    check_names(fields.get("solution"), known | {WORKING}, report)
    symbols = check_kind(fields.get("answer"), known, report)
    for mistake in _value(fields, "mistakes", None) or ():
        if isinstance(mistake.value, dict):
            check_names(mistake.value.get("value"), symbols or known, report)
            check_names(mistake.value.get("say"), known, report)
    carry = fields.get("carry")
    if carry is None:
        return
    if not before:
        message = "no part comes before this one, so nothing is carried"
        report.at("misplaced-key", carry.node, message, "Leave 'carry' out.")
    ids = (_value(earlier.value, "id", None) for earlier in before)
    check_names(carry, known | {one.replace("-", "_") for one in ids if one}, report)


def _check_mistake_ids(parts: Sequence[Read], report: Report) -> None:
    for part in parts:
        seen: dict[str, int] = {}
        for mistake in _value(part.value, "mistakes", None) or ():
            read = mistake.value.get("id") if isinstance(mistake.value, dict) else None
            if read is None or not read.whole:
                continue
            if read.value in seen:
                message = (
                    f"the mistake '{read.value}' is there twice; first on line {seen[read.value]}"
                )
                report.at("duplicate-id", read.node, message, "Choose another id.")
            seen.setdefault(read.value, read.node.line)
