"""What a student types, read exactly or refused with a reason; nothing in between."""

from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quizengine.expressions import formula, is_number, number_text
from quizengine.questions.answer_parsing import MAX_ANSWER, in_ascii, read_number, read_shape
from quizengine.questions.verdict import Unreadable

READ = {
    "756560": 756560,
    "756,560": 756560,
    "756 560": 756560,
    "756\u00a0560": 756560,
    "756\u2009560": 756560,
    "756\u202f560": 756560,
    "756_560": 756560,
    "= 756,560": 756560,
    " 756560 ": 756560,
    "(8*8*3+1)*(14*14*20)": 756560,
    "(8·8·3 + 1)·(14·14·20)": 756560,
    "(8 × 8 × 3 + 1)(14 × 14 × 20)": 756560,
    "193*3920": 756560,
    "193×3920": 756560,
    "193·3920": 756560,
    "193 x 3920": 756560,
    "193X3,920": 756560,
    "1,234,567 + 1": 1234568,
    "27 000 100": 27000100,
    "27,000,100": 27000100,
    "2.7e7": 27000000,
    "1E3": 1000,
    "112.5": Fraction(225, 2),
    "7600.0": 7600,
    "7,600.5": Fraction(15201, 2),
    "0.125": Fraction(1, 8),
    ".5": Fraction(1, 2),
    "1/3": Fraction(1, 3),
    "10 ÷ 4": Fraction(5, 2),
    "−5": -5,
    "-5": -5,
    "–5": -5,
    "+5": 5,
    "8²": 64,
    "8^2": 64,
    "8**2": 64,
    "2¹⁰": 1024,
    "2³(4)": 32,
    "2(3+4)": 14,
    "(3)(4)": 12,
    "(3)4": 12,
    "007": 7,
    "-007": -7,
    "0": 0,
    "7//2": 3,
    "⌊(32 − 5)/2⌋ + 1": 14,
    "⌈7/2⌉": 4,
    "floor(7/2)": 3,
    "ceil(7/2)": 4,
    "min(7, 3)": 3,
    "max(7, 3)": 7,
    "abs(-7)": 7,
    "7 mod 4": 3,
}


@pytest.mark.parametrize(("text", "value"), READ.items())
def test_a_number_or_arithmetic_is_read_exactly(text, value):
    assert read_number(text) == value


REFUSED = {
    "": "nothing was typed",
    "   ": "nothing was typed",
    "\u2009": "nothing was typed",
    "7.600": "7.600 could be 7600 or a decimal fraction",
    "7.600.000": "could be 7600000",
    "27,000.100": "could be 27000100",
    "1.234,5": "decimals have a point",
    "7600,5": "decimals have a point",
    "1,28,800": "groups of three digits",
    "75,65,60": "groups of three digits",
    "1_00": "groups of three digits",
    "1,234_567": "groups of three digits",
    "756 56": "groups of three digits",
    "1,234 567": "groups of three digits",
    "1.5.2": "is not one number",
    "1'000": "was not understood",
    "٣": "“٣” is not one of the digits 0 to 9",
    "７５": "“７” is not one of the digits 0 to 9",
    "½": "was not understood",
    "0x10": "decimal system",
    "nan": "“nan” was not understood",
    "inf": "“inf” was not understood",
    "e": "“e” was not understood",
    "true": "“true” was not understood",
    "3 apples": "“apples” was not understood",
    "1e999999": "at most 60 digits",
    "10**64*10": "at most 60 digits",
    "1/10**60": "at most 60 digits",
    "9**9**9": "an exponent may be at most 64",
    "2**0.5": "whole exponent",
    "1/0": "division by zero",
    "0**-1": "division by zero",
    "5 mod 0": "division by zero",
    "6/2(3)": "write the times sign",
    "()": "nothing in the brackets",
    "floor": "floor needs brackets",
    "(1, 2)": "a comma has no place here",
    "floor(1, 2)": "floor takes one value",
    "min(7,300)": "two values or more",
    "3+": "something is missing after “+”",
    "((3)": "an opening bracket is never closed",
    "3)": "a closing bracket has no opening one",
    "*3": "not arithmetic",
    "(" * 100 + "1" + ")" * 100: "nested too deeply",
    "(" * 500 + "1" + ")" * 500: "at most 300 characters",
    "1" * 10_000: "at most 300 characters; this has 10,000",
    "-" * 250 + "1": "not arithmetic",
    "[/]": "“[/]” was not understood",
    "[@click=app.quit]x[/]": "was not understood",
    "__import__('os')": "was not understood",
    "{{ 1 }}": "was not understood",
    "\x1b[31m5": "control characters",
    "5\x1b]0;x\x07": "control characters",
    "5\x006": "control characters",
    "5\x1c6": "control characters",
    "5\x0b6": "control characters",
    "5\x856": "control characters",
    "5\u20286": "control characters",
    "5\u200b6": "invisible",
    "\u202e65": "invisible",
    "1\n2": "control characters",
    "\ud800": "control characters",
}


@pytest.mark.parametrize(("text", "reason"), REFUSED.items(), ids=ascii)
def test_what_could_be_misread_is_refused_with_the_reason(text, reason):
    with pytest.raises(Unreadable) as caught:
        read_number(text)
    assert reason in str(caught.value)


