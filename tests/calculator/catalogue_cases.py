"""The misconceptions that the literature and the forums report, each with a number it gives.

`CASES` has one entry or several for each numbered misconception: the quantity or shape it is made
in, the id by which the calculator knows it, and the wrong number, from a publication or worked out
by hand. The geometry that comes again and again is a 32×32×3 input, 20 filters of 8×8, stride 2,
padding 1.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from quizengine.calculator import Quantity, Shape, torch
from quizengine.calculator.analysis.byte_counts import param_bytes
from quizengine.calculator.analysis.flops import flops
from quizengine.calculator.analysis.receptive_field import receptive_field
from quizengine.calculator.analysis.training_memory import (
    inference_bytes,
    largest_batch,
    training_bytes,
)
from quizengine.calculator.keras import (
    GRU,
    LSTM,
    BatchNormalization,
    Bidirectional,
    Conv1D,
    Conv2D,
    Dense,
    Dropout,
    Embedding,
    Flatten,
    Input,
    LocallyConnected2D,
    MaxPooling2D,
    MultiHeadAttention,
    ReLU,
    SeparableConv2D,
    ZeroPadding2D,
)
from quizengine.calculator.same_padding import same_padding
from quizengine.calculator.sequential import Sequential
from quizengine.calculator.units import in_unit

Wrong = int | Fraction | tuple[int, ...]


class Case(NamedTuple):
    """A wrong number that the calculator knows by `id`; `propagated` from an earlier quantity."""

    value: object
    id: str
    wrong: Wrong
    propagated: bool = False


def axis(shape: Shape, index: int = 0) -> Quantity:
    """One axis of a shape, which a layer computed."""
    found = shape[index]
    assert isinstance(found, Quantity)
    return found


SHARED = Conv2D(20, 8, strides=2, padding=1)([32, 32, 3])
UNSHARED = LocallyConnected2D(20, 8, strides=2, padding=1)([32, 32, 3])
HEIGHT = axis(SHARED.output)
DILATED = axis(Conv1D(1, 3, padding=1, dilation_rate=2)([32, 1]).output)
LARGER = axis(torch.ConvTranspose2d(1, 1, 3, 2, 1, output_padding=1)([1, 16, 16]).output, 1)
SEVEN = axis(Conv2D(1, 7, strides=2, padding=3)([224, 224, 3]).output)
KERAS = Sequential(
    [
        Input((28, 28, 1)), Conv2D(32, 3), MaxPooling2D(2), Conv2D(64, 3), MaxPooling2D(2),
        Flatten(), Dropout(0.5), Dense(10, name="fc"),
    ]
)  # fmt: skip
COLOURED = Sequential([Input((28, 28, 3)), Conv2D(32, 3), Conv2D(64, 3, name="second")])
FIELD = receptive_field(Sequential(
    [
        Input((64, 64, 1)), Conv2D(1, 3), MaxPooling2D(2), Conv2D(1, 3), MaxPooling2D(2),
        Conv2D(1, 3), Conv2D(1, 3), MaxPooling2D(2),
    ]
).rows[-1])  # fmt: skip
GERON = Sequential(
    [Input((200, 300, 3)), *(Conv2D(maps, 3, 2, padding="same") for maps in (100, 200, 400))]
)
LENET = Sequential(
    [
        Input((32, 32, 1)), Conv2D(6, 5), MaxPooling2D(2), Conv2D(16, 5), MaxPooling2D(2),
        Flatten(), Dense(120), Dense(84), Dense(10),
    ]
)  # fmt: skip
SQUARE = Sequential([Input((4096,)), Dense(4096, use_bias=False)])

CASES: dict[int, tuple[Case, ...]] = {
    1: (
        Case(SHARED.params, "missing-biases", 3_840),
        Case(Conv2D(100, 5)([256, 256, 3]).params, "missing-biases", 7_500),
        Case(torch.Conv2d(3, 20, 8)([3, 32, 32]).params, "missing-biases", 3_840),
    ),
    2: (
        Case(SHARED.params, "missing-input-depth", 1_300),
        Case(Conv2D(100, 5)([256, 256, 3]).params, "missing-input-depth", 2_600),
    ),
    3: (
        Case(SHARED.params, "one-bias-per-layer", 3_841),
        Case(Dense(9)([3_000_000]).params, "one-bias-per-layer", 27_000_001),
    ),
    4: (
        Case(SHARED.params, "missing-input-depth-and-one-bias", 1_281),
        Case(
            Conv2D(100, 5)([256, 256, 3]).params, "missing-input-depth-and-one-bias", 2_501
        ),
    ),
    5: (
        Case(SHARED.params, "bias-per-weight", 7_680),
        Case(SHARED.params, "bias-per-kernel-place", 5_120),
        Case(SHARED.biases, "bias-per-weight", 3_840),
    ),
    6: (
        Case(SHARED.params, "bias-per-input-channel", 3_900),
        Case(SHARED.biases, "bias-per-input-channel", 60),
    ),
    7: (
        Case(SHARED.params, "bias-per-position", 7_760),
        Case(SHARED.biases, "bias-per-position", 3_920),
    ),
    8: (Case(SHARED.params, "not-shared", 756_560),),
    9: (
        Case(SHARED.params, "input-positions", 3_932_180),
        Case(Conv2D(128, 7)([256, 256, 3]).params, "input-positions", 1_233_125_504),
    ),
    10: (Case(SHARED.params, "activation-size", 3_920),),
    11: (Case(SHARED.params, "fully-connected", 61_460),),
    12: (Case(UNSHARED.params, "shared", 3_860),),
    13: (Case(UNSHARED.params, "shared-bias", 752_660), Case(UNSHARED.biases, "shared-bias", 20)),
    14: (Case(UNSHARED.params, "missing-biases", 752_640),),
    15: (Case(UNSHARED.params, "one-filter-unshared", 37_828),),
    16: (Case(SHARED.params, "depth-and-filters-swapped", 3_843),),
    17: (
        Case(SHARED.params, "kernel-not-squared", 500),
        Case(Conv1D(128, 5)([1_000, 100]).params, "kernel-squared", 320_128),
        Case(Conv1D(128, 5)([1_000, 100]).params, "kernel-squared-without-depth", 3_328),
    ),
    18: (
        Case(Dense(256)([128]).params, "bias-per-input", 32_896),
        Case(torch.Linear(128, 256)([128]).params, "bias-per-input", 32_896),
    ),
    19: (Case(Dense(120)([400]).params, "one-bias-per-layer", 48_001),),
    20: (
        Case(KERAS.row("fc").params, "flatten-forgotten", 650, propagated=True),
        Case(Flatten()([5, 5, 64]).size, "channels-forgotten", 25, propagated=True),
        Case(axis(Flatten()([5, 5, 64]).output), "flatten-forgotten", 64),
        Case(axis(torch.Flatten()([64, 5, 5]).output), "flatten-forgotten", 64),
        Case(Dense(512)([32, 32, 3]).params, "flattened-first", (32 * 32 * 3 + 1) * 512),
    ),
    21: (Case(KERAS.row("fc").params, "size-kept", 77_450, propagated=True),),
    22: (Case(KERAS.row("fc").params, "rounded-up", 23_050, propagated=True),),
    23: (
        # On an image of one channel this is the same number as with the depth left out.
        Case(KERAS.rows[2].params, "missing-input-depth", 640),
        Case(COLOURED.row("second").params, "depth-kept", (9 * 3 + 1) * 64, propagated=True),
    ),
    24: (
        Case(MaxPooling2D(2)([26, 26, 32]).params, "activation-size", 5_408),
        Case(MaxPooling2D(2)([26, 26, 32]).params, "pooling-weights", 128),
        Case(MaxPooling2D(2)([28, 28, 6]).params, "pooling-coefficients", 12),
        Case(torch.MaxPool2d(2)([6, 28, 28]).trainable_params, "pooling-coefficients", 12),
    ),
    25: (
        Case(BatchNormalization()([7, 7, 512]).params, "statistics-forgotten", 1_024),
        Case(BatchNormalization()([7, 7, 512]).trainable_params, "statistics-counted", 2_048),
        Case(torch.BatchNorm2d(512)([512, 7, 7]).params, "statistics-counted", 2_048),
    ),
    26: (
        Case(KERAS.rows[4].params, "activation-size", 1_600),
        Case(Dropout(0.5)([1_600]).params, "activation-size", 1_600),
        Case(ReLU()([5, 5, 64]).trainable_params, "activation-size", 1_600),
        Case(torch.ReLU()([64, 5, 5]).params, "activation-size", 1_600),
    ),
    27: (
        Case(axis(Conv2D(128, 3)([9, 9, 64]).output, 2), "maps-multiplied", 8_192),
        Case(Conv2D(128, 3)([9, 9, 64]).output, "maps-multiplied", (7, 7, 8_192)),
        Case(COLOURED.row("second").params, "maps-multiplied", (9 * 96 + 1) * 64, propagated=True),
    ),
    28: (Case(Conv2D(32, 5)([28, 28, 1]).params, "channels-misread", 22_432),),
    29: (
        Case(Conv2D(12, 3, groups=3)([5, 5, 3]).params, "groups-ignored", 336),
        Case(Conv2D(12, 3, groups=3)([5, 5, 3]).params, "groups-divided-twice", 48),
        Case(torch.Conv2d(96, 256, 5, groups=2)([96, 27, 27]).params, "groups-ignored", 614_656),
    ),
    30: (
        Case(SeparableConv2D(16, 3, use_bias=False)([9, 9, 8]).params, "steps-multiplied", 9_216),
        Case(SeparableConv2D(16, 3, use_bias=False)([9, 9, 8]).params, "depthwise-only", 72),
        Case(SeparableConv2D(16, 3, use_bias=False)([9, 9, 8]).params, "pointwise-only", 128),
    ),
    31: (
        Case(Conv2D(64, 1)([56, 56, 256]).params, "missing-input-depth", 128),
        Case(SeparableConv2D(16, 3)([9, 9, 8]).params, "pointwise-depth-forgotten", 72 + 32),
    ),
    32: (
        Case(LSTM(2)([5, 3]).params, "one-gate", 12),
        Case(LSTM(2)([5, 3]).params, "three-gates", 36),
        Case(LSTM(2)([5, 3]).params, "missing-biases", 40),
        Case(LSTM(2)([5, 3]).params, "two-biases", 56),
        Case(torch.LSTM(3, 2)([5, 3]).params, "one-gate", 14),
        Case(torch.LSTM(3, 2)([5, 3]).params, "three-gates", 42),
        Case(torch.LSTM(3, 2)([5, 3]).params, "missing-biases", 40),
        Case(torch.LSTM(3, 2)([5, 3]).params, "one-bias", 48),
    ),
    33: (
        Case(Bidirectional(GRU(32))([5, 16]).params, "one-bias", 9_408),
        Case(torch.GRU(16, 32, bidirectional=True)([5, 16]).params, "one-bias", 9_408),
    ),
    34: (
        Case(
            MultiHeadAttention(12, 64)([5, 768], [5, 768]).params,
            "heads-and-no-output-projection",
            1_771_776 * 12,
        ),
        Case(
            torch.MultiheadAttention(768, 12)(*[[5, 768]] * 3).params,
            "heads-and-no-output-projection",
            1_771_776 * 12,
        ),
    ),
    35: (
        Case(Embedding(1_000, 6)([20]).params, "times-sequence-length", 120_000),
        Case(torch.Embedding(1_000, 6)([20]).params, "times-sequence-length", 120_000),
    ),
    36: (
        Case(HEIGHT, "no-plus-one", 13),
        Case(axis(Conv2D(1, 5)([64, 64, 1]).output), "no-plus-one", 59),
    ),
    37: (
        Case(HEIGHT, "padding-once", 13),
        Case(ZeroPadding2D(2)([15, 15, 8]).output, "padding-once", (17, 17, 8)),
    ),
    38: (Case(HEIGHT, "padding-ignored", 13),),
    39: (Case(HEIGHT, "stride-ignored", 27),),
    40: (Case(HEIGHT, "same-assumed", 16),),
    41: (
        Case(SEVEN, "fraction-kept", Fraction(225, 2)),
        Case(SEVEN, "rounded-up", 113),
    ),
    42: (
        Case(axis(ZeroPadding2D(2)([15, 15, 8]).output, 2), "depth-padded", 12),
        Case(axis(ZeroPadding2D(1)([31, 31, 32]).output, 2), "depth-padded-once", 33),
        Case(SHARED.output, "depth-padded", (14, 14, 22)),
        Case(SHARED.output, "depth-padded-once", (14, 14, 21)),
    ),
    43: (Case(Conv2D(32, 7, 2)([63, 63, 16]).output, "depth-kept", (29, 29, 16)),),
    44: (
        Case(MaxPooling2D(2)([32, 32, 16]).output, "depth-pooled", (16, 16, 8)),
        Case(MaxPooling2D(4)([128, 128, 12]).output, "depth-shrunk", (32, 32, 8)),
    ),
    45: (Case(MaxPooling2D(2)([32, 32, 16]).output, "no-plus-one", (15, 15, 16)),),
    46: (
        Case(same_padding(7), "padding-of-kernel", 7),
        Case(same_padding(7), "padding-of-both-sides", 6),
    ),
    47: (
        Case(DILATED, "dilation-as-holes", 28),
        Case(DILATED, "dilation-as-factor", 29),
        Case(DILATED, "dilation-ignored", 32),
    ),
    48: (
        Case(LARGER, "forward-formula", 8),
        Case(LARGER, "output-padding-forgotten", 31),
    ),
    49: (
        Case(FIELD, "kernels-added", 18),
        Case(FIELD, "jump-ignored", 12),
        Case(FIELD, "own-stride-early", 37),
    ),
    50: (
        Case(
            Conv2D(8, 3, 2, padding=1)([14, 14, 4]).macs, "input-positions-for-cost", 56_448
        ),
        Case(
            Conv2D(16, 3, 2, padding=1)([7, 7, 8]).macs, "input-positions-for-cost", 56_448
        ),
    ),
    51: (
        Case(SHARED.macs, "flops-for-macs", 2 * 192 * 3_920),
        Case(flops(SHARED), "macs-for-flops", 192 * 3_920),
        Case(flops(KERAS), "macs-for-flops", int(KERAS.macs)),
    ),
    52: (
        Case(param_bytes(LENET), "bits-for-bytes", 1_974_592),
        Case(param_bytes(LENET), "width-forgotten", 61_706),
        Case(in_unit(param_bytes(SQUARE), "MiB"), "decimal-unit", 67),
        Case(training_bytes(GERON, 50), "batch-forgotten", 14_853_600),
        Case(training_bytes(GERON, 50, copies=4), "gradients-forgotten", 565_613_600),
        Case(largest_batch(GERON, 8 * 2**30, copies=1), "decimal-unit", 711),
        Case(inference_bytes(GERON), "larger-counted-twice", 18_613_600),
    ),
}  # fmt: skip

ELSEWHERE: dict[int, str] = {
    53: "no formula: shapes are those of one sample, and a batch axis in an answer is named where "
    "the answer is read",
    54: "no formula: how a number is written is settled where the answer is read",
}
"""Misconceptions that give no other number, and where they are met."""
