"""Misconceptions as text and as data for instructors: the sentences, and examples in layers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from quizengine.calculator import keras, torch
from quizengine.calculator.analysis.byte_counts import param_bytes
from quizengine.calculator.analysis.flops import flops
from quizengine.calculator.layer import COUNTS, AppliedLayer
from quizengine.calculator.misconceptions import MISCONCEPTIONS, TOPICS, Misconception
from quizengine.calculator.quantity import Quantity
from quizengine.expressions import number_text

MOST_EXAMPLES = 5
"""The most examples in a text."""


class MisconceptionExample(NamedTuple):
    """A misconception made in a layer: the quantity, its right formula and the wrong one."""

    layer: str
    label: str
    formula: str
    value: int
    wrong_formula: str
    wrong_value: object


def ids() -> tuple[str, ...]:
    """Return the ids of all misconceptions."""
    return tuple(dict.fromkeys(name.partition("/")[0] for name in MISCONCEPTIONS))


def entries(misconception_id: str) -> Mapping[str, Misconception]:
    """Return the entries of one misconception by context, which is empty for the general one."""
    found: dict[str, Misconception] = {}
    for name, misconception in MISCONCEPTIONS.items():
        found_id, _, context = name.partition("/")
        if found_id == misconception_id:
            found[context] = misconception
    return found


def examples(misconception_id: str) -> tuple[MisconceptionExample, ...]:
    """Return the quantities of common layers in which the misconception can be made."""
    found: dict[tuple[str, str], MisconceptionExample] = {}
    for applied in _known_layers():
        layer = f"{applied.layer!r} on {applied.input}"
        for quantity in _quantities(applied):
            for mistake in quantity.mistakes:
                if mistake.id == misconception_id:
                    example = MisconceptionExample(
                        layer, quantity.label, quantity.formula, int(quantity),
                        mistake.written, mistake.value,
                    )  # fmt: skip
                    found.setdefault((quantity.formula, mistake.written), example)
    return tuple(found.values())


def catalogue_text() -> str:
    """Return all misconceptions, a line each, by topic."""
    width = max(map(len, ids()))
    lines: list[str] = []
    for topic, names in TOPICS.items():
        lines += ["", topic.capitalize()]
        listed: set[str] = set()
        for name in names:
            misconception_id = name.partition("/")[0]
            if misconception_id not in listed:
                listed.add(misconception_id)
                sentence = _sentence(MISCONCEPTIONS[name].say)
                lines.append(f"  {misconception_id:{width}}  {sentence}")
    return "\n".join(lines[1:])


def catalogue_data() -> Mapping[str, object]:
    """Return all misconceptions as data, with their sentences and where they were seen."""
    return {"misconceptions": [_entries_data(each) for each in ids()]}


def misconception_data(misconception_id: str) -> Mapping[str, object]:
    """Return one misconception as data, with examples."""
    found = [
        {**example._asdict(), "wrong_value": _value_data(example.wrong_value)}
        for example in examples(misconception_id)
    ]
    return {**_entries_data(misconception_id), "examples": found}


def misconception_text(misconception_id: str) -> str:
    """Return one misconception as text: its sentences, where it was seen, and examples."""
    lines = [misconception_id]
    for context, entry in entries(misconception_id).items():
        lines += ["", f"  {f'{context}: ' if context else ''}{_sentence(entry.say)}"]
        if entry.seen:
            lines.append(f"  Seen: {entry.seen}.")
    found = examples(misconception_id)
    for example in found[:MOST_EXAMPLES]:
        lines += [
            "",
            f"  {example.layer}, {example.label}:",
            f"    right  {example.formula} = {number_text(example.value)}",
            f"    wrong  {example.wrong_formula} = {_value_text(example.wrong_value)}",
        ]
    if len(found) > MOST_EXAMPLES:
        lines += ["", f"  {len(found) - MOST_EXAMPLES} more with --json."]
    return "\n".join(lines)


def _entries_data(misconception_id: str) -> dict[str, object]:
    said = [
        {"place": context, "say": _sentence(each.say), "seen": each.seen}
        for context, each in entries(misconception_id).items()
    ]
    return {"id": misconception_id, "said": said}


def _value_data(value: object) -> object:
    return int(value) if isinstance(value, int) else str(value)


def _value_text(value: object) -> str:
    return number_text(value) if isinstance(value, int) else str(value)


def _sentence(say: str) -> str:
    """Return a sentence with the names of its holes in brackets."""
    return re.sub(r"\{(\w+)[^}]*\}", r"[\1]", say)


def _quantities(applied: AppliedLayer) -> Iterator[Quantity]:
    for count in COUNTS:
        yield getattr(applied, count)
    for axis in applied.output:
        if isinstance(axis, Quantity):
            yield axis
    yield flops(applied)
    yield param_bytes(applied)


@cache
def _known_layers() -> tuple[AppliedLayer, ...]:
    """Return a layer of each sort that has misconceptions of its own."""
    bare = keras.Conv2D(20, 8, strides=2, padding=1, use_bias=False)
    return (
        keras.Conv2D(20, 8, strides=2, padding=1)([32, 32, 3]),
        bare([32, 32, 3]),
        keras.Conv2D(16, 5, strides=2, padding="same")([27, 27, 8]),
        keras.Conv2D(256, 5, groups=2, dilation_rate=2)([27, 27, 96]),
        keras.Conv1D(64, 5)([100, 12]),
        keras.Conv3D(8, 3)([16, 32, 32, 2]),
        keras.LocallyConnected2D(20, 8, strides=2, padding=1)([32, 32, 3]),
        keras.DepthwiseConv2D(3, depth_multiplier=2)([28, 28, 16]),
        keras.SeparableConv2D(32, 3)([28, 28, 16]),
        keras.Conv2DTranspose(64, 4, strides=3)([7, 7, 128]),
        keras.Conv2DTranspose(64, 3, strides=2, padding="same", output_padding=1)([7, 7, 128]),
        keras.MaxPooling2D(2)([28, 28, 8]),
        keras.GlobalAveragePooling2D()([7, 7, 512]),
        keras.ZeroPadding2D(1)([30, 30, 3]),
        keras.Cropping2D(((1, 2), (3, 4)))([28, 28, 3]),
        keras.UpSampling2D(2)([14, 14, 8]),
        keras.Dense(120)([400]),
        keras.Dense(120, use_bias=False)([5, 400]),
        keras.Embedding(10_000, 64)([120]),
        keras.Flatten()([5, 5, 16]),
        keras.Reshape((7, -1))([14, 14, 8]),
        keras.Permute((2, 3, 1))([4, 5, 6]),
        keras.SimpleRNN(32)([10, 8]),
        keras.LSTM(32)([10, 8]),
        keras.GRU(32)([10, 8]),
        keras.Bidirectional(keras.LSTM(32))([10, 8]),
        keras.TimeDistributed(keras.Dense(4))([10, 8]),
        keras.MultiHeadAttention(12, 64)([[20, 768], [20, 768]]),
        keras.BatchNormalization()([14, 14, 64]),
        keras.LayerNormalization()([20, 768]),
        keras.GroupNormalization(8)([14, 14, 64]),
        keras.Normalization()([12]),
        keras.PReLU(shared_axes=[1, 2])([14, 14, 64]),
        keras.Add()([[14, 14, 64], [14, 14, 64]]),
        keras.Concatenate()([[14, 14, 64], [14, 14, 32]]),
        keras.ReLU()([14, 14, 64]),
        torch.Conv2d(3, 20, 8, stride=2, padding=1)([3, 32, 32]),
        torch.ConvTranspose2d(8, 4, 3, stride=2, padding=1, output_padding=1)([8, 7, 7]),
        torch.MaxPool2d(3, stride=2, padding=1, ceil_mode=True)([64, 56, 56]),
        torch.AdaptiveAvgPool2d(7)([512, 14, 14]),
        torch.Linear(400, 120)([400]),
        torch.Bilinear(20, 30, 40)([[20], [30]]),
        torch.LSTM(8, 32, num_layers=2, bidirectional=True)([10, 8]),
        torch.GRU(8, 32)([10, 8]),
        torch.LSTM(8, 32, proj_size=16)([10, 8]),
        torch.MultiheadAttention(768, 12)([[20, 768], [20, 768], [20, 768]]),
        torch.TransformerEncoderLayer(768, 12)([20, 768]),
        torch.BatchNorm2d(64)([64, 14, 14]),
        torch.LayerNorm([20, 768])([20, 768]),
        torch.Upsample(scale_factor=1.5)([8, 15, 15]),
        torch.PixelShuffle(2)([64, 14, 14]),
        torch.GLU()([64]),
    )
