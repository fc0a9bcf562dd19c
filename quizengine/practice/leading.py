"""Leading a student through the smaller questions of a part, and back to the whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from quizengine.practice.effort import Effort, Lead
from quizengine.practice.fading import support_for
from quizengine.questions.answer_inputs import StatementsInput, TableInput
from quizengine.questions.scaffolding.support import LAST

if TYPE_CHECKING:
    from quizengine.questions import PartVariant

_FILLED = (StatementsInput, TableInput)
"""The forms of answers that are mended rather than given anew."""


def begun(
    part: PartVariant,
    effort: Effort,
    before: Iterable[tuple[PartVariant, Effort]],
    known: Sequence[object] = (),
) -> Effort:
    """Return the effort in a break-down: the one begun, or a new one where that led to its end.

    A new one has other steps: for another cell of a table, or with more support after a failure.
    `before` are the parts met before, from which the support follows; `known` is what was answered
    before in this question: where that is all, there is a break-down without steps, that tells
    it. The same effort where there is nothing smaller to ask.
    """
    lead = effort.lead
    if lead is not None and not lead.complete:
        return relaid(effort, lead._replace(is_open=True))
    formula = part.break_down(LAST, effort.outcome).formula
    support = support_for(formula, before, effort)
    found = part.break_down(support, effort.outcome, known)
    steps = found.steps
    if lead is not None and [each.prompt for each in steps] == [e.prompt for e in lead.steps]:
        return relaid(effort, lead._replace(is_open=bool(steps), at=0))
    if not steps and not found.known:
        return effort
    efforts = (Effort(),) * len(steps)
    before_it = len(effort.attempts)
    lead = Lead(formula, steps, efforts, before_it, found.known, is_open=bool(steps))
    return effort._replace(leads=(*effort.leads, lead))


def stepped(part: PartVariant, effort: Effort, by: int) -> Effort:
    """Return the effort one smaller question further on or back; beyond the ends, at the whole.

    Behind the last one the whole is asked anew. A text of one line that was not right is taken
    away; the cells of a table and what was ticked stay.
    """
    lead = effort.lead
    if lead is None:
        return effort
    at = lead.at + by
    if 0 <= at < len(lead.steps):
        return relaid(effort, lead._replace(at=at))
    if at < 0 or effort.right:
        return left(effort)
    kept = effort.draft if isinstance(part.answer_input, _FILLED) else ""
    return left(effort)._replace(asking=True, draft=kept)


def left(effort: Effort) -> Effort:
    """Return the effort on the whole part, what was done on the smaller questions kept."""
    lead = effort.lead
    return effort if lead is None else relaid(effort, lead._replace(is_open=False))


def relaid(effort: Effort, lead: Lead) -> Effort:
    """Return the effort with another state of its latest break-down."""
    return effort._replace(leads=(*effort.leads[:-1], lead))
