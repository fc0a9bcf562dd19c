"""What each of Keras's layers becomes in PyTorch, for a row whose shapes are known."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from quizengine.calculator import torch as nn
from quizengine.calculator.errors import LayerError
from quizengine.calculator.network import Row
from quizengine.calculator.shape import Shape
from quizengine.calculator.steps import CodeStep
from quizengine.calculator.torch.base import TorchLayer
from quizengine.frameworks.torch_windows import (
    convolved,
    cropped,
    padded,
    pooled,
    transposed,
)
from quizengine.frameworks.translating import Piece, Rule, no_equal
from quizengine.frameworks.writing import shorten

_ACTIVATIONS: Mapping[str, Callable[[], TorchLayer]] = {
    "relu": nn.ReLU, "relu6": nn.ReLU6, "elu": nn.ELU, "selu": nn.SELU, "celu": nn.CELU,
    "gelu": nn.GELU, "silu": nn.SiLU, "swish": nn.SiLU, "mish": nn.Mish, "tanh": nn.Tanh,
    "sigmoid": nn.Sigmoid, "softplus": nn.Softplus, "softsign": nn.Softsign,
    "hard_sigmoid": nn.Hardsigmoid, "hard_silu": nn.Hardswish, "hard_swish": nn.Hardswish,
    "hard_tanh": nn.Hardtanh, "log_sigmoid": nn.LogSigmoid, "tanh_shrink": nn.Tanhshrink,
    "linear": nn.Identity, "leaky_relu": lambda: nn.LeakyReLU(0.2),
}  # fmt: skip
"""PyTorch's modules for Keras's activations that look at each value alone."""

_ALONG = {"softmax": nn.Softmax, "log_softmax": nn.LogSoftmax}


def torch_axis(axis: int, rank: int, moved: bool) -> int:
    """An axis of Keras, the batch being 0, as PyTorch counts it, the channels moved or not."""
    place = axis % (rank + 1)
    if not moved or rank < 2 or place == 0:
        return place
    return 1 if place == rank else place + 1


def activation_layer(row: Row, word: str, moved: bool) -> TorchLayer:
    """The module of an activation on a row's output. Raises LayerError where there is none."""
    if word in _ALONG:
        rank = len(row.output)
        return _ALONG[word](dim=1 if rank < 2 or moved else rank)
    if word not in _ACTIVATIONS:
        raise no_equal(row, "torch", f'the activation "{word}"')
    return _ACTIVATIONS[word]()


def _one(layer: TorchLayer, moved: bool | None = None) -> Rule:
    return Rule((Piece(layer),), moved)


def _volume(make: Callable[[Any, Shape], Sequence[Piece]]) -> Callable[[Any, Row, bool], Rule]:
    """A rule for a layer that PyTorch has with its channels first."""

    def rule(layer: Any, row: Row, _moved: bool) -> Rule:
        pieces = tuple(make(layer, layer.inner(row.input)))
        return Rule(pieces, layer.data_format == "channels_last")

    return rule


def _dense(layer: Any, row: Row, _moved: bool) -> Rule:
    return _one(nn.Linear(int(row.input[-1]), layer.units, layer.use_bias), False)


def _batch_norm(layer: Any, row: Row, _moved: bool) -> Rule:
    rank = len(row.input)
    place = layer.axis % (rank + 1)
    if place not in (1, rank):
        raise LayerError(f"axis {layer.axis} is not that of the channels")
    _need(layer.scale or not layer.center, "it shifts without scaling")
    kind = {1: nn.BatchNorm1d, 2: nn.BatchNorm1d, 3: nn.BatchNorm2d, 4: nn.BatchNorm3d}[rank]
    words: dict[str, Any] = {} if layer.center or not layer.scale else {"bias": False}
    return _one(
        kind(
            int(row.input[place - 1]), eps=layer.epsilon, momentum=1 - layer.momentum,
            affine=layer.scale, **words,
        ),
        place == rank and rank > 1,
    )  # fmt: skip


def _layer_norm(layer: Any, row: Row, _moved: bool) -> Rule:
    rank = len(row.input)
    axes = layer.axis if isinstance(layer.axis, tuple) else (layer.axis,)
    places = sorted(axis % (rank + 1) for axis in axes)
    _need(places == list(range(rank + 1 - len(places), rank + 1)), "its axes are not the last ones")
    _need(layer.scale or not layer.center, "it shifts without scaling")
    sizes = [int(row.input[place - 1]) for place in places]
    bias = layer.center or not layer.scale
    return _one(nn.LayerNorm(sizes, layer.epsilon, layer.scale, bias), False)


