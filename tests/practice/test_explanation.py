"""The pieces of an explanation."""

from quizengine.practice.explanation import Piece, explain
from tests.practice.fakes import FakePosed


def test_without_a_solution_the_steps_of_the_working_are_the_pieces():
    assert explain(FakePosed(1)) == (Piece("a", "b"), Piece("c"), Piece("d"))


def test_a_solution_of_the_author_opens_paragraph_by_paragraph():
    part = FakePosed(1, solution="First.\n\nThen\nmore.\n\n\nLast.\n")
    assert [piece.text for piece in explain(part)] == ["First.", "Then\nmore.", "Last."]
    assert all(piece.prose for piece in explain(part))


def test_code_in_a_solution_stays_whole():
    part = FakePosed(1, solution="Look:\n\n```python\na\n\nb\n```\n\nDone.")
    assert [piece.text for piece in explain(part)] == ["Look:", "```python\na\n\nb\n```", "Done."]


def test_the_working_inside_a_solution_opens_step_by_step():
    working = FakePosed(1).working.text
    part = FakePosed(1, solution=f"First.\n\n```text\n{working}\n```\n\nLast.")
    steps = (Piece("a", "b"), Piece("c"), Piece("d"))
    assert explain(part) == (Piece("First.", prose=True), *steps, Piece("Last.", prose=True))
