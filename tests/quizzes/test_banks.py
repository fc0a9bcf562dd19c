"""What every question of the shipped banks keeps to."""

import pytest

from quizengine.banks import load_bank, read_bank, shipped_banks
from quizengine.questions import RIGHT

pytestmark = pytest.mark.slow

_BANKS = [load_bank(path) for path in shipped_banks()]
_QUESTIONS = [
    pytest.param(question, id=f"{bank.name}#{question.id}")
    for bank in _BANKS
    for question in bank.questions
]
_SAMPLE = range(13)

# Other people's notes and courses name these, so they never change.
_PERMANENT = {
    "estimates": {"lenet", "vgg"},
    "filters-and-bias": {"params"},
    "find-the-error": {"published"},
    "keras-reading": {"statements"},
    "layer-table": {"table"},
    "memory-and-cost": {"predicting", "training"},
    "output-volume": {"volume"},
    "parameter-sharing": {"shared", "unshared"},
    "write-a-layer": {"volume"},
}


def test_the_names_others_rely_on_are_there():
    assert [bank.name for bank in _BANKS] == sorted(_PERMANENT)
    for bank in _BANKS:
        assert _PERMANENT[bank.name] <= {question.id for question in bank.questions}


@pytest.mark.parametrize("path", shipped_banks(), ids=lambda path: path.stem)
def test_a_bank_is_read_without_a_warning(path):
    assert [problem.text for problem in read_bank(path).problems] == []


@pytest.mark.parametrize("bank", _BANKS, ids=lambda bank: bank.name)
def test_a_bank_says_what_it_teaches_and_where_it_is_from(bank):
    assert bank.title
    assert bank.about
    assert all(question.source for question in bank.questions)
    assert len({question.title for question in bank.questions}) == len(bank.questions)


@pytest.mark.parametrize("question", _QUESTIONS)
def test_a_question_has_variants_enough_and_all_can_be_counted(question):
    count = question.count(20_000)
    assert count.exhaustive
    assert count.faults == ()
    assert count.variants >= 50


@pytest.mark.parametrize("question", _QUESTIONS)
def test_every_part_is_pinned_and_has_three_hints(question):
    assert question.tags
    for part in question.parts:
        assert part.expect is not None
        assert len(part.hints) == 3


@pytest.mark.parametrize("question", _QUESTIONS)
def test_the_key_is_right_and_the_text_is_whole_in_every_variant(question):
    for number in _SAMPLE:
        variant = question.variant(number)
        for part in variant.parts:
            assert part.mark(part.right_text).verdict == RIGHT
            texts = [variant.intro, part.prompt, *part.hints, part.solution]
            assert not any("{{" in text or "}}" in text for text in texts)
            assert part.working.text or part.solution


@pytest.mark.parametrize("question", _QUESTIONS)
def test_the_published_case_is_what_the_bank_expects(question):
    for part_variant, part in zip(question.variant(0).parts, question.parts, strict=True):
        assert part_variant.difference(part.expect) == ""


@pytest.mark.parametrize("question", _QUESTIONS)
def test_a_hint_does_not_give_the_answer_away_at_once(question):
    """The last hint may put the numbers in; the first two leave something to do."""
    for number in _SAMPLE:
        for part in question.variant(number).parts:
            if part.kind == "number" and isinstance(part.answer, int) and part.answer >= 100:
                shown = " ".join(part.hints[:2]).replace(",", "")
                assert str(part.answer) not in shown.split()
