"""On every shipped question: a known mistake, typed, is named; a right answer never is one.

A sample of the variants by default; 200 of each question where the environment variable
QUIZENGINE_SHARED is set, as for the other long collections.
"""

import os
from collections.abc import Iterator
from fractions import Fraction

import pytest

from quizengine.banks import load_bank, shipped_banks
from quizengine.calculator import Quantity, Shape, WrongAnswer
from quizengine.questions import RIGHT, WRONG
from quizengine.questions.kinds.one_of import OneOfKey
from quizengine.questions.kinds.table import TableKey
from quizengine.questions.kinds.table_cells import mark_cell
from quizengine.questions.variant import PartVariant

pytestmark = pytest.mark.slow

_COUNT = 200 if os.environ.get("QUIZENGINE_SHARED") else 8
_TYPED = ("number", "shape", "formula", "one of")
"""Kinds whose answer is one thing, that a mistake gives or does not."""

_QUESTIONS = [
    pytest.param(question, id=f"{bank.name}#{question.id}")
    for bank in map(load_bank, shipped_banks())
    for question in bank.questions
]


def _typed(part: PartVariant, mistake: WrongAnswer) -> str:
    """The text by which a student makes a mistake; empty where it cannot be typed."""
    value = mistake.value
    if isinstance(part.key, OneOfKey):
        values = [part.key.values[index] for index in part.key.order]
        return "abcdefghij"[values.index(value)] if value in values else ""
    if isinstance(value, (list, tuple)):
        whole = all(isinstance(axis, int) and axis > 0 for axis in value)
        return "x".join(str(int(axis)) for axis in value) if whole else ""
    return str(int(value)) if isinstance(value, int) else str(value)


def _spellings(part: PartVariant) -> Iterator[str]:
    """The right answer, in the ways in which people write it."""
    yield part.right_text
    value = part.key.value
    if part.kind == "number" and isinstance(value, int):
        yield from (f"{value:,}", f"{value:_}", f"{value} ", f"({value + 1}) - 1", f"= {value:,}")
    if part.kind == "shape":
        axes = [str(int(axis)) for axis in value]
        yield from (f"({', '.join(axes)})", " × ".join(axes), f"[{', '.join(axes)}]")


def _variants(question):
    # No question has fewer; the next one after the last would be the same draws again.
    count = min(_COUNT, question.count(_COUNT + 1).variants + 1)
    return (question.variant(number) for number in range(count))


@pytest.mark.parametrize("question", _QUESTIONS)
def test_every_known_mistake_is_named_by_its_id(question):
    for variant in _variants(question):
        for part in variant.parts:
            key_value = part.key.value
            # The wrong cells of a table are found and corrected one by one, and tested so.
            for mistake in part.mistakes if part.kind in _TYPED else ():
                text = _typed(part, mistake)
                if not text or (variant.number == 0 and mistake.value == key_value):
                    continue
                outcome = part.mark(text)
                where = (variant.number, part.part_id, text)
                assert mistake.id in outcome.mistakes, where
                assert outcome.verdict != RIGHT, where
                assert not outcome.guess, where


@pytest.mark.parametrize("question", _QUESTIONS)
def test_no_right_answer_is_called_a_mistake(question):
    for variant in _variants(question):
        for part in variant.parts:
            for text in _spellings(part):
                outcome = part.mark(text)
                where = (variant.number, part.part_id, text)
                assert (outcome.verdict, outcome.mistakes) == (RIGHT, ()), where
            if variant.number and part.kind in ("number", "shape"):
                assert all(mistake.value != part.key.value for mistake in part.mistakes)


@pytest.mark.parametrize("question", _QUESTIONS)
def test_every_known_mistake_in_a_cell_is_named(question):
    for variant in list(_variants(question))[::10]:
        for part in variant.parts:
            if not isinstance(part.key, TableKey):
                continue
            values = [cell for row in part.key.rows for cell in row]
            for value in values:
                if not isinstance(value, (Quantity, Shape)):
                    continue
                for mistake in value.mistakes:
                    text = _typed(part, mistake)
                    if text and mistake.value != value:
                        cell = mark_cell("cell", value, text)
                        assert (cell.right, mistake.id in cell.mistakes) == (False, True)


@pytest.mark.parametrize("question", _QUESTIONS)
def test_what_is_near_the_right_answer_is_marked_whatever_it_is(question):
    """Nothing typed makes the diagnosis fail, and it says the same every time."""
    for variant in list(_variants(question))[:4]:
        for part in variant.parts:
            value = part.key.value
            if part.kind == "number" and isinstance(value, int):
                texts = [str(value + 1), str(value * 2), str(Fraction(value, 2)), f"{value}*2 - 1"]
            elif part.kind == "shape":
                texts = ["x".join(str(axis + 1) for axis in value), "x".join(map(str, value[::-1]))]
            else:
                continue
            for text in texts:
                outcome = part.mark(text)
                assert outcome == part.mark(text)
                if outcome.verdict == WRONG:
                    assert outcome.feedback
