"""A small, safe language: expressions, formulas with their working, and text with holes."""

from quizengine.expressions.errors import ExpressionError
from quizengine.expressions.evaluator import AddedAttributes, Names, Vocabulary
from quizengine.expressions.expression import Expression, parse
from quizengine.expressions.formula import Formula, ReductionLine, Subformula, formula
from quizengine.expressions.functions import STANDARD_FUNCTIONS, kind_of
from quizengine.expressions.numbers import Number, is_number, number_text
from quizengine.expressions.renaming import renamed
from quizengine.expressions.template import Template

__all__ = [
    "STANDARD_FUNCTIONS",
    "AddedAttributes",
    "Expression",
    "ExpressionError",
    "Formula",
    "Names",
    "Number",
    "ReductionLine",
    "Subformula",
    "Template",
    "Vocabulary",
    "formula",
    "is_number",
    "kind_of",
    "number_text",
    "parse",
    "renamed",
]
