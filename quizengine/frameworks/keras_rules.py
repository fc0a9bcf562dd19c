"""What each of PyTorch's layers becomes in Keras, for a row whose shapes are known."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from quizengine.calculator import keras
from quizengine.calculator.errors import LayerError
from quizengine.calculator.network import Row
from quizengine.frameworks.translating import Piece, Rule

ACTIVATIONS = {
    "ReLU6": "relu6", "SELU": "selu", "SiLU": "silu", "Mish": "mish", "Sigmoid": "sigmoid",
    "Tanh": "tanh", "Softsign": "softsign", "Hardsigmoid": "hard_sigmoid",
    "Hardswish": "hard_silu", "LogSigmoid": "log_sigmoid", "Tanhshrink": "tanh_shrink",
}  # fmt: skip
"""Keras's activations for PyTorch's modules that look at each value alone."""

VOLUMES = (
    "Conv", "MaxPool", "AvgPool", "Adaptive", "ZeroPad", "Upsampl", "BatchNorm", "InstanceNorm",
    "GroupNorm", "Dropout1", "Dropout2", "Dropout3",
)  # fmt: skip
"""How the kinds of layer begin whose inputs Keras has with the channels last."""


def keras_axis(dim: int, rank: int, moved: bool) -> int:
    """An axis of PyTorch, the batch being 0, as Keras counts it, the channels moved or not."""
    place = dim % (rank + 1)
    if not moved or rank < 2 or place == 0:
        return place
    return rank if place == 1 else place - 1


_Make = Callable[[Any, Row, bool], Rule]


def _need(holds: bool, why: str) -> None:
    if not holds:
        raise LayerError(why)


def _one(layer: Any, moved: bool | None = None) -> Rule:
    return Rule((Piece(layer),), moved)


def _volume(make: Callable[[Any, tuple[int, ...]], Sequence[Piece]]) -> _Make:
    """A rule for a layer that Keras has with its channels last; it is told the spatial axes."""

    def rule(layer: Any, row: Row, _moved: bool) -> Rule:
        return Rule(tuple(make(layer, tuple(map(int, row.input[1:])))), True)

    return rule


def _zeros(sides: Sequence[tuple[int, int]]) -> list[Piece]:
    if not any(any(pair) for pair in sides):
        return []
    kind = getattr(keras, f"ZeroPadding{len(sides)}D")
    return [Piece(kind(sides[0] if len(sides) == 1 else list(sides)), "pad")]


def _convolved(layer: Any, _axes: tuple[int, ...]) -> list[Piece]:
    _need(
        getattr(layer, "padding_mode", "zeros") == "zeros", f'padding_mode="{layer.padding_mode}"'
    )
    words, zeros = {}, []
    if isinstance(layer.padding, str):
        words["padding"] = layer.padding
    else:
        zeros = _zeros([(side, side) for side in layer.padding])
    made = getattr(keras, f"Conv{layer.rank}D")(
        layer.out_channels, layer.kernel_size, layer.stride, dilation_rate=layer.dilation,
        groups=layer.groups, use_bias=layer.bias, **words,
    )  # fmt: skip
    return [*zeros, Piece(made)]


def _transposed(layer: Any, axes: tuple[int, ...]) -> list[Piece]:
    _need(layer.groups == 1, "it has groups")
    kind = getattr(keras, f"Conv{layer.rank}DTranspose")
    reach = [
        rate * (size - 1) + 1 for size, rate in zip(layer.kernel_size, layer.dilation, strict=True)
    ]
    beyond = [
        each - 2 * pad + more
        for each, pad, more in zip(reach, layer.padding, layer.output_padding, strict=True)
    ]
    words: dict[str, Any] = {"dilation_rate": layer.dilation, "use_bias": layer.bias}
    if tuple(beyond) == layer.stride and any(layer.padding):
        words["padding"] = "same"
        return [Piece(kind(layer.out_channels, layer.kernel_size, layer.stride, **words))]
    if any(
        more or each < step
        for more, each, step in zip(layer.output_padding, reach, layer.stride, strict=True)
    ):
        words["output_padding"] = layer.output_padding
    pieces = [Piece(kind(layer.out_channels, layer.kernel_size, layer.stride, **words))]
    if any(layer.padding):
        sides = [(pad, pad) for pad in layer.padding]
        cut = getattr(keras, f"Cropping{layer.rank}D")
        pieces.append(Piece(cut(sides[0] if layer.rank == 1 else sides), "crop"))
    return pieces


def _pooled(layer: Any, axes: tuple[int, ...]) -> list[Piece]:
    is_mean = layer.kind.startswith("Avg")
    _need(max(layer.arguments.get("dilation", (1,))) == 1, "its window has gaps")
    _need(layer.arguments.get("divisor_override") is None, "its divisor")
    sides = []
    for axis, size, stride, pad in zip(
        axes, layer.kernel_size, layer.stride, layer.padding, strict=True
    ):
        more = 0
        if layer.ceil_mode:
            count = -(-(axis + 2 * pad - size) // stride) + 1
            count -= (count - 1) * stride >= axis + pad
            more = max((count - 1) * stride + size - axis - 2 * pad, 0)
            _need(not (is_mean and more), "its last window only fits in part")
        sides.append((pad, pad + more))
    if is_mean and any(after for _, after in sides):
        _need(
            layer.arguments.get("count_include_pad", True), "it leaves the padding out of the mean"
        )
    kind = getattr(keras, f"{'Average' if is_mean else 'Max'}Pooling{layer.rank}D")
    strides = None if layer.stride == layer.kernel_size else layer.stride
    return [*_zeros(sides), Piece(kind(layer.kernel_size, strides))]


def _adaptive(layer: Any, axes: tuple[int, ...]) -> list[Piece]:
    word = "Average" if "Avg" in layer.kind else "Max"
    wanted = [
        axis if size is None else size for axis, size in zip(axes, layer.output_size, strict=True)
    ]
    if max(wanted) == 1:
        return [Piece(getattr(keras, f"Global{word}Pooling{layer.rank}D")(keepdims=True))]
    _need(
        all(axis % size == 0 for axis, size in zip(axes, wanted, strict=True)), "its windows differ"
    )
    sizes = [axis // size for axis, size in zip(axes, wanted, strict=True)]
    return [Piece(getattr(keras, f"{word}Pooling{layer.rank}D")(sizes))]


def _padded(layer: Any, _axes: tuple[int, ...]) -> list[Piece]:
    flat = layer.padding
    sides = [flat[place : place + 2] for place in range(len(flat) - 2, -1, -2)]
    if all(side <= 0 for side in flat) and any(flat):
        cuts = [(-before, -after) for before, after in sides]
        return [
            Piece(getattr(keras, f"Cropping{layer.rank}D")(cuts[0] if len(cuts) == 1 else cuts))
        ]
    _need(min(flat) >= 0, "it cuts on one side and pads on another")
    return [
        Piece(getattr(keras, f"ZeroPadding{layer.rank}D")(sides[0] if len(sides) == 1 else sides))
    ]


def _upsampled(layer: Any, row: Row, _moved: bool) -> Rule:
    before, after = row.input[1:], row.output[1:]
    mode = "bilinear" if layer.kind == "UpsamplingBilinear2d" else layer.mode
    _need(
        all(b % a == 0 for a, b in zip(before, after, strict=True)), "its factor is no whole number"
    )
    _need(not layer.align_corners and layer.kind != "UpsamplingBilinear2d", "it aligns the corners")
    factors = [b // a for a, b in zip(before, after, strict=True)]
    words: dict[str, Any] = {} if mode == "nearest" else {"interpolation": mode}
    _need(
        mode == "nearest" or (len(factors) == 2 and mode in ("bilinear", "bicubic")),
        f'mode="{mode}"',
    )
    kind = getattr(keras, f"UpSampling{len(factors)}D")
    return _one(kind(factors[0] if len(factors) == 1 else factors, **words), True)


def _batch_norm(layer: Any, row: Row, _moved: bool) -> Rule:
    _need(layer.track_running_stats and layer.momentum is not None, "it keeps no moving averages")
    shifts = layer.affine and layer.arguments.get("bias", True)
    made = keras.BatchNormalization(
        momentum=1 - layer.momentum, epsilon=layer.eps, center=shifts, scale=layer.affine
    )
    return _one(made, len(row.input) > 1)


def _group_norm(layer: Any, row: Row, _moved: bool) -> Rule:
    _need(not layer.arguments.get("track_running_stats", False), "it keeps moving averages")
    groups = layer.arguments.get("num_groups", -1)
    shifts = layer.affine and layer.arguments.get("bias", True)
    made = keras.GroupNormalization(groups, epsilon=layer.eps, center=shifts, scale=layer.affine)
    return _one(made, len(row.input) > 1)


def _layer_norm(layer: Any, row: Row, _moved: bool) -> Rule:
    count = len(layer.normalized_shape)
    axis: Any = -1 if count == 1 else [place - count for place in range(count)]
    words = layer.arguments
    if layer.kind == "RMSNorm":
        _need(count == 1 and words.get("elementwise_affine", True), "it has no scale of its own")
        _need(words.get("eps") is not None, "its epsilon is that of the number format")
        return _one(keras.RMSNormalization(axis, layer.eps), False)
    scales = words.get("elementwise_affine", True)
    made = keras.LayerNormalization(axis, layer.eps, scales and words.get("bias", True), scales)
    return _one(made, False)


def _recurrent(layer: Any, row: Row, _moved: bool) -> Rule:
    _need(layer.num_layers == 1, f"it has {layer.num_layers} layers in one")
    _need(not layer.proj_size, "it projects its output")
    if layer.kind != "GRU":
        _need(not layer.bias, "it has a second vector of biases for each gate")
    words: dict[str, Any] = {"use_bias": layer.bias, "return_sequences": True}
    if layer.kind == "RNN":
        words["activation"] = layer.nonlinearity
    kind = {"RNN": keras.SimpleRNN, "LSTM": keras.LSTM, "GRU": keras.GRU}[layer.kind]
    made: Any = kind(layer.hidden_size, **words)
    return _one(keras.Bidirectional(made) if layer.bidirectional else made, False)


def _attention(layer: Any, row: Row, _moved: bool) -> Rule:
    _need(
        not (layer.arguments.get("add_bias_kv") or layer.arguments.get("add_zero_attn")), "its kv"
    )
    made = keras.MultiHeadAttention(
        layer.num_heads, layer.embed_dim // layer.num_heads,
        dropout=layer.arguments.get("dropout", 0), use_bias=layer.arguments.get("bias", True),
    )  # fmt: skip
    return Rule((Piece(made),), False, order=(0, 2, 1))


def _linear(layer: Any, row: Row, _moved: bool) -> Rule:
    return _one(keras.Dense(layer.out_features, use_bias=layer.bias), False)


def _prelu(layer: Any, row: Row, moved: bool) -> Rule:
    rank = len(row.input)
    if layer.num_parameters == 1:
        return _one(keras.PReLU(shared_axes=list(range(1, rank + 1))))
    shared = list(range(1, rank)) or None
    return _one(keras.PReLU(shared_axes=shared), rank > 1)


def _along(layer: Any, row: Row, moved: bool) -> Rule:
    rank = len(row.input)
    dim = layer.arguments.get("dim")
    axis = keras_axis(1 if dim is None else dim, rank, moved)
    if layer.kind == "LogSoftmax":
        _need(axis == rank, "its axis is not the last one")
        return _one(keras.Activation("log_softmax"))
    return _one(keras.Softmax(-1 if axis == rank else axis))


def _flatten(layer: Any, row: Row, moved: bool) -> Rule:
    if len(row.output) == 1:
        return _one(keras.Flatten())
    return Rule((Piece(keras.Reshape(list(map(int, row.output)))),), False, False)


def reshaped(_layer: Any, row: Row, moved: bool) -> Rule:
    """A view: the same values in other axes."""
    after = list(map(int, row.output))
    if len(row.input) == 1 and len(after) > 2:
        return Rule((Piece(keras.Reshape([*after[1:], after[0]])),), None, True)
    return Rule((Piece(keras.Reshape(after)),), False, False)


_ORDER = re.compile(r"\{0\}\.(permute|transpose)\(([\d, ]+)\)")


def _permuted(layer: Any, row: Row, _moved: bool) -> Rule:
    found = _ORDER.fullmatch(layer.text)
    rank = len(row.input)
    order = [int(each) for each in found[2].split(",")] if found else []
    if found is not None and found[1] == "transpose":
        first, second = order
        order = list(range(rank + 1))
        order[first], order[second] = second, first
    _need(order[:1] == [0], "it moves the batch")
    return Rule((Piece(keras.Permute(order[1:])),), False, False)


def _mean(layer: Any, row: Row, _moved: bool) -> Rule:
    rank = len(row.input)
    places = ", ".join(str(place) for place in range(2, rank + 1))
    keeps = {
        f"{{0}}.mean(({places}{end}), keepdim={keep})": keep
        for end in ("", ",")
        for keep in (True, False)
    }
    _need(rank in (2, 3, 4) and layer.text in keeps, "it is no mean of each channel")
    kind = getattr(keras, f"GlobalAveragePooling{rank - 1}D")
    return Rule((Piece(kind(keepdims=keeps[layer.text])),), True)


def _relu(layer: Any, row: Row, _moved: bool) -> Rule:
    return _one(keras.ReLU())


def _plain(word: str, **settings: object) -> _Make:
    """A rule for a module that is one of Keras's activations as long as it is not set."""

    def rule(layer: Any, _row: Row, _moved: bool) -> Rule:
        for name, value in settings.items():
            _need(layer.arguments.get(name, value) == value, f"its {name}")
        return _one(keras.Activation(word))

    return rule


