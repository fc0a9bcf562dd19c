"""Variants a second, against a loop of f-strings that is written by hand for one question."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Iterator
from random import Random
from typing import TextIO

from quizengine.banks import find_question, load_bank, resolve_address
from quizengine.questions import Question

ADDRESS = "parameter-sharing#unshared"
VARIANTS = 1_000


def question() -> Question:
    """The question, read anew."""
    target = resolve_address(ADDRESS)
    return find_question(load_bank(target.path), target.question)


def engine_texts(asked: Question, count: int) -> Iterator[str]:
    """Draw variants; yield prompt and working, and mark a right and a wrong answer of each."""
    for number in range(1, count + 1):
        part = asked.variant(number).parts[0]
        text = f"{part.prompt}\n{part.working.text}\n"
        right, wrong = part.mark(part.right_text), part.mark("1")
        assert right.verdict == "right", (number, right)
        assert wrong.verdict == "wrong", (number, wrong)
        yield text


def hand_texts(seed: int, count: int) -> Iterator[str]:
    """The same by hand: numbers drawn, both texts filled in, two answers compared."""
    random = Random(seed)  # noqa: S311
    sizes = (24, 27, 28, 30, 32, 35, 36, 39, 40, 45, 48)
    for _ in range(count):
        size, depth = random.choice(sizes), random.choice((3, 4, 6))
        filters = random.choice((8, 10, 12, 16, 20, 24, 32))
        kernel, stride, padding = random.randint(5, 9), random.choice((2, 3)), random.choice((3, 4))
        text, answer = by_hand(size, depth, filters, kernel, stride, padding)
        assert int(f"{answer}") == answer
        assert int("1") != answer
        yield text


def by_hand(  # noqa: PLR0917
    size: int, depth: int, filters: int, kernel: int, stride: int, padding: int
) -> tuple[str, int]:
    """The text that the engine prints for these numbers, and the answer."""
    moved = size - kernel + 2 * padding
    out = moved // stride + 1
    weights, neurons = kernel * kernel * depth, out * out * filters
    answer = (weights + 1) * neurons
    symbols = "(F·F·D + 1)·(H′·W′·K)"
    numbers = f"({kernel}·{kernel}·{depth} + 1)·({out}·{out}·{filters})"
    sums = f"({weights} + 1)·{number(neurons)}"
    product = f"{weights + 1}·{number(neurons)}"
    width = min(max(len(symbols), len(numbers), len(sums), len(product)), 44)
    text = f"""\
- input: {size}×{size}×{depth} (height × width × depth)
- {filters} filters of {kernel}×{kernel}×{depth}
- stride {stride} in both directions, zero padding of {padding} on every side

Suppose that nothing is shared: **every** neuron of the output has its own weights and its own
bias. How many parameters does the layer have?

{symbols:<{width}}   the formula
F = kernel_size = {kernel}, D = input channels = {depth}, K = filters = {filters}
H′ = W′ = ⌊(H − F + 2·P)/S⌋ + 1
        = ⌊({size} − {kernel} + 2·{padding})/{stride}⌋ + 1
        = {out}
{numbers:<{width}}   the numbers put in
{sums:<{width}}   {weights} weights of one output neuron; {number(neurons)} output neurons
{product:<{width}}   {weights + 1} parameters per output neuron
{number(answer)}
"""
    return text, answer


def number(value: int) -> str:
    """A number as the engine writes it: grouped from five digits up."""
    return f"{value:,}" if value >= 10_000 else str(value)


def same_text() -> bool:
    """Whether the loop's text is the engine's, for the published numbers and a few draws."""
    asked = question()
    for number_ in (0, 1, 2, 3, 50):
        variant = asked.variant(number_)
        part = variant.parts[0]
        text, answer = by_hand(**variant.values)
        if (text, answer) != (f"{part.prompt}\n{part.working.text}\n", part.answer):
            return False
    return True


def rates(rounds: int = 7) -> tuple[float, float]:
    """Variants a second of the engine and of the loop, in turns; medians."""
    found: tuple[list[float], list[float]] = ([], [])
    with open(os.devnull, "w", encoding="utf-8") as paper:  # noqa: PTH123
        for turn in range(rounds):
            # Read anew, so that no draw is remembered from the round before.
            asked = question()
            found[0].append(VARIANTS / seconds(engine_texts(asked, VARIANTS), paper))
            found[1].append(VARIANTS / seconds(hand_texts(turn, VARIANTS), paper))
    return statistics.median(found[0]), statistics.median(found[1])


def seconds(texts: Iterator[str], paper: TextIO) -> float:
    begin = time.perf_counter()
    paper.writelines(texts)
    return time.perf_counter() - begin


def marking_seconds(times: int = 300) -> dict[str, float]:
    """Seconds to mark one answer of each sort, each of a variant not marked before; medians.

    What no known mistake gives is searched for, which `diagnosing` measures.
    """
    asked = question()
    answers = {
        "right": lambda part: part.right_text,
        "arithmetic": lambda part: f"({part.answer} - 1)*1 + 1",
        "known mistake": lambda part: str(int(part.mistakes[0].value)),
        "unreadable": lambda part: "[/] twelve",
    }
    found: dict[str, float] = {}
    for name, answer in answers.items():
        taken = []
        for number_ in range(1, times + 1):
            part = asked.variant(number_).parts[0]
            text = answer(part)
            part = asked.variant(number_).parts[0]
            begin = time.perf_counter()
            part.mark(text)
            taken.append(time.perf_counter() - begin)
        found[name] = statistics.median(taken)
    return found
