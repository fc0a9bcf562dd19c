"""The order of the draws: a permutation keyed by the question's id, and fair dice."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizengine.questions.draws import Order, chance, shuffled, values_at

NAMES = st.text(min_size=1, max_size=20)


@given(NAMES, st.integers(1, 5_000))
def test_every_element_comes_exactly_once(name, size):
    order = Order(name, size)
    assert sorted(order[index] for index in range(size)) == list(range(size))


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 8, 9, 10, 16, 17, 99, 100, 101])
def test_small_spaces_are_permuted_too(size):
    order = Order("small", size)
    assert {order[index] for index in range(size)} == set(range(size))


@given(NAMES, st.integers(1, 10**30), st.integers(0, 10**9))
def test_a_huge_space_is_drawn_from_without_being_listed(name, size, index):
    assert 0 <= Order(name, size)[index % size] < size


def test_the_name_alone_keys_the_order():
    first = [Order("one", 1_000)[index] for index in range(50)]
    assert first == [Order("one", 1_000)[index] for index in range(50)]
    assert first != [Order("two", 1_000)[index] for index in range(50)]
    assert first != sorted(first)


def test_the_order_and_the_dice_are_those_of_every_release():
    """A student who comes back with a number finds the question that was asked under it."""
    assert [Order("q", 16)[index] for index in range(16)] == [
        5,
        9,
        7,
        12,
        4,
        2,
        11,
        0,
        13,
        6,
        15,
        3,
        1,
        10,
        14,
        8,
    ]
    assert [chance("q", 7, f"label {n}", 1_000) for n in range(6)] == [837, 888, 627, 39, 680, 667]
    assert shuffled("q", 7, "choices", 8) == [1, 3, 4, 7, 0, 6, 2, 5]


def test_of_all_combinations_the_first_name_changes_the_fastest():
    domains = {"a": range(2), "b": range(3)}
    assert [list(values_at(index, domains).values()) for index in range(6)] == [
        [0, 0],
        [1, 0],
        [0, 1],
        [1, 1],
        [0, 2],
        [1, 2],
    ]


def test_the_first_draws_are_spread_over_the_space():
    """Over many names the first element is anywhere, as is the one after it."""
    for index in (0, 1):
        tenths = Counter(Order(f"name {n}", 1_000)[index] // 100 for n in range(2_000))
        assert set(tenths) == set(range(10))
        assert all(120 <= count <= 290 for count in tenths.values())


@pytest.mark.parametrize("sides", [2, 3, 6, 7])
def test_a_die_is_fair(sides):
    thrown = Counter(chance("q", number, "die", sides) for number in range(6_000))
    assert set(thrown) == set(range(sides))
    assert all(abs(count - 6_000 / sides) < 300 for count in thrown.values())


def test_a_throw_depends_on_question_variant_and_label_alone():
    thrown = chance("q", 7, "claim 1", 1 << 60)
    assert thrown == chance("q", 7, "claim 1", 1 << 60)
    assert chance("q1", 7, "die", 1 << 60) != chance("q", 17, "die", 1 << 60)
    assert chance("q", 71, "die", 1 << 60) != chance("q", 7, "1die", 1 << 60)
    others = [("r", 7, "claim 1"), ("q", 8, "claim 1"), ("q", 7, "claim 2"), ("q\x007", 0, "x")]
    assert len({thrown, *(chance(*other, 1 << 60) for other in others)}) == 5


@given(NAMES, st.integers(0, 10**5), st.integers(0, 30))
def test_shuffling_keeps_every_index(name, number, count):
    assert sorted(shuffled(name, number, "choices", count)) == list(range(count))


def test_every_order_of_three_comes_up():
    orders = Counter(tuple(shuffled("q", number, "choices", 3)) for number in range(1_200))
    assert len(orders) == 6
    assert all(130 <= count <= 270 for count in orders.values())
