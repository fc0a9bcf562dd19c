"""Python's own values and functions, as a source text uses them, give what Python gives."""

from __future__ import annotations

import pytest

from quizengine.frameworks import SourceError, read


def units(source: str, before: str = "") -> int:
    """The units of a Dense layer that a text computes."""
    return int(read(f"{before}\nDense({source})", [1]).params) // 2


def refused(source: str, before: str = "") -> str:
    with pytest.raises(SourceError) as caught:
        units(source, before)
    assert caught.value.line == before.count("\n") + 2
    return str(caught.value)


@pytest.mark.parametrize(
    "expression",
    [
        'len(set("hello"))', "len({1, 1})", "len({1, True, 1.0})", "len({x % 3 for x in range(9)})",
        "len(frozenset([1, 2, 2]))", "len({frozenset([1, 2]), frozenset([2, 1])})",
        "len({(1, (2, 3)), (1, (2, 3)), (1, 2)})", "len(set()) + 1", "len({None, None, ''})",
        "len({1, 2} | {2, 3})", "len({1, 2} & {2, 3})", "len({1, 2} - {2})",
        "len({1, 2} ^ {2, 3}) + 5", "len({1, 2}.union([3], (4,)))",
        "len({1, 2, 3}.intersection([2, 3], {3}))", "len({1, 2, 3}.difference([2], [3]))",
        "len({1, 2}.symmetric_difference([2, 3, 4]))", "len({1, 2}.copy())",
        "1 + {1}.issubset([1, 2])", "1 + {1}.issuperset([1, 2])", "1 + {1}.isdisjoint([2])",
        "2 if {1, 2} == {2.0, True} else 1", "2 if {1} < {1, 2} else 1",
        "2 if {1} == frozenset([1]) else 1", "2 if 1.0 in {1} else 1", "2 if 3 not in {1} else 1",
        "sum(sorted({3, 1, 2}))", "sorted({3, 1, 2})[0]", "max({3, 1, 2})", "len(list({5, 5, 6}))",
        "1 + isinstance({1}, set)", "1 + isinstance(frozenset(), set)",
        "1 + isinstance(frozenset(), (list, frozenset))", "1 if {0} else 2", "1 if set() else 2",
        "sum(x for x in {1, 2, 2})", "list({4, 3, 3})[0]",
        "[w for w in {64, 32, 16}][0]", "len(str({1}))", "len(str(set()))", "len({'a': 1, 'a': 2})",
        "{frozenset([1]): 4}[frozenset([1])]",
    ],
)  # fmt: skip
def test_a_set_has_no_element_twice(expression: str) -> None:
    assert units(expression) == eval(expression)  # noqa: S307


def test_a_layer_of_the_letters_of_a_word() -> None:
    assert read('nn.Linear(4, len(set("hello")))', [4]).output == [4]


def test_a_set_is_changed_in_place() -> None:
    before = "a = {1}\nb = a\nb |= {2, 3}\nb.add(2)\nb.update([5], [6])\nb.remove(1)\nb.discard(9)"
    assert units("len(a)", before) == 4
    assert units("len(a)", before + "\na -= {2, 3}\na.intersection_update([5])") == 1
    assert units("len(a)", "a = frozenset([1])\nb = a\nb |= {2}") == 1


def test_a_set_is_iterated_over_in_the_order_of_insertion() -> None:
    """Python's own order of strings differs between runs; a network has to be the same."""
    source = "m = Sequential()\nfor n in {'c', 'a', 'b', 'a'}:\n    m.add(Dense(1, name=n))"
    assert [row.name for row in read(source, [1]).rows] == ["c", "a", "b"]


@pytest.mark.parametrize(
    ("expression", "says"),
    [
        ("len({[1]})", "a list cannot be an element of a set"),
        ("len({(1, [2])})", "holds what can change"),
        ("len({1} | [2])", "`|` does not go with a set and a list"),
        ("{1, 2}.pop()", "a set has no `pop`"),
        ("{1, 2}[0]", "a set has no item"),
        ("len(reversed({1, 2}))", "no order to reverse"),
        ("{1}.remove(2)", "no element 2"),
        ("len(frozenset([1]).add(2))", "no `add`"),
        ("len({unknown})", "`unknown` has no value"),
    ],
)
def test_what_python_does_not_do_with_a_set_is_refused(expression: str, says: str) -> None:
    assert says in refused(expression)


