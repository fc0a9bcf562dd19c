"""A question, its outcome and a summary as lines of plain text, in the order of reading aloud."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from quizengine.frameworks.vocabulary import FRAMEWORKS
from quizengine.practice.prose import Block, CodeBlock, Listing, Paragraph, ProseLine, blocks, plain
from quizengine.practice.wording import wording

if TYPE_CHECKING:
    from quizengine.practice.session import Session
    from quizengine.practice.summary import Summary
    from quizengine.questions import Outcome


def prose_lines(markdown: str) -> Iterator[str]:
    """Yield Markdown as lines, one for each paragraph and an empty one after each block."""
    for block in blocks(markdown):
        yield from _block_lines(block)
        yield ""


def question_lines(session: Session) -> Iterator[str]:
    """Yield the question that is asked: its place, its text, how it is answered, what was given."""
    visit, part_progress = session.visit, session.part_progress
    place = f"Question {visit.place + 1} of {len(session.deck.items)}: {visit.item.question.title}"
    if len(visit.part_progresses) > 1:
        place += f", part {visit.part + 1} of {len(visit.part_progresses)}"
    yield from ("", place, "")
    if visit.part == 0 or part_progress.attempts:
        yield from prose_lines(visit.variant.intro)
    yield from _asked_lines(session)
    if session.other_framework:
        name = FRAMEWORKS[session.other_framework]
        yield f"The word framework shows the code in {name}."


def brief_lines(session: Session) -> Iterator[str]:
    """Yield a smaller question, or the whole again after these, with what they have brought."""
    scaffold_run = session.scaffold_run
    step = (
        None if scaffold_run is None else f"Step {scaffold_run.at + 1} of {len(scaffold_run.steps)}"
    )
    yield from ("", step or "The whole question again", "")
    yield from _asked_lines(session)


def found_lines(session: Session) -> Iterator[str]:
    """Yield what the smaller questions have brought, and what was known before them."""
    for found in session.found:
        yield from (f"- {line}" for line in prose_lines(found) if line)


def _asked_lines(session: Session) -> Iterator[str]:
    yield from prose_lines(session.asked.prompt)
    if session.found:
        yield "Found:"
        yield from found_lines(session)
    yield from session.asked.answer_input.lines()
    outcome = session.current_progress.outcome
    if outcome is not None and session.verdict is outcome:
        yield f"Your answer was {session.current_progress.attempts[-1].text}"
        yield from outcome_lines(outcome)


def outcome_lines(outcome: Outcome) -> Iterator[str]:
    """Yield the verdict in words, then what there is to say about the answer and its cells."""
    said = wording(outcome)
    head = said.verdict + said.rest
    yield head if head.endswith(".") else f"{head}."
    yield from said.paragraphs
    for contrast in outcome.contrasts:
        yield from contrast.lines


def summary_lines(summary: Summary) -> Iterator[str]:
    """Yield the score, what came of each question, and what is worth another look."""
    yield f"Summary. {summary.score}"
    for line in summary.lines:
        yield f"{line.title}: {line.words}"
    if summary.again:
        yield "Worth another look:"
    for line in summary.again:
        yield f"- {line.title} ({line.bank}#{line.question_id})"
        yield from (f"  {said}" for said in line.mistakes)


def _block_lines(block: Block) -> Iterator[str]:
    match block:
        case Paragraph(runs):
            yield from plain(runs).split("\n")
        case CodeBlock(text):
            yield from text.split("\n")
        case Listing(items):
            for label, inner in items:
                lines = [line for part in inner for line in _block_lines(part)]
                yield f"{'-' if label == '•' else label} " + "\n  ".join(lines)
        case _:
            yield from (_record(block.header, row) for row in block.rows)


def _record(header: Sequence[ProseLine], row: Sequence[ProseLine]) -> str:
    """A row of a table as it is read aloud: each cell after the name of its column."""
    cells = zip(header, row, strict=False)
    return "; ".join(f"{plain(name)} {plain(cell)}".strip() for name, cell in cells)
