"""Workings, published numbers, mistakes and refusals of layers beyond convolutions."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizengine.calculator import Quantity, working_of
from quizengine.calculator.keras import (
    GRU,
    LSTM,
    Add,
    Average,
    BatchNormalization,
    Bidirectional,
    Concatenate,
    Conv2D,
    Dense,
    Dot,
    Embedding,
    GroupNormalization,
    LayerNormalization,
    MultiHeadAttention,
    Normalization,
    RMSNormalization,
    SimpleRNN,
    Subtract,
    TimeDistributed,
    UnitNormalization,
)
from tests.calculator.cases import check_refusal

GOLDEN = Path(__file__).with_name("golden")

VIT = MultiHeadAttention(12, 64)([197, 768], [197, 768])

WORKED: dict[str, object] = {
    "lstm-24832": LSTM(64)([10, 32]).params,
    "lstm-macs-245760": LSTM(64)([10, 32]).macs,
    "gru-6336": GRU(32)([10, 32]).params,
    "gru-6240": GRU(32, reset_after=False)([10, 32]).params,
    "bidirectional-9600": Bidirectional(GRU(32))([7, 16]).params,
    "bidirectional-7x64": Bidirectional(GRU(32, return_sequences=True))([7, 16]).output,
    "batch-2048": BatchNormalization()([14, 14, 512]).params,
    "batch-not-trained-1024": BatchNormalization()([14, 14, 512]).non_trainable_params,
    "layer-1536": LayerNormalization()([197, 768]).params,
    "attention-2362368": VIT.params,
    "attention-macs-524391936": VIT.macs,
    "embedding-640000": Embedding(10_000, 64)([120]).params,
    "every-step-280": TimeDistributed(Conv2D(10, 3))([5, 8, 5, 3]).params,
    "joined-4x4x48": Concatenate()([4, 4, 16], [4, 4, 32]).output,
}


@pytest.mark.parametrize("case", WORKED)
def test_workings_are_as_they_were(case: str) -> None:
    golden = (GOLDEN / f"{case}.txt").read_text(encoding="utf-8")
    assert working_of(WORKED[case]).text + "\n" == golden


def test_the_golden_texts_are_all_used() -> None:
    assert {path.stem for path in GOLDEN.glob("*.txt")} == set(WORKED)


def test_published_counts() -> None:
    assert BatchNormalization()([512]).params == 2_048
    assert BatchNormalization()([512]).non_trainable_params == 1_024
    assert GRU(32)([10, 32]).params == 6_336
    assert GRU(8)([10, 10]).params == 480
    assert Bidirectional(GRU(32))([10, 16]).params == 9_600
    assert GRU(20, reset_after=False)([10, 13]).params == 2_040
    assert SimpleRNN(1)([10, 1]).params == 3
    assert LSTM(100)([10, 25]).params == 50_400
    assert LSTM(9)([10, 1]).params == 396
    assert VIT.params == 2_362_368
    assert MultiHeadAttention(12, 768)([197, 768], [197, 768]).params == 28_339_968
    assert Embedding(30_000, 768)([12]).params == 23_040_000
    assert Embedding(2, 768)([12]).params == 1_536


def values(quantity: Quantity) -> dict[str, object]:
    return {mistake.id: mistake.value for mistake in quantity.mistakes}


@pytest.mark.parametrize(
    ("quantity", "mistake", "wanted"),
    [
        (BatchNormalization()([512]).params, "statistics-forgotten", 1_024),
        (BatchNormalization()([512]).trainable_params, "statistics-counted", 2_048),
        (BatchNormalization()([7, 7, 512]).params, "set-per-value", 4 * 7 * 7 * 512),
        (LSTM(2)([3, 3]).params, "one-gate", 12),
        (LSTM(2)([3, 3]).params, "three-gates", 36),
        (LSTM(2)([3, 3]).params, "missing-biases", 40),
        (LSTM(2)([3, 3]).params, "two-biases", 56),
        (LSTM(2)([3, 3]).params, "counted-per-step", 144),
        (LSTM(2)([3, 3]).macs, "one-step-cost", 40),
        (Bidirectional(GRU(32))([10, 16]).params, "one-bias", 9_408),
        (Bidirectional(GRU(32))([10, 16]).params, "one-direction", 4_800),
        (GRU(32, reset_after=False)([10, 32]).params, "two-biases", 6_336),
        (SimpleRNN(4)([10, 3]).params, "missing-recurrence", 16),
        (VIT.params, "heads-and-no-output-projection", 12 * 1_771_776),
        (VIT.params, "no-output-projection", 1_771_776),
        (VIT.params, "times-heads", 12 * 2_362_368),
        (Embedding(1_000, 64)([10]).params, "times-sequence-length", 640_000),
        (TimeDistributed(Dense(4))([5, 3]).params, "counted-per-step", 80),
        (GroupNormalization(4)([8, 16]).params, "set-per-group", 8),
        (RMSNormalization()([8, 16]).params, "offset-counted", 32),
        (Normalization()([8, 16]).params, "count-forgotten", 32),
        (Bidirectional(LSTM(4))([3, 2]).output[0], "one-direction", 4),
        (Concatenate()([4, 8], [4, 2]).output[1], "first-kept", 8),
        (Add()([4, 8], [4, 8]).output[1], "channels-added", 16),
    ],
)
def test_what_people_get_wrong_is_known(quantity: Quantity, mistake: str, wanted: int) -> None:
    assert values(quantity)[mistake] == wanted


def test_what_cannot_be_mistaken_is_not() -> None:
    alone = MultiHeadAttention(1, 8)([5, 16], [5, 16]).params
    assert not {"times-heads", "one-head"} & set(values(alone))
    assert "counted-per-step" not in values(LSTM(4)([1, 3]).params)
    assert "set-per-group" not in values(GroupNormalization(-1)([5, 6]).params)


def test_biases_of_values_are_not_called_those_of_a_gate() -> None:
    biases = MultiHeadAttention(2, 3, value_dim=5)([5, 4], [6, 7]).biases
    assert {inner.text: inner.phrase for inner in biases.inner} == {
        "h·k": "biases for the queries",
        "h·v": "biases for the values",
    }


def test_the_outputs_of_a_recurrent_layer() -> None:
    assert LSTM(4, return_state=True)([5, 3]).outputs == ([4], [4], [4])
    assert GRU(4, return_state=True, return_sequences=True)([5, 3]).outputs == ([5, 4], [4])
    states = LSTM(4, return_state=True)
    assert Bidirectional(states)([5, 3]).outputs == ([8], [4], [4], [4], [4])
    assert Bidirectional(states, None)([5, 3]).outputs == ([4], [4], [4], [4], [4], [4])
    assert LSTM(4)([5, 3], [4], [4]).params == LSTM(4)([5, 3]).params
    assert Bidirectional(GRU(4))([5, 3], [4], [4]).output == [8]


def test_a_wrapped_layer_that_is_not_trained() -> None:
    for layer in (
        Bidirectional(LSTM(4, trainable=False)),
        Bidirectional(LSTM(4), trainable=False),
        TimeDistributed(BatchNormalization(trainable=False)),
        TimeDistributed(BatchNormalization(), trainable=False),
    ):
        applied = layer([5, 3])
        assert applied.trainable_params == 0
        assert applied.non_trainable_params == applied.params > 0
    assert TimeDistributed(BatchNormalization())([5, 3]).non_trainable_params == 6


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: LSTM(4)([5]), "steps of features, not 5"),
        (lambda: GRU(4)([5, 4, 3]), "not 5×4×3"),
        (lambda: LSTM(0), "at least 1"),
        (lambda: LSTM(4.5), "whole number"),
        (lambda: LSTM(4)([5, 3], [4]), "begins with 2 states, not 1"),
        (lambda: GRU(4)([5, 3], [5]), "one per unit, not 5"),
        (lambda: GRU(4, use_cudnn="no"), "True or False"),
        (lambda: Bidirectional(Dense(4)), "recurrent layer, not Dense"),
        (lambda: Bidirectional(LSTM(4), "max"), "merge_mode"),
        (lambda: Bidirectional(LSTM(4, go_backwards=True)), "backwards"),
        (lambda: Bidirectional(LSTM(4), backward_layer=LSTM(4)), "one of the two"),
        (lambda: Bidirectional(LSTM(4), backward_layer=3), "not 3"),
        (
            lambda: Bidirectional(
                LSTM(4), backward_layer=LSTM(4, go_backwards=True, return_state=True)
            ),
            "differ in return_state",
        ),
        (
            lambda: Bidirectional(LSTM(4), "sum", backward_layer=LSTM(5, go_backwards=True)),
            "4 units forward and 5 backward",
        ),
        (lambda: TimeDistributed(Dense(4))([5]), "steps of values"),
        (lambda: TimeDistributed(4), "takes a layer, not 4"),
        (lambda: TimeDistributed(LSTM(4, return_state=True))([5, 4, 3]), "3 outputs"),
        (lambda: BatchNormalization(axis=3)([4, 5]), "axes 0 to 2"),
        (lambda: BatchNormalization(axis=-3)([4, 5]), "axis -3 is the batch"),
        (lambda: LayerNormalization(axis=[1, 3])([4, 5]), "axis 3 is out of range"),
        (lambda: LayerNormalization(axis=None), "whole number"),
        (lambda: GroupNormalization()([4, 5]), "5 channels do not divide into 32 groups"),
        (lambda: GroupNormalization(4)([4, 6]), "6 channels do not divide into 4 groups"),
        (lambda: GroupNormalization(0), "at least 1"),
        (lambda: UnitNormalization(axis=3)([4, 5]), "out of range"),
        (lambda: Normalization(mean=1), "together"),
        (lambda: Normalization(mean=1, variance=[1]), "one shape"),
        (lambda: Normalization(mean=[1, 2], variance=[1, 2])([4, 3]), "2 means do not fit 3"),
        (lambda: Embedding(0, 4), "input_dim must be at least 1"),
        (lambda: Embedding(4.0, 4), "input_dim must be a whole number"),
        (lambda: MultiHeadAttention(2, 3)([5, 4]), "1 were given"),
        (lambda: MultiHeadAttention(2, 3)([5, 4], [6, 4], [7, 4]), "same positions"),
        (lambda: MultiHeadAttention(0, 3), "num_heads"),
        (lambda: MultiHeadAttention(2, 3, dropout=2), "from 0 to 1"),
        (lambda: MultiHeadAttention(2, 3, attention_axes=3)([5, 4, 2], [5, 4, 2]), "fit"),
        (lambda: Add()([4, 5], [4, 6]), "5 is not 6"),
        (lambda: Average()([12, 7, 8], [13, 8, 9]), "cannot join 12×7×8 and 13×8×9"),
        (lambda: Add()([4, 5]), "joins a list"),
        (lambda: Subtract()([5], [5], [5]), "3 were given"),
        (lambda: Concatenate()([4, 5], [3, 5]), "agree beside axis -1"),
        (lambda: Concatenate()([4, 5], [4]), "agree beside axis -1"),
        (lambda: Concatenate(axis=0)([4, 5], [4, 6]), "agree on all axes"),
        (lambda: Concatenate(axis=3)([4, 5], [4, 5]), "out of range"),
        (lambda: Dot(axes=1)([3, 4], [5, 4]), "3 and 5 values"),
        (lambda: Dot(axes=[1, 1, 1]), "not 3"),
    ],
)
def test_what_keras_refuses_is_refused_with_the_numbers(make: object, says: str) -> None:
    check_refusal(make, says)
