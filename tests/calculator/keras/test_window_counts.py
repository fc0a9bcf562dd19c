"""A second count of the convolutions' relatives: every weight and every product, one by one."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizengine.calculator import LayerError
from quizengine.calculator.keras import (
    Permute,
    PReLU,
    RepeatVector,
    Reshape,
    UpSampling1D,
    UpSampling2D,
    UpSampling3D,
)
from tests.calculator.cases import per_axis, small
from tests.calculator.counting import check_counts, positions, spread, taps
from tests.calculator.keras.window_cases import CROPPING, DEPTHWISE, SEPARABLE, TRANSPOSED

Position = tuple[int, ...]


def every_index(axes: Sequence[int]) -> Iterator[Position]:
    return itertools.product(*(range(axis) for axis in axes))


@st.composite
def kernels(draw: st.DrawFn, rank: int) -> dict[str, object]:
    """The arguments of a window that Keras's transposed and depthwise convolutions take."""
    strides = draw(per_axis(st.integers(1, 3), rank))
    alike = strides in (1, [1] * rank)
    return {
        "kernel_size": draw(per_axis(st.integers(1, 4), rank)),
        "strides": strides,
        "padding": draw(st.sampled_from(["valid", "same"])),
        "dilation_rate": draw(per_axis(st.integers(1, 3), rank)) if alike else 1,
    }


@given(st.data())
def test_a_transposed_convolution(data: st.DataObject) -> None:
    rank = data.draw(st.integers(1, 3))
    shape, window = data.draw(small(rank)), data.draw(kernels(rank))
    filters, bias = data.draw(st.integers(1, 4)), data.draw(st.booleans())
    applied = TRANSPOSED[rank](filters, **window, use_bias=bias)(shape)
    weights = {
        (tap, number, channel)
        for tap in taps(window, rank)
        for number in range(filters)
        for channel in range(shape[-1])
    }
    products = sum(1 for _ in every_index(shape[:-1])) * len(weights)
    strides, rates = spread(window["strides"], rank), spread(window["dilation_rate"], rank)
    # Where the values of one input axis land: the reach of all kernels, put one stride apart.
    for index, (stride, rate) in enumerate(zip(strides, rates, strict=True)):
        size = spread(window["kernel_size"], rank)[index]
        landed = {
            start * stride + tap * rate for start in range(shape[index]) for tap in range(size)
        }
        strided = {start * stride + step for start in range(shape[index]) for step in range(stride)}
        wanted = len(strided) if window["padding"] == "same" else max(landed | strided) + 1
        assert applied.output[index] == wanted
    outputs = 1
    for axis in applied.output:
        outputs *= axis
    check_counts(applied, outputs, len(weights), filters if bias else 0, products)
    assert applied.output[-1] == filters
    assert applied.kernel_shape is not None
    assert applied.kernel_shape.size == len(weights)


@given(st.data())
def test_an_output_padding_undoes_a_convolution(data: st.DataObject) -> None:
    """With output_padding = (n − F) mod S, a transposed convolution is as large as what an
    ordinary one of the same kernel came from.
    """
    rank = data.draw(st.integers(1, 3))
    size, stride = data.draw(st.integers(1, 4)), data.draw(st.integers(1, 4))
    before = data.draw(st.lists(st.integers(size, 12), min_size=rank, max_size=rank))
    window = {"kernel_size": size, "strides": stride, "padding": "valid", "dilation_rate": 1}
    starts = positions([*before, 1], window)
    axes = [len({start[index] for start in starts}) for index in range(rank)]
    more = [(axis - size) % stride for axis in before]
    layer = TRANSPOSED[rank](2, size, strides=stride, output_padding=more)
    assert layer([*axes, 3]).output == [*before, 2]
    with pytest.raises(LayerError, match="less than the strides"):
        TRANSPOSED[rank](2, size, strides=stride, output_padding=stride)


@given(st.data())
def test_a_depthwise_convolution(data: st.DataObject) -> None:
    rank = data.draw(st.integers(1, 2))
    shape, window = data.draw(small(rank)), data.draw(kernels(rank))
    many, bias = data.draw(st.integers(1, 3)), data.draw(st.booleans())
    layer = DEPTHWISE[rank](**window, depth_multiplier=many, use_bias=bias)
    starts = positions(shape, window)
    if not starts:
        with pytest.raises(LayerError, match="does not fit"):
            layer(shape)
        return
    filters = list(itertools.product(range(shape[-1]), range(many)))
    weights = {(each, tap) for each in filters for tap in taps(window, rank)}
    applied = layer(shape)
    check_counts(
        applied,
        len(starts) * len(filters),
        len(weights),
        len(filters) if bias else 0,
        len(starts) * len(weights),
    )
    assert applied.output[-1] == len(filters)
    assert applied.kernel_shape is not None
    assert applied.kernel_shape.size == len(weights)
    assert applied.torch_kernel_shape is not None
    assert applied.torch_kernel_shape.size == len(weights)


