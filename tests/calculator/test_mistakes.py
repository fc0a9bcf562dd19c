"""The mistakes that the calculator knows, with the numbers that people really got."""

from __future__ import annotations

from fractions import Fraction

import pytest

from quizengine.calculator import AppliedLayer, Quantity, Shape
from quizengine.calculator.analysis.training_memory import (
    inference_bytes,
    largest_batch,
    training_bytes,
)
from quizengine.calculator.keras import (
    Conv1D,
    Conv2D,
    Dense,
    DepthwiseConv1D,
    Input,
    LocallyConnected2D,
    MaxPooling2D,
)
from quizengine.calculator.same_padding import same_padding, same_padding_total
from quizengine.calculator.sequential import Sequential
from quizengine.calculator.units import in_unit
from tests.calculator.cases import EVERY_KIND, check_mistakes, quantities

SHARED = Conv2D(20, 8, strides=2, padding=1)([32, 32, 3])
UNSHARED = LocallyConnected2D(20, 8, strides=2, padding=1)([32, 32, 3])


def values(quantity: Quantity) -> dict[str, object]:
    return {mistake.id: mistake.value for mistake in quantity.mistakes}


def test_a_shared_convolution() -> None:
    """20 filters of 8×8 on 32×32×3, stride 2, padding 1: 3860, and what else was said."""
    assert values(SHARED.params) == {
        "missing-biases": 3_840,
        "missing-input-depth": 1_300,
        "one-bias-per-layer": 3_841,
        "missing-input-depth-and-one-bias": 1_281,
        "bias-per-weight": 7_680,
        "bias-per-kernel-place": 5_120,
        "bias-per-input-channel": 3_900,
        "bias-per-position": 7_760,
        "not-shared": 756_560,
        "input-positions": 3_932_180,
        "activation-size": 3_920,
        "fully-connected": 61_460,
        "depth-and-filters-swapped": 3_843,
        "kernel-not-squared": 500,
        "one-filter": 193,
        "one-filter-without-bias": 192,
        "biases-alone": 20,
        "channels-misread": 40_980,
    }


def test_a_depth_of_one_cannot_be_pooled_by_mistake() -> None:
    """⌈1/2⌉ is 1, the depth itself: no mistake, and no reason to leave such a draw out."""
    pool = MaxPooling2D(2)
    assert "depth-pooled" in [mistake.id for mistake in pool([8, 8, 4]).output.mistakes]
    assert "depth-pooled" not in [mistake.id for mistake in pool([8, 8, 1]).output.mistakes]


def test_a_convolution_without_sharing() -> None:
    assert values(UNSHARED.params) == {
        "shared": 3_860,
        "shared-bias": 752_660,
        "shared-without-biases": 3_840,
        "missing-biases": 752_640,
        "one-filter-unshared": 37_828,
        "input-positions": 3_952_640,
        "activation-size": 3_920,
        "missing-input-depth": 254_800,
        "fully-connected": 12_046_160,
    }


def test_the_output_size() -> None:
    height = SHARED.output[0]
    assert isinstance(height, Quantity)
    assert values(height) == {
        "no-plus-one": 13,
        "padding-once": 13,
        "padding-ignored": 13,
        "stride-ignored": 27,
        "same-assumed": 16,
        "plus-one-inside": 13,
        "size-kept": 32,
        "padded-size": 34,
        "stride-as-window": 4,
    }


def test_a_whole_shape_is_mistaken_along_every_axis_that_knows_the_mistake() -> None:
    found = {mistake.id: mistake.value for mistake in SHARED.output.mistakes}
    assert found["stride-ignored"] == (27, 27, 20)
    assert found["same-assumed"] == (16, 16, 20)
    assert found["depth-kept"] == (14, 14, 3)
    assert found["maps-multiplied"] == (14, 14, 60)
    assert found["depth-padded"] == (14, 14, 22)


