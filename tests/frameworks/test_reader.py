"""Keras source text is read, never executed; what is not understood is reported with its line."""

from __future__ import annotations

import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizengine.calculator import LayerError
from quizengine.frameworks import SourceError, read

MODEL = """\
import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers, regularizers

num_classes = 10
input_shape = (28, 28, 1)

model = keras.Sequential(
    [
        keras.Input(shape=input_shape),
        layers.Conv2D(32, kernel_size=(3, 3), activation="relu"),
        layers.MaxPooling2D(pool_size=(2, 2)),
        layers.Conv2D(64, kernel_size=(3, 3), activation="relu"),
        layers.MaxPooling2D(pool_size=(2, 2)),
        layers.Flatten(),
        layers.Dropout(0.5),
        layers.Dense(num_classes, activation="softmax"),
    ],
    name="mnist",
)
model.summary()
model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
"""


def fault(source: str, input_shape: object = None) -> SourceError:
    with pytest.raises(SourceError) as caught:
        read(source, input_shape)
    assert str(caught.value).startswith(f"line {caught.value.line}: ")
    assert len(str(caught.value)) < 400
    return caught.value


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("before", ["", "\ufeff", "\n\n", "  \n\t\n", "\ufeff\n# é\n"])
def test_a_pasted_model_is_read(ends: str, before: str) -> None:
    net = read((before + MODEL).replace("\n", ends))
    assert net.name == "mnist"
    assert net.params == 34_826
    assert [row.params for row in net.rows] == [320, 0, 18_496, 0, 0, 0, 16_010]


@pytest.mark.parametrize(
    "source",
    [
        "Dense(10)",
        "layers.Dense(10)",
        "keras.layers.Dense(10)",
        "tf.keras.layers.Dense(10)",
        "tensorflow.keras.layers.Dense(units=10)",
        "import keras.layers as L\nL.Dense(10)",
        "from tensorflow.keras import layers as tfl\ntfl.Dense(10)",
        "from keras.layers import Dense as D\nx = D(10)",
        "models.Sequential([Dense(10)])",
        "tf.keras.models.Sequential(layers=[Dense(10)])",
        "keras.models.Sequential([layers.Dense(10, activation=tf.nn.relu)])",
        "Dense(10, activation=keras.activations.softmax)",
        "Dense(10, kernel_initializer='he_normal', bias_initializer='zeros')",
        "Dense(10, kernel_initializer=keras.initializers.HeNormal(seed=1))",
        "Dense(10, kernel_regularizer=tf.keras.regularizers.l2(0.01), bias_regularizer=None)",
        "Dense(10, activity_regularizer=lambda x: x, kernel_constraint=unit_norm(), dtype='f4')",
        "a = b = Dense(10)",
        "n = 5\nDense(2*n)",
        "units = [3, 10]\nDense(units[1])",
        "'''A model.'''\nDense(10)  # the head",
        "Dense(\n    10,\n)",
        "model = Sequential([Dense(10)])\nmodel.build((None, 5))\nmodel.summary()",
        "model = Sequential([Dense(10)])\nmodel.build(input_shape=[None, 5])",
        "Dense(10, input_shape=(5,))",
        "Dense(10, input_dim=5)",
        "Sequential([Dense(10, input_shape=(5,))])",
        "Sequential([InputLayer(input_shape=(5,)), Dense(10)])",
        "Sequential([InputLayer(batch_shape=(None, 5)), Dense(10)])",
        "Sequential([Input(shape=(5,), batch_size=32, dtype='float32'), Dense(10)])",
        "Sequential([Input((5,)), Dense(10)], trainable=True)",
    ],
)
def test_what_real_code_carries_is_taken(source: str) -> None:
    net = read(source, [5])
    assert [(row.name, row.params) for row in net.rows] == [("dense", 60)]


@pytest.mark.parametrize(
    ("source", "shape", "params"),
    [
        ("Conv2D(8, 3, data_format='channels_last', padding='SAME')", [9, 9, 3], 224),
        ("layers.Convolution2D(8, 3, kernel_initializer=he())", [9, 9, 3], 224),
        ("layers.Conv2D(8, 3, input_shape=(9, 9, 3), trainable=False)", None, 224),
        ("layers.MaxPool2D(2, dtype='float32')", [9, 9, 3], 0),
        ("layers.AvgPool1D(2)", [9, 3], 0),
        ("layers.GlobalMaxPool2D()", [9, 9, 3], 0),
        ("layers.GlobalAvgPool3D()", [9, 9, 9, 3], 0),
        ("layers.Dropout(0.5, noise_shape=None, seed=3, trainable=False)", [9], 0),
        ("layers.LeakyReLU(alpha=0.1)", [9], 0),
        ("layers.Flatten(data_format='channels_first')", [3, 9, 9], 0),
        ("layers.LocallyConnected2D(2, 2, implementation=2)", [3, 3, 1], 40),
    ],
)
def test_layers_of_real_code(source: str, shape: object, params: int) -> None:
    assert read(source, shape).params == params


