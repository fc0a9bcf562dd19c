"""The translation of a network of Keras to PyTorch's modules."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from quizengine.calculator import torch as nn
from quizengine.calculator.code_steps import CodeStep
from quizengine.calculator.keras.merging import Concatenate
from quizengine.calculator.naming import numbered_name, snake_case
from quizengine.calculator.network import Network, NetworkRow
from quizengine.calculator.shape import Shape
from quizengine.calculator.torch.base import TorchLayer
from quizengine.frameworks.equivalents import ACTIVATION_MODULES, MERGES, RULES_TO_TORCH
from quizengine.frameworks.keras_writer import is_straight
from quizengine.frameworks.torch_window_translation import (
    convolved,
    cropped,
    padded,
    pooled,
    transposed,
)
from quizengine.frameworks.translation import (
    TranslatedLayer,
    Translation,
    TranslationDraft,
    TranslationRule,
    axis_in,
    named_rows,
    no_equivalent,
    reordered_shape,
    require,
    single_layer,
    volume_rule,
)
from quizengine.frameworks.writing import shorten

_AXIS_ACTIVATIONS: dict[str, type[TorchLayer]] = {
    "softmax": nn.Softmax,
    "log_softmax": nn.LogSoftmax,
}


def _activation(row: NetworkRow, word: str, channels_moved: bool) -> TorchLayer:
    """Return the module of an activation on a row's output. Raises LayerError without one."""
    rank = len(row.output)
    if word in _AXIS_ACTIVATIONS:
        return _AXIS_ACTIVATIONS[word](dim=1 if rank < 2 or channels_moved else rank)
    if word == "leaky_relu":
        leaky: TorchLayer = nn.LeakyReLU(0.2)
        return leaky
    require(word in ACTIVATION_MODULES, f'the activation "{word}"')
    return ACTIVATION_MODULES[word]()


def _activated(layer: Any, row: NetworkRow, translation: Translation) -> Translation:
    """Return the translation with a module for the activation that is an argument of the layer."""
    word = layer.activation
    if word in (None, "linear"):
        return translation
    translated_layer = TranslatedLayer(_activation(row, word, bool(translation.input_moved)), word)
    return translation._replace(layers=(*translation.layers, translated_layer))


def _kernel(make: Callable[[Any, Shape], Sequence[TranslatedLayer]]) -> TranslationRule:
    rule = volume_rule(make)
    return lambda layer, row, channels_moved: _activated(
        layer, row, rule(layer, row, channels_moved)
    )


def _dense(layer: Any, row: NetworkRow, _channels_moved: bool) -> Translation:
    new = nn.Linear(int(row.input[-1]), layer.units, layer.use_bias)
    return _activated(layer, row, single_layer(new, False))


def _affine(layer: Any) -> dict[str, Any]:
    """Return the arguments of a normalization for its scale and shift."""
    require(layer.scale or not layer.center, "it shifts without scaling")
    return {
        "eps": layer.epsilon, "affine": layer.scale, "bias": layer.center or not layer.scale,
    }  # fmt: skip


def _channels(layer: Any, row: NetworkRow) -> tuple[int, bool]:
    """Return the channels of a normalization by channel, and whether they are moved."""
    rank = len(row.input)
    index = layer.axis % (rank + 1)
    require(index in (1, rank), "its axis is not that of the channels")
    return int(row.input[index - 1]), index == rank and rank > 1


def _batch_norm(layer: Any, row: NetworkRow, _channels_moved: bool) -> Translation:
    channels, channels_moved = _channels(layer, row)
    require(len(row.input) < 5, "it has too many axes")
    kind = getattr(nn, f"BatchNorm{max(len(row.input) - 1, 1)}d")
    return single_layer(
        kind(channels, momentum=1 - layer.momentum, **_affine(layer)), channels_moved
    )


def _group_norm(layer: Any, row: NetworkRow, _channels_moved: bool) -> Translation:
    channels, channels_moved = _channels(layer, row)
    groups = channels if layer.groups == -1 else layer.groups
    return single_layer(nn.GroupNorm(groups, channels, **_affine(layer)), channels_moved)


def _last_sizes(layer: Any, row: NetworkRow) -> list[int]:
    """Return the sizes of the axes that a layer normalizes together, which are the last ones."""
    rank = len(row.input)
    axes = layer.axis if isinstance(layer.axis, tuple) else (layer.axis,)
    indices = sorted(axis % (rank + 1) for axis in axes)
    last = list(range(rank + 1 - len(indices), rank + 1))
    require(indices == last, "its axes are not the last ones")
    return [int(row.input[index - 1]) for index in indices]


def _layer_norm(layer: Any, row: NetworkRow, _channels_moved: bool) -> Translation:
    keywords = _affine(layer)
    scales = keywords.pop("affine")
    new = nn.LayerNorm(_last_sizes(layer, row), elementwise_affine=scales, **keywords)
    return single_layer(new, False)


