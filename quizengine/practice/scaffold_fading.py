"""Fading of scaffolds: how much support a break-down gives, from earlier results on its formula.

Worked support helps beginners and hinders those who know (Barbieri and others 2023, 55 studies:
g = 0.48 for worked examples, reversed for the advanced), so it fades: a success without a mistake
takes one level away, a failure gives one back. It starts in full and is computed anew each time
from all that was done, so correcting an earlier answer corrects the support as well.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from quizengine.practice.part_progress import PartProgress, ScaffoldRun
from quizengine.questions.support_levels import FULL, LAST

if TYPE_CHECKING:
    from quizengine.questions import PartVariant

MISSES_BEFORE_OFFER = 2
"""Wrong answers to a part after which a break-down is offered."""


def support_for(
    formula: str, before: Iterable[tuple[PartVariant, PartProgress]], part_progress: PartProgress
) -> int:
    """Return the level of support of a break-down on a formula.

    `before` are the earlier parts, each with the progress on it; `part_progress` is the progress
    on the part that is broken down. MISSES_BEFORE_OFFER wrong answers to it give one level more.
    """
    level = FULL
    for part, done in before:
        if not done.untouched:
            for change in _changes_by_part(formula, done, part):
                level = _shifted(level, change)
    for scaffold_run in part_progress.scaffold_runs:
        if scaffold_run.formula == formula:
            level = _shifted(level, _change_by_run(scaffold_run, part_progress))
    return _shifted(level, int(part_progress.misses >= MISSES_BEFORE_OFFER))


def _shifted(level: int, change: int) -> int:
    return min(max(level + change, LAST), FULL)


def _changes_by_part(formula: str, part_progress: PartProgress, part: PartVariant) -> Iterable[int]:
    """Yield by how much each run through the formula in a part changes the support.

    Where the part was not broken down, its own result counts.
    """
    scaffold_runs = [
        scaffold_run
        for scaffold_run in part_progress.scaffold_runs
        if scaffold_run.formula == formula
    ]
    if scaffold_runs:
        yield from (_change_by_run(scaffold_run, part_progress) for scaffold_run in scaffold_runs)
    elif not part_progress.scaffold_runs and part.practised == formula:
        clean = part_progress.right and not (
            part_progress.misses or part_progress.hints or part_progress.gave_up
        )
        failed = part_progress.attempts or part_progress.gave_up
        yield -1 if clean else 1 if failed and not part_progress.right else 0


def _change_by_run(scaffold_run: ScaffoldRun, part_progress: PartProgress) -> int:
    steps = scaffold_run.progress
    if any(step.gave_up or step.misses >= MISSES_BEFORE_OFFER for step in steps):
        return 1
    after = len(part_progress.attempts) - scaffold_run.attempts_before
    if part_progress.right and after == 1 and scaffold_run.complete:
        return 0 if any(step.misses or step.hints for step in steps) else -1
    return 1 if after and not part_progress.right else 0
