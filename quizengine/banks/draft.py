"""A question as read from a bank, merged with the bank's defaults, and the checks on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from quizengine.banks.answer_kinds import check_kind, has_mistakes_in_rows
from quizengine.banks.names import (
    WORKING,
    check_names,
    check_new_names,
    definitions_in_order,
    function_names,
)
from quizengine.banks.parsed_value import ParsedValue, items_of, value_of
from quizengine.banks.report import Report
from quizengine.banks.spec_domains import kind_of_value
from quizengine.questions.carried_errors import carried_name

_OF_A_PART = ("hints", "mistakes", "solution")
_OF_A_PROMPT = ("ask", "answer", "expect")


class QuestionDraft(NamedTuple):
    """A question as read, merged with the bank's defaults, with the position of each key."""

    parsed: ParsedValue
    parts: tuple[ParsedValue, ...]
    """The parts; without `parts`, the question itself is its one part."""
    own_keys: frozenset[str]
    """The keys that the question itself has, without those of the defaults."""


def draft_of(parsed: ParsedValue, defaults: ParsedValue | None) -> QuestionDraft:
    """Return a question with the keys that it leaves out taken from the defaults."""
    given: dict[str, ParsedValue] = (
        defaults.value if defaults is not None and defaults.value else {}
    )
    own: dict[str, ParsedValue] = parsed.value
    valid = parsed.valid and all(one.valid for name, one in given.items() if name not in own)
    merged = ParsedValue({**given, **own}, parsed.node, valid)
    parts = own.get("parts")
    if parts is None:
        return QuestionDraft(merged, (merged,), frozenset(own))
    shared = {name: given[name] for name in _OF_A_PART if name in given}
    if "picture" in merged.value:
        shared["picture"] = merged.value["picture"]
    return QuestionDraft(
        merged,
        tuple(
            ParsedValue({**shared, **part.value}, part.node, part.valid)
            for part in parts.value or ()
            if isinstance(part.value, dict)
        ),
        frozenset(own),
    )


def check_draft(draft: QuestionDraft, report: Report) -> None:
    """Report what a spec cannot see: keys that exclude each other, unknown names, equal ids."""
    fields = draft.parsed.value
    has_parts = "parts" in draft.own_keys
    if has_parts:
        for name in (*_OF_A_PROMPT[1:], *_OF_A_PART):
            if name in draft.own_keys:
                message = f"a question with parts has no '{name}' of its own"
                report.at(
                    "misplaced-key", fields[name].node, message, f"Move '{name}' into a part."
                )
    else:
        for name in _OF_A_PROMPT[:2]:
            if name not in fields:
                advice = f"Add '{name}: …', or 'parts:' with questions of their own."
                report.at(
                    "missing-key",
                    draft.parsed.node,
                    f"the key '{name}' is missing in a question",
                    advice,
                )
    vary, let = fields.get("vary"), fields.get("let")
    if not all(one is None or one.valid for one in (vary, let)):
        return
    variables: dict[str, ParsedValue] = vary.value if vary is not None else {}
    definitions: dict[str, ParsedValue] = let.value if let is not None else {}
    _check_variables(variables, report)
    check_new_names(variables.items(), (), report)
    check_new_names(definitions.items(), variables.keys(), report)
    known = function_names() | variables.keys() | definitions.keys()
    check_names(let, known, report)
    check_names(fields.get("where"), known, report)
    definitions_in_order(definitions, report)
    if has_parts:
        check_names(fields.get("ask"), known, report)
        _check_ids(draft.parts, "part", report)
    for index, part in enumerate(draft.parts):
        _check_part(part, known, draft.parts[:index], report)
    for part in draft.parts:
        _check_ids(items_of(part.value, "mistakes"), "mistake", report)
        answer = value_of(part.value, "answer")
        for row in items_of(answer, "rows") if isinstance(answer, dict) else ():
            if isinstance(row.value, dict):
                _check_ids(items_of(row.value, "mistakes"), "mistake", report)


def _check_variables(variables: dict[str, ParsedValue], report: Report) -> None:
    for name, parsed in variables.items():
        example, domain = parsed.value["example"], parsed.value["from"]
        first: object = domain.value[0]
        wanted, found = kind_of_value(first), kind_of_value(example.value)
        if wanted != found:
            message = f"the example of '{name}' is {found}, but its values are each {wanted}"
            report.at("wrong-type", example.node, message, "Write values of one kind.")


def _check_part(
    part: ParsedValue, known: frozenset[str], before: Sequence[ParsedValue], report: Report
) -> None:
    fields = part.value
    for name in ("ask", "hints", "picture"):
        check_names(fields.get(name), known, report)
    check_names(fields.get("solution"), known | {WORKING}, report)
    symbols = check_kind(fields.get("answer"), known, report)
    _check_no_stray_mistakes(fields, report)
    for mistake in value_of(fields, "mistakes") or ():
        if isinstance(mistake.value, dict):
            check_names(mistake.value.get("value"), symbols or known, report, not symbols)
            check_names(mistake.value.get("say"), known, report)
    carry = fields.get("carry")
    if carry is None:
        return
    if not before:
        message = "no part comes before this one, so nothing is carried"
        report.at("misplaced-key", carry.node, message, "Leave 'carry' out.")
    ids = (value_of(earlier.value, "id") for earlier in before)
    earlier_names = {carried_name(one) for one in ids if one}
    check_names(carry, known | earlier_names, report)
    if before and carry.valid and carry.value.names <= known:
        message = "this names no earlier answer, so nothing is carried"
        advice = f"Build it on what was answered before: {', '.join(sorted(earlier_names))}."
        report.at("misplaced-key", carry.node, message, advice)


def _check_no_stray_mistakes(fields: dict[str, ParsedValue], report: Report) -> None:
    """Report mistakes of a question whose kind of answer has them in the rows of its table."""
    answer, mistakes = value_of(fields, "answer"), fields.get("mistakes")
    if mistakes is None or not mistakes.value or not isinstance(answer, dict):
        return
    if has_mistakes_in_rows(answer):
        message = "the mistakes of a table belong to the rows that they are about"
        report.at("misplaced-key", mistakes.node, message, "Move them into a row, as 'mistakes:'.")


def _check_ids(parsed_values: Iterable[ParsedValue], noun: str, report: Report) -> None:
    """Report parts or mistakes that have the same id."""
    seen: dict[str, int] = {}
    for one in parsed_values:
        parsed = one.value.get("id") if isinstance(one.value, dict) else None
        if parsed is None or not parsed.valid:
            continue
        if parsed.value in seen:
            message = (
                f"the {noun} '{parsed.value}' occurs twice, first on line {seen[parsed.value]}"
            )
            report.at("duplicate-id", parsed.node, message, "Choose another id.")
        seen.setdefault(parsed.value, parsed.node.line)
