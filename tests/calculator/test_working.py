"""Workings, as they are shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizengine.calculator import AppliedLayer, Quantity, Step, working_of
from quizengine.calculator.keras import (
    Conv1D,
    Conv2D,
    Conv2DTranspose,
    Conv3D,
    Cropping2D,
    Dense,
    DepthwiseConv2D,
    Flatten,
    Input,
    LocallyConnected2D,
    MaxPooling2D,
    Permute,
    PReLU,
    Reshape,
    SeparableConv2D,
)
from quizengine.calculator.sequential import Sequential
from quizengine.calculator.working import working_of_expression
from quizengine.expressions import number_text, parse
from quizengine.frameworks.vocabulary import EXPORTS
from quizengine.questions.answer_parsing import read_number, read_shape
from tests.calculator.cases import EVERY_KIND, quantities

GOLDEN = Path(__file__).with_name("golden")

SHARED = Conv2D(20, 8, strides=2, padding=1)([32, 32, 3])
KERAS = Sequential(
    [Input((28, 28, 1)), Conv2D(32, 3), MaxPooling2D(), Conv2D(64, 3), MaxPooling2D(), Flatten(),
     Dense(10)]
)  # fmt: skip

PUBLISHED: dict[str, tuple[object, object]] = {
    "unshared-756560": (
        LocallyConnected2D(20, 8, strides=2, padding=1)([32, 32, 3]).params,
        756_560,
    ),
    "shared-3860": (SHARED.params, 3_860),
    "volume-14x14x20": (SHARED.output, (14, 14, 20)),
    "size-3920": (SHARED.size, 3_920),
    "filters-280": (Conv2D(10, 3)([24, 24, 3]).params, 280),
    "filters-270": (Conv2D(10, 3, use_bias=False)([24, 24, 3]).params, 270),
    "conv1-608": (Conv2D(8, 5)([32, 32, 3]).params, 608),
    "conv2-3216": (Conv2D(16, 5)([14, 14, 8]).params, 3_216),
    "fc3-48120": (Dense(120)([400]).params, 48_120),
    "fc4-10164": (Dense(84)([120]).params, 10_164),
    "softmax-850": (Dense(10)([84]).params, 850),
    "total-34826": (KERAS.params, 34_826),
    "pool-14x14x8": (MaxPooling2D()([28, 28, 8]).output, (14, 14, 8)),
    "flat-400": (Flatten()([5, 5, 16]).output, (400,)),
    "groups-336": (Conv2D(12, 3, groups=3)([5, 5, 9]).params, 336),
    "dilated-28": (Conv2D(4, 3, dilation_rate=2)([32, 32, 3]).output, (28, 28, 4)),
    "same-3x4x4": (Conv2D(4, [2, 3], padding="same", strides=2)([5, 7, 3]).output, (3, 4, 4)),
    "depth-3-5248": (Conv3D(64, 3)([9, 9, 9, 3]).params, 5_248),
    "length-64128": (Conv1D(128, 5)([1_000, 100]).params, 64_128),
    "transposed-32x32x8": (
        Conv2DTranspose(8, 3, strides=2, padding="same", output_padding=1)([16, 16, 4]).output,
        (32, 32, 8),
    ),
    "transposed-139776": (Conv2DTranspose(32, 4, strides=2)([7, 13, 3]).macs, 139_776),
    "depthwise-15x15x16": (
        DepthwiseConv2D(3, strides=2, depth_multiplier=2)([32, 32, 8]).output,
        (15, 15, 16),
    ),
    "depthwise-160": (DepthwiseConv2D(3, depth_multiplier=2)([32, 32, 8]).params, 160),
    "separable-216": (SeparableConv2D(16, 3)([10, 10, 8]).params, 216),
    "slopes-14": (PReLU(shared_axes=[1, 3])([21, 14, 20]).params, 14),
    "permuted-22x6x11": (Permute((3, 2, 1))([11, 6, 22]).output, (22, 6, 11)),
    "reshaped-56x40": (Reshape((56, -1))([20, 16, 7]).output, (56, 40)),
    "cropped-5x23x24": (Cropping2D(((3, 4), (0, 3)))([12, 26, 24]).output, (5, 23, 24)),
}


@pytest.mark.parametrize("case", PUBLISHED)
def test_published_cases_are_worked_out(case: str) -> None:
    quantity, wanted = PUBLISHED[case]
    assert quantity == wanted
    golden = (GOLDEN / f"{case}.txt").read_text(encoding="utf-8")
    assert working_of(quantity).text + "\n" == golden


def test_the_golden_texts_are_all_used() -> None:
    assert {path.stem for path in GOLDEN.glob("*.txt")} == set(PUBLISHED)


def answer(applied: AppliedLayer, quantity: Quantity) -> None:
    steps = working_of(quantity).steps
    assert read_number(steps[-1].text.rpartition("=")[2]) == quantity, applied
    # From where the numbers are put in, each line comes to the answer.
    notes = [step.note for step in steps]
    if "the numbers put in" in notes:
        for step in steps[notes.index("the numbers put in") :]:
            assert read_number(step.text) == quantity, step


@pytest.mark.slow
@pytest.mark.parametrize("applied", EVERY_KIND, ids=repr)
def test_every_working_ends_in_the_answer_and_can_be_typed(applied: AppliedLayer) -> None:
    for quantity in quantities(applied):
        answer(applied, quantity)
    steps = working_of(applied.output).steps
    assert read_shape(steps[-1].text) == tuple(applied.output)
    for step in steps:
        assert (step.text + step.note).isprintable()


@pytest.mark.slow
@pytest.mark.parametrize("applied", EVERY_KIND, ids=repr)
def test_every_equation_of_a_shapes_working_holds(applied: AppliedLayer) -> None:
    """After the symbols, each line of one axis comes to the same number."""
    value = None
    for step in working_of(applied.output).steps[:-1]:
        head, _, right = step.text.rpartition(" = ")
        if step.text.startswith(" ") and not head.strip(" ="):
            found = read_number(right)
            assert value in (None, found), step
            value = found
        else:
            value = None


def test_a_number_has_no_working_but_itself() -> None:
    assert working_of(12_345).steps == (Step("12,345"),)
    assert working_of([2, 3]).text == "2×3"
    assert working_of("a text").text == "a text"


def test_arithmetic_over_quantities_shows_theirs_first() -> None:
    names = {
        **EXPORTS,
        "a": LocallyConnected2D(20, 8, strides=2, padding=1)([32, 32, 3]),
        "b": SHARED,
    }
    working = working_of_expression(parse("a.params / b.params"), names)
    assert working.steps[-1].text == "196"
    assert "756,560/3860" in working.text
    assert "(F·F·D + 1)·K" in working.text
    alone = working_of_expression(parse("b.params"), names)
    assert alone == working_of(SHARED.params)


def test_a_working_is_lines_of_text() -> None:
    working = working_of(SHARED.params)
    assert str(working) == working.text
    assert working.text.split("\n")[0].split("   ")[0] == "(F·F·D + 1)·K"
    assert number_text(SHARED.params) in working.text
