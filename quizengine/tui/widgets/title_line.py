"""The line at the top: the bank and the question, its number, and the results so far."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widget import Widget

from quizengine.practice.markdown import clean
from quizengine.practice.summary import Result, result_of_visit
from quizengine.tui.text_layout import CHEVRON, QUIET

if TYPE_CHECKING:
    from quizengine.practice.session import Session

TRAIL: dict[Result, tuple[str, str]] = {
    "right": ("✔", "$text-success"),
    "helped": ("◐", "$text-warning"),
    "missed": ("✘", "$text-error"),
    "skipped": ("–", QUIET),
}
"""A sign and a colour for each result."""


class TitleLine(Widget):
    """One line: a text to the left, and one to the right if it fits."""

    DEFAULT_CSS = """
    TitleLine { dock: top; height: 1; width: 1fr; padding: 0 1; background: $panel; }
    """

    def __init__(self, lefts: Sequence[Content] = (), rights: Sequence[Content] = ()) -> None:
        super().__init__(id="title", markup=False)
        self._lefts, self._rights = lefts, rights

    def show(self, lefts: Sequence[Content], rights: Sequence[Content] = ()) -> None:
        """Show one of several texts on each side: the first, and fullest, that fit."""
        self._lefts, self._rights = lefts, rights
        self.refresh()

    def render(self) -> Content:
        """Return the line at its width; the text to the left is the last to be cut."""
        width = self.content_size.width
        lefts, rights = self._lefts or [Content("")], self._rights or [Content("")]
        for left in lefts:
            for right in rights:
                gap = width - left.cell_length - right.cell_length
                if gap >= 2:
                    return left.pad_right(gap) + right
        left, right = lefts[-1], rights[-1]
        left = left.truncate(max(width - right.cell_length - 2, 0), ellipsis=True)
        return left.pad_right(max(width - left.cell_length - right.cell_length, 0)) + right


def show_session(line: TitleLine, session: Session) -> None:
    """Show the bank, the question and the part, then its number and the trail of results."""
    visit = session.visit
    bank, question = clean(visit.item.bank_title), clean(visit.item.question.title)
    own = whole = Content.styled(question, "bold")
    if len(visit.progress) > 1:
        # Before a title that is cut off, so that the part is always shown.
        own = Content(f"({visit.part + 1}/{len(visit.progress)}) ") + own
        whole += Content(f" ({visit.part + 1} of {len(visit.progress)})")
    whole = whole if bank == question else Content.styled(f"{bank} {CHEVRON} ", QUIET) + whole
    position = Content(f"{visit.deck_index + 1} of {len(session.deck.items)}")
    short = Content(f"{visit.deck_index + 1}/{len(session.deck.items)}")
    line.show([whole, own], [position + "  " + _trail(session), position, short])


def _trail(session: Session) -> Content:
    """Return a sign for each item of the deck: its result, a dot for none, a larger dot for now."""
    latest = {visit.deck_index: visit for visit in session.visits}
    here = session.visit.deck_index
    signs: list[tuple[str, str]] = []
    for index in range(len(session.deck.items)):
        visit = latest.get(index)
        under_way = visit is not None and any(
            not part_progress.attempts for part_progress in visit.progress
        )
        if visit is None or (index == here and under_way):
            signs.append(("•", "bold") if index == here else ("·", QUIET))
        else:
            signs.append(TRAIL[result_of_visit(visit)])
    return Content.assemble(*signs)
