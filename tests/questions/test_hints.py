"""Hints are a ladder: which quantity, which formula, the numbers; a bank's own come first."""

from __future__ import annotations

import pytest

from quizengine.questions import RIGHT
from quizengine.questions.kinds.formula import FormulaKey
from tests.questions.builder import SHARED, UNSHARED, number, one_of, part, question, shape, table
from tests.questions.scaffolding.test_question_breakdown import NAMES, SHIPPED


def hints(kind, *own):
    return question(part("", kind, hints=list(own))).variant(0).parts[0].hints


def test_the_hints_go_from_the_quantity_to_the_formula_to_the_numbers():
    first, second, third = hints(number(f"{SHARED}.params"))
    assert first.startswith("Asked for: parameters, every number that is learned")
    assert "kernel_size, input channels and filters" in first
    assert second == "`(F·F·D + 1)·K`, with F = kernel_size, D = input channels, K = filters"
    assert third == "`(8·8·3 + 1)·20`"


def test_what_has_to_be_computed_first_is_in_the_hints_too():
    _, second, third = hints(number(f"{UNSHARED}.params"))
    assert "`H′ = W′ = ⌊(H − F + 2·P)/S⌋ + 1`" in second
    assert "`H′ = W′ = ⌊(32 − 8 + 2·1)/2⌋ + 1`" in third


def test_a_banks_own_hints_that_come_to_the_numbers_are_left_as_they_are():
    own = ("Think.", "One filter first.", "20·(8·8·3) + 20")
    assert hints(number(f"{SHARED}.params"), *own) == own


def test_hints_that_end_before_the_numbers_are_followed_by_them():
    assert hints(number(f"{SHARED}.params"), "Think.", "(F*F*D + 1)*K")[2:] == ("`(8·8·3 + 1)·20`",)
    assert hints(number(f"{SHARED}.params"), "There are 20 filters, 3 channels.")[1:] == (
        "`(F·F·D + 1)·K`, with F = kernel_size, D = input channels, K = filters",
        "`(8·8·3 + 1)·20`",
    )


def test_a_shape_has_one_size_after_the_other():
    first, second, third = hints(shape(f"{SHARED}.output"))
    assert "H×W×D" in first
    assert "The output depth: one channel per filter" in second
    assert third == "`H′ = W′ = ⌊(32 − 8 + 2·1)/2⌋ + 1`"


def test_a_table_has_a_line_for_each_cell():
    _, second, third = hints(table({"a b": SHARED, "c": UNSHARED}, ["params"], total=True))
    assert second.split("\n") == [
        "- a b, parameters: `(F·F·D + 1)·K`",
        "- c, parameters: `(F·F·D + 1)·(H′·W′·K)`",
        "- Total, parameters: `a b + c`",
    ]
    assert third.startswith("- a b, parameters: `(8·8·3 + 1)·20`")


@pytest.mark.parametrize("kind", [number("7"), one_of('"words"', '"others"'), shape("[2, 3]")])
def test_plain_numbers_and_words_have_no_hints(kind):
    assert hints(kind) == ()
    assert hints(kind, "Look it up.") == ("Look it up.",)


@pytest.mark.slow
@pytest.mark.parametrize(("bank", "each", "part"), SHIPPED, ids=NAMES)
def test_hints_are_never_twice_the_same_nor_empty(bank, each, part):
    assert len(set(part.hints)) == len(part.hints) > 0
    assert all(part.hints)


@pytest.mark.slow
@pytest.mark.parametrize(("bank", "each", "part"), SHIPPED, ids=NAMES)
def test_no_generated_hint_says_a_worked_out_number(bank, each, part):
    for hint in part.hints[len(part.spec.hints) :]:
        shown = hint.strip("`")
        if not isinstance(part.key, FormulaKey) and shown.replace(",", "").isdigit():
            assert part.mark(shown).verdict != RIGHT
