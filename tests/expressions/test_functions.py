"""The functions every expression may call."""

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizengine.expressions import STANDARD_FUNCTIONS, ExpressionError, kind_of, parse

F = Fraction


def value(source: str) -> object:
    return parse(source).evaluate(STANDARD_FUNCTIONS)


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("min(3, 1, 2)", 1),
        ("min([3, 1/2])", F(1, 2)),
        ("max((3, 5))", 5),
        ("sum([])", 0),
        ("sum([1/2, 1/2])", 1),
        ("prod([])", 1),
        ("prod([2, 3, 4])", 24),
        ("abs(-3/2)", F(3, 2)),
        ("floor(-1/2)", -1),
        ("ceil(-1/2)", 0),
        ("floor(7)", 7),
        ("round(2.5)", 3),
        ("round(-2.5)", -3),
        ("round(3.5)", 4),
        ("round(2.345, 2)", F(235, 100)),
        ("gcd(12, 18)", 6),
        ("gcd([12, 18, 8])", 2),
        ("len([1, 2])", 2),
        ("len('abc')", 3),
        ("len(range(7))", 7),
        ("range(3)", [0, 1, 2]),
        ("range(1, 8, 3)", [1, 4, 7]),
        ("range(3, 0, -1)", [3, 2, 1]),
        ("len(range(1000))", 1000),
    ],
)
def test_values(source: str, wanted: object) -> None:
    assert value(source) == wanted


def test_round_takes_as_many_places_as_it_says() -> None:
    assert value("round(1/3, 12)") == F(333_333_333_333, 10**12)
    for places in ("13", "-1", "1/2"):
        with pytest.raises(ExpressionError, match="round takes 0 to 12 places"):
            value(f"round(1/3, {places})")


def test_there_are_these_functions_and_no_others() -> None:
    assert " ".join(STANDARD_FUNCTIONS) == "min max sum prod abs floor ceil round gcd len range"


@given(st.fractions(-1000, 1000, max_denominator=1000))
def test_rounding_is_exact(number: Fraction) -> None:
    source = f"({number.numerator}/{number.denominator})"
    assert value(f"floor{source}") == math.floor(number)
    assert value(f"ceil{source}") == math.ceil(number)
    rounded = value(f"round{source}")
    assert isinstance(rounded, int)
    assert abs(rounded - number) <= F(1, 2)
    assert value(f"abs{source}") == abs(number)


@pytest.mark.parametrize(
    ("thing", "word"),
    [
        (True, "a truth value"),
        ("a", "a text"),
        (1, "a whole number"),
        ([], "a list"),
        (None, "nothing (None)"),
        (F(1, 2), "a Fraction"),
    ],
)
def test_values_are_called_by_words_an_instructor_knows(thing: object, word: str) -> None:
    assert kind_of(thing) == word
