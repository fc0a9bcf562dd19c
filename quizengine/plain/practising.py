"""A practice as a dialogue: what is written, and what each line that is typed does."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from quizengine.plain.answering import begin_answer
from quizengine.plain.choosing import choose
from quizengine.plain.conversation import Conversation, Ended
from quizengine.plain.picturing import Picturing
from quizengine.practice.lines import (
    brief_lines,
    found_lines,
    outcome_lines,
    prose_lines,
    question_lines,
    summary_lines,
)
from quizengine.practice.session import Session, begin
from quizengine.practice.summary import summarise

if TYPE_CHECKING:
    from quizengine.practice.deck import Deck

LEAVING = ("quit", "exit")
MOVING = ("again", "back", "new", "skip", "next")
LEADING = ("steps", "step", "whole")

HELP = """\
Type an answer and press Enter. A number may be typed as arithmetic, like (8*8*3+1)*20.
hint or ?     the next hint
steps         smaller questions that lead to the answer; whole goes back to the whole question
working       the next step of the working; before a right answer these numbers no longer count
all           the whole working
picture       a picture of the question, then the next one; picture next moves one that can move
new           the same question with new numbers
skip          the next question
back          the question before
again         this question once more
framework     the code in Keras or in PyTorch, where the question shows it in both
help          these words
quit          end, with a summary"""


def run(
    paths: Sequence[Path],
    deck: Deck | None,
    seed: int,
    source: TextIO | None = None,
    output: TextIO | None = None,
) -> None:
    """Practise line by line: a deck, or what is chosen from some banks first.

    The seed decides the order and the numbers; without streams those of the process are used.
    """
    source = sys.stdin if source is None else source
    reconfigure = getattr(source, "reconfigure", None)
    if reconfigure is not None:
        # Bytes that are no text are read as a sign that no answer holds, not as an error.
        reconfigure(errors="replace")
    talk = Conversation(source, sys.stdout if output is None else output)
    try:
        if deck is None:
            deck = choose(talk, paths, seed)
        practise(talk, deck)
    except (Ended, KeyboardInterrupt):
        talk.line("Goodbye.")


def practise(talk: Conversation, deck: Deck) -> Session:
    """Ask the questions of a deck; write the summary at the end, also when the input ends early."""
    session = begin(deck)
    talk.line(f"{deck.title}. Type help for the words you can use.")
    told = 0
    shown: tuple[object, ...] = ()
    picturing = Picturing()
    try:
        while not session.finished:
            talk.lines(session.skipped_questions[told:])
            told = len(session.skipped_questions)
            here = _place(session)
            if here != shown:
                talk.lines(_to_write(session, shown))
                shown = here
            typed = talk.typed(
                "Enter goes on> " if session.is_done else begin_answer(session).first_prompt
            )
            session, again = _done(talk, session, picturing, typed)
            shown = () if again else shown
    except (Ended, KeyboardInterrupt):
        pass
    talk.lines(session.skipped_questions[told:])
    talk.line()
    talk.lines(summary_lines(summarise(session)))
    return session


def _place(session: Session) -> tuple[object, ...]:
    """What tells one question from another: the turn and the part, then the smaller question."""
    scaffold_run, part_progress = session.scaffold_run, session.part_progress
    part = (session.at, session.visit.part, session.visit.variant.number)
    return (
        part if scaffold_run is None else (*part, len(part_progress.scaffold_runs), scaffold_run.at)
    )


def _to_write(session: Session, shown: tuple[object, ...]) -> Iterable[str]:
    """The question that is asked; briefly where it has been written and its steps came between."""
    here = _place(session)
    is_known = session.scaffold_run is not None or shown[: len(here)] == here
    return brief_lines(session) if is_known else question_lines(session)


def _done(
    talk: Conversation, session: Session, picturing: Picturing, typed: str
) -> tuple[Session, bool]:
    """Do what a line says; return whether the question is to be written again."""
    word = typed.lower()
    if word in LEAVING:
        raise Ended
    if word in MOVING:
        return _moved(talk, session, word)
    if word == "framework":
        return _other_framework(talk, session)
    helped = _helped(talk, session, word, picturing)
    if helped is not None:
        return helped, False
    if session.is_done and not typed:
        return session.next(), False
    if session.current_progress.right:
        talk.line("This is answered; Enter goes on, new gives other numbers.")
        return session, False
    session, text, leaving = _complete(talk, session, picturing, typed)
    if leaving:
        return _done(talk, session.keep_draft(text), picturing, leaving)
    return _answer(talk, session, text), False


def _moved(talk: Conversation, session: Session, word: str) -> tuple[Session, bool]:
    """Go to another question; return whether it is to be written though it was before."""
    leaves = session.scaffold_run is None
    if word in ("skip", "next") and not leaves and not session.current_progress.done:
        # A smaller question is shown before it is left.
        return _working(talk, session, everything=True), False
    if word == "back" and session.at_start:
        talk.line("This is the first question.")
    moves = {
        "again": lambda: session,
        "back": session.back,
        "new": session.new_numbers,
        "skip": session.next,
        "next": session.next,
    }
    return moves[word](), leaves or word == "again"


def _helped(
    talk: Conversation, session: Session, word: str, picturing: Picturing
) -> Session | None:
    """Do what a word for help says; None where the line is an answer."""
    if word == "help":
        talk.lines(HELP.splitlines())
        return session
    if word in ("?", "hint"):
        return _hint(talk, session)
    if word in LEADING:
        return _steps(talk, session, word)
    if word.partition(" ")[0] == "picture":
        return picturing.tell(talk, session, word)
    if word in ("working", "all"):
        return _working(talk, session, everything=word == "all")
    return None


def _answer(talk: Conversation, session: Session, typed: str) -> Session:
    """Mark an answer and write what came of it."""
    asked = session.asked
    session = session.retry().submit(typed)
    outcome = session.verdict
    if outcome is not None:
        echo = asked.echo(typed)
        if echo.ok and echo.text.startswith("=") and not typed.isdigit():
            talk.line(f"Read as {echo.text.removeprefix('=').strip()}.")
        talk.lines(outcome_lines(outcome))
    if session.offers_lead:
        talk.line("Type steps to break it into smaller questions.")
    return session


def _steps(talk: Conversation, session: Session, word: str) -> Session:
    """Go to the smaller questions, or back to the whole."""
    if word == "whole":
        if session.scaffold_run is None:
            talk.line("This is the whole question; steps breaks it into smaller ones.")
        return session.whole()
    if session.scaffold_run is not None:
        talk.line("These are its smallest steps; whole goes back to the whole question.")
    elif not session.has_steps:
        talk.line("There is nothing smaller on the way to this answer.")
    session = session.break_down()
    if session.scaffold_run is None and session.found:
        talk.line("You have found all that it takes:")
        talk.lines(found_lines(session))
    return session


def _complete(
    talk: Conversation, session: Session, picturing: Picturing, first: str
) -> tuple[Session, str, str]:
    """Ask for the rest of an answer whose first line was typed; the words for help still work.

    Return the answer, and the word that leaves the question before all of it was typed, if one
    does.
    """
    answer = begin_answer(session)
    typed = first
    while typed.lower() not in (*MOVING, *LEADING, *LEAVING, "framework"):
        helped = _helped(talk, session, typed.lower(), picturing)
        if helped is None:
            answer.add(typed)
        session = helped or session
        if answer.is_complete:
            return session, answer.text, ""
        typed = talk.typed(answer.next_prompt)
    return session, answer.text, typed


def _hint(talk: Conversation, session: Session) -> Session:
    hints = session.asked.hints
    if session.current_progress.hints == len(hints):
        talk.line("There are no more hints." if hints else "This question has no hints.")
        return session
    session = session.hint()
    number = session.current_progress.hints
    talk.line(f"Hint {number} of {len(hints)}:")
    talk.lines(prose_lines(hints[number - 1]))
    return session


def _working(talk: Conversation, session: Session, everything: bool) -> Session:
    before = session.current_progress.pieces
    session = session.reveal_all() if everything else session.reveal()
    if before == len(session.pieces):
        before = 0
    for piece in session.pieces[before : session.current_progress.pieces]:
        if piece.prose:
            talk.lines(prose_lines(piece.text))
        else:
            talk.line(f"{piece.text}    {piece.note}" if piece.note else piece.text)
    left = len(session.pieces) - session.current_progress.pieces
    if left:
        talk.line(f"({left} more; working shows the next, all the rest)")
    return session


def _other_framework(talk: Conversation, session: Session) -> tuple[Session, bool]:
    """Show the code in the other framework; return whether there is another."""
    other = session.other_framework
    if not other:
        talk.line("This question is the same in every framework.")
        return session, False
    session = session.in_framework(other)
    if session.visit.part and not session.part_progress.attempts:
        # A later part is written without the introduction, which holds the code.
        talk.lines(prose_lines(session.visit.variant.intro))
    return session, True
