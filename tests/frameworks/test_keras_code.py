"""Keras code as people write it: functions, loops, branches, models in models, classes."""

from __future__ import annotations

import pytest

from quizengine.calculator import LayerError
from quizengine.frameworks import SourceError, read

RESNET = """\
import os
os.environ["KERAS_BACKEND"] = "tensorflow"
import numpy as np
import matplotlib.pyplot as plt
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers, Model
from tensorflow.keras.optimizers import Adam

(x_train, y_train), (x_test, y_test) = keras.datasets.cifar10.load_data()
x_train = x_train.astype("float32") / 255.0
print(x_train.shape, len(x_train), f"{x_train.shape[0]:,} samples")

def conv_bn(x, filters, kernel_size=3, strides=1, activation=True, name=None):
    '''Convolution, batch norm, ReLU.'''
    x = layers.Conv2D(
        filters, kernel_size, strides=strides, padding="same", use_bias=False,
        kernel_initializer="he_normal", name=name,
    )(x)
    x = layers.BatchNormalization()(x)
    if activation:
        x = layers.Activation("relu")(x)
    return x

def residual_block(x, filters, stride=1):
    shortcut = x
    y = conv_bn(x, filters, strides=stride)
    y = conv_bn(y, filters, activation=False)
    if stride != 1 or shortcut.shape[-1] != filters:
        shortcut = layers.Conv2D(filters, 1, strides=stride, use_bias=False)(shortcut)
        shortcut = layers.BatchNormalization()(shortcut)
    y = layers.Add()([y, shortcut])
    return layers.ReLU()(y)

def build(input_shape=(32, 32, 3), num_classes=10, depths=(2, 2, 2)):
    inputs = keras.Input(shape=input_shape)
    x = conv_bn(inputs, 16, name="stem")
    for stage, depth in enumerate(depths):
        filters = 16 * 2 ** stage
        for i in range(depth):
            x = residual_block(x, filters, stride=2 if i == 0 and stage > 0 else 1)
    x = layers.GlobalAveragePooling2D()(x)
    outputs = layers.Dense(num_classes, activation="softmax")(x)
    return Model(inputs, outputs, name="resnet")

if __name__ == "__main__":
    model = build()
    model.summary()
    model.compile(optimizer=Adam(learning_rate=1e-3), loss="sparse_categorical_crossentropy")
    stop = keras.callbacks.EarlyStopping(patience=3)
    history = model.fit(x_train, y_train, epochs=10, callbacks=[stop])
    plt.plot(history.history["loss"])
    for layer in model.layers:
        print(layer.name, layer.output_shape if hasattr(layer, "output_shape") else "")
"""

INCEPTION = """\
from keras.layers import Input, Conv2D, MaxPooling2D, concatenate, Dense, Flatten
from keras.models import Model
inp = Input((28, 28, 192))
def tower(x, *spec):
    for f, k in spec:
        x = Conv2D(f, (k, k), padding='same', activation='relu')(x)
    return x
a = tower(inp, (64, 1))
b = tower(inp, (96, 1), (128, 3))
c = tower(inp, (16, 1), (32, 5))
d = MaxPooling2D((3, 3), strides=(1, 1), padding='same')(inp)
d = tower(d, (32, 1))
out = concatenate([a, b, c, d], axis=3)
out = Dense(10, activation='softmax')(Flatten()(out))
model = Model(inputs=inp, outputs=out)
"""

UNET = """\
from tensorflow.keras.layers import *
from tensorflow.keras.models import *
def unet(size=(64, 64, 1), base=8, levels=3):
    inputs = Input(size)
    skips = []
    x = inputs
    for level in range(levels):
        n = base << level if False else base * 2**level
        x = Conv2D(n, 3, activation='relu', padding='same', name=f"down{level}_a")(x)
        x = Conv2D(n, 3, activation='relu', padding='same', name="down%d_b" % level)(x)
        skips.append(x)
        x = MaxPooling2D()(x)
    x = Dropout(0.5)(Conv2D(base * 2**levels, 3, activation='relu', padding='same')(x))
    for level, skip in reversed(list(enumerate(skips))):
        x = UpSampling2D((2, 2))(x)
        x = Conv2D(base * 2**level, 2, padding='same')(x)
        x = Concatenate(axis=-1)([skip, x])
        x = Conv2D(base * 2**level, 3, activation='relu', padding='same')(x)
    return Model(inputs, Conv2D(1, 1, activation='sigmoid')(x))
model = unet()
"""

