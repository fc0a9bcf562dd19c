"""Every subformula of a count has a phrase for what it counts."""

from __future__ import annotations

import pytest

from quizengine.calculator import AppliedLayer, Quantity, working_of
from quizengine.calculator.analysis.byte_counts import param_bytes
from quizengine.calculator.analysis.flops import flops
from quizengine.calculator.analysis.receptive_field import receptive_fields
from quizengine.calculator.analysis.training_memory import (
    inference_bytes,
    largest_batch,
    training_bytes,
)
from quizengine.calculator.keras import Conv2D, Input, MaxPooling2D
from quizengine.calculator.same_padding import same_padding, same_padding_total
from quizengine.calculator.sequential import Sequential
from quizengine.calculator.units import in_unit
from tests.calculator.cases import EVERY_KIND, quantities
from tests.calculator.torch.torch_cases import EVERY_KIND as EVERY_TORCH_KIND

LONGEST = 36
"""Characters of a phrase, which stands beside a step of a working."""

NOUNS = (
    "values", "weights", "biases", "parameters", "MACs", "channels", "filters", "positions",
    "gaps", "single steps", "steps", "strides", "whole strides", "starts", "windows", "layers",
    "output neurons", "keys", "output values", "output positions", "input positions",
    "deeper layers", "means and variances", "pairs of values", "bytes",
)  # fmt: skip
"""What can be counted: the phrase begins with it, after "How many"."""

FIELDS: tuple[Quantity, ...] = tuple(
    receptive_fields(row)[0]
    for row in Sequential(
        [Input((64, 64, 3)), *[Conv2D(4, 3, dilation_rate=2), Conv2D(4, 3, 2), MaxPooling2D(2)] * 2]
    ).rows
)


def check(quantity: Quantity) -> None:
    for inner in quantity.inner:
        context = (quantity.formula, inner.text, inner.phrase)
        assert inner.phrase, context
        assert len(inner.phrase) <= LONGEST, context
        assert inner.phrase.startswith((*NOUNS, "the ")), context
        if not inner.phrase.startswith("the "):
            assert isinstance(inner.value, int), context


@pytest.mark.slow
@pytest.mark.parametrize("applied", [*EVERY_KIND, *EVERY_TORCH_KIND], ids=repr)
def test_every_inner_formula_has_words(applied: AppliedLayer) -> None:
    for quantity in quantities(applied):
        check(quantity)


def test_every_part_of_a_receptive_field_has_words() -> None:
    for field in FIELDS:
        check(field)


def test_every_part_of_memory_and_padding_has_words() -> None:
    net = Sequential([Input((9, 9, 3)), Conv2D(4, 3, name="b"), Conv2D(4, 3)])
    found = [
        inference_bytes(net), training_bytes(net, 8), training_bytes(net, 8, 2, 4),
        largest_batch(net, 10**6), flops(net), param_bytes(net), in_unit(2_500, "kB"),
        same_padding(7), same_padding(3, 2), same_padding_total(9, 3, 2),
        same_padding_total(9, 3, 2, 2),
    ]  # fmt: skip
    for quantity in found:
        check(quantity)


def test_a_value_that_is_no_count_stands_before_its_words() -> None:
    working = working_of(Conv2D(4, 3, dilation_rate=2)([9, 9, 2]).output).text
    assert "5, the reach of the dilated window" in working
    assert "4 steps across the window" in working
