"""A network of PyTorch made of Keras's layers, where each has an equal there."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from quizengine.calculator import keras
from quizengine.calculator.code_steps import CodeStep
from quizengine.calculator.keras.reshaping import Permute
from quizengine.calculator.network import Network, NetworkRow
from quizengine.calculator.shape import Shape
from quizengine.frameworks.equals import ACTIVATIONS, KERAS_RULES, MERGES
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
    volume,
)
from quizengine.frameworks.writing import keras_name


def _piece(
    kind: str, rank: int, *arguments: object, end: str = "", **words: object
) -> TranslatedLayer:
    return TranslatedLayer(getattr(keras, kind.format(rank))(*arguments, **words), end)


def _zeros(sides: Sequence[tuple[int, int]]) -> list[TranslatedLayer]:
    if not any(any(pair) for pair in sides):
        return []
    return [_piece("ZeroPadding{}D", len(sides), sides, end="pad")]


def _convolved(layer: Any, _shape: Shape) -> list[TranslatedLayer]:
    need(layer.padding_mode == "zeros", f'padding_mode="{layer.padding_mode}"')
    in_words = isinstance(layer.padding, str)
    zeros = [] if in_words else _zeros([(side, side) for side in layer.padding])
    made = _piece(
        "Conv{}D", layer.rank, layer.out_channels, layer.kernel_size, layer.stride,
        padding=layer.padding if in_words else "valid", dilation_rate=layer.dilation,
        groups=layer.groups, use_bias=layer.bias,
    )  # fmt: skip
    return [*zeros, made]


def _transposed(layer: Any, _shape: Shape) -> list[TranslatedLayer]:
    need(layer.groups == 1, "it has groups")
    reach = [
        rate * (size - 1) + 1 for size, rate in zip(layer.kernel_size, layer.dilation, strict=True)
    ]
    beyond = [
        each - 2 * pad + more
        for each, pad, more in zip(reach, layer.padding, layer.output_padding, strict=True)
    ]
    words: dict[str, Any] = {"dilation_rate": layer.dilation, "use_bias": layer.bias}
    pieces = []
    if tuple(beyond) == layer.stride and any(layer.padding):
        words["padding"] = "same"
    else:
        axes = zip(layer.output_padding, reach, layer.stride, strict=True)
        if any(more or each < step for more, each, step in axes):
            words["output_padding"] = layer.output_padding
        if any(layer.padding):
            sides = [(pad, pad) for pad in layer.padding]
            pieces = [_piece("Cropping{}D", layer.rank, sides, end="crop")]
    made = (layer.out_channels, layer.kernel_size, layer.stride)
    return [_piece("Conv{}DTranspose", layer.rank, *made, **words), *pieces]


def _pooled(layer: Any, shape: Shape) -> list[TranslatedLayer]:
    is_mean = layer.kind.startswith("Avg")
    if is_mean:
        need(getattr(layer, "divisor_override", None) is None, "its divisor")
    else:
        need(max(layer.dilation) == 1, "its window has gaps")
    sides = []
    for axis, size, stride, pad in zip(
        shape, layer.kernel_size, layer.stride, layer.padding, strict=False
    ):
        more = _beyond(int(axis), size, stride, pad) if layer.ceil_mode else 0
        need(not (is_mean and more), "its last window only fits in part")
        sides.append((pad, pad + more))
    if is_mean and any(layer.padding):
        need(layer.count_include_pad, "it leaves the padding out of the mean")
    kind = "AveragePooling{}D" if is_mean else "MaxPooling{}D"
    return [*_zeros(sides), _piece(kind, layer.rank, layer.kernel_size, layer.stride)]


def _beyond(axis: int, size: int, stride: int, pad: int) -> int:
    """How far the last window of `ceil_mode` reaches over the padded axis."""
    count = -(-(axis + 2 * pad - size) // stride) + 1
    count -= (count - 1) * stride >= axis + pad
    return max((count - 1) * stride + size - axis - 2 * pad, 0)


def _adaptive(layer: Any, shape: Shape) -> list[TranslatedLayer]:
    word = "Average" if "Avg" in layer.kind else "Max"
    axes = [int(axis) for axis in shape[:-1]]
    wanted = [size or axis for axis, size in zip(axes, layer.output_size, strict=True)]
    if max(wanted) == 1:
        return [_piece(f"Global{word}Pooling{{}}D", layer.rank, keepdims=True)]
    fits = all(axis % size == 0 for axis, size in zip(axes, wanted, strict=True))
    need(fits, "its windows differ")
    sizes = [axis // size for axis, size in zip(axes, wanted, strict=True)]
    return [_piece(f"{word}Pooling{{}}D", layer.rank, sizes)]


def _padded(layer: Any, _shape: Shape) -> list[TranslatedLayer]:
    flat = layer.padding
    sides = list(zip(flat[-2::-2], flat[::-2], strict=True))
    if all(side <= 0 for side in flat) and any(flat):
        cuts = [(-before, -after) for before, after in sides]
        return [_piece("Cropping{}D", layer.rank, cuts)]
    need(min(flat) >= 0, "it cuts on one side and pads on another")
    return [_piece("ZeroPadding{}D", layer.rank, sides)]


def _upsampled(layer: Any, row: NetworkRow, _moved: bool) -> Rule:
    before, after = row.input[1:], row.output[1:]
    whole = all(b % a == 0 for a, b in zip(before, after, strict=True))
    need(whole, "its factor is no whole number")
    aligned = layer.align_corners or layer.kind == "UpsamplingBilinear2d"
    need(not aligned, "it aligns the corners")
    factors = [b // a for a, b in zip(before, after, strict=True)]
    nearest, rank = layer.mode == "nearest", len(factors)
    smooth = rank == 2 and layer.mode in ("bilinear", "bicubic")
    need(nearest or smooth, f'mode="{layer.mode}"')
    words = {} if nearest else {"interpolation": layer.mode}
    size = factors[0] if rank == 1 else factors  # the one layer of one axis that takes no list
    return Rule((_piece("UpSampling{}D", rank, size, **words),), True)


def _affine(layer: Any) -> dict[str, Any]:
    """How a normalization by channel scales and shifts what it has normalized."""
    shifts = layer.affine and layer.bias
    return {"epsilon": layer.eps, "center": shifts, "scale": layer.affine}


def _batch_norm(layer: Any, row: NetworkRow, _moved: bool) -> Rule:
    need(layer.track_running_stats and layer.momentum is not None, "it keeps no moving averages")
    made = keras.BatchNormalization(momentum=1 - layer.momentum, **_affine(layer))
    return one(made, len(row.input) > 1)


def _group_norm(layer: Any, row: NetworkRow, _moved: bool) -> Rule:
    need(not getattr(layer, "track_running_stats", False), "it keeps moving averages")
    groups = getattr(layer, "num_groups", -1)
    return one(keras.GroupNormalization(groups, **_affine(layer)), len(row.input) > 1)


def _layer_norm(layer: Any, _row: NetworkRow, _moved: bool) -> Rule:
    count, scales = len(layer.normalized_shape), layer.elementwise_affine
    axis = -1 if count == 1 else list(range(-count, 0))
    return one(keras.LayerNormalization(axis, layer.eps, scales and layer.bias, scales), False)


def _rms_norm(layer: Any, _row: NetworkRow, _moved: bool) -> Rule:
    alone = len(layer.normalized_shape) == 1 and layer.elementwise_affine
    need(alone, "it has no scale of its own")
    need(layer.eps is not None, "its epsilon is that of the number format")
    return one(keras.RMSNormalization(-1, layer.eps), False)


_RECURRENT = {"RNN": keras.SimpleRNN, "LSTM": keras.LSTM, "GRU": keras.GRU}


def _recurrent(layer: Any, _row: NetworkRow, _moved: bool) -> Rule:
    need(layer.num_layers == 1, f"it has {layer.num_layers} layers in one")
    need(not layer.proj_size, "it projects its output")
    two_vectors = layer.bias and layer.kind != "GRU"
    need(not two_vectors, "it has a second vector of biases for each gate")
    words: dict[str, Any] = {"use_bias": layer.bias, "return_sequences": True}
    if layer.kind == "RNN":
        words["activation"] = layer.nonlinearity
    made: Any = _RECURRENT[layer.kind](layer.hidden_size, **words)
    return one(keras.Bidirectional(made) if layer.bidirectional else made, False)


def _attention(layer: Any, _row: NetworkRow, _moved: bool) -> Rule:
    need(not (layer.add_bias_kv or layer.add_zero_attn), "its kv")
    made = keras.MultiHeadAttention(
        layer.num_heads, layer.embed_dim // layer.num_heads,
        dropout=layer.dropout, use_bias=layer.bias,
    )  # fmt: skip
    return Rule((TranslatedLayer(made),), False, order=(0, 2, 1))


def _prelu(layer: Any, row: NetworkRow, _moved: bool) -> Rule:
    rank = len(row.input)
    if layer.num_parameters == 1:
        return one(keras.PReLU(shared_axes=list(range(1, rank + 1))))
    return one(keras.PReLU(shared_axes=list(range(1, rank))), rank > 1)


def _softmax(layer: Any, row: NetworkRow, moved: bool) -> Rule:
    return one(keras.Softmax(_axis(layer.dim, row, moved)))


def _log_softmax(layer: Any, row: NetworkRow, moved: bool) -> Rule:
    need(
        _axis(1 if layer.dim is None else layer.dim, row, moved) == -1,
        "its axis is not the last one",
    )
    return one(keras.Activation("log_softmax"))


def _axis(dim: int | None, row: NetworkRow, moved: bool) -> int:
    """An axis of PyTorch, the first unless stated, as Keras counts it: the last one is -1."""
    rank = len(row.output)
    axis = axis_in("keras", 1 if dim is None else dim, rank, moved)
    return -1 if axis == rank else axis


def _joined(layer: Any, _row: NetworkRow, _moved: bool) -> Rule:
    return one(layer)


def _concatenated(layer: Any, row: NetworkRow, moved: bool) -> Rule:
    return one(keras.Concatenate(_axis(layer.axis, row, moved)))


def _flatten(layer: Any, row: NetworkRow, _moved: bool) -> Rule:
    if len(row.output) == 1:
        return one(keras.Flatten())
    return one(keras.Reshape(list(map(int, row.output))), False, False)


def _reshaped(_layer: Any, row: NetworkRow, _moved: bool) -> Rule:
    """A view: the same values in other axes."""
    after = list(map(int, row.output))
    if len(row.input) == 1 and len(after) > 2:
        return one(keras.Reshape([*after[1:], after[0]]), None, True)
    return one(keras.Reshape(after), False, False)


_ORDER = re.compile(r"\{0\}\.(permute|transpose)\(([\d, ]+)\)")


def _permuted(layer: Any, row: NetworkRow, _moved: bool) -> Rule:
    found = _ORDER.fullmatch(layer.text)
    order = [int(each) for each in found[2].split(",")] if found else []
    if found is not None and found[1] == "transpose":
        first, second = order
        order = list(range(len(row.input) + 1))
        order[first], order[second] = second, first
    need(order[:1] == [0], "it moves the batch")
    return one(keras.Permute(order[1:]), False, False)


def _mean(layer: Any, row: NetworkRow, _moved: bool) -> Rule:
    rank = len(row.input)
    gone = tuple(range(2, rank + 1))
    keeps = {f"{{0}}.mean({gone}, keepdim={keep})": keep for keep in (True, False)}
    need(1 < rank < 5 and layer.text in keeps, "it is no mean of each channel")
    kept = keeps[layer.text]
    return Rule((_piece("GlobalAveragePooling{}D", rank - 1, keepdims=kept),), True)


def _activation(word: str) -> Make:
    """A rule for a module that is one of Keras's activations as long as it is not set."""

    def rule(layer: Any, _row: NetworkRow, _moved: bool) -> Rule:
        for name in layer.stated_arguments:
            need(name == "inplace", f"its {name}")
        return one(keras.Activation(word))

    return rule