FROZEN = """\
base = keras.Sequential([
    keras.Input((32, 32, 3)), layers.Conv2D(8, 3), layers.BatchNormalization(),
    layers.GlobalAveragePooling2D(),
], name="base")
base.trainable = False
inputs = keras.Input(shape=(32,32,3))
x = layers.RandomFlip("horizontal")(inputs)
x = layers.Rescaling(1./255)(x)
x = base(x, training=False)
x = layers.Dense(4)(x)
model = keras.Model(inputs, x)
for layer in model.layers[:2]:
    layer.trainable = False
"""

SUBCLASS = """\
import tensorflow as tf
class Block(tf.keras.layers.Layer):
    def __init__(self, filters, **kwargs):
        super().__init__(**kwargs)
        self.conv = tf.keras.layers.Conv2D(filters, 3, padding="same")
        self.bn = tf.keras.layers.BatchNormalization()
    def call(self, inputs, training=None):
        x = self.bn(self.conv(inputs), training=training)
        return tf.nn.relu(x + inputs)
class Net(tf.keras.Model):
    def __init__(self, n=10):
        super(Net, self).__init__()
        self.stem = tf.keras.layers.Conv2D(16, 3)
        self.blocks = [Block(16) for _ in range(2)]
        self.head = tf.keras.layers.Dense(n)
    def call(self, x):
        x = self.stem(x)
        for b in self.blocks:
            x = b(x)
        x = tf.reduce_mean(x, axis=[1, 2])
        return self.head(x)
net = Net()
net.build((None, 32, 32, 3))
net.summary()
"""

AUTOENCODER = """\
latent = 16
enc_in = keras.Input(shape=(28, 28, 1), name="img")
x = layers.Conv2D(16, 3, activation="relu")(enc_in)
x = layers.MaxPooling2D(3)(x)
x = layers.Flatten()(x)
z = layers.Dense(latent)(x)
encoder = keras.Model(enc_in, z, name="encoder")
dec_in = keras.Input(shape=(latent,))
y = layers.Dense(64)(dec_in)
y = layers.Reshape((8, 8, 1))(y)
y = layers.Conv2DTranspose(4, 3)(y)
decoder = keras.Model(dec_in, y)
ae_in = keras.Input(shape=(28, 28, 1))
ae = keras.Model(ae_in, decoder(encoder(ae_in)), name="autoencoder")
ae.summary()
"""

TRANSFORMER = """\
inputs = layers.Input(shape=(None,), dtype="int32")
x = layers.Embedding(1000, 32)(inputs)
a = layers.MultiHeadAttention(num_heads=2, key_dim=16)(x, x)
a = layers.Dropout(0.1)(a)
x = layers.LayerNormalization(epsilon=1e-6)(x + a)
f = keras.Sequential([layers.Dense(64, activation="relu"), layers.Dense(32)])
x = layers.LayerNormalization()(x + f(x))
x = layers.GlobalAveragePooling1D()(x)
outputs = layers.Dense(2, activation="softmax")(x)
model = keras.Model(inputs=inputs, outputs=outputs)
"""

SEQ2SEQ = """\
enc = Input(shape=(None, 70))
o, h, c = LSTM(256, return_state=True)(enc)
dec = Input(shape=(None, 90))
d = LSTM(256, return_sequences=True, return_state=True)
y, _, _ = d(dec, initial_state=[h, c])
y = Dense(90, activation="softmax")(y)
model = Model([enc, dec], y)
"""


def conv(k: int, d: int, f: int, bias: bool = True) -> int:
    return k * k * d * f + bias * f