def test_how_many_unknown_values_are_alike_is_not_known() -> None:
    assert "has to be known" in refused("len({x, y})", "import numpy as np\nx = np.a\ny = np.b")


@pytest.mark.parametrize(
    "source",
    [
        "a = {i * (2**61 - 1) for i in range(9_000)}",
        "a = set(range(9_000))\nwhile 1: a & {1}",
        "a = set(range(9_000))\nwhile 1: a.isdisjoint([-1])",
        "a = set(range(9_000))\nwhile 1: a.update(*[[1]] * 9_000)",
        "a = list(range(9_000))\nwhile 1: a.index(8_999)",
        "while 1: sum(range(9_999))",
        "a = [0] * 9_000\nwhile 1: max(a, key=lambda x: x)",
        "a = [0] * 9_000\nwhile 1: a.sort()",
        "a = [[0]] * 9_000\nwhile 1: sum(a, [])",
        "a = set()\nfor i in range(10**6): a.add(i)",
        "2.5 in range(10**30)",
        "def f(**k): return 0\nd = {f'a{i}': i for i in range(4_900)}\nwhile 1: f(**d)",
        "a = [1]\n" + "a = [a, a, a, a]\n" * 15 + "Dense(3)(a)",
        "import numpy as np\na = [1]\n" + "a = [a, a, a, a]\n" * 15 + "np.f(a)\nDense(3)(a)",
    ],
)
def test_large_collections_are_counted(source: str) -> None:
    with pytest.raises(SourceError, match=r"steps|hash|10,000|too deeply"):
        read(source, [3])


@pytest.mark.parametrize(
    "expression",
    [
        "max([1, 2, 3], key=lambda v: -v)", "min(2, 7, key=lambda v: -v)", "max([], default=4)",
        "max([5], default=4)", "len(max('aa', 'b', key=len))", "max([[1, 2], [1, 3]])[1]",
        "sorted([1, 3, 2], key=lambda v: -v)[0]", "sorted([1, 3, 2], reverse=True)[0]",
        "sorted({'a': 3, 'b': 2}.items(), key=lambda kv: kv[1])[0][1]",
        "sorted([(2, 'a'), (1, 'b')])[0][0]", "2 if sorted(['b', 'a'], key=None)[0] == 'a' else 3",
        "(lambda l: l.sort(key=lambda v: -v) or l[0])([1, 3])",
        "(lambda l: l.sort(reverse=True) or l[0])([1, 3])",
        "sum([1, 2], start=3)", "sum([1, 2], 3)", "sum([[1], [2, 3]], [])[2]",
        "list(enumerate([5], start=3))[0][0]", "list(enumerate([5], 3))[0][0]",
        "list(zip([1], [2], strict=True))[0][1]", "len(list(zip([1], [2, 3])))",
        "list(map(lambda a, b: a + b, [1], [2]))[0]", "list(filter(lambda a: a > 1, [1, 2]))[0]",
        "len(list(filter(None, [0, 1, 2])))", "int(round(2.567, ndigits=1) * 10)",
        "int(round(2.567, 1) * 10)", "round(2.567, None)", "int('ff', 16)", "int('101', base=2)",
        "int('0x1f', 0)", "{1: 2}.get(3, 4)", "len('a b c'.split(' ', maxsplit=1))",
        "len('a b c'.split(None, 1))", "range(1, 9, 2)[1]", "print('a', end='', sep='') or 3",
        "pow(2, 3)", "dict([('a', 1)], b=3)['b']", "int('%d%d' % (1, 2))",
        "int('%(a)d' % {'a': 3})",
        "len('%5s|%-5s' % ('a', 'b'))", "len('%d%%' % 5)", "len('{{}}{}'.format(5))",
        "len(f'{\"ab\"!r}')", "int(f'{5!s}')", "int('%03d' % 7)",
    ],
)  # fmt: skip
def test_an_argument_of_a_function_of_python_is_applied(expression: str) -> None:
    assert units(expression) == eval(expression)  # noqa: S307


