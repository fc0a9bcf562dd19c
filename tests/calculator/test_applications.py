"""The graphs of Keras's ready-made models, put together layer by layer, count as Keras counts them.

The records name, for each layer, its class, what matters of its arguments, and the layers that
feed it. The folder QUIZENGINE_SHARED, where it is set, holds all of them; otherwise one of them
stands beside the tests.
"""

from __future__ import annotations

import pytest

from quizengine.calculator import LayerError
from quizengine.calculator.keras import LAYERS, Input
from quizengine.calculator.network import Network, NetworkRow, in_order
from tests.calculator.records import Record, applications

ASIDE = {"epsilon", "momentum", "mean", "variance"}
"""Arguments that are numbers to compute with; no count hangs on them."""


RECORDS = applications()


def network(record: Record, shape: list[int | None]) -> Network:
    """The graph of a record on an input of this shape."""
    rows: dict[str, NetworkRow] = {}
    for layer in record["layers"]:
        if layer["class"] == "InputLayer":
            rows[layer["name"]] = NetworkRow(Input(shape), (), layer["name"])
            continue
        kind = LAYERS[layer["class"]]
        arguments = {
            name: value
            for name, value in layer["config"].items()
            if name not in ASIDE and value is not None
        }
        # A step of arithmetic with a number is no layer, and not in the record: it stands behind
        # the layer that is listed last.
        before = list(rows.values())[-1]
        sources = [rows.get(name, before).tensor for name in layer["inbound"]]
        rows[layer["name"]] = NetworkRow(kind(**arguments), sources, layer["name"])
    inputs = [row for row in rows.values() if isinstance(row.layer, Input)]
    return Network(inputs, [rows[record["layers"][-1]["name"]].tensor], record["name"])


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record["code"])
def test_applications_count_as_in_keras(record: Record) -> None:
    made = network(record, record["input_shape"])
    assert made.output == record["output_shape"]
    layers = [layer for layer in record["layers"] if layer["class"] != "InputLayer"]
    for row, layer in zip(made.rows, layers, strict=True):
        assert row.name == layer["name"]  # and so the order is that of Keras's summary
        context = (row.name, layer)
        assert list(row.inputs) == layer["input_shapes"], context
        assert row.output == layer["output_shape"], context
        assert row.params == layer["params"], context
        assert row.trainable_params == layer["trainable"], context
        assert row.non_trainable_params == layer["non_trainable"], context
    assert made.params == record["total"]
    assert made.trainable_params == record["trainable"]
    assert made.non_trainable_params == record["non_trainable"]
    assert network(record, record["macs_input_shape"]).macs == record["torch_macs"]


def test_an_input_that_is_missing_is_named() -> None:
    first, second = NetworkRow(Input([3]), (), "a"), NetworkRow(Input([3]), (), "b")
    joined = NetworkRow(LAYERS["Add"](), [first.tensor, second.tensor], "add")
    assert in_order([first, second], [joined.tensor]) == [first, second, joined]
    with pytest.raises(LayerError, match="need the input b"):
        Network([first], [joined.tensor])


def test_a_layer_used_twice_is_counted_once_and_computes_twice() -> None:
    first, second = NetworkRow(Input([3]), (), "a"), NetworkRow(Input([3]), (), "b")
    dense = LAYERS["Dense"](4)
    left, right = (NetworkRow(dense, [each.tensor], "shared") for each in (first, second))
    made = Network(
        [first, second], [NetworkRow(LAYERS["Add"](), [left.tensor, right.tensor], "s").tensor]
    )
    assert [row.name for row in made.rows] == ["shared", "shared", "s"]
    assert [made.is_reused(row) for row in made.rows] == [False, True, False]
    assert (made.params, made.macs) == (16, 24)
    assert made.layers == (Input([3]), Input([3]), dense, LAYERS["Add"]())
    other = NetworkRow(LAYERS["Dense"](5), [left.tensor], "shared")
    with pytest.raises(LayerError, match="two layers are called 'shared'"):
        Network([first], [other.tensor])


def test_a_deep_graph_is_gone_through() -> None:
    row = NetworkRow(Input([3]), (), "input")
    first = row
    for number in range(3_000):
        row = NetworkRow(LAYERS["Dense"](3), [row.tensor], f"d{number}")
    assert Network([first], [row.tensor]).params == 36_000
