"""Published cases, computed once more: what the calculator says where a source printed a number.

A row says what is `given` and what is `asked`, in the words of its source. `recomputed(row)` is
the calculator's answer to it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from quizengine.calculator.keras import (
    Conv1D,
    Conv2D,
    Dense,
    Flatten,
    Input,
    LocallyConnected2D,
    MaxPooling2D,
    ZeroPadding2D,
)
from quizengine.calculator.sequential import Sequential

PublishedRow = Mapping[str, Any]

# Layers and questions that the calculator does not have: recurrent and attention layers,
# embeddings, normalisation, receptive fields, formulas in letters, budgets of memory.
ELSEWHERE = frozenset(
    {
        "batch_limit", "bn_params", "embedding_params", "gru_params", "invalid_config",
        "lstm_params", "mha_params", "receptive_field", "stack_vs_big", "vit_params", "vit_tokens",
    }
)  # fmt: skip

# Rows of other archetypes that ask for one of those.
ELSEWHERE_ROWS = frozenset(
    {
        ("activation_memory", "activations per image"),  # the whole of VGG16
        ("connections", "LeNet S2"),  # pooling with weights
        ("depthwise_separable_macs", "separable multiplications"),
        ("lenet_row", "C3 sparse connection table"),
        ("macs", "MACs + bias adds (torchstat Flops)"),
        ("model_total", "4096-Dense512-BN-Dense80"),
    }
)

_LENET_LIKE = Sequential(
    [
        Input([32, 32, 3]),
        Conv2D(8, 5, name="CONV1"),
        MaxPooling2D(2, name="POOL1"),
        Conv2D(16, 5, name="CONV2"),
        MaxPooling2D(2, name="POOL2"),
        Flatten(),
        Dense(120, name="FC3"),
        Dense(84, name="FC4"),
        Dense(10, name="Softmax"),
    ]
)
_DIGITS = Sequential(
    [
        Input([28, 28, 1]),
        Conv2D(32, 3, name="conv1"),
        MaxPooling2D(2, name="max_pool1"),
        Conv2D(64, 3, name="conv2"),
        MaxPooling2D(2, name="max_pool2"),
        Flatten(),
        Dense(10, name="dense"),
    ]
)
_BY_CODE = {
    "28x28x1 Conv32k3-Conv63k3": [
        Input([28, 28, 1]), Conv2D(32, 3, name="conv1"), Conv2D(63, 3, name="conv2"),
    ],
    "32x32x3 Conv32k4-Pool2-Conv32k4-Pool2-Flatten-Dense32-Dense10": [
        Input([32, 32, 3]), Conv2D(32, 4, name="conv1"), MaxPooling2D(2),
        Conv2D(32, 4, name="conv2"), MaxPooling2D(2), Flatten(), Dense(32), Dense(10),
    ],
    "28x28 conv(1,6,5)-pool-conv(6,16,5)-pool": [
        Input([28, 28, 1]), Conv2D(6, 5), MaxPooling2D(2), Conv2D(16, 5), MaxPooling2D(2),
    ],
    "28x28x1 conv10 k3 same -> dense 2": [
        Input([28, 28, 1]), Conv2D(10, 3, padding="same"), Flatten(), Dense(2),
    ],
    "three 3x3 stride-2 same convs 100/200/400 on 200x300x3": [
        Input([200, 300, 3]), *(Conv2D(k, 3, strides=2, padding="same") for k in (100, 200, 400)),
    ],
}  # fmt: skip
_ALEXNET = {
    "conv3": Conv2D(384, 3)([13, 13, 256]).params,
    "conv4 ungrouped": Conv2D(384, 3)([13, 13, 384]).params,
    "fc1": Dense(4096)([6 * 6 * 256]).params,
    "fc3": Dense(1000)([4096]).params,
}
_LENET = {
    "C1": Conv2D(6, 5)([32, 32, 1]).params,
    "C3 full": Conv2D(16, 5)([14, 14, 6]).params,
    "C5": Dense(120)([5 * 5 * 16]).params,
}


def is_elsewhere(row: PublishedRow) -> bool:
    """Whether the row asks for something that the calculator does not compute."""
    given = row["given"]
    marks = {row["asked"], given.get("layer"), given.get("code")}
    return row["archetype"] in ELSEWHERE or any(
        (row["archetype"], mark) in ELSEWHERE_ROWS for mark in marks
    )


def recomputed(row: PublishedRow) -> object:
    """The calculator's answer to a published case. Raises KeyError for an unknown archetype."""
    return _HOW[row["archetype"]](row["given"], row["asked"])


