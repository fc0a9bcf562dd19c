"""A network written as Keras source text is the same network when it is read back."""

from __future__ import annotations

import ast

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from quizengine.calculator import AppliedLayer, Layer, LayerError
from quizengine.calculator.keras import (
    ELU,
    Add,
    AveragePooling1D,
    Conv1D,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    GlobalMaxPooling1D,
    GlobalMaxPooling2D,
    GlobalMaxPooling3D,
    Input,
    LeakyReLU,
    MaxPooling2D,
    ReLU,
    Softmax,
    ZeroPadding1D,
    ZeroPadding2D,
)
from quizengine.calculator.network import Network, NetworkRow
from quizengine.calculator.sequential import Sequential
from quizengine.frameworks import read, to_code
from quizengine.frameworks.keras_writer import layer_code
from tests.calculator.cases import COUNTS, EVERY_KIND, layers, small


def test_the_keras_quizs_model() -> None:
    net = Sequential(
        [
            Input((28, 28, 1)), Conv2D(32, 3, activation="relu"), MaxPooling2D(),
            Conv2D(64, (3, 3), activation="relu"), MaxPooling2D((2, 2)), Flatten(), Dropout(0.5),
            Dense(10, activation="softmax"),
        ]
    )  # fmt: skip
    assert to_code(net, "keras") == (
        "model = keras.Sequential([\n"
        "    keras.Input(shape=(28, 28, 1)),\n"
        '    layers.Conv2D(32, kernel_size=(3, 3), activation="relu"),\n'
        "    layers.MaxPooling2D(pool_size=(2, 2)),\n"
        '    layers.Conv2D(64, kernel_size=(3, 3), activation="relu"),\n'
        "    layers.MaxPooling2D(pool_size=(2, 2)),\n"
        "    layers.Flatten(),\n"
        "    layers.Dropout(0.5),\n"
        '    layers.Dense(10, activation="softmax"),\n'
        "])"
    )


@pytest.mark.parametrize(
    ("layer", "wanted"),
    [
        (Conv2D(4, (2, 3), strides=(1, 2), padding="same", use_bias=False),
         'Conv2D(4, kernel_size=(2, 3), strides=(1, 2), padding="same", use_bias=False)'),
        (Conv2D(4, 3, dilation_rate=2, groups=2, name="c"),
         'Conv2D(4, kernel_size=(3, 3), dilation_rate=2, groups=2, name="c")'),
        (Conv1D(4, 3, padding="causal"), 'Conv1D(4, kernel_size=(3,), padding="causal")'),
        (AveragePooling1D(3, strides=1), "AveragePooling1D(pool_size=(3,), strides=1)"),
        (Dense(4, trainable=False, name="d"), 'Dense(4, trainable=False, name="d")'),
        (Dense(4, name='say "a\\b"'), 'Dense(4, name="say \\"a\\\\b\\"")'),
        (ZeroPadding1D((1, 2)), "ZeroPadding1D((1, 2))"),
        (ZeroPadding2D(3), "ZeroPadding2D(3)"),
        (ZeroPadding2D((1, 2)), "ZeroPadding2D(((1, 1), (2, 2)))"),
        (ZeroPadding2D(((1, 2), (1, 2))), "ZeroPadding2D(((1, 2), (1, 2)))"),
        (LeakyReLU(0.2), "LeakyReLU(negative_slope=0.2)"),
        (ReLU(6), "ReLU(max_value=6)"),
        (ELU(), "ELU()"),
        (Softmax(axis=1), "Softmax(axis=1)"),
    ],
)  # fmt: skip
def test_a_layer_is_written_with_what_differs_from_the_default(layer: Layer, wanted: str) -> None:
    source = to_code(Sequential([layer]), "keras")
    assert source.split("\n")[1] == f"    layers.{wanted},"
    assert read(source).layers == (layer,)


