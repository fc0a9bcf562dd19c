"""Which questions are asked, in which order, with which numbers."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from quizengine.practice.deck import (
    FURTHEST_START,
    MIX_LENGTH,
    ROUNDS,
    bank_deck,
    mixed_deck,
    question_deck,
)
from tests.practice.fakes import FakeQuestion, bank

SEEDS = st.integers(0, 2**32)


def test_a_bank_is_asked_in_its_own_order():
    deck = bank_deck(bank(), seed=1)
    assert [item.question.id for item in deck.items] == ["q0", "q1", "q2"]


@given(SEEDS)
def test_the_seed_decides_everything(seed):
    assert bank_deck(bank(), seed) == bank_deck(bank(), seed)
    banks = [bank("a"), bank("b")]
    assert mixed_deck(banks, seed) == mixed_deck(banks, seed)


@given(SEEDS)
def test_a_practice_starts_near_the_first_variants(seed):
    assert all(1 <= item.start <= FURTHEST_START for item in bank_deck(bank(), seed).items)


def test_fresh_numbers_differ_from_seed_to_seed():
    starts = {bank_deck(bank(), seed).items[0].start for seed in range(50)}
    assert len(starts) > 30


def test_a_chosen_variant_is_the_one_asked():
    assert [item.start for item in bank_deck(bank(), 7, variant=0).items] == [0, 0, 0]
    chosen = question_deck(bank(), bank().questions[1], 7, variant=12)
    assert [item.start for item in chosen.items] == [12]


def test_one_question_is_asked_several_times():
    deck = question_deck(bank(), bank().questions[1], seed=7)
    assert [item.question.id for item in deck.items] == ["q1"] * ROUNDS


@given(SEEDS, st.lists(st.integers(1, 6), min_size=1, max_size=5))
def test_no_two_neighbours_in_a_mix_are_of_one_bank_where_that_can_be(seed, sizes):
    banks = [
        bank(f"bank{index}", *(FakeQuestion(f"q{n}") for n in range(size)))
        for index, size in enumerate(sizes)
    ]
    items = mixed_deck(banks, seed).items
    assert len(items) == min(MIX_LENGTH, sum(sizes))
    assert len({item.key for item in items}) == len(items), "no question twice"
    names = [item.bank for item in items]
    repeats = sum(a == b for a, b in pairwise(names))
    most = max(map(names.count, names))
    assert repeats <= max(0, most - (len(names) - most) - 1)


def test_every_bank_has_its_share_of_a_mix():
    large = [FakeQuestion(f"q{n}") for n in range(30)]
    banks = [bank("a", *large), bank("b", *large[:4]), bank("c", *large[:4])]
    names = [item.bank for item in mixed_deck(banks, 3).items]
    assert {name: names.count(name) for name in "abc"} == {"a": 4, "b": 4, "c": 4}


def test_a_mix_of_one_bank_is_named_for_it():
    assert mixed_deck([bank("a")], 1).title == "The bank a"
    assert mixed_deck([bank("a"), bank("b")], 1).title == "A mix of 2 banks"
