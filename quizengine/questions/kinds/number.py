"""The kind `number`: an integer, or arithmetic that comes to it, marked exactly."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import partial

from quizengine.calculator import Quantity, WrongAnswer
from quizengine.calculator.quantity import wrong_values
from quizengine.expressions import (
    Expression,
    ExpressionError,
    Names,
    Number,
    is_number,
    kind_of,
    number_text,
)
from quizengine.questions.answer_inputs import NumberInput
from quizengine.questions.answer_parsing import read_number
from quizengine.questions.kinds.base import AnswerKey, AnswerKind
from quizengine.questions.kinds.variant_context import VariantContext
from quizengine.questions.verdict import Outcome, Unreadable, right
from quizengine.questions.wrong_answers import typed_arithmetic_outcome, wrong_number_outcome


class NumberKind(AnswerKind):
    """A number; `tolerance` is absolute, and needed where the value is no integer."""

    def __init__(
        self, value: Expression, unit: str = "", tolerance: Expression | None = None
    ) -> None:
        self.value = value
        self.unit = unit
        self.tolerance = tolerance

    def key(self, context: VariantContext) -> NumberKey:
        """Return the key.

        Raises ExpressionError unless the value is a number that can be marked.
        """
        value, tolerance = self._value_and_tolerance(context.names)
        return NumberKey(context.traced(self.value, value), self.unit, tolerance, context)

    def collides(self, context: VariantContext) -> bool:
        """Return whether a known mistake is marked right, or two of `distinct` equal each other."""
        value, tolerance = self._value_and_tolerance(context.names)
        if context.hides_a_mistake(value):
            return True
        key = NumberKey(value, self.unit, tolerance, context)
        return bool(tolerance) and bool(key.coincidences())

    def _value_and_tolerance(self, names: Names) -> tuple[Number, Number]:
        value = number_value(self.value, names)
        if self.tolerance is not None:
            return value, number_value(self.tolerance, names)
        if not isinstance(value, int):
            raise ExpressionError(
                f"the answer would be {number_text(value)}: a number that is not whole needs "
                "a `tolerance`",
                self.value.source,
            )
        return value, 0


def number_value(expression: Expression, names: Names) -> Number:
    """Return the number an expression comes to.

    Raises ExpressionError where it is something else.
    """
    value = expression.evaluate(names)
    if not is_number(value):
        message = f"the answer must be a number, and this is {kind_of(value)}"
        raise ExpressionError(message, expression.source)
    return value


class NumberKey(AnswerKey):
    """The key of a number; `value` is a quantity wherever its formula is known."""

    kind = "number"
    value: Number
    read_bare = staticmethod(read_number)
    """Reads a number that has no unit after it."""

    def __init__(
        self, value: Number, unit: str, tolerance: Number, context: VariantContext
    ) -> None:
        super().__init__(context)
        self.value = value
        self.unit = unit
        self.tolerance = tolerance

    @property
    def answer_input(self) -> NumberInput:
        return NumberInput(self.unit)

    @property
    def answer(self) -> object:
        """An int, or a fraction as text."""
        return int(self.value) if isinstance(self.value, int) else str(self.value)

    @property
    def answer_text(self) -> str:
        return f"{number_text(self.value)} {self.unit}".strip()

    @property
    def right_text(self) -> str:
        """The number in digits, exactly."""
        return str(int(self.value)) if isinstance(self.value, int) else str(self.value)

    def read(self, text: str) -> Number:
        return self.read_bare(self._without_unit(text))

    def reading(self, text: str) -> str:
        return f"= {number_text(self.read(text))}"

    def marked(self, text: str) -> Outcome:
        """Return the outcome: right where the number is the value, within the tolerance."""
        given = self.read(text)
        if self.accepts(given):
            return right(f"{self.answer_text}.")
        side = "more" if given > self.value else "less"
        otherwise = f"{number_text(given)} is {side} than the answer."
        found = self._explanations(given)
        if not found and isinstance(self.value, Quantity) and not text.strip().isdigit():
            typed = typed_arithmetic_outcome(self._without_unit(text), given, self.value)
            if typed is not None:
                return typed
        return wrong_number_outcome(
            self.value, given, found, otherwise, partial(self._agree, given)
        )

    def coincidences(self) -> Sequence[str]:
        return [
            f"the mistake `{mistake.id}` gives the right answer {number_text(self.value)}"
            for mistake in self.mistakes
            if isinstance(mistake.value, (int, Fraction)) and self.accepts(mistake.value)
        ]

    def mistake_fault(self, value: object) -> str:
        if is_number(value):
            return ""
        return f"the mistake must be a number like the answer, and is {kind_of(value)}"

    def difference(self, expected: object) -> str:
        if isinstance(expected, str):
            try:
                expected = self.read_bare(expected)
            except Unreadable as error:
                return str(error)
        if not is_number(expected):
            return f"`expect` must be a number, and is {kind_of(expected)}"
        if expected == self.value:
            return ""
        wanted = number_text(expected)
        return f"the calculator says {number_text(self.value)}, and {wanted} is expected"

    def _without_unit(self, text: str) -> str:
        stripped = text.strip()
        if self.unit and stripped.lower().endswith(self.unit.lower()):
            return stripped[: -len(self.unit)]
        return text

    def follows(self, given: object, wanted: object) -> bool:
        """Return whether two numbers are equal, within the tolerance."""
        if is_number(given) and is_number(wanted):
            return self._agree(wanted, given)
        return super().follows(given, wanted)

    def accepts(self, number: Number) -> bool:
        """Return whether a number equals the value, within the tolerance."""
        return self._agree(self.value, number)

    def _agree(self, one: Number, other: Number) -> bool:
        """Return whether two numbers are equal, as exactly as this question is marked."""
        if one == other or not self.tolerance:
            return one == other
        return abs(Fraction(one) - Fraction(other)) <= Fraction(self.tolerance)

    def _explanations(self, given: Number) -> list[WrongAnswer]:
        """Return the known mistakes that give a number; only these are put into words."""
        found = {
            mistake.id: self.context.in_words(mistake, value)
            for mistake, value in self.context.own_mistake_values()
            if is_number(value) and self._agree(given, value)
        }
        if isinstance(self.value, Quantity):
            restated = {mistake.id for mistake in self.context.own_mistakes}
            for known, value in wrong_values(self.value):
                if self._agree(given, value) and known.id not in restated:
                    found.setdefault(known.id, self.value.put_in_words(known, value))
        return list(found.values())
