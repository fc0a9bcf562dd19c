"""What a student has done on a part of a question, and on the smaller questions of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from quizengine.questions import RIGHT

if TYPE_CHECKING:
    from quizengine.questions import Outcome
    from quizengine.questions.scaffolding.sub_question import SubQuestion


class Attempt(NamedTuple):
    """One answer that could be read, and its outcome.

    `hints` and `steps_done` count the hints that were open and the smaller questions that were done
    when it was given.
    """

    text: str
    outcome: Outcome
    hints: int = 0
    steps_done: int = 0


class PartProgress(NamedTuple):
    """What a student has done on one part of one variant, or on one smaller question."""

    attempts: tuple[Attempt, ...] = ()
    complaint: Outcome | None = None
    """Why the last text could not be read; None once it could."""
    draft: str = ""
    """The text in the answer box."""
    hints: int = 0
    """How many hints are open."""
    pieces: int = 0
    """How many pieces of the working are open."""
    explained: bool = False
    """Whether the whole working is open."""
    picture: bool = False
    """Whether the picture was stepped through, which counts as help, as a hint does."""
    scaffold_runs: tuple[ScaffoldRun, ...] = ()
    """The break-downs that were requested, the latest last."""
    gave_up: bool = False
    """Whether the working was opened before a right answer, which forfeits the credit."""
    awaits_answer: bool = True
    """Whether an answer is awaited."""

    @property
    def outcome(self) -> Outcome | None:
        """The outcome of the last attempt, None before the first."""
        return self.attempts[-1].outcome if self.attempts else None

    @property
    def right(self) -> bool:
        """Whether the part was answered right."""
        return bool(self.attempts) and self.attempts[-1].outcome.verdict == RIGHT

    @property
    def misses(self) -> int:
        """How many attempts were not right."""
        return len(self.attempts) - self.right

    @property
    def done(self) -> bool:
        """Whether the answer is right, or the working was opened instead."""
        return self.right or self.gave_up

    @property
    def untouched(self) -> bool:
        """Whether nothing has been answered or opened yet."""
        return self._replace(draft="", complaint=None) == PartProgress()

    @property
    def scaffold_run(self) -> ScaffoldRun | None:
        """The latest break-down, None where there was none."""
        return self.scaffold_runs[-1] if self.scaffold_runs else None

    @property
    def step_progress(self) -> PartProgress | None:
        """What was done on the current smaller question; None outside a break-down."""
        scaffold_run = self.scaffold_run
        return (
            scaffold_run.progress[scaffold_run.at]
            if scaffold_run is not None and scaffold_run.is_open
            else None
        )

    @property
    def steps_done(self) -> int:
        """How many smaller questions are done, over all break-downs."""
        return sum(
            each.done for scaffold_run in self.scaffold_runs for each in scaffold_run.progress
        )


class ScaffoldRun(NamedTuple):
    """One run through a break-down: its smaller questions, and what was done on each."""

    formula: str
    """The formula that is practised; the same for every question with that formula."""
    steps: tuple[SubQuestion, ...]
    progress: tuple[PartProgress, ...]
    attempts_before: int
    """How many attempts the part had when the run began."""
    known: tuple[str, ...] = ()
    """What earlier parts have answered, Markdown; no step asks for it."""
    at: int = 0
    """Index of the current smaller question."""
    is_open: bool = True
    """Whether a smaller question is asked, rather than the whole part."""

    @property
    def complete(self) -> bool:
        """Whether every smaller question is done."""
        return all(each.done for each in self.progress)

    @property
    def found(self) -> tuple[str, ...]:
        """What is known so far, Markdown: from earlier parts, and from the steps that are done.

        A step that another finished step contains is left out.
        """
        done = [index for index, each in enumerate(self.progress) if each.done]
        inner = {part for index in done for part in self.steps[index].parts}
        found = [self.steps[index].found for index in done if index not in inner]
        return (*self.known, *found)
