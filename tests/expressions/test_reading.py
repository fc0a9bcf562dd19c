"""What is not part of the language is refused, at the character where it stands."""

import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizengine.expressions import ExpressionError, parse


def fault(source: str) -> ExpressionError:
    with pytest.raises(ExpressionError) as caught:
        parse(source)
    # Line breaks are blanks, and no character changes its offset.
    assert caught.value.source.split() == source.split()
    assert len(caught.value.source) == len(source)
    return caught.value


@pytest.mark.parametrize(
    ("source", "at", "says"),
    [
        ("1 + (lambda: 1)", "lambda", "lambda"),
        ("1 + sum([x for x in y])", "[", "a list comprehension"),
        ("sum(x for x in y)", "(x", "a generator"),
        ("1 + {x for x in y}", "{", "a set comprehension"),
        ("1 + {x: x for x in y}", "{", "a dict comprehension"),
        ("1 + {2, 3}", "{", "a set"),
        ("1 + {2: 3}", "{", "a dict"),
        ("max(*items)", "*", "a star"),
        ("max(1, **items)", "**", "a star"),
        ("[1, *items]", "*", "a star"),
        ("2 + _hidden", "_hidden", "underscore"),
        ("2 + __import__('os')", "__import__", "underscore"),
        ("2 + layer.__class__", "__class__", "underscore"),
        ("2 + layer.output.__class__.x", "__class__", "underscore"),
        ("f(2, _x=3)", "_x", "underscore"),
        ("2 + f'{x}'", "f'", "an f-string"),
        ("2 + (x := 3)", "x", "an assignment"),
        ("items[1:2]", "1:2", "a slice"),
        ("2 + (await x)", "await", "await"),
        ("2 + (yield x)", "yield", "yield"),
        ("2 ^ 3", "^", "write ** for a power"),
        ("(2) ^ 3", "^", "write ** for a power"),
        ("(2 +\n 3\n) ^ 3", "^", "write ** for a power"),
        ("2 << 3", "<<", "<<"),
        ("2 >> 3", ">>", ">>"),
        ("2 | 3", "|", "write or"),
        ("2 & 3", "&", "write and"),
        ("2 @ 3", "@", "@"),
        ("2 + ~3", "~", "~"),
        ("x is None", "is", "`is`"),
        ("1 < 2 is not 3", "is not", "`is not`"),
        ("2 + b'x'", "b'x'", "bytes"),
        ("2 + 3j", "3j", "complex"),
        ("[...]", "...", "ellipsis"),
        ("x = 3", "=", ""),
        ("1 2", "2", ""),
        ("2 × 3", "×", "invalid character"),
        ("(1 + 2", "(", "never closed"),
        ("1 + 2)", ")", "unmatched"),
        ("import os", "import", ""),
        ("1; 2", ";", ""),
        ("a if b", "a", "expected 'else'"),
    ],
)
def test_what_is_outside_the_language_is_refused_where_it_stands(
    source: str, at: str, says: str
) -> None:
    for before in ("", "  ", "\n\n ", "'äöü×½' + ", "(1 +\n2) - ", "(1 +\r\n'日本' + 2) - "):
        if before.endswith(("+ ", "- ")) and at in ("import", "a"):
            continue
        text = before + source
        error = fault(text)
        assert error.offset == len(before) + source.index(at), (text, error.message)
        assert says in error.message


def test_what_ends_too_early_is_refused_at_its_end() -> None:
    for source in ("1 + ", "é +", "(1 + 2) *\n ", "äö ="):
        assert fault(source).offset >= len(source.rstrip()) - 1


@pytest.mark.parametrize("source", ["", " ", "\n\t"])
def test_an_empty_expression_is_missing(source: str) -> None:
    assert "missing" in fault(source).message


@pytest.mark.parametrize("char", ["\x00", "\x07", "\x1b", "\x7f", "\x85", "\x9b", "\x0c"])
def test_control_characters_are_refused_where_they_stand(char: str) -> None:
    assert fault(f"1 + '{char}'").offset == 5
    assert char not in str(fault(f"1 + '{char}'"))


def test_half_a_character_is_refused() -> None:
    """A lone surrogate, as a broken file may hold."""
    fault("1 + \ud800")
    fault("'\udcff'")


@pytest.mark.parametrize(
    "source",
    [
        "(" * 500 + "1" + ")" * 500,
        "[" * 500 + "1" + "]" * 500,
        "f(" * 500 + "1" + ")" * 500,
        "(" * 500,
        "1+" * 999 + "1",
        "1" + "+1" * 400,
        "-" * 1_500 + "1",
        "not " * 400 + "1",
        "2**" * 500 + "2",
        "1 if 1 else " * 150 + "1",
        "x" + ".a" * 900,
        "x" + "[0]" * 600,
        "x" + "()" * 900,
    ],
)
def test_deep_nesting_is_refused(source: str) -> None:
    assert fault(source).message


def test_a_long_source_is_refused_at_the_limit() -> None:
    error = fault("1 + " * 25_000 + "1")
    assert error.offset == 2_000
    assert "2,000" in error.message
    assert "100,001" in error.message


def test_a_wide_expression_is_refused() -> None:
    assert "400" in fault("[" + "1," * 500 + "]").message


@pytest.mark.parametrize(
    "source", ["1" * 1_000, "0x" + "f" * 1_000, "-" + "9" * 700, "1e400", "1e-400", "0.1e-301"]
)
def test_huge_literals_are_refused(source: str) -> None:
    assert "binary digits" in fault(source).message or "out of range" in fault(source).message


def test_what_python_warns_about_reaches_nobody() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert parse("3or 4").evaluate({}) is True
        assert parse("'\\d'").evaluate({}) == "\\d"


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_and_nothing_else_happens(text: str) -> None:
    try:
        parse(text)
    except ExpressionError as error:
        assert 0 <= error.offset <= len(text)
        assert error.message
        assert "\n" not in error.message


_WORDS = [
    "lambda",
    " if ",
    " else ",
    " for ",
    " in ",
    " not ",
    " and ",
    " is ",
    "f'",
    "b'",
    "0x",
    "×",
]
_SIGNS = [
    "**",
    "//",
    "1.5",
    "1e9",
    "x",
    "é",
    "min(",
    *"0123456789+-*/%()[]{}<>=!.,:;'\"\\ \n\t\r#@^~|&_",
]
_PIECES = st.sampled_from(_WORDS + _SIGNS)


@given(st.lists(_PIECES, max_size=25).map("".join))
def test_any_text_of_the_languages_pieces_is_read_or_refused(text: str) -> None:
    try:
        parse(text)
    except ExpressionError as error:
        assert 0 <= error.offset <= len(text)


def test_an_expression_may_run_over_lines() -> None:
    assert parse("1 +\n  2\r\n\t* 3").evaluate({}) == 7
    assert parse("(1 +  # one\n 2)").evaluate({}) == 3


def test_an_expression_knows_its_names_and_where_they_first_stand() -> None:
    expression = parse("('é' == a or\n floor(b / a) > len(c.size))")
    assert expression.names == {"a", "b", "c", "floor", "len"}
    assert expression.offset_of_name("b") == expression.source.index("b")
    assert expression.offset_of_name("a") == expression.source.index("a")


def test_expressions_of_one_text_are_equal() -> None:
    assert parse("1 + x") == parse("1 + x")
    assert hash(parse("1 + x")) == hash(parse("1 + x"))
    assert parse("1 + x") != parse("x + 1")
    assert repr(parse("1 + x")) == "Expression('1 + x')"