def test_zeros_per_side_become_a_layer_of_their_own() -> None:
    """Keras's convolution takes no number as its padding."""
    net = Sequential([Input((32, 32, 3)), Conv2D(20, 8, strides=2, padding=1)])
    read_back = read(to_code(net, "keras"))
    assert [row.layer.kind for row in read_back.rows] == ["ZeroPadding2D", "Conv2D"]
    assert (read_back.output, read_back.params) == ([14, 14, 20], 3_860)
    assert read_back.rows[0].output == [34, 34, 3]
    uneven = Sequential([Input((9, 9, 3)), Conv2D(2, 3, padding=(0, 2))])
    assert read(to_code(uneven, "keras")).output == uneven.output
    none = Sequential([Input((9, 9, 3)), Conv2D(2, 3, padding=0)])
    assert len(read(to_code(none, "keras")).rows) == 1


@given(st.data())
def test_any_stack_of_layers_reads_back_as_the_same_rows(data: st.DataObject) -> None:
    rank = data.draw(st.integers(1, 3))
    shape = data.draw(small(rank))
    stack: list[Layer] = data.draw(st.lists(layers(rank), max_size=5))
    end = data.draw(st.integers(0, 2))
    if end == 1:
        stack += [Flatten(), Dense(3)]
    elif end == 2:
        whole = (GlobalMaxPooling1D, GlobalMaxPooling2D, GlobalMaxPooling3D)[rank - 1]
        stack += [whole(keepdims=data.draw(st.booleans())), Dense(2, "softmax")]
    try:
        net = Sequential([Input(shape), *stack])
    except LayerError as error:
        assume("cannot be shared out" not in str(error) and "are called" not in str(error))
        raise
    source = to_code(net, "keras")
    ast.parse(source)
    read_back = read(source)
    assert read_back == net
    for row, again in zip(net.rows, read_back.rows, strict=True):
        assert again.name == row.name
        assert again.layer == row.layer
        assert again.output_shape == row.output_shape
        for count in COUNTS:
            assert getattr(again, count) == getattr(row, count)
    assert to_code(read_back, "keras") == source


def test_a_network_with_branches_is_written_as_a_model_of_calls() -> None:
    start = NetworkRow(Input((8, 8, 3)), (), "image")
    near = NetworkRow(Conv2D(4, 3, padding="same"), [start.tensor], "near")
    far = NetworkRow(Conv2D(4, 3, padding=1), [near.tensor], "far")
    again = NetworkRow(far.layer, [far.tensor], "far")
    both = NetworkRow(Add(), [near.tensor, again.tensor], "add")
    net = Network([start], [both.tensor, near.tensor])
    assert to_code(net, "keras") == (
        'image = keras.Input(shape=(8, 8, 3), name="image")\n'
        'near = layers.Conv2D(4, kernel_size=(3, 3), padding="same", name="near")(image)\n'
        'far_layer = layers.Conv2D(4, kernel_size=(3, 3), name="far")\n'
        "far_padded = layers.ZeroPadding2D(1)(near)\n"
        "far = far_layer(far_padded)\n"
        "far_padded_2 = layers.ZeroPadding2D(1)(far)\n"
        "far_2 = far_layer(far_padded_2)\n"
        "add = layers.Add()([near, far_2])\n"
        "model = keras.Model(image, [add, near])"
    )


@pytest.mark.slow
@pytest.mark.parametrize("applied", EVERY_KIND, ids=lambda applied: applied.layer.kind)
def test_every_layer_is_written_so_that_it_is_made_again(applied: AppliedLayer) -> None:
    assert read(layer_code(applied.layer)).layers == (applied.layer,)


def test_the_states_that_a_recurrent_layer_starts_from_are_written() -> None:
    source = (
        "a, b = Input((None, 7)), Input((None, 9))\n"
        "_, h, c = LSTM(4, return_state=True)(a)\n"
        "y = Dense(9)(LSTM(4, return_sequences=True)(b, initial_state=[h, c]))\n"
        "model = Model([a, b], y)"
    )
    net = read(source)
    written = to_code(net, "keras")
    assert "(input_layer_1, initial_state=[lstm[1], lstm[2]])" in written
    assert [row.params for row in read(written).rows] == [row.params for row in net.rows]
    assert [row.params for row in net.rows] == [192, 224, 45]
    assert to_code(read(written), "keras") == written


