"""The kind `shape`: every axis exact; the right axes in another order are recognized."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from quizengine.calculator import LayerError, Shape, WrongAnswer, as_shape
from quizengine.expressions import Expression, ExpressionError, Names, kind_of
from quizengine.questions.answer_inputs import ShapeInput
from quizengine.questions.answer_parsing import read_shape
from quizengine.questions.kinds.base import AnswerKey, AnswerKind
from quizengine.questions.kinds.variant_context import VariantContext
from quizengine.questions.shape_diagnosis import contrasts_of_mistake, wrong_axes
from quizengine.questions.verdict import HALF, NONE, PARTLY, WRONG, Outcome, Unreadable, right
from quizengine.questions.wrong_answers import comparable, matching, merged_mistakes, named_outcome

AXIS_ORDER = "axis-order"
"""The id of the outcome for the right axes in another order."""


class ShapeKind(AnswerKind):
    """A shape: a value of the calculator, or a list of sizes."""

    def __init__(self, value: Expression) -> None:
        self.value = value

    def key(self, context: VariantContext) -> ShapeKey:
        """Return the key. Raises ExpressionError unless the value is a shape."""
        return ShapeKey(shape_value(self.value, context.names), context)

    def collides(self, context: VariantContext) -> bool:
        """Return whether a known mistake gives the right shape, or two of `distinct` the same."""
        return context.hides_a_mistake(shape_value(self.value, context.names))


def shape_value(expression: Expression, names: Names) -> Shape:
    """Return the shape an expression comes to.

    Raises ExpressionError where it is something else.
    """
    try:
        return as_shape(expression.evaluate(names))
    except LayerError as error:
        raise ExpressionError(str(error), expression.source) from None


def read_axes(text: str, rank: int) -> tuple[int, ...]:
    """Return the axes a text states; where `rank` is 1, a 1 after the axis is left out.

    Raises Unreadable with the reason.
    """
    axes = read_shape(text)
    # (120, 1) is how some books print the 120 values of a fully connected layer.
    return axes[:1] if rank == 1 and axes[1:] == (1,) else axes


def shape_text(axes: Sequence[int]) -> str:
    """Return a shape as it is shown, 14×14×20."""
    return "×".join(str(int(axis)) for axis in axes)


def shape_typed(axes: Sequence[int]) -> str:
    """Return a shape as it may be typed, 14x14x20."""
    return "x".join(str(int(axis)) for axis in axes)


class ShapeKey(AnswerKey):
    """The key of a shape."""

    kind = "shape"
    value: Shape

    def __init__(self, value: Shape, context: VariantContext) -> None:
        super().__init__(context)
        self.value = value

    @property
    def answer_input(self) -> ShapeInput:
        """A box for a shape."""
        return ShapeInput()

    @property
    def answer(self) -> object:
        return [int(axis) for axis in self.value]

    @property
    def answer_text(self) -> str:
        return str(self.value)

    @property
    def right_text(self) -> str:
        return shape_typed(self.value)

    @property
    def mistakes(self) -> Sequence[WrongAnswer]:
        own = [
            mistake._replace(value=comparable(mistake.value))
            for mistake in self.context.own_wrong_answers
        ]
        return merged_mistakes(own, self.value.mistakes)

    def read(self, text: str) -> tuple[int, ...]:
        return read_axes(text, len(self.value))

    def reading(self, text: str) -> str:
        return f"= {shape_text(self.read(text))}"

    def marked(self, text: str) -> Outcome:
        """Return the outcome: partly right for another order, or where only some axes are right."""
        given = self.read(text)
        if given == tuple(self.value):
            return right(f"{self.value}.")
        shown = shape_text(given)
        found = matching(given, self.mistakes)
        outcome = named_outcome(shown, found, f"{shown} is not the shape.")
        if len(given) != len(self.value):
            return outcome if found else outcome._replace(feedback=(self._other_rank(given),))
        if not found and sorted(given) == sorted(self.value):
            return Outcome(
                PARTLY,
                HALF,
                (AXIS_ORDER,),
                (f"The sizes are right, their order is not: here it is {self.value.order}.",),
            )
        if not found and (turned := self._in_other_order(given)) is not None:
            return turned
        if len(found) == 1:
            outcome = outcome._replace(formula_diffs=contrasts_of_mistake(self.value, found[0].id))
        return self._per_axis(given, outcome, named_already=bool(found))

    def _other_rank(self, given: tuple[int, ...]) -> str:
        """Return the feedback on a shape with another number of axes."""
        order = self.value.order
        axes = "1 axis" if len(given) == 1 else f"{len(given)} axes"
        say = f"{shape_text(given)} has {axes}, and the shape asked for has {len(self.value)}"
        say += f", {order}." if len(self.value) > 1 else "."
        if given[1:] == tuple(self.value):
            return f"{say} Leave the batch axis out."
        return say

    def _in_other_order(self, given: tuple[int, ...]) -> Outcome | None:
        """Return the outcome of known mistakes in a shape whose channels stand at the other end.

        None where an axis is right as it stands, or where the other order explains no more.
        """
        if any(mine == wanted for mine, wanted in zip(given, self.value, strict=True)):
            return None
        for turned in ((*given[1:], given[0]), (given[-1], *given[:-1])):
            shown = shape_text(turned)
            found = matching(turned, self.mistakes)
            axes = wrong_axes(self.value, turned)
            if not found and (axes.unknown or axes.guess):
                continue
            ids = tuple(mistake.id for mistake in found) or axes.ids
            say = named_outcome(shown, found, "").feedback if found else axes.say
            head = f"Here the order is {self.value.order}. If you mean {shown}:"
            return Outcome(WRONG, NONE, (AXIS_ORDER, *ids), (head, *say), guess=True)
        return None

    def _per_axis(
        self, given: tuple[int, ...], outcome: Outcome, *, named_already: bool
    ) -> Outcome:
        names = self.value.order.split("×")
        pairs = list(zip(names, given, self.value, strict=True))
        good = [name for name, mine, wanted in pairs if mine == wanted]
        if not named_already:
            outcome = self._named_by_axes(given, good, outcome)
        score = Fraction(len(good), len(pairs))
        return outcome._replace(verdict=PARTLY if score else WRONG, score=score)

    def _named_by_axes(
        self, given: tuple[int, ...], good: Sequence[str], otherwise: Outcome
    ) -> Outcome:
        """Return the outcome with the mistake in each axis, where one is known."""
        axes = wrong_axes(self.value, given)
        if not axes.ids and not good:
            return otherwise
        head = [f"{_listed(good)} right"] if good else []
        if axes.unknown:
            head.append(f"look at {' and '.join(axes.unknown)} again")
        first = "; ".join(head)
        say = (f"{first[0].upper()}{first[1:]}.", *axes.say) if head else axes.say
        return otherwise._replace(
            mistakes=axes.ids, feedback=say, formula_diffs=axes.formula_diffs, guess=axes.guess
        )

    def coincidences(self) -> Sequence[str]:
        return [
            f"the mistake `{mistake.id}` gives the right shape {self.value}"
            for mistake in self.mistakes
            if mistake.value == tuple(self.value)
        ]

    def mistake_fault(self, value: object) -> str:
        if isinstance(value, (list, tuple)):
            return ""
        return f"the mistake must be a shape like the answer, and is {kind_of(value)}"

    def difference(self, expected: object) -> str:
        if isinstance(expected, str):
            try:
                expected = read_shape(expected)
            except Unreadable as error:
                return str(error)
        if not isinstance(expected, (list, tuple)):
            return "`expect` must be a shape, such as [14, 14, 20]"
        if tuple(expected) == tuple(self.value):
            return ""
        shown = "×".join(str(axis) for axis in expected)
        return f"the calculator says {self.value}, and {shown} is expected"


def _listed(names: Sequence[str]) -> str:
    return f"{' and '.join(names)} {'is' if len(names) == 1 else 'are'}"
