"""A second count, one window position and one weight after another, agrees with the formulas."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizengine.calculator import LayerError
from quizengine.calculator.keras import Dense, Flatten
from tests.calculator.cases import (
    CONVOLUTIONS,
    GLOBAL,
    POOLINGS,
    UNSHARED,
    ZEROS,
    per_axis,
    small,
    windows,
)
from tests.calculator.counting import check_counts, positions, spread, taps


@given(st.data())
def test_a_convolution(data: st.DataObject) -> None:
    rank = data.draw(st.integers(1, 3))
    shape, window = data.draw(small(rank)), data.draw(windows(rank))
    groups = data.draw(st.sampled_from([g for g in (1, 2, 3) if shape[-1] % g == 0]))
    filters = groups * data.draw(st.integers(1, 3))
    bias = data.draw(st.booleans())
    layer = CONVOLUTIONS[rank](filters, **window, groups=groups, use_bias=bias)
    offsets = positions(shape, window)
    if not offsets:
        with pytest.raises(LayerError, match="does not fit"):
            layer(shape)
        return
    weights: set[tuple[object, ...]] = set()
    outputs, macs = set(), 0
    for offset in offsets:
        for number in range(filters):
            group = number // (filters // groups)
            outputs.add((offset, number))
            for tap in taps(window, rank):
                for channel in range(shape[-1]):
                    if channel // (shape[-1] // groups) == group:
                        weights.add((number, tap, channel))
                        macs += 1
    applied = layer(shape)
    check_counts(applied, len(outputs), len(weights), filters if bias else 0, macs)
    assert applied.output.channels == filters
    for axis in range(rank):
        assert applied.output[axis] == len({offset[axis] for offset in offsets})
    for kernel in (applied.kernel_shape, applied.torch_kernel_shape):
        assert kernel is not None
        assert kernel.size == len(weights)


@given(st.data())
def test_a_locally_connected_layer(data: st.DataObject) -> None:
    """Every output value has weights, and a bias, of its own."""
    rank = data.draw(st.integers(1, 2))
    shape, window = data.draw(small(rank)), data.draw(windows(rank))
    if window["padding"] == "causal":
        window["padding"] = "valid"
    window["dilation_rate"] = 1
    offsets = positions(shape, window)
    del window["dilation_rate"]
    filters, bias = data.draw(st.integers(1, 4)), data.draw(st.booleans())
    layer = UNSHARED[rank](filters, **window, use_bias=bias)
    if not offsets:
        with pytest.raises(LayerError, match="does not fit"):
            layer(shape)
        return
    weights = {
        (offset, number, tap, channel)
        for offset in offsets
        for number in range(filters)
        for tap in taps(window, rank)
        for channel in range(shape[-1])
    }
    neurons = {(offset, number) for offset in offsets for number in range(filters)}
    applied = layer(shape)
    biases = len(neurons) if bias else 0
    check_counts(applied, len(neurons), len(weights), biases, len(weights))
    assert applied.kernel_shape is not None
    assert applied.kernel_shape.size == len(weights)


@given(st.data())
def test_a_pooling(data: st.DataObject) -> None:
    rank = data.draw(st.integers(1, 3))
    shape = data.draw(small(rank))
    size = data.draw(per_axis(st.integers(1, 4), rank))
    strides = data.draw(st.one_of(st.none(), per_axis(st.integers(1, 3), rank)))
    padding = data.draw(st.sampled_from(["valid", "same", 0, 1]))
    kind = data.draw(st.sampled_from(POOLINGS[rank]))
    if padding == 1 and min(spread(size, rank)) < 2:
        with pytest.raises(LayerError, match="more than half"):
            kind(size, strides=strides, padding=padding)
        return
    window = {
        "kernel_size": size,
        "strides": size if strides is None else strides,
        "padding": padding,
        "dilation_rate": 1,
    }
    offsets = positions(shape, window)
    layer = kind(size, strides=strides, padding=padding)
    if not offsets:
        with pytest.raises(LayerError, match="does not fit"):
            layer(shape)
        return
    check_counts(layer(shape), len(offsets) * shape[-1], 0, 0, 0)
    assert layer(shape).output.channels == shape[-1]


@given(st.data())
def test_global_pooling(data: st.DataObject) -> None:
    rank = data.draw(st.integers(1, 3))
    shape, keep = data.draw(small(rank)), data.draw(st.booleans())
    applied = data.draw(st.sampled_from(GLOBAL[rank]))(keepdims=keep)(shape)
    assert applied.output == [1] * rank * keep + [shape[-1]]
    check_counts(applied, shape[-1], 0, 0, 0)


@given(st.data())
def test_a_fully_connected_layer(data: st.DataObject) -> None:
    shape = data.draw(st.lists(st.integers(1, 5), min_size=1, max_size=4))
    units, bias = data.draw(st.integers(1, 6)), data.draw(st.booleans())
    weights = {(unit, value) for unit in range(units) for value in range(shape[-1])}
    offsets = list(itertools.product(*(range(axis) for axis in shape[:-1])))
    applied = Dense(units, use_bias=bias)(shape)
    biases = units if bias else 0
    check_counts(applied, len(offsets) * units, len(weights), biases, len(weights) * len(offsets))
    assert applied.output == [*shape[:-1], units]


@given(st.lists(st.integers(1, 6), min_size=1, max_size=5))
def test_flattening_keeps_every_value(shape: list[int]) -> None:
    values = list(itertools.product(*(range(axis) for axis in shape)))
    applied = Flatten()(shape)
    assert applied.output == [len(values)]
    check_counts(applied, len(values), 0, 0, 0)


@given(st.data())
def test_zero_padding(data: st.DataObject) -> None:
    rank = data.draw(st.integers(1, 3))
    shape = data.draw(small(rank))
    pairs = st.tuples(st.integers(0, 3), st.integers(0, 3)).map(list)
    zeros = data.draw(st.lists(pairs, min_size=rank, max_size=rank))
    wanted = [before + axis + after for (before, after), axis in zip(zeros, shape, strict=False)]
    assert ZEROS[rank](zeros)(shape).output == [*wanted, shape[-1]]
