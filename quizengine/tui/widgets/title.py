"""The line at the top: where the student is, how far, and how it went so far."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widget import Widget

from quizengine.practice.prose import clean
from quizengine.practice.summary import Result, result_of_turn
from quizengine.tui.drawing import CHEVRON, QUIET

if TYPE_CHECKING:
    from quizengine.practice import Session

TRAIL: dict[Result, tuple[str, str]] = {
    "right": ("✔", "$text-success"),
    "helped": ("◐", "$text-warning"),
    "missed": ("✘", "$text-error"),
    "skipped": ("–", QUIET),
}
"""A sign and a colour for what came of each question."""


class TitleLine(Widget):
    """One line: text to the left, and to the right what fits of the rest."""

    DEFAULT_CSS = """
    TitleLine { dock: top; height: 1; width: 1fr; padding: 0 1; background: $panel; }
    """

    def __init__(self, left: Content, *rights: Content) -> None:
        super().__init__(id="title", markup=False)
        self._left = left
        self._rights: tuple[Content, ...] = rights

    def show(self, left: Content, *rights: Content) -> None:
        """Show a text to the left, and to the right the first of several that leaves it room."""
        self._left, self._rights = left, rights
        self.refresh()

    def render(self) -> Content:
        """Return the line at the width it has."""
        width = self.content_size.width
        right = Content("")
        for candidate in self._rights:
            right = candidate
            if self._left.cell_length + 2 + right.cell_length <= width:
                break
        left = self._left.truncate(max(width - right.cell_length - 2, 0), ellipsis=True)
        return left.pad_right(max(width - left.cell_length - right.cell_length, 0)) + right


def show_session(line: TitleLine, session: Session) -> None:
    """Show the bank, the question and the part, then the place and the trail of results."""
    turn = session.turn
    question = clean(turn.item.question.title)
    trail = [clean(turn.item.bank_title), question]
    if question == trail[0]:
        trail = trail[1:]
    left = Content.assemble(
        *((f"{text} {CHEVRON} ", QUIET) for text in trail[:-1]), (trail[-1], "bold")
    )
    if len(turn.efforts) > 1:
        left += Content(f" ({turn.part + 1} of {len(turn.efforts)})")
    place = Content(f"{turn.place + 1} of {len(session.deck.items)}")
    short = Content(f"{turn.place + 1}/{len(session.deck.items)}")
    # A long trail of titles gives way to the question's own.
    line.show(left, place + "  " + _trail(session), place, short)


def _trail(session: Session) -> Content:
    latest = {turn.place: turn for turn in session.turns}
    signs: Sequence[tuple[str, str]] = [
        TRAIL[result_of_turn(latest[place])]
        if place in latest and (place != session.turn.place or not latest[place].untouched)
        else ("·", QUIET)
        for place in range(len(session.deck.items))
    ]
    return Content.assemble(*signs)