def _input(given: PublishedRow) -> list[int]:
    """The input of a convolution; where only its channels are given, its sides do not matter."""
    if "input" in given:
        return [*given["input"], 1][:3] if len(given["input"]) == 2 else given["input"]
    side = given.get("n", 64)
    return [side, side, given.get("cin", 1)]


def _conv(given: PublishedRow) -> Any:
    kernel = given.get("kernel", given.get("k"))
    filters = given.get("filters", given.get("cout", given.get("output", [1])[-1]))
    padding = given.get("padding", given.get("p", 0))
    words = {"TF SAME": "same"}
    layer = Conv2D(
        filters,
        kernel,
        strides=given.get("stride", given.get("s", 1)),
        padding="same" if given.get("same") else words.get(padding, padding),
        groups=given.get("groups", 1),
        use_bias=given.get("bias", True),
    )
    return layer(_input(given))


def _output_volume(given: PublishedRow, asked: str) -> object:
    shape = _conv(given).output
    return list(shape)[: 2 if len(given["input"]) == 2 else 3]


def _shared(given: PublishedRow, asked: str) -> object:
    applied = _conv(given)
    return applied.weights if asked == "params without bias" else applied.params


def _unshared(given: PublishedRow, asked: str) -> object:
    if "input" in given:
        layer = LocallyConnected2D(
            given["filters"], given["kernel"], given["stride"], given["padding"]
        )
        return layer(given["input"]).params
    # CS231n gives the output and the filter; the input follows from both.
    height, width, filters = given["output"]
    rows, columns, depth = given["kernel"]
    sides = [height + rows - 1, width + columns - 1, depth]
    return LocallyConnected2D(filters, [rows, columns])(sides).params


def _split(given: PublishedRow, asked: str) -> object:
    applied = _conv(given)
    return applied.biases if asked == "biases" else applied.weights


def _ratio(given: PublishedRow, asked: str) -> object:
    return _unshared(given, asked) / _conv(given).params  # type: ignore[operator]


def _table_row(given: PublishedRow, asked: str) -> object:
    name = given["row"].split()[0]
    row = _LENET_LIKE.input_row if name == "Input" else _LENET_LIKE.row(name)
    return row.params if asked == "params" else row.size


def _multi_select(given: PublishedRow, asked: str) -> object:
    if asked == "params claimed by the statement":
        return _DIGITS.row(given["layer"]).params
    claims = [("conv1", 21632), ("max_pool1", 5408), ("conv2", 18496), ("dense", 16010)]
    return [n for n, (name, said) in enumerate(claims, 1) if _DIGITS.row(name).params == said]


def _read(given: PublishedRow, asked: str) -> object:
    net = Sequential(_BY_CODE[given["code"]]) if "code" in given else _DIGITS
    return net.row(given["layer"]).params


def _activation_size(given: PublishedRow, asked: str) -> object:
    if "shape" not in given:
        return _conv(given).size
    names = {"pool1": "max_pool1", "pool2": "max_pool2"}
    name = given["layer"]
    return (_DIGITS.input_row if name == "input" else _DIGITS.row(names.get(name, name))).size


def _flat(given: PublishedRow, asked: str) -> object:
    if "shape" in given:
        return Flatten()(given["shape"]).size
    if "code" in given:
        return Sequential([*_BY_CODE[given["code"]], Flatten()]).rows[-1].size
    shape = [*given["input"], 3]
    for kernel, stride, padding, filters in given["layers"]:
        shape = Conv2D(filters, kernel, strides=stride, padding=padding)(shape).output
    return Flatten()(shape).size


def _dense(given: PublishedRow, asked: str) -> object:
    shape = Flatten()(given["input"]).output if "input" in given else [given["inputs"]]
    return Dense(given["units"])(shape).params


