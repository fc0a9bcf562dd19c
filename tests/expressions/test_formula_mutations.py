"""Mutations of a formula: evaluated and written out, they have the same value."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizengine.expressions import formula
from quizengine.expressions.formula_mutations import LIKELY, mutations_of
from quizengine.expressions.mutation_evaluation import evaluate_nodes, mutated_values, with_mutation
from quizengine.expressions.rewriting import rewritten

SOURCES = [
    "(F*F*D + 1)*K",
    "floor((W - F + 2*P)/S) + 1",
    "ceil(W/S)",
    "W//S",
    "K",
    "2**(F - 1)*D/G + min(K, D)",
    "(D + 1)*F*K + (K + 1)*F*D + (F*K + 1)*D",
]
_SYMBOLS = "FDKWPSGHA"
_numbers = st.fixed_dictionaries({symbol: st.integers(1, 50) for symbol in _SYMBOLS})


def _mutated(source):
    compiled = formula(source)
    return mutations_of(compiled, tuple(s for s in _SYMBOLS if s not in compiled.symbols))


def _mutations_giving(source, value, names):
    mutated = _mutated(source)
    evaluated = evaluate_nodes(mutated, names)
    return {
        (mutation.kind, rewritten(mutated, [mutation]).written())
        for mutation, result in mutated_values(evaluated, mutated.mutations)
        if result == value
    }


@pytest.mark.slow
@pytest.mark.parametrize("source", SOURCES)
@given(names=_numbers)
def test_a_mutation_written_out_has_the_value_it_was_evaluated_with(source, names):
    mutated = _mutated(source)
    evaluated = evaluate_nodes(mutated, names)
    for mutation, value in mutated_values(evaluated, mutated.mutations):
        assert rewritten(mutated, [mutation]).value(names) == value
    assert evaluated.value == formula(source).value(names)


@pytest.mark.slow
@pytest.mark.parametrize("source", SOURCES)
@given(names=_numbers)
def test_so_have_two_mutations(source, names):
    mutated = _mutated(source)
    evaluated = evaluate_nodes(mutated, names)
    near = [mutation for mutation in mutated.mutations if mutation.tier <= LIKELY]
    for first in near[::3]:
        changed = with_mutation(evaluated, first)
        if changed is None:
            continue
        for second, value in mutated_values(changed, near[::2]):
            assert rewritten(mutated, [first, second]).value(names) == value


SHARED = {"F": 8, "D": 3, "K": 20, "W": 32, "P": 1, "S": 2, "H": 33, "G": 1, "A": 7}


@pytest.mark.parametrize(
    ("source", "value", "mutation"),
    [
        (SOURCES[0], 3840, ("left-out-term", "F·F·D·K")),
        (SOURCES[0], 1300, ("left-out-factor", "(F·F + 1)·K")),
        (SOURCES[0], 3841, ("brackets-lost", "F·F·D·K + 1")),
        (SOURCES[0], 3820, ("turned-sign", "(F·F·D − 1)·K")),
        (SOURCES[0], 400, ("added-for-multiplied", "(F + F + D + 1)·K")),
        (SOURCES[0], 193 * 32, ("other-symbol", "(F·F·D + 1)·W")),
        (SOURCES[0], 193 * 21, ("off-by-one", "(F·F·D + 1)·(K + 1)")),
        (SOURCES[1], 13, ("left-out-term", "⌊(W − F + 2·P)/S⌋")),
        (SOURCES[1], 27, ("not-divided", "⌊W − F + 2·P⌋ + 1")),
        (SOURCES[1], 26, ("brackets-lost", "⌊W − F + 2·P/S⌋ + 1")),
        (SOURCES[1], 22, ("turned-sign", "⌊(W + F + 2·P)/S⌋ + 1")),
        (SOURCES[4], 40, ("doubled", "2·K")),
    ],
)
def test_the_mutation_that_gives_a_number_is_found(source, value, mutation):
    assert mutation in _mutations_giving(source, value, SHARED)


def test_rounding_goes_the_other_way():
    names = {**SHARED, "W": 33, "S": 4}
    assert ("rounded-other-way", "⌊W/S⌋") in _mutations_giving("ceil(W/S)", 8, names)
    assert ("rounded-other-way", "⌈W/S⌉") in _mutations_giving("W//S", 9, names)


def test_a_sum_over_many_layers_is_not_searched_for_one_layer_taken_for_another():
    names = {f"layer_{n}": n for n in range(30)}
    mutated = mutations_of(formula(" + ".join(names)))
    assert len(mutated.mutations) < 200