def test_what_a_recurrent_layer_starts_from_is_written() -> None:
    source = (
        "a = keras.Input((5, 3))\nb = keras.Input((7, 3))\n"
        "_, h, c = layers.LSTM(4, return_state=True)(a)\n"
        "model = keras.Model([a, b], layers.LSTM(4)(b, initial_state=[h, c]))"
    )
    net = read(source)
    code = to_code(net, "keras")
    assert "(input_layer_1, initial_state=[lstm[1], lstm[2]])" in code
    read_back = read(code)
    assert [len(row.states) for row in read_back.rows] == [0, 2]
    assert read_back.params == net.params
    with pytest.raises(LayerError, match="PyTorch has no equivalent"):
        to_code(net, "torch")


def names(text: str, shape: object = None) -> list[str]:
    net = read(text)
    return [row.name for row in (net if net.input_rows else net(shape)).rows]


@pytest.mark.parametrize(
    "source",
    [
        # Keras: the name "normalization" is used 2 times in the model.
        """n, m = Normalization(), Normalization()
k = Normalization(name="normalization")
model = Sequential([m, k])""",
        "n, m = Dense(3), Dense(4)\nmodel = Sequential([m, n])",
        "n, m = Normalization(), Normalization()\nmodel = Sequential([Input((5, 4)), m, n])",
        """a, b = Input((4,)), Input((4,))
n, m = Normalization(), Normalization()
model = Model([a, b], Add()([m(b), n(a)]))""",
        "a = Input((4,))\nn, m = Normalization(), Normalization()\nmodel = Model(a, n(m(n(a))))",
        # A layer inside another takes a name before it.
        """d, e = Dense(4), Dense(4)
model = Sequential([Input((5, 4)), e, TimeDistributed(Dense(4)), d])""",
        """d = LSTM(3, return_sequences=True)
model = Sequential([Bidirectional(LSTM(2, return_sequences=True)), d])""",
        "model = Sequential([TimeDistributed(Dense(4)), Dense(4), Dense(4, name='dense')])",
        # The input takes one too.
        "a = Input((5,), name='start')\nmodel = Model(a, Dense(3, name='input_layer')(a))",
        "a = Input((5,), name='input_image')\nmodel = Model(a, Dense(3)(a))",
    ],
)
def test_layers_that_are_used_in_another_order_than_they_were_made(source: str) -> None:
    """What Keras 3.15 calls the layers of the written code is what it calls those of the source."""
    code = to_code(read(source), "keras")
    assert names(code, [5, 4]) == names(source, [5, 4])
    assert to_code(read(code), "keras") == code
    assert len(set(names(code, [5, 4]))) == len(set(names(source, [5, 4])))


def test_an_input_keeps_the_name_that_its_author_gave_it() -> None:
    source = "a = Input((5,), name='input_image')\nmodel = Model(a, Dense(3)(a))"
    assert 'keras.Input(shape=(5,), name="input_image")' in to_code(read(source), "keras")
    taken = read("a = Input((5,))\nmodel = Model(a, Dense(3, name='input_layer')(a))")
    code = to_code(Network(taken.input_rows, taken.outputs), "keras")
    assert 'keras.Input(shape=(5,), name="input_layer_2")' in code
    assert 'layers.Dense(3, name="input_layer")' in code


def test_the_zeros_before_a_convolution_take_the_name_of_no_layer() -> None:
    """Keras counts the ZeroPadding layers of the code together with those of the network."""
    start = NetworkRow(Input((9, 9, 3)), (), "input")
    first = NetworkRow(Conv2D(3, 3, padding=1), [start.tensor], "conv2d")
    zeros = NetworkRow(ZeroPadding2D(2), [first.tensor], "zero_padding2d")
    second = NetworkRow(Conv2D(3, 3, padding=1), [zeros.tensor], "conv2d_1")
    code = to_code(Network([start], [second.tensor], rows=[start, first, zeros, second]), "keras")
    assert code == (
        "model = keras.Sequential([\n"
        "    keras.Input(shape=(9, 9, 3)),\n"
        '    layers.ZeroPadding2D(1, name="conv2d_zeros"),\n'
        "    layers.Conv2D(3, kernel_size=(3, 3)),\n"
        "    layers.ZeroPadding2D(2),\n"
        "    layers.ZeroPadding2D(1),\n"
        "    layers.Conv2D(3, kernel_size=(3, 3)),\n"
        "])"
    )
    assert names(code) == [
        "conv2d_zeros", "conv2d", "zero_padding2d", "zero_padding2d_1", "conv2d_1",
    ]  # fmt: skip