RULES: Mapping[str, Make] = {
    **{kind.__name__: _activation(word) for word, kind in reversed(ACTIVATIONS.items())},
    **KERAS_RULES,
    **dict.fromkeys(MERGES, _joined),
    "Concatenate": _concatenated, "Conv{}d": volume(_convolved),
    "ConvTranspose{}d": volume(_transposed), "MaxPool{}d": volume(_pooled),
    "AvgPool{}d": volume(_pooled), "AdaptiveAvgPool{}d": volume(_adaptive),
    "AdaptiveMaxPool{}d": volume(_adaptive), "ZeroPad{}d": volume(_padded),
    "BatchNorm{}d": _batch_norm, "InstanceNorm{}d": _group_norm, "GroupNorm": _group_norm,
    "LayerNorm": _layer_norm, "RMSNorm": _rms_norm, "Upsample": _upsampled,
    "UpsamplingNearest{}d": _upsampled, "UpsamplingBilinear{}d": _upsampled,
    **dict.fromkeys(_RECURRENT, _recurrent), "MultiheadAttention": _attention,
    "PReLU": _prelu,
    "Softmax": _softmax, "LogSoftmax": _log_softmax, "Flatten": _flatten,
    "Unflatten": _reshaped, "permute": _permuted, "transpose": _permuted,
    **dict.fromkeys(("view", "squeeze", "unsqueeze"), _reshaped), "mean": _mean,
}  # fmt: skip
"""What each kind of layer becomes: from the layer, its row, and how its input stands."""


