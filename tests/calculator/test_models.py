"""Models read from their source text count as the frameworks say: every form in which code is
written for a stack of layers, Keras's and PyTorch's, and what the frameworks refuse.

The folder QUIZENGINE_SHARED, where it is set, holds all records; otherwise a sample stands beside
the tests.
"""

from __future__ import annotations

import pytest

from quizengine.calculator import LayerError
from quizengine.frameworks import SourceError, read, to_code
from tests.calculator.records import Record, models

RECORDS = models()


def stated(record: Record) -> list[int] | None:
    """The input shape that has to be stated beside the source: PyTorch's code leaves it open."""
    return record["declared_input_shape"] if record["framework"] == "torch" else None


@pytest.mark.parametrize(
    "record", [each for each in RECORDS if "layers" in each], ids=lambda record: record["id"]
)
def test_models_count_as_the_framework_says(record: Record) -> None:
    network = read(record["source"], stated(record))
    assert network.framework == record["framework"]
    assert network.input == record["input_shape"]
    assert network.output == record["output_shape"]
    for row, layer in zip(network.rows, record["layers"], strict=True):
        assert row.name == layer["name"]
        assert row.layer.kind == layer["class"]
        assert row.output_shape == layer["output_shape"]
        assert row.params == layer["params"]
        assert row.trainable_params == layer["trainable"]
        assert row.non_trainable_params == layer.get("non_trainable", row.non_trainable_params)
        assert network.is_reused(row) == layer.get("reused", False)
        if layer.get("torch_macs") is not None:
            assert row.macs == layer["torch_macs"]
    assert network.params == record["total"]
    assert network.trainable_params == record["trainable"]
    assert network.non_trainable_params == record["non_trainable"]
    if record.get("torch_macs") is not None:
        assert network.macs == record["torch_macs"]
    if record["framework"] == "keras":
        assert read(to_code(network, "keras")).params == record["total"]


@pytest.mark.parametrize(
    "record", [each for each in RECORDS if "error" in each], ids=lambda record: record["id"]
)
def test_models_that_the_framework_refuses_are_refused_with_the_line(record: Record) -> None:
    with pytest.raises(SourceError) as caught:
        read(record["source"], stated(record))
    line = record["source"].split("\n")[caught.value.line - 1]
    assert "(" in line
    assert "Sequential" not in line  # but the layer that does not fit


def test_every_form_is_among_the_records() -> None:
    forms = {(each["framework"], (each["style"] or {}).get("form")) for each in RECORDS}
    assert forms >= {
        ("keras", "list"), ("keras", "add"), ("keras", "build"), ("torch", "args"),
        ("torch", "star"), ("torch", "odict"), ("torch", "nested"), ("torch", "add"),
    }  # fmt: skip


def test_a_model_on_an_input_of_another_shape() -> None:
    for record in RECORDS[:20]:
        if "layers" in record and record["framework"] == "torch":
            shape = [int(axis) + 1 for axis in record["declared_input_shape"]]
            with pytest.raises(LayerError):
                read(record["source"], shape)