@given(st.data())
def test_a_separable_convolution(data: st.DataObject) -> None:
    rank = data.draw(st.integers(1, 2))
    shape, window = data.draw(small(rank)), data.draw(kernels(rank))
    many, filters = data.draw(st.integers(1, 3)), data.draw(st.integers(1, 4))
    bias = data.draw(st.booleans())
    layer = SEPARABLE[rank](filters, **window, depth_multiplier=many, use_bias=bias)
    starts = positions(shape, window)
    if not starts:
        with pytest.raises(LayerError, match="does not fit"):
            layer(shape)
        return
    between = list(itertools.product(range(shape[-1]), range(many)))
    first = {(channel, tap) for channel in between for tap in taps(window, rank)}
    second = {(channel, number) for channel in between for number in range(filters)}
    weights = len(first) + len(second)
    biases = filters if bias else 0
    check_counts(layer(shape), len(starts) * filters, weights, biases, len(starts) * weights)


@given(st.data())
def test_what_prelu_learns(data: st.DataObject) -> None:
    shape = data.draw(st.lists(st.integers(1, 5), min_size=1, max_size=4))
    shared = data.draw(st.lists(st.integers(1, len(shape)), unique=True))
    own = {
        tuple(0 if axis + 1 in shared else step for axis, step in enumerate(position))
        for position in every_index(shape)
    }
    applied = PReLU(shared_axes=shared)(shape)
    assert applied.output == shape
    check_counts(applied, sum(1 for _ in every_index(shape)), len(own), 0, 0)
    assert applied.kernel_shape is not None
    assert applied.kernel_shape.size == len(own)


@given(st.data())
def test_cropping_and_upsampling(data: st.DataObject) -> None:
    rank = data.draw(st.integers(1, 3))
    shape = data.draw(small(rank))
    pairs = st.tuples(st.integers(0, 3), st.integers(0, 3)).map(list)
    cut = data.draw(st.lists(pairs, min_size=rank, max_size=rank))
    kept = [
        len([step for step in range(axis) if low <= step < axis - high])
        for axis, (low, high) in zip(shape, cut, strict=False)
    ]
    if 0 in kept:
        with pytest.raises(LayerError, match="leaves"):
            CROPPING[rank](cut)(shape)
    else:
        assert CROPPING[rank](cut)(shape).output == [*kept, shape[-1]]
    size = data.draw(st.lists(st.integers(1, 3), min_size=rank, max_size=rank))
    kinds = {1: UpSampling1D, 2: UpSampling2D, 3: UpSampling3D}
    layer = kinds[rank](size[0] if rank == 1 else size)
    wanted = [
        len([step for step in range(axis) for _ in range(times)])
        for axis, times in zip(shape, size, strict=False)
    ]
    assert layer(shape).output == [*wanted, shape[-1]]


@given(st.data())
def test_no_value_is_lost_when_axes_are_rearranged(data: st.DataObject) -> None:
    shape = data.draw(st.lists(st.integers(1, 5), min_size=1, max_size=4))
    order = data.draw(st.permutations(range(1, len(shape) + 1)))
    assert Permute(order)(shape).output == [shape[axis - 1] for axis in order]
    values = sum(1 for _ in every_index(shape))
    target = data.draw(st.lists(st.integers(1, 6), min_size=1, max_size=4))
    held = sum(1 for _ in every_index(target))
    if held == values:
        assert Reshape(target)(shape).output == target
    else:
        with pytest.raises(LayerError, match=f"{values} values"):
            Reshape(target)(shape)
    left = data.draw(st.integers(0, len(target) - 1))
    others = [*target[:left], *target[left + 1 :]]
    held = sum(1 for _ in every_index(others))
    layer = Reshape([*target[:left], -1, *target[left + 1 :]])
    if values % held:
        with pytest.raises(LayerError, match=f"a multiple of {held}"):
            layer(shape)
    else:
        wanted = [*target[:left], values // held, *target[left + 1 :]]
        assert layer(shape).output == wanted
    assert RepeatVector(3)([values]).output == [3, values]
