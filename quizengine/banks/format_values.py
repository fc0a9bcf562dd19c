"""Specs that the whole format uses: ids, expressions, texts, domains and mistakes."""

from __future__ import annotations

from quizengine.banks.spec import TextSpec
from quizengine.banks.spec_containers import ByShape, Fields, SpecField
from quizengine.banks.spec_domains import RangeSpec, ValueListSpec
from quizengine.banks.spec_expressions import ExpressionSpec, TemplateSpec

SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
NAME = r"[a-z][a-z0-9_]*"
SYMBOL = r"[A-Za-z][A-Za-z0-9]{0,15}"

ID = TextSpec(
    64,
    SLUG,
    "an id",
    "Write small letters and digits, joined by hyphens: no-padding.",
)
EXPRESSION = ExpressionSpec()
TEXT = TemplateSpec()
DOMAIN = ByShape(
    "a range or a list of values",
    scalar=RangeSpec(),
    sequence=ValueListSpec(),
    advice="Write 4..32, or [1, 3, 4].",
)

MISTAKE = Fields(
    "mistake",
    "a mistake",
    {
        "value": SpecField(
            EXPRESSION,
            "The answer of a student who makes it; a formula for a formula question.",
            True,
        ),
        "say": SpecField(TEXT, "The feedback for that student.", True),
        "id": SpecField(ID, "Its permanent name, for 'distinct' and for statistics."),
    },
    {"message": "say", "text": "say", "feedback": "say", "answer": "value", "why": "say"},
)