def _rms_norm(layer: Any, row: NetworkRow, _channels_moved: bool) -> Translation:
    sizes = _last_sizes(layer, row)
    require(len(sizes) == 1, "it goes along several axes")
    return single_layer(nn.RMSNorm(sizes, layer.epsilon), False)


_RECURRENT = {"SimpleRNN": nn.RNN, "LSTM": nn.LSTM, "GRU": nn.GRU}


def _recurrent(
    layer: Any, row: NetworkRow, _channels_moved: bool, bidirectional: bool = False
) -> Translation:
    require(not (layer.dropout or layer.recurrent_dropout), "it drops values in every step")
    require(not (layer.go_backwards or layer.stateful), "it does not begin at the first step")
    keywords: dict[str, Any] = {
        "bias": layer.use_bias, "batch_first": True, "bidirectional": bidirectional,
    }  # fmt: skip
    if layer.kind == "SimpleRNN":
        keywords["nonlinearity"] = layer.activation
    else:
        require(layer.activation == "tanh", f'its activation is "{layer.activation}"')
        require(layer.recurrent_activation == "sigmoid", "its gates have another activation")
    require(layer.kind != "GRU" or layer.reset_after, "it resets before the product")
    one_vector = layer.use_bias and layer.kind != "GRU"
    require(not one_vector, "PyTorch's has a second vector of biases for each gate")
    layers = [TranslatedLayer(_RECURRENT[layer.kind](int(row.input[-1]), layer.units, **keywords))]
    if not layer.return_sequences:
        require(not bidirectional, "the last step of the two directions differs")
        last = CodeStep("getitem", (Shape([layer.units]),), "{0}[:, -1]")
        layers.append(TranslatedLayer(last))
    return Translation(tuple(layers), False)


def _bidirectional(layer: Any, row: NetworkRow, channels_moved: bool) -> Translation:
    require(layer.merge_mode == "concat" and layer.backward_layer is None, "its two directions")
    return _recurrent(layer.layer, row, channels_moved, bidirectional=True)


def _attention(layer: Any, row: NetworkRow, _channels_moved: bool) -> Translation:
    query, value, *keys = (int(shape[-1]) for shape in row.inputs)
    key = keys[0] if keys else value
    require(layer.key_dim * layer.num_heads == query, "its heads are wider than the query's share")
    require(layer.value_dim in (None, layer.key_dim), "its values are of another width")
    require(layer.output_shape is None and not layer.use_gate, "its output has a shape of its own")
    require(layer.attention_axes is None, "its axes of attention")
    keywords = {} if key == value == query else {"kdim": key, "vdim": value}
    new = nn.MultiheadAttention(
        query, layer.num_heads, layer.dropout, layer.use_bias, batch_first=True, **keywords
    )
    return Translation((TranslatedLayer(new),), False, input_order=(0, 2 if keys else 1, 1))


def _relu(layer: Any, _row: NetworkRow, _channels_moved: bool) -> Translation:
    given = {name for name in ("max_value", "negative_slope", "threshold") if getattr(layer, name)}
    if given == {"max_value"} and layer.max_value == 6:
        return single_layer(nn.ReLU6())
    require(given <= {"negative_slope"}, "its threshold or largest value")
    return single_layer(nn.LeakyReLU(layer.negative_slope) if given else nn.ReLU())


def _prelu(layer: Any, row: NetworkRow, _channels_moved: bool) -> Translation:
    rank = len(row.input)
    shared = {axis % (rank + 1) for axis in layer.shared_axes}
    if len(shared) == rank:
        return single_layer(nn.PReLU())
    require(shared == set(range(1, rank)), "it has a slope for every position")
    return single_layer(nn.PReLU(int(row.input[-1])), rank > 1)


def _softmax(layer: Any, row: NetworkRow, channels_moved: bool) -> Translation:
    require(isinstance(layer.axis, int), "it goes along several axes")
    return single_layer(
        nn.Softmax(dim=axis_in("torch", layer.axis, len(row.input), channels_moved))
    )


def _reshape(layer: Any, row: NetworkRow, channels_moved: bool) -> Translation:
    before, after = len(row.input), [int(axis) for axis in row.output]
    if len(after) == 1:
        return single_layer(nn.Flatten())
    if before == 1 and len(after) > 2:
        return single_layer(nn.Unflatten(1, [after[-1], *after[:-1]]), None, True)
    if before == 1:
        return single_layer(nn.Unflatten(1, after), None, False)
    text = f"{{0}}.reshape(-1, {', '.join(map(str, after))})"
    return single_layer(CodeStep("view", (Shape(after),), text), False, False)


def _permute(layer: Any, row: NetworkRow, _channels_moved: bool) -> Translation:
    text = f"{{0}}.permute({', '.join(map(str, (0, *layer.dims)))})"
    return single_layer(CodeStep("permute", (row.output.plain,), text), False, False)


