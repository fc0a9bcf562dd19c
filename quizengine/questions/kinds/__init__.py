"""The kinds of answer: what the student gives, what the key is, and how they are compared."""

from quizengine.questions.kinds.base import Case, Key, Kind
from quizengine.questions.kinds.conditions import LayerCondition
from quizengine.questions.kinds.estimate import EstimateKind
from quizengine.questions.kinds.formula import FormulaKind, SymbolRange
from quizengine.questions.kinds.layer import LayerKind
from quizengine.questions.kinds.number import NumberKind
from quizengine.questions.kinds.one_of import OneOfKind
from quizengine.questions.kinds.planting import MisprintedRow
from quizengine.questions.kinds.rows import TableRow
from quizengine.questions.kinds.shape import ShapeKind
from quizengine.questions.kinds.statements import Claim, StatementsKind
from quizengine.questions.kinds.table import TableKind
from quizengine.questions.kinds.value import ValueKind
from quizengine.questions.kinds.wrong_rows import WrongRowsKind

__all__ = [
    "Case",
    "Claim",
    "EstimateKind",
    "FormulaKind",
    "Key",
    "Kind",
    "LayerCondition",
    "LayerKind",
    "MisprintedRow",
    "NumberKind",
    "OneOfKind",
    "ShapeKind",
    "StatementsKind",
    "SymbolRange",
    "TableKind",
    "TableRow",
    "ValueKind",
    "WrongRowsKind",
]