def _rms_norm(layer: Any, row: Row, _moved: bool) -> Rule:
    rank = len(row.input)
    axes = layer.axis if isinstance(layer.axis, tuple) else (layer.axis,)
    _need([axis % (rank + 1) for axis in axes] == [rank], "its axis is not the last one")
    return _one(nn.RMSNorm(int(row.input[-1]), layer.epsilon), False)


def _group_norm(layer: Any, row: Row, _moved: bool) -> Rule:
    rank = len(row.input)
    place = layer.axis % (rank + 1)
    _need(place in (1, rank), "its axis is not that of the channels")
    _need(layer.scale == layer.center or layer.scale, "it shifts without scaling")
    channels = int(row.input[place - 1])
    groups = channels if layer.groups == -1 else layer.groups
    words: dict[str, Any] = {} if layer.center or not layer.scale else {"bias": False}
    made = nn.GroupNorm(groups, channels, layer.epsilon, layer.scale, **words)
    return _one(made, place == rank and rank > 1)


def _need(holds: bool, why: str) -> None:
    if not holds:
        raise LayerError(why)


def _recurrent(layer: Any, row: Row, _moved: bool, twice: bool = False) -> Rule:
    _need(not (layer.dropout or layer.recurrent_dropout), "it drops values in every step")
    _need(not (layer.go_backwards or layer.stateful), "it does not begin at the first step")
    words: dict[str, Any] = {"bias": layer.use_bias, "batch_first": True}
    if twice:
        words["bidirectional"] = True
    if layer.kind == "SimpleRNN":
        words["nonlinearity"] = layer.activation
    else:
        _need(layer.activation == "tanh", f'its activation is "{layer.activation}"')
        _need(layer.recurrent_activation == "sigmoid", "its gates have another activation")
    _need(layer.kind != "GRU" or layer.reset_after, "it resets before the product")
    kind = {"SimpleRNN": nn.RNN, "LSTM": nn.LSTM, "GRU": nn.GRU}[layer.kind]
    pieces = [Piece(kind(int(row.input[-1]), layer.units, **words))]
    if layer.kind != "GRU" and layer.use_bias:
        raise LayerError("PyTorch's has a second vector of biases for each gate")
    if not layer.return_sequences:
        _need(not twice, "the last step of each direction is another one")
        last = CodeStep("getitem", (Shape([layer.units]),), "{0}[:, -1]")
        pieces.append(Piece(last, step="getitem"))
    return Rule(tuple(pieces), False)


def _bidirectional(layer: Any, row: Row, moved: bool) -> Rule:
    _need(layer.merge_mode == "concat" and layer.backward_layer is None, "its two directions")
    return _recurrent(layer.layer, row, moved, twice=True)


def _attention(layer: Any, row: Row, _moved: bool) -> Rule:
    query, value, *keys = (int(shape[-1]) for shape in row.inputs)
    key = keys[0] if keys else value
    _need(layer.key_dim * layer.num_heads == query, "its heads are wider than the query's share")
    _need(layer.value_dim in (None, layer.key_dim), "its values are of another width")
    _need(layer.output_shape is None and not layer.use_gate, "its output has a shape of its own")
    _need(layer.attention_axes is None, "its axes of attention")
    words = {} if key == value == query else {"kdim": key, "vdim": value}
    made = nn.MultiheadAttention(
        query, layer.num_heads, layer.dropout, layer.use_bias, batch_first=True, **words
    )
    return Rule((Piece(made),), False, order=(0, 2 if keys else 1, 1))


def _relu(layer: Any, row: Row, _moved: bool) -> Rule:
    words = {name: value for name, value in layer.arguments.items() if name in _RELU and value}
    if not words:
        return _one(nn.ReLU())
    if words == {"max_value": 6}:
        return _one(nn.ReLU6())
    _need(set(words) == {"negative_slope"}, "its threshold or largest value")
    return _one(nn.LeakyReLU(words["negative_slope"]))


_RELU = ("max_value", "negative_slope", "threshold")


def _prelu(layer: Any, row: Row, moved: bool) -> Rule:
    rank = len(row.input)
    shared = {axis % (rank + 1) for axis in layer.shared_axes or ()}
    channels = int(row.input[-1])
    if len(shared) == rank:
        return _one(nn.PReLU())
    _need(shared == set(range(1, rank)), "it has a slope for every place")
    return _one(nn.PReLU(channels), rank > 1)


def _softmax(layer: Any, row: Row, moved: bool) -> Rule:
    axis = layer.arguments.get("axis", -1)
    _need(isinstance(axis, int), "it goes along several axes")
    return _one(nn.Softmax(dim=torch_axis(axis, len(row.input), moved)))