@pytest.mark.parametrize(
    "expression",
    [
        "max([1], foo=3)", "max(1, 2, default=3)", "max([1, 'a'])", "max([None])",
        "max({}, {1: 2})",
        "sorted([1, 2], foo=1)", "sorted([1, 2], lambda v: v)", "sorted([1], key=3)",
        "sum([1], 2, 3)", "sum([1], begin=2)", "sum(['a'], '')", "sum([[1], 2], [])",
        "list(enumerate([5], begin=3))", "list(zip([1], [2, 3], strict=True))",
        "list(zip([1], foo=2))", "list(map(len, ['a'], foo=1))", "int(3, 2)", "int('3', foo=2)",
        "round(2, digits=3)", "{1: 2}.get(3, default=4)", "len('a b'.split(foo=1))",
        "print('a', foo=1) or 3", "range(1, step=2)", "pow(2, 3, 5)", "abs(1, 2)", "len([1], 2)",
        "str(3, 4)", "bool(0, x=1)", "any([0], 1)", "getattr(3, 'bit_length', 1, 2)",
        "hasattr(3, 'bit_length', 1)", "isinstance(3, int, float)", "list([1], 2)",
        "[1, 2].index(2, 0)", "'{0.real}'.format(5)", "'{:{}}'.format(5, 3)", "'%(a)d' % {}",
        "'%d %d' % 3", "'%d' % (1, 2)", "'%c' % 3", "'%d' % float('inf')",
        "range(10**30)[10**40]",
    ],
)  # fmt: skip
def test_an_argument_that_is_not_applied_is_refused(expression: str) -> None:
    refused(f"3 if [{expression}] else 4")


def test_an_unknown_argument_of_a_function_is_named() -> None:
    assert "`max` has no argument `foo`" in refused("max([1], foo=3)")


@pytest.mark.parametrize(
    ("expression", "wanted"),
    [
        ("math.prod([2, 3], start=2)", 12),
        ("int(math.pow(2, 3))", 8),
        ("int(np.prod([2, 3], dtype=int))", 6),
        ("int(np.prod([2, 3], axis=0))", 6),
        ("1 + isinstance((1,), collections.abc.Iterable)", 2),
        ("1 + isinstance(1, collections.abc.Iterable)", 1),
        ("1 + isinstance(1, np.integer)", 1),
    ],
)
def test_a_function_of_a_module(expression: str, wanted: int) -> None:
    assert units(expression, "import math, collections\nimport numpy as np") == wanted


@pytest.mark.parametrize(
    "expression",
    [
        "math.pow(2, 3)",  # Python gives 8.0, which Keras does not take
        "math.log(8, base=2)",
        "np.prod([[2, 3], [4, 5]], axis=1)",
        "np.prod([[2, 3]])",
        "1 + isinstance(1, numbers.Number)",
        "1 + isinstance(1, tools.Thing)",
    ],
)
def test_what_a_function_of_a_module_does_not_take_is_refused(expression: str) -> None:
    imports = "import math\nimport numpy as np\nimport numbers\nimport sklearn as tools"
    refused(expression, imports)


@pytest.mark.parametrize(
    ("source", "params"),
    [
        ("conv = partial(Conv2D, kernel_size=3, kernel_initializer='he_normal')\nconv(8)", 224),
        ("conv = partial(Conv2D, kernel_size=3, kernel_initializer=he_normal())\nconv(8)", 224),
        ("conv = partial(Conv2D, kernel_size=3)\nconv(8, kernel_regularizer=l2(1e-4))", 224),
        ("conv = partial(partial(Conv2D, dtype='f4'), kernel_size=3, seed=3)\nconv(8)", 224),
        ("same = dict(kernel_initializer='he', kernel_size=3)\nConv2D(8, **same)", 224),
        ("norm = partial(nn.BatchNorm2d, eps=1e-3, device='cpu', dtype=None)\nnorm(3)", 6),
        ("conv = partial(nn.Conv2d, kernel_size=3, device=None)\nconv(3, 8, dtype=None)", 224),
        ("def f(n, k): return Conv2D(n, k)\npartial(f, k=3)(8)", 224),
    ],
)
def test_what_a_partial_is_given_goes_to_the_function(source: str, params: int) -> None:
    shape = [3, 8, 8] if "nn." in source else [8, 8, 3]
    assert read(f"from functools import partial\n{source}", shape).params == params


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("partial(Conv2D, kernel=3)(8)", "no argument `kernel`"),
        ("partial(3)(8)", "partial takes what can be called"),
        ("partial()(8)", "`partial` cannot be called with these arguments"),
        ("Conv2D(8, **{'kernel': 3})", "no argument `kernel`"),
    ],
)
def test_what_a_partial_cannot_be_given_is_refused(source: str, says: str) -> None:
    with pytest.raises(SourceError, match="line 2: ") as caught:
        read(f"from functools import partial\n{source}", [8, 8, 3])
    assert says in str(caught.value)
