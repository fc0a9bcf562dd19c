"""The layers agree with what PyTorch says of real layers: shapes, counts, refusals.

The records name what PyTorch printed, counted or refused. The folder QUIZENGINE_SHARED, where it
is set, holds all of them; otherwise a sample stands beside the tests.
"""

from __future__ import annotations

import pytest

from quizengine.calculator import AppliedLayer, Layer, LayerError, Shape, torch
from quizengine.expressions import STANDARD_FUNCTIONS, ExpressionError, parse
from tests.calculator.records import Record, accepted, torch_layers

COUNTS = {
    "params": "params",
    "trainable_params": "trainable",
    "non_trainable_params": "non_trainable",
    "macs": "torch_macs",
}


RECORDS = torch_layers()
KINDS = sorted({record["layer"] for record in RECORDS})
NN = type("module", (), {"expression_names": frozenset(torch.LAYERS)})()
vars(NN).update({name: getattr(torch, name) for name in torch.LAYERS})
NAMES = {**STANDARD_FUNCTIONS, "nn": NN}


def applied(record: Record) -> AppliedLayer:
    """The layer that the record's code makes, on its input."""
    layer = parse(record["code"]).evaluate(NAMES)
    assert isinstance(layer, Layer)
    shapes = record["input_shape"] if record.get("multi") else [record["input_shape"]]
    return layer(*map(Shape, shapes))


def without_batch(shape: list[int]) -> list[int]:
    """The shape of a state, whose batch is its second axis."""
    return [shape[0], *shape[2:]]


def test_every_class_of_the_records_is_there() -> None:
    assert set(KINDS) <= set(torch.LAYERS)
    assert len(KINDS) >= 78
    assert sum("error" in record for record in RECORDS) >= 20


@pytest.mark.parametrize("kind", KINDS)
def test_layers_count_as_in_pytorch(kind: str) -> None:
    for record in accepted(RECORDS, kind):
        context = (record["code"], record["input_shape"])
        row = applied(record)
        wanted = record["output_shape"]
        several = bool(wanted) and isinstance(wanted[0], list)
        assert (list(row.outputs) if several else row.output) == wanted, context
        for name, key in COUNTS.items():
            if record[key] is not None:
                assert getattr(row, name) == record[key], (name, context)
        assert row.weights + row.biases == record["params"], context
        if "state_shapes_full" in record:
            states = [without_batch(shape) for shape in record["state_shapes_full"]]
            assert list(row.outputs[1:]) == states, context
        if "attn_weights_shape" in record:
            assert row.outputs[1] == record["attn_weights_shape"], context
        if row.torch_kernel_shape is not None:
            assert row.torch_kernel_shape == record["weights"][0][1], context


def test_what_pytorch_refuses_is_refused() -> None:
    """The language hands a layer's message on as its own."""
    for record in RECORDS:
        if "error" in record:
            with pytest.raises((LayerError, ExpressionError)):
                applied(record)


@pytest.mark.parametrize(
    ("code", "shape", "message"),
    [
        ("nn.Conv2d(3, 8, 3)", [64, 8, 8], "Conv2d expects 3 input channels, gets 64"),
        ("nn.Conv2d(3, 8, 3)", [8, 8], "Conv2d takes an input D×H×W, and 8×8 has 2 axes"),
        ("nn.Linear(85, 10)", [84], "Linear expects in_features 85 as the last axis, gets 84"),
        ("nn.LSTM(38, 8)", [4, 39], "LSTM expects input_size 38 as the last axis, gets 39"),
        ("nn.LSTM(8, 6, proj_size=8)", [2, 8], "proj_size 8 must be smaller than hidden_size 6"),
        ("nn.GroupNorm(6, 16)", [16, 4], "num_channels 16 is not a multiple of num_groups 6"),
        (
            "nn.AvgPool2d(2, padding=2)",
            [1, 9, 9],
            "a padding of 2 is more than half the kernel size 2",
        ),
        ("nn.Flatten(3)", [4, 4], "start_dim must be from -3 to 2, the batch being 0, and is 3"),
        ("nn.LayerNorm(27)", [27, 54], "whose last axes are 27, gets 27×54"),
        ("nn.PReLU(18)", [15, 4], "PReLU expects 18 input channels, gets 15"),
    ],
)
def test_a_refusal_shows_the_numbers(code: str, shape: list[int], message: str) -> None:
    with pytest.raises((LayerError, ExpressionError)) as caught:
        applied({"code": code, "input_shape": shape})
    assert message in str(caught.value)
