"""A practice as a dialogue: what is written, and what each typed line does."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from quizengine.plain.answering import begin_answer
from quizengine.plain.conversation import Conversation, Ended
from quizengine.plain.deck_choice import choose_deck
from quizengine.plain.pictures import PictureViewer
from quizengine.practice.plain_text import (
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

QUIT_WORDS = ("quit", "exit")
MOVE_WORDS = ("again", "back", "new", "skip", "next")
STEP_WORDS = ("steps", "step", "whole")

HELP = """\
Type an answer and press Enter. A number may be typed as arithmetic, like (8*8*3+1)*20.
hint or ?     show the next hint
steps         break the question into smaller questions; whole goes back to the whole question
working       show the next step of the working; before a right answer, it costs the credit
all           show the whole working
picture       show a picture of the question, or the next one; picture next moves an animation on
new           ask the same question with new numbers
skip          go to the next question
back          go to the previous question
again         show this question once more
framework     switch the code between Keras and PyTorch, if the question has both
help          show this list
quit          end the session and show a summary"""


def run(
    paths: Sequence[Path],
    deck: Deck | None,
    seed: int,
    source: TextIO | None = None,
    output: TextIO | None = None,
) -> None:
    """Practise line by line: a deck, or without one what the student chooses from some banks.

    The seed decides the order and the numbers; without streams, those of the process are used.
    """
    source = sys.stdin if source is None else source
    reconfigure = getattr(source, "reconfigure", None)
    if reconfigure is not None:
        # Undecodable bytes become a character that no answer contains, rather than an error.
        reconfigure(errors="replace")
    talk = Conversation(source, sys.stdout if output is None else output)
    try:
        if deck is None:
            deck = choose_deck(talk, paths, seed)
        practise(talk, deck)
    except (Ended, KeyboardInterrupt):
        talk.line("Goodbye.")


def practise(talk: Conversation, deck: Deck) -> Session:
    """Ask the questions of a deck; write the summary at the end, even if the input ends early."""
    session = begin(deck)
    talk.line(f"{deck.title}. Type help for the words you can use.")
    written = 0
    shown: tuple[object, ...] = ()
    viewer = PictureViewer()
    try:
        while not session.finished:
            talk.lines(session.skipped_questions[written:])
            written = len(session.skipped_questions)
            here = _question_id(session)
            if here != shown:
                talk.lines(_question_text(session, shown))
                shown = here
            typed = talk.typed(
                "Enter goes on> " if session.is_done else begin_answer(session).first_prompt
            )
            session, again = _handle_line(talk, session, viewer, typed)
            shown = () if again else shown
    except (Ended, KeyboardInterrupt):
        pass
    talk.lines(session.skipped_questions[written:])
    talk.line()
    talk.lines(summary_lines(summarise(session)))
    return session


def _question_id(session: Session) -> tuple[object, ...]:
    """Return what identifies the current question: the visit and the part, then the step."""
    scaffold_run, part_progress = session.scaffold_run, session.part_progress
    part = (session.at, session.visit.part, session.visit.variant.number)
    return (
        part if scaffold_run is None else (*part, len(part_progress.scaffold_runs), scaffold_run.at)
    )


def _question_text(session: Session, shown: tuple[object, ...]) -> Iterable[str]:
    """Return the lines of the current question; fewer of a step, and of the whole after steps."""
    here = _question_id(session)
    is_known = session.scaffold_run is not None or shown[: len(here)] == here
    return brief_lines(session) if is_known else question_lines(session)


def _handle_line(
    talk: Conversation, session: Session, viewer: PictureViewer, typed: str
) -> tuple[Session, bool]:
    """Do what a line says; return whether to write the question again."""
    word = typed.lower()
    if word in QUIT_WORDS:
        raise Ended
    if word in MOVE_WORDS:
        return _move(talk, session, word)
    if word == "framework":
        return _other_framework(talk, session)
    helped = _give_help(talk, session, word, viewer)
    if helped is not None:
        return helped, False
    if session.is_done and not typed:
        return session.next(), False
    if session.current_progress.right:
        talk.line("This question is answered; Enter goes on, new gives other numbers.")
        return session, False
    session, text, leaving = _complete(talk, session, viewer, typed)
    if leaving:
        return _handle_line(talk, session.keep_draft(text), viewer, leaving)
    return _answer(talk, session, text), False


def _move(talk: Conversation, session: Session, word: str) -> tuple[Session, bool]:
    """Go to another question; return whether to write it even if it was written before."""
    leaves = session.scaffold_run is None
    if word in ("skip", "next") and not leaves and not session.current_progress.done:
        # The working of a smaller question is shown before it is left.
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


def _give_help(
    talk: Conversation, session: Session, word: str, viewer: PictureViewer
) -> Session | None:
    """Do what a word for help says; return None where the line is an answer."""
    if word == "help":
        talk.lines(HELP.splitlines())
        return session
    if word in ("?", "hint"):
        return _hint(talk, session)
    if word in STEP_WORDS:
        return _steps(talk, session, word)
    if word.partition(" ")[0] == "picture":
        return viewer.show(talk, session, word)
    if word in ("working", "all"):
        return _working(talk, session, everything=word == "all")
    return None


def _answer(talk: Conversation, session: Session, typed: str) -> Session:
    """Mark an answer and write its outcome."""
    question = session.current_question
    session = session.retry().submit(typed)
    outcome = session.verdict
    if outcome is not None:
        echo = question.echo(typed)
        if echo.ok and echo.text.startswith("=") and not typed.isdigit():
            talk.line(f"Read as {echo.text.removeprefix('=').strip()}.")
        talk.lines(outcome_lines(outcome))
    if session.offers_break_down:
        talk.line("Type steps to break it into smaller questions.")
    return session


def _steps(talk: Conversation, session: Session, word: str) -> Session:
    """Go to the smaller questions, or back to the whole question."""
    if word == "whole":
        if session.scaffold_run is None:
            talk.line("This is the whole question; steps breaks it into smaller ones.")
        return session.whole()
    if session.scaffold_run is not None:
        talk.line("These are its smallest steps; whole goes back to the whole question.")
    elif not session.has_steps:
        talk.line("This question has no smaller steps.")
    session = session.break_down()
    if session.scaffold_run is None and session.found:
        talk.line("You have found all that you need:")
        talk.lines(found_lines(session))
    return session


def _complete(
    talk: Conversation, session: Session, viewer: PictureViewer, first: str
) -> tuple[Session, str, str]:
    """Ask for the rest of an answer whose first line was typed; the words for help still work.

    Return the answer, and the word that leaves the question before all of it was typed, if one
    does.
    """
    answer = begin_answer(session)
    typed = first
    while typed.lower() not in (*MOVE_WORDS, *STEP_WORDS, *QUIT_WORDS, "framework"):
        helped = _give_help(talk, session, typed.lower(), viewer)
        if helped is None:
            answer.add(typed)
        session = helped or session
        if answer.is_complete:
            return session, answer.text, ""
        typed = talk.typed(answer.next_prompt)
    return session, answer.text, typed


def _hint(talk: Conversation, session: Session) -> Session:
    hints = session.current_question.hints
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
    pieces = session.explanation
    if before == len(pieces):
        before = 0
    for piece in pieces[before : session.current_progress.pieces]:
        if piece.prose:
            talk.lines(prose_lines(piece.text))
        else:
            talk.line(f"{piece.text}    {piece.note}" if piece.note else piece.text)
    left = len(pieces) - session.current_progress.pieces
    if left:
        talk.line(f"({left} more; working shows the next, all shows the rest)")
    return session


def _other_framework(talk: Conversation, session: Session) -> tuple[Session, bool]:
    """Show the code in the other framework; return whether there is one."""
    other = session.other_framework
    if not other:
        talk.line("This question is the same in every framework.")
        return session, False
    session = session.in_framework(other)
    if session.visit.part and not session.part_progress.attempts:
        # A later part is written without the introduction, which holds the code.
        talk.lines(prose_lines(session.visit.variant.intro))
    return session, True
