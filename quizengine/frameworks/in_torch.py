"""A network of Keras made of PyTorch's layers, where each has an equal there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from quizengine.calculator import torch as nn
from quizengine.calculator.code_steps import CodeStep
from quizengine.calculator.keras.merging import Concatenate
from quizengine.calculator.naming import counted, snake_case
from quizengine.calculator.network import Network, NetworkRow
from quizengine.calculator.shape import Shape
from quizengine.calculator.torch.base import TorchLayer
from quizengine.frameworks.equals import ACTIVATIONS, MERGES, TORCH_RULES
from quizengine.frameworks.keras_writer import is_straight
from quizengine.frameworks.torch_windows import convolved, cropped, padded, pooled, transposed
from quizengine.frameworks.translating import (
    Make,
    Rule,
    TranslatedLayer,
    TranslationDraft,
    axis_in,
    named_rows,
    need,
    no_equal,
    one,
    reordered,
    volume,
)
from quizengine.frameworks.writing import shorten

_ALONG: dict[str, type[TorchLayer]] = {"softmax": nn.Softmax, "log_softmax": nn.LogSoftmax}


def _activation(row: NetworkRow, word: str, moved: bool) -> TorchLayer:
    """The module of an activation on a row's output. Raises LayerError where there is none."""
    rank = len(row.output)
    if word in _ALONG:
        return _ALONG[word](dim=1 if rank < 2 or moved else rank)
    if word == "leaky_relu":
        leaky: TorchLayer = nn.LeakyReLU(0.2)
        return leaky
    need(word in ACTIVATIONS, f'the activation "{word}"')
    return ACTIVATIONS[word]()


def _activated(layer: Any, row: NetworkRow, rule: Rule) -> Rule:
    """The rule, and the activation that is an argument of the layer, if any."""
    word = layer.activation
    if word in (None, "linear"):
        return rule
    piece = TranslatedLayer(_activation(row, word, bool(rule.moved)), word)
    return rule._replace(pieces=(*rule.pieces, piece))


def _kernel(make: Callable[[Any, Shape], Sequence[TranslatedLayer]]) -> Make:
    rule = volume(make)
    return lambda layer, row, moved: _activated(layer, row, rule(layer, row, moved))


def _dense(layer: Any, row: NetworkRow, _moved: bool) -> Rule:
    made = nn.Linear(int(row.input[-1]), layer.units, layer.use_bias)
    return _activated(layer, row, one(made, False))


def _affine(layer: Any) -> dict[str, Any]:
    """How a normalization scales and shifts what it has normalized."""
    need(layer.scale or not layer.center, "it shifts without scaling")
    return {
        "eps": layer.epsilon, "affine": layer.scale, "bias": layer.center or not layer.scale,
    }  # fmt: skip


def _channels(layer: Any, row: NetworkRow) -> tuple[int, bool]:
    """How many channels a normalization by channel has, and whether they go to the front."""
    rank = len(row.input)
    index = layer.axis % (rank + 1)
    need(index in (1, rank), "its axis is not that of the channels")
    return int(row.input[index - 1]), index == rank and rank > 1


def _batch_norm(layer: Any, row: NetworkRow, _moved: bool) -> Rule:
    channels, moved = _channels(layer, row)
    need(len(row.input) < 5, "it has too many axes")
    kind = getattr(nn, f"BatchNorm{max(len(row.input) - 1, 1)}d")
    return one(kind(channels, momentum=1 - layer.momentum, **_affine(layer)), moved)


def _group_norm(layer: Any, row: NetworkRow, _moved: bool) -> Rule:
    channels, moved = _channels(layer, row)
    groups = channels if layer.groups == -1 else layer.groups
    return one(nn.GroupNorm(groups, channels, **_affine(layer)), moved)


def _last_sizes(layer: Any, row: NetworkRow) -> list[int]:
    """The sizes of the axes that a layer normalizes together, which are the last ones."""
    rank = len(row.input)
    axes = layer.axis if isinstance(layer.axis, tuple) else (layer.axis,)
    indices = sorted(axis % (rank + 1) for axis in axes)
    last = list(range(rank + 1 - len(indices), rank + 1))
    need(indices == last, "its axes are not the last ones")
    return [int(row.input[index - 1]) for index in indices]


def _layer_norm(layer: Any, row: NetworkRow, _moved: bool) -> Rule:
    words = _affine(layer)
    scales = words.pop("affine")
    made = nn.LayerNorm(_last_sizes(layer, row), elementwise_affine=scales, **words)
    return one(made, False)


def _rms_norm(layer: Any, row: NetworkRow, _moved: bool) -> Rule:
    sizes = _last_sizes(layer, row)
    need(len(sizes) == 1, "it goes along several axes")
    return one(nn.RMSNorm(sizes, layer.epsilon), False)


