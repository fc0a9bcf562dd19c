"""Before a part is right, no picture of it shows its answer, unless the question's text does."""

import os
import re

import pytest

from quizengine.banks import load_bank, shipped_banks
from quizengine.practice.part_progress import Attempt, PartProgress
from quizengine.practice.pictures.figure import Room
from quizengine.practice.pictures.selection import pictures_of_part
from quizengine.questions import Question
from quizengine.questions.kinds.statements import StatementsKey
from quizengine.questions.kinds.table import TableKey
from quizengine.questions.kinds.wrong_rows import WrongRowsKey

pytestmark = pytest.mark.slow

_QUESTIONS = [
    pytest.param(question, id=f"{bank.name}#{question.id}")
    for bank in map(load_bank, shipped_banks())
    for question in bank.questions
]
# With the reference data every fourth variant is walked, without it every sixteenth.
_VARIANTS = range(0, 200, 4 if "QUIZENGINE_SHARED" in os.environ else 16)
_ROOMS = (Room(78, 20), Room(38, 16))
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?!\d)|\d+")
_LISTED = re.compile(r"[(\[]\d+(?:, \d+)+[)\]]")
_SHAPE = re.compile(r"\d+(?:×\d+)+")


def numbers(text):
    return {int(found.replace(",", "")) for found in _NUMBER.findall(text)}


def shapes(text):
    listed = ("×".join(re.findall(r"\d+", found)) for found in _LISTED.findall(text))
    return {*_SHAPE.findall(text), *listed}


def answers_of(part):
    """The numbers and the shapes that a part asks for."""
    targets = []
    if isinstance(part.key, TableKey):
        for row in part.key.rows:
            cells = zip(part.key.columns, row, strict=True)
            targets += [cell for column, cell in cells if column in part.key.blank]
        targets += [total for total in part.key.totals if total is not None]
    elif isinstance(part.key, WrongRowsKey):
        for row in part.key.rows:
            cells = zip(part.key.columns, row, strict=True)
            targets += [cell for column, cell in cells if column in part.key.wrong]
    elif isinstance(part.key, StatementsKey):
        targets += [statement.true_value for statement in part.key.statements]
    elif part.kind in ("number", "shape", "estimate", "one of"):
        targets.append(part.key.value)
    elif part.kind == "layer":
        # The smallest numbers stand in every picture: a stride of 1, a first row.
        code = numbers(" ".join(part.key.answer.values()))
        targets += [number for number in code if number > 2]
    counts = {int(one) for one in targets if isinstance(one, int)}
    sized = {"×".join(str(int(axis)) for axis in one) for one in targets if isinstance(one, tuple)}
    return counts, {one for one in sized if "×" in one}


def right(part):
    return PartProgress(
        (Attempt(part.right_text, part.mark(part.right_text)),),
        awaits_answer=False,
    )


def printed(part):
    """What an input shows for certain; a printed claim may be an answer, or not."""
    if isinstance(part.key, WrongRowsKey):
        columns = range(len(part.key.columns))
        sure = [index for index in columns if part.key.columns[index] not in part.key.wrong]
        return [row.cells[index] for row in part.key.answer_input.rows for index in sure]
    return [] if part.kind in ("statements", "one of") else part.answer_input.lines()


def read_by(variant, index):
    texts = [variant.intro]
    for part in variant.parts[: index + 1]:
        texts += [part.prompt, *printed(part)]
    return "\n".join(texts + [part.answer_text for part in variant.parts[:index]])


def said_by(picture, room):
    """What the frames say; where a kernel stands is no size, and follows from what is seen."""
    last = picture.frames - 1
    for frame in sorted({0, 1 % picture.frames, last // 2, last}):
        text = picture.figure(frame, room).text
        if frame:
            text = re.sub(r"The (kernel|window) covers[^.]*\.", "", text)
        # What a filling means is a share, and no size.
        yield re.sub(r"\d+%", "", " ".join(text.split()))


@pytest.mark.parametrize("question", _QUESTIONS)
def test_no_picture_shows_an_answer_that_is_asked_for(question: Question):
    for number in _VARIANTS:
        variant = question.variant(number)
        for index, part in enumerate(variant.parts):
            # Those before are right by now, and those behind are still to come.
            progress = [right(one) for one in variant.parts[:index]]
            progress += [PartProgress()] * (len(variant.parts) - index)
            known = read_by(variant, index)
            target_counts, target_shapes = set(), set()
            for later in variant.parts[index:]:
                counts, sized = answers_of(later)
                target_counts |= counts
                target_shapes |= sized
            for picture in pictures_of_part(variant, index, progress):
                for room in _ROOMS:
                    for text in said_by(picture, room):
                        where = f"{number} {part.part_id} {picture.title}: {text}"
                        assert not (numbers(text) - numbers(known)) & target_counts, where
                        assert not (shapes(text) - shapes(known)) & target_shapes, where


def test_the_shapes_of_a_table_whose_counts_are_in_doubt_are_seen():
    bank = next(bank for bank in map(load_bank, shipped_banks()) if bank.name == "find-the-error")
    (network,) = pictures_of_part(bank.questions[0].variant(0), 0, (PartProgress(),))
    text = network.figure(0, Room(78, 20)).text
    assert "28×28×8" in text
    assert "608" not in text
    (volumes,) = pictures_of_part(bank.questions[2].variant(0), 0, (PartProgress(),))
    assert "×20" not in volumes.figure(0, Room(78, 20)).text
