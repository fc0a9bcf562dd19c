"""Wrong answers that people or publications really gave, each beside the count they meant.

From quizzes, courses, forums and books; where a teacher printed a wrong answer to choose, it
stands here too.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from quizengine.calculator import Quantity
from quizengine.calculator.keras import (
    GRU,
    LSTM,
    BatchNormalization,
    Bidirectional,
    Conv1D,
    Conv2D,
    Dense,
    Flatten,
    Input,
    MaxPooling2D,
    MultiHeadAttention,
    SimpleRNN,
    ZeroPadding2D,
)
from quizengine.calculator.sequential import Sequential
from quizengine.frameworks import read


class PublishedAnswer(NamedTuple):
    """A published wrong number, what it was meant to be, and where it was printed."""

    source: str
    quantity: Quantity
    given: int


def published_answers() -> Iterator[PublishedAnswer]:
    """All of them."""
    yield from _parameters()
    yield from _networks()
    yield from _sizes()
    yield from _sequences()


def _parameters() -> Iterator[PublishedAnswer]:
    for layer, shape, given, source in (
        (Conv2D(8, 5), [32, 32, 3], 208, "Coursera, parameter table"),
        (Conv2D(16, 5), [14, 14, 8], 416, "Coursera, parameter table"),
        (Dense(120), [400], 48001, "Coursera, parameter table"),
        (Dense(84), [120], 10081, "Coursera, parameter table"),
        (Dense(10), [84], 841, "Coursera, parameter table"),
        (Conv2D(100, 5), [300, 300, 3], 7500, "deeplearning.ai, option"),
        (Conv2D(100, 5), [300, 300, 3], 2501, "deeplearning.ai, option"),
        (Conv2D(100, 5), [300, 300, 3], 2600, "an answer sheet"),
        (Conv2D(128, 7), [256, 256, 3], 18816, "deeplearning.ai, option"),
        (Conv2D(128, 7), [256, 256, 3], 1233125504, "deeplearning.ai, option"),
        (Dense(100), [270000], 27000001, "deeplearning.ai, option"),
        (Dense(256), [128], 32896, "Cross Validated 570254"),
        (Conv1D(128, 5), [1000, 100], 3328, "52sbl 111209"),
        (Conv2D(32, 3), [28, 28, 1], 21632, "bnomial, statement"),
        (MaxPooling2D(2), [26, 26, 32], 5408, "bnomial, statement"),
        (Conv2D(20, 3), [28, 28, 1], 13520, "Data Science SE 66338"),
        (Conv2D(32, 5), [28, 28, 1], 22432, "shangmayuan, Keras channels"),
        (BatchNormalization(), [512], 1024, "Stack Overflow 42521005"),
    ):
        yield PublishedAnswer(source, layer(shape).params, given)
    yield PublishedAnswer(
        "fast.ai, chapter 13", Conv2D(8, 3, strides=2, padding=1)([14, 14, 4]).macs, 56448
    )


def _networks() -> Iterator[PublishedAnswer]:
    digits = Sequential(
        [
            Input([28, 28, 1]), Conv2D(32, 3), MaxPooling2D(2), Conv2D(64, 3), MaxPooling2D(2),
            Flatten(), Dense(10),
        ]
    )  # fmt: skip
    second, dense = digits.rows[2], digits.rows[5]
    yield PublishedAnswer("bnomial, from the image's depth", second.params, 640)
    yield PublishedAnswer("bnomial, Flatten forgotten", dense.params, 650)
    yield PublishedAnswer("bnomial, from before the pooling", dense.params, 77450)
    yield PublishedAnswer("bnomial, rounded up before", dense.params, 23050)


def _sizes() -> Iterator[PublishedAnswer]:
    for layer, shape, given, source in (
        (Conv2D(1, 5), [64, 64, 1], 59, "NPTEL, option"),
        (ZeroPadding2D(2), [15, 15, 8], 17, "deeplearning.ai, option"),
        (Conv2D(1, 3, padding="same"), [7, 7, 1], 5, "debug.school"),
        (Conv2D(1, 3, padding=1, dilation_rate=2), [32, 32, 1], 29, "PyTorch forum"),
        (Conv2D(1, 3, padding=1, dilation_rate=2), [32, 32, 1], 28, "PyTorch forum"),
        (Conv2D(1, 3, padding=1, dilation_rate=2), [32, 32, 1], 32, "PyTorch forum 14338"),
        (MaxPooling2D(2), [32, 32, 16], 15, "deeplearning.ai, option"),
    ):
        yield PublishedAnswer(source, layer(shape).output.width, given)
    upsampled = read(
        "nn.ConvTranspose2d(1, 1, 3, stride=2, padding=1, output_padding=1)", [1, 16, 16]
    )
    yield PublishedAnswer("Nao-Y1996/unet-sample", upsampled.rows[-1].output.width, 31)
    yield PublishedAnswer(
        "wenku.csdn", Conv1D(1, 11, strides=9, padding="same")([24, 1]).output.length, 2
    )
    for layer, shape, given in (
        (ZeroPadding2D(2), [15, 15, 8], 12),
        (Conv2D(32, 3), [31, 31, 16], 16),
        (MaxPooling2D(2), [32, 32, 16], 8),
    ):
        yield PublishedAnswer("deeplearning.ai, option", layer(shape).output.depth, given)


def _sequences() -> Iterator[PublishedAnswer]:
    for given in (12, 36, 40, 56):
        yield PublishedAnswer("LSTM of 48", LSTM(2)([5, 3]).params, given)
    attention = MultiHeadAttention(12, 64)([10, 768], [10, 768]).params
    yield PublishedAnswer("Cross Validated 435318", attention, 21261312)
    yield PublishedAnswer("Cross Validated 435318", attention, 1771776)
    yield PublishedAnswer("Cross Validated 458685", Bidirectional(GRU(32))([10, 16]).params, 9408)
    yield PublishedAnswer("Stack Overflow, SimpleRNN", SimpleRNN(1)([5, 1]).params, 2)
