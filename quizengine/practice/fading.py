"""How much support a break-down gives, from how the student did on the same formula before.

Worked support helps beginners and hinders those who know (Barbieri and others 2023, 55 studies:
g = 0.48 for worked examples, reversed for the advanced), so it fades: a success without slips
takes one level of it away, a failure gives one back. It begins in full, and what was done is
judged anew each time, so going back and mending an answer mends the support as well.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from quizengine.practice.effort import Effort, Lead
from quizengine.questions.scaffolding.support import FULL, LAST

if TYPE_CHECKING:
    from quizengine.questions import PartVariant

OFFERED = 2
"""Misses on a part after which a break-down is offered."""


def support_for(formula: str, before: Iterable[tuple[PartVariant, Effort]], effort: Effort) -> int:
    """Return the support that a break-down gives on a formula.

    `before` are the parts met before, each with what was done on it; `effort` is what was done so
    far on the part that falls apart. Who has missed that as often as a break-down is offered
    after gets one level more.
    """
    level = FULL
    for part, done in before:
        if not done.untouched:
            for change in _changes(formula, done, part):
                level = _moved(level, change)
    for lead in effort.leads:
        if lead.formula == formula:
            level = _moved(level, _change(lead, effort))
    return _moved(level, int(effort.misses >= OFFERED))


def _moved(level: int, change: int) -> int:
    return min(max(level + change, LAST), FULL)


def _changes(formula: str, effort: Effort, part: PartVariant) -> Iterable[int]:
    """By how much each break-down of a part on the formula changes the support, or without one
    how the part went by itself.
    """
    leads = [lead for lead in effort.leads if lead.formula == formula]
    if leads:
        yield from (_change(lead, effort) for lead in leads)
    elif not effort.leads and part.practised == formula:
        clean = effort.right and not (effort.misses or effort.hints or effort.gave_up)
        failed = effort.attempts or effort.gave_up
        yield -1 if clean else 1 if failed and not effort.right else 0


def _change(lead: Lead, effort: Effort) -> int:
    steps = lead.efforts
    if any(step.gave_up or step.misses >= OFFERED for step in steps):
        return 1
    after = len(effort.attempts) - lead.before
    if effort.right and after == 1 and lead.complete:
        return 0 if any(step.misses or step.hints for step in steps) else -1
    return 1 if after and not effort.right else 0
