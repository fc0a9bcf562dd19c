"""A network translated to the layers of the other framework."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from quizengine.calculator import Layer, LayerError
from quizengine.calculator.keras import Dense, Flatten, Input
from quizengine.calculator.network import Network, NetworkRow
from quizengine.calculator.sequential import Sequential
from quizengine.frameworks import read, to_code
from quizengine.frameworks.torch_translation import translate_to_torch
from tests.calculator.cases import layers, small
from tests.calculator.records import Record, applications, keras_layers, models, torch_layers
from tests.calculator.test_applications import network
from tests.frameworks.test_torch_writer import table_rows

pytestmark = pytest.mark.slow

KERAS = [each for each in keras_layers() if "error" not in each and each["output_shape"]]
TORCH = torch_layers()
KERAS_KINDS = sorted({record["layer"] for record in KERAS})


def first_axes(network: Network) -> list[list[int]]:
    """The input shapes, to be stated."""
    return [list(map(int, row.output)) for row in network.input_rows]


@pytest.mark.parametrize("kind", KERAS_KINDS)
def test_recorded_layers_of_keras_in_pytorch(kind: str) -> None:
    """The same rows are read back, with as many parameters to train; or the layer is named."""
    for record in KERAS:
        if record["layer"] != kind:
            continue
        shapes = record["input_shape"] if record.get("multi") else [record["input_shape"]]
        starts = [
            NetworkRow(Input(shape), (), f"input_{number}") for number, shape in enumerate(shapes)
        ]
        layer = read(record["code"]).layers[0]
        row = NetworkRow(layer, [start.tensor for start in starts], "layer")
        net = Network(starts, [row.tensor])
        try:
            made = translate_to_torch(net)
        except LayerError as error:
            assert str(error).startswith("layer: PyTorch has no equivalent of this ")
            continue
        again = read(to_code(net, "torch"), first_axes(made))
        assert table_rows(again) == table_rows(made), record["code"]
        assert again.trainable_params == net.trainable_params, record["code"]


@pytest.mark.parametrize("kind", sorted({record["layer"] for record in TORCH}))
def test_recorded_layers_of_pytorch_in_keras(kind: str) -> None:
    for record in TORCH:
        if record["layer"] != kind or "error" in record or record.get("multi"):
            continue
        net = read(record["code"], record["input_shape"])
        try:
            code = to_code(net, "keras")
        except LayerError as error:
            assert "Keras has no equivalent of this " in str(error)
            continue
        assert read(code).trainable_params == net.trainable_params, record["code"]


MODELS = [each for each in models() if "error" not in each]


@pytest.mark.parametrize("record", MODELS, ids=lambda record: record["id"])
def test_recorded_models_are_written_and_read_back(record: Record) -> None:
    shape = record.get("declared_input_shape") or record["input_shape"]
    try:
        net = read(record["source"], shape)
        _ = net.rows
    except LayerError:
        assert "layers" not in record
        return
    keras = net.framework == "keras"
    own = to_code(net, "keras") if keras else to_code(net, "torch")
    assert table_rows(read(own, None if keras else shape)) == table_rows(net)
    try:
        other = to_code(net, "torch") if keras else to_code(net, "keras")
    except LayerError as error:
        assert " has no equivalent of this " in str(error)
        return
    stated = first_axes(translate_to_torch(net)) if keras else None
    assert read(other, stated).trainable_params == net.trainable_params


@pytest.mark.parametrize("record", applications(), ids=lambda record: record["code"])
def test_applications_of_keras_are_written_and_read_back(record: Record) -> None:
    height, width, channels = record["macs_input_shape"]
    net = network(record, [height, width, channels])
    assert table_rows(read(to_code(net, "keras"))) == table_rows(net)
    try:
        code = to_code(net, "torch")
    except LayerError as error:
        assert "rescaling: PyTorch has no equivalent of this Rescaling" in str(error)
        return
    assert read(code, [channels, height, width]).trainable_params == net.trainable_params


BRANCHES = """
image = keras.Input((32, 32, 3), name="image")
x = layers.Conv2D(16, 3, strides=2, padding="same", activation="relu")(image)
y = layers.Conv2D(16, 3, padding="same", use_bias=False)(x)
y = layers.BatchNormalization()(y)
x = layers.Add()([x, y])
x = layers.Concatenate()([x, layers.MaxPooling2D(3, strides=1, padding="same")(x)])
x = layers.GlobalAveragePooling2D()(x)
model = keras.Model(image, layers.Dense(10, activation="softmax")(x))
"""


def test_branches_become_a_class_and_back() -> None:
    net = read(BRANCHES)
    code = to_code(net, "torch")
    assert "self.conv2d_pad = nn.ZeroPad2d((0, 1, 0, 1))" in code
    assert "add = conv2d_relu + batch_normalization" in code
    assert "cat = torch.cat([add, max_pooling2d], dim=1)" in code
    torch = read(code, [3, 32, 32])
    assert torch.trainable_params == net.trainable_params
    assert torch.output == net.output
    assert read(to_code(torch, "keras")).params == net.params


def test_zeros_per_side_become_a_layer_in_keras() -> None:
    net = read("nn.Conv2d(3, 20, 8, stride=2, padding=1)", [3, 32, 32])
    keras = read(to_code(net, "keras"))
    assert [row.layer.kind for row in keras.rows] == ["ZeroPadding2D", "Conv2D"]
    assert (keras.output, keras.params) == ([14, 14, 20], 3_860)


@pytest.mark.parametrize(
    ("source", "shape", "says"),
    [
        ("LSTM(8, name='memory')", [5, 3], "memory: PyTorch has no equivalent of this LSTM: "),
        (
            "LocallyConnected2D(2, 3, name='own')",
            [8, 8, 3],
            "own: PyTorch has no equivalent of this ",
        ),
        (
            "a = Input((6, 4))\nb = Input((4,))\nModel([a, b], Average(name='mean')([a, b]))",
            None,
            (
                "mean: PyTorch has no equivalent of this Average: torch.stack takes inputs of one "
                "shape"
            ),
        ),
        ("GaussianNoise(0.1)", [8], "gaussian_noise: PyTorch has no equivalent of this"),
        ("Conv1D(2, 3, activation='exponential')", [8, 3], 'the activation "exponential"'),
        ("nn.LSTM(3, 8, batch_first=True)", [5, 3], "a second vector of biases"),
        ("nn.PixelShuffle(2)", [4, 3, 3], "Keras has no equivalent of this PixelShuffle"),
        ("nn.Conv2d(3, 4, 3, padding=1, padding_mode='reflect')", [3, 8, 8], "reflect"),
        ("nn.MaxPool2d(2, dilation=2)", [3, 8, 8], "its window has gaps"),
    ],
)
def test_a_layer_without_an_equivalent_is_named(source: str, shape: object, says: str) -> None:
    net = read(source, shape)
    with pytest.raises(LayerError) as caught:
        to_code(net, "torch") if net.framework == "keras" else to_code(net, "keras")
    assert says in str(caught.value)
    assert str(caught.value).count("has no equivalent") < 2


@given(st.data())
def test_any_stack_of_keras_layers_is_one_in_pytorch_or_one_of_them_is_named(
    data: st.DataObject,
) -> None:
    rank = data.draw(st.integers(1, 3))
    shape = data.draw(small(rank))
    stack: list[Layer] = data.draw(st.lists(layers(rank), max_size=5))
    try:
        net = Sequential([Input(shape), *stack, Flatten(), Dense(2)])
    except LayerError:
        assume(False)
    try:
        made = translate_to_torch(net)
    except LayerError as error:
        assert any(str(error).startswith(f"{row.name}: PyTorch") for row in net.rows)
        return
    again = read(to_code(net, "torch"), first_axes(made))
    assert table_rows(again) == table_rows(made)
    assert again.trainable_params == net.trainable_params
    try:
        keras = read(to_code(again, "keras"))
    except LayerError as error:
        assert "Keras has no equivalent" in str(error)
        return
    assert (keras.output, keras.trainable_params) == (net.output, net.trainable_params)