@pytest.mark.parametrize(
    ("quantity", "mistake", "wanted"),
    [
        (Conv2D(8, 5)([32, 32, 3]).params, "missing-input-depth", 208),
        (Conv2D(16, 5)([14, 14, 8]).params, "missing-input-depth", 416),
        (Conv2D(100, 5)([256, 256, 3]).params, "missing-input-depth", 2_600),
        (Conv2D(100, 5)([256, 256, 3]).params, "missing-biases", 7_500),
        (Conv2D(128, 7)([256, 256, 3]).params, "input-positions", 1_233_125_504),
        (Conv2D(12, 3, groups=3)([5, 5, 3]).params, "groups-ignored", 336),
        (Conv2D(12, 3, groups=3)([5, 5, 3]).params, "groups-divided-twice", 48),
        (Dense(120)([400]).params, "one-bias-per-layer", 48_001),
        (Dense(128)([257]).params, "bias-per-input", 33_153),
        (Dense(10)([1600]).params, "missing-biases", 16_000),
        (MaxPooling2D()([26, 26, 32]).params, "activation-size", 5_408),
        (Conv2D(32, 3)([28, 28, 1]).params, "activation-size", 21_632),
        (Conv2D(32, 3, use_bias=False)([28, 28, 1]).params, "counted-biases", 320),
        (Conv1D(4, 3, dilation_rate=2)([32, 1]).output[0], "dilation-as-holes", 26),
        (Conv1D(4, 3, dilation_rate=2)([32, 1]).output[0], "dilation-ignored", 30),
        (Conv1D(4, 2, strides=3)([12, 1]).output[0], "rounded-up", 5),
        (Conv2D(4, 3)([5, 5, 2]).macs, "flops-for-macs", 2 * 9 * 2 * 9 * 4),
        (Conv2D(4, 3)([5, 5, 2]).macs, "input-positions-for-cost", 9 * 2 * 25 * 4),
    ],
)
def test_published_wrong_numbers_are_known(quantity: Quantity, mistake: str, wanted: int) -> None:
    assert values(quantity)[mistake] == wanted


@pytest.mark.parametrize("applied", EVERY_KIND, ids=repr)
def test_every_mistake_can_be_made_with_the_symbols_there_are(applied: AppliedLayer) -> None:
    for quantity in quantities(applied):
        check_mistakes(quantity)
        for found in quantity.mistakes:
            assert found.written
            assert found.numbers


@pytest.mark.slow
@pytest.mark.parametrize("applied", EVERY_KIND, ids=repr)
def test_a_mistaken_shape_has_as_many_axes(applied: AppliedLayer) -> None:
    for mistake in applied.output.mistakes:
        assert isinstance(mistake.value, tuple)
        assert len(mistake.value) == len(applied.output)


def test_what_cannot_be_forgotten_is_no_mistake() -> None:
    """Without padding none is forgotten; with stride 1 none is ignored."""
    height = Conv2D(4, 3, padding=0)([9, 9, 2]).output[0]
    assert isinstance(height, Quantity)
    assert not {"padding-once", "padding-ignored", "stride-ignored"} & set(values(height))


def test_the_size_of_a_volume() -> None:
    assert {each.id: each.value for each in Shape([5, 5, 16]).size.mistakes} == {
        "channels-forgotten": 25,
        "axes-added": 26,
    }


@pytest.mark.parametrize(
    ("applied", "unlike"),
    [
        # A window of size 1: it is no smaller than its stride, and moves by no other.
        (
            Conv1D(1, 1, strides=2)([9, 1]),
            {"no-plus-one": 4, "stride-ignored": 9, "plus-one-inside": 4, "size-kept": 9},
        ),
        (
            Conv1D(1, 3)([9, 1]),
            {"no-plus-one": 6, "size-kept": 9, "stride-as-window": 3, "same-assumed": 9},
        ),
        # Windows that lie apart and come out even: "same" is the same.
        (
            Conv1D(1, 2, strides=3)([9, 1]),
            {
                "no-plus-one": 2,
                "stride-ignored": 8,
                "rounded-up": 4,
                "fraction-kept": Fraction(10, 3),
                "plus-one-inside": 2,
                "size-kept": 9,
                "stride-as-window": 4,
            },
        ),
        (
            Conv1D(1, 2, strides=3)([10, 1]),
            {
                "no-plus-one": 2,
                "stride-ignored": 9,
                "rounded-up": 4,
                "fraction-kept": Fraction(11, 3),
                "size-kept": 10,
                "stride-as-window": 5,
                "same-assumed": 4,
            },
        ),
        # A rate beside a stride is not taken for one.
        (
            DepthwiseConv1D(3, strides=2, dilation_rate=2)([10, 1]),
            {
                "no-plus-one": 2,
                "stride-ignored": 6,
                "rounded-up": 4,
                "fraction-kept": Fraction(7, 2),
                "size-kept": 10,
                "same-assumed": 5,
                "dilation-ignored": 4,
                "dilation-as-holes": 2,
            },
        ),
        (
            Conv1D(1, 3, padding=1, dilation_rate=2)([9, 1]),
            {
                "no-plus-one": 6,
                "size-kept": 9,
                "padded-size": 11,
                "padding-once": 6,
                "padding-ignored": 5,
                "same-assumed": 9,
                "dilation-ignored": 9,
                "dilation-as-holes": 5,
                "dilation-as-factor": 6,
                "dilation-as-stride": 5,
            },
        ),
        (Conv1D(1, 2, strides=3, padding="same")([9, 1]), {"stride-ignored": 9}),
        (
            Conv1D(1, 2, strides=3, padding="same")([10, 1]),
            {"stride-ignored": 10, "rounded-down": 3, "valid-assumed": 3},
        ),
        # The window is larger than the input: without padding it would not fit.
        (
            Conv1D(1, 5, strides=3, padding="same")([4, 1]),
            {"stride-ignored": 4, "rounded-down": 1},
        ),
    ],
)
def test_what_is_a_mistake_on_an_axis_depends_on_its_window(
    applied: AppliedLayer, unlike: dict[str, object]
) -> None:
    assert values(applied.output[0]) == unlike