_LAST = re.compile(r"\{0\}\[:, -1(?:, :)?\]")
"""The values of the last step of a sequence."""


def in_keras(network: Network) -> Network:
    """The same network of Keras's layers.

    Raises LayerError, which names the layer that has no equal in Keras.
    """
    draft = TranslationDraft(network, "keras", RULES, _reordered)
    last_steps = _last_steps(network)
    for row in network.rows:
        if any(source not in draft.placed for source in row.sources):
            raise no_equal(row, "keras", "a second output of a layer is not taken over")
        if row in last_steps.values():
            draft.placed[row.tensor] = draft.placed[row.sources[0]]
        else:
            _follow(draft, row, last_steps.get(row))
    return _renamed(network, draft.network(network))


def _last_steps(network: Network) -> dict[NetworkRow, NetworkRow]:
    """The recurrent rows of which only the last step is used, and the rows that take it."""
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
    """The axes brought to the other order by a layer of their own."""
    return Permute(order)


def _follow(draft: TranslationDraft, row: NetworkRow, last: NetworkRow | None) -> None:
    if getattr(row.layer, "return_indices", False):
        raise no_equal(row, "keras", "it also gives the places of the largest values")
    rule = draft.rule(row)
    if last is None:
        draft.follow(row, rule)
        return
    made: Any = rule.pieces[0].layer
    if made.kind == "Bidirectional":
        raise no_equal(row, "keras", "the last step of each direction is another one")
    piece = TranslatedLayer(type(made)(**{**made.arguments, "return_sequences": False}))
    draft.follow(row, rule._replace(pieces=(piece,)), last.output)


def _renamed(old: Network, made: Network) -> Network:
    """Names as Keras takes them; those that Keras gives, where nobody has named a layer."""
    if all(row.name.replace(".", "").isdigit() for row in old.rows if row.params):
        counts: dict[str, int] = {}
        shared: dict[str, str] = {}
        names = []
        for row in made.rows:
            if row.name not in shared:
                shared[row.name] = keras_name(row.layer.renamed(""), counts)
            names.append(shared[row.name])
        return named_rows(made, names)
    return made
