"""The same practice line by line: for screen readers, pipes and terminals that cannot draw.

Only text and line ends are written: no colours, no boxes, no control sequences. Text of a bank or
an answer is written without its control characters, and a sign that the output cannot carry is
written in letters that it can.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from quizengine.calculator.exports import FRAMEWORKS
from quizengine.practice.choosing import choose
from quizengine.practice.conversation import Conversation, Ended, Paper
from quizengine.practice.lines import (
    cell_names,
    form_lines,
    outcome_lines,
    prose_lines,
    summary_lines,
)
from quizengine.practice.picturing import Picturing
from quizengine.practice.session import Session, begin
from quizengine.practice.summary import summarise
from quizengine.questions.forms import CELL_SEPARATOR, TableForm

if TYPE_CHECKING:
    from quizengine.practice.deck import Deck

HELP = """\
Type an answer and press Enter. A number may be typed as arithmetic, like (8*8*3+1)*20.
hint or ?     the next hint
working       the next step of the working; before a right answer these numbers no longer count
all           the whole working
picture       a picture of the question, then the next one; step moves the one that can be moved
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
    talk = Conversation(source, Paper(sys.stdout if output is None else output))
    try:
        if deck is None:
            deck = choose(talk, paths, seed)
        practise(talk, deck)
    except (Ended, KeyboardInterrupt):
        talk.paper.line("Goodbye.")


def practise(talk: Conversation, deck: Deck) -> Session:
    """Ask the questions of a deck; write the summary at the end, also when the input ends early."""
    session = begin(deck)
    talk.paper.line(f"{deck.title}. Type help for the words you can use.")
    told = 0
    shown: tuple[int, int, int] | None = None
    picturing = Picturing()
    try:
        while not session.finished:
            for trouble in session.troubles[told:]:
                talk.paper.line(trouble)
            told = len(session.troubles)
            here = (session.at, session.turn.part, session.turn.variant.number)
            if here != shown:
                shown = here
                _write_question(talk.paper, session)
            session, again = _exchange(talk, session, picturing)
            shown = None if again else shown
    except (Ended, KeyboardInterrupt):
        pass
    talk.paper.lines(session.troubles[told:])
    talk.paper.line()
    talk.paper.lines(summary_lines(summarise(session)))
    return session


def _exchange(talk: Conversation, session: Session, picturing: Picturing) -> tuple[Session, bool]:
    """Read one line and do what it says; return whether the question is to be written again."""
    effort = session.effort
    done = effort.right or (effort.gave_up and effort.pieces == len(session.pieces))
    typed = talk.typed("Enter goes on> " if done else _asked(session))
    word = typed.lower()
    if word in ("quit", "exit"):
        raise Ended
    if word in ("again", "back", "new", "skip", "next"):
        moved = {
            "again": lambda: session,
            "back": session.back,
            "new": session.new_numbers,
            "skip": session.next,
            "next": session.next,
        }[word]()
        if word == "back" and session.at_start:
            talk.paper.line("This is the first question.")
        return moved, True
    if word == "framework":
        return _other_framework(talk.paper, session)
    if word == "help":
        talk.paper.lines(HELP.splitlines())
        return session, False
    if word in ("?", "hint"):
        return _hint(talk.paper, session), False
    if word == "step" or word.partition(" ")[0] == "picture":
        return picturing.tell(talk.paper, session, word), False
    if word in ("working", "all"):
        return _working(talk.paper, session, everything=word == "all"), False
    if done and not typed:
        return session.next(), False
    if effort.right:
        talk.paper.line("This is answered; Enter goes on, new gives other numbers.")
        return session, False
    return _answer(talk, session, typed), False


def _answer(talk: Conversation, session: Session, typed: str) -> Session:
    """Mark an answer; a table is asked for cell by cell unless all cells came in one line."""
    posed = session.posed
    if isinstance(posed.form, TableForm) and CELL_SEPARATOR not in typed:
        typed = _ask_cells(talk, session, posed.form, typed)
    session = session.retry().submit(typed)
    effort = session.effort
    outcome = effort.complaint or effort.outcome
    if outcome is not None:
        echo = posed.echo(typed)
        if echo.ok and echo.text.startswith("=") and not typed.isdigit():
            talk.paper.line(f"Read as {echo.text.removeprefix('=').strip()}.")
        talk.paper.lines(outcome_lines(outcome))
    return session


