"""Questions as values: variants, answer kinds, marking and worked solutions."""

from quizengine.questions.asked import Asked
from quizengine.questions.kinds.base import OwnMistake
from quizengine.questions.question import Condition, Count, Part, Question, Variable
from quizengine.questions.variant import Posed, Variant
from quizengine.questions.verdict import (
    PARTLY,
    RIGHT,
    UNREADABLE,
    WRONG,
    Cell,
    Echo,
    Outcome,
    VariantError,
)

__all__ = [
    "PARTLY",
    "RIGHT",
    "UNREADABLE",
    "WRONG",
    "Asked",
    "Cell",
    "Condition",
    "Count",
    "Echo",
    "Outcome",
    "OwnMistake",
    "Part",
    "Posed",
    "Question",
    "Variable",
    "Variant",
    "VariantError",
]