_RECURRENT = {"SimpleRNN": nn.RNN, "LSTM": nn.LSTM, "GRU": nn.GRU}


def _recurrent(layer: Any, row: NetworkRow, _moved: bool, twice: bool = False) -> Rule:
    need(not (layer.dropout or layer.recurrent_dropout), "it drops values in every step")
    need(not (layer.go_backwards or layer.stateful), "it does not begin at the first step")
    words: dict[str, Any] = {
        "bias": layer.use_bias, "batch_first": True, "bidirectional": twice,
    }  # fmt: skip
    if layer.kind == "SimpleRNN":
        words["nonlinearity"] = layer.activation
    else:
        need(layer.activation == "tanh", f'its activation is "{layer.activation}"')
        need(layer.recurrent_activation == "sigmoid", "its gates have another activation")
    need(layer.kind != "GRU" or layer.reset_after, "it resets before the product")
    one_vector = layer.use_bias and layer.kind != "GRU"
    need(not one_vector, "PyTorch's has a second vector of biases for each gate")
    pieces = [TranslatedLayer(_RECURRENT[layer.kind](int(row.input[-1]), layer.units, **words))]
    if not layer.return_sequences:
        need(not twice, "the last step of each direction is another one")
        last = CodeStep("getitem", (Shape([layer.units]),), "{0}[:, -1]")
        pieces.append(TranslatedLayer(last))
    return Rule(tuple(pieces), False)


def _bidirectional(layer: Any, row: NetworkRow, moved: bool) -> Rule:
    need(layer.merge_mode == "concat" and layer.backward_layer is None, "its two directions")
    return _recurrent(layer.layer, row, moved, twice=True)


def _attention(layer: Any, row: NetworkRow, _moved: bool) -> Rule:
    query, value, *keys = (int(shape[-1]) for shape in row.inputs)
    key = keys[0] if keys else value
    need(layer.key_dim * layer.num_heads == query, "its heads are wider than the query's share")
    need(layer.value_dim in (None, layer.key_dim), "its values are of another width")
    need(layer.output_shape is None and not layer.use_gate, "its output has a shape of its own")
    need(layer.attention_axes is None, "its axes of attention")
    words = {} if key == value == query else {"kdim": key, "vdim": value}
    made = nn.MultiheadAttention(
        query, layer.num_heads, layer.dropout, layer.use_bias, batch_first=True, **words
    )
    return Rule((TranslatedLayer(made),), False, order=(0, 2 if keys else 1, 1))


def _relu(layer: Any, _row: NetworkRow, _moved: bool) -> Rule:
    given = {name for name in ("max_value", "negative_slope", "threshold") if getattr(layer, name)}
    if given == {"max_value"} and layer.max_value == 6:
        return one(nn.ReLU6())
    need(given <= {"negative_slope"}, "its threshold or largest value")
    return one(nn.LeakyReLU(layer.negative_slope) if given else nn.ReLU())


def _prelu(layer: Any, row: NetworkRow, _moved: bool) -> Rule:
    rank = len(row.input)
    shared = {axis % (rank + 1) for axis in layer.shared_axes}
    if len(shared) == rank:
        return one(nn.PReLU())
    need(shared == set(range(1, rank)), "it has a slope for every place")
    return one(nn.PReLU(int(row.input[-1])), rank > 1)


def _softmax(layer: Any, row: NetworkRow, moved: bool) -> Rule:
    need(isinstance(layer.axis, int), "it goes along several axes")
    return one(nn.Softmax(dim=axis_in("torch", layer.axis, len(row.input), moved)))


def _reshape(layer: Any, row: NetworkRow, moved: bool) -> Rule:
    before, after = len(row.input), [int(axis) for axis in row.output]
    if len(after) == 1:
        return one(nn.Flatten())
    if before == 1 and len(after) > 2:
        return one(nn.Unflatten(1, [after[-1], *after[:-1]]), None, True)
    if before == 1:
        return one(nn.Unflatten(1, after), None, False)
    text = f"{{0}}.reshape(-1, {', '.join(map(str, after))})"
    return one(CodeStep("view", (Shape(after),), text), False, False)


def _permute(layer: Any, row: NetworkRow, _moved: bool) -> Rule:
    text = f"{{0}}.permute({', '.join(map(str, (0, *layer.dims)))})"
    return one(CodeStep("permute", (row.output.plain,), text), False, False)


def _wrapped(layer: Any, row: NetworkRow, moved: bool) -> Rule:
    need(layer.layer.kind == "Dense", "only a Dense is the same at every step")
    return _dense(layer.layer, row, moved)


