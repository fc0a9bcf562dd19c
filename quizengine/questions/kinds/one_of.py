"""The kind `one of`: one choice is right, and the wrong ones are real mistakes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quizengine.calculator import Quantity, Working
from quizengine.calculator.working import working_of_expression
from quizengine.expressions import Expression, ExpressionError, is_number
from quizengine.questions.answer_inputs import LETTERS, ChoiceInput
from quizengine.questions.kinds.base import AnswerKey, AnswerKind
from quizengine.questions.kinds.distractors import distractors
from quizengine.questions.kinds.variant_context import VariantContext
from quizengine.questions.value_text import value_text
from quizengine.questions.verdict import Outcome, Unreadable, right
from quizengine.questions.wrong_answers import matching, named_outcome, wrong_number_outcome

FROM_MISTAKES = 4
"""Choices shown where mistakes give the wrong ones; small mutations fill up to so many."""


class OneOfKind(AnswerKind):
    """Choices: `right`, and `wrong` as listed; with none listed, the mistakes give them.

    `choices` is how many are shown at most, the right one included; without it, all that are
    listed, or FROM_MISTAKES.
    """

    def __init__(
        self, right: Expression, wrong: tuple[Expression, ...] = (), choices: int | None = None
    ) -> None:
        self.right = right
        self.wrong = wrong
        self.choices = choices

    def key(self, context: VariantContext) -> OneOfKey:
        """Return the key. Raises ExpressionError where a choice has no value."""
        right_value = self._right_value(context)
        values = (right_value, *self._wrong_values(context, right_value))
        return OneOfKey(values, self.right, context)

    def collides(self, context: VariantContext) -> bool:
        """Return whether a known mistake gives the right choice, or two choices look the same."""
        if context.hides_a_mistake(self._right_value(context)):
            return True
        return bool(self.key(context).flaws())

    def _right_value(self, context: VariantContext) -> object:
        """Return the right value, as a quantity wherever its formula is known."""
        value = self.right.evaluate(context.names)
        if self.wrong or isinstance(value, Quantity):
            return value
        return context.traced(self.right, value)

    @property
    def _most(self) -> int:
        if self.choices is not None:
            return self.choices
        return len(self.wrong) + 1 if self.wrong else FROM_MISTAKES

    def _wrong_values(self, context: VariantContext, right_value: object) -> list[object]:
        """Return the wrong values of this variant, drawn from all that there are."""
        if self.wrong:
            values = [choice.evaluate(context.names) for choice in self.wrong]
        else:
            values = [
                each.value
                for each in distractors(context.own_wrong_answers, right_value, self._most - 1)
            ]
        if not values:
            raise ExpressionError(
                "there is no wrong choice: list some under `wrong`, or give `mistakes`",
                self.right.source,
            )
        if len(values) < self._most:
            return values
        return [values[index] for index in context.shuffled("wrong", len(values))[: self._most - 1]]


class OneOfKey(AnswerKey):
    """The key of a choice; `values` has the right value first, `order` where each stands."""

    kind = "one of"
    certain_texts = ()

    def __init__(
        self, values: tuple[object, ...], expression: Expression, context: VariantContext
    ) -> None:
        super().__init__(context)
        self.value = values[0]
        self.values = values
        self.order = context.shuffled("choices", len(values))
        self.choices = tuple(value_text(values[index]) for index in self.order)
        self.right_index = self.order.index(0)
        self.expression = expression

    @property
    def answer_input(self) -> ChoiceInput:
        return ChoiceInput(self.choices)

    @property
    def answer(self) -> object:
        return self.choices[self.right_index]

    @property
    def answer_text(self) -> str:
        return f"{LETTERS[self.right_index]}) {self.choices[self.right_index]}"

    @property
    def right_text(self) -> str:
        return LETTERS[self.right_index]

    @property
    def working(self) -> Working:
        names = self.context.names
        return working_of_expression(self.expression, names, names.definitions)

    def read(self, text: str) -> object:
        return self.values[self.order[self._index_of(text)]]

    def reading(self, text: str) -> str:
        return f"= {self.choices[self._index_of(text)]}"

    def marked(self, text: str) -> Outcome:
        """Return the outcome: a wrong choice is named where a mistake gives it."""
        index = self._index_of(text)
        if index == self.right_index:
            return right(f"{self.choices[index]}.")
        given = self.values[self.order[index]]
        shown = self.choices[index]
        found, otherwise = matching(given, self.mistakes), f"{shown} is not the answer."
        if is_number(given):
            return wrong_number_outcome(self.value, given, found, otherwise)
        return named_outcome(shown, found, otherwise)

    def flaws(self) -> Sequence[str]:
        """Return a problem for each choice that looks like another."""
        return [
            f"two choices are both “{choice}”"
            for index, choice in enumerate(self.choices)
            if choice in self.choices[:index]
        ]

    def difference(self, expected: object) -> str:
        wanted = value_text(expected)
        if expected == self.value or wanted == self.choices[self.right_index]:
            return ""
        return f"the right choice is “{self.answer}”, and “{wanted}” is expected"

    def _index_of(self, text: str) -> int:
        """Return the index of the choice that a text names, by letter, text or number.

        Raises Unreadable.
        """
        last = LETTERS[len(self.choices) - 1]
        typed = _normalized(text)
        letter = typed.removesuffix(")").removesuffix(".")
        if len(letter) == 1 and "a" <= letter <= last:
            return LETTERS.index(letter)
        texts = [_normalized(choice) for choice in self.choices]
        if typed in texts:
            return texts.index(typed)
        if letter.isascii() and letter.isdigit() and len(letter) <= 2:
            index = int(letter) - 1
            if 0 <= index < len(self.choices):
                return index
        raise Unreadable(f"type one letter, a to {last}")


def _normalized(text: str) -> str:
    """Return a text without what may be typed in several ways: case, grouping commas, ×."""
    plain = text.strip().lower().replace(" × ", "x").replace("×", "x").replace("−", "-")
    return re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", plain)
