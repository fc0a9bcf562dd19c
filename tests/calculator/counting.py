"""Counting one by one: where windows begin, the entries of a kernel, and the counts of a layer."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from quizengine.calculator import AppliedLayer

Position = tuple[int, ...]


def spread(value: object, rank: int) -> list[int]:
    return list(value) if isinstance(value, list) else [value] * rank  # type: ignore[list-item]


def starts(length: int, window: int, stride: int, rate: int, padding: object) -> list[int]:
    """Return the indices along one axis at which a window begins, negative in the padding."""
    offsets = [rate * tap for tap in range(window)]
    if padding in ("same", "causal"):
        # Zeros are added so that every stride-th position of the input has a window.
        return list(range(0, length, stride))
    zeros = padding if isinstance(padding, int) else 0
    found, start = [], -zeros
    while start + offsets[-1] <= length - 1 + zeros:
        found.append(start)
        start += stride
    return found


def positions(shape: Sequence[int], window: dict[str, object]) -> list[Position]:
    rank = len(shape) - 1
    padding = window["padding"]
    per = [padding] * rank if isinstance(padding, str) else spread(padding, rank)
    axes = [
        starts(length, size, stride, rate, pad)
        for length, size, stride, rate, pad in zip(
            shape[:-1],
            spread(window["kernel_size"], rank),
            spread(window["strides"], rank),
            spread(window["dilation_rate"], rank),
            per,
            strict=True,
        )
    ]
    return list(itertools.product(*axes))


def taps(window: dict[str, object], rank: int) -> Iterator[Position]:
    return itertools.product(*(range(size) for size in spread(window["kernel_size"], rank)))


def check_counts(applied: AppliedLayer, outputs: int, weights: int, biases: int, macs: int) -> None:
    assert applied.size == outputs
    assert applied.weights == weights
    assert applied.biases == biases
    assert applied.params == applied.trainable_params == weights + biases
    assert applied.non_trainable_params == 0
    assert applied.macs == macs