def test_the_input_shape_may_be_stated_beside_the_text() -> None:
    assert read("Sequential([Dense(2)])", [5]).params == 12
    assert read("Sequential([Input((7,)), Dense(2)])", [5]).params == 12
    with pytest.raises(LayerError, match="input shape is not known"):
        _ = read("Sequential([Dense(2)])").rows


def test_the_last_network_of_the_text_counts() -> None:
    assert read("Sequential([Dense(2)])\nSequential([Dense(3)])", [5]).params == 18


@pytest.mark.parametrize(
    ("source", "line", "says"),
    [
        ("", 1, "no layer"),
        ("import os", 1, "no layer"),
        ("x = 3", 1, "no layer"),
        ("import os\nos.system('ls')\nDense(3)", 2, "`os` has no `system`"),
        ("from os import system\nsystem('ls')\nDense(3)", 2, "`os` has no `system`"),
        ("import subprocess as s\nDense(3)\ns.run('ls')", 3, "comes from `subprocess`"),
        ("from socket import *\nDense(3)\nsocket()", 3, "`socket` has no value"),
        ("Dense(3)\n__import__('os').system('ls')", 2, "underscore"),
        ("Dense(3)\neval('1')", 2, "`eval` has no value"),
        ("Dense(3)\nopen('/etc/passwd').read()", 2, "`open` has no value"),
        ("Dense(3)\nwith open('x') as f: pass", 2, "`open` has no value"),
        ("Dense(3)\n\nDense.__class__", 3, "no `__class__`"),
        ("Dense(3)\nkeras.__dict__", 2, "no `__dict__`"),
        ("Dense(3)\nlayers.Dense.__init__.__globals__", 2, "no `__init__`"),
        ("Dense(3)\n().__class__.__bases__[0].__subclasses__()", 2, "underscore"),
        ("Dense(3)\ngetattr('', '__class__')", 2, "underscore"),
        ("Dense(3)\nf'{1 .__class__}'", 2, "underscore"),
        ("Dense(3)\nnp.random.__dict__", 2, "`np` has no value"),
        ("import numpy as np\nDense(3)\nnp.random.__dict__", 3, "no `__dict__`"),
        ("d = Dense(3)\nd.arguments", 2, "no `arguments`"),
        ("d = Dense(3)\nd._keep(units=5)", 2, "no `_keep`"),
        ("d = Dense(3)\nd.units = 4", 2, "`units` of a `Dense` layer cannot be set"),
        ("while True:\n    pass", 1, "more than 300,000 steps"),
        ("Dense(3)\nfor i in range(10**9):\n    Dense(i + 1)", 3, "steps"),
        ("Dense(3)\nfor i in range(10**18): pass", 2, "steps"),
        ("Dense(3)\ndef f():\n    f()\nf()", 3, "`f` calls itself"),
        ("def f(n):\n    return n and f(n - 1) + f(n - 1)\nf(30)", 2, "steps"),
        ("raise SystemExit", 1, "raises an error"),
        ("return 3", 1, "outside a function"),
        ("Dense(3)\nSequential(*[1])", 2, "takes a list"),
        ("Dense(3)\nSequential([1])", 2, "takes layers, and this is 1"),
        ("Dense(3)\nDense(**x)", 2, "`x` has no value"),
        ("Dense(3)\nx = list(range(10**30))", 2, "10,000 items"),
        ("Dense(3)\nx = 9**9**9", 2, "exponent"),
        ("Dense(3)\nx = 'a'*10**9", 2, "a string"),
        ("a = [1]*10**9", 1, "a list"),
        ("a = 3 / 0", 1, "division by zero"),
        ("a = 'x' + 3", 1, "`+` does not go with 'x' and 3"),
        ("a = [1][3]", 1, "no item 3"),
        ("a = {'b': 1}['c']", 1, "there are b"),
        ("a, b = 1, 2, 3", 1, "3 values are given to 2 names"),
        ("Dense(range(10**30))", 1, "units must be a whole number, not range(0, 1000"),
        ("a, *b, c = [1]", 1, "1 values are given to at least 2 names"),
        ("x = Input((3,))\nDense({'a': x})", 2, "units must be a whole number, not {'a': a tensor"),
        ("def f(a, b=2): pass\nf()", 2, "`f` needs `a`"),
        ("def f(a, b=2): pass\nf(1, 2, 3)", 2, "takes 2 arguments, and 3"),
        ("def f(filters): pass\nf(filter=1)", 2, "did you mean `filters`?"),
        ("async def f(): pass", 1, "`async def` is not read"),
        ("x = yield_\n", 1, "`yield_` has no value"),
        ("def f(): yield 3\nf()", 1, "`yield` is not read"),
        ("match 3:\n    case 3: pass", 1, "`match` is not read"),
        ("\n\n# one\n\nmodel = Sequential([\n\n    Dense(0),\n])", 7, "units must be at least 1"),
        ("model = Sequential([\n    Dense(3),\n    Conv9D(3),\n])", 3, "did you mean `Conv3D`?"),
        ("model = Sequential([\n    layers.Dense(3),\n    layers.Conv9D(3),\n])", 3, "`Conv9D`"),
        ("layers.Conv2d(3, 3)", 1, "did you mean `Conv2D`?"),
        ("keras.Sequentail()", 1, "did you mean `Sequential`?"),
        ("from keras.layers import Dens\nDense(3)\nDens(3)", 3, "did you mean `Dense`?"),
        ("s = 'é×'\nmodel = Sequential([\n    Dense(3, colour=1),\n])", 3, "colour"),
        ("Dense(3, unit=4)", 1, "did you mean `units`?"),
        ("Dense(3, self=4)", 1, "Dense has no argument `self`"),
        ("Dense(3, units=4)", 1, "units"),
        ("Dense(3)\nConv2D(3)", 2, "needs `kernel_size`"),
        ("Conv2D(3, 3, data_format='NCHW')", 1, "channels_first"),
        ("\nSequential([\n    Input((5,)),\n    Conv2D(3, 3)])", 4, "conv2d: Conv2D takes"),
        ("m = Sequential([Dense(3)])\nm.build(3)", 2, "batch first"),
        ("m = Sequential([Dense(3)])\nm.build((None, 0))", 2, "0 is not a size"),
        ("m = Dense(3)\nm.build((None, 2))", 2, "no `build`"),
        ("m = Sequential()\nm.addd(Dense(3))", 2, "did you mean `add`?"),
        ("Sequential([Dense(3)], colour=3)", 1, "colour"),
        ("Sequential([Input((-1, 3))])", 1, "-1 is not a size"),
        ("Input(shape=x.shape)", 1, "`x` has no value"),
        ("import numpy as np\nn = np.random.rand()\nDense(n)", 3, "`units` of Dense"),
        ("import mxnet as mx\nnet = mx.gluon.nn.Sequential()", 2, "comes from `mxnet`"),
        ("from flax import linen as nn\nclass C(nn.Module): pass", 2, "comes from `flax`"),
        ("from keras.applications import VGG16\nbase = VGG16()", 2, "not in this text"),
        ("print 'hello'", 1, "not Python"),
        ("Dense(3", 1, "not Python"),
        ("Dense(3)\n  Dense(4)", 2, "not Python"),
        ("Dense(3)\nDense(3) Dense(4)", 2, "not Python"),
        ("Dense(3)\nx = 'abc\n", 2, "not Python"),
        ("Dense(3)\n\x1b[31m", 2, "not Python"),
        ("Dense(3, name='\x1b[31m')", 1, "short text"),
        ("Dense(3, name='\u202e')", 1, "short text"),
        ("Sequential([Dense(3)], name='\x07')", 1, "short text"),
        ("Dense(3)\x00", 1, ""),
        ("Dense('\ud800')", 1, ""),
    ],
)
def test_what_is_not_understood_is_reported_with_its_line(
    source: str, line: int, says: str
) -> None:
    error = fault(source)
    assert says in str(error)
    assert error.line == line
    assert str(error).isprintable()


