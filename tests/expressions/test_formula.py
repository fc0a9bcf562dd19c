"""A formula, its working and its inner questions, all from one text."""

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from quizengine.expressions import STANDARD_FUNCTIONS, ExpressionError, Formula, formula, parse
from quizengine.questions.answer_parsing import read_number

NAMES = {**STANDARD_FUNCTIONS, "F": 8, "D": 3, "K": 20, "H": 32, "S": 2, "P": 1, "n": -5}


def lines(source: str, **phrases: str) -> list[str]:
    return [line.text for line in formula(source).lines(NAMES)]


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("(F*F*D + 1)*K", ["(8·8·3 + 1)·20", "(192 + 1)·20", "193·20", "3860"]),
        ("floor((H - F + 2*P)/S) + 1", [
            "⌊(32 − 8 + 2·1)/2⌋ + 1", "⌊(32 − 8 + 2)/2⌋ + 1", "⌊26/2⌋ + 1", "13 + 1", "14",
        ]),
        ("K", ["20"]),
        ("7", ["7"]),
        ("H/D", ["32/3"]),
        ("H//D", ["⌊32/3⌋", "10"]),
        ("H%D", ["32 mod 3", "2"]),
        ("F**2 + S**3", ["8² + 2³", "64 + 8", "72"]),
        ("n**2", ["(−5)²", "25"]),
        ("S**F", ["2^8", "256"]),
        ("-n - F", ["−(−5) − 8", "5 − 8", "−3"]),
        ("H/6*3", ["32/6·3", "(16/3)·3", "16"]),
        ("K - (F - D)", ["20 − (8 − 3)", "20 − 5", "15"]),
        ("ceil(H/D)", ["⌈32/3⌉", "11"]),
        ("100*K*K + F", ["100·20·20 + 8", "40,000 + 8", "40,008"]),
        ("max(F, K)*2", ["max(8, 20)·2", "20·2", "40"]),
    ],
)  # fmt: skip
def test_workings_are_written_as_on_paper(source: str, wanted: list[str]) -> None:
    assert lines(source) == wanted


def test_phrases_say_what_has_just_become_a_number() -> None:
    phrases = (("F*F*D", "weights in one filter"), ("F*F*D + 1", "parameters per filter"))
    working = Formula("(F*F*D + 1)*K", phrases).lines(NAMES)
    assert [line.note for line in working] == [
        "", "192 weights in one filter", "193 parameters per filter", "",
    ]  # fmt: skip


def test_inner_questions_lead_to_the_whole() -> None:
    inner = Formula("(F*F*D + 1)*K", (("F*F*D", "weights in one filter"),)).subformulas(NAMES)
    assert [(each.text, each.value, each.phrase) for each in inner] == [
        ("F·F·D", 192, "weights in one filter"),
        ("F·F·D + 1", 193, ""),
    ]


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("(a*b) + c", "a·b + c"),
        ("a*(b + c)", "a·(b + c)"),
        ("(a + b) - c", "a + b − c"),
        ("a - (b - c)", "a − (b − c)"),
        ("a + (b + c)", "a + (b + c)"),
        ("(a*b)*c", "a·b·c"),
        ("a/(b*c)", "a/(b·c)"),
        ("a/b/c", "a/b/c"),
        ("a*(b/c)", "a·(b/c)"),
        ("a/b*c", "a/b·c"),
        ("(-a)**2", "(−a)²"),
        ("-a**2", "−a²"),
        ("(a**2)**3", "(a²)³"),
        ("a**b", "a^b"),
        ("a**(b + 1)", "a^(b + 1)"),
        ("-(a + b)", "−(a + b)"),
        ("-(a*b)", "−(a·b)"),
        ("(a % b)*c", "(a mod b)·c"),
        ("a//(b + c)", "⌊a/(b + c)⌋"),
        ("(a if b else c)*2", "(a if b else c)·2"),
    ],
)
def test_a_formula_is_written_with_the_brackets_it_needs(source: str, wanted: str) -> None:
    assert formula(source).written() == wanted


def test_symbols_may_be_spelled_in_another_way() -> None:
    assert formula("Ho*Wo*K").written({"Ho": "H′", "Wo": "W′"}) == "H′·W′·K"


def test_symbols_come_in_order_of_appearance() -> None:
    assert formula("b*a + layer.size*b").symbols == ("b", "a", "layer.size")


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("F/(H - 32)", "division by zero"),
        ("F**(K*K)", "exponent"),
        ("F*nobody", "nobody"),
        ("F*(H > 3)", "a truth value"),
        ("F*'a'", "a text"),
    ],
)
def test_a_formula_without_a_value_says_why(source: str, says: str) -> None:
    with pytest.raises(ExpressionError, match=says):
        formula(source).value(NAMES)