def _asked(session: Session) -> str:
    """What an answer is asked for with; of a table tried before, the first cell to mend."""
    form = session.posed.form
    if isinstance(form, TableForm) and session.effort.attempts:
        names = cell_names(form)
        return f"{names[_open_cells(session, len(names))[0]]}> "
    return "Answer> "


def _open_cells(session: Session, count: int) -> list[int]:
    """The places of the cells that are not right yet; all of them before the first answer."""
    outcome = session.effort.outcome
    cells = () if outcome is None else outcome.cells
    return [i for i in range(count) if i >= len(cells) or cells[i].right is not True]


def _ask_cells(talk: Conversation, session: Session, form: TableForm, first: str) -> str:
    """Ask for each cell that is not right yet; the first was typed already."""
    names = cell_names(form)
    given = [""] * len(names)
    if session.effort.attempts:
        given = [part.strip() for part in session.effort.attempts[-1].text.split(CELL_SEPARATOR)]
        given += [""] * (len(names) - len(given))
    for place, index in enumerate(_open_cells(session, len(names))):
        typed = first if place == 0 else talk.typed(f"{names[index]}> ")
        if typed.lower() in ("quit", "exit"):
            raise Ended
        given[index] = typed.replace(CELL_SEPARATOR, " ")
    return f"{CELL_SEPARATOR} ".join(given)


def _hint(paper: Paper, session: Session) -> Session:
    hints = session.posed.hints
    if session.effort.hints == len(hints):
        paper.line("There are no more hints." if hints else "This question has no hints.")
        return session
    session = session.hint()
    number = session.effort.hints
    paper.line(f"Hint {number} of {len(hints)}:")
    paper.lines(prose_lines(hints[number - 1]))
    return session


def _working(paper: Paper, session: Session, everything: bool) -> Session:
    before = session.effort.pieces
    session = session.reveal_all() if everything else session.reveal()
    if before == len(session.pieces):
        before = 0
    for piece in session.pieces[before : session.effort.pieces]:
        if piece.prose:
            paper.lines(prose_lines(piece.text))
        else:
            paper.line(f"{piece.text}    {piece.note}" if piece.note else piece.text)
    left = len(session.pieces) - session.effort.pieces
    if left:
        paper.line(f"({left} more; working shows the next, all the rest)")
    return session


def _other_framework(paper: Paper, session: Session) -> tuple[Session, bool]:
    """Show the code in the other framework; return whether there is another."""
    other = session.other_framework
    if not other:
        paper.line("This question is the same in every framework.")
        return session, False
    session = session.in_framework(other)
    if session.turn.part and not session.effort.attempts:
        # A later part is written without the introduction, which holds the code.
        paper.lines(prose_lines(session.turn.variant.intro))
    return session, True


def _write_question(paper: Paper, session: Session) -> None:
    turn, posed = session.turn, session.posed
    paper.line()
    place = f"Question {turn.place + 1} of {len(session.deck.items)}: {turn.item.question.title}"
    if len(turn.efforts) > 1:
        place += f", part {turn.part + 1} of {len(turn.efforts)}"
    paper.line(place)
    paper.line()
    if turn.part == 0 or session.effort.attempts:
        paper.lines(prose_lines(turn.variant.intro))
    paper.lines(prose_lines(posed.prompt))
    paper.lines(form_lines(posed))
    if session.other_framework:
        name = FRAMEWORKS[session.other_framework]
        paper.line(f"The word framework shows the code in {name}.")
    effort = session.effort
    if effort.attempts:
        paper.line(f"Your answer was {effort.attempts[-1].text}")
        paper.lines(outcome_lines(effort.attempts[-1].outcome))
