"""Keys of shipped questions, worked out once more with nothing but Python's arithmetic."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from quizengine.banks import find_question, load_bank, shipped_banks
from tests.questions.builder import part_named

Values = Mapping[str, Any]

_PATHS: dict[str, Path] = {path.stem: path for path in shipped_banks()}
_SAMPLE = (0, 1, 2, 3, 5, 8, 13, 21, 34, 55)


@cache
def _question(address: str) -> Any:
    bank, _, question = address.partition("#")
    return find_question(load_bank(_PATHS[bank]), question)


def _conv(kernel: int, depth: int, filters: int) -> int:
    return (kernel * kernel * depth + 1) * filters


def _half(side: int) -> int:
    return -(-side // 2)


def _stages(v: Values) -> tuple[list[int], int]:
    """Values of the picture and of three convolutions with stride 2; all their parameters."""
    height, width, filters = v["height"], v["across"], v["first"]
    sizes, params, depth = [height * width * 3], 0, 3
    for times in (1, 2, 4):
        height, width = _half(height), _half(width)
        sizes.append(height * width * times * filters)
        params += _conv(3, depth, times * filters)
        depth = times * filters
    return sizes, params


def _training(v: Values) -> int:
    sizes, params = _stages(v)
    return 4 * (v["batch"] * sum(sizes) + params)


def _predicting(v: Values) -> int:
    sizes, params = _stages(v)
    return 4 * (max(a + b for a, b in pairwise(sizes)) + params)


def _largest_batch(v: Values) -> int:
    sizes, params = _stages(v)
    return int((v["memory"] * 2**30 - 16 * params) // (4 * sum(sizes)))


def _lenet(v: Values, second: int) -> int:
    convolutions = _conv(5, v["channels"], v["first"]) + _conv(5, v["first"], second)
    dense = (25 * second + 1) * v["hidden"] + (v["hidden"] + 1) * v["hidden2"]
    return int(convolutions + dense + (v["hidden2"] + 1) * 10)


def _vgg(v: Values) -> int:
    width, side = v["width"], v["size"] // 32
    total, depth = 0, 3
    for times, count in ((1, 2), (2, 2), (4, 3), (8, 3), (8, 3)):
        for _ in range(count):
            total += _conv(3, depth, times * width)
            depth = times * width
    total += (side * side * depth + 1) * v["units"] + (v["units"] + 1) * v["units"]
    return int(total + (v["units"] + 1) * v["classes"])


def _bottleneck(v: Values) -> int:
    positions = v["size"] ** 2
    return int(positions * v["depth"] * v["narrow"] + positions * 25 * v["narrow"] * v["filters"])


def _separable(v: Values) -> int:
    positions = (v["size"] - v["kernel"] + 1) ** 2
    return int(positions * v["depth"] * (v["kernel"] ** 2 + v["filters"]))


KEYS: dict[str, Callable[[Values], object]] = {
    "estimates#lenet": lambda v: _lenet(v, v["second"]),
    "estimates#vgg": _vgg,
    "estimates#convolution-work": lambda v: 9 * v["depth"] * v["size"] ** 2 * v["filters"],
    "estimates#activation-memory": lambda v: v["size"] ** 2 * v["filters"] * v["width"],
    "estimates#without-convolution": lambda v: v["size"] ** 4 * v["depth"] * v["maps"],
    "estimates#embedding": lambda v: v["words"] * v["size"],
    "memory-and-cost#activations.lowest": lambda v: 4 * _stages(v)[0][1],
    "memory-and-cost#activations.middle": lambda v: 4 * _stages(v)[0][2],
    "memory-and-cost#activations.top": lambda v: 4 * _stages(v)[0][3],
    "memory-and-cost#predicting": _predicting,
    "memory-and-cost#training.bytes": _training,
    "memory-and-cost#training.in-mib": lambda v: (_training(v) + 2**19) // 2**20,
    "memory-and-cost#largest-batch": _largest_batch,
    "memory-and-cost#model-size.bytes": lambda v: _lenet(v, 16) * v["width"],
    "memory-and-cost#unit": lambda v: (
        f"{(v['rows'] * v['columns'] * v['width'] + 2**19) // 2**20:,}".replace(",", "")
    ),
    "memory-and-cost#work.macs": lambda v: 9 * v["depth"] * v["size"] ** 2 * v["filters"],
    "memory-and-cost#work.flops": lambda v: 18 * v["depth"] * v["size"] ** 2 * v["filters"],
    "memory-and-cost#bottleneck.direct": lambda v: 25 * v["depth"] * v["size"] ** 2 * v["filters"],
    "memory-and-cost#bottleneck.squeezed": _bottleneck,
    "memory-and-cost#separable.ordinary": lambda v: (
        v["kernel"] ** 2 * v["depth"] * (v["size"] - v["kernel"] + 1) ** 2 * v["filters"]
    ),
    "memory-and-cost#separable.separable": _separable,
    "memory-and-cost#strided-work": lambda v: (
        f"{9 * v['depth'] * _half(v['size']) ** 2 * v['filters']}"
    ),
}


@pytest.mark.parametrize(("address", "key"), KEYS.items(), ids=KEYS)
def test_a_key_is_what_plain_arithmetic_gives(address, key):
    question, _, part = address.partition(".")
    for number in _SAMPLE:
        variant = _question(question).variant(number)
        answer = part_named(variant, part).answer if part else variant.parts[0].answer
        wanted = key(variant.values)
        shown = answer.replace(",", "") if isinstance(answer, str) else answer
        assert shown == wanted, (number, variant.values)


def _published_table(v: Values) -> dict[str, int]:
    side = v["size"] - v["kernel"] + 1
    left = (side // 2 - v["kernel"] + 1) // 2
    return {
        "Input": 0,
        "CONV1": _conv(v["kernel"], v["depth"], v["first"]),
        "POOL1": 0,
        "CONV2": _conv(v["kernel"], v["first"], v["second"]),
        "POOL2": 0,
        "FC3": (left * left * v["second"] + 1) * v["hidden"],
        "FC4": (v["hidden"] + 1) * v["hidden2"],
        "Softmax": (v["hidden2"] + 1) * v["classes"],
    }


@pytest.mark.parametrize("number", range(40))
def test_the_table_has_exactly_the_errors_it_says(number):
    """Every printed number that plain arithmetic does not give is in the answer, and no other."""
    variant = _question("find-the-error#published").variant(number)
    (part,) = variant.parts
    right = _published_table(variant.values)
    wrong = {row["row"]: row["right"] for row in part.answer}
    for row in part.answer_input.rows:
        printed = int(row.cells[2].replace(",", ""))
        assert (printed != right[row.label]) == (row.label in wrong)
        assert wrong.get(row.label, right[row.label]) == right[row.label]
    if number:
        assert 2 <= len(wrong) <= 4
        assert all(row["mistakes"] for row in part.answer)


@pytest.mark.parametrize("number", _SAMPLE)
def test_a_claim_that_does_not_hold_is_false_by_plain_arithmetic(number):
    variant = _question("memory-and-cost#claims").variant(number)
    v, (part,) = variant.values, variant.parts
    side = _half(v["size"])
    params = _conv(v["kernel"], v["depth"], v["filters"])
    values = side * side * v["filters"]
    true = [
        f"{params:,}", f"{side}×{side}×{v['filters']}", f"{4 * params:,}", f"{4 * values:,}",
        f"{v['kernel'] ** 2 * v['depth'] * values:,}",
    ]  # fmt: skip
    for index, (statement, wanted) in enumerate(
        zip(part.answer_input.statements, true, strict=True), 1
    ):
        claimed = statement.removesuffix(", biases left out.").removesuffix(".").split()
        assert (wanted in claimed) == (index in part.answer), statement
