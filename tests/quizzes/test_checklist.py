"""Everything the five source documents state is in the shipped banks, where the checklist says."""

from functools import cache

import pytest

from quizengine.banks import find_question, load_bank, resolve_address
from tests.quizzes.checklist import ANSWERS, POINTS, SHOWN, TABLES

_ANSWERS = [(point, *entry) for point, entries in ANSWERS.items() for entry in entries]
_SHOWN = [(point, *entry) for point, entries in SHOWN.items() for entry in entries]
_TABLES = [(point, *entry) for point, entry in TABLES.items()]


@cache
def _bank(path):
    return load_bank(path)


def _part(address):
    """The published case: what stands above its parts, and the parts the address means."""
    target = resolve_address(address)
    variant = find_question(_bank(target.path), target.question, target.part).variant(0)
    wanted = [one for one in variant.parts if target.part in ("", one.part_id)]
    assert wanted, address
    return variant.intro, wanted


def _plain(answer):
    return list(answer) if isinstance(answer, tuple) else answer


def _text_of(address) -> str:
    intro, parts = _part(address)
    texts = [intro]
    for one in parts:
        texts += [one.prompt, *one.hints, one.working.text, one.solution, one.answer_text]
        texts += getattr(one.answer_input, "statements", ())
        texts += getattr(one.answer_input, "choices", ())
        texts += (row.label for row in getattr(one.answer_input, "rows", ()))
        texts += (meaning for _, meaning in getattr(one.answer_input, "symbols", ()))
    return " ".join(" ".join(texts).split())


def test_every_point_is_somewhere():
    assert sorted(set(POINTS) - {*ANSWERS, *SHOWN, *TABLES}) == []


@pytest.mark.parametrize(("point", "address", "answer"), _ANSWERS)
def test_a_number_is_the_answer_of_the_published_case(point, address, answer):
    _, parts = _part(address)
    assert len(parts) == 1
    assert _plain(parts[0].answer) == answer


@pytest.mark.parametrize(("point", "address", "rows"), _TABLES)
def test_a_row_is_in_the_table_of_the_published_case(point, address, rows):
    _, (part,) = _part(address)
    answer = [[cell for name, cell in row.items() if name != "label"] for row in part.answer]
    for row in rows:
        assert [*row] in answer


@pytest.mark.parametrize(("point", "address", "words"), _SHOWN)
def test_words_are_where_the_student_meets_them(point, address, words):
    assert words in _text_of(address)
