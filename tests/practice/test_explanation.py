"""The pieces of an explanation."""

from quizengine.practice.explanation import ExplanationPiece, explain
from tests.practice.fakes import FakePart


def test_without_a_solution_the_steps_of_the_working_are_the_pieces():
    assert explain(FakePart(1)) == (
        ExplanationPiece("a", "b"),
        ExplanationPiece("c"),
        ExplanationPiece("d"),
    )


def test_a_solution_of_the_author_opens_paragraph_by_paragraph():
    part = FakePart(1, solution="First.\n\nThen\nmore.\n\n\nLast.\n")
    assert [piece.text for piece in explain(part)] == ["First.", "Then\nmore.", "Last."]
    assert all(piece.prose for piece in explain(part))


def test_code_in_a_solution_stays_whole():
    part = FakePart(1, solution="Look:\n\n```python\na\n\nb\n```\n\nDone.")
    assert [piece.text for piece in explain(part)] == ["Look:", "```python\na\n\nb\n```", "Done."]


def test_the_working_inside_a_solution_opens_step_by_step():
    working = FakePart(1).working.text
    part = FakePart(1, solution=f"First.\n\n```text\n{working}\n```\n\nLast.")
    steps = (ExplanationPiece("a", "b"), ExplanationPiece("c"), ExplanationPiece("d"))
    assert explain(part) == (
        ExplanationPiece("First.", prose=True),
        *steps,
        ExplanationPiece("Last.", prose=True),
    )
