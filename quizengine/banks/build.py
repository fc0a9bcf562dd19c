"""From the draft of a question, found to be without problems, to the question itself."""

from __future__ import annotations

from typing import Any

from quizengine.banks.answer_kinds import build_kind
from quizengine.banks.draft import QuestionDraft
from quizengine.banks.mistakes import own_mistakes
from quizengine.banks.names import definitions_in_order
from quizengine.banks.parsed_value import ParsedValue, plain_value, value_of
from quizengine.banks.report import Report
from quizengine.banks.spec_expressions import NO_PICTURE
from quizengine.expressions import Expression
from quizengine.questions import Condition, Part, Question, Variable

DEFAULT_LEVEL = 2


def build_question(draft: QuestionDraft, source: str) -> Question:
    """The question of a draft without problems."""
    fields = plain_value(draft.parsed)
    definitions: dict[str, ParsedValue] = value_of(draft.parsed.value, "let", {})
    ordered = definitions_in_order(definitions, Report("")) or ()
    has_parts = "parts" in fields
    return Question(
        id=fields["id"],
        title=fields["title"],
        level=fields.get("level", DEFAULT_LEVEL),
        tags=fields.get("tags", ()),
        source=fields.get("source", source),
        vary=tuple(
            Variable(name, one["example"], one["from"])
            for name, one in fields.get("vary", {}).items()
        ),
        where=tuple(map(_condition, fields.get("where", ()))),
        let=ordered,
        intro=fields.get("ask") if has_parts else None,
        parts=tuple(
            _part(plain_value(part) if has_parts else fields, has_parts) for part in draft.parts
        ),
        distinct=fields.get("distinct", ()),
    )


def _condition(found: Expression | dict[str, Any]) -> Condition:
    return Condition(found) if isinstance(found, Expression) else Condition(**found)


def _part(fields: dict[str, Any], is_named: bool) -> Part:
    kind = build_kind(fields["answer"])
    picture = fields.get("picture")
    return Part(
        id=fields["id"] if is_named else "",
        ask=fields["ask"],
        kind=kind,
        hints=fields.get("hints", ()),
        mistakes=own_mistakes(fields.get("mistakes", ()), formulas=kind.in_symbols),
        solution=fields.get("solution"),
        carry=fields.get("carry"),
        expect=fields.get("expect"),
        picture=None if picture == NO_PICTURE else picture,
        pictured=picture != NO_PICTURE,
    )
