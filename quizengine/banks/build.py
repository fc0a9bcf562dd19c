"""From the draft of a question, found to be without problems, to the question itself."""

from __future__ import annotations

from quizengine.banks.computed import NO_PICTURE
from quizengine.banks.draft import Draft
from quizengine.banks.kinds import build_kind
from quizengine.banks.mistakes import own_mistakes
from quizengine.banks.names import in_order
from quizengine.banks.report import Report
from quizengine.banks.spec import Read, items_of, value_of
from quizengine.expressions import Expression
from quizengine.questions import Condition, Part, Question, Variable
from quizengine.questions.kinds import FormulaKind

DEFAULT_LEVEL = 2


def build_question(draft: Draft, source: str) -> Question:
    """The question of a draft without problems."""
    fields = draft.read.value
    definitions: dict[str, Read] = value_of(fields, "let", {})
    ordered = in_order(definitions, Report("")) or ()
    has_parts = "parts" in fields
    return Question(
        id=fields["id"].value,
        title=fields["title"].value,
        level=value_of(fields, "level", DEFAULT_LEVEL),
        tags=tuple(tag.value for tag in value_of(fields, "tags", ())),
        source=value_of(fields, "source", source),
        vary=tuple(
            Variable(name, read.value["example"].value, read.value["from"].value)
            for name, read in value_of(fields, "vary", {}).items()
        ),
        where=tuple(_condition(one) for one in value_of(fields, "where", ())),
        let=ordered,
        intro=value_of(fields, "ask") if has_parts else None,
        parts=tuple(
            _part(part.value, part.value["id"].value if has_parts else "") for part in draft.parts
        ),
        distinct=tuple(one.value for one in value_of(fields, "distinct", ())),
    )


def _condition(read: Read) -> Condition:
    if isinstance(read.value, Expression):
        return Condition(read.value, "")
    return Condition(read.value["that"].value, read.value["because"].value)


def _part(fields: dict[str, Read], part_id: str) -> Part:
    kind = build_kind(fields["answer"])
    picture = value_of(fields, "picture")
    return Part(
        id=part_id,
        ask=fields["ask"].value,
        kind=kind,
        hints=tuple(hint.value for hint in value_of(fields, "hints", ())),
        mistakes=own_mistakes(items_of(fields, "mistakes"), formulas=isinstance(kind, FormulaKind)),
        solution=value_of(fields, "solution"),
        carry=value_of(fields, "carry"),
        expect=value_of(fields, "expect"),
        picture=None if picture == NO_PICTURE else picture,
        pictured=picture != NO_PICTURE,
    )
