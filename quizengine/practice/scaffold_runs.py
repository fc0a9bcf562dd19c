"""Runs through a break-down: into the smaller questions of a part, and back to the whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from quizengine.practice.part_progress import PartProgress, ScaffoldRun
from quizengine.practice.scaffold_fading import support_for

if TYPE_CHECKING:
    from quizengine.questions import PartVariant


def enter_break_down(
    part: PartVariant,
    part_progress: PartProgress,
    before: Iterable[tuple[PartVariant, PartProgress]],
    known: Sequence[object] = (),
) -> PartProgress:
    """Return the progress in a break-down: in the run that was begun, or in a new one.

    A new run starts once the last one is complete and the steps differ: for another cell of a
    table, or with more support after a failure. `before` are the earlier parts with the progress
    on each, from which the support follows. `known` are the answers to earlier parts of this
    question; where they leave nothing to ask, the run has no steps and only lists them. Where
    there is nothing smaller to ask, the progress is returned unchanged.
    """
    scaffold_run = part_progress.scaffold_run
    if scaffold_run is not None and not scaffold_run.complete:
        return with_latest_run(part_progress, scaffold_run._replace(is_open=True))
    support = support_for(part.formula_in_focus(part_progress.outcome), before, part_progress)
    breakdown = part.break_down(support, part_progress.outcome, known)
    steps = breakdown.steps
    if scaffold_run is not None and [each.prompt for each in steps] == [
        e.prompt for e in scaffold_run.steps
    ]:
        return with_latest_run(part_progress, scaffold_run._replace(is_open=bool(steps), at=0))
    if not steps and not breakdown.known:
        return part_progress
    progress = (PartProgress(),) * len(steps)
    attempts_before = len(part_progress.attempts)
    scaffold_run = ScaffoldRun(
        breakdown.formula, steps, progress, attempts_before, breakdown.known, is_open=bool(steps)
    )
    return part_progress._replace(scaffold_runs=(*part_progress.scaffold_runs, scaffold_run))


def move_step(part: PartVariant, part_progress: PartProgress, by: int) -> PartProgress:
    """Return the progress at the step `by` further on or back; beyond the ends, at the whole part.

    After the last step the whole part is asked anew. A wrong answer of one line is cleared then;
    the cells of a table and the ticks are kept, to be corrected.
    """
    scaffold_run = part_progress.scaffold_run
    if scaffold_run is None:
        return part_progress
    at = scaffold_run.at + by
    if 0 <= at < len(scaffold_run.steps):
        return with_latest_run(part_progress, scaffold_run._replace(at=at))
    if at < 0 or part_progress.right:
        return leave_break_down(part_progress)
    kept = part_progress.draft if part.answer_input.keeps_draft else ""
    return leave_break_down(part_progress)._replace(awaits_answer=True, draft=kept)


def leave_break_down(part_progress: PartProgress) -> PartProgress:
    """Return the progress at the whole part; the progress on the smaller questions is kept."""
    scaffold_run = part_progress.scaffold_run
    return (
        part_progress
        if scaffold_run is None
        else with_latest_run(part_progress, scaffold_run._replace(is_open=False))
    )


def with_latest_run(part_progress: PartProgress, scaffold_run: ScaffoldRun) -> PartProgress:
    """Return the progress with its latest run replaced."""
    return part_progress._replace(scaffold_runs=(*part_progress.scaffold_runs[:-1], scaffold_run))
