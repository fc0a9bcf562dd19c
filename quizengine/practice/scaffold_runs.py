"""Leading a student through the smaller questions of a part, and back to the whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from quizengine.practice.fading import support_for
from quizengine.practice.part_progress import PartProgress, ScaffoldRun
from quizengine.questions.support_levels import LAST

if TYPE_CHECKING:
    from quizengine.questions import PartVariant


def begun(
    part: PartVariant,
    part_progress: PartProgress,
    before: Iterable[tuple[PartVariant, PartProgress]],
    known: Sequence[object] = (),
) -> PartProgress:
    """Return the effort in a break-down: the one begun, or a new one where that led to its end.

    A new one has other steps: for another cell of a table, or with more support after a failure.
    `before` are the parts met before, from which the support follows; `known` is what was answered
    before in this question: where that is all, there is a break-down without steps, that tells
    it. The same effort where there is nothing smaller to ask.
    """
    scaffold_run = part_progress.scaffold_run
    if scaffold_run is not None and not scaffold_run.complete:
        return relaid(part_progress, scaffold_run._replace(is_open=True))
    formula = part.break_down(LAST, part_progress.outcome).formula
    support = support_for(formula, before, part_progress)
    found = part.break_down(support, part_progress.outcome, known)
    steps = found.steps
    if scaffold_run is not None and [each.prompt for each in steps] == [
        e.prompt for e in scaffold_run.steps
    ]:
        return relaid(part_progress, scaffold_run._replace(is_open=bool(steps), at=0))
    if not steps and not found.known:
        return part_progress
    part_progresses = (PartProgress(),) * len(steps)
    before_it = len(part_progress.attempts)
    scaffold_run = ScaffoldRun(
        formula, steps, part_progresses, before_it, found.known, is_open=bool(steps)
    )
    return part_progress._replace(scaffold_runs=(*part_progress.scaffold_runs, scaffold_run))


def stepped(part: PartVariant, part_progress: PartProgress, by: int) -> PartProgress:
    """Return the effort one smaller question further on or back; beyond the ends, at the whole.

    Behind the last one the whole is asked anew. A text of one line that was not right is taken
    away; the cells of a table and what was ticked stay.
    """
    scaffold_run = part_progress.scaffold_run
    if scaffold_run is None:
        return part_progress
    at = scaffold_run.at + by
    if 0 <= at < len(scaffold_run.steps):
        return relaid(part_progress, scaffold_run._replace(at=at))
    if at < 0 or part_progress.right:
        return left(part_progress)
    kept = part_progress.draft if part.answer_input.keeps_draft else ""
    return left(part_progress)._replace(asking=True, draft=kept)


def left(part_progress: PartProgress) -> PartProgress:
    """Return the effort on the whole part, what was done on the smaller questions kept."""
    scaffold_run = part_progress.scaffold_run
    return (
        part_progress
        if scaffold_run is None
        else relaid(part_progress, scaffold_run._replace(is_open=False))
    )


def relaid(part_progress: PartProgress, scaffold_run: ScaffoldRun) -> PartProgress:
    """Return the effort with another state of its latest break-down."""
    return part_progress._replace(scaffold_runs=(*part_progress.scaffold_runs[:-1], scaffold_run))
