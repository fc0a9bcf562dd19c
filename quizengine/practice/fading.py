"""How much support a break-down gives, from how the student did on the same formula before.

Worked support helps beginners and hinders those who know (Barbieri and others 2023, 55 studies:
g = 0.48 for worked examples, reversed for the advanced), so it fades: a success without slips
takes one level of it away, a failure gives one back. It begins in full, and what was done is
judged anew each time, so going back and mending an answer mends the support as well.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from quizengine.practice.part_progress import PartProgress, ScaffoldRun
from quizengine.questions.support_levels import FULL, LAST

if TYPE_CHECKING:
    from quizengine.questions import PartVariant

OFFERED = 2
"""Misses on a part after which a break-down is offered."""


def support_for(
    formula: str, before: Iterable[tuple[PartVariant, PartProgress]], part_progress: PartProgress
) -> int:
    """Return the support that a break-down gives on a formula.

    `before` are the parts met before, each with what was done on it; `part_progress` is what was
    done so far on the part that falls apart. Who has missed that as often as a break-down is
    offered after gets one level more.
    """
    level = FULL
    for part, done in before:
        if not done.untouched:
            for change in _changes(formula, done, part):
                level = _moved(level, change)
    for scaffold_run in part_progress.scaffold_runs:
        if scaffold_run.formula == formula:
            level = _moved(level, _change(scaffold_run, part_progress))
    return _moved(level, int(part_progress.misses >= OFFERED))


def _moved(level: int, change: int) -> int:
    return min(max(level + change, LAST), FULL)


def _changes(formula: str, part_progress: PartProgress, part: PartVariant) -> Iterable[int]:
    """By how much each break-down of a part on the formula changes the support, or without one
    how the part went by itself.
    """
    scaffold_runs = [
        scaffold_run
        for scaffold_run in part_progress.scaffold_runs
        if scaffold_run.formula == formula
    ]
    if scaffold_runs:
        yield from (_change(scaffold_run, part_progress) for scaffold_run in scaffold_runs)
    elif not part_progress.scaffold_runs and part.practised == formula:
        clean = part_progress.right and not (
            part_progress.misses or part_progress.hints or part_progress.gave_up
        )
        failed = part_progress.attempts or part_progress.gave_up
        yield -1 if clean else 1 if failed and not part_progress.right else 0


def _change(scaffold_run: ScaffoldRun, part_progress: PartProgress) -> int:
    steps = scaffold_run.part_progresses
    if any(step.gave_up or step.misses >= OFFERED for step in steps):
        return 1
    after = len(part_progress.attempts) - scaffold_run.before
    if part_progress.right and after == 1 and scaffold_run.complete:
        return 0 if any(step.misses or step.hints for step in steps) else -1
    return 1 if after and not part_progress.right else 0
