"""Errors carried from part to part: what is right given the student's own earlier answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from quizengine.calculator import LayerError, Shape, as_shape
from quizengine.expressions import ExpressionError, is_number
from quizengine.questions.verdict import CARRIED, HALF, PARTLY, Outcome, Unreadable

if TYPE_CHECKING:
    from quizengine.questions.variant import PartVariant


def carried_name(part_id: str) -> str:
    """The name by which a later part's `carry` knows an earlier part's answer."""
    return part_id.replace("-", "_")


def carried_outcome(
    part: PartVariant, parts: Sequence[PartVariant], text: str, earlier: Mapping[str, str]
) -> Outcome | None:
    """Part credit for a text that follows from the student's own answers to earlier parts.

    The parts to blame are those where a slip was made, not those that follow from it in turn.
    None where the text does not follow, or no earlier answer was wrong.
    """
    values: dict[str, object] = {}
    blamed: dict[str, tuple[str, ...]] = {}
    for one in parts:
        if one.part_id == part.part_id:
            break
        name = carried_name(one.part_id)
        values[name] = one.key.value
        own = _own_value(one, earlier.get(one.part_id))
        if own is None or own == one.key.value:
            continue
        blamed[name] = _causes(one, own, values, blamed) or (one.part_id,)
        try:
            values[name] = _like(own, one.key.value)
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
    say = f"This follows from your own answer to {cause}; the slip is there, not here."
    return Outcome(PARTLY, HALF, (CARRIED,), (say,))


def _own_value(part: PartVariant, text: str | None) -> object:
    """What a student answered to a part; None where that is nothing."""
    if text is None:
        return None
    try:
        return part.key.read(text)
    except Unreadable:
        return None


def _causes(
    part: PartVariant,
    own: object,
    values: Mapping[str, object],
    blamed: Mapping[str, tuple[str, ...]],
) -> tuple[str, ...]:
    """The parts to blame for an answer that follows from earlier ones; none where it does not."""
    carry = part.spec.carry
    if carry is None:
        return ()
    used = [cause for name in blamed if name in carry.names for cause in blamed[name]]
    if not used or any(name in carry.names and name not in values for name in blamed):
        return ()
    try:
        wanted = part.carried_value(values)
    except ExpressionError:
        return ()
    return tuple(dict.fromkeys(used)) if part.key.follows(own, wanted) else ()


def _like(own: object, value: object) -> object:
    """A student's earlier value as a later expression can use it: a shape keeps its names.

    Raises ExpressionError where nothing can be built on it.
    """
    if is_number(own) and is_number(value) and own <= 0 < value:
        raise ExpressionError("nothing is left of the earlier value")
    if not isinstance(value, Shape) or not isinstance(own, tuple):
        return own
    if len(own) != len(value):
        raise ExpressionError("the earlier shape has another number of axes")
    try:
        return as_shape(own)
    except LayerError as error:
        raise ExpressionError(str(error)) from None