def _global(layer: Any, _shape: Shape) -> list[TranslatedLayer]:
    word = "Avg" if "Average" in layer.kind else "Max"
    pool = getattr(nn, f"Adaptive{word}Pool{layer.rank}d")(1)
    return [
        TranslatedLayer(pool),
        *([] if layer.keepdims else [TranslatedLayer(nn.Flatten(), "flat")]),
    ]


def _upsampled(layer: Any, _shape: Shape) -> list[TranslatedLayer]:
    word = getattr(layer, "interpolation", "nearest")
    need(word in ("nearest", "bilinear", "bicubic"), f'the interpolation "{word}"')
    return [TranslatedLayer(nn.Upsample(scale_factor=shorten(layer.size), mode=word))]


def _merged(layer: Any, row: NetworkRow, moved: bool) -> Rule:
    """Operators and functions of two inputs at a time; and what is written as a function of all."""
    if layer.kind == "Concatenate":
        return one(Concatenate(axis_in("torch", layer.axis, len(row.output), moved)))
    if layer.kind != "Average":
        return Rule((TranslatedLayer(layer.renamed(""), takes=2),) * (len(row.inputs) - 1))
    need(len(set(row.inputs)) == 1, "torch.stack takes inputs of one shape")
    axes = [int(axis) for axis in reordered(row.inputs[0], moved, "torch")]
    count = len(row.inputs)
    holes = ", ".join(f"{{{number}}}" for number in range(count))
    stack = CodeStep("stack", (Shape([count, *axes]),), f"torch.stack([{holes}], 0)")
    mean = CodeStep("mean", (Shape(axes),), "{0}.mean((0,), keepdim=False)")
    return Rule((TranslatedLayer(stack), TranslatedLayer(mean)))


RULES: Mapping[str, Make] = {
    **TORCH_RULES,
    "Conv{}D": _kernel(convolved), "DepthwiseConv{}D": _kernel(convolved),
    "SeparableConv{}D": _kernel(convolved), "Conv{}DTranspose": _kernel(transposed),
    "MaxPooling{}D": volume(pooled), "AveragePooling{}D": volume(pooled),
    "GlobalMaxPooling{}D": volume(_global), "GlobalAveragePooling{}D": volume(_global),
    "ZeroPadding{}D": volume(padded), "Cropping{}D": volume(cropped),
    "UpSampling{}D": volume(_upsampled), "Dense": _dense, "BatchNormalization": _batch_norm,
    "LayerNormalization": _layer_norm, "GroupNormalization": _group_norm,
    "RMSNormalization": _rms_norm, **dict.fromkeys(_RECURRENT, _recurrent),
    "Bidirectional": _bidirectional, "TimeDistributed": _wrapped,
    "MultiHeadAttention": _attention, "ReLU": _relu, "PReLU": _prelu, "Softmax": _softmax,
    "Reshape": _reshape, "Permute": _permute,
    **dict.fromkeys(MERGES, _merged), "Average": _merged,
    "Activation": lambda layer, row, moved: one(
        _activation(row, layer.activation or "linear", moved)
    ),
}  # fmt: skip
"""What each kind of layer becomes: from the layer, its row, and how its input stands."""


def in_torch(network: Network) -> Network:
    """The same network of PyTorch's layers.

    Raises LayerError, which names the layer that has no equal in PyTorch.
    """
    draft = TranslationDraft(network, "torch", RULES, _reordered)
    for row in network.rows:
        if row.states or any(source not in draft.placed for source in row.sources):
            raise no_equal(row, "torch", "the states of a recurrent layer are not taken over")
        if len(row.outputs) > 1:
            raise no_equal(row, "torch")
        draft.follow(row, draft.rule(row))
    return _renumbered(network, draft.network(network))


def _renumbered(old: Network, made: Network) -> Network:
    """Names as PyTorch gives them in a plain list, where nobody has named a layer."""
    counts: dict[str, int] = {}
    for row in old.rows:
        if row.layer.name or row.name != counted(snake_case(row.layer.kind), counts):
            return made
    if not is_straight(made) or any(not isinstance(row.layer, TorchLayer) for row in made.rows):
        return made
    return named_rows(made, [str(number) for number in range(len(made.rows))])


def _reordered(order: Sequence[int], shape: Shape) -> CodeStep:
    """The axes brought to the other order, as a step of `forward`."""
    name = "transpose" if len(order) == 2 else "permute"
    text = "1, 2" if len(order) == 2 else ", ".join(map(str, (0, *order)))
    axes = Shape([int(shape[index - 1]) for index in order])
    return CodeStep(name, (axes,), f"{{0}}.{name}({text})")
