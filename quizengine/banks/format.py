"""The definition of the bank format, version 1.

Reader and JSON Schema are derived from the values below and from those of the answers; nothing
else says what a bank may hold.
"""

from __future__ import annotations

from quizengine.banks.answer_format import ANSWER
from quizengine.banks.computed import Pictured
from quizengine.banks.domains import Value
from quizengine.banks.format_values import DOMAIN, EXPRESSION, ID, MISTAKE, NAME, SLUG, TEXT
from quizengine.banks.holders import ByShape, Field, Fields, ListOf, MapOf
from quizengine.banks.spec import AnyData, Integer, Spec, Text

VERSION = 1

_TAG = Text(40, SLUG, "a tag", "Write small letters and digits, joined by hyphens.")
_VARIABLE = Fields(
    "variable",
    "a variable",
    {
        "example": Field(Value(), "Its value in the published case, which is variant 0.", True),
        "from": Field(
            DOMAIN,
            "Its values: 4..32, 16..64 step 4, or a list; of rows too: [[1, 3], [2, 5]].",
            True,
        ),
    },
    {"values": "from", "range": "from", "default": "example", "in": "from"},
    advice="Write {example: 32, from: 16..64 step 4}.",
)
_CONDITION = Fields(
    "condition",
    "a condition",
    {
        "that": Field(EXPRESSION, "What must hold for a draw to be used.", True),
        "because": Field(Text(300), "Why, for those who read the bank.", True),
    },
    {"why": "because", "expr": "that", "if": "that"},
)
_NAMED = "Write a small letter, then small letters, digits or _."

_SHARED: dict[str, Field] = {
    "level": Field(Integer(1, 5), "1 easy … 5 hard; 2 when left out."),
    "tags": Field(
        ListOf(_TAG, "a list of tags", 0, 20), "What it is about: [parameters, pooling]."
    ),
    "source": Field(Text(300), "Where the published case comes from."),
    "vary": Field(
        MapOf(NAME, _VARIABLE, "a mapping of variables", "a name", _NAMED),
        "The numbers that change from variant to variant.",
    ),
    "where": Field(
        ListOf(
            ByShape("a condition", scalar=EXPRESSION, mapping=_CONDITION),
            "a list of conditions",
            0,
        ),
        "What must hold of the numbers for a draw to be used.",
    ),
    "let": Field(
        MapOf(NAME, EXPRESSION, "a mapping of expressions", "a name", _NAMED),
        "Names for values, in any order: layer: Conv2D(filters, kernel)([size, size, depth]).",
    ),
    "hints": Field(ListOf(TEXT, "a list of texts", 0, 10), "Shown one at a time, on request."),
    "mistakes": Field(
        ListOf(MISTAKE, "a list of mistakes", 0, 20),
        "Wrong answers to be recognised, besides those the calculator knows.",
    ),
    "solution": Field(
        TEXT, "Shown in place of the generated working; {{ working(layer.params) }} puts it in."
    ),
    "picture": Field(
        Pictured(),
        "The layer on an input, or the network, that the picture shows; none for no picture. Left "
        "out, it follows from the answer.",
    ),
    "distinct": Field(
        ListOf(ID, "a list of ids of mistakes", 0, 20),
        "Mistakes that must differ from each other in every draw.",
    ),
}
_ASKED: dict[str, Field] = {
    "ask": Field(TEXT, "The question, in Markdown; {{ expression }} is filled in."),
    "answer": Field(ANSWER, "The right answer: an expression, or a mapping with 'kind:'."),
    "expect": Field(
        AnyData(), "The answer of the published case; the check fails where the answer differs."
    ),
}
_INSTEAD = {
    "question": "ask",
    "prompt": "ask",
    "text": "ask",
    "name": "title",
    "correct": "answer",
    "expected": "expect",
    "hint": "hints",
    "explanation": "solution",
    "variables": "vary",
    "vars": "vary",
    "difficulty": "level",
    "conditions": "where",
}

_PART = Fields(
    "part",
    "a part",
    {
        "id": Field(ID, "Its permanent name within the question.", True),
        **_ASKED,
        **{name: _SHARED[name] for name in ("hints", "mistakes", "solution", "picture")},
        "carry": Field(
            EXPRESSION,
            "The answer that follows from the student's own earlier answers, named by their ids.",
        ),
    }
    | {name: _ASKED[name]._replace(required=True) for name in ("ask", "answer")},
    _INSTEAD,
)
QUESTION = Fields(
    "question",
    "a question",
    {
        "id": Field(ID, "Its permanent name: a student's history hangs on it.", True),
        "title": Field(Text(120), "What lists show.", True),
        **_SHARED,
        **_ASKED,
        "parts": Field(
            ListOf(_PART, "a list of parts", 1, 12), "Several questions on the same numbers."
        ),
    },
    _INSTEAD,
)
DEFAULTS = Fields("defaults", "the defaults", _SHARED, _INSTEAD)

_HEAD: dict[str, Field] = {
    "format": Field(Integer(VERSION, VERSION), "The version of the format: 1.", True),
    "title": Field(Text(120), "What the list of banks shows.", True),
    "about": Field(Text(1_000, lines=True), "What the bank teaches, in a sentence or two."),
    "source": Field(Text(300), "Where its questions come from."),
}
QUESTIONS: Spec = ListOf(QUESTION, "a list of questions", 1, 2_000)
BANK = Fields(
    "bank",
    "a bank",
    {
        **_HEAD,
        "defaults": Field(DEFAULTS, "What questions leave out; a question's own key comes first."),
        "questions": Field(QUESTIONS, "The questions, in the order they are practised.", True),
    },
    {"name": "title", "version": "format", "description": "about", "items": "questions"},
    advice="A bank begins with 'format: 1'.",
)
