"""What came of an answer: a sign, a word and a colour, then what there is to say about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from quizengine.practice.prose import clean
from quizengine.questions import PARTLY, RIGHT, UNREADABLE, WRONG
from quizengine.tui.drawing import wrapped
from quizengine.tui.widgets.page import Page

if TYPE_CHECKING:
    from quizengine.questions import Outcome

SIGNS = {
    RIGHT: ("✔", "Right", "-right", "$text-success"),
    WRONG: ("✘", "Not right", "-wrong", "$text-error"),
    PARTLY: ("◐", "Partly right", "-partly", "$text-warning"),
    UNREADABLE: ("?", "Not read", "-unreadable", "$text-primary"),
}
"""Sign, word, class and colour of each verdict: never the colour alone."""


class Verdict(Page):
    """Shows what came of an answer."""

    def pronounce(self, outcome: Outcome | None) -> None:
        """Show an outcome; None shows nothing."""
        for _, _, name, _ in SIGNS.values():
            self.remove_class(name)
        if outcome is None:
            self.show(None)
            return
        sign, word, name, colour = SIGNS[outcome.verdict]
        self.add_class(name)
        head = Content.styled(f"{sign} {word}", f"bold {colour}")
        said = [Content(clean(text)) for text in outcome.feedback]
        if outcome.verdict == UNREADABLE:
            head += Content(", which costs nothing")
        elif outcome.cells and outcome.verdict != RIGHT:
            right = sum(cell.right is True for cell in outcome.cells)
            head += Content(f": {right} of {len(outcome.cells)}")
        if said and outcome.verdict in (RIGHT, UNREADABLE):
            head += Content(": ") + said.pop(0)
        self.show(lambda width: [x for part in (head, *said) for x in wrapped(part, width)])
