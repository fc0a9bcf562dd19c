"""The kind `estimate`: a number estimated in the head; right within a stated factor."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from quizengine.calculator import Quantity, Step, Working, WrongAnswer, working_of
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
from quizengine.questions.answer_parsing import MAX_ANSWER, in_ascii, read_number
from quizengine.questions.kinds.base import AnswerKind
from quizengine.questions.kinds.number import NumberKey, number_value
from quizengine.questions.kinds.variant_context import VariantContext
from quizengine.questions.verdict import HALF, PARTLY, Outcome, Unreadable, right
from quizengine.questions.wrong_answers import matching, named_outcome

NEAR = Fraction(1, 20)
"""How far, as a share, a rounded number may be from a mistake's and still be taken for it."""

_POWERS = {
    "k": 3, "thousand": 3, "m": 6, "mio": 6, "million": 6, "millions": 6, "g": 9, "bn": 9,
    "billion": 9, "billions": 9, "t": 12, "trillion": 12, "trillions": 12,
}  # fmt: skip
"""The power of ten by which a letter or word after a number multiplies it."""

_AMOUNT = re.compile(
    r"(?<![\w.,])(\d+(?:[ ,_]\d{3})*(?:\.\d+)?)\s*("
    + "|".join(sorted(_POWERS, key=len, reverse=True))
    + r")(?![\w.])",
    re.IGNORECASE,
)
_ROUGHLY = re.compile(r"^(?:≈|~|about|around|roughly|ca\.?|circa)\s*", re.IGNORECASE)


class EstimateKind(AnswerKind):
    """A number above 0; right where it is within `factor` of the value, either way.

    No draw is left out: an estimate cannot tell a small mistake from a rounded number.
    """

    def __init__(self, value: Expression, factor: Expression, unit: str = "") -> None:
        self.value = value
        self.factor = factor
        self.unit = unit

    def key(self, context: VariantContext) -> EstimateKey:
        """Return the key.

        Raises ExpressionError for a value that is not above 0, or a factor below 1.
        """
        value = self._value(context.names)
        factor = number_value(self.factor, context.names)
        if factor <= 1:
            message = f"the factor must be above 1, and is {number_text(factor)}"
            raise ExpressionError(message, self.factor.source)
        value = context.traced(self.value, value)
        return EstimateKey(value, Fraction(factor), self.unit, context)

    def _value(self, names: Names) -> Number:
        value = self.value.evaluate(names)
        if not is_number(value) or value <= 0:
            shown = number_text(value) if is_number(value) else kind_of(value)
            message = f"what is estimated must be a number above 0, and this is {shown}"
            raise ExpressionError(message, self.value.source)
        return value


def read_amount(text: str) -> Number:
    """Return the number of an estimate: `60k`, `1.2 M`, `~ 3 million`, `6e7`, `2^20`, arithmetic.

    Exactly as it is typed. Raises Unreadable with the reason.
    """
    if len(text) > MAX_ANSWER:
        # Told as for any number, and before anything is searched for in it.
        return read_number(text)
    plain = in_ascii(_ROUGHLY.sub("", text.strip().removeprefix("=").lstrip()))
    return read_number(_AMOUNT.sub(_written_out, plain))


def _written_out(match: re.Match[str]) -> str:
    """Return `1.2 M` as a whole number, or as a quotient of two."""
    digits, _, places = re.sub("[ ,_]", "", match[1]).partition(".")
    value = Fraction(int(digits + places), 10 ** len(places)) * 10 ** _POWERS[match[2].lower()]
    if value.denominator != 1:
        return f"({value.numerator}/{value.denominator})"
    return str(value.numerator)


