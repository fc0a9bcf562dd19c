"""The pane for a picture beside the question, in a wide window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.message import Message

from quizengine.tui.widgets.reflow_text import ReflowText

if TYPE_CHECKING:
    from quizengine.practice.pictures.selection import Picture
    from quizengine.practice.question_visit import QuestionVisit

MOST_ROWS = 14
"""Rows of the picture, so that verdict and working keep most of the pane."""


class PicturePane(ReflowText):
    """Finds the pictures of the part being worked on, and shows the first worth showing unasked."""

    class Found(Message):
        """The pictures have been found, if there are any."""

    def __init__(self) -> None:
        super().__init__(id="beside")
        self.pictures: tuple[Picture, ...] = ()
        """The pictures of the part, with what they may show by now."""
        self._last_state: tuple[QuestionVisit, bool] | None = None

    def look_at(self, visit: QuestionVisit, *, wide: bool) -> None:
        """Find the pictures of a visit; in a wide window show one of them."""
        if self._last_state is not None and (
            _visible_state(self._last_state[0]),
            self._last_state[1],
        ) == (_visible_state(visit), wide):
            return
        self._last_state = (visit, wide)
        # Imported with the first question's answer box already on the screen.
        from quizengine.practice.pictures.selection import pictures_of_visit

        self.pictures = pictures_of_visit(visit)
        shown = next((picture for picture in self.pictures if picture.beside), None)
        if shown is None or not wide:
            self.show(None)
        else:
            self.show(lambda width: _lines(shown, width))
        self.post_message(self.Found())


def _visible_state(visit: QuestionVisit) -> tuple[object, ...]:
    """Return what the pictures depend on: the part, and which answers are known."""
    known = tuple(
        (part_progress.right, part_progress.explained) for part_progress in visit.progress
    )
    return (visit.variant, visit.part, known)


def _lines(picture: Picture, width: int) -> list[Content]:
    from quizengine.practice.pictures.figure import Room
    from quizengine.tui.figure_lines import figure_lines

    return figure_lines(picture.figure(0, Room(width, MOST_ROWS)))