_EACH = range(1, 4)
RULES: Mapping[str, _Make] = {
    **{f"Conv{n}d": _volume(_convolved) for n in _EACH},
    **{f"ConvTranspose{n}d": _volume(_transposed) for n in _EACH},
    **{f"MaxPool{n}d": _volume(_pooled) for n in _EACH},
    **{f"AvgPool{n}d": _volume(_pooled) for n in _EACH},
    **{f"AdaptiveAvgPool{n}d": _volume(_adaptive) for n in _EACH},
    **{f"AdaptiveMaxPool{n}d": _volume(_adaptive) for n in _EACH},
    **{f"ZeroPad{n}d": _volume(_padded) for n in _EACH},
    **{f"BatchNorm{n}d": _batch_norm for n in _EACH},
    **{f"InstanceNorm{n}d": _group_norm for n in _EACH},
    **{
        f"Dropout{n}d": _volume(
            lambda layer, axes: [Piece(getattr(keras, f"SpatialDropout{len(axes)}D")(layer.p))]
        )
        for n in _EACH
    },
    **{
        kind: lambda layer, _row, _moved: _one(keras.Activation(ACTIVATIONS[layer.kind]))
        for kind in ACTIVATIONS
    },
    "Upsample": _upsampled, "UpsamplingNearest2d": _upsampled, "UpsamplingBilinear2d": _upsampled,
    "GroupNorm": _group_norm, "LayerNorm": _layer_norm, "RMSNorm": _layer_norm,
    "RNN": _recurrent, "LSTM": _recurrent, "GRU": _recurrent, "MultiheadAttention": _attention,
    "Linear": _linear, "PReLU": _prelu, "Softmax": _along, "LogSoftmax": _along,
    "Flatten": _flatten, "Unflatten": reshaped, "ReLU": _relu,
    "Softplus": _plain("softplus", beta=1),
    "GELU": _plain("gelu", approximate="none"), "CELU": _plain("celu", alpha=1),
    "Hardtanh": _plain("hard_tanh", min_val=-1, max_val=1), "permute": _permuted,
    "transpose": _permuted, "view": reshaped, "squeeze": reshaped, "unsqueeze": reshaped,
    "mean": _mean,
    "Embedding": lambda layer, _row, _moved: _one(
        keras.Embedding(layer.num_embeddings, layer.embedding_dim), False
    ),
    "LeakyReLU": lambda layer, _row, _moved: _one(
        keras.LeakyReLU(layer.arguments.get("negative_slope", Fraction(1, 100)))
    ),
    "ELU": lambda layer, _row, _moved: _one(keras.ELU(layer.arguments.get("alpha", 1))),
    "Dropout": lambda layer, _row, _moved: _one(keras.Dropout(layer.p)),
    "AlphaDropout": lambda layer, _row, _moved: _one(keras.AlphaDropout(layer.p)),
    "Identity": lambda _layer, _row, _moved: _one(keras.Identity()),
}  # fmt: skip
"""What each kind of layer becomes: from the layer, its row, and how its input stands."""
