"""What may have gone wrong where no known mistake gives a number."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizengine.calculator.analysis.training_memory import inference_bytes
from quizengine.calculator.diagnosis.diagnosis import MOST_NAMED, diagnose
from quizengine.calculator.expression_quantity import quantity_of_expression
from quizengine.calculator.keras import (
    LSTM,
    Conv1D,
    Conv2D,
    Dense,
    Flatten,
    Input,
    LocallyConnected2D,
    MaxPooling2D,
    MultiHeadAttention,
)
from quizengine.calculator.quantity import wrong_values
from quizengine.calculator.sequential import Sequential
from quizengine.expressions import parse
from quizengine.questions.answer_parsing import read_number
from tests.published_answers import published_answers

_LOCAL = LocallyConnected2D(20, 8, strides=2, padding=1)([32, 32, 3])
_SHARED = Conv2D(20, 8, strides=2, padding=1)([32, 32, 3])
_NETWORK = Sequential(
    [
        Input([32, 32, 3]), Conv2D(8, 5, name="conv1"), MaxPooling2D(2),
        Conv2D(16, 5, name="conv2"), MaxPooling2D(2), Flatten(),
        Dense(120, name="fc3"), Dense(84, name="fc4"), Dense(10),
    ]
)  # fmt: skip
_RATIO = quantity_of_expression(
    parse("local.params // shared.params"), {"local": _LOCAL, "shared": _SHARED}
)
_ATTENTION = MultiHeadAttention(12, 64)([197, 768], [150, 512])
_LSTM = LSTM(100)([50, 28])

QUANTITIES = {
    "shared": _SHARED.params,
    "unshared": _LOCAL.params,
    "width": _SHARED.output.width,
    "size": _SHARED.size,
    "biases": _SHARED.biases,
    "macs": _SHARED.macs,
    "network": _NETWORK.params,
    "ratio": _RATIO,
    "attention": _ATTENTION.params,
    "lstm": _LSTM.params,
}


def _ids(name, number):
    return [each.ids for each in diagnose(QUANTITIES[name], number).explanations]


@pytest.mark.parametrize(
    ("name", "number", "ids"),
    [
        # Forgotten: the bias and the depth, K²·M; with one bias for the layer, K²·M + 1.
        ("shared", 8 * 8 * 20, ("missing-biases", "missing-input-depth")),
        # The output height and width without their + 1, then used rightly.
        ("unshared", 193 * 13 * 13 * 20, ("no-plus-one",)),
        ("size", 27 * 27 * 20, ("stride-ignored",)),
        # The other question's answer, with an error in the size as well.
        ("shared", 193 * 13 * 13 * 20, ("not-shared", "no-plus-one")),
        ("network", 62958 - 8, ("missing-biases",)),
        ("shared", 193 * 32, ("other-symbol",)),
        ("shared", 3806, ("digits-swapped",)),
        ("shared", 38600, ("zeros",)),
    ],
)
def test_an_error_is_found(name, number, ids):
    assert ids in _ids(name, number)


def test_a_propagated_error_is_shown_with_the_number_made_of_it():
    (explanation, *_) = diagnose(_LOCAL.params, 193 * 13 * 13 * 20).explanations
    mistake, whole = explanation.derivations
    assert explanation.say.startswith(
        "the mistake is in H′ (output height) and W′ (output width), taken for 13. "
    )
    assert (mistake.label, mistake.value, mistake.written) == ("H′ = W′", 13, "⌊(H − F + 2·P)/S⌋")
    assert mistake.right == "⌊(H − F + 2·P)/S⌋ + 1"
    assert (whole.numbers, whole.right) == ("(8·8·3 + 1)·(13·13·20)", "")


def test_what_is_forgotten_in_every_layer_is_one_error():
    bare = sum(row.weights for row in _NETWORK.rows)
    (explanation, *_) = diagnose(_NETWORK.params, bare).explanations
    assert explanation.ids == ("missing-biases",)


def test_what_is_forgotten_in_all_layers_of_one_kind_is_one_error():
    dense_biases = sum(row.biases for row in _NETWORK.rows if row.layer.kind == "Dense")
    (explanation, *_) = diagnose(_NETWORK.params, _NETWORK.params - dense_biases).explanations
    assert explanation.ids == ("missing-biases",)
    assert "fc3, fc4 and dense" in explanation.say


def test_two_layers_may_be_mistaken_in_two_ways():
    conv1, fc4 = _NETWORK.rows[0].params, _NETWORK.rows[-2].params
    given = _NETWORK.params - conv1 + 5 * 5 * 3 * 8 + 1 - fc4 + (84 + 1) * 120
    found = diagnose(_NETWORK.params, given).explanations
    assert ("one-bias-per-layer", "bias-per-input") in [each.ids for each in found]


def test_a_rounded_number_is_the_one_it_was_rounded_from():
    wanted = 193 * 13 * 13 * 20
    near = diagnose(_LOCAL.params, wanted + 3, lambda number: abs(number - wanted) <= 5)
    assert ("no-plus-one",) in [each.ids for each in near.explanations]


def test_a_stated_number_has_no_propagated_error():
    """The filters are stated: the output depth is equal to them, but is not mistaken for them."""
    for explanation in diagnose(_SHARED.biases, 3).explanations:
        assert "output depth" not in explanation.say


def test_a_number_far_away_is_not_searched_for():
    assert diagnose(_LOCAL.params, 2).total == 0
    assert diagnose(_LOCAL.params, 756560 * 500_000).total == 0


def test_two_errors_in_either_order_are_one_guess():
    height = Conv2D(64, 7, strides=2, padding=3)([224, 224, 3]).output[0]
    assert diagnose(height, 218).total == 1


def test_a_factor_that_one_term_lacks_is_not_called_a_mistake_of_the_whole():
    """L·D + K is no single filter of L·D·K + K; nor are dropped kernel sides "not squared"."""
    for number in (1000 * 100 + 128, 2 * 128):
        for explanation in diagnose(Conv1D(128, 5)([1000, 100]).params, number).explanations:
            assert "one-filter" not in explanation.ids
    for explanation in diagnose(Conv2D(64, 3)([9, 9, 3]).params, 2 * 64).explanations:
        assert "kernel-not-squared" not in explanation.ids


@pytest.mark.parametrize("number", [1, 880, 1_760, 3_072, 90_000])
def test_the_bytes_of_a_network_of_one_layer_with_weights_are_explained(number):
    """The parameters are one term and no sum: their errors are those of that layer."""
    net = Sequential([Input([16, 16, 3]), Conv2D(3, 3), Flatten()])
    for explanation in diagnose(inference_bytes(net, 4), number).explanations:
        assert explanation.derivations[-1].value == number


def test_one_layer_alone_is_named():
    dense = _NETWORK.rows[-3].params
    (explanation, *_) = diagnose(_NETWORK.params, dense).explanations
    assert explanation.ids == ("one-term-alone",)
    assert "fc3 alone" in explanation.say


def test_a_trailing_zero_too_many_is_named_once():
    assert _ids("shared", 38_600) == [("zeros",)]
    (explanation,) = diagnose(QUANTITIES["shared"], 38_600).explanations
    assert explanation.say == "there is a zero too many at the end."


@pytest.mark.slow
def test_most_numbers_find_no_error():
    """A guess says something only where most numbers would not have had one."""
    for name, quantity in QUANTITIES.items():
        tried = range(max(1, quantity // 2), quantity * 3 // 2, max(1, quantity // 300))
        guessed = sum(bool(_ids(name, number)) for number in tried if number != quantity)
        assert guessed <= 0.4 * len(tried), name


@settings(deadline=None)
@given(name=st.sampled_from(sorted(QUANTITIES)), number=st.integers(-10, 10**7))
def test_every_formula_that_is_named_gives_the_number(name, number):
    diagnosis = diagnose(QUANTITIES[name], number)
    assert len(diagnosis.explanations) <= MOST_NAMED
    assert diagnosis == diagnose(QUANTITIES[name], number)
    for explanation in diagnosis.explanations:
        values = [derivation.value for derivation in explanation.derivations]
        assert number in values or not values
        for derivation in explanation.derivations:
            assert read_number(derivation.numbers) == derivation.value


@pytest.mark.slow
@settings(deadline=None)
@given(
    name=st.sampled_from(sorted(QUANTITIES)),
    mutation=st.integers(0, 400),
)
def test_so_does_every_formula_named_for_an_error(name, mutation):
    from quizengine.calculator.diagnosis.search import search_levels

    numbers = [
        candidate.value
        for level in search_levels(QUANTITIES[name])
        for candidate in level.candidates
    ]
    number = numbers[mutation % len(numbers)]
    for explanation in diagnose(QUANTITIES[name], number).explanations:
        assert explanation.ids
        for derivation in explanation.derivations:
            if len(derivation.numbers) < 300:
                assert read_number(derivation.numbers) == derivation.value


@given(number=st.integers(0, 10**60))
def test_a_number_of_any_size_is_looked_at(number):
    diagnose(_SHARED.params, number)


@pytest.mark.parametrize(
    "answer", list(published_answers()), ids=lambda answer: f"{answer.source}: {answer.given}"
)
def test_what_people_really_answered_is_explained(answer):
    known = [value for _, value in wrong_values(answer.quantity)]
    assert answer.given in known or diagnose(answer.quantity, answer.given).explanations
