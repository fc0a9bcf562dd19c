"""The catalogue of mistakes: every reported misconception is known by its id."""

from __future__ import annotations

import json
import os
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizengine.calculator import AppliedLayer, LayerError, Quantity, Shape
from quizengine.calculator.analysis.flops import flops
from quizengine.calculator.diagnosis.diagnosis import diagnose
from quizengine.calculator.keras import (
    GRU,
    LSTM,
    Conv1D,
    Conv2D,
    Dense,
    MaxPooling2D,
    MultiHeadAttention,
    SimpleRNN,
)
from quizengine.calculator.quantity import wrong_values
from quizengine.expressions import formula, is_number, parse
from quizengine.questions.answer_parsing import Unreadable, read_number, read_shape
from tests.calculator import cases
from tests.calculator.cases import EVERY_KIND, quantities
from tests.calculator.catalogue_cases import CASES, ELSEWHERE, SHARED, Case
from tests.calculator.torch.torch_cases import EVERY_KIND as EVERY_TORCH_KIND

NUMBERED = [(number, case) for number, found in CASES.items() for case in found]


def known(value: object) -> dict[str, object]:
    """The mistakes of a quantity or a shape, each with what it gives."""
    assert isinstance(value, (Quantity, Shape))
    return {mistake.id: mistake.value for mistake in value.mistakes}


def test_every_numbered_misconception_has_a_test() -> None:
    assert sorted([*CASES, *ELSEWHERE]) == list(range(1, 55))


@pytest.mark.parametrize(
    ("number", "case"), NUMBERED, ids=[f"{number}-{case.id}" for number, case in NUMBERED]
)
def test_a_misconception_gives_its_number(number: int, case: Case) -> None:
    if not case.propagated:
        assert known(case.value)[case.id] == case.wrong
        return
    assert isinstance(case.value, Quantity)
    assert isinstance(case.wrong, int)
    found = diagnose(case.value, case.wrong)
    assert case.id in [each for one in found.explanations for each in one.ids]


FURTHER: dict[str, tuple[object, object]] = {
    "one-map": (Conv2D(20, 8)([32, 32, 3]).output, (25, 25, 1)),
    "channels-merged": (MaxPooling2D(2)([26, 26, 32]).output, (13, 13, 1)),
    "padded-size": (Conv2D(20, 8, 2, padding=1)([32, 32, 3]).output, (34, 34, 20)),
    "stride-as-window": (MaxPooling2D(3, 2)([55, 55, 96]).output, (18, 18, 96)),
    "dilation-as-stride": (Conv2D(8, 3, dilation_rate=2)([64, 64, 16]).output, (31, 31, 8)),
    "gaps-counted": (Conv2D(32, 3, dilation_rate=2)([64, 64, 16]).params, 12_832),
    "groups-ignored-and-missing-biases": (
        Conv2D(256, 5, groups=2, padding=2)([27, 27, 96]).params, 614_400,
    ),
    "two-gates": (GRU(32)([10, 32]).params, 4_224),
    "bias-shared-by-gates": (LSTM(128)([10, 64]).params, 98_432),
    "key-dim-as-width": (MultiHeadAttention(12, 64)([5, 768], [5, 768]).params, 28_339_968),
    "no-biases-and-no-output-projection": (
        MultiHeadAttention(12, 64)([5, 768], [5, 768]).params, 1_769_472,
    ),
}  # fmt: skip
"""Wrong numbers that are published in forums and tables beside the numbered ones."""


@pytest.mark.parametrize("mistake_id", FURTHER)
def test_further_mistakes_give_their_numbers(mistake_id: str) -> None:
    value, wrong = FURTHER[mistake_id]
    assert known(value)[mistake_id] == wrong


def test_a_layer_without_gates_has_no_mistake_about_gates() -> None:
    params = SimpleRNN(10)([5, 3]).params
    says = [mistake.say for mistake in params.mistakes if "bias" in mistake.id]
    assert says
    assert not [say for say in says if "gate" in say]


def test_a_batch_axis_and_ambiguous_separators_are_met_where_answers_are_read() -> None:
    """The misconceptions that are no formula."""
    with pytest.raises(Unreadable, match="batch axis"):
        read_shape("(None, 14, 14, 20)")
    with pytest.raises(Unreadable):
        read_number("7.600")
    for text in ("27,000,100", "27 000 100", "2.70001e7"):
        assert read_number(text) == 27_000_100


# --- Published errors ---------------------------------------------------------------------------

SAMPLE = Path(__file__).parents[1] / "data" / "published-sample.jsonl"