def test_a_residual_network_of_functions_and_loops() -> None:
    net = read(RESNET)
    assert net.name == "resnet"
    assert net.input == [32, 32, 3]
    blocks = 0
    depth = 16
    for filters in (16, 32, 64):
        for _ in range(2):
            blocks += conv(3, depth, filters, False) + conv(3, filters, filters, False)
            blocks += 2 * 4 * filters
            if depth != filters:
                blocks += conv(1, depth, filters, False) + 4 * filters
            depth = filters
    assert net.params == conv(3, 3, 16, False) + 64 + blocks + 65 * 10
    assert [row.name for row in net.rows][:4] == [
        "stem", "batch_normalization", "activation", "conv2d",
    ]  # fmt: skip
    joined = net.row("add")
    assert joined.inputs == ((32, 32, 16), (32, 32, 16))
    assert {source.row.name for source in joined.sources} == {"activation", "batch_normalization_2"}
    assert net.output == [10]


def test_branches_that_are_joined() -> None:
    net = read(INCEPTION)
    towers = conv(1, 192, 64) + conv(1, 192, 96) + conv(3, 96, 128) + conv(1, 192, 16)
    towers += conv(5, 16, 32) + conv(1, 192, 32)
    assert net.row("concatenate").output == [28, 28, 256]
    assert net.params == towers + (28 * 28 * 256 + 1) * 10


def test_a_network_that_goes_down_and_up_again() -> None:
    net = read(UNET)
    assert net.output == [64, 64, 1]
    assert net.row("down2_b").output == [16, 16, 32]
    assert [net.row(f"concatenate{end}").output for end in ("", "_1", "_2")] == [
        [16, 16, 64], [32, 32, 32], [64, 64, 16],
    ]  # fmt: skip
    assert read(UNET, [128, 128, 1]).output == [128, 128, 1]
    with pytest.raises(SourceError, match=r"^line 17: concatenate_2: 65×65×8 and 64×64×8"):
        read(UNET, [65, 65, 1])


def test_what_is_frozen_afterwards_is_not_trainable() -> None:
    net = read(FROZEN)
    assert [row.name for row in net.rows][:3] == ["random_flip", "rescaling", "conv2d"]
    assert (net.params, net.trainable_params, net.non_trainable_params) == (292, 36, 256)


def test_a_model_of_a_class() -> None:
    net = read(SUBCLASS)
    assert net.params == conv(3, 3, 16) + 2 * (conv(3, 16, 16) + 64) + 170
    assert [row.name for row in net.rows][-3:] == ["relu_1", "mean", "dense"]
    unbuilt = read(SUBCLASS.replace("net.build((None, 32, 32, 3))", ""))
    with pytest.raises(LayerError, match="input shape is not known"):
        _ = unbuilt.rows
    assert unbuilt([16, 16, 3]).params == net.params


def test_models_inside_a_model() -> None:
    net = read(AUTOENCODER)
    assert net.name == "autoencoder"
    assert [row.name for row in net.rows] == [
        "conv2d", "max_pooling2d", "flatten", "dense", "dense_1", "reshape", "conv2d_transpose",
    ]  # fmt: skip
    assert net.params == conv(3, 1, 16) + (8 * 8 * 16 + 1) * 16 + 17 * 64 + conv(3, 1, 4)


def test_tensors_added_with_a_plus_and_sequences_of_any_length() -> None:
    net = read(TRANSFORMER)
    assert net.input == [None]
    assert net.row("multi_head_attention").output == [None, 32]
    assert [source.row.name for source in net.row("add").sources] == ["embedding", "dropout"]
    attention = 3 * (32 * 32 + 32) + 32 * 32 + 32
    assert net.params == 32_000 + attention + 2 * 64 + 33 * 64 + 65 * 32 + 66


def test_a_decoder_that_starts_from_an_encoders_states() -> None:
    net = read(SEQ2SEQ)
    assert net.params == 4 * 256 * (70 + 257) + 4 * 256 * (90 + 257) + 257 * 90
    decoder = net.row("lstm_1")
    assert [state.row.name for state in decoder.states] == ["lstm", "lstm"]
    assert decoder.output == [None, 256]


