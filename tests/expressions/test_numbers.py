"""Numbers are written as people write them, and read back as what they are."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizengine.calculator.keras import Dense
from quizengine.expressions import is_number, number_text
from quizengine.questions.answer_parsing import read_number

F = Fraction


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "0"),
        (9999, "9999"),
        (10_000, "10,000"),
        (756_560, "756,560"),
        (-756_560, "−756,560"),
        (F(9, 2), "4.5"),
        (F(-1, 4), "−0.25"),
        (F(1, 8), "0.125"),
        (F(1, 3), "1/3"),
        (F(7601, 1000), "7601/1000"),
        (F(20_001, 2), "10,000.5"),
        (F(6, 2), "3"),
        (Dense(10)([1200]).params, "12,010"),
    ],
)
def test_numbers_are_written(number: int | Fraction, text: str) -> None:
    assert number_text(number) == text


@given(st.one_of(st.integers(), st.fractions(max_denominator=10_000)))
def test_a_written_number_is_read_back_as_what_it_is(number: int | Fraction) -> None:
    if abs(number) < 10**20:
        assert read_number(number_text(number)) == number


@pytest.mark.parametrize(
    ("value", "wanted"),
    [(1, True), (F(1, 2), True), (True, False), ("1", False), (1.0, False), (None, False)],
)
def test_truth_values_and_floats_are_no_numbers(value: object, wanted: bool) -> None:
    assert is_number(value) is wanted
