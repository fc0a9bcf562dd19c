"""Whether what people get wrong can be told from the right answer with the numbers of a draw."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from quizengine.calculator import Quantity, Shape
from quizengine.calculator.quantity import mistaken_values


def cannot_be_told_apart(
    answer: object, own: Iterable[tuple[str, object]], distinct: Sequence[str]
) -> bool:
    """Whether a mistake known for an answer equals it, or two of `distinct` each other.

    `own` are the question's own mistakes by id, each with its value.
    """
    values = [(mistake_id, axes_of(value)) for mistake_id, value in own]
    restated = {mistake_id for mistake_id, _ in values}
    known: list[tuple[str, object]] = []
    if isinstance(answer, Quantity):
        known = [(mistake.id, value) for mistake, value in mistaken_values(answer)]
    elif isinstance(answer, Shape):
        known = [(mistake.id, mistake.value) for mistake in answer.mistakes]
    values += [(each, value) for each, value in known if each not in restated]
    return _collision(axes_of(answer), values, distinct)


def _collision(
    answer: object, values: Iterable[tuple[str, object]], distinct: Sequence[str]
) -> bool:
    """Whether a mistake's value equals the answer, or two of `distinct` equal each other."""
    kept: list[object] = []
    for mistake_id, value in values:
        if value == answer:
            return True
        if mistake_id in distinct:
            if value in kept:
                return True
            kept.append(value)
    return False


def axes_of(value: object) -> object:
    """A shape in the one form in which shapes are compared; any other value as it is."""
    return tuple(value) if isinstance(value, (list, tuple)) else value