@pytest.mark.slow
@pytest.mark.parametrize(
    "source",
    [
        "(" * 5_000 + ")" * 5_000,
        "[" * 500 + "]" * 500,
        "x = " + "-" * 20_000 + "1",
        "x = " + "1+" * 40_000 + "1",
        "x = " + "not " * 20_000 + "1",
        "x = " + "f(" * 10_000,
        "x" + ".a" * 40_000,
        "x = [" + "0.5," * 24_000 + "]",
        "x = " + "9" * 90_000,
        "# " + "x" * 1_000_000,
        "Dense(3)\n" * 20_000,
        "a=[1,1,1,1,1,1,1,1]\n" + "a=[a,a,a,a,a,a,a,a]\n" * 30 + "Conv2D(a, 3)",
        "a=[1]\n" + "a=[a]\n" * 2_000 + "Conv2D(a, 3)",
        "a=3\n" + "a=a*a\n" * 2_000,
        "Sequential([Dense(1)," + "Dense(1)," * 3_000 + "])",
        "'" * 50_001,
        "x = {i: [0]*10_000 for i in range(10**6)}",
        "x = [0]*9_000\ny = []\nwhile 1: y.append(x[:])",
        "x = [0]*9_999\nwhile 1: sum(x)",
        "x = [0]*9_999\nwhile 1: x == x",
        "x = 'a'*9_999\nwhile 1: y = f'{x}{x}'",
        "x = [0]\nfor i in range(100): x.append(x)\nConv2D(x, 3)",
        "x = (0,)\nfor i in range(100): x = (x, x)\nx == x",
        "while 1: Conv2D(3, 3)",
        "i = Input((9, 9, 9))\nwhile 1: i = Conv2D(9, 1)(i)",
        "m = Sequential()\nwhile 1: m.add(Dense(3))",
        "m = Sequential()\nm.add(m)\nm(Input((3,)))",
        "(lambda f: f(f))(lambda f: f(f))",
        "import torch\nwhile 1: nn.Conv2d(3, 3, 3)",
        "l = nn.ModuleList()\nwhile 1: l.append(nn.Linear(3, 3))",
        "l = nn.Sequential()\nl.append(l)",
        "class A(nn.Module):\n  def __init__(s): s.a = s\n  def forward(s, x): return s.a(x)",
        "class A(nn.Module):\n  def __init__(s): s.a = A()",
        "\\\n" * 30_000,
    ],
)  # fmt: skip
def test_hostile_text_is_refused_at_once(source: str) -> None:
    fault(source, [3])


