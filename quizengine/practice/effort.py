"""What a student has done on one thing that was asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from quizengine.questions import RIGHT

if TYPE_CHECKING:
    from quizengine.questions import Outcome


class Attempt(NamedTuple):
    """One answer that could be read, and what came of it."""

    text: str
    outcome: Outcome


class Effort(NamedTuple):
    """What a student has done on one part of one variant."""

    attempts: tuple[Attempt, ...] = ()
    complaint: Outcome | None = None
    """Why the last text could not be read; None once it could."""
    draft: str = ""
    """The text in the answer box."""
    hints: int = 0
    """How many hints are open."""
    pieces: int = 0
    """How many pieces of the working are open."""
    picture: bool = False
    """Whether the picture was stepped through, which is help as a hint is."""
    gave_up: bool = False
    """Whether the working was opened before a right answer, which ends the credit."""
    asking: bool = True
    """Whether an answer is awaited."""

    @property
    def outcome(self) -> Outcome | None:
        """What came of the last attempt, None before the first."""
        return self.attempts[-1].outcome if self.attempts else None

    @property
    def right(self) -> bool:
        """Whether the part was answered right."""
        return bool(self.attempts) and self.attempts[-1].outcome.verdict == RIGHT

    @property
    def untouched(self) -> bool:
        """Whether nothing was answered or opened yet."""
        return self._replace(draft="", complaint=None) == Effort()
