"""Receptive fields: published sizes, known mistakes, and a count of the inputs behind a value."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from quizengine.calculator import Layer, LayerError, working_of
from quizengine.calculator.analysis.receptive_field import (
    field_sizes,
    receptive_field,
    receptive_fields,
)
from quizengine.calculator.keras import (
    Add,
    AveragePooling1D,
    Concatenate,
    Conv1D,
    Conv2D,
    Dense,
    DepthwiseConv1D,
    DepthwiseConv2D,
    Dropout,
    Embedding,
    Flatten,
    GlobalAveragePooling2D,
    Input,
    MaxPooling1D,
    MaxPooling2D,
    Multiply,
    UpSampling2D,
    ZeroPadding1D,
)
from quizengine.calculator.network import Network, NetworkRow
from quizengine.calculator.sequential import Sequential
from quizengine.frameworks import read
from tests.calculator.records import applications
from tests.calculator.test_applications import network


def stack(*windows: tuple[int, ...], size: int = 128) -> Network:
    """Square windows: kernel, stride, and dilation where there is one."""
    layers: list[Layer] = [Input((size, size, 1))]
    for kernel, stride, *rate in windows:
        layers.append(Conv2D(1, kernel, strides=stride, dilation_rate=rate[0] if rate else 1))
    return Sequential(layers)


@pytest.mark.parametrize(
    ("windows", "field"),
    [
        ([(3, 1), (3, 1)], 5),  # CS231n
        ([(3, 1), (3, 1), (3, 1)], 7),  # CS231n
        ([(3, 2), (3, 2)], 7),  # forums.fast.ai 10845
        ([(3, 1), (2, 2), (3, 1), (2, 2), (3, 1), (3, 1), (2, 2)], 30),  # blog.csdn.net 98473571
        ([(5, 1), (2, 2), (5, 1)], 14),  # RMIT COSC2779
        ([(5, 1, 2), (2, 2), (5, 1)], 18),  # the same, dilated
        ([(1, 1)], 1),
        ([(1, 2), (3, 1)], 5),
    ],
)
def test_published_fields(windows: list[tuple[int, ...]], field: int) -> None:
    assert receptive_field(stack(*windows).rows[-1]) == field


def test_the_slips_with_the_numbers_that_people_got() -> None:
    row = stack((3, 1), (2, 2), (3, 1), (2, 2), (3, 1), (3, 1), (2, 2)).rows[-1]
    assert {mistake.id: mistake.value for mistake in receptive_field(row).mistakes} == {
        "kernels-added": 18,
        "jump-ignored": 12,
        "own-stride-early": 37,
        "last-window-alone": 2,
    }
    dilated = receptive_field(stack((5, 1, 2), (2, 2), (5, 1)).rows[-1])
    assert {mistake.id: mistake.value for mistake in dilated.mistakes}["dilation-ignored"] == 14


def test_the_working_shows_each_windows_share() -> None:
    field = receptive_field(stack((5, 1, 2), (2, 2), (5, 1)).rows[-1])
    assert field.formula == "1 + d1·(F1 − 1) + (F2 − 1) + (F3 − 1)·S2"
    text = working_of(field).text
    assert "  4 steps across window 1, 3; 1 positions that window 2 adds\n" in text
    assert "  8 positions that window 1 adds, 3 adds\n" in text
    assert "F1 = kernel_size of conv2d = 5, " in text
    assert "S2 = stride of conv2d_1 = 2" in text
    assert "1 + 2·(5 − 1) + (2 − 1) + (5 − 1)·2" in text
    assert text.endswith("\n18")


def test_a_long_chain_goes_on_from_the_field_it_had() -> None:
    """VGG16: 212 after its last pooling."""
    blocks = [(2, 1), (2, 1), (3, 1), (3, 1), (3, 1)]
    windows = [window for count, _ in blocks for window in [(3, 1)] * count + [(2, 2)]]
    row = stack(*windows, size=600).rows[-1]
    assert receptive_field(row) == 212
    assert receptive_field(row).origins["r"] == 76
    assert receptive_field(row).origins["j"] == 8
    assert working_of(receptive_field(row)).text.endswith("\n212")


@pytest.mark.parametrize("count", [11, 12, 23, 40])
def test_no_chain_is_too_long_for_a_working(count: int) -> None:
    """Each window with a stride and a dilation of its own, the most that one adds to a formula."""
    window = DepthwiseConv1D(3, strides=2, dilation_rate=2, padding="same")
    field = receptive_field(Sequential([Input((10**6, 1)), *[window] * count]).rows[-1])
    assert field == 1 + 4 * (2**count - 1)
    assert working_of(field).text.replace(",", "").endswith(f"\n{int(field)}")
    assert int(field) not in [mistake.value for mistake in field.mistakes]


PUBLISHED = {"VGG16": 212, "ResNet50": 483, "ResNet101": 1_027}
"""The table of Araujo, Norris and Sim (Distill, 2019): fields before the global pooling."""


@pytest.mark.parametrize(
    "record",
    [record for record in applications() if record["name"] in PUBLISHED],
    ids=lambda record: record["code"],
)
def test_fields_of_known_networks(record: dict[str, Any]) -> None:
    rows = network(record, record["macs_input_shape"]).rows
    last = [row for row in rows if row.layer.kind in ("MaxPooling2D", "Activation")][-1]
    assert receptive_field(last) == PUBLISHED[record["name"]]


def test_axes_of_their_own() -> None:
    net = Sequential([Input((9, 9, 1)), Conv2D(1, (3, 1)), MaxPooling2D((1, 3))])
    row = net.rows[-1]
    assert receptive_fields(row) == (3, 3)
    assert receptive_fields(net.rows[0]) == (3, 1)
    with pytest.raises(LayerError, match="3×1"):
        _ = receptive_field(net.rows[0])


def test_what_sees_the_whole_input_and_what_sees_as_far_as_before() -> None:
    net = Sequential(
        [Input((20, 30, 3)), Conv2D(2, 3), Dropout(0.5), Dense(4), Flatten(), Dense(5)]
    )
    assert [receptive_fields(row) for row in net.rows] == [(3, 3)] * 4 + [(20, 30)]
    net = Sequential([Input((20, 20, 3)), Conv2D(2, 3), GlobalAveragePooling2D()])
    assert receptive_field(net.rows[-1]) == 20
    assert "whole input" in working_of(receptive_field(net.rows[-1])).text
    net = Sequential([Input((12,)), Embedding(50, 8), Conv1D(2, 3), AveragePooling1D(2)])
    assert receptive_fields(net.rows[-1]) == (4,)


def test_a_pooling_and_a_network_without_windows_say_what_they_are() -> None:
    pooled = receptive_field(Sequential([Input((8, 8, 3)), MaxPooling2D(2)]).rows[0])
    assert "F1 = pool_size of max_pooling2d = 2" in working_of(pooled).text
    alone = receptive_field(Sequential([Input((8, 8, 3)), Conv2D(2, 1)]).rows[0])
    assert "a value sees its own position alone" in working_of(alone).text


FIRST = Conv2D(2, 3, data_format="channels_first")


@pytest.mark.parametrize(
    ("network", "seen"),
    [
        (read("nn.Sequential(nn.Flatten(), nn.Linear(1800, 5))", [3, 20, 30]), (20, 30)),
        (read("nn.Sequential(nn.ReLU(), nn.Flatten(), nn.Linear(6, 5))", [3, 1, 2]), (1, 2)),
        (read("nn.Sequential(nn.MaxPool1d(2), nn.Flatten(), nn.Linear(30, 5))", [3, 20]), (20,)),
        (read("nn.Sequential(nn.Linear(3, 2), nn.Flatten(), nn.Linear(14, 5))", [7, 3]), (7,)),
        (read("nn.LSTM(3, 20)", [7, 3]), (7,)),
        (Sequential([Input((3, 20, 30)), FIRST, Flatten(), Dense(3)]), (20, 30)),
        (Sequential([Input((3, 20, 30)), Dropout(0.5), FIRST, Flatten(), Dense(3)]), (20, 30)),
        (Sequential([Input((20, 30, 3)), Flatten(), Dense(3)]), (20, 30)),
        (Sequential([Input((9,)), Dense(3)]), (9,)),
        (Sequential([Input((None, None, 3)), Conv2D(2, 3), GlobalAveragePooling2D()]), ()),
    ],
)
def test_the_whole_input_has_no_channels_wherever_they_stand(
    network: Network, seen: tuple[int, ...]
) -> None:
    row = network.rows[-1]
    assert receptive_fields(row) == field_sizes(row) == seen


def test_behind_an_upsampling_there_is_no_number() -> None:
    net = Sequential([Input((8, 8, 3)), Conv2D(2, 3), UpSampling2D(2), Conv2D(2, 3)])
    assert receptive_fields(net.rows[-1]) == ()
    with pytest.raises(LayerError, match="conv2d_1"):
        _ = receptive_field(net.rows[-1])


def test_where_branches_meet_the_largest_counts() -> None:
    start = NetworkRow(Input((16, 16, 3)), (), "input")
    near = NetworkRow(Conv2D(4, 1), [start.tensor], "near")
    far = NetworkRow(Conv2D(4, 5, padding="same"), [start.tensor], "far")
    both = NetworkRow(Add(), [near.tensor, far.tensor], "both")
    after = NetworkRow(Conv2D(4, 3), [both.tensor], "after")
    assert (receptive_field(both), receptive_field(after)) == (5, 7)


def test_where_what_sees_all_meets_what_sees_a_part_all_is_seen() -> None:
    """Squeeze and excite: every value is scaled by the mean of all."""
    start = NetworkRow(Input((16, 12, 8)), (), "input")
    part = NetworkRow(Conv2D(8, 3, padding="same"), [start.tensor], "part")
    mean = NetworkRow(GlobalAveragePooling2D(keepdims=True), [part.tensor], "mean")
    scaled = NetworkRow(Multiply(), [part.tensor, mean.tensor], "scaled")
    assert receptive_fields(scaled) == field_sizes(scaled) == (16, 12)


def test_of_two_that_see_as_far_the_one_with_the_wider_steps_counts() -> None:
    start = NetworkRow(Input((8, 1)), (), "input")
    dense = NetworkRow(Conv1D(1, 3), [start.tensor], "dense")
    sparse = NetworkRow(Conv1D(1, 3, strides=2, padding=3), [start.tensor], "sparse")
    wide = NetworkRow(Conv1D(1, 5, padding=1), [start.tensor], "wide")
    for near, far, fields in ((dense, sparse, (3, 7)), (wide, sparse, (5, 7))):
        for sources in ([near.tensor, far.tensor], [far.tensor, near.tensor]):
            both = NetworkRow(Add(), sources, "both")
            after = NetworkRow(Conv1D(1, 3), [both.tensor], "after")
            assert (receptive_field(both), receptive_field(after)) == fields


def test_rows_of_unlike_inputs_have_no_field_together() -> None:
    picture, series = (
        NetworkRow(Input((8, 8, 3)), (), "picture"),
        NetworkRow(Input((9, 2)), (), "series"),
    )
    flat = [
        NetworkRow(Flatten(), [row.tensor], f"flat-{row.name}").tensor for row in (picture, series)
    ]
    joined = NetworkRow(Concatenate(), flat, "joined")
    assert receptive_fields(joined) == field_sizes(joined) == ()


def test_a_deep_network_is_gone_through_once() -> None:
    layers: list[Layer] = [Input((9, 9, 1)), *[Conv2D(1, 3, padding="same")] * 400]
    rows = Sequential(layers).rows
    assert field_sizes(rows[-1]) == (801, 801)
    assert [field_sizes(row)[0] for row in rows] == list(range(3, 803, 2))
    assert receptive_field(rows[-1]) == 801


@given(st.lists(st.tuples(st.integers(1, 4), st.integers(1, 3), st.integers(1, 3)), max_size=6))
def test_the_field_is_the_span_of_the_inputs_that_reach_a_value(
    windows: list[tuple[int, int, int]],
) -> None:
    """Counted: the input indices that a value depends on, traced back window by window."""
    windows = [(size, stride, rate if stride == 1 else 1) for size, stride, rate in windows]
    layers: list[Layer] = [Input((3_000, 1)), ZeroPadding1D(1)]
    layers += [Conv1D(1, size, strides=jump, dilation_rate=rate) for size, jump, rate in windows]
    indices = {0}
    for size, jump, rate in reversed(windows):
        indices = {index * jump + rate * tap for index in indices for tap in range(size)}
    row = Sequential(layers).rows[-1]
    assert receptive_fields(row) == (max(indices) - min(indices) + 1,)


class Step(NamedTuple):
    """A window of a made-up network on one axis; pooling where it is not a convolution."""

    size: int
    stride: int = 1
    rate: int = 1
    padding: int = 0
    pools: bool = False


Branches = tuple[list[Step], ...]
"""Chains that begin at one row and are added up where they meet."""


@st.composite
def steps(draw: st.DrawFn) -> Step:
    pools = draw(st.booleans())
    size = draw(st.integers(1, 4))
    stride = draw(st.integers(1, 3))
    rate = 1 if pools else draw(st.integers(1, 3))
    padding = draw(st.integers(0, size // 2 if pools else 2))
    return Step(size, stride, rate, padding, pools)


@st.composite
def branches(draw: st.DrawFn) -> Branches:
    """Chains that keep the size up to one stride in all of them, so that they can be added.

    Each window is centred: the field of one branch is within that of another, and the largest
    counts.
    """
    stride = draw(st.integers(1, 3))
    found = []
    for _ in range(draw(st.integers(2, 3))):
        chain = []
        for last in [*[False] * draw(st.integers(0, 2)), True]:
            half, rate = draw(st.integers(0, 2)), draw(st.integers(1, 2))
            chain.append(Step(2 * half + 1, stride if last else 1, rate, half * rate))
        found.append(chain)
    return tuple(found)


def layer_of(step: Step) -> Layer:
    if step.pools:
        return MaxPooling1D(step.size, strides=step.stride, padding=step.padding)
    return DepthwiseConv1D(
        step.size, strides=step.stride, dilation_rate=step.rate, padding=step.padding
    )


def slid(values: list[int], step: Step) -> list[int]:
    """Return the output of a window, each value being the set of input indices behind it, as bits.

    Padding depends on no input.
    """
    around = [0] * step.padding
    padded = [*around, *values, *around]
    reach = step.rate * (step.size - 1)
    found = []
    for index in range(0, len(padded) - reach, step.stride):
        behind = 0
        for tap in range(step.size):
            behind |= padded[index + step.rate * tap]
        found.append(behind)
    return found


def span(bits: int) -> int:
    return bits.bit_length() - (bits & -bits).bit_length() + 1 if bits else 0


@given(st.lists(st.one_of(steps(), branches()), min_size=1, max_size=4))
@example([Step(3, 2), Step(3, 2), Step(3, 2)])
@example([([Step(1, 2)], [Step(5, 1, 2, 4), Step(3, 2, 1, 1)]), Step(4, 3, 3), Step(2)])
def test_a_field_spans_the_inputs_that_influence_one_value(
    network: list[Step | Branches],
) -> None:
    """Counted forwards, each value as the set of the input indices that it depends on."""
    length = 1_500
    row = NetworkRow(Input((length, 1)), (), "input")
    values = [1 << index for index in range(length)]
    for index, piece in enumerate(network):
        ends, counted = [], []
        for branch, chain in enumerate(piece if not isinstance(piece, Step) else ([piece],)):
            end, here = row, values
            for step in chain:
                end = NetworkRow(layer_of(step), [end.tensor], f"{index}-{branch}-{len(ends)}")
                here = slid(here, step)
            ends.append(end)
            counted.append(here)
        row, values = ends[0], counted[0]
        if len(ends) > 1:
            row = NetworkRow(Add(), [end.tensor for end in ends], f"add-{index}")
            values = [
                a | b | c for a, b, c in zip(counted[0], counted[1], counted[-1], strict=True)
            ]
        assert len(values) == row.output[0]
        # A field that extends past an end of the input has fewer inputs: the widest counts.
        assert field_sizes(row) == (max(map(span, values)),)


@pytest.mark.parametrize("strided", range(0, 13, 2))
def test_a_long_chain_has_a_formula_however_many_windows_stride_and_dilate(strided: int) -> None:
    for dilated in (0, 1, 6, 12):
        row = NetworkRow(Input((10**6, 1)), (), "input")
        for index in range(12):
            strides, rate = 1 + (index < strided), 1 + (index < dilated)
            layer = DepthwiseConv1D(2, strides=strides, dilation_rate=rate, padding="same")
            row = NetworkRow(layer, [row.tensor], f"w{index}")
        assert tuple(map(int, receptive_fields(row))) == field_sizes(row)


Window = tuple[tuple[int, int], tuple[int, int], tuple[int, int]]
"""Size, stride and dilation of a window along two axes."""

PAIRS = st.tuples(
    st.tuples(st.integers(1, 5), st.integers(1, 5)),
    st.tuples(st.integers(1, 3), st.integers(1, 3)),
    st.tuples(st.integers(1, 3), st.integers(1, 3)),
)


@pytest.mark.slow
@given(
    st.lists(st.one_of(PAIRS, st.tuples(PAIRS, PAIRS)), min_size=1, max_size=14),
    st.sampled_from([Dropout(0.5), Dense(3), Flatten(), GlobalAveragePooling2D()]),
)
@settings(max_examples=25)
def test_the_plain_numbers_are_those_of_the_quantities(
    windows: list[Window | tuple[Window, Window]], last: Layer
) -> None:
    """The one is added up window by window, the other is the formula of the working."""
    row = NetworkRow(Input((10**6, 10**5, 1)), (), "input")

    def further(before: NetworkRow, window: Window, name: str) -> NetworkRow:
        size, strides, rates = window
        layer = DepthwiseConv2D(size, strides=strides, dilation_rate=rates, padding="same")
        return NetworkRow(layer, [before.tensor], name)

    for index, window in enumerate(windows):
        if len(window) == 3:
            row = further(row, window, f"w{index}")
        else:
            # Both branches come down to one size: the second window has the strides of the first.
            near, far = window
            one = further(row, near, f"near{index}")
            other = further(row, (far[0], near[1], far[2]), f"far{index}")
            row = NetworkRow(Add(), [one.tensor, other.tensor], f"add{index}")
        assert field_sizes(row) == tuple(map(int, receptive_fields(row)))
        assert len(field_sizes(row)) == 2
    row = NetworkRow(last, [row.tensor], "last")
    assert field_sizes(row) == tuple(map(int, receptive_fields(row)))