PUBLISHED: dict[str, tuple[object, str, object]] = {
    "208": (Conv2D(8, 5)([32, 32, 3]).params, "missing-input-depth", 208),
    "416": (Conv2D(16, 5)([14, 14, 8]).params, "missing-input-depth", 416),
    "48001": (Dense(120)([400]).params, "one-bias-per-layer", 48_001),
    "10081": (Dense(84)([120]).params, "one-bias-per-layer", 10_081),
    "841": (Dense(10)([84]).params, "one-bias-per-layer", 841),
    "21632": (Conv2D(32, 3)([28, 28, 1]).params, "activation-size", 21_632),
    "5408": (MaxPooling2D(2)([26, 26, 32]).params, "activation-size", 5_408),
    "32896": (Dense(256)([128]).params, "bias-per-input", 32_896),
    "[5, 7]": (
        Conv2D(1, 3, padding="same")([7, 9, 1]).output, "valid-assumed", (5, 7, 1),
    ),
    "3328": (Conv1D(128, 5)([1_000, 100]).params, "kernel-squared-without-depth", 3_328),
    "2": (Conv1D(1, 11, strides=9, padding="same")([24, 1]).output[0], "rounded-down", 2),
    "21261312": (
        MultiHeadAttention(12, 64)([5, 768], [5, 768]).params,
        "heads-and-no-output-projection",
        21_261_312,
    ),
    "13520": (Conv2D(20, 3)([28, 28, 1]).params, "activation-size", 13_520),
}  # fmt: skip
"""Published wrong numbers, with the value they belong to and the id of the mistake."""

NO_FORMULA: dict[str, str] = {
    "253440": "96 maps of 2640 neurons, which is no square: a mistake in the counting",
    "24M*4 = 93MB": "the rows of the same table add up to 15.2 million: an unexplained total",
    "240.10 KBs": "246,824 was divided by 1028, which is a typing error",
    "603M": "3·32·32·64·32·32 multiplied wrong",
    "23x23 (asker)": "28 − 3 + 1 worked out wrong",
}
"""Published wrong numbers that no formula gives, and why."""


def published_errors() -> list[dict[str, Any]]:
    folder = os.environ.get("QUIZENGINE_SHARED")
    path = Path(folder) / "instances" / "published.jsonl" if folder else SAMPLE
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
    return [row for row in rows if not row["agrees"]]


ERRORS = published_errors()


def test_there_are_published_errors() -> None:
    assert len(ERRORS) >= 10


@pytest.mark.parametrize("row", ERRORS, ids=lambda row: str(row["published_answer"]))
def test_a_published_error_is_known_or_listed_as_no_formula(row: dict[str, Any]) -> None:
    published = str(row["published_answer"])
    assert (published in PUBLISHED) != (published in NO_FORMULA)


@pytest.mark.parametrize("published", PUBLISHED)
def test_a_published_error_is_among_the_mistakes(published: str) -> None:
    value, mistake, wrong = PUBLISHED[published]
    assert known(value)[mistake] == wrong


def test_a_rule_that_was_published_wrong() -> None:
    """⌊(n − K + 1)/S⌋ for a size without padding, which has to be rounded up."""
    height = Conv2D(1, 5, strides=2)([64, 64, 1]).output[0]
    assert height == 30
    assert known(Conv2D(1, 4, strides=2)([63, 63, 1]).output[0]).get("plus-one-inside") is None
    assert known(Conv2D(1, 5, strides=4)([64, 64, 1]).output[0]).get("plus-one-inside") is None
    assert known(Conv2D(1, 6, strides=4)([64, 64, 1]).output[0])["plus-one-inside"] == 14


# --- Laws ---------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("applied", [*EVERY_KIND, *EVERY_TORCH_KIND], ids=repr)
def test_a_mistake_is_another_formula_with_an_exact_number(applied: AppliedLayer) -> None:
    """On every layer of every kind: ids are there once, and no mistake is the right formula."""
    for quantity in [*quantities(applied), flops(applied)]:
        count_formula = quantity.count_formula
        ids = [mistake.id for mistake in count_formula.mistakes]
        assert len(set(ids)) == len(ids), (quantity.formula, ids)
        for mistake in count_formula.mistakes:
            assert formula(mistake.formula).written() != count_formula.formula.written(), mistake
            assert is_number(formula(mistake.formula).value(quantity.symbols)), mistake
            assert mistake.say[0].isupper(), mistake
            assert mistake.say.endswith("."), mistake
            assert len(mistake.say) <= 160, mistake
            if mistake.when:
                assert isinstance(parse(mistake.when).evaluate(quantity.symbols), bool), mistake
        for mistake, value in wrong_values(quantity):
            assert isinstance(value, (int, Fraction)), mistake
            assert not mistake.minor or value != quantity, mistake


@given(st.data(), st.sampled_from([1, 2, 3]))
def test_on_any_layer_a_mistake_comes_to_an_exact_number(data: st.DataObject, rank: int) -> None:
    layer = data.draw(cases.layers(rank))
    try:
        applied = layer(data.draw(cases.small(rank)))
    except LayerError:
        return
    for quantity in quantities(applied):
        for mistake in quantity.mistakes:
            assert isinstance(mistake.value, (int, Fraction)), mistake
            assert mistake.written
            assert mistake.numbers


def test_a_minor_mistake_that_comes_to_the_right_number_is_none() -> None:
    """Three channels read as the height of three rows: there is nothing to tell."""
    assert "channels-misread" in known(SHARED.params)
    assert "channels-misread" not in known(Conv2D(2, 2)([3, 3, 3]).params)
    assert "flattened-first" not in known(Dense(2)([7]).params)
