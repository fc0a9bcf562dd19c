"""A question, its outcome and a summary as lines of plain text, in reading order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from quizengine.frameworks.framework_names import FRAMEWORKS
from quizengine.practice.markdown import (
    Block,
    CodeBlock,
    Listing,
    Paragraph,
    ProseLine,
    parse_markdown,
    text_of,
)
from quizengine.practice.outcome_wording import outcome_wording

if TYPE_CHECKING:
    from quizengine.practice.session import Session
    from quizengine.practice.summary import Summary
    from quizengine.questions import Outcome


def prose_lines(markdown: str) -> Iterator[str]:
    """Yield Markdown as lines, one for each paragraph and an empty one after each block."""
    for block in parse_markdown(markdown):
        yield from _block_lines(block)
        yield ""


def question_lines(session: Session) -> Iterator[str]:
    """Yield the current question: its number, its text, how it is answered, the last answer."""
    visit, part_progress = session.visit, session.part_progress
    heading = (
        f"Question {visit.deck_index + 1} of {len(session.deck.items)}: {visit.item.question.title}"
    )
    if len(visit.progress) > 1:
        heading += f", part {visit.part + 1} of {len(visit.progress)}"
    yield from ("", heading, "")
    if visit.part == 0 or part_progress.attempts:
        yield from prose_lines(visit.variant.intro)
    yield from _current_question_lines(session)
    if session.other_framework:
        name = FRAMEWORKS[session.other_framework]
        yield f"Type framework to see the code in {name}."


def brief_lines(session: Session) -> Iterator[str]:
    """Yield a smaller question, or the whole question again with the results of its steps."""
    scaffold_run = session.scaffold_run
    step = (
        None if scaffold_run is None else f"Step {scaffold_run.at + 1} of {len(scaffold_run.steps)}"
    )
    yield from ("", step or "The whole question again", "")
    yield from _current_question_lines(session)


def found_lines(session: Session) -> Iterator[str]:
    """Yield the results of the smaller questions, and what earlier parts have answered."""
    for found in session.found:
        yield from (f"- {line}" for line in prose_lines(found) if line)


def _current_question_lines(session: Session) -> Iterator[str]:
    yield from prose_lines(session.current_question.prompt)
    if session.found:
        yield "Found:"
        yield from found_lines(session)
    yield from session.current_question.answer_input.lines()
    outcome = session.current_progress.outcome
    if outcome is not None and session.verdict is outcome:
        yield f"Your answer was {session.current_progress.attempts[-1].text}"
        yield from outcome_lines(outcome)


def outcome_lines(outcome: Outcome) -> Iterator[str]:
    """Yield the verdict in words, then the feedback on the answer and its formula."""
    wording = outcome_wording(outcome)
    head = wording.verdict + wording.rest
    yield head if head.endswith(".") else f"{head}."
    yield from wording.paragraphs
    for diff in outcome.formula_diffs:
        yield from diff.lines


def summary_lines(summary: Summary) -> Iterator[str]:
    """Yield the score, the result of each question, and what is worth another look."""
    yield f"Summary. {summary.score}"
    for line in summary.lines:
        yield f"{line.title}: {line.result_text}"
    if summary.again:
        yield "Worth another look:"
    for line in summary.again:
        yield f"- {line.title} ({line.bank}#{line.question_id})"
        yield from (f"  {mistake}" for mistake in line.mistakes)


def _block_lines(block: Block) -> Iterator[str]:
    match block:
        case Paragraph(runs):
            yield from text_of(runs).split("\n")
        case CodeBlock(text):
            yield from text.split("\n")
        case Listing(items):
            for label, inner in items:
                lines = [line for part in inner for line in _block_lines(part)]
                yield f"{'-' if label == '•' else label} " + "\n  ".join(lines)
        case _:
            yield from (_row_in_words(block.header, row) for row in block.rows)


def _row_in_words(header: Sequence[ProseLine], row: Sequence[ProseLine]) -> str:
    """Return a row of a table in words: each cell after the name of its column."""
    cells = zip(header, row, strict=False)
    return "; ".join(f"{text_of(name)} {text_of(cell)}".strip() for name, cell in cells)
