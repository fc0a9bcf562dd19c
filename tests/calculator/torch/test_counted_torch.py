"""A second count, one window position and one weight after another, agrees with the formulas."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizengine.calculator import AppliedLayer, LayerError, torch
from tests.calculator.cases import per_axis
from tests.calculator.counting import Position, spread
from tests.calculator.torch.torch_cases import RANKS, named, small, windows

pytestmark = pytest.mark.slow


def per_axis_numbers(window: dict[str, object], rank: int) -> Iterator[tuple[int, int, int, int]]:
    """Size, stride, padding and dilation of each axis."""
    words = ("kernel_size", "stride", "padding", "dilation")
    return zip(*(spread(window[word], rank) for word in words), strict=True)


def starts(length: int, reach: int, stride: int, padding: int, up: bool = False) -> list[int]:
    """Where a window of one axis begins; with `up` one that hangs over by less than a stride
    counts, unless it begins behind the input.
    """
    found, start = [], -padding
    while (over := start + reach - (length + padding)) <= 0 or (up and over < stride):
        if start < length or not up:
            found.append(start)
        start += stride
    return found


def positions_of(shape: list[int], window: dict[str, object], up: bool = False) -> list[list[int]]:
    """The window positions along each axis."""
    return [
        starts(length, rate * (size - 1) + 1, stride, padding, up)
        for length, (size, stride, padding, rate) in zip(
            shape[1:], per_axis_numbers(window, len(shape) - 1), strict=True
        )
    ]


def weights_of(
    window: dict[str, object], shape: list[int], filters: int, groups: int
) -> set[Position]:
    """Every weight: filter, channel of its group, position in the kernel."""
    rank = len(shape) - 1
    kernel = [range(size) for size in spread(window["kernel_size"], rank)]
    return {
        (number, channel, *tap)
        for number in range(filters)
        for channel in range(shape[0])
        if number * groups // filters == channel * groups // shape[0]
        for tap in itertools.product(*kernel)
    }


def check(applied: AppliedLayer, output: list[int], weights: int, biases: int, macs: int) -> None:
    assert applied.output == output
    assert (applied.weights, applied.biases, applied.macs) == (weights, biases, macs)
    assert applied.params == applied.trainable_params == weights + biases


@given(st.data())
def test_a_convolution(data: st.DataObject) -> None:
    rank = data.draw(st.sampled_from(RANKS))
    shape, window = data.draw(small(rank)), data.draw(windows(rank))
    groups = data.draw(st.sampled_from([g for g in (1, 2, 3) if shape[0] % g == 0]))
    filters, bias = groups * data.draw(st.integers(1, 3)), data.draw(st.booleans())
    layer = named("Conv{}d", rank)(shape[0], filters, **window, groups=groups, bias=bias)
    positions = positions_of(shape, window)
    if not all(positions):
        with pytest.raises(LayerError, match="does not fit"):
            layer(shape)
        return
    weights = weights_of(window, shape, filters, groups)
    macs = sum(len(weights) for _ in itertools.product(*positions))
    check(layer(shape), [filters, *map(len, positions)], len(weights), filters if bias else 0, macs)


@given(st.data())
def test_same_padding_keeps_the_size(data: st.DataObject) -> None:
    rank = data.draw(st.sampled_from(RANKS))
    shape, window = data.draw(small(rank)), data.draw(windows(rank))
    window |= {"stride": 1, "padding": "same"}
    layer = named("Conv{}d", rank)(shape[0], 2, **window)
    assert layer(shape).output == [2, *shape[1:]]
    with pytest.raises(LayerError, match="stride of 1"):
        named("Conv{}d", rank)(shape[0], 2, **(window | {"stride": 2}))


@given(st.data())
def test_a_transposed_convolution(data: st.DataObject) -> None:
    """Every input value puts a kernel down; the padding is cut off on both sides."""
    rank = data.draw(st.sampled_from(RANKS))
    shape, window = data.draw(small(rank)), data.draw(windows(rank))
    more = data.draw(per_axis(st.integers(0, 2), rank))
    groups = data.draw(st.sampled_from([g for g in (1, 2, 3) if shape[0] % g == 0]))
    filters, bias = groups * data.draw(st.integers(1, 3)), data.draw(st.booleans())
    arguments = {**window, "output_padding": more, "groups": groups, "bias": bias}
    per = list(zip(per_axis_numbers(window, rank), spread(more, rank), strict=True))
    if any(extra >= max(stride, rate) for (_, stride, _, rate), extra in per):
        with pytest.raises(LayerError, match="output_padding"):
            named("ConvTranspose{}d", rank)(shape[0], filters, **arguments)
        return
    axes = []
    for length, ((size, stride, padding, rate), extra) in zip(shape[1:], per, strict=True):
        touched = {
            position * stride + tap * rate for position in range(length) for tap in range(size)
        }
        axes.append(max(touched) + 1 + extra - 2 * padding)
    layer = named("ConvTranspose{}d", rank)(shape[0], filters, **arguments)
    if min(axes) < 1:
        with pytest.raises(LayerError, match="would be"):
            layer(shape)
        return
    weights = weights_of(window, shape, filters, groups)
    macs = sum(len(weights) for _ in itertools.product(*map(range, shape[1:])))
    check(layer(shape), [filters, *axes], len(weights), filters if bias else 0, macs)


@given(st.data())
def test_a_pooling(data: st.DataObject) -> None:
    rank = data.draw(st.sampled_from(RANKS))
    shape, window = data.draw(small(rank)), data.draw(windows(rank, most=5))
    up, largest = data.draw(st.booleans()), data.draw(st.booleans())
    if not largest:
        window["dilation"] = 1
    arguments = {word: value for word, value in window.items() if largest or word != "dilation"}
    kind = named("MaxPool{}d" if largest else "AvgPool{}d", rank)
    per = list(per_axis_numbers(window, rank))
    if any(2 * padding > size for size, _, padding, _ in per):
        with pytest.raises(LayerError, match="more than half"):
            kind(**arguments, ceil_mode=up)
        return
    layer = kind(**arguments, ceil_mode=up)
    positions = positions_of(shape, window, up)
    sizes = [size for size, *_ in per]
    unpadded = not largest and rank == 3 and any(map(int.__lt__, shape[1:], sizes))
    if not all(positions) or unpadded:
        with pytest.raises(LayerError, match=r"does not fit|is larger than the input"):
            layer(shape)
        return
    check(layer(shape), [shape[0], *map(len, positions)], 0, 0, 0)


@given(st.data())
def test_an_adaptive_pooling_gives_what_is_stated(data: st.DataObject) -> None:
    rank = data.draw(st.sampled_from(RANKS))
    shape = data.draw(small(rank))
    stated = st.integers(1, 6) if rank == 1 else st.none() | st.integers(1, 6)
    sizes = data.draw(st.lists(stated, min_size=rank, max_size=rank))
    wanted = [size or axis for size, axis in zip(sizes, shape[1:], strict=True)]
    check(named("AdaptiveMaxPool{}d", rank)(sizes)(shape), [shape[0], *wanted], 0, 0, 0)


@given(st.data())
def test_paddings_go_from_the_last_axis_to_the_first(data: st.DataObject) -> None:
    rank = data.draw(st.sampled_from(RANKS))
    shape = data.draw(small(rank))
    sides = data.draw(st.lists(st.integers(0, 3), min_size=2 * rank, max_size=2 * rank))
    before = dict(enumerate(sides[::2]))
    after = dict(enumerate(sides[1::2]))
    wanted = [
        before[rank - 1 - position] + axis + after[rank - 1 - position]
        for position, axis in enumerate(shape[1:])
    ]
    check(named("ZeroPad{}d", rank)(sides)(shape), [shape[0], *wanted], 0, 0, 0)


@given(st.data())
def test_a_recurrent_layer(data: st.DataObject) -> None:
    """The tensors that PyTorch makes, one after another."""
    name, gates = data.draw(st.sampled_from([("RNN", 1), ("GRU", 3), ("LSTM", 4)]))
    size, hidden, layers, steps = data.draw(st.tuples(*[st.integers(1, 5)] * 4))
    bias, both = data.draw(st.booleans()), data.draw(st.booleans())
    projected = data.draw(st.integers(0, 4))
    arguments = {"num_layers": layers, "bias": bias, "bidirectional": both}
    if name == "LSTM" and projected:
        arguments["proj_size"] = projected
        if projected >= hidden:
            with pytest.raises(LayerError, match="smaller than hidden_size"):
                torch.LSTM(size, hidden, **arguments)
            return
    else:
        projected = 0
    state, directions = projected or hidden, 2 if both else 1
    weights = biases = 0
    for layer, _ in itertools.product(range(layers), range(directions)):
        before = size if layer == 0 else directions * state
        tensors = [(gates * hidden, before), (gates * hidden, state)]
        tensors += [(state, hidden)] if projected else []
        weights += sum(rows * columns for rows, columns in tensors)
        biases += 2 * gates * hidden if bias else 0
    applied = getattr(torch, name)(size, hidden, **arguments)([steps, size])
    check(applied, [steps, directions * state], weights, biases, steps * weights)
    states = [[layers * directions, state]]
    states += [[layers * directions, hidden]] if name == "LSTM" else []
    assert list(applied.outputs[1:]) == states


@given(st.data())
def test_attention(data: st.DataObject) -> None:
    heads, each, queries, keys = data.draw(st.tuples(*[st.integers(1, 5)] * 4))
    kdim, vdim = data.draw(st.tuples(*[st.none() | st.integers(1, 6)] * 2))
    bias, more = data.draw(st.booleans()), data.draw(st.booleans())
    size = heads * each
    sizes = [size, kdim or size, vdim or size, size]
    rows = [queries, keys, keys, queries]
    weights = sum(size * before for before in sizes)
    biases = 4 * size * bias + 2 * size * more
    attended = keys + more
    # Each head: queries times keys, and the weights that gives times values.
    macs = sum(count * before * size for count, before in zip(rows, sizes, strict=True))
    macs += heads * 2 * queries * attended * each
    layer = torch.MultiheadAttention(size, heads, bias=bias, add_bias_kv=more, kdim=kdim, vdim=vdim)
    applied = layer([queries, size], [keys, sizes[1]], [keys, sizes[2]])
    check(applied, [queries, size], weights, biases, macs)
    assert applied.outputs[1] == [queries, attended]


@given(st.lists(st.integers(1, 5), min_size=1, max_size=4), st.data())
def test_flattening_and_back(shape: list[int], data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(shape) - 1))
    last = data.draw(st.integers(first, len(shape) - 1))
    values = len(list(itertools.product(*map(range, shape[first : last + 1]))))
    flat = torch.Flatten(first + 1, last - len(shape))(shape).output
    assert flat == [*shape[:first], values, *shape[last + 1 :]]
    back = torch.Unflatten(first + 1, shape[first : last + 1])(flat)
    assert back.output == shape
