"""The translation of a network of PyTorch to Keras's layers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from quizengine.calculator import keras
from quizengine.calculator.code_steps import CodeStep
from quizengine.calculator.keras.reshaping import Permute
from quizengine.calculator.network import Network, NetworkRow
from quizengine.calculator.shape import Shape
from quizengine.frameworks.equivalents import ACTIVATION_MODULES, MERGES, RULES_TO_KERAS
from quizengine.frameworks.translation import (
    TranslatedLayer,
    Translation,
    TranslationDraft,
    TranslationRule,
    axis_in,
    named_rows,
    no_equivalent,
    require,
    single_layer,
    volume_rule,
)
from quizengine.frameworks.writing import keras_name


def _keras_layer(
    kind: str, rank: int, *arguments: object, suffix: str = "", **keywords: object
) -> TranslatedLayer:
    return TranslatedLayer(getattr(keras, kind.format(rank))(*arguments, **keywords), suffix)


def _zeros(sides: Sequence[tuple[int, int]]) -> list[TranslatedLayer]:
    if not any(any(pair) for pair in sides):
        return []
    return [_keras_layer("ZeroPadding{}D", len(sides), sides, suffix="pad")]


def _convolved(layer: Any, _shape: Shape) -> list[TranslatedLayer]:
    require(layer.padding_mode == "zeros", f'padding_mode="{layer.padding_mode}"')
    in_words = isinstance(layer.padding, str)
    zeros = [] if in_words else _zeros([(side, side) for side in layer.padding])
    new = _keras_layer(
        "Conv{}D", layer.rank, layer.out_channels, layer.kernel_size, layer.stride,
        padding=layer.padding if in_words else "valid", dilation_rate=layer.dilation,
        groups=layer.groups, use_bias=layer.bias,
    )  # fmt: skip
    return [*zeros, new]


def _transposed(layer: Any, _shape: Shape) -> list[TranslatedLayer]:
    require(layer.groups == 1, "it has groups")
    reach = [
        rate * (size - 1) + 1 for size, rate in zip(layer.kernel_size, layer.dilation, strict=True)
    ]
    beyond = [
        each - 2 * pad + more
        for each, pad, more in zip(reach, layer.padding, layer.output_padding, strict=True)
    ]
    keywords: dict[str, Any] = {"dilation_rate": layer.dilation, "use_bias": layer.bias}
    layers = []
    if tuple(beyond) == layer.stride and any(layer.padding):
        keywords["padding"] = "same"
    else:
        axes = zip(layer.output_padding, reach, layer.stride, strict=True)
        if any(more or each < step for more, each, step in axes):
            keywords["output_padding"] = layer.output_padding
        if any(layer.padding):
            sides = [(pad, pad) for pad in layer.padding]
            layers = [_keras_layer("Cropping{}D", layer.rank, sides, suffix="crop")]
    new = (layer.out_channels, layer.kernel_size, layer.stride)
    return [_keras_layer("Conv{}DTranspose", layer.rank, *new, **keywords), *layers]


def _pooled(layer: Any, shape: Shape) -> list[TranslatedLayer]:
    is_mean = layer.kind.startswith("Avg")
    if is_mean:
        require(getattr(layer, "divisor_override", None) is None, "its divisor")
    else:
        require(max(layer.dilation) == 1, "its window has gaps")
    sides = []
    for axis, size, stride, pad in zip(
        shape, layer.kernel_size, layer.stride, layer.padding, strict=False
    ):
        more = _beyond(int(axis), size, stride, pad) if layer.ceil_mode else 0
        require(not (is_mean and more), "its last window only fits in part")
        sides.append((pad, pad + more))
    if is_mean and any(layer.padding):
        require(layer.count_include_pad, "it leaves the padding out of the mean")
    kind = "AveragePooling{}D" if is_mean else "MaxPooling{}D"
    return [*_zeros(sides), _keras_layer(kind, layer.rank, layer.kernel_size, layer.stride)]


def _beyond(axis: int, size: int, stride: int, pad: int) -> int:
    """Return how far the last window of `ceil_mode` reaches beyond the padded axis."""
    count = -(-(axis + 2 * pad - size) // stride) + 1
    count -= (count - 1) * stride >= axis + pad
    return max((count - 1) * stride + size - axis - 2 * pad, 0)


def _adaptive(layer: Any, shape: Shape) -> list[TranslatedLayer]:
    word = "Average" if "Avg" in layer.kind else "Max"
    axes = [int(axis) for axis in shape[:-1]]
    wanted = [size or axis for axis, size in zip(axes, layer.output_size, strict=True)]
    if max(wanted) == 1:
        return [_keras_layer(f"Global{word}Pooling{{}}D", layer.rank, keepdims=True)]
    fits = all(axis % size == 0 for axis, size in zip(axes, wanted, strict=True))
    require(fits, "its windows differ")
    sizes = [axis // size for axis, size in zip(axes, wanted, strict=True)]
    return [_keras_layer(f"{word}Pooling{{}}D", layer.rank, sizes)]


def _padded(layer: Any, _shape: Shape) -> list[TranslatedLayer]:
    flat = layer.padding
    sides = list(zip(flat[-2::-2], flat[::-2], strict=True))
    if all(side <= 0 for side in flat) and any(flat):
        cuts = [(-before, -after) for before, after in sides]
        return [_keras_layer("Cropping{}D", layer.rank, cuts)]
    require(min(flat) >= 0, "it cuts on one side and pads on another")
    return [_keras_layer("ZeroPadding{}D", layer.rank, sides)]


def _upsampled(layer: Any, row: NetworkRow, _channels_moved: bool) -> Translation:
    before, after = row.input[1:], row.output[1:]
    whole = all(b % a == 0 for a, b in zip(before, after, strict=True))
    require(whole, "its factor is no whole number")
    aligned = layer.align_corners or layer.kind == "UpsamplingBilinear2d"
    require(not aligned, "it aligns the corners")
    factors = [b // a for a, b in zip(before, after, strict=True)]
    nearest, rank = layer.mode == "nearest", len(factors)
    smooth = rank == 2 and layer.mode in ("bilinear", "bicubic")
    require(nearest or smooth, f'mode="{layer.mode}"')
    keywords = {} if nearest else {"interpolation": layer.mode}
    size = factors[0] if rank == 1 else factors  # the only layer of one axis that takes no list
    return Translation((_keras_layer("UpSampling{}D", rank, size, **keywords),), True)


def _affine(layer: Any) -> dict[str, Any]:
    """Return the arguments of a normalization by channel for its scale and shift."""
    shifts = layer.affine and layer.bias
    return {"epsilon": layer.eps, "center": shifts, "scale": layer.affine}


def _batch_norm(layer: Any, row: NetworkRow, _channels_moved: bool) -> Translation:
    require(layer.track_running_stats and layer.momentum is not None, "it keeps no moving averages")
    new = keras.BatchNormalization(momentum=1 - layer.momentum, **_affine(layer))
    return single_layer(new, len(row.input) > 1)


def _group_norm(layer: Any, row: NetworkRow, _channels_moved: bool) -> Translation:
    require(not getattr(layer, "track_running_stats", False), "it keeps moving averages")
    groups = getattr(layer, "num_groups", -1)
    return single_layer(keras.GroupNormalization(groups, **_affine(layer)), len(row.input) > 1)


def _layer_norm(layer: Any, _row: NetworkRow, _channels_moved: bool) -> Translation:
    count, scales = len(layer.normalized_shape), layer.elementwise_affine
    axis = -1 if count == 1 else list(range(-count, 0))
    return single_layer(
        keras.LayerNormalization(axis, layer.eps, scales and layer.bias, scales), False
    )


def _rms_norm(layer: Any, _row: NetworkRow, _channels_moved: bool) -> Translation:
    alone = len(layer.normalized_shape) == 1 and layer.elementwise_affine
    require(alone, "it has no scale of its own")
    require(layer.eps is not None, "its epsilon is that of the number format")
    return single_layer(keras.RMSNormalization(-1, layer.eps), False)


_RECURRENT = {"RNN": keras.SimpleRNN, "LSTM": keras.LSTM, "GRU": keras.GRU}


def _recurrent(layer: Any, _row: NetworkRow, _channels_moved: bool) -> Translation:
    require(layer.num_layers == 1, f"it has {layer.num_layers} layers in one")
    require(not layer.proj_size, "it projects its output")
    two_vectors = layer.bias and layer.kind != "GRU"
    require(not two_vectors, "it has a second vector of biases for each gate")
    keywords: dict[str, Any] = {"use_bias": layer.bias, "return_sequences": True}
    if layer.kind == "RNN":
        keywords["activation"] = layer.nonlinearity
    new: Any = _RECURRENT[layer.kind](layer.hidden_size, **keywords)
    return single_layer(keras.Bidirectional(new) if layer.bidirectional else new, False)


def _attention(layer: Any, _row: NetworkRow, _channels_moved: bool) -> Translation:
    require(
        not (layer.add_bias_kv or layer.add_zero_attn), "it adds entries to the keys and values"
    )
    new = keras.MultiHeadAttention(
        layer.num_heads, layer.embed_dim // layer.num_heads,
        dropout=layer.dropout, use_bias=layer.bias,
    )  # fmt: skip
    return Translation((TranslatedLayer(new),), False, input_order=(0, 2, 1))


def _prelu(layer: Any, row: NetworkRow, _channels_moved: bool) -> Translation:
    rank = len(row.input)
    if layer.num_parameters == 1:
        return single_layer(keras.PReLU(shared_axes=list(range(1, rank + 1))))
    return single_layer(keras.PReLU(shared_axes=list(range(1, rank))), rank > 1)


def _softmax(layer: Any, row: NetworkRow, channels_moved: bool) -> Translation:
    return single_layer(keras.Softmax(_axis(layer.dim, row, channels_moved)))


def _log_softmax(layer: Any, row: NetworkRow, channels_moved: bool) -> Translation:
    require(
        _axis(1 if layer.dim is None else layer.dim, row, channels_moved) == -1,
        "its axis is not the last one",
    )
    return single_layer(keras.Activation("log_softmax"))


def _axis(dim: int | None, row: NetworkRow, channels_moved: bool) -> int:
    """Return the axis of Keras for one of PyTorch, which is 1 by default; -1 for the last."""
    rank = len(row.output)
    axis = axis_in("keras", 1 if dim is None else dim, rank, channels_moved)
    return -1 if axis == rank else axis


def _joined(layer: Any, _row: NetworkRow, _channels_moved: bool) -> Translation:
    return single_layer(layer)


def _concatenated(layer: Any, row: NetworkRow, channels_moved: bool) -> Translation:
    return single_layer(keras.Concatenate(_axis(layer.axis, row, channels_moved)))


def _flatten(layer: Any, row: NetworkRow, _channels_moved: bool) -> Translation:
    if len(row.output) == 1:
        return single_layer(keras.Flatten())
    return single_layer(keras.Reshape(list(map(int, row.output))), False, False)


def _reshaped(_layer: Any, row: NetworkRow, _channels_moved: bool) -> Translation:
    """Translate a view: the same values in other axes."""
    after = list(map(int, row.output))
    if len(row.input) == 1 and len(after) > 2:
        return single_layer(keras.Reshape([*after[1:], after[0]]), None, True)
    return single_layer(keras.Reshape(after), False, False)


_ORDER = re.compile(r"\{0\}\.(permute|transpose)\(([\d, ]+)\)")


def _permuted(layer: Any, row: NetworkRow, _channels_moved: bool) -> Translation:
    found = _ORDER.fullmatch(layer.text)
    order = [int(each) for each in found[2].split(",")] if found else []
    if found is not None and found[1] == "transpose":
        first, second = order
        order = list(range(len(row.input) + 1))
        order[first], order[second] = second, first
    require(order[:1] == [0], "it moves the batch")
    return single_layer(keras.Permute(order[1:]), False, False)


def _mean(layer: Any, row: NetworkRow, _channels_moved: bool) -> Translation:
    rank = len(row.input)
    removed = tuple(range(2, rank + 1))
    keeps = {f"{{0}}.mean({removed}, keepdim={keep})": keep for keep in (True, False)}
    require(1 < rank < 5 and layer.text in keeps, "it is no mean of each channel")
    kept = keeps[layer.text]
    return Translation((_keras_layer("GlobalAveragePooling{}D", rank - 1, keepdims=kept),), True)


def _activation(word: str) -> TranslationRule:
    """Return the rule for a module that is an activation of Keras if it has default arguments."""

    def rule(layer: Any, _row: NetworkRow, _channels_moved: bool) -> Translation:
        for name in layer.stated_arguments:
            require(name == "inplace", f"its {name}")
        return single_layer(keras.Activation(word))

    return rule


RULES: Mapping[str, TranslationRule] = {
    **{kind.__name__: _activation(word) for word, kind in reversed(ACTIVATION_MODULES.items())},
    **RULES_TO_KERAS,
    **dict.fromkeys(MERGES, _joined),
    "Concatenate": _concatenated, "Conv{}d": volume_rule(_convolved),
    "ConvTranspose{}d": volume_rule(_transposed), "MaxPool{}d": volume_rule(_pooled),
    "AvgPool{}d": volume_rule(_pooled), "AdaptiveAvgPool{}d": volume_rule(_adaptive),
    "AdaptiveMaxPool{}d": volume_rule(_adaptive), "ZeroPad{}d": volume_rule(_padded),
    "BatchNorm{}d": _batch_norm, "InstanceNorm{}d": _group_norm, "GroupNorm": _group_norm,
    "LayerNorm": _layer_norm, "RMSNorm": _rms_norm, "Upsample": _upsampled,
    "UpsamplingNearest{}d": _upsampled, "UpsamplingBilinear{}d": _upsampled,
    **dict.fromkeys(_RECURRENT, _recurrent), "MultiheadAttention": _attention,
    "PReLU": _prelu,
    "Softmax": _softmax, "LogSoftmax": _log_softmax, "Flatten": _flatten,
    "Unflatten": _reshaped, "permute": _permuted, "transpose": _permuted,
    **dict.fromkeys(("view", "squeeze", "unsqueeze"), _reshaped), "mean": _mean,
}  # fmt: skip
"""The rules by the kind of a layer."""


_LAST = re.compile(r"\{0\}\[:, -1(?:, :)?\]")
"""The code of the last step of a sequence."""


def translate_to_keras(network: Network) -> Network:
    """Return the same network with Keras's layers.

    Raises LayerError, which names the layer without an equivalent in Keras.
    """
    draft = TranslationDraft(network, "keras", RULES, _reordered)
    last_steps = _last_steps(network)
    for row in network.rows:
        if any(source not in draft.translated for source in row.sources):
            raise no_equivalent(row, "keras", "a second output of a layer is not translated")
        if row in last_steps.values():
            draft.translated[row.tensor] = draft.translated[row.sources[0]]
        else:
            _translate(draft, row, last_steps.get(row))
    return _renamed(network, draft.network(network))


def _last_steps(network: Network) -> dict[NetworkRow, NetworkRow]:
    """Return the recurrent rows of which only the last step is used, with the rows that take it."""
    users: dict[NetworkRow, list[NetworkRow]] = {}
    for row in network.rows:
        for source in row.sources:
            users.setdefault(source.row, []).append(row)
    found = {}
    for row, using in users.items():
        layer = using[0].layer
        takes_last = isinstance(layer, CodeStep) and _LAST.fullmatch(layer.text) is not None
        if takes_last and len(using) == 1 and row.layer.kind in _RECURRENT:
            found[row] = using[0]
    return found


def _reordered(order: Sequence[int], _shape: Shape) -> Permute:
    """Return the layer that puts the axes in the other order."""
    return Permute(order)


def _translate(draft: TranslationDraft, row: NetworkRow, last: NetworkRow | None) -> None:
    if getattr(row.layer, "return_indices", False):
        raise no_equivalent(row, "keras", "it also returns the indices of the largest values")
    translation = draft.translation_of(row)
    if last is None:
        draft.add_translation(row, translation)
        return
    new: Any = translation.layers[0].layer
    if new.kind == "Bidirectional":
        raise no_equivalent(row, "keras", "the last step of the two directions differs")
    translated_layer = TranslatedLayer(type(new)(**{**new.arguments, "return_sequences": False}))
    draft.add_translation(row, translation._replace(layers=(translated_layer,)), last.output)


def _renamed(old: Network, new: Network) -> Network:
    """Return the network with the names that Keras gives, where no layer has a name of its own."""
    if all(row.name.replace(".", "").isdigit() for row in old.rows if row.params):
        counts: dict[str, int] = {}
        shared: dict[str, str] = {}
        names = []
        for row in new.rows:
            if row.name not in shared:
                shared[row.name] = keras_name(row.layer.renamed(""), counts)
            names.append(shared[row.name])
        return named_rows(new, names)
    return new
