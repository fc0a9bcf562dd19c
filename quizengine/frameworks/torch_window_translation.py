"""The translation of Keras's layers with windows to PyTorch, for a known input, channels last."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from quizengine.calculator import torch as nn
from quizengine.calculator.same_padding import same_padding_total
from quizengine.calculator.shape import Shape
from quizengine.frameworks.translation import TranslatedLayer, require


def convolved(layer: Any, shape: Shape) -> list[TranslatedLayer]:
    """Translate a convolution, also a depthwise or a separable one, with its padding."""
    rank, channels = layer.rank, int(shape.channels)
    zeros, padding = _padding(layer, layer.kernel_size, layer.dilation_rate, shape)
    kind = getattr(nn, f"Conv{rank}d")
    depth = getattr(layer, "depth_multiplier", 1)
    window = (layer.kernel_size, layer.strides, padding, layer.dilation_rate)
    if layer.kind.startswith("Separable"):
        single = kind(channels, channels * depth, *window, groups=channels, bias=False)
        mixed = kind(channels * depth, layer.filters, 1, bias=layer.use_bias)
        return [*zeros, TranslatedLayer(single, "depthwise"), TranslatedLayer(mixed)]
    if layer.kind.startswith("Depthwise"):
        filters, groups = channels * depth, channels
    else:
        filters, groups = layer.filters, layer.groups
    return [
        *zeros,
        TranslatedLayer(kind(channels, filters, *window, groups=groups, bias=layer.use_bias)),
    ]


def _padding(
    layer: Any, sizes: Sequence[int], rates: Sequence[int], shape: Shape
) -> tuple[list[TranslatedLayer], object]:
    """Return the padding of PyTorch's layer, and a padding layer before it where that is needed."""
    if not isinstance(layer.padding, str):
        return [], layer.padding
    if layer.padding == "valid":
        return [], 0
    if layer.padding == "causal":
        sides = [(rates[0] * (sizes[0] - 1), 0)]
    elif max(layer.strides) == 1:
        return [], "same"
    else:
        sides = _same(sizes, layer.strides, rates, shape)
    if all(before == after for before, after in sides):
        return [], tuple(before for before, _ in sides)
    return [_zeros(sides, "pad")], 0


def _zeros(sides: Sequence[tuple[int, int]], suffix: str = "") -> TranslatedLayer:
    flat = [side for pair in reversed(sides) for side in pair]
    return TranslatedLayer(getattr(nn, f"ZeroPad{len(sides)}d")(flat), suffix)


def _same(
    sizes: Sequence[int], strides: Sequence[int], rates: Sequence[int], shape: Shape
) -> list[tuple[int, int]]:
    """Return the zeros of "same" before and after each axis, the smaller half before."""
    require(shape.is_known, '"same" with a stride needs the size of the input')
    sides = []
    for axis, size, stride, rate in zip(shape, sizes, strides, rates, strict=False):
        total = int(same_padding_total(int(axis), size, stride, rate))
        sides.append((total // 2, total - total // 2))
    return sides


def pooled(layer: Any, shape: Shape) -> list[TranslatedLayer]:
    """Translate pooling, where "same" leaves the padding out of the mean and the maximum."""
    is_mean = layer.kind.startswith("Average")
    kind = getattr(nn, f"{'Avg' if is_mean else 'Max'}Pool{layer.rank}d")
    sizes, strides, keywords = layer.pool_size, layer.strides, {}
    padding: object = 0
    if not isinstance(layer.padding, str):
        padding = layer.padding
    elif layer.padding == "same":
        sides = _same(sizes, strides, (1,) * layer.rank, shape)
        padding = tuple(before for before, _ in sides)
        if any(before != after for before, after in sides):
            keywords["ceil_mode"] = True
        if is_mean and any(after for _, after in sides):
            keywords["count_include_pad"] = False
    return [TranslatedLayer(kind(sizes, strides, padding, **keywords))]


def transposed(layer: Any, shape: Shape) -> list[TranslatedLayer]:
    """Translate a transposed convolution, with PyTorch's padding and output padding."""
    kind = getattr(nn, f"ConvTranspose{layer.rank}d")
    padding, more = [], []
    stated = layer.output_padding or (None,) * layer.rank
    for size, stride, rate, given in zip(
        layer.kernel_size, layer.strides, layer.dilation_rate, stated, strict=True
    ):
        reach = rate * (size - 1) + 1
        if layer.padding == "valid":
            padding.append(0)
            more.append(max(stride - reach, 0) if given is None else given)
            continue
        # Beyond (n − 1)·S: S by default, else 1 for an odd kernel, and the output padding.
        beyond = stride if given is None else reach % 2 + given
        padding.append(max(-(-(reach - beyond) // 2), 0))
        more.append(beyond - reach + 2 * padding[-1])
    new = kind(
        int(shape.channels), layer.filters, layer.kernel_size, layer.strides, padding, more,
        bias=layer.use_bias, dilation=layer.dilation_rate,
    )  # fmt: skip
    return [TranslatedLayer(new)]


def padded(layer: Any, shape: Shape) -> list[TranslatedLayer]:
    """Translate zero padding."""
    return [_zeros(layer.padding)]


def cropped(layer: Any, shape: Shape) -> list[TranslatedLayer]:
    """Translate cropping, which is a negative padding in PyTorch."""
    return [_zeros([(-before, -after) for before, after in layer.cropping])]
