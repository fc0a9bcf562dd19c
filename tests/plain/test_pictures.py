"""The pictures line by line."""

import io

import pytest

from quizengine.banks import find_question, load_bank, resolve_address
from quizengine.plain import run
from quizengine.practice.deck import question_deck


class FakeTerminal(io.StringIO):
    """A page in an encoding of its own."""

    def __init__(self, encoding):
        super().__init__()
        self._encoding = encoding

    @property
    def encoding(self):
        return self._encoding


def written(*typed, question="unshared", encoding="utf-8"):
    """What is written while these lines are typed, from the first prompt on."""
    bank = load_bank(resolve_address("parameter-sharing").path)
    deck = question_deck(bank, find_question(bank, question), seed=1, variant=0)
    page = FakeTerminal(encoding)
    run([], deck, 1, io.StringIO("".join(f"{line}\n" for line in typed)), page)
    return page.getvalue().split("Answer> ", 1)[1]


def test_the_word_shows_one_picture_after_the_other():
    text = written("picture", "picture", "picture", "picture")
    assert text.count("Picture 1 of 3: volumes") == 2
    assert "Picture 2 of 3: sliding window" in text
    assert "Picture 3 of 3: sharing" in text
    assert "32×32×3" in text
    assert "14×14×20" not in text
    assert "right at the first try" not in written("756560")[:20]


def test_steps_go_on_and_back_and_to_a_number():
    text = written(
        "picture next",
        "picture next",
        "picture back",
        "picture 20",
        "picture 99999",
        "picture next",
    )
    captions = [line for line in text.split("\n") if line.startswith("The kernel covers")]
    assert captions == [
        "The kernel covers rows 1–8, columns 1–8 of the padded input.",
        "The kernel covers rows 1–8, columns 3–10 of the padded input.",
        "The kernel covers rows 1–8, columns 1–8 of the padded input.",
        "The kernel covers rows 3–10, columns 11–18 of the padded input.",
        "The kernel covers rows 27–34, columns 27–34 of the padded input.",
        "The kernel covers rows 27–34, columns 27–34 of the padded input.",
    ]


def test_stepping_is_help_and_looking_is_none():
    assert "right at the first try" in written("picture", "756560")
    assert "right after a picture" in written("picture next", "756560")


def test_after_a_right_answer_everything_is_shown():
    assert "14×14×20" in written("756560", "picture")


def test_an_output_without_the_signs_gets_them_in_ascii():
    text = written("picture", "picture next", encoding="ascii")
    assert text.isascii()
    assert "++------------+|" in text
    assert "+#######oooo" in text
    assert "32x32x3" in text


@pytest.mark.parametrize("word", ["picture sideways", "picture -1", "picture " + "9" * 40])
def test_what_is_not_understood_is_said(word):
    assert "Type picture next, picture back, or the number of a step" in written(word)


def test_a_question_without_one_says_so():
    text = written("picture", "picture next", question="one-neuron")
    assert "Picture 1 of" in text
    bank = load_bank(resolve_address("filters-and-bias").path)
    deck = question_deck(bank, find_question(bank, "formula-bias"), seed=1, variant=0)
    page = FakeTerminal("utf-8")
    run([], deck, 1, io.StringIO("picture\npicture next\n"), page)
    assert page.getvalue().count("This question has no picture.") == 2


def test_another_question_begins_with_its_first_picture():
    text = written("picture", "new", "picture")
    assert text.count("Picture 1 of 3") == 2
