"""One practice as a value: every operation returns the session that follows.

A session walks the items of a deck. Each visit to an item is a turn with one variant; a turn walks
the parts of its question; what a student has done on one part is an effort. An answer that cannot
be read costs nothing: it is kept as a complaint beside the attempts, never among them.

A part may fall into smaller questions, which are asked in its place until all are done or the
student goes back to the whole: what is asked is then one of these, with an effort of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from quizengine.practice.effort import Attempt, Effort, Lead
from quizengine.practice.explanation import Piece, explain
from quizengine.practice.fading import OFFERED
from quizengine.practice.leading import begun, left, relaid, stepped
from quizengine.practice.turns import Turn, fresh_turn, number_after
from quizengine.questions import UNREADABLE

if TYPE_CHECKING:
    from quizengine.practice.deck import Deck
    from quizengine.questions import Outcome, PartVariant, QuestionView


class Session(NamedTuple):
    """A practice under way; it has a current turn, unless no question at all could be asked."""

    deck: Deck
    turns: tuple[Turn, ...] = ()
    at: int = 0
    """Index of the current turn."""
    drawn: Mapping[tuple[str, str], int] = {}
    """How many variants of each question were drawn."""
    troubles: tuple[str, ...] = ()
    """Questions that had to be left out, and why."""
    finished: bool = False
    framework: str = "keras"
    """The framework in which questions show their code, where they can show it in several."""

    @property
    def turn(self) -> Turn:
        """The current turn."""
        return self.turns[self.at]

    @property
    def part(self) -> PartVariant:
        """The part being worked on, whole."""
        return self.turn.variant.parts[self.turn.part]

    @property
    def effort(self) -> Effort:
        """What was done on the part being worked on."""
        return self.turn.efforts[self.turn.part]

    @property
    def lead(self) -> Lead | None:
        """The break-down that the student is in; None where the whole part is asked."""
        lead = self.effort.lead
        return lead if lead is not None and lead.is_open else None

    @property
    def asked(self) -> QuestionView:
        """What is asked: a smaller question of the part, or the part itself."""
        lead = self.lead
        return self.part if lead is None else lead.steps[lead.at]

    @property
    def at_hand(self) -> Effort:
        """What was done on what is asked."""
        return self.effort.step or self.effort

    @property
    def earlier(self) -> dict[str, str]:
        """The student's own answers to earlier parts of this turn, by part id."""
        done = zip(self.turn.variant.parts, self.turn.efforts[: self.turn.part], strict=False)
        return {part.part_id: effort.attempts[-1].text for part, effort in done if effort.attempts}

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The whole explanation of what is asked, open or not."""
        return explain(self.asked)

    @property
    def is_done(self) -> bool:
        """Whether there is nothing left to do here but go on: all is right or explained."""
        effort = self.at_hand
        return effort.right or (effort.gave_up and effort.pieces == len(self.pieces))

    @property
    def found(self) -> tuple[str, ...]:
        """What the smaller questions have brought for the whole, Markdown; empty in one of them."""
        lead = self.effort.lead
        return () if lead is None or lead.is_open else lead.found

    @property
    def has_steps(self) -> bool:
        """Whether there is anything smaller on the way to the answer."""
        return self.part.falls_apart

    @property
    def verdict(self) -> Outcome | None:
        """What came of the last text; None where it is to be put together anew from its steps."""
        effort, lead = self.at_hand, self.effort.lead
        if effort.complaint is not None:
            return effort.complaint
        anew = lead is not None and lead.complete and len(effort.attempts) == lead.before
        return None if anew and effort.asking and self.lead is None else effort.outcome

    @property
    def offers_lead(self) -> bool:
        """Whether it is time to offer a break-down: the part was missed twice, and is not right."""
        effort = self.effort
        missed = effort.misses >= OFFERED and not effort.done and self.verdict is not None
        return missed and self.lead is None and self.has_steps

    @property
    def at_start(self) -> bool:
        """Whether there is nothing to go back to."""
        return self.at == 0 and (not self.turns or (self.turn.part == 0 and self.lead is None))

    def submit(self, text: str) -> Session:
        """Mark an answer; ignored where none is awaited, so a key pressed twice costs nothing."""
        effort = self.at_hand
        if self.finished or not effort.asking:
            return self
        if effort.attempts and effort.attempts[-1].text == text:
            return self._with(effort._replace(draft=text, complaint=None, asking=False))
        outcome = self.asked.mark(text, self.earlier)
        if outcome.verdict == UNREADABLE:
            return self._with(effort._replace(draft=text, complaint=outcome))
        attempt = Attempt(text, outcome, effort.hints, effort.steps)
        attempts = (*effort.attempts, attempt)
        return self._with(
            effort._replace(draft=text, complaint=None, attempts=attempts, asking=False)
        )

    def retry(self) -> Session:
        """Await another answer after one that was not right."""
        if self.finished or self.at_hand.asking or self.at_hand.right:
            return self
        return self._with(self.at_hand._replace(asking=True))

    def keep_draft(self, text: str) -> Session:
        """Remember what stands in the answer box, so that coming back finds it there."""
        return self if self.at_hand.right else self._with(self.at_hand._replace(draft=text))

    def hint(self) -> Session:
        """Open one more hint, if there is one."""
        hints = min(self.at_hand.hints + 1, len(self.asked.hints))
        return self._with(self.at_hand._replace(hints=hints))

    def break_down(self) -> Session:
        """Ask smaller questions in place of the part, or go on with those begun.

        The same session where there is nothing smaller to ask.
        """
        if self.finished or self.lead is not None:
            return self
        earlier = zip(self.turn.variant.parts, self.turn.efforts[: self.turn.part], strict=False)
        known = [part.value for part, effort in earlier if effort.done]
        effort = self.effort._replace(complaint=None)
        return self._with_whole(begun(self.part, effort, self._before(), known))

    def whole(self) -> Session:
        """Ask the whole part again; what was done on the smaller questions is kept."""
        return self._with_whole(left(self.effort))

    def reveal(self) -> Session:
        """Open one more piece of the working; before a right answer this ends the credit."""
        return self._reveal(self.at_hand.pieces + 1)

    def reveal_all(self) -> Session:
        """Open the whole working; before a right answer this ends the credit."""
        return self._reveal(len(self.pieces))

    def step_picture(self) -> Session:
        """Put on record that the picture was stepped through, unless the answer is right by now."""
        if self.finished or self.effort.right:
            return self
        return self._with_whole(self.effort._replace(picture=True))

    def new_numbers(self) -> Session:
        """Ask this question with its next variant; what was done with the old one is kept."""
        turn, session = self.turn, self._left()
        found, session = session._draw(turn.place)
        if found is None:
            return session
        keep = 0 if turn.untouched else 1
        turns = (*session.turns[: self.at + keep], found, *session.turns[self.at + 1 :])
        return session._replace(turns=turns, at=self.at + keep)

    def next(self) -> Session:
        """Go on: to the next part, the next turn, a new item of the deck, or the end.

        In a break-down to the next smaller question, after the last to the whole; one that was
        not answered is shown first.
        """
        if self.finished:
            return self
        if self.lead is not None:
            if not self.at_hand.done:
                return self.reveal_all()
            return self._with_whole(stepped(self.part, self.effort, 1))
        turn = self.turn
        if turn.part + 1 < len(turn.efforts):
            return self._turned(turn._replace(part=turn.part + 1))
        if self.at + 1 < len(self.turns):
            session = self._replace(at=self.at + 1)
            return session._turned(session.turn._replace(part=0))
        return self._left()._arrive(turn.place + 1)

    def back(self) -> Session:
        """Return to the smaller question, the part or the turn before; answers are kept."""
        if not self.turns:
            return self
        if self.finished:
            return self._replace(finished=False)
        if self.lead is not None:
            return self._with_whole(stepped(self.part, self.effort, -1))
        turn = self.turn
        if turn.part:
            return self._turned(turn._replace(part=turn.part - 1))
        if self.at == 0:
            return self
        # To the part that was left: the last one, or an earlier one left for new numbers.
        return self._replace(at=self.at - 1)

    @property
    def other_framework(self) -> str:
        """A framework in which the current question reads differently; empty where none is."""
        return self.turn.variant.other_framework

    def in_framework(self, framework: str) -> Session:
        """Show all code in a framework from now on; draws and what was done stay as they are."""
        turns = [turn._replace(variant=turn.variant.in_framework(framework)) for turn in self.turns]
        return self._replace(turns=tuple(turns), framework=framework)

    def deck_again(self) -> Deck:
        """Return the deck once more, beginning with variants that this session has not asked."""
        items = [
            item._replace(start=number_after(item, self.drawn.get(item.key, 0)))
            for item in self.deck.items
        ]
        return self.deck._replace(items=tuple(items))

    def _arrive(self, place: int) -> Session:
        """Start a turn on the first item from `place` on that can be asked, or finish."""
        session = self
        for index in range(place, len(self.deck.items)):
            found, session = session._draw(index)
            if found is not None:
                turns = (*session.turns, found)
                return session._replace(turns=turns, at=len(turns) - 1)
        return session._replace(finished=True)

    def _draw(self, place: int) -> tuple[Turn | None, Session]:
        """Return a fresh turn on an item, and the session that remembers what was drawn."""
        item = self.deck.items[place]
        drawn = self.drawn.get(item.key, 0)
        session = self._replace(drawn={**self.drawn, item.key: drawn + 1})
        try:
            turn = fresh_turn(item, place, drawn, self.framework)
        except ValueError as error:
            trouble = f"{item.bank}#{item.question.id} was left out: {error}"
            return None, session._replace(troubles=(*session.troubles, trouble))
        return turn, session

    def _reveal(self, pieces: int) -> Session:
        effort = self.at_hand
        return self._with(
            effort._replace(
                pieces=min(pieces, len(self.pieces)), gave_up=effort.gave_up or not effort.right
            )
        )

    def _left(self) -> Session:
        """The session as it is left behind: a complaint about an unread text is not kept."""
        return self._with(self.at_hand._replace(complaint=None))

    def _before(self) -> Iterator[tuple[PartVariant, Effort]]:
        """The parts that were met before the one being worked on."""
        for at, turn in enumerate(self.turns[: self.at + 1]):
            met = self.turn.part if at == self.at else len(turn.efforts)
            yield from zip(turn.variant.parts, turn.efforts[:met], strict=False)

    def _with(self, effort: Effort) -> Session:
        """The session with another effort on what is asked."""
        lead = self.lead
        if lead is None:
            return self._with_whole(effort)
        efforts = (*lead.efforts[: lead.at], effort, *lead.efforts[lead.at + 1 :])
        return self._with_whole(relaid(self.effort, lead._replace(efforts=efforts)))

    def _with_whole(self, effort: Effort) -> Session:
        """The session with another effort on the part being worked on."""
        turn = self.turn
        efforts = (*turn.efforts[: turn.part], effort, *turn.efforts[turn.part + 1 :])
        return self._turned(turn._replace(efforts=efforts))

    def _turned(self, turn: Turn) -> Session:
        return self._replace(turns=(*self.turns[: self.at], turn, *self.turns[self.at + 1 :]))


def begin(deck: Deck, framework: str = "keras") -> Session:
    """Return the session that stands before the first question of a deck.

    Questions that can show their code in several frameworks show it in this one.
    """
    return Session(deck, framework=framework)._arrive(0)
