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
        "1 if {0} else 2", "1 if set() else 2",
        "sum(x for x in {1, 2, 2})", "len(str({1}))", "len(str(set()))", "len({'a': 1, 'a': 2})",
        "{frozenset([1]): 4}[frozenset([1])]",
    ],
)  # fmt: skip
def test_a_set_has_no_element_twice(expression: str) -> None:
    assert units(expression) == eval(expression)  # noqa: S307


def test_a_layer_of_the_letters_of_a_word() -> None:
    assert read('nn.Linear(4, len(set("hello")))', [4]).output == [4]


def test_a_set_is_changed_in_its_place() -> None:
    before = "a = {1}\nb = a\nb |= {2, 3}\nb.add(2)\nb.update([5], [6])\nb.remove(1)\nb.discard(9)"
    assert units("len(a)", before) == 4
    assert units("len(a)", before + "\na -= {2, 3}\na.intersection_update([5])") == 1
    assert units("len(a)", "a = frozenset([1])\nb = a\nb |= {2}") == 1


def test_a_set_is_gone_through_in_the_order_it_was_filled_in() -> None:
    """Python's own order of texts is another one in every run; a network has to be the same."""
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
        ("{1}.remove(2)", "no element 2"),
        ("len(frozenset([1]).add(2))", "no `add`"),
        ("len({unknown})", "`unknown` has no value"),
    ],
)
def test_what_python_does_not_do_with_a_set_is_refused(expression: str, says: str) -> None:
    assert says in refused(expression)


def test_how_many_unknown_values_are_alike_is_not_known() -> None:
    assert "has to be known" in refused("len({x, y})", "import numpy as np\nx = np.a\ny = np.b")
