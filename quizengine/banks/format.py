"""The definition of the bank format, version 1.

Reader and JSON Schema are derived from the values below; nothing else says what a bank may hold.
"""

from __future__ import annotations

from collections.abc import Mapping

from quizengine.banks.computed import Computed, Filled, Pictured
from quizengine.banks.domains import Counts, Span, Value, Values
from quizengine.banks.holders import ByKind, ByShape, Field, Fields, ListOf, MapOf
from quizengine.banks.spec import AnyData, Choice, Flag, Integer, Spec, Text
from quizengine.questions.kinds.relations import AT_LEAST, AT_MOST, IS
from quizengine.questions.kinds.rows import HEADINGS

VERSION = 1

SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
NAME = r"[a-z][a-z0-9_]*"
SYMBOL = r"[A-Za-z][A-Za-z0-9]{0,15}"

COLUMNS = tuple(HEADINGS)

_SLUG = Text(
    64,
    SLUG,
    "an id",
    "Write small letters and digits, joined by hyphens: no-padding.",
)
_TAG = Text(40, SLUG, "a tag", "Write small letters and digits, joined by hyphens.")
_EXPRESSION = Computed()
_TEXT = Filled()
_DOMAIN = ByShape(
    "a range or a list of values",
    scalar=Span(),
    sequence=Values(),
    advice="Write 4..32, or [1, 3, 4].",
)

