"""What every kind of answer offers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

from quizengine.calculator import Quantity, Shape, Working, WrongAnswer, working_of
from quizengine.calculator.combined import quantity_of_expression
from quizengine.expressions import Expression, Template
from quizengine.questions.answer_inputs import AnswerInput
from quizengine.questions.draws import chance, shuffled
from quizengine.questions.targets import Target, in_focus
from quizengine.questions.variant_scope import VariantScope
from quizengine.questions.verdict import NONE, UNREADABLE, Outcome, Unreadable
from quizengine.questions.wrong_answers import axes_of, known_mistakes, known_values, own_first

if TYPE_CHECKING:
    from quizengine.questions.scaffolding.sub_question import SubQuestion

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
    """One variant, as a kind sees it: what the names stand for, and dice thrown for it alone.

    `own_mistakes` are the question's own, and `distinct` the ids of those that must differ from
    each other; `dice` names the question and part; `number` is the variant, 0 for the published
    context.
    """

    names: VariantScope
    dice: str
    number: int
    own_mistakes: Sequence[OwnMistake] = ()
    distinct: Sequence[str] = ()

    def own_values(self) -> list[tuple[OwnMistake, object]]:
        """The question's own mistakes, each with what it gives here. Raises ExpressionError."""
        names = self.names
        return [
            (each, each.formula if each.value is None else each.value.evaluate(names))
            for each in self.own_mistakes
        ]

    def hides_a_mistake(self, answer: object) -> bool:
        """Whether a mistake known for an answer equals it here, or two of `distinct` each other.

        Raises ExpressionError.
        """
        values = [(mistake.id, axes_of(value)) for mistake, value in self.own_values()]
        restated = {mistake_id for mistake_id, _ in values}
        values += [each for each in known_values(answer) if each[0] not in restated]
        right = axes_of(answer)
        kept: list[object] = []
        for mistake_id, value in values:
            if value == right or (mistake_id in self.distinct and value in kept):
                return True
            if mistake_id in self.distinct:
                kept.append(value)
        return False

    @property
    def own(self) -> list[WrongAnswer]:
        """The question's own mistakes, put in words. Raises ExpressionError."""
        return [self.in_words(mistake, value) for mistake, value in self.own_values()]

    def in_words(self, mistake: OwnMistake, value: object) -> WrongAnswer:
        """One of the question's own mistakes with what it says here. Raises ExpressionError."""
        return WrongAnswer(mistake.id, value, mistake.say.render(self.names))

    def traced(self, expression: Expression, value: _Value) -> _Value | Quantity:
        """What an expression comes to, as a quantity wherever it is known what it is made of."""
        known = quantity_of_expression(expression, self.names, self.names.definitions)
        return value if known is None else known

    def chance(self, label: str, sides: int) -> int:
        """A die of so many sides, thrown once for this variant and label."""
        return chance(self.dice, self.number, label, sides)

    def shuffled(self, label: str, count: int) -> list[int]:
        """The places 0 … count − 1 in an order of this variant's own."""
        return shuffled(self.dice, self.number, label, count)


class AnswerKey:
    """The key of one variant: knows the right answer and marks others against it.

    What most kinds do alike is here, and each states what is its own.
    """

    kind = ""
    """The name of the kind, as a bank writes it."""

    value: object = None
    """What the right answer is for a later part: a number or a shape, otherwise None."""

    unit = ""
    """What the answer is counted in, for a number that has a unit."""

    in_symbols = False
    """Whether the answer is a formula, so that no arithmetic in numbers comes to it."""

    is_rough = False
    """Whether a part of the answer that hardly matters can be left out."""

    names_layers = True
    """Whether the layers that its expressions name may be shown in a picture."""

    has_layers = False
    """Whether its rows are layers, which are seen as their network."""

    beyond_doubt: Sequence[str] | None = None
    """What is true for certain of what is shown to answer with; None where all of it is."""

    def __init__(self, context: VariantContext) -> None:
        self.context = context

    @property
    def answer_input(self) -> AnswerInput:
        """What a face has to offer for the answer."""
        raise NotImplementedError

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
        return own_first(self.context.own, known_mistakes(self.value))

    def read(self, text: str) -> object:
        """What a text says, as `value` would. Raises Unreadable."""
        raise NotImplementedError

    def reading(self, text: str) -> str:
        """How a text is read, `= 756,560`. Raises Unreadable."""
        raise NotImplementedError

    def mark(self, text: str) -> Outcome:
        """The outcome for a text; no text makes it raise."""
        try:
            return self.marked(text)
        except Unreadable as error:
            # What was not understood costs nothing.
            return Outcome(UNREADABLE, NONE, (), (str(error),))

    def marked(self, text: str) -> Outcome:
        """The outcome for a text that can be read. Raises Unreadable."""
        raise NotImplementedError

    def flaws(self) -> Sequence[str]:
        """What is wrong with this key: equal choices, a mistake equal to the answer."""
        return ()

    def differs(self, expected: object) -> str:
        """How the answer differs from an expected one; empty where it does not."""
        raise NotImplementedError

    def follows(self, given: object, wanted: object) -> bool:
        """Whether an answer is another right one, as exactly as this one is marked."""
        return given == axes_of(wanted)

    def targets(self) -> list[Target]:
        """All that is asked, in the order in which it is; none of plain words."""
        return [Target(self.value)] if isinstance(self.value, (Quantity, Shape)) else []

    @property
    def practised(self) -> str:
        """The formula that is practised; empty where several things are asked, or none."""
        target = in_focus(self.targets(), None)
        return "" if target is None or target.cell else target.formula

    def ladder(self) -> Iterable[str]:
        """The hints that follow from what is asked, the gentlest first; none for plain words."""
        from quizengine.questions.hints import ladder_to

        return ladder_to(self.targets())

    @property
    def step_context(self) -> VariantContext:
        """The case of the smaller questions, which the question's own mistakes are not about."""
        return self.context._replace(own_mistakes=())

    def steps(self, support: int) -> tuple[SubQuestion, ...] | None:
        """The smaller questions of a kind of its own; None where they lead to what is sought."""
        del support
        return None

    def on_the_way(self, count: Quantity) -> AnswerKey:
        """The key of a count on the way to the answer: exact, unless the answer is rough."""
        from quizengine.questions.kinds.number import NumberKey

        return NumberKey(count, "", 0, self.step_context)


class AnswerKind(Protocol):
    """A kind of answer, compiled once for a question."""

    def key(self, context: VariantContext) -> AnswerKey:
        """The key of one variant. Raises ExpressionError where it has no value."""

    def collides(self, context: VariantContext) -> bool:
        """Whether a known mistake equals the right answer, or two of `distinct` each other."""
