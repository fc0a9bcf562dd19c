"""The pictures of a question, line by line: the word `picture` and what may follow it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quizengine.plain.conversation import Conversation
    from quizengine.practice.pictures.selection import Picture
    from quizengine.practice.session import Session


class PictureViewer:
    """Writes pictures; remembers the last one, and the last frame of the one that moves."""

    def __init__(self) -> None:
        self._here: tuple[int, int, int] | None = None
        self._shown = -1
        self._frame = -1

    def show(self, talk: Conversation, session: Session, typed: str) -> Session:
        """Write the picture for `picture`, `picture next`, `picture back` or `picture 7`.

        `picture` alone shows one picture after the other. Stepping through the one that moves is
        recorded as help.
        """
        from quizengine.practice.pictures.selection import pictures_of_visit

        here = (session.at, session.visit.part, session.visit.variant.number)
        if here != self._here:
            self._here, self._shown, self._frame = here, -1, -1
        pictures = pictures_of_visit(session.visit)
        if not pictures:
            talk.line("This question has no picture.")
            return session
        wanted = typed.removeprefix("picture").strip()
        if not wanted:
            self._shown = (self._shown + 1) % len(pictures)
            picture = pictures[self._shown]
            talk.line(f"Picture {self._shown + 1} of {len(pictures)}: {picture.title}")
            self._frame = 0 if picture.frames > 1 else self._frame
            talk.lines(_lines(talk, picture, 0))
            talk.lines(_advice(pictures, picture))
            return session
        moving = next((picture for picture in pictures if picture.frames > 1), None)
        frame = self._requested_frame(wanted)
        if frame is None:
            talk.line("Type picture next, picture back, or the number of a step, like picture 7.")
        elif moving is None:
            talk.line("No picture of this question moves.")
        else:
            self._frame = min(max(frame, 0), moving.frames - 1)
            talk.lines(_lines(talk, moving, self._frame))
            return session.step_picture()
        return session

    def _requested_frame(self, word: str) -> int | None:
        """Return the frame that a word asks for, counted from 0; None for an unknown word."""
        if word == "next":
            return self._frame + 1
        if word == "back":
            return self._frame - 1
        counts = word.isascii() and word.isdigit() and len(word) < 12
        return int(word) - 1 if counts else None


def _lines(talk: Conversation, picture: Picture, frame: int) -> Iterator[str]:
    from quizengine.practice.pictures.figure import PAGE

    yield from picture.figure(frame, PAGE).text_in(talk.encoding).split("\n")


def _advice(pictures: tuple[Picture, ...], picture: Picture) -> Iterator[str]:
    """Yield which words show more."""
    if picture.frames > 1:
        yield "picture next shows its next step, picture back the step before, picture 7 step 7."
    if len(pictures) > 1:
        yield "picture shows the next picture."
