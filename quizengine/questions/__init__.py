"""Questions as values: variants, answer kinds, marking and worked solutions."""

from quizengine.questions.draw_walk import Count
from quizengine.questions.kinds.variant_context import OwnMistake
from quizengine.questions.question import Question
from quizengine.questions.question_definition import Condition, Part, Variable
from quizengine.questions.question_view import QuestionView
from quizengine.questions.variant import PartVariant, Variant
from quizengine.questions.verdict import (
    PARTLY,
    RIGHT,
    UNREADABLE,
    WRONG,
    CellOutcome,
    Echo,
    Outcome,
    VariantError,
)

__all__ = [
    "PARTLY",
    "RIGHT",
    "UNREADABLE",
    "WRONG",
    "CellOutcome",
    "Condition",
    "Count",
    "Echo",
    "Outcome",
    "OwnMistake",
    "Part",
    "PartVariant",
    "Question",
    "QuestionView",
    "Variable",
    "Variant",
    "VariantError",
]