def _wrapped(layer: Any, row: NetworkRow, channels_moved: bool) -> Translation:
    require(layer.layer.kind == "Dense", "only a Dense is the same at every step")
    return _dense(layer.layer, row, channels_moved)


def _global(layer: Any, _shape: Shape) -> list[TranslatedLayer]:
    word = "Avg" if "Average" in layer.kind else "Max"
    pool = getattr(nn, f"Adaptive{word}Pool{layer.rank}d")(1)
    return [
        TranslatedLayer(pool),
        *([] if layer.keepdims else [TranslatedLayer(nn.Flatten(), "flat")]),
    ]


def _upsampled(layer: Any, _shape: Shape) -> list[TranslatedLayer]:
    word = getattr(layer, "interpolation", "nearest")
    require(word in ("nearest", "bilinear", "bicubic"), f'the interpolation "{word}"')
    return [TranslatedLayer(nn.Upsample(scale_factor=shorten(layer.size), mode=word))]


def _merged(layer: Any, row: NetworkRow, channels_moved: bool) -> Translation:
    """Translate a merging layer: to a function of all inputs, or to a chain of binary operators."""
    if layer.kind == "Concatenate":
        return single_layer(
            Concatenate(axis_in("torch", layer.axis, len(row.output), channels_moved))
        )
    if layer.kind != "Average":
        return Translation(
            (TranslatedLayer(layer.renamed(""), input_count=2),) * (len(row.inputs) - 1)
        )
    require(len(set(row.inputs)) == 1, "torch.stack takes inputs of one shape")
    axes = [int(axis) for axis in reordered_shape(row.inputs[0], channels_moved, "torch")]
    count = len(row.inputs)
    holes = ", ".join(f"{{{number}}}" for number in range(count))
    stack = CodeStep("stack", (Shape([count, *axes]),), f"torch.stack([{holes}], 0)")
    mean = CodeStep("mean", (Shape(axes),), "{0}.mean((0,), keepdim=False)")
    return Translation((TranslatedLayer(stack), TranslatedLayer(mean)))


RULES: Mapping[str, TranslationRule] = {
    **RULES_TO_TORCH,
    "Conv{}D": _kernel(convolved), "DepthwiseConv{}D": _kernel(convolved),
    "SeparableConv{}D": _kernel(convolved), "Conv{}DTranspose": _kernel(transposed),
    "MaxPooling{}D": volume_rule(pooled), "AveragePooling{}D": volume_rule(pooled),
    "GlobalMaxPooling{}D": volume_rule(_global), "GlobalAveragePooling{}D": volume_rule(_global),
    "ZeroPadding{}D": volume_rule(padded), "Cropping{}D": volume_rule(cropped),
    "UpSampling{}D": volume_rule(_upsampled), "Dense": _dense, "BatchNormalization": _batch_norm,
    "LayerNormalization": _layer_norm, "GroupNormalization": _group_norm,
    "RMSNormalization": _rms_norm, **dict.fromkeys(_RECURRENT, _recurrent),
    "Bidirectional": _bidirectional, "TimeDistributed": _wrapped,
    "MultiHeadAttention": _attention, "ReLU": _relu, "PReLU": _prelu, "Softmax": _softmax,
    "Reshape": _reshape, "Permute": _permute,
    **dict.fromkeys(MERGES, _merged), "Average": _merged,
    "Activation": lambda layer, row, channels_moved: single_layer(
        _activation(row, layer.activation or "linear", channels_moved)
    ),
}  # fmt: skip
"""The rules by the kind of a layer."""


def translate_to_torch(network: Network) -> Network:
    """Return the same network with PyTorch's modules.

    Raises LayerError, which names the layer without an equivalent in PyTorch.
    """
    draft = TranslationDraft(network, "torch", RULES, _reordered)
    for row in network.rows:
        if row.states or any(source not in draft.translated for source in row.sources):
            raise no_equivalent(row, "torch", "the states of a recurrent layer are not translated")
        if len(row.outputs) > 1:
            raise no_equivalent(row, "torch")
        draft.add_translation(row, draft.translation_of(row))
    return _renumbered(network, draft.network(network))


def _renumbered(old: Network, new: Network) -> Network:
    """Return the network with PyTorch's numbers for names, where no layer has a name of its own."""
    counts: dict[str, int] = {}
    for row in old.rows:
        if row.layer.name or row.name != numbered_name(snake_case(row.layer.kind), counts):
            return new
    if not is_straight(new) or any(not isinstance(row.layer, TorchLayer) for row in new.rows):
        return new
    return named_rows(new, [str(number) for number in range(len(new.rows))])


def _reordered(order: Sequence[int], shape: Shape) -> CodeStep:
    """Return the step of `forward` that puts the axes in the other order."""
    name = "transpose" if len(order) == 2 else "permute"
    text = "1, 2" if len(order) == 2 else ", ".join(map(str, (0, *order)))
    axes = Shape([int(shape[index - 1]) for index in order])
    return CodeStep(name, (axes,), f"{{0}}.{name}({text})")