_VARIABLE = Fields(
    "variable",
    "a variable",
    {
        "example": Field(Value(), "Its value in the published case, which is variant 0.", True),
        "from": Field(
            _DOMAIN,
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
        "that": Field(_EXPRESSION, "What must hold for a draw to be used.", True),
        "because": Field(Text(300), "Why, for those who read the bank.", True),
    },
    {"why": "because", "expr": "that", "if": "that"},
)
_MISTAKE = Fields(
    "mistake",
    "a mistake",
    {
        "value": Field(
            _EXPRESSION,
            "What somebody answers who makes it; a formula for a formula question.",
            True,
        ),
        "say": Field(_TEXT, "What that person is told.", True),
        "id": Field(_SLUG, "Its permanent name, for 'distinct' and for statistics."),
    },
    {"message": "say", "text": "say", "feedback": "say", "answer": "value", "why": "say"},
)
_CLAIM = Fields(
    "claim",
    "a statement",
    {
        "say": Field(_TEXT, "The claim; {{ value }} is the true value or a tempting one.", True),
        "holds": Field(_EXPRESSION, "The value with which it is true.", True),
        "tempting": Field(
            ListOf(_EXPRESSION, "a list of expressions", 1, 10),
            "Values with which it is false; left out, what the known mistakes about it give.",
        ),
        "example": Field(Flag(), "Whether the published case has it true.", True),
    },
    {"text": "say", "statement": "say", "true": "holds", "false": "tempting"},
)
_ROW = Fields(
    "row",
    "a row of the table",
    {
        "label": Field(_TEXT, "What the row is called.", True),
        "of": Field(_EXPRESSION, "The layer it shows: network.row('conv1').", True),
    },
    {"name": "label", "layer": "of", "value": "of"},
)
_COLUMNS = ListOf(Choice(COLUMNS, "a column"), "a list of columns", 1, len(COLUMNS))
_LAYER_CONDITION = Fields(
    "layer-condition",
    "a condition on a layer",
    {
        "of": Field(_EXPRESSION, "A value of the layer: layer.output, layer.params."),
        IS: Field(_EXPRESSION, "What it has to be."),
        AT_LEAST: Field(_EXPRESSION, "What it has to reach."),
        AT_MOST: Field(_EXPRESSION, "What it must not exceed."),
        "called": Field(Text(60), "What the value is called, where it has no name of its own."),
        "that": Field(_EXPRESSION, "In place of 'of': what must hold of the layer."),
        "because": Field(Text(200), "With 'that': what is asked for, as the student is told."),
    },
    {"value": "of", "equals": IS, "max": AT_MOST, "min": AT_LEAST, "expr": "that", "if": "that"},
    advice="Write {of: layer.params, is: 3860}, or {that: …, because: …}.",
)
_BY_COLUMN = "a mapping of columns"
_MISPRINTED_ROW = Fields(
    "misprinted-row",
    "a row of the table",
    {
        **_ROW.fields,
        "slip": Field(
            ByShape(
                "the id of a mistake",
                scalar=_SLUG,
                mapping=Fields(
                    "slips", _BY_COLUMN, {name: Field(_SLUG, "A mistake.") for name in COLUMNS}
                ),
                advice="Write the id of a mistake, such as missing-biases.",
            ),
            "The mistake with which the published case prints it; by column where several may "
            "be wrong.",
        ),
        "printed": Field(
            ByShape(
                "an expression",
                scalar=_EXPRESSION,
                mapping=Fields(
                    "printed",
                    _BY_COLUMN,
                    {name: Field(_EXPRESSION, "The wrong value.") for name in COLUMNS},
                ),
                advice="Write the wrong value, such as 208.",
            ),
            "The wrong value in the published case; by column where several may be wrong.",
        ),
        "wrong": Field(Flag(), "Whether a draw may have this row wrong; true when left out."),
        "mistakes": Field(
            ListOf(_MISTAKE, "a list of mistakes", 0, 20),
            "Mistakes about this row that a draw may print, besides those the calculator knows.",
        ),
    },
    {"mistake": "slip", "misprint": "printed", **_ROW.instead},
)
_SYMBOL = Fields(
    "symbol",
    "a symbol",
    {
        "meaning": Field(Text(200), "What it stands for.", True),
        "from": Field(_DOMAIN, "The whole numbers at which the formula is tried: 1..64.", True),
    },
    {"says": "meaning", "is": "meaning", "range": "from"},
    advice="Write {meaning: number of filters, from: 1..64}.",
)


def _kind(name: str, noun: str, fields: Mapping[str, Field]) -> Fields:
    kind = Field(Choice((name,), "the kind"), "How the answer is given.", True)
    return Fields(f"answer-{name.replace(' ', '-')}", noun, {"kind": kind, **fields}, _KIND_INSTEAD)


_KIND_INSTEAD = {"answer": "value", "key": "value", "correct": "right", "distractors": "wrong"}
_KINDS = ByKind(
    "an answer",
    {
        "number": _kind(
            "number",
            "a number answer",
            {
                "value": Field(_EXPRESSION, "The right number.", True),
                "unit": Field(Text(40), "Shown behind the box."),
                "tolerance": Field(
                    _EXPRESSION,
                    "How far off is still right, as a number; for values that are not whole.",
                ),
            },
        ),
        "shape": _kind(
            "shape",
            "a shape answer",
            {"value": Field(_EXPRESSION, "The right shape: layer.output or '[14, 14, 20]'.", True)},
        ),
        "estimate": _kind(
            "estimate",
            "an estimate answer",
            {
                "value": Field(_EXPRESSION, "The exact number.", True),
                "factor": Field(
                    _EXPRESSION, "Right is within this factor, more or less: 2 or '3/2'.", True
                ),
                "unit": Field(Text(40), "Shown behind the box."),
            },
        ),
        "layer": _kind(
            "layer",
            "a layer answer",
            {
                "input": Field(
                    _EXPRESSION, "What goes in, channels last: net.input or '[32, 32, 3]'.", True
                ),
                "where": Field(
                    ListOf(_LAYER_CONDITION, "a list of conditions", 1, 10),
                    "What the student's layer has to meet; 'layer' is what was typed.",
                    True,
                ),
                "example": Field(
                    _EXPRESSION, "A layer that meets them, without its input: Conv2D(20, 5).", True
                ),
            },
        ),
        "one of": _kind(
            "one of",
            "a one-of answer",
            {
                "right": Field(_EXPRESSION, "The right value.", True),
                "wrong": Field(
                    ListOf(_EXPRESSION, "a list of expressions", 1, 20),
                    "The wrong values; left out, they are those of the mistakes.",
                ),
                "choices": Field(
                    Integer(2, 8),
                    "How many choices are shown; left out, all that are listed, or 4.",
                ),
            },
        ),
        "statements": _kind(
            "statements",
            "a statements answer",
            {
                "statements": Field(
                    ListOf(_CLAIM, "a list of statements", 2, 12), "The claims.", True
                )
            },
        ),
        "table": _kind(
            "table",
            "a table answer",
            {
                "columns": Field(_COLUMNS, "What is shown of each layer.", True),
                "rows": Field(ListOf(_ROW, "a list of rows", 1, 40), "The layers.", True),
                "blank": Field(_COLUMNS, "The columns to fill; all when left out."),
                "total": Field(
                    Flag(),
                    "Whether a last row asks for the sum of each column that counts parameters.",
                ),
            },
        ),
        "wrong rows": _kind(
            "wrong rows",
            "a wrong-rows answer",
            {
                "columns": Field(_COLUMNS, "What is shown of each layer.", True),
                "rows": Field(
                    ListOf(_MISPRINTED_ROW, "a list of rows", 2, 40),
                    "The layers; those that the published case has wrong with 'slip' or 'printed'.",
                    True,
                ),
                "wrong": Field(
                    _COLUMNS, "The columns in which a row may be wrong; params when left out."
                ),
                "errors": Field(
                    Counts(1, 40),
                    "How many rows of a draw are wrong: 2, or 1..3.",
                    True,
                ),
            },
        ),
        "formula": _kind(
            "formula",
            "a formula answer",
            {
                "value": Field(_EXPRESSION, "The right formula, in the symbols.", True),
                "symbols": Field(
                    MapOf(
                        SYMBOL,
                        _SYMBOL,
                        "a mapping of symbols",
                        "a symbol",
                        "Write a letter, then letters or digits.",
                        1,
                        12,
                    ),
                    "What the student may use in the formula.",
                    True,
                ),
                "where": Field(
                    ListOf(_EXPRESSION, "a list of expressions", 1, 10),
                    "What must hold of the symbols where the formula is tried.",
                ),
            },
        ),
    },
)

_ANSWER = ByShape(
    "an answer",
    scalar=_EXPRESSION,
    mapping=_KINDS,
    advice="Write an expression, in quotes if it begins with [, or a mapping with 'kind:'.",
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
            ByShape("a condition", scalar=_EXPRESSION, mapping=_CONDITION),
            "a list of conditions",
            0,
        ),
        "What must hold of the numbers for a draw to be used.",
    ),
    "let": Field(
        MapOf(NAME, _EXPRESSION, "a mapping of expressions", "a name", _NAMED),
        "Names for values, in any order: layer: Conv2D(filters, kernel)([size, size, depth]).",
    ),
    "hints": Field(ListOf(_TEXT, "a list of texts", 0, 10), "Shown one at a time, on request."),
    "mistakes": Field(
        ListOf(_MISTAKE, "a list of mistakes", 0, 20),
        "Wrong answers to be recognised, besides those the calculator knows.",
    ),
    "solution": Field(
        _TEXT, "Shown in place of the generated working; {{ working(layer.params) }} puts it in."
    ),
    "picture": Field(
        Pictured(),
        "The layer on an input, or the network, that the picture shows; none for no picture. Left "
        "out, it follows from the answer.",
    ),
    "distinct": Field(
        ListOf(_SLUG, "a list of ids of mistakes", 0, 20),
        "Mistakes that must differ from each other in every draw.",
    ),
}
_ASKED: dict[str, Field] = {
    "ask": Field(_TEXT, "The question, in Markdown; {{ expression }} is filled in."),
    "answer": Field(_ANSWER, "The right answer: an expression, or a mapping with 'kind:'."),
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
        "id": Field(_SLUG, "Its permanent name within the question.", True),
        **_ASKED,
        **{name: _SHARED[name] for name in ("hints", "mistakes", "solution", "picture")},
        "carry": Field(
            _EXPRESSION,
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
        "id": Field(_SLUG, "Its permanent name: a student's history hangs on it.", True),
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
