"""What normalizes, remembers, attends, looks up and joins agrees with what Keras says of it.

The records name what Keras 3 printed, counted or refused. The folder QUIZENGINE_SHARED, where it is
set, holds all of them; otherwise a sample stands beside the tests.
"""

from __future__ import annotations

import math

import pytest

from quizengine.calculator import AppliedLayer, Layer, LayerError
from quizengine.expressions import ExpressionError, parse
from quizengine.frameworks.vocabulary import EXPORTS
from tests.calculator.records import Record, accepted, keras_layers

KINDS = (
    "Add", "AdditiveAttention", "Attention", "Average", "BatchNormalization", "Bidirectional",
    "Concatenate", "Dot", "Embedding", "GRU", "GroupNormalization", "GroupQueryAttention", "LSTM",
    "LayerNormalization", "Maximum", "Minimum", "MultiHeadAttention", "Multiply",
    "Normalization", "RMSNormalization", "SimpleRNN", "Subtract", "TimeDistributed",
    "UnitNormalization",
)  # fmt: skip


RECORDS = [record for record in keras_layers() if record["layer"] in KINDS]


def applied(record: Record) -> AppliedLayer:
    """The layer of a record on its input, or on its several."""
    layer = parse(record["code"].replace("layers.", "")).evaluate(EXPORTS)
    assert isinstance(layer, Layer)
    shapes = record["input_shape"]
    return layer(*shapes) if record.get("multi") else layer(shapes)


def test_there_are_records_of_every_family() -> None:
    found = {record["layer"] for record in RECORDS}
    assert found >= {"LSTM", "GRU", "Bidirectional", "MultiHeadAttention", "BatchNormalization"}
    assert found >= {"Embedding", "Concatenate", "TimeDistributed", "GroupNormalization"}
    assert sum("error" in record for record in RECORDS) >= 5


@pytest.mark.parametrize("kind", KINDS)
def test_layers_count_as_in_keras(kind: str) -> None:
    for record in accepted(RECORDS, kind):
        context = (record["code"], record["input_shape"])
        row = applied(record)
        wanted = record["output_shape"]
        several = bool(wanted) and isinstance(wanted[0], list)
        assert list(row.outputs) == (wanted if several else [wanted]), context
        assert row.params == record["params"], context
        assert row.trainable_params == record["trainable"], context
        assert row.non_trainable_params == record["non_trainable"], context
        assert row.params == sum(math.prod(shape) for _, shape in record["weights"]), context
        if record.get("torch_macs") is not None:
            assert row.macs == record["torch_macs"], context


def test_biases_are_those_that_keras_calls_so() -> None:
    for record in RECORDS:
        if "error" in record or record["layer"] == "TimeDistributed":
            continue
        biases = [
            math.prod(shape)
            for name, shape in record["weights"]
            if name.rpartition("/")[2] in ("bias", "beta")
        ]
        assert applied(record).biases == sum(biases), record["code"]


def test_what_keras_refuses_is_refused() -> None:
    for record in RECORDS:
        if "error" in record:
            with pytest.raises((LayerError, ExpressionError)):
                applied(record)
