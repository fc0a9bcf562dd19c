"""The base classes of the kinds of answer: a kind, compiled once, and the key of one variant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from quizengine.calculator import Quantity, Shape, Working, WrongAnswer, working_of
from quizengine.expressions import Expression, Number
from quizengine.questions.answer_inputs import AnswerInput
from quizengine.questions.answer_parsing import read_number
from quizengine.questions.kinds.variant_context import VariantContext
from quizengine.questions.targets import Target, focused_target
from quizengine.questions.verdict import NONE, UNREADABLE, Outcome, Unreadable
from quizengine.questions.wrong_answers import (
    calculator_mistakes,
    comparable,
    merged_mistakes,
)


class AnswerKind:
    """A kind of answer, compiled once for a question.

    Each kind has a subclass, whose attributes are what a bank writes of such an answer.
    """

    in_symbols = False
    """Whether the answer, and each mistake about it, is a formula in symbols."""

    def key(self, context: VariantContext) -> AnswerKey:
        """Return the key of one variant. Raises ExpressionError where it has no value."""
        raise NotImplementedError

    def collides(self, context: VariantContext) -> bool:
        """Return whether a draw cannot be used: a mistake would give the right answer.

        Or two of the mistakes that have to be distinct would give the same. By default no draw
        is left out. Raises ExpressionError where the key has no value.
        """
        self.key(context)
        return False

    def pictured(self) -> Iterable[Expression]:
        """Return the expressions whose layers a picture of the question may show.

        By default all that the answer is written with, in the order of the attributes.
        """
        return _expressions_in(tuple(vars(self).values()))


def _expressions_in(value: object) -> Iterator[Expression]:
    if isinstance(value, Expression):
        yield value
    elif isinstance(value, tuple):
        for inner in value:
            yield from _expressions_in(inner)


class AnswerKey:
    """The key of one variant: knows the right answer and marks others against it.

    Each kind has a subclass. What most kinds do alike is here.
    """

    kind = ""
    """The name of the kind, as a bank writes it."""

    value: object = None
    """What the right answer is for a later part: a number or a shape, otherwise None."""

    unit = ""
    """What the answer is counted in, for a number that has a unit."""

    factor: Fraction | None = None
    """Within what factor an answer is right; None where it has to be exact."""

    pictures_network = False
    """Whether a picture shows the whole network rather than single layers."""

    def __init__(self, context: VariantContext) -> None:
        self.context = context

    @property
    def answer_input(self) -> AnswerInput:
        """What a face has to offer for the answer."""
        raise NotImplementedError

    @property
    def certain_texts(self) -> Iterable[str]:
        """The texts beside the answer that are certainly true, so that a picture may show them.

        By default all of them.
        """
        return self.answer_input.lines()

    @property
    def answer(self) -> object:
        """The right answer as plain data: ints, texts, lists."""
        return self.right_text

    @property
    def answer_text(self) -> str:
        """The right answer as a person would write it."""
        return self.right_text

    @property
    def right_text(self) -> str:
        """A text that marks right."""
        raise NotImplementedError

    @property
    def working(self) -> Working:
        """The worked solution."""
        return working_of(self.value)

    @property
    def mistakes(self) -> Sequence[WrongAnswer]:
        """The mistakes known for this answer, the question's own first."""
        return merged_mistakes(self.context.own_wrong_answers, calculator_mistakes(self.value))

    def read(self, text: str) -> object:
        """Return what a text says, of the type of `value`. Raises Unreadable."""
        raise NotImplementedError

    def reading(self, text: str) -> str:
        """Return how a text is read, `= 756,560`. Raises Unreadable."""
        raise NotImplementedError

    def mark(self, text: str) -> Outcome:
        """Return the outcome for a text; no text makes it raise."""
        try:
            return self.marked(text)
        except Unreadable as error:
            # What was not understood costs nothing.
            return Outcome(UNREADABLE, NONE, (), (str(error),))

    def marked(self, text: str) -> Outcome:
        """Return the outcome for a text that can be read. Raises Unreadable."""
        raise NotImplementedError

    def flaws(self) -> Sequence[str]:
        """Return what is wrong with this key in any variant, such as two equal choices."""
        return ()

    def coincidences(self) -> Sequence[str]:
        """Return which known mistakes give the right answer.

        The published case may have some, for its numbers are shown as published; a draw may not.
        """
        return ()

    def mistake_fault(self, value: object) -> str:
        """Return why nobody can answer a mistake's value, which is of another type; else empty."""
        del value
        return ""

    def difference(self, expected: object) -> str:
        """Return how the answer differs from an expected one; empty where it does not."""
        raise NotImplementedError

    def follows(self, given: object, wanted: object) -> bool:
        """Return whether an answer equals another one, as exactly as this one is marked."""
        return given == comparable(wanted)

    def targets(self) -> list[Target]:
        """Return the counts and shapes that are asked for, in order; none of plain words."""
        return [Target(self.value)] if isinstance(self.value, (Quantity, Shape)) else []

    @property
    def practised(self) -> str:
        """The formula that is practised; empty where several things are asked for, or none."""
        target = focused_target(self.targets(), None)
        return "" if target is None or target.cell else target.formula

    def hints(self) -> Iterable[str]:
        """Return the hints that follow from the targets, the gentlest first."""
        from quizengine.questions.target_hints import target_hints

        return target_hints(self.targets())

    def is_reached_by(self, arithmetic: Sequence[str]) -> bool:
        """Return whether one of some texts of arithmetic comes to a target, or an axis of one.

        True as well where no target has to be worked out.
        """
        wanted: set[object] = set()
        for target in self.targets():
            counts = (target.value,) if isinstance(target.value, Quantity) else target.value
            # What is read off the question needs no arithmetic.
            wanted.update(
                int(count)
                for count in counts
                if isinstance(count, Quantity) and count.count_formula.is_worked_out
            )
        return not wanted or any(_value_of(text) in wanted for text in arithmetic)

    @property
    def step_context(self) -> VariantContext:
        """The context of smaller questions, without the mistakes about the whole question."""
        return self.context._replace(own_mistakes=())

    def steps(self, support: int) -> Sequence[BreakdownStep] | None:
        """Return the smaller questions of a kind that has its own; None where they follow from
        the targets.
        """
        del support
        return None


class BreakdownStep(NamedTuple):
    """A smaller question that leads to a larger one.

    `prompt` is what is asked and `found` what is known once it is answered, both Markdown; the
    `key` marks as that of a whole question does. `parts` are the indices of the earlier steps
    that this one is built on.
    """

    prompt: str
    key: AnswerKey
    found: str
    parts: tuple[int, ...] = ()


def _value_of(text: str) -> Number | None:
    try:
        return read_number(text)
    except Unreadable:
        return None
