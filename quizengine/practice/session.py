"""A practice session as a value: every operation returns the session that follows.

A session goes through the items of a deck. Each visit to an item has one variant of its question
and the progress on each of its parts. An answer that cannot be read costs nothing: it is kept as a
complaint beside the attempts, never among them.

A part may be broken down into smaller questions, which are asked instead of it until all are done
or the student goes back to the whole part. The current question is then one of these, and its
progress is kept by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from quizengine.practice.explanation import ExplanationPiece, explain
from quizengine.practice.part_progress import Attempt, PartProgress, ScaffoldRun
from quizengine.practice.question_visit import QuestionVisit, new_visit, next_variant_number
from quizengine.practice.scaffold_fading import MISSES_BEFORE_OFFER
from quizengine.practice.scaffold_runs import (
    enter_break_down,
    leave_break_down,
    move_step,
    with_latest_run,
)
from quizengine.questions import UNREADABLE

if TYPE_CHECKING:
    from quizengine.practice.deck import Deck
    from quizengine.questions import Outcome, PartVariant, QuestionView


class Session(NamedTuple):
    """A practice under way; it has a current visit, unless every question had to be skipped."""

    deck: Deck
    visits: tuple[QuestionVisit, ...] = ()
    at: int = 0
    """Index of the current visit."""
    drawn: Mapping[tuple[str, str], int] = {}
    """How many variants of each question were drawn, by the key of its item."""
    skipped_questions: tuple[str, ...] = ()
    """A message for each question that had to be skipped: which, and why."""
    finished: bool = False
    framework: str = "keras"
    """The framework in which questions show their code, where they can show it in several."""

    @property
    def visit(self) -> QuestionVisit:
        """The current visit."""
        return self.visits[self.at]

    @property
    def part(self) -> PartVariant:
        """The part being worked on, as a whole."""
        return self.visit.variant.parts[self.visit.part]

    @property
    def part_progress(self) -> PartProgress:
        """What was done on the part being worked on."""
        return self.visit.progress[self.visit.part]

    @property
    def scaffold_run(self) -> ScaffoldRun | None:
        """The break-down that the student is in; None where the whole part is asked."""
        scaffold_run = self.part_progress.scaffold_run
        return scaffold_run if scaffold_run is not None and scaffold_run.is_open else None

    @property
    def current_question(self) -> QuestionView:
        """The question that is asked: a smaller question of the part, or the part itself."""
        scaffold_run = self.scaffold_run
        return self.part if scaffold_run is None else scaffold_run.steps[scaffold_run.at]

    @property
    def current_progress(self) -> PartProgress:
        """What was done on the current question."""
        return self.part_progress.step_progress or self.part_progress

    @property
    def earlier(self) -> dict[str, str]:
        """The student's own answers to earlier parts of this visit, by part id."""
        done = zip(self.visit.variant.parts, self.visit.progress[: self.visit.part], strict=False)
        return {
            part.part_id: part_progress.attempts[-1].text
            for part, part_progress in done
            if part_progress.attempts
        }

    @property
    def explanation(self) -> tuple[ExplanationPiece, ...]:
        """The whole explanation of the current question, open or not; rendered at every call."""
        return explain(self.current_question)

    @property
    def is_done(self) -> bool:
        """Whether the current question is answered right, or its whole working is open."""
        part_progress = self.current_progress
        return part_progress.right or part_progress.explained

    @property
    def found(self) -> tuple[str, ...]:
        """The results of the smaller questions, Markdown; empty while one of them is asked."""
        scaffold_run = self.part_progress.scaffold_run
        return () if scaffold_run is None or scaffold_run.is_open else scaffold_run.found

    @property
    def has_steps(self) -> bool:
        """Whether the part can be broken down into smaller questions."""
        return self.part.falls_apart

    @property
    def verdict(self) -> Outcome | None:
        """The outcome of the last text; None where the whole is asked anew after its steps."""
        part_progress, scaffold_run = self.current_progress, self.part_progress.scaffold_run
        if part_progress.complaint is not None:
            return part_progress.complaint
        is_whole_again = (
            scaffold_run is not None
            and scaffold_run.complete
            and len(part_progress.attempts) == scaffold_run.attempts_before
        )
        return (
            None
            if is_whole_again and part_progress.awaits_answer and self.scaffold_run is None
            else part_progress.outcome
        )

    @property
    def offers_break_down(self) -> bool:
        """Whether to offer a break-down: the part was missed twice, and is not answered right."""
        part_progress = self.part_progress
        missed = (
            part_progress.misses >= MISSES_BEFORE_OFFER
            and not part_progress.done
            and self.verdict is not None
        )
        return missed and self.scaffold_run is None and self.has_steps

    @property
    def at_start(self) -> bool:
        """Whether there is nothing to go back to."""
        return self.at == 0 and (
            not self.visits or (self.visit.part == 0 and self.scaffold_run is None)
        )

    def submit(self, text: str) -> Session:
        """Mark an answer; ignored where none is awaited, so a second Enter costs nothing."""
        part_progress = self.current_progress
        if self.finished or not part_progress.awaits_answer:
            return self
        if part_progress.attempts and part_progress.attempts[-1].text == text:
            return self._with_progress(
                part_progress._replace(draft=text, complaint=None, awaits_answer=False)
            )
        outcome = self.current_question.mark(text, self.earlier)
        if outcome.verdict == UNREADABLE:
            return self._with_progress(part_progress._replace(draft=text, complaint=outcome))
        attempt = Attempt(text, outcome, part_progress.hints, part_progress.steps_done)
        attempts = (*part_progress.attempts, attempt)
        return self._with_progress(
            part_progress._replace(
                draft=text, complaint=None, attempts=attempts, awaits_answer=False
            )
        )

    def retry(self) -> Session:
        """Await another answer after a wrong one."""
        if self.finished or self.current_progress.awaits_answer or self.current_progress.right:
            return self
        return self._with_progress(self.current_progress._replace(awaits_answer=True))

    def keep_draft(self, text: str) -> Session:
        """Remember the text of the answer box, so that it is there when the student comes back."""
        return (
            self
            if self.current_progress.right
            else self._with_progress(self.current_progress._replace(draft=text))
        )

    def hint(self) -> Session:
        """Open one more hint, if there is one."""
        hints = min(self.current_progress.hints + 1, len(self.current_question.hints))
        return self._with_progress(self.current_progress._replace(hints=hints))

    def break_down(self) -> Session:
        """Ask smaller questions in place of the part, or go on with the run that was begun.

        Return the same session where there is nothing smaller to ask.
        """
        if self.finished or self.scaffold_run is not None:
            return self
        earlier = zip(
            self.visit.variant.parts, self.visit.progress[: self.visit.part], strict=False
        )
        known = [part.value for part, part_progress in earlier if part_progress.done]
        part_progress = self.part_progress._replace(complaint=None)
        return self._with_part_progress(
            enter_break_down(self.part, part_progress, self._parts_before(), known)
        )

    def whole(self) -> Session:
        """Ask the whole part again; the progress on the smaller questions is kept."""
        return self._with_part_progress(leave_break_down(self.part_progress))

    def reveal(self) -> Session:
        """Open one more piece of the working; before a right answer this forfeits the credit."""
        return self._reveal(everything=False)

    def reveal_all(self) -> Session:
        """Open the whole working; before a right answer this forfeits the credit."""
        return self._reveal(everything=True)

    def step_picture(self) -> Session:
        """Record that the picture was stepped through, unless the answer is right already."""
        if self.finished or self.part_progress.right:
            return self
        return self._with_part_progress(self.part_progress._replace(picture=True))

    def new_numbers(self) -> Session:
        """Ask this question with its next variant; the visit to the old one is kept."""
        session = self._without_complaint()
        visit, session = session._visit_next_variant(self.visit.deck_index)
        if visit is None:
            return session
        keep = 0 if self.visit.untouched else 1
        visits = (*session.visits[: self.at + keep], visit, *session.visits[self.at + 1 :])
        return session._replace(visits=visits, at=self.at + keep)

    def next(self) -> Session:
        """Go on: to the next part, the next visit, a new item of the deck, or the end.

        In a break-down, go to the next smaller question, and after the last to the whole part;
        where the current one was not answered, open its working first.
        """
        if self.finished:
            return self
        if self.scaffold_run is not None:
            if not self.current_progress.done:
                return self.reveal_all()
            return self._with_part_progress(move_step(self.part, self.part_progress, 1))
        visit = self.visit
        if visit.part + 1 < len(visit.progress):
            return self._with_visit(visit._replace(part=visit.part + 1))
        if self.at + 1 < len(self.visits):
            session = self._replace(at=self.at + 1)
            return session._with_visit(session.visit._replace(part=0))
        return self._without_complaint()._visit_from(visit.deck_index + 1)

    def back(self) -> Session:
        """Return to the smaller question, the part or the visit before; answers are kept."""
        if not self.visits:
            return self
        if self.finished:
            return self._replace(finished=False)
        if self.scaffold_run is not None:
            return self._with_part_progress(move_step(self.part, self.part_progress, -1))
        visit = self.visit
        if visit.part:
            return self._with_visit(visit._replace(part=visit.part - 1))
        if self.at == 0:
            return self
        # To the part that was left: the last one, or an earlier one left for new numbers.
        return self._replace(at=self.at - 1)

    @property
    def other_framework(self) -> str:
        """A framework in which the current question reads differently; empty if there is none."""
        return self.visit.variant.other_framework

    def in_framework(self, framework: str) -> Session:
        """Show all code in a framework from now on; draws and progress stay as they are."""
        visits = tuple(_visit_in_framework(visit, framework) for visit in self.visits)
        return self._replace(visits=visits, framework=framework)

    def deck_again(self) -> Deck:
        """Return the same deck, starting with variants that this session has not asked."""
        items = [
            item._replace(start=next_variant_number(item, self.drawn.get(item.key, 0)))
            for item in self.deck.items
        ]
        return self.deck._replace(items=tuple(items))

    def _visit_from(self, start: int) -> Session:
        """Visit the first item from `start` on that can be asked, or finish."""
        session = self
        for index in range(start, len(self.deck.items)):
            visit, session = session._visit_next_variant(index)
            if visit is not None:
                visits = (*session.visits, visit)
                return session._replace(visits=visits, at=len(visits) - 1)
        return session._replace(finished=True)

    def _visit_next_variant(self, index: int) -> tuple[QuestionVisit | None, Session]:
        """Return a visit to the next variant of an item, None where it has to be skipped.

        The session that is returned with it counts the draw, and keeps the reason for skipping.
        """
        item = self.deck.items[index]
        drawn = self.drawn.get(item.key, 0)
        session = self._replace(drawn={**self.drawn, item.key: drawn + 1})
        try:
            visit = new_visit(item, index, drawn, self.framework)
        except ValueError as error:
            message = f"{item.bank}#{item.question.id} was left out: {error}"
            return None, session._replace(skipped_questions=(*session.skipped_questions, message))
        return visit, session

    def _reveal(self, *, everything: bool) -> Session:
        part_progress, count = self.current_progress, len(self.explanation)
        opened = count if everything else min(part_progress.pieces + 1, count)
        return self._with_progress(
            part_progress._replace(
                pieces=opened,
                explained=opened == count,
                gave_up=part_progress.gave_up or not part_progress.right,
            )
        )

    def _without_complaint(self) -> Session:
        """Return the session without the complaint about a text that could not be read."""
        return self._with_progress(self.current_progress._replace(complaint=None))

    def _parts_before(self) -> Iterator[tuple[PartVariant, PartProgress]]:
        """Yield the parts that came before the one being worked on, each with its progress."""
        for at, visit in enumerate(self.visits[: self.at + 1]):
            count = self.visit.part if at == self.at else len(visit.progress)
            yield from zip(visit.variant.parts, visit.progress[:count], strict=False)

    def _with_progress(self, part_progress: PartProgress) -> Session:
        """Return the session with another progress on the current question."""
        scaffold_run = self.scaffold_run
        if scaffold_run is None:
            return self._with_part_progress(part_progress)
        progress = (
            *scaffold_run.progress[: scaffold_run.at],
            part_progress,
            *scaffold_run.progress[scaffold_run.at + 1 :],
        )
        return self._with_part_progress(
            with_latest_run(self.part_progress, scaffold_run._replace(progress=progress))
        )

    def _with_part_progress(self, part_progress: PartProgress) -> Session:
        """Return the session with another progress on the part being worked on."""
        visit = self.visit
        progress = (
            *visit.progress[: visit.part],
            part_progress,
            *visit.progress[visit.part + 1 :],
        )
        return self._with_visit(visit._replace(progress=progress))

    def _with_visit(self, visit: QuestionVisit) -> Session:
        return self._replace(visits=(*self.visits[: self.at], visit, *self.visits[self.at + 1 :]))


def _visit_in_framework(visit: QuestionVisit, framework: str) -> QuestionVisit:
    """Return a visit with its code in a framework; a working that was all open stays so."""
    variant = visit.variant.in_framework(framework)
    progress = map(_with_same_pieces, variant.parts, visit.progress)
    return visit._replace(variant=variant, progress=tuple(progress))


def _with_same_pieces(part: PartVariant, part_progress: PartProgress) -> PartProgress:
    # The author's solution may have more lines of code in one framework than in the other.
    if not part_progress.pieces:
        return part_progress
    count = len(explain(part))
    opened = count if part_progress.explained else min(part_progress.pieces, count)
    return part_progress._replace(pieces=opened, explained=opened == count)


def begin(deck: Deck, framework: str = "keras") -> Session:
    """Return a session at the first question of a deck.

    Questions that can show their code in several frameworks show it in this one.
    """
    return Session(deck, framework=framework)._visit_from(0)
