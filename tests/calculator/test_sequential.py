"""Layers in a row, named as Keras names them, and their totals."""

from __future__ import annotations

import pytest

from quizengine.calculator import LayerError, working_of
from quizengine.calculator.keras import (
    ELU,
    Activation,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    GlobalAveragePooling2D,
    Input,
    LeakyReLU,
    LocallyConnected2D,
    MaxPooling2D,
    ReLU,
    ZeroPadding2D,
)
from quizengine.calculator.network_table import network_data, network_text
from quizengine.calculator.sequential import Sequential

NET = Sequential(
    [
        Input((28, 28, 1)), Conv2D(32, 3, activation="relu"), MaxPooling2D(), Conv2D(64, 3),
        MaxPooling2D(), Flatten(), Dropout(0.5), Dense(10),
    ]
)  # fmt: skip


def test_the_rows_of_a_network() -> None:
    assert [(row.name, row.output_shape, row.size, row.params) for row in NET.rows] == [
        ("conv2d", [26, 26, 32], 21_632, 320),
        ("max_pooling2d", [13, 13, 32], 5_408, 0),
        ("conv2d_1", [11, 11, 64], 7_744, 18_496),
        ("max_pooling2d_1", [5, 5, 64], 1_600, 0),
        ("flatten", [1_600], 1_600, 0),
        ("dropout", [1_600], 1_600, 0),
        ("dense", [10], 10, 16_010),
    ]
    assert NET.params == NET.trainable_params == 34_826
    assert NET.non_trainable_params == 0
    assert NET.macs == sum(row.macs for row in NET.rows)
    assert NET.input == [28, 28, 1]
    assert NET.output == [10]
    assert NET.row("conv2d_1").params == 18_496
    assert NET.input_row is not None
    assert (NET.input_row.size, NET.input_row.params) == (784, 0)


def test_names_are_keras_names() -> None:
    net = Sequential(
        [
            Input((8, 8, 3)), ReLU(), LeakyReLU(), ELU(), Activation("relu"), ZeroPadding2D(),
            LocallyConnected2D(3, 3), GlobalAveragePooling2D(), Dense(3, name="head"), Dense(4),
        ]
    )  # fmt: skip
    assert [row.name for row in net.rows] == [
        "re_lu", "leaky_re_lu", "elu", "activation", "zero_padding2d", "locally_connected2d",
        "global_average_pooling2d", "head", "dense",
    ]  # fmt: skip


def test_two_layers_of_one_name_are_refused() -> None:
    for first, second in (
        (Dense(3, name="a"), Dense(4, name="a")),
        (Dense(3), Dense(3, name="dense")),
    ):
        with pytest.raises(LayerError, match="two layers are called"):
            Sequential([Input((5,)), first, second])


def test_a_layer_that_does_not_fit_is_named() -> None:
    with pytest.raises(LayerError, match=r"conv2d_1: a window of 4 .* height of 3"):
        Sequential([Input((5, 5, 1)), Conv2D(3, 3), Conv2D(3, 4)])
    with pytest.raises(LayerError, match=r"^mine: "):
        Sequential([Input((5,)), Conv2D(3, 3, name="mine")])


@pytest.mark.parametrize(
    "layers",
    [[Dense(3), Input((3,))], [3], ["Dense"], [Dense], 3, None, [Sequential()], [Dense(3)] * 501],
)
def test_a_sequential_takes_layers_with_the_input_first(layers: object) -> None:
    with pytest.raises(LayerError):
        Sequential(layers)


def test_without_an_input_there_are_no_rows_until_one_is_stated() -> None:
    net = Sequential([Flatten(), Dense(10)])
    with pytest.raises(LayerError, match="the input shape is not known"):
        _ = net.rows
    with pytest.raises(LayerError, match="the input shape is not known"):
        _ = net.params
    assert net([28, 28, 1]).params == 7_850
    assert net([28, 28, 1])([5, 5]).params == 260


