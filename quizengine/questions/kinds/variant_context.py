"""One variant of a question as its kind of answer sees it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeVar

from quizengine.calculator import Quantity, WrongAnswer
from quizengine.calculator.expression_quantity import quantity_of_expression
from quizengine.expressions import Expression, Template
from quizengine.questions.draws import chance, shuffled
from quizengine.questions.variant_scope import VariantScope
from quizengine.questions.wrong_answers import calculator_mistake_values, comparable

_Value = TypeVar("_Value")


class OwnMistake(NamedTuple):
    """A mistake that a bank adds to those the calculator knows.

    `value` is what it gives; for the kind `formula`, `formula` is the wrong formula's text.
    """

    id: str
    value: Expression | None
    formula: str
    say: Template


class VariantContext(NamedTuple):
    """One variant as a kind sees it: the values of the names, and the dice thrown for it.

    `own_mistakes` are the question's own, and `distinct` the ids of those that must differ from
    each other; `dice` names the question and part; `number` is the variant, 0 for the published
    case.
    """

    names: VariantScope
    dice: str
    number: int
    own_mistakes: Sequence[OwnMistake] = ()
    distinct: Sequence[str] = ()

    def own_mistake_values(self) -> list[tuple[OwnMistake, object]]:
        """Return the question's own mistakes, each with its value here. Raises ExpressionError."""
        names = self.names
        return [
            (each, each.formula if each.value is None else each.value.evaluate(names))
            for each in self.own_mistakes
        ]

    def hides_a_mistake(self, answer: object) -> bool:
        """Return whether a known mistake gives the answer, or two of `distinct` the same value.

        Raises ExpressionError.
        """
        values = [(mistake.id, comparable(value)) for mistake, value in self.own_mistake_values()]
        restated = {mistake_id for mistake_id, _ in values}
        values += [each for each in calculator_mistake_values(answer) if each[0] not in restated]
        right = comparable(answer)
        kept: list[object] = []
        for mistake_id, value in values:
            if value == right or (mistake_id in self.distinct and value in kept):
                return True
            if mistake_id in self.distinct:
                kept.append(value)
        return False

    @property
    def own_wrong_answers(self) -> list[WrongAnswer]:
        """The question's own mistakes, put in words. Raises ExpressionError."""
        return [self.in_words(mistake, value) for mistake, value in self.own_mistake_values()]

    def in_words(self, mistake: OwnMistake, value: object) -> WrongAnswer:
        """Return one of the question's own mistakes with its words here. Raises ExpressionError."""
        return WrongAnswer(mistake.id, value, mistake.say.render(self.names))

    def traced(self, expression: Expression, value: _Value) -> _Value | Quantity:
        """Return the value of an expression as a quantity, wherever its formula is known."""
        known = quantity_of_expression(expression, self.names, self.names.definitions)
        return value if known is None else known

    def chance(self, label: str, sides: int) -> int:
        """Return what a die of so many sides shows, thrown for this variant and a label."""
        return chance(self.dice, self.number, label, sides)

    def shuffled(self, label: str, count: int) -> list[int]:
        """Return the indices 0 … count − 1 in an order drawn for this variant and a label."""
        return shuffled(self.dice, self.number, label, count)