def test_a_shared_layer_counts_once_and_computes_twice() -> None:
    net = read(
        "a, b = Input((6,)), Input((6,))\n"
        "shared = Dense(4)\n"
        "model = Model([a, b], Subtract()([shared(a), shared(b)]))"
    )
    assert [row.name for row in net.rows] == ["dense", "dense", "subtract"]
    assert (net.params, net.macs) == (28, 48)


@pytest.mark.parametrize(
    ("source", "shape", "rows"),
    [
        ("m = Sequential()\nfor n in [8, 4]:\n    m.add(Dense(n))", [3], [32, 36]),
        ("m = Sequential()\nfor i in range(3): m.add(Dense(2**i, name=f'd{i}'))", [1], [2, 4, 12]),
        ("m = Sequential([Dense(n) for n in (8, 4) if n > 4])", [3], [32]),
        ("m = Sequential([*[Dense(2)], Dense(3)])", [3], [8, 9]),
        ("m = Sequential([Dense(2), Dense(3)])\nm.pop()", [3], [8]),
        ("def make(n=4, **kw):\n    return Sequential([Dense(n, **kw)])\nm = make(use_bias=False)",
         [3], [12]),
        ("def make(): return Sequential([Dense(2)])", [3], [8]),
        ("n = 3\nn += 1\nm = Dense(n if n > 3 else 1)", [1], [8]),
        ("cfg = {'units': 4, 'use_bias': False}\nDense(**cfg)", [3], [12]),
        ("a, (b, *c) = 1, (2, 3, 4)\nDense(a + b + sum(c))", [1], [20]),
        ("import math\nDense(math.ceil(2.5) + int(7 * 0.5) + 2**3 // 3 + 7 % 4)", [1], [22]),
        ("import numpy as np\nDense(int(np.prod((2, 3))))", [1], [12]),
        ("x: int = 2\ndel x\nx = [1, 2, 3][-1]\nDense(x)", [1], [6]),
        ("i = 0\nwhile i < 3:\n    i += 1\n    if i == 2: break\nDense(i)", [1], [4]),
        ("units = dict(a=1, b=2)\nfor k, v in units.items(): pass\nDense(units['b'])", [1], [4]),
        ("Dense('{:d}'.format(3).isdigit() and 3)", [1], [6]),
        ("f = lambda n, k=2: n * k\nDense(f(3))", [1], [12]),
        ("try:\n    import keras\nexcept ImportError:\n    import os\nDense(2)", [1], [4]),
        ("class C:\n    n = 3\n    def units(self): return self.n\nDense(C().units())", [1], [6]),
        (("import os\nos.environ['X'] = '1'\nimport tensorflow as tf\n"
         "with tf.device('/cpu:0'):\n    m = tf.keras.Sequential([tf.keras.layers.Dense(2)])"),
         [1], [4]),
        (("x = Input((5, 6))\ny = LSTM(8, return_sequences=True)(x)\n"
         "model = Model(x, Dense(2)(y[:, -1]))"), None, [480, 0, 18]),
        ("m = Sequential([Input((4,)), Lambda(lambda t: t * 2), Dense(3)])", None, [15]),
        (("m = Sequential([Input((4,)), Dense(3)])\n"
         "n = Model(m.input, Dense(2)(m.layers[-1].output))"), None, [15, 8]),
        ("x = Input((4,))\nx = Dense(3, activation=LeakyReLU())(x)", None, [15]),
        ("layers.Add()", [[2, 3], [2, 3]], [0]),
        ("layers.MultiHeadAttention(2, 8)", [[4, 16], [6, 16]], [1_088]),
        ("x = Input((5,))\nModel(x, Dense(3)(x))", [7], [24]),
    ],
)  # fmt: skip
def test_the_language(source: str, shape: object, rows: list[int]) -> None:
    assert [row.params for row in read(source, shape).rows] == rows


