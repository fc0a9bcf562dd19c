"""The kinds of answer: what the student gives, what the key is, and how they are compared.

The rarer kinds are imported from their own modules, where a bank first has one.
"""

from quizengine.questions.kinds.base import AnswerKind
from quizengine.questions.kinds.formula import FormulaKind, SymbolRange
from quizengine.questions.kinds.number import NumberKind
from quizengine.questions.kinds.number_or_shape import NumberOrShapeKind
from quizengine.questions.kinds.one_of import OneOfKind
from quizengine.questions.kinds.shape import ShapeKind
from quizengine.questions.kinds.statements import Claim, StatementsKind
from quizengine.questions.kinds.table import TableKind
from quizengine.questions.kinds.table_rows import TableRow

__all__ = [
    "AnswerKind",
    "Claim",
    "FormulaKind",
    "NumberKind",
    "NumberOrShapeKind",
    "OneOfKind",
    "ShapeKind",
    "StatementsKind",
    "SymbolRange",
    "TableKind",
    "TableRow",
]
