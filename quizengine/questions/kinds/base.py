"""What every kind of answer offers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from quizengine.calculator import Mistaken, Working
from quizengine.expressions import Expression, Template
from quizengine.questions.collisions import cannot_be_told_apart
from quizengine.questions.draws import chance, shuffled
from quizengine.questions.forms import Form
from quizengine.questions.scope import Scope
from quizengine.questions.verdict import Outcome


class OwnMistake(NamedTuple):
    """A mistake that a bank adds to those the calculator knows.

    `value` is what it gives; for the kind `formula`, `formula` is the wrong formula's text.
    """

    id: str
    value: Expression | None
    formula: str
    say: Template


class Case(NamedTuple):
    """One variant, as a kind sees it: what the names stand for, and dice thrown for it alone.

    `own_mistakes` are the question's own; `dice` names the question and part; `number` is the
    variant, 0 for the published case.
    """

    names: Scope
    dice: str
    number: int
    own_mistakes: Sequence[OwnMistake] = ()

    def own_values(self) -> list[tuple[OwnMistake, object]]:
        """The question's own mistakes, each with what it gives here. Raises ExpressionError."""
        names = self.names
        return [
            (each, each.formula if each.value is None else each.value.evaluate(names))
            for each in self.own_mistakes
        ]

    def hides_a_mistake(self, answer: object, distinct: Sequence[str]) -> bool:
        """Whether a mistake known for an answer equals it here, or two of `distinct` each other.

        Raises ExpressionError.
        """
        own = [(mistake.id, value) for mistake, value in self.own_values()]
        return cannot_be_told_apart(answer, own, distinct)

    @property
    def own(self) -> list[Mistaken]:
        """The question's own mistakes, put in words. Raises ExpressionError."""
        return [self.in_words(mistake, value) for mistake, value in self.own_values()]

    def in_words(self, mistake: OwnMistake, value: object) -> Mistaken:
        """One of the question's own mistakes with what it says here. Raises ExpressionError."""
        return Mistaken(mistake.id, value, mistake.say.render(self.names))

    def chance(self, label: str, sides: int) -> int:
        """A die of so many sides, thrown once for this variant and label."""
        return chance(self.dice, self.number, label, sides)

    def shuffled(self, label: str, count: int) -> list[int]:
        """The places 0 … count − 1 in an order of this variant's own."""
        return shuffled(self.dice, self.number, label, count)


class Key(Protocol):
    """The key of one variant: knows the right answer and marks others against it."""

    @property
    def kind(self) -> str:
        """The name of the kind, as a bank writes it."""

    @property
    def form(self) -> Form:
        """What a face has to offer for the answer."""

    @property
    def answer(self) -> object:
        """The right answer as plain data: ints, texts, lists."""

    @property
    def answer_text(self) -> str:
        """The right answer as a person would write it."""

    @property
    def right_text(self) -> str:
        """A text that marks right."""

    @property
    def value(self) -> object:
        """What the right answer is for a later part: a number or a shape, otherwise None."""

    @property
    def working(self) -> Working:
        """The worked solution."""

    @property
    def mistakes(self) -> Sequence[Mistaken]:
        """The mistakes known for this answer, the question's own first."""

    def read(self, text: str) -> object:
        """What a text says, as `value` would. Raises Unreadable."""

    def reading(self, text: str) -> str:
        """How a text is read, `= 756,560`. Raises Unreadable."""

    def mark(self, text: str) -> Outcome:
        """The outcome for a text; never raises."""

    def flaws(self) -> Sequence[str]:
        """What is wrong with this key: equal choices, a mistake equal to the answer."""

    def differs(self, expected: object) -> str:
        """How the answer differs from an expected one; empty where it does not."""


class Kind(Protocol):
    """A kind of answer, compiled once for a question."""

    def key(self, case: Case) -> Key:
        """The key of one variant. Raises ExpressionError where it has no value."""

    def collides(self, case: Case, distinct: Sequence[str]) -> bool:
        """Whether a known mistake equals the right answer, or two of `distinct` each other."""