def _grouped(given: PublishedRow, asked: str) -> object:
    applied = _conv(given)
    return list(applied.torch_kernel_shape) if asked == "weight shape" else applied.params


def _kept(given: PublishedRow, asked: str) -> object:
    """The padding with which a dilated convolution keeps its input's size."""
    fits = [
        pad
        for pad in range(given["n"])
        if Conv2D(1, given["k"], padding=pad, dilation_rate=given["d"])(_input(given)).output.width
        == given["n"]
    ]
    assert len(fits) == 1
    return fits[0]


def _inverse(given: PublishedRow, asked: str) -> object:
    fits = [
        [kernel, stride, padding]
        for kernel, stride, padding in given["options"]
        if stride
        and Conv2D(1, kernel, strides=stride, padding=padding)(_input(given)).output.width
        == given["out"]
    ]
    assert len(fits) == 1
    return fits[0]


def _fc_as_conv(given: PublishedRow, asked: str) -> object:
    """A filter as large as the input, moved nowhere, is a fully connected layer."""
    side, units = given["input"][0], given["units"]
    conv = Conv2D(units, side)(given["input"])
    assert list(conv.output) == [1, 1, units]
    assert conv.params == _dense(given, asked)
    return [side, 0, 1, units]


def _im2col(given: PublishedRow, asked: str) -> object:
    applied = _conv({**given, "filters": 1})
    return [int(applied.weights), int(applied.size)]


def _tied(given: PublishedRow, asked: str) -> object:
    channels, height, width = given["input"]
    filters, *kernel = given["filter"]
    return Conv2D(filters, kernel)([height, width, channels]).params


def _local(given: PublishedRow, asked: str) -> object:
    params = LocallyConnected2D(given["filters"], given["k"])(given["input"]).params
    assert params == (30 * 30) * (3 * 3 * 3 * 64) + (30 * 30) * 64
    return "(30*30)*(3*3*3*64) + (30*30)*64 (expression only)"


_HOW: dict[str, Callable[[PublishedRow, str], object]] = {
    "activation_memory": lambda given, _: Flatten()(given["map"]).size * given["bytes"],
    "activation_size": _activation_size,
    "alexnet_row": lambda given, _: _ALEXNET[given["layer"]],
    "bottleneck_1x1": lambda given, _: _conv(given).macs,
    "connections": lambda _, __: LocallyConnected2D(6, 5)([32, 32, 1]).params,
    "conv1d_params": lambda given, _: (
        Conv1D(given["filters"], given["k"])([1000, given["cin"]]).params
    ),
    "dense_no_flatten": lambda given, _: Dense(given["units"])(given["input"]).params,
    "depthwise_separable_macs": lambda given, _: _conv({**given, "cin": 3}).macs,
    "dilated_padding": _kept,
    "fc_as_conv": _fc_as_conv,
    "fc_params": _dense,
    "flatten_size": _flat,
    "grouped_params": _grouped,
    "im2col": _im2col,
    "inverse_kernel": _inverse,
    "keras_multi_select": _multi_select,
    "keras_read_params": _read,
    "layer_table_row": _table_row,
    "lenet_row": lambda given, _: _LENET[given["layer"]],
    "locally_connected": _local,
    "macs": lambda given, _: 2 * _conv(given).macs,
    "model_total": lambda given, _: Sequential(_BY_CODE[given["code"]]).params,
    "neuron_count": lambda given, _: Flatten()(given["output"]).size,
    "output_size": lambda given, _: _conv(given).output.width,
    "output_volume": _output_volume,
    "padded_volume": lambda given, _: list(ZeroPadding2D(given["pad"])(given["input"]).output),
    "params_no_bias": lambda given, _: _conv({**given, "bias": False}).params,
    "params_no_sharing": _unshared,
    "params_shared": _shared,
    "params_split": _split,
    "pool_volume": lambda given, _: list(
        MaxPooling2D(given["pool"], strides=given["stride"])(given["input"]).output
    ),
    "pytorch_in_features": _flat,
    "pytorch_weight_shape": lambda given, _: list(_conv(given).torch_kernel_shape),
    "same_size": lambda given, _: _conv({**given, "k": 3, "same": True}).output.width,
    "sharing_ratio": _ratio,
    "tied_untied_bias": _tied,
}
