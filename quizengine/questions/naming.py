"""From a wrong answer to the mistakes that give it, and the words for them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from quizengine.calculator import Mistaken, Quantity, Shape
from quizengine.calculator.quantity import mistaken_values
from quizengine.questions.verdict import NONE, WRONG, Outcome


def matching(value: object, mistakes: Iterable[Mistaken]) -> list[Mistaken]:
    """The mistakes that give exactly this value, each id once."""
    found: dict[str, Mistaken] = {}
    for mistake in mistakes:
        if mistake.value == value:
            found.setdefault(mistake.id, mistake)
    return list(found.values())


def named(shown: str, found: Sequence[Mistaken], otherwise: str) -> Outcome:
    """The outcome of a wrong answer, given how it is shown and the mistakes that give it."""
    if not found:
        return Outcome(WRONG, NONE, (), (otherwise,))
    ids = tuple(mistake.id for mistake in found)
    if len(found) == 1:
        return Outcome(WRONG, NONE, ids, tuple(_paragraphs(shown, found[0])))
    feedback = [f"{len(found)} different slips give {shown}:"]
    for mistake in found:
        how = f" ({mistake.written})" if mistake.written else ""
        feedback.append(f"• {mistake.say}{how}")
    return Outcome(WRONG, NONE, ids, tuple(feedback))


def _paragraphs(shown: str, mistake: Mistaken) -> Iterable[str]:
    yield mistake.say
    if mistake.written:
        numbers = f" = {mistake.numbers}" if mistake.numbers != mistake.written else ""
        yield f"{shown} is {mistake.written}{numbers}."


def collision(
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
    return collision(axes_of(answer), values, distinct)


def own_first(own: Sequence[Mistaken], known: Sequence[Mistaken]) -> list[Mistaken]:
    """The question's own mistakes, then the calculator's that it has not restated."""
    ids = {mistake.id for mistake in own}
    return [*own, *(mistake for mistake in known if mistake.id not in ids)]
