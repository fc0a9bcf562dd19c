"""A practice as a dialogue: what is written, and what each line that is typed does."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from quizengine.plain.choosing import choose
from quizengine.plain.conversation import Conversation, Ended
from quizengine.plain.picturing import Picturing
from quizengine.practice.lines import (
    brief_lines,
    cell_names,
    found_lines,
    outcome_lines,
    prose_lines,
    question_lines,
    summary_lines,
)
from quizengine.practice.session import Session, begin
from quizengine.practice.summary import summarise
from quizengine.questions.answer_inputs import CELL_SEPARATOR, TableInput

if TYPE_CHECKING:
    from quizengine.practice.deck import Deck

LEAVING = ("quit", "exit")
MOVING = ("again", "back", "new", "skip", "next")
LEADING = ("steps", "step", "whole")

HELP = """\
Type an answer and press Enter. A number may be typed as arithmetic, like (8*8*3+1)*20.
hint or ?     show the next hint
steps         break the question into smaller questions; whole goes back to the whole question
working       show the next step of the working; an answer with these numbers then does not count
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
            typed = talk.typed("Enter goes on> " if session.is_done else _asked(session))
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
    answer_input = session.asked.answer_input
    if isinstance(answer_input, TableInput) and CELL_SEPARATOR not in typed:
        session, typed, leading = _ask_cells(talk, session, picturing, answer_input, typed)
        if leading:
            return _done(talk, session.keep_draft(typed), picturing, leading)
    return _answer(talk, session, typed), False


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


def _asked(session: Session) -> str:
    """What an answer is asked for with; of a table begun before, the first cell to fill."""
    answer_input = session.asked.answer_input
    if isinstance(answer_input, TableInput):
        names = cell_names(answer_input)
        given, open_cells = _cells(session, len(names))
        if session.current_progress.attempts or any(given):
            return f"{names[open_cells[0]]}> "
    return "Answer> "


def _cells(session: Session, count: int) -> tuple[list[str], list[int]]:
    """What stands in the cells of a table, and the places of those that are asked for: what is
    not right yet; before the first answer what is empty, or all where nothing is.
    """
    given = [piece.strip() for piece in session.current_progress.draft.split(CELL_SEPARATOR)][
        :count
    ]
    given += [""] * (count - len(given))
    outcome = session.current_progress.outcome
    cells = () if outcome is None else outcome.cells
    if cells:
        return given, [i for i in range(count) if i >= len(cells) or cells[i].right is not True]
    return given, [i for i in range(count) if not given[i]] or list(range(count))


def _ask_cells(
    talk: Conversation, session: Session, picturing: Picturing, answer_input: TableInput, first: str
) -> tuple[Session, str, str]:
    """Ask for each open cell, of which the first was typed already.

    Returns what stands in the cells then, and a word that leads away before all were asked.
    """
    names = cell_names(answer_input)
    given, waiting = _cells(session, len(names))
    typed, leading = first, ""
    while True:
        if typed.lower() in (*MOVING, *LEADING, *LEAVING, "framework"):
            leading = typed
            break
        helped = _helped(talk, session, typed.lower(), picturing)
        if helped is None:
            given[waiting.pop(0)] = typed.replace(CELL_SEPARATOR, " ")
        session = helped or session
        if not waiting:
            break
        typed = talk.typed(f"{names[waiting[0]]}> ")
    return session, f"{CELL_SEPARATOR} ".join(given), leading


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