@pytest.mark.parametrize(
    ("source", "line", "says"),
    [
        ("x = Input((32, 32, 3))\nx = Conv2D(8, 40)(x)", 2, "output height would be -7"),
        ("a, b = Input((3,)), Input((4,))\nc = Add()([a, b])", 2, "add: Add cannot join 3 and 4"),
        ("m = Sequential([Input((4, 4, 3)),\n  Conv2D(2, 3),\n  Conv2D(2, 3)])", 3, "conv2d_1: "),
        ("x = Input((5,))\ny = Dense(3, name='d')(x)\nz = Dense(4, name='d')(y)\nModel(x, z)", 3,
         "two layers are called 'd'"),
        ("m = Sequential([Dense(3)])\nm.add(m.layers[0])", 2, "two layers are called"),
        ("x = Input((5,))\nModel(x, 3)", 2, "`outputs` of Model takes tensors, and this is 3"),
        ("a, b = Input((3,)), Input((3,))\nModel(a, Add()([a, b]))", 2, "need the input"),
        ("x = Input((5,))\nDense(3)(4)", 2, "called with a tensor, and this is 4"),
        ("x = Input((5,))\ntf.foo(x)", 2, "`tensorflow.foo` of a tensor is not read"),
        ("import tensorflow as tf\nx = Input((5,))\ntf.reshap(x, (3,))", 3, "did you mean"),
        ("def f(x): return Dense(3)(x)\nf(Input((4,)), 3)", 2, "takes 1 arguments, and 2"),
        ("class A(keras.Model):\n  def __init__(self, n): pass", 2, "is not known: n"),
        ("m = Sequential([])\nm.get_layer('a')", 2, "no layer `a`"),
    ],
)  # fmt: skip
def test_what_keras_refuses_is_reported_with_its_line(source: str, line: int, says: str) -> None:
    with pytest.raises(SourceError) as caught:
        read(source)
    assert caught.value.line == line
    assert says in str(caught.value)


def test_other_inputs_than_the_text_has() -> None:
    source = "a, b = Input((5,)), Input((6,))\nmodel = Model([a, b], Concatenate()([a, b]))"
    assert read(source, [[3], [4]]).output == [7]
    with pytest.raises(LayerError, match="has 2 inputs, and 1 are stated"):
        read(source, [3])


@pytest.mark.parametrize(
    "base",
    [
        "base = Sequential([Input((16, 16, 3)), Conv2D(8, 3), Flatten()])",
        "base = Sequential([Conv2D(8, 3, input_shape=(16, 16, 3)), Flatten()])",
        "base = Sequential([Conv2D(8, 3), Flatten()])\nbase.build((None, 16, 16, 3))",
        "i = Input((16, 16, 3))\nbase = Model(i, Flatten()(Conv2D(8, 3)(i)))",
        "base = Sequential([Sequential([Input((16, 16, 3)), Conv2D(8, 3)]), Flatten()])",
    ],
)
@pytest.mark.parametrize(
    "head",
    ["model = Sequential([base, Dense(4)])", "m = Sequential()\nm.add(base)\nm.add(Dense(4))"],
)
def test_a_model_that_comes_first_states_the_input_shape(base: str, head: str) -> None:
    net = read(f"{base}\nbase.trainable = False\n{head}")
    assert [row.params for row in net.rows] == [224, 0, 6276]
    assert net.trainable_params == 6276


def test_a_first_model_of_two_inputs_states_no_input_shape() -> None:
    two = "a, b = Input((5,)), Input((5,))\nbase = Model([a, b], Add()([a, b]))\n"
    with pytest.raises(LayerError, match="input shape is not known"):
        _ = read(two + "model = Sequential([base, Dense(4)])").rows


def test_no_activation_is_a_linear_one() -> None:
    """As in Keras: `keras.layers.Activation(None).activation` is `linear`."""
    assert read("Activation(None)", [4]).params == 0
    assert read("Sequential([Input((4,)), Activation(None), Dense(3)])").params == 15
