"""What went wrong with a shape, axis by axis, where no one mistake gives the whole of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from quizengine.calculator import Quantity, Shape, WrongAnswer
from quizengine.questions.wrong_answers import labelled_diff, right_formula

if TYPE_CHECKING:
    from quizengine.expressions.formula_diff import FormulaDiff


class WrongAxes(NamedTuple):
    """The mistakes that explain the wrong axes of a shape.

    `say` has a paragraph for each mistake, `unknown` the names of the axes that none explains;
    `guess` is whether one of the explanations is a guess.
    """

    ids: tuple[str, ...] = ()
    say: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    formula_diffs: tuple[FormulaDiff, ...] = ()
    guess: bool = False


class _WrongAxis(NamedTuple):
    """One wrong axis: the mistakes that give its value, in words, and their formulas."""

    name: str
    ids: tuple[str, ...] = ()
    say: str = ""
    formula_diffs: tuple[FormulaDiff, ...] = ()
    guess: bool = False


def wrong_axes(shape: Shape, given: Sequence[int]) -> WrongAxes:
    """Return the mistakes in the axes of a shape of the right rank.

    Axes with the same mistake, such as height and width, are named together.
    """
    names = shape.order.split("×")
    found = [
        _wrong_axis(name, axis, mine)
        for name, axis, mine in zip(names, shape, given, strict=True)
        if mine != axis
    ]
    together: dict[tuple[object, ...], list[_WrongAxis]] = {}
    for axis in found:
        if axis.ids:
            together.setdefault((axis.ids, axis.say), []).append(axis)
    groups = list(together.values())
    named = [group[0] for group in groups]
    return WrongAxes(
        tuple(dict.fromkeys(each for axis in named for each in axis.ids)),
        tuple(f"{' and '.join(axis.name for axis in group)}: {group[0].say}" for group in groups),
        tuple(axis.name for axis in found if not axis.ids),
        tuple(each for axis in named for each in axis.formula_diffs),
        any(axis.guess for axis in named),
    )


def contrasts_of_mistake(shape: Shape, mistake_id: str) -> tuple[FormulaDiff, ...]:
    """Return the formula of a mistake beside the right one, for the first axis that knows it."""
    for axis in shape:
        if isinstance(axis, Quantity):
            for mistake in axis.mistakes:
                if mistake.id == mistake_id:
                    return _contrasts(axis, mistake)
    return ()


def _wrong_axis(name: str, axis: int, given: int) -> _WrongAxis:
    if not isinstance(axis, Quantity):
        return _WrongAxis(name)
    found = [mistake for mistake in axis.mistakes if mistake.value == given]
    if len(found) == 1:
        return _WrongAxis(name, (found[0].id,), found[0].say, _contrasts(axis, found[0]))
    if found:
        say = f"{len(found)} different mistakes give {given}. " + " Or: ".join(m.say for m in found)
        return _WrongAxis(name, tuple(mistake.id for mistake in found), say)
    from quizengine.calculator.diagnosis.diagnosis import diagnose

    guessed = diagnose(axis, given)
    say = " Or: ".join(f"perhaps {guess.say}" for guess in guessed.explanations)
    return _WrongAxis(name, guessed.ids, say, guess=bool(guessed.ids))


def _contrasts(axis: Quantity, mistake: WrongAnswer) -> tuple[FormulaDiff, ...]:
    right = right_formula(axis)
    value = str(mistake.value)
    return (labelled_diff(value, mistake.written, mistake.numbers, right),) if right else ()