def reason_of(read, text):
    """The value read, or the reason why there is none; anything else fails the test."""
    try:
        return read(text), ""
    except Unreadable as error:
        return None, str(error)


def is_presentable(reason):
    return 0 < len(reason) <= 160 and all(char.isprintable() for char in reason)


PIECES = st.sampled_from(
    [
        *"0123456789.,_ +-*/%^()[]xXeE×·−²⁴⌊⌋⌈⌉\t\n\x1b\x1c\u2028\u00a0٣½",
        *("**", "//", "000", "1e5", "0x", "min(", "floor", "mod", "None", "nan", "inf", "1,000"),
    ]
)
TEXTS = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=14).map("".join))


@given(TEXTS)
@example("0" * 299)
@example("9" * 61)
@example("1,." * 90)
def test_any_text_is_a_number_or_unreadable(text):
    """No other outcome, and a reason is short and holds nothing that a terminal obeys."""
    value, reason = reason_of(read_number, text)
    assert is_number(value) if not reason else is_presentable(reason)


@given(TEXTS)
def test_any_text_is_a_shape_or_unreadable(text):
    value, reason = reason_of(read_shape, text)
    if reason:
        assert is_presentable(reason)
    else:
        assert value
        assert all(type(axis) is int and axis >= 0 for axis in value)


WHOLE = st.one_of(st.integers(-(10**59), 10**59), st.integers(-20_000, 20_000))


@given(st.one_of(WHOLE, st.fractions(max_denominator=20_000)))
@example(10_000)
@example(9_999)
@example(Fraction(7601, 1000))
@example(Fraction(-12_345_678, 1000))
@example(Fraction(100_001, 10))
def test_every_number_printed_is_read_back(number):
    assert read_number(number_text(number)) == number


SYMBOLS = {"F": 8, "D": 3, "K": 20_000, "W": 32, "P": -2, "S": 3}
LEAVES = st.sampled_from([*SYMBOLS, "1", "2", "10_000", "0.5"])
FORMULAS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds("({} {} {})".format, inner, st.sampled_from("+-*/%"), inner),
        st.builds("{}({})".format, st.sampled_from(["floor", "ceil", "abs", "-"]), inner),
        st.builds("{}({}, {})".format, st.sampled_from(["min", "max"]), inner, inner),
        st.builds("({})**{}".format, inner, st.integers(0, 4)),
    ),
    max_leaves=6,
)


@given(FORMULAS)
@example("floor((W - F + 2*P)/S) + 1")
@example("(F*F*D + 1)*K")
@example("max((ceil(W/S) - 1)*S + F - W, 0)")
def test_every_line_of_a_working_is_read_back_as_its_value(source):
    """What the engine prints it also accepts: numbers put in, every reduction, the last line."""
    compiled = formula(source)
    try:
        value = compiled.value(SYMBOLS)
    except ValueError:
        return
    for line in compiled.lines(SYMBOLS):
        if len(line.text) <= MAX_ANSWER and len(number_text(value)) <= 60:
            assert read_number(line.text) == value, line.text


def test_cleaning_leaves_plain_text_as_it_is():
    assert in_ascii(" (8*8*3 + 1)*20 ") == "(8*8*3 + 1)*20"


SHAPES = {
    "= 14×14×20": (14, 14, 20),
    "14x14x20": (14, 14, 20),
    "14X14X20": (14, 14, 20),
    "14 x 14 x 20": (14, 14, 20),
    "(14, 14, 20)": (14, 14, 20),
    "(14,14,20,)": (14, 14, 20),
    "[14,14,20]": (14, 14, 20),
    "14, 14, 20": (14, 14, 20),
    "14 × 14 × 20": (14, 14, 20),
    "14×14×20": (14, 14, 20),
    "14·14·20": (14, 14, 20),
    "14*14*20": (14, 14, 20),
    "14 14 20": (14, 14, 20),
    "14\u200914\u200920": (14, 14, 20),
    "(120,1)": (120, 1),
    "(4840,)": (4840,),
    "4840": (4840,),
    "1,000x3": (1000, 3),
}


@pytest.mark.parametrize(("text", "axes"), SHAPES.items())
def test_a_shape_is_read_in_every_usual_notation(text, axes):
    assert read_shape(text) == axes


NO_SHAPES = {
    "": "nothing was typed",
    "()": "a size is missing",
    "14x": "a size is missing",
    "14,,20": "a size is missing",
    "(None, 14, 14, 20)": "leave the batch axis out",
    "batch x 14 x 14": "leave the batch axis out",
    "?x14x14x20": "leave the batch axis out",
    "(-1, 14, 14)": "leave the batch axis out",
    "14.5x14": "“14.5” is not a size",
    "-3x14": "“-3” is not a size",
    "1,000,20": "“000” is not a size",
    "14 by 14": "“by” is not a size",
    "(14, 14": "“(14” is not a size",
    "1" * 16: "is not a size",
    "١٤x14": "is not one of the digits 0 to 9",
    "14\x1b[2Jx14": "control characters",
    "x" * 10_000: "at most 300 characters",
}


@pytest.mark.parametrize(("text", "reason"), NO_SHAPES.items(), ids=ascii)
def test_what_is_no_shape_is_refused_with_the_reason(text, reason):
    with pytest.raises(Unreadable) as caught:
        read_shape(text)
    assert reason in str(caught.value)
