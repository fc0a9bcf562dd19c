"""A bank as a value, and the error that lists why it cannot be read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from quizengine.banks.problems import Problem
    from quizengine.questions import Question


class Bank(NamedTuple):
    """The questions of one file; `name` is the file's name without its ending."""

    path: Path
    name: str
    title: str
    about: str
    source: str
    questions: tuple[Question, ...]


class BankError(ValueError):
    """A bank cannot be read; `problems` lists everything that is wrong with it."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(problem.text for problem in problems))
        self.problems = problems
