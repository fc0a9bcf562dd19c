"""The explanation of an answer, in the pieces that a student opens one at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from quizengine.questions import QuestionView


class ExplanationPiece(NamedTuple):
    """One piece: a line of the working with its note, or Markdown written by the author."""

    text: str
    note: str = ""
    prose: bool = False


def explain(question: QuestionView) -> tuple[ExplanationPiece, ...]:
    """Return the author's solution block by block where there is one, else the working's steps.

    A block of the solution that is the generated working is split into its steps as well.
    """
    working = question.working
    steps = [ExplanationPiece(step.text, step.note) for step in working.steps]
    if not question.solution:
        return tuple(steps)
    pieces: list[ExplanationPiece] = []
    for block in _split_blocks(question.solution):
        is_working = _without_fence(block) == working.text
        pieces.extend(steps if is_working else [ExplanationPiece(block, prose=True)])
    return tuple(pieces)


def _without_fence(block: str) -> str:
    """Return a block without the fence around it, if it has one."""
    lines = block.split("\n")
    fenced = lines[0].startswith(("```", "~~~")) and lines[-1] == lines[0][:3]
    return "\n".join(lines[1:-1]) if fenced else block


def _split_blocks(markdown: str) -> list[str]:
    """Split Markdown at blank lines, but never inside a fence."""
    blocks: list[list[str]] = [[]]
    fenced = False
    for line in markdown.splitlines():
        if line.lstrip().startswith(("```", "~~~")):
            fenced = not fenced
        if line.strip() or fenced:
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    return ["\n".join(block) for block in blocks if block]
