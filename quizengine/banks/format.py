"""The definition of the bank format, version 1.

The reader and the JSON Schema both come from the specs below and from those of the answers;
nothing else defines what a bank may contain.
"""

from __future__ import annotations

from quizengine.banks.answer_kinds import ANSWER
from quizengine.banks.format_values import DOMAIN, EXPRESSION, ID, MISTAKE, NAME, SLUG, TEXT
from quizengine.banks.spec import AnySpec, IntegerSpec, Spec, TextSpec
from quizengine.banks.spec_containers import ByShape, Fields, ListOf, MapOf, SpecField
from quizengine.banks.spec_domains import DomainValueSpec
from quizengine.banks.spec_expressions import PictureSpec

VERSION = 1

_TAG = TextSpec(40, SLUG, "a tag", "Write small letters and digits, joined by hyphens.")
_VARIABLE = Fields(
    "variable",
    "a variable",
    {
        "example": SpecField(
            DomainValueSpec(), "Its value in the published case, which is variant 0.", True
        ),
        "from": SpecField(
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
        "that": SpecField(EXPRESSION, "What must hold for a draw to be used.", True),
        "because": SpecField(TextSpec(300), "The reason, for those who read the bank.", True),
    },
    {"why": "because", "expr": "that", "if": "that"},
)
_NAMED = "Write a small letter, then small letters, digits or _."

_SHARED: dict[str, SpecField] = {
    "level": SpecField(IntegerSpec(1, 5), "1 easy … 5 hard; 2 when left out."),
    "tags": SpecField(
        ListOf(_TAG, "a list of tags", 0, 20), "What it is about: [parameters, pooling]."
    ),
    "source": SpecField(TextSpec(300), "Where the published case comes from."),
    "vary": SpecField(
        MapOf(NAME, _VARIABLE, "a mapping of variables", "a name", _NAMED),
        "The numbers that change from variant to variant.",
    ),
    "where": SpecField(
        ListOf(
            ByShape("a condition", scalar=EXPRESSION, mapping=_CONDITION),
            "a list of conditions",
            0,
        ),
        "What must hold of the numbers for a draw to be used.",
    ),
    "let": SpecField(
        MapOf(NAME, EXPRESSION, "a mapping of expressions", "a name", _NAMED),
        "Names for values, in any order: layer: Conv2D(filters, kernel)([size, size, depth]).",
    ),
    "hints": SpecField(ListOf(TEXT, "a list of texts", 0, 10), "Shown one at a time, on request."),
    "mistakes": SpecField(
        ListOf(MISTAKE, "a list of mistakes", 0, 20),
        "Wrong answers to be recognised, besides those the calculator knows.",
    ),
    "solution": SpecField(
        TEXT, "Replaces the generated working; {{ working(layer.params) }} inserts it."
    ),
    "picture": SpecField(
        PictureSpec(),
        "The layer on an input, or the network, that the picture shows; none for no picture. "
        "Without the key, the picture follows from the answer.",
    ),
    "distinct": SpecField(
        ListOf(ID, "a list of ids of mistakes", 0, 20),
        "Mistakes that must differ from each other in every draw.",
    ),
}
_PROMPT: dict[str, SpecField] = {
    "ask": SpecField(TEXT, "The question, in Markdown; {{ expression }} is filled in."),
    "answer": SpecField(ANSWER, "The right answer: an expression, or a mapping with 'kind:'."),
    "expect": SpecField(
        AnySpec(), "The answer of the published case; the check fails where the answer differs."
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
        "id": SpecField(ID, "Its permanent name within the question.", True),
        **_PROMPT,
        **{name: _SHARED[name] for name in ("hints", "mistakes", "solution", "picture")},
        "carry": SpecField(
            EXPRESSION,
            "The answer that follows from the student's own earlier answers, named by their ids.",
        ),
    }
    | {name: _PROMPT[name]._replace(required=True) for name in ("ask", "answer")},
    _INSTEAD,
)
QUESTION = Fields(
    "question",
    "a question",
    {
        "id": SpecField(ID, "Its permanent name: a student's history depends on it.", True),
        "title": SpecField(TextSpec(120), "What lists show.", True),
        **_SHARED,
        **_PROMPT,
        "parts": SpecField(
            ListOf(_PART, "a list of parts", 1, 12), "Several questions on the same numbers."
        ),
    },
    _INSTEAD,
)
DEFAULTS = Fields("defaults", "the defaults", _SHARED, _INSTEAD)

_HEAD: dict[str, SpecField] = {
    "format": SpecField(IntegerSpec(VERSION, VERSION), "The version of the format: 1.", True),
    "title": SpecField(TextSpec(120), "What the list of banks shows.", True),
    "about": SpecField(TextSpec(1_000, lines=True), "What the bank teaches, in a sentence or two."),
    "source": SpecField(TextSpec(300), "Where its questions come from."),
}
QUESTIONS: Spec = ListOf(QUESTION, "a list of questions", 1, 2_000)
BANK = Fields(
    "bank",
    "a bank",
    {
        **_HEAD,
        "defaults": SpecField(
            DEFAULTS, "Keys for questions that leave them out; a question's own key comes first."
        ),
        "questions": SpecField(QUESTIONS, "The questions, in the order they are practised.", True),
    },
    {"name": "title", "version": "format", "description": "about", "items": "questions"},
    advice="A bank begins with 'format: 1'.",
)
