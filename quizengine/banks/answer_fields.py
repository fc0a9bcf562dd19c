"""What a bank writes of an answer of each kind, besides the kind."""

from __future__ import annotations

from quizengine.banks.format_values import DOMAIN, EXPRESSION, ID, MISTAKE, SYMBOL, TEXT
from quizengine.banks.spec import BooleanSpec, ChoiceSpec, IntegerSpec, TextSpec
from quizengine.banks.spec_containers import ByShape, Fields, ListOf, MapOf, SpecField
from quizengine.banks.spec_domains import CountRangeSpec
from quizengine.questions.kinds.layer_relations import AT_LEAST, AT_MOST, IS
from quizengine.questions.kinds.table_rows import HEADINGS

COLUMNS = tuple(HEADINGS)

_CLAIM = Fields(
    "claim",
    "a statement",
    {
        "say": SpecField(TEXT, "The claim; {{ value }} is the true value or a tempting one.", True),
        "holds": SpecField(EXPRESSION, "The value with which it is true.", True),
        "tempting": SpecField(
            ListOf(EXPRESSION, "a list of expressions", 1, 10),
            "Values with which it is false; left out, what the known mistakes about it give.",
        ),
        "example": SpecField(BooleanSpec(), "Whether the published case has it true.", True),
    },
    {"text": "say", "statement": "say", "true": "holds", "false": "tempting"},
)
_ROW = Fields(
    "row",
    "a row of the table",
    {
        "label": SpecField(TEXT, "What the row is called.", True),
        "of": SpecField(EXPRESSION, "The layer it shows: network.row('conv1').", True),
    },
    {"name": "label", "layer": "of", "value": "of"},
)
_COLUMNS = ListOf(ChoiceSpec(COLUMNS, "a column"), "a list of columns", 1, len(COLUMNS))
_LAYER_CONDITION = Fields(
    "layer-condition",
    "a condition on a layer",
    {
        "of": SpecField(EXPRESSION, "A value of the layer: layer.output, layer.params."),
        IS: SpecField(EXPRESSION, "What it has to be."),
        AT_LEAST: SpecField(EXPRESSION, "What it has to reach."),
        AT_MOST: SpecField(EXPRESSION, "What it must not exceed."),
        "called": SpecField(
            TextSpec(60), "What the value is called, where it has no name of its own."
        ),
        "that": SpecField(EXPRESSION, "In place of 'of': what must hold of the layer."),
        "because": SpecField(
            TextSpec(200), "With 'that': what is asked for, as the student is told."
        ),
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
        "slip": SpecField(
            ByShape(
                "the id of a mistake",
                scalar=ID,
                mapping=Fields(
                    "slips", _BY_COLUMN, {name: SpecField(ID, "A mistake.") for name in COLUMNS}
                ),
                advice="Write the id of a mistake, such as missing-biases.",
            ),
            "The mistake with which the published case prints it; by column where several may "
            "be wrong.",
        ),
        "printed": SpecField(
            ByShape(
                "an expression",
                scalar=EXPRESSION,
                mapping=Fields(
                    "printed",
                    _BY_COLUMN,
                    {name: SpecField(EXPRESSION, "The wrong value.") for name in COLUMNS},
                ),
                advice="Write the wrong value, such as 208.",
            ),
            "The wrong value in the published case; by column where several may be wrong.",
        ),
        "wrong": SpecField(
            BooleanSpec(), "Whether a draw may have this row wrong; true when left out."
        ),
        "mistakes": SpecField(
            ListOf(MISTAKE, "a list of mistakes", 0, 20),
            "Mistakes about this row that a draw may print, besides those the calculator knows.",
        ),
    },
    {"mistake": "slip", "misprint": "printed", **_ROW.instead},
)
_SYMBOL = Fields(
    "symbol",
    "a symbol",
    {
        "meaning": SpecField(TextSpec(200), "What it stands for.", True),
        "from": SpecField(DOMAIN, "The whole numbers at which the formula is tried: 1..64.", True),
    },
    {"says": "meaning", "is": "meaning", "range": "from"},
    advice="Write {meaning: number of filters, from: 1..64}.",
)
NUMBER = {
    "value": SpecField(EXPRESSION, "The right number.", True),
    "unit": SpecField(TextSpec(40), "Shown behind the box."),
    "tolerance": SpecField(
        EXPRESSION,
        "How far off is still right, as a number; for values that are not whole.",
    ),
}
SHAPE = {"value": SpecField(EXPRESSION, "The right shape: layer.output or '[14, 14, 20]'.", True)}
ESTIMATE = {
    "value": SpecField(EXPRESSION, "The exact number.", True),
    "factor": SpecField(EXPRESSION, "Right is within this factor, more or less: 2 or '3/2'.", True),
    "unit": SpecField(TextSpec(40), "Shown behind the box."),
}
LAYER = {
    "input": SpecField(
        EXPRESSION, "What goes in, channels last: net.input or '[32, 32, 3]'.", True
    ),
    "where": SpecField(
        ListOf(_LAYER_CONDITION, "a list of conditions", 1, 10),
        "What the student's layer has to meet; 'layer' is what was typed.",
        True,
    ),
    "example": SpecField(
        EXPRESSION, "A layer that meets them, without its input: Conv2D(20, 5).", True
    ),
}
ONE_OF = {
    "right": SpecField(EXPRESSION, "The right value.", True),
    "wrong": SpecField(
        ListOf(EXPRESSION, "a list of expressions", 1, 20),
        "The wrong values; left out, they are those of the mistakes.",
    ),
    "choices": SpecField(
        IntegerSpec(2, 8),
        "How many choices are shown; left out, all that are listed, or 4.",
    ),
}
STATEMENTS = {
    "statements": SpecField(ListOf(_CLAIM, "a list of statements", 2, 12), "The claims.", True)
}
TABLE = {
    "columns": SpecField(_COLUMNS, "What is shown of each layer.", True),
    "rows": SpecField(ListOf(_ROW, "a list of rows", 1, 40), "The layers.", True),
    "blank": SpecField(_COLUMNS, "The columns to fill; all when left out."),
    "total": SpecField(
        BooleanSpec(),
        "Whether a last row asks for the sum of each column that counts parameters.",
    ),
}
WRONG_ROWS = {
    "columns": SpecField(_COLUMNS, "What is shown of each layer.", True),
    "rows": SpecField(
        ListOf(_MISPRINTED_ROW, "a list of rows", 2, 40),
        "The layers; those that the published case has wrong with 'slip' or 'printed'.",
        True,
    ),
    "wrong": SpecField(_COLUMNS, "The columns in which a row may be wrong; params when left out."),
    "errors": SpecField(
        CountRangeSpec(1, 40),
        "How many rows of a draw are wrong: 2, or 1..3.",
        True,
    ),
}
FORMULA = {
    "value": SpecField(EXPRESSION, "The right formula, in the symbols.", True),
    "symbols": SpecField(
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
    "where": SpecField(
        ListOf(EXPRESSION, "a list of expressions", 1, 10),
        "What must hold of the symbols where the formula is tried.",
    ),
}