NET = Sequential([Input((8, 8, 2)), Conv2D(4, 3, name="conv"), Dense(3)])

MAJOR_AND_MINOR: dict[str, tuple[Quantity, str, str]] = {
    "sliding": (
        Conv1D(4, 3, strides=2, padding=1)([30, 1]).output[0],
        (
            "no-plus-one stride-ignored rounded-up fraction-kept padding-once padding-ignored "
            "same-assumed"
        ),
        "plus-one-inside size-kept stride-as-window padded-size",
    ),
    "dilated": (
        DepthwiseConv1D(3, strides=2, padding=1, dilation_rate=2)([30, 1]).output[0],
        (
            "no-plus-one stride-ignored rounded-up fraction-kept padding-once padding-ignored "
            "same-assumed dilation-ignored dilation-as-holes"
        ),
        "plus-one-inside size-kept padded-size dilation-as-factor dilation-as-stride",
    ),
    "padded to the same size": (
        Conv1D(4, 3, strides=2, padding="same")([30, 1]).output[0],
        "stride-ignored valid-assumed",
        "rounded-down",
    ),
    "padding of one side": (
        same_padding(5, 2),
        "padding-of-both-sides padding-of-kernel dilation-ignored",
        "half-kernel",
    ),
    "padding of both sides": (
        same_padding_total(30, 5, 2),
        "",
        "stride-ignored padding-of-kernel padding-of-one-side",
    ),
    "bytes in a unit": (in_unit(10**6, "MiB"), "", "decimal-unit bits-for-bytes rounded-down"),
    "bytes while predicting": (
        inference_bytes(NET),
        (
            "parameters-forgotten largest-output-alone larger-counted-twice bits-for-bytes "
            "width-forgotten"
        ),
        "all-outputs-kept",
    ),
    "bytes while training": (
        training_bytes(NET, 8, copies=4),
        (
            "batch-forgotten parameters-forgotten parameters-per-sample inputs-forgotten "
            "bits-for-bytes width-forgotten gradients-forgotten"
        ),
        "",
    ),
    "samples in a batch": (
        largest_batch(NET, 10**6),
        "",
        (
            "rounded-up parameters-forgotten gradients-forgotten width-forgotten decimal-unit "
            "binary-unit"
        ),
    ),
}
"""What each formula knows: the mistakes that forbid a draw in which they come to the right answer,
and the minor ones, which do not.

A major one is what a question is there to find out: where it goes unseen, the numbers are no use. A
minor one meets the right number now and then, by chance; there it is no mistake, and the numbers
still tell all that matters.
"""


@pytest.mark.parametrize(
    ("quantity", "major", "minor"), MAJOR_AND_MINOR.values(), ids=MAJOR_AND_MINOR
)
def test_which_mistakes_forbid_a_draw_and_which_are_minor(
    quantity: Quantity, major: str, minor: str
) -> None:
    known = quantity.count_formula.mistakes
    found = {each.id for each in known if not each.minor}, {each.id for each in known if each.minor}
    assert found == (set(major.split()), set(minor.split()))
