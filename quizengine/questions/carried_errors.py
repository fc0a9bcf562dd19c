"""Errors carried forward from part to part: what is right given the student's earlier answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from quizengine.calculator import LayerError, Shape, as_shape
from quizengine.expressions import Expression, ExpressionError, is_number
from quizengine.questions.kinds.base import AnswerKey
from quizengine.questions.variant_scope import VariantScope
from quizengine.questions.verdict import CARRIED, HALF, PARTLY, Outcome, Unreadable


class CarriedPart(NamedTuple):
    """A part as an error is carried through it.

    `carry` is the answer as an expression of the answers to earlier parts, if it is one, and
    `scope` has what else it names.
    """

    id: str
    key: AnswerKey
    carry: Expression | None
    scope: VariantScope

    def value_after(self, earlier: Mapping[str, object]) -> object:
        """Return the answer that follows from values of earlier parts, by their carried names.

        None where nothing is carried. Raises ExpressionError.
        """
        return None if self.carry is None else self.carry.evaluate(self.scope.extended(earlier))


def carried_name(part_id: str) -> str:
    """Return the name by which a later part's `carry` knows an earlier part's answer."""
    return part_id.replace("-", "_")


def carried_outcome(
    part: CarriedPart, before: Iterable[CarriedPart], text: str, earlier: Mapping[str, str]
) -> Outcome | None:
    """Return partial credit for a text that follows from the student's answers to earlier parts.

    `before` are the parts before this one, in order, and `earlier` the student's texts for them
    by part id. The parts to blame are those where a mistake was made, not those that it was
    carried into. None where the text does not follow, or no earlier answer was wrong.
    """
    values: dict[str, object] = {}
    blamed: dict[str, tuple[str, ...]] = {}
    for other in before:
        name = carried_name(other.id)
        values[name] = other.key.value
        given = _given_value(other, earlier.get(other.id))
        if given is None or given == other.key.value:
            continue
        blamed[name] = _causes(other, given, values, blamed) or (other.id,)
        try:
            values[name] = _usable(given, other.key.value)
        except ExpressionError:
            # Nothing can be built on it: whoever names it has no value.
            del values[name]
    try:
        causes = _causes(part, part.key.read(text), values, blamed)
    except Unreadable:
        return None
    if not causes:
        return None
    cause = " and ".join(f"“{part_id}”" for part_id in causes)
    say = f"This follows from your own answer to {cause}; the mistake is there, not here."
    return Outcome(PARTLY, HALF, (CARRIED,), (say,))


def _given_value(part: CarriedPart, text: str | None) -> object:
    """Return what a student answered to a part; None where that is nothing."""
    if text is None:
        return None
    try:
        return part.key.read(text)
    except Unreadable:
        return None


def _causes(
    part: CarriedPart,
    given: object,
    values: Mapping[str, object],
    blamed: Mapping[str, tuple[str, ...]],
) -> tuple[str, ...]:
    """Return the parts to blame for an answer that follows from earlier ones; else none."""
    carry = part.carry
    if carry is None:
        return ()
    used = [cause for name in blamed if name in carry.names for cause in blamed[name]]
    if not used or any(name in carry.names and name not in values for name in blamed):
        return ()
    try:
        wanted = part.value_after(values)
    except ExpressionError:
        return ()
    return tuple(dict.fromkeys(used)) if part.key.follows(given, wanted) else ()


def _usable(given: object, value: object) -> object:
    """Return a student's value as a later expression can use it: a shape keeps its names.

    `value` is the right one. Raises ExpressionError where nothing can be built on the student's.
    """
    if is_number(given) and is_number(value) and given <= 0 < value:
        raise ExpressionError("nothing is left of the earlier value")
    if not isinstance(value, Shape) or not isinstance(given, tuple):
        return given
    if len(given) != len(value):
        raise ExpressionError("the earlier shape has another number of axes")
    try:
        return as_shape(given)
    except LayerError as error:
        raise ExpressionError(str(error)) from None
