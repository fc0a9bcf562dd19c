"""Exact values, and an ExpressionError with its offset where there is none."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizengine.calculator.keras import Dense
from quizengine.expressions import STANDARD_FUNCTIONS, ExpressionError, Vocabulary, parse
from quizengine.frameworks.vocabulary import EXPORTS

F = Fraction


def value(source: str, **names: object) -> object:
    return parse(source).evaluate({**STANDARD_FUNCTIONS, **names})


def fault(source: str, **names: object) -> ExpressionError:
    with pytest.raises(ExpressionError) as caught:
        value(source, **names)
    return caught.value


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("(8*8*3 + 1)*(14*14*20)", 756_560),
        ("(32 - 8 + 2*1)/2 + 1", 14),
        ("(10 - 3)/2 + 1", F(9, 2)),
        ("7/2", F(7, 2)),
        ("6/2", 3),
        ("0.1 + 0.2", F(3, 10)),
        ("1e3 + 2.5e-1", F(4001, 4)),
        ("1_000.5", F(2001, 2)),
        ("-7 // 2", -4),
        ("-7 % 3", 2),
        ("-2**2", -4),
        ("2**-2", F(1, 4)),
        ("2**3**2", 512),
        ("0x10 + 0b11", 19),
        ("not 0", True),
        ("1 and 'a'", True),
        ("0 or []", False),
        ("1 < 2 < 3", True),
        ("1 < 3 < 2", False),
        ("3 > 2 == 2 != 5", True),
        ("2 in [1, 2]", True),
        ("5 not in (1, 2)", True),
        ("'b' in 'abc'", True),
        ("1 if 2 > 1 else 1/0", 1),
        ("1/0 if 2 < 1 else 'no'", "no"),
        ("[1, 2, 3][-1]", 3),
        ("[[1, 2], [3, 4]][1][0]", 3),
        ("(1, 'a', None, True)", (1, "a", None, True)),
        ("[1, 2] == [1, 2]", True),
        ("max(3, 7/2) - min([1, 2])", F(5, 2)),
    ],
)
def test_values(source: str, wanted: object) -> None:
    found = value(source)
    assert found == wanted
    assert type(found) is type(wanted)


@pytest.mark.parametrize(
    ("source", "at", "says"),
    [
        ("2 + 1/0", "1/0", "division by zero"),
        ("2 + 1//0", "1//0", "division by zero"),
        ("2 + 1%0", "1%0", "division by zero"),
        ("2 + 0**-1", "0**", "division by zero"),
        ("2 + 9**9**9", "9**", "exponent"),
        ("2 + 2**0.5", "2**", "whole exponent"),
        (
            "2 + 10**64*10**64*10**64*10**64*10**64*10**64*10**64*10**64*10**64*10**64",
            "10",
            "digits",
        ),
        ("2 + 'a'*10**9", "'a'", "a text"),
        ("2 + [0]*10**9", "[0]", "a list"),
        ("2 + 'a'.upper()", "'a'", "no `upper`"),
        ("2 + 'a'.format", "'a'", "no `format`"),
        ("2 + ''.join(['a'])", "''", "no `join`"),
        ("2 + [1].append", "[1]", "no `append`"),
        ("2 + min.x", "min", "no `x`"),
        ("2 + (1).real", "(1)", "no `real`"),
        ("2 + nobody", "nobody", "`nobody` has no value"),
        ("2 + nobody(3)", "nobody", "`nobody` has no value"),
        ("2 + 3(4)", "3", "cannot be called"),
        ("2 + range(10**30)[0]", "range", "1000 items"),
        ("2 + range(10**30, 0, -1)[0]", "range", "1000 items"),
        ("2 + [1, 2][5]", "[1", "no item 5 among 2"),
        ("2 + [1, 2][10**30]", "[1", "no item"),
        ("2 + [1, 2]['a']", "[1", "whole number"),
        ("2 + 'abc'[0]", "'abc'", "no items"),
        ("2 + (True + 1)", "True", "a truth value"),
        ("2 + (None - 1)", "None", "None"),
        ("2 + (-'a')", "-'a'", "a text"),
        ("2 + ('a' < 1)", "'a'", "cannot be compared"),
        ("2 + (1 in 2)", "1 in", "cannot be compared"),
        ("2 + floor('a')", "floor", "a text"),
        ("2 + range(1, 5, 0)", "range", "step by 0"),
        ("2 + gcd(1/2)", "gcd", "whole numbers"),
        ("2 + max([])", "max", "empty list"),
        ("2 + len(7)", "len", "a list is needed"),
        ("2 + sum(7)", "sum", "a list is needed"),
        ("2 + min(a=1)", "min", "argument"),
    ],
)
def test_what_has_no_value_says_so_where_it_stands(source: str, at: str, says: str) -> None:
    for before in ("", "'äö×' == 'é' or\t", "('日本' == 'é' or\n 1 > 2 or "):
        text = before + source + (")" if before.startswith("(") else "")
        error = fault(text)
        assert says in error.message, error.message
        offset = len(before) + source.index(at)
        # For ast, a bracketed operand begins inside its brackets.
        assert error.offset in (offset, offset + 1), (text, error.offset)


def test_names_may_stand_for_no_floats() -> None:
    """A float is not exact, so it takes no part."""
    assert "float" in fault("x + 1", x=0.5).message


def test_only_listed_attributes_are_reached() -> None:
    layer = Dense(10)([5])
    assert value("layer.params", layer=layer) == 60
    for hidden in ("layer", "symbols", "params.count_formula", "symbols.keys", "input.index"):
        assert " has no `" in fault(f"layer.{hidden}", layer=layer).message


def test_a_string_formats_nothing() -> None:
    assert value("'%s {0.__class__}'") == "%s {0.__class__}"
    fault("'%s' % 5")


def grow(source: str, first: object, times: int) -> object:
    """What comes of a definition that is built on itself."""
    for _ in range(times):
        first = value(source, a=first)
    return first


@pytest.mark.parametrize(
    ("source", "first", "says"),
    [
        ("[a, a, a, a, a, a, a, a]", [0], "10,000 items"),
        ("(a,)", [0], "nested too deeply"),
        ("a*a", 3, "binary digits"),
        ("a/(a + 1)", 1, None),
    ],
)
def test_a_chain_of_definitions_stays_bounded(source: str, first: object, says: str | None) -> None:
    """Definitions that double each other must not make what takes for ever to print."""
    if says is None:
        assert isinstance(grow(source, first, 100), F)
        return
    with pytest.raises(ExpressionError, match=says):
        grow(source, first, 1_000)


Tree = tuple[str, Fraction | None]


def _combine(parts: tuple[Tree, str, Tree]) -> Tree:
    (left, a), sign, (right, b) = parts
    source = f"({left}) {sign} ({right})"
    if a is None or b is None:
        return source, None
    if sign in ("/", "//", "%") and b == 0:
        return source, None
    results = {
        "+": lambda: a + b,
        "-": lambda: a - b,
        "*": lambda: a * b,
        "/": lambda: a / b,
        "//": lambda: F(a // b),
        "%": lambda: a % b,
    }
    return source, results[sign]()


_LEAVES = st.one_of(
    st.integers(-999, 999).map(lambda number: (str(number), F(number))),
    st.decimals(-99, 99, places=3).map(lambda number: (str(number), F(str(number)))),
)
_TREES: st.SearchStrategy[Tree] = st.recursive(
    _LEAVES,
    lambda inner: st.tuples(inner, st.sampled_from(["+", "-", "*", "/", "//", "%"]), inner).map(
        _combine
    ),
    max_leaves=12,
)


@given(_TREES)
def test_arithmetic_is_that_of_fractions(tree: Tree) -> None:
    source, wanted = tree
    if wanted is None:
        assert "division by zero" in fault(source).message
        return
    found = value(source)
    assert found == wanted
    assert isinstance(found, int) == (wanted.denominator == 1)


@given(
    st.integers(-30, 30),
    st.integers(-30, 30),
    st.sampled_from(["<", "<=", "==", "!=", ">", ">="]),
    st.sampled_from(["and", "or", "and not", "or not"]),
)
def test_comparisons_and_logic_are_pythons(a: int, b: int, sign: str, word: str) -> None:
    source = f"a {sign} b {word} a > 0"
    plain = {"a": a, "b": b}
    assert value(source, **plain) == bool(eval(source, {}, plain))  # noqa: S307


class Square:
    expression_names = frozenset({"side"})
    side = 3


class NamedSquare(Square):
    pass


class Shapes(Vocabulary):
    attributes = {  # noqa: RUF012
        Square: {"area": lambda square: square.side**2, "name": lambda _: "square"},
        NamedSquare: {"name": lambda _: "a square of its own"},
    }


def test_names_may_add_attributes_to_types() -> None:
    names = Shapes(plain=Square(), named=NamedSquare())
    assert parse("[plain.area, plain.name]").evaluate(names) == [9, "square"]
    assert parse("[named.area, named.name]").evaluate(names) == [9, "a square of its own"]
    with pytest.raises(ExpressionError, match="a Square has no `size`; it has area, name, side"):
        parse("plain.size").evaluate(names)
    with pytest.raises(ExpressionError, match="a Square has no `area`; it has side"):
        parse("plain.area").evaluate(dict(names))


class Hostile:
    """A value that tries to be found out about."""

    expression_names = frozenset({"boom", "items"})
    items = (1, 2)

    @property
    def boom(self) -> object:
        raise AttributeError("no")

    def __call__(self, *arguments: object) -> object:
        raise ValueError("no \x1b[31m")


_NAMES = {
    **EXPORTS,
    "a": 3,
    "b": F(-7, 3),
    "big": 1 << 2_040,
    "text": "x" * 50,
    "nothing": None,
    "yes": True,
    "real": 0.5,
    "nan": float("nan"),
    "items": [1, [2, "three"], (4,)],
    "hostile": Hostile(),
    "applied": Dense(10)([5]),
    "layer": Dense(2),
    "shape": Dense(3)([2, 2]).output,
}
_WORDS = st.one_of(
    st.sampled_from(sorted(_NAMES)),
    st.sampled_from(["0", "1", "2.5", "-1", "10**60", "'é'", "[]", "[1, 2]", "None", "True"]),
)
_SOURCES = st.recursive(
    _WORDS,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["+", "*", "/", "//", "%", "**", "<", "==", "in"]), inner)
        .map(" ".join)
        .map(lambda text: f"({text})"),
        st.tuples(inner, st.lists(inner, max_size=3)).map(lambda p: f"{p[0]}({', '.join(p[1])})"),
        st.tuples(inner, inner).map(lambda p: f"{p[0]}[{p[1]}]"),
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.tuples(
            inner, st.sampled_from(["size", "output", "params", "boom", "items", "row", "depth"])
        ).map(".".join),
    ),
    max_leaves=10,
)


@given(_SOURCES)
def test_whatever_the_names_stand_for_there_is_a_value_or_an_error(source: str) -> None:
    try:
        parse(source).evaluate(_NAMES)
    except ExpressionError as error:
        assert error.message


def test_evaluating_leaves_the_names_alone() -> None:
    names = {"a": [1, 2], "b": 3}
    assert parse("a[0] + b").evaluate(names) == 4
    assert names == {"a": [1, 2], "b": 3}
