"""Corrections of typed arithmetic."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizengine.calculator.diagnosis.arithmetic_corrections import corrections_of
from quizengine.calculator.keras import Conv2D, LocallyConnected2D
from quizengine.expressions import ExpressionError, parse

_SHARED = Conv2D(20, 8, strides=2, padding=1)([32, 32, 3])
_LOCAL = LocallyConnected2D(20, 8, strides=2, padding=1)([32, 32, 3])


def _say(text, quantity=_SHARED.params):
    return [each.say for each in corrections_of(parse(text), quantity)]


@pytest.mark.parametrize(
    ("text", "say"),
    [
        ("(8*8*3 + 1)*19", "19 stands where K belongs."),
        ("(8*8*2 + 1)*20", "2 stands where D belongs."),
        ("(8*8*3 + 2)*20", "2 stands where 1 belongs."),
        ("(7*7*3 + 1)*20", "7 stands where F belongs."),
        ("(8*8*3 - 1)*20", "the sign before 1 is the wrong one."),
        ("(8*8*3 + 1)*20*2", "the factor 2 is too much."),
        ("8*8*3 + 1*20", "the brackets around 8·8·3 … 1 are missing."),
        ("192*20 + 20 + 1", "the term 1 is too much."),
        ("(8*8 + 0)*20 + 20", "the factor D is missing beside 8·8 + 0."),
    ],
)
def test_the_correction_is_named(text, say):
    assert say in _say(text)


def test_an_intermediate_number_is_explained_by_its_own_mistakes():
    (first, *_) = corrections_of(parse("(8*8*3 + 1)*27*27*20"), _LOCAL.params)
    assert first.ids == ("stride-ignored",)
    assert first.say.startswith("27 stands where H′ = W′ (output height) belongs. The stride is")
    assert len(corrections_of(parse("(8*8*3 + 1)*15*14*20"), _LOCAL.params)) == 1


def test_a_number_alone_is_no_arithmetic():
    assert corrections_of(parse("3667"), _SHARED.params) == []


def test_a_small_answer_is_left_alone():
    assert corrections_of(parse("(32 - 8 + 2)/2"), _SHARED.output.width) == []


@given(text=st.text(alphabet="0123456789+-*/() ", max_size=30))
def test_any_arithmetic_is_looked_at(text):
    try:
        arithmetic = parse(text)
    except ExpressionError:
        return
    try:
        arithmetic.evaluate({})
    except ExpressionError:
        return
    assert corrections_of(arithmetic, _LOCAL.params) == corrections_of(arithmetic, _LOCAL.params)