def _reshape(layer: Any, row: Row, moved: bool) -> Rule:
    before, after = len(row.input), [int(axis) for axis in row.output]
    if len(after) == 1:
        return _one(nn.Flatten())
    if before == 1 and len(after) > 2:
        return Rule((Piece(nn.Unflatten(1, [after[-1], *after[:-1]])),), None, True)
    if before == 1:
        return Rule((Piece(nn.Unflatten(1, after)),), None, False)
    text = f"{{0}}.reshape(-1, {', '.join(map(str, after))})"
    step = CodeStep("view", (Shape(after),), text)
    return Rule((Piece(step, step="view"),), False, False)


def _permute(layer: Any, row: Row, _moved: bool) -> Rule:
    text = f"{{0}}.permute({', '.join(map(str, (0, *layer.dims)))})"
    step = CodeStep("permute", (row.output.plain,), text)
    return Rule((Piece(step, step="permute"),), False, False)


def _wrapped(layer: Any, row: Row, moved: bool) -> Rule:
    _need(layer.layer.kind == "Dense", "only a Dense is the same at every step")
    rule = _dense(layer.layer, row, moved)
    word = layer.layer.activation
    if word in (None, "linear"):
        return rule
    return rule._replace(pieces=(*rule.pieces, Piece(activation_layer(row, word, False), word)))


def _global(kind: str) -> Callable[[Any, Shape], Sequence[Piece]]:
    def make(layer: Any, shape: Shape) -> list[Piece]:
        pool = getattr(nn, f"Adaptive{kind}Pool{layer.rank}d")(1)
        return [Piece(pool), *([] if layer.keepdims else [Piece(nn.Flatten(), "flat")])]

    return make


def _upsampled(layer: Any, shape: Shape) -> list[Piece]:
    word = getattr(layer, "interpolation", "nearest")
    _need(word in ("nearest", "bilinear", "bicubic"), f'the interpolation "{word}"')
    return [Piece(nn.Upsample(scale_factor=shorten(layer.size), mode=word))]


_EACH = range(1, 4)
RULES: Mapping[str, Callable[[Any, Row, bool], Rule]] = {
    **{f"Conv{n}D": _volume(convolved) for n in _EACH},
    **{f"DepthwiseConv{n}D": _volume(convolved) for n in _EACH},
    **{f"SeparableConv{n}D": _volume(convolved) for n in _EACH},
    **{f"Conv{n}DTranspose": _volume(transposed) for n in _EACH},
    **{f"MaxPooling{n}D": _volume(pooled) for n in _EACH},
    **{f"AveragePooling{n}D": _volume(pooled) for n in _EACH},
    **{f"GlobalMaxPooling{n}D": _volume(_global("Max")) for n in _EACH},
    **{f"GlobalAveragePooling{n}D": _volume(_global("Avg")) for n in _EACH},
    **{f"ZeroPadding{n}D": _volume(padded) for n in _EACH},
    **{f"Cropping{n}D": _volume(cropped) for n in _EACH},
    **{f"UpSampling{n}D": _volume(_upsampled) for n in _EACH},
    **{
        f"SpatialDropout{n}D": _volume(
            lambda layer, _shape: [Piece(getattr(nn, f"Dropout{layer.rank}d")(layer.rate))]
        )
        for n in _EACH
    },
    "Dense": _dense, "BatchNormalization": _batch_norm, "LayerNormalization": _layer_norm,
    "GroupNormalization": _group_norm, "RMSNormalization": _rms_norm, "SimpleRNN": _recurrent,
    "LSTM": _recurrent, "GRU": _recurrent, "Bidirectional": _bidirectional,
    "TimeDistributed": _wrapped,
    "MultiHeadAttention": _attention, "ReLU": _relu, "PReLU": _prelu, "Softmax": _softmax,
    "Reshape": _reshape, "Permute": _permute,
    "Embedding": lambda layer, _row, _moved: _one(
        nn.Embedding(layer.input_dim, layer.output_dim), False
    ),
    "Activation": lambda layer, row, moved: _one(
        activation_layer(row, layer.activation or "linear", moved)
    ),
    "LeakyReLU": lambda layer, _row, _moved: _one(
        nn.LeakyReLU(layer.arguments.get("negative_slope", Fraction(3, 10)))
    ),
    "ELU": lambda layer, _row, _moved: _one(nn.ELU(layer.arguments.get("alpha", 1))),
    "Dropout": lambda layer, _row, _moved: _one(nn.Dropout(layer.rate)),
    "AlphaDropout": lambda layer, _row, _moved: _one(nn.AlphaDropout(layer.rate)),
    "Flatten": lambda _layer, _row, _moved: _one(nn.Flatten()),
    "Identity": lambda _layer, _row, _moved: _one(nn.Identity()),
}  # fmt: skip
"""What each kind of layer becomes: from the layer, its row, and how its input stands."""
