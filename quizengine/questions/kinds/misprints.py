"""A cell that may be printed wrong: what is typed beside it is judged, a misprint explained."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from quizengine.calculator import Mistaken, Step
from quizengine.questions.collisions import axes_of
from quizengine.questions.kinds.cells import (
    cell_text,
    cell_worked,
    mark_cell,
    read_cell,
)
from quizengine.questions.kinds.planting import Doubt, Planted
from quizengine.questions.verdict import Cell


class Judged(NamedTuple):
    """A cell with what was typed beside it: its worth, and what there is to say.

    `kept` is whether it is taken to be right as it is printed, `found` whether it is wrong and
    was taken to be.
    """

    cell: Cell
    worth: Fraction | int
    ids: tuple[str, ...] = ()
    found: bool = False
    kept: bool = False


def judge(doubt: Doubt, piece: str) -> Judged:
    """What the text beside a cell is worth. Raises Unreadable."""
    label, value, planted = doubt.label, doubt.value, doubt.planted
    given = read_cell(label, value, piece)
    wanted = cell_text(value)
    if given is None or given == axes_of(doubt.printed):
        is_right = planted is None
        return Judged(Cell(label, is_right, piece, wanted, ""), is_right, kept=True)
    if given == axes_of(value) and planted is not None:
        say = f"{label}: {explained(planted)}"
        return Judged(Cell(label, True, piece, wanted, say), 1, found=True)
    wrong, ids = mark_cell(label, value, piece)
    named = f" {wrong.say}" if ids else ""
    if planted is None:
        say = f"{label}: {wanted} was right as printed.{named}"
        return Judged(wrong._replace(say=say), 0, ids)
    say = f"{label}: {explained(planted)} But {cell_text(given)} is not right either.{named}"
    return Judged(wrong._replace(say=say), Fraction(1, 2), ids, found=True)


def explained(planted: Planted) -> str:
    """How a printed value came about, and the name of the mistake."""
    printed = cell_text(planted.printed)
    if not planted.mistakes:
        return f"{printed} is a misprint."
    return " Or: ".join(
        f"{printed} is {_how(mistake)}the mistake {mistake.id}. {mistake.say}"
        for mistake in planted.mistakes
    )


def _how(mistake: Mistaken) -> str:
    """`(5·5 + 1)·8, ` where the mistake is a formula."""
    return f"{mistake.numbers}, " if mistake.numbers else ""


def worked(doubt: Doubt, planted: Planted) -> Iterator[Step]:
    """The printed value with its mistake, then the right one."""
    printed = cell_text(planted.printed)
    for mistake in planted.mistakes:
        numbers = f" = {mistake.numbers}" if mistake.numbers != mistake.written else ""
        how = f"{mistake.written}{numbers} = " if mistake.written else ""
        yield Step(f"{doubt.label}: {how}{printed} is wrong", f"{mistake.id}: {mistake.say}")
    if not planted.mistakes:
        yield Step(f"{doubt.label}: {printed} is wrong", "a misprint")
    text, note = cell_worked(doubt.value)
    yield Step(f"{doubt.label}: {text}", note)