class EstimateKey(NumberKey):
    """The key of an estimate: the exact number, and the factor within which one is right."""

    kind = "estimate"
    read_bare = staticmethod(read_amount)
    factor: Fraction

    def __init__(self, value: Number, factor: Fraction, unit: str, context: VariantContext) -> None:
        super().__init__(value, unit, 0, context)
        self.factor = factor

    @property
    def answer_input(self) -> NumberInput:
        """A box, with the unit after it and how near is right."""
        return NumberInput(self.unit, f"within a factor of {number_text(self.factor)}")

    @property
    def answer_text(self) -> str:
        return f"{super().answer_text}, {self.answer_input.near}"

    @property
    def working(self) -> Working:
        """How to estimate it in the head, then the exact working."""
        steps = [Step(line, "in the head") for line in self._route]
        return Working((*steps, *working_of(self.value).steps))

    @property
    def mistakes(self) -> Sequence[WrongAnswer]:
        """All that are known but those whose number is near enough."""
        return [
            mistake
            for mistake in super().mistakes
            if not (is_number(mistake.value) and self.accepts(mistake.value))
        ]

    def read(self, text: str) -> Number:
        value = super().read(text)
        if value <= 0:
            raise Unreadable("an estimate is a number above 0")
        return value

    def marked(self, text: str) -> Outcome:
        """Return the outcome: right within the factor, half the points within its square."""
        given = self.read(text)
        off = Fraction(given) / Fraction(self.value)
        if self.accepts(given):
            mental_steps = self._route
            in_the_head = (
                (f"In the head: {mental_steps[0]}", *mental_steps[1:]) if mental_steps else ()
            )
            return right(f"{super().answer_text}, exactly{_near(off)}.", *in_the_head)
        outcome = self._named(given, _how_far(off))
        if max(off, 1 / off) <= self.factor**2:
            return outcome._replace(verdict=PARTLY, score=HALF)
        return outcome

    def coincidences(self) -> Sequence[str]:
        """Return nothing: what is near enough is right, however it came about."""
        return ()

    def accepts(self, number: Number) -> bool:
        """Return whether a number is within the factor of the value."""
        value = Fraction(self.value)
        return value / self.factor <= number <= value * self.factor

    @property
    def _route(self) -> tuple[str, ...]:
        from quizengine.calculator.analysis.mental_arithmetic import mental_steps

        return mental_steps(self.value) if isinstance(self.value, Quantity) else ()

    def _named(self, given: Number, how_far: str) -> Outcome:
        """Return how far off a number is, with the mistakes that give it, or nearly."""
        known = self.mistakes
        found = matching(given, known)
        outcome = named_outcome(number_text(given), found, how_far)
        if found:
            return outcome._replace(feedback=(how_far, *outcome.feedback))
        near = [mistake for mistake in known if _is_near(given, mistake.value)]
        if not near:
            return outcome
        guesses = tuple(f"Perhaps: {mistake.say}" for mistake in near[:2])
        ids = tuple(mistake.id for mistake in near[:2])
        return outcome._replace(mistakes=ids, feedback=(how_far, *guesses), guess=True)


def _is_near(given: Number, value: object) -> bool:
    """Return whether a number is so near to a mistake's value that it may be it, rounded."""
    if not is_number(value) or value <= 0:
        return False
    return abs(Fraction(given) - Fraction(value)) <= NEAR * Fraction(value)


def _near(off: Fraction) -> str:
    """Return how near a right estimate was, as the end of a sentence."""
    percent = round(100 * abs(off - 1))
    if off == 1:
        return ""
    if percent == 0:
        return "; yours is as good as that"
    if percent < 100:
        return f"; yours is {percent} % {'more' if off > 1 else 'less'}"
    return f"; yours is {_times(off)} times as much"


def _how_far(off: Fraction) -> str:
    """Return `That is about 12 times too much.`"""
    if off > 1:
        return f"That is about {_times(off)} times too much."
    return f"That is too little: the number is about {_times(1 / off)} times as large."


def _times(ratio: Fraction) -> str:
    """Return a ratio above 1, the larger the rougher, so that it does not give the number away."""
    from quizengine.calculator.analysis.mental_arithmetic import rounded_text

    if ratio < 3:
        return number_text(Fraction(round(ratio * 10), 10))
    return rounded_text(Fraction(round(ratio)), 1 if ratio > 20 else 2)