_SYMBOLS = st.sampled_from("abcd")
_SIGNS = st.sampled_from(["+", "-", "*", "/", "//", "%"])
_TREES = st.recursive(
    st.one_of(_SYMBOLS, st.integers(0, 20).map(str)),
    lambda inner: st.one_of(
        st.tuples(inner, _SIGNS, inner).map(lambda p: f"({p[0]}) {p[1]} ({p[2]})"),
        inner.map(lambda text: f"-({text})"),
        inner.map(lambda text: f"+({text})"),
        inner.map(lambda text: f"({text})**2"),
        inner.map(lambda text: f"({text})**3"),
        inner.map(lambda text: f"floor({text})"),
        inner.map(lambda text: f"ceil({text})"),
    ),
    max_leaves=8,
)
_NUMBERS = st.fixed_dictionaries(
    {name: st.one_of(st.integers(-12, 40), st.sampled_from([0, 1, 2])) for name in "abcd"}
)


def plain(written: str) -> str:
    """A written formula in the language's own signs."""
    pairs = {"·": "*", "−": "-", "²": "**2", "³": "**3", "^": "**", " mod ": "%"}
    pairs |= {"⌊": "floor(", "⌈": "ceil(", "⌋": ")", "⌉": ")"}
    for sign, text in pairs.items():
        written = written.replace(sign, text)
    return written


@given(_TREES, _NUMBERS)
def test_the_value_is_that_of_the_expression(source: str, numbers: dict[str, int]) -> None:
    names = {**STANDARD_FUNCTIONS, **numbers}
    try:
        wanted = parse(source).evaluate(names)
    except ExpressionError:
        with pytest.raises(ExpressionError):
            formula(source).value(names)
        return
    found = formula(source).value(names)
    assert found == wanted
    assert isinstance(found, int) == isinstance(wanted, int)


@given(_TREES, _NUMBERS)
def test_a_written_formula_means_the_same(source: str, numbers: dict[str, int]) -> None:
    names = {**STANDARD_FUNCTIONS, **numbers}
    try:
        wanted = formula(source).value(names)
    except ExpressionError:
        assume(False)
    assert parse(plain(formula(source).written())).evaluate(names) == wanted


@given(_TREES, _NUMBERS)
def test_every_line_of_a_working_can_be_typed_as_the_answer(
    source: str, numbers: dict[str, int]
) -> None:
    """What the engine prints it accepts, and every line comes to the value of the last."""
    names = {**STANDARD_FUNCTIONS, **numbers}
    try:
        values = formula(source).trace(names)
    except ExpressionError:
        assume(False)
    assume(all(abs(Fraction(number).numerator) < 10**15 for number in values))
    working = formula(source).lines(names)
    for line in working:
        assert read_number(line.text) == values[-1], line.text
    assert read_number(working[-1].text) == formula(source).value(names)
    texts = [line.text for line in working]
    assert len(set(texts)) == len(texts), "no line is repeated"


@given(_TREES, _NUMBERS)
def test_inner_values_are_those_of_the_inner_formulas(source: str, numbers: dict[str, int]) -> None:
    names = {**STANDARD_FUNCTIONS, **numbers}
    try:
        inner = formula(source).subformulas(names)
    except ExpressionError:
        assume(False)
    for each in inner:
        assert parse(plain(each.text)).evaluate(names) == each.value


def test_what_comes_to_one_number_is_named_together() -> None:
    """The words in common once; a value that is no count stands before its words."""
    phrases = (
        ("D*F", "weights for the keys"), ("F*D", "weights for the values"), ("H/S", "the half"),
        ("H*D", "positions in all"),
    )  # fmt: skip
    working = Formula("D*F + F*D + H/S + H*D", phrases).lines(NAMES)
    assert working[1].note == "24 weights for the keys, values; 16, the half; 96 positions in all"


def test_where_nothing_is_rounded_the_number_goes_by_what_it_is_when_rounded() -> None:
    phrases = (("(H - F)/S", "the number of strides, unrounded"), ("floor((H - F)/S)", "strides"))
    working = Formula("floor((H - F)/S) + 1", phrases).lines(NAMES)
    assert [line for line in working if line.note] == [("12 + 1", "12 strides")]
    working = Formula("floor((H - F)/S) + 1", phrases).lines({**NAMES, "H": 33})
    assert [line.note for line in working if line.note] == [
        "12.5, the number of strides, unrounded", "12 strides",
    ]  # fmt: skip