def test_an_unknown_row_is_refused_with_the_known_names() -> None:
    with pytest.raises(LayerError, match="no layer 'conv'; there are conv2d, max_pooling2d"):
        NET.row("conv")


def test_networks_are_their_layers() -> None:
    twin = Sequential(list(NET.layers))
    assert twin == NET
    assert hash(twin) == hash(NET)
    assert twin != Sequential([Input((28, 28, 1))])


def test_the_working_of_a_total_adds_the_layers() -> None:
    lines = working_of(NET.params).text.split("\n")
    assert lines[0].startswith("conv2d + conv2d_1 + dense ")
    assert lines[-2].startswith("320 + 18,496 + 16,010 ")
    assert lines[-1] == "34,826"
    assert working_of(Sequential([Input((3,)), Flatten()]).params).text.startswith("0")


@pytest.mark.parametrize(
    "name",
    ["class", "None", "True", "not", "lambda", "é", "×", "1a", "_", "__x__", "a.b/c d", "x" * 99],
)
def test_a_total_does_not_care_what_a_layer_is_called(name: str) -> None:
    net = Sequential([Input((3,)), Dense(3, name=name), Dense(3), Dense(3, name=name[::-1] + "2")])
    assert net.params == 36
    assert working_of(net.params).steps[-1].text == "36"
    assert net.row(name).params == 12


@pytest.mark.parametrize("count", [30, 31, 100, 500])
def test_a_deep_network_has_a_total(count: int) -> None:
    net = Sequential([Input((3,)), *[Dense(3, name="x" * 90 + str(n)) for n in range(count - 1)]])
    assert net.params == 12 * (count - 1)
    assert working_of(net.params).steps[-1].text.replace(",", "") == str(12 * (count - 1))


def test_what_is_not_trainable_is_added_apart() -> None:
    net = Sequential([Input((3,)), Dense(3, trainable=False), Dense(2)])
    assert (net.params, net.trainable_params, net.non_trainable_params) == (20, 8, 12)


def test_the_table_as_text_and_as_data() -> None:
    text = network_text(NET)
    assert "conv2d_1" in text
    assert "18,496" in text
    assert text.split("\n\n")[0].split("\n")[-1].startswith("total")
    assert "two FLOPs" in text.split("\n\n")[1]
    data = network_data(NET)
    assert data["params"] == 34_826
    assert data["input_shape"] == [28, 28, 1]
    rows = data["rows"]
    assert isinstance(rows, list)
    assert rows[2] == {
        "name": "conv2d_1", "layer": "Conv2D", "input_shape": [13, 13, 32],
        "output_shape": [11, 11, 64], "size": 7_744, "params": 18_496,
        "trainable_params": 18_496, "non_trainable_params": 0, "macs": 2_230_272,
    }  # fmt: skip
    assert "(F·F·D + 1)·K" in network_text(NET, "conv2d")
    with pytest.raises(LayerError, match="no layer"):
        network_text(NET, "nobody")


def test_an_axis_of_unknown_size_is_none_wherever_it_comes_from_one() -> None:
    net = Sequential([Input((None, None, 3)), Conv2D(8, 3), GlobalAveragePooling2D(), Dense(3)])
    assert [row.output_shape for row in net.rows] == [[None, None, 8], [8], [3]]
    assert [row.params for row in net.rows] == [224, 0, 27]
    assert str(net.rows[0].output) == "?×?×8"
    with pytest.raises(LayerError, match="depend on an axis of unknown size"):
        _ = net.macs
    with pytest.raises(LayerError, match=r"size of \?×\?×8 is not known"):
        _ = net.rows[0].size
    data = network_data(net)
    assert (data["input_shape"], data["params"], data["macs"]) == ([None, None, 3], 251, None)
    assert " ? " in network_text(net)
    with pytest.raises(LayerError, match="dense: the parameters depend on an axis"):
        Sequential([Input((None, 3)), Flatten(), Dense(3)])