def test_a_long_text_that_is_understood_is_read() -> None:
    rows = "    layers.Dense(3, kernel_initializer='he_normal'),\n" * 490
    assert read(f"model = Sequential([\n    Input((3,)),\n{rows}])").params == 490 * 12
    assert read("x = [" + "0.5, " * 9_000 + "]\nDense(3)", [1]).params == 6


def test_a_truncated_model_is_refused_wherever_it_ends() -> None:
    whole = MODEL.rstrip()
    start = whole.index("model = ")
    for end in range(start + 8, whole.index("model.summary") - 3, 7):
        error = fault(whole[:end])
        assert 1 <= error.line <= MODEL.count("\n") + 1


def test_what_python_warns_about_reaches_nobody() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert read("path = 'C:\\data'\nDense(3if 1else 2)", [1]).params == 6


_PIECES = st.sampled_from(
    [
        "Dense(3)", "Conv2D(", "3, ", ")", "[", "]", "Sequential", "model", " = ", "\n", ".",
        "Input((3,))", "import ", "keras", "layers", "build", "summary", "add", "None", "'", "#",
        "input_shape=", "padding=", "'same'", "-", "*", "lambda: ", "__class__", "for x in ", "\r",
        "\x0c", ",", "    ", "é", "nn.", "Linear(3, 3)", "F.relu(x)", "def f(x):", "return x",
        "class A(nn.Module):", "x", "f(", "torch", "self", "if x:", "for i in range(3):",
    ]
)  # fmt: skip


@given(st.one_of(st.text(max_size=50), st.lists(_PIECES, max_size=25).map("".join)))
def test_any_text_is_read_or_refused_in_printable_words(text: str) -> None:
    try:
        net = read(text, [3])
    except LayerError as error:
        assert str(error).isprintable()
    else:
        assert net.params >= 0


@pytest.mark.parametrize(
    "source",
    [
        "len()", "len(1, 2)", "range(1, 2, 0)", "int('x')", "map(1)", "'{}'.format()", "max([])",
        "sorted([1, 'a'])", "divmod(1, 0)", "int(float('nan'))", "int(1e308 * 10)", "[].pop()",
        "'a'.join([1])", "'%d' % 'x'", "'a' % 1", "[1][1.5]", "{}[[]]", "{[]: 1}", "sum(1)",
        "isinstance(1)", "getattr(1)", "import math\nmath.sqrt(-1)", "Sequential().add()",
        "Sequential().pop()", "Input()", "keras.Model()", "concatenate([])", "Lambda()",
        "nn.Sequential().insert(1)", "nn.ModuleList([nn.Linear(1, 2)])[5]", "torch.cat()",
        "F.relu()", "F.pad(1)", "nn.Module()(1)", "nn.Linear(3, 3)()", "super().x", "class A(1): 0",
        "Dense(float('inf'))", "Dense(True)", "x = Input((3,))\nx[:, 5]", "nn.Parameter(3)",
        "x = Input((3,))\nfor i in x: pass", "from . import x\nx()", "Dense(3).trainable.x",
    ],
)  # fmt: skip
def test_what_is_called_wrongly_is_refused(source: str) -> None:
    fault(source, [3])
