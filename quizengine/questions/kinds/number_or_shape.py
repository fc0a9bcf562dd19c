"""An answer that a bank writes as an expression alone: its value decides how it is asked."""

from __future__ import annotations

from quizengine.expressions import Expression, ExpressionError, is_number, kind_of
from quizengine.questions.kinds.base import AnswerKey, AnswerKind
from quizengine.questions.kinds.number import NumberKind
from quizengine.questions.kinds.shape import ShapeKind
from quizengine.questions.kinds.variant_context import VariantContext


class NumberOrShapeKind(AnswerKind):
    """A number or a shape, whichever the expression comes to."""

    def __init__(self, value: Expression) -> None:
        self.value = value

    def key(self, context: VariantContext) -> AnswerKey:
        """Return the key. Raises ExpressionError where the value is neither number nor shape."""
        return self._kind(context).key(context)

    def collides(self, context: VariantContext) -> bool:
        """Return whether a known mistake gives the right answer, or two of `distinct` the same."""
        return self._kind(context).collides(context)

    def _kind(self, context: VariantContext) -> NumberKind | ShapeKind:
        value = self.value.evaluate(context.names)
        if is_number(value):
            return NumberKind(self.value)
        if isinstance(value, (list, tuple)):
            return ShapeKind(self.value)
        raise ExpressionError(
            f"an answer is a number or a shape, and this is {kind_of(value)}; "
            "name a `kind` for any other answer",
            self.value.source,
        )
