"""The check on a bank: what it proves, what it refuses, and where it points."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizengine.banks import check_bank, shipped_banks
from quizengine.banks.proof import sampled
from tests.banks.bankfile import PARTS, SOUND, assert_reported, changed, check, with_answer


@pytest.fixture(autouse=True)
def few(monkeypatch):
    """A short walk proves what these tests are about."""
    monkeypatch.setattr("quizengine.banks.check.MOST_PROVED", 60)
    monkeypatch.setattr("quizengine.banks.check.LEAST_PROVED", 30)
    monkeypatch.setattr("quizengine.banks.check.PROVED_OF_A_BANK", 120)


def only(text: str):
    """The one problem of a bank."""
    (problem,) = check(text).problems
    return problem


@pytest.mark.parametrize("text", [SOUND, PARTS])
def test_a_sound_bank_has_no_problem(text):
    checked = check(text)
    assert [problem.text for problem in checked.problems] == []
    assert not checked.failed
    (proof,) = checked.proofs
    assert proof.exhaustive
    assert proof.variants > 100
    assert proof.proved == 60


def test_every_variant_is_walked_when_asked_for():
    text = changed(changed(SOUND, "16..64 step 4", "[32, 36]"), "4..32", "8..32")
    assert check(text).proofs[0].proved == 60
    (proof,) = check(text, every=True).proofs
    assert proof.proved == proof.variants + 1 > 60


# One mistake each: what is replaced by what; rule, line and column; message; advice.
MISTAKES = [
    ("expect: 3860", "expect: 3861", "expect", 24, 13, "3860, and 3861 is expected", "'expect'"),
    ("expect: 3860", "expect: [1]", "expect", 24, 13, "must be a number", "'expect'"),
    ("that: depth != filters", "that: depth > size", "no-variants", 16, 7, "no draw", "Loosen"),
    ("layer.params", "layer.parms", "draw", 23, 13, "published case of unshared cannot", "Correct"),
    ("answer: layer.params", "answer: layer", "draw", 23, 13, "a layer on an input", "Correct"),
    ("layer.params", "layer.params / 0", "draw", 23, 13, "zero", "Correct"),
    ("layer.params", "9**9**9", "draw", 23, 13, "exponent", "Correct"),
    ("layer.params", "size / 3", "draw", 23, 13, "tolerance", "Correct"),
    ("layer.params", "'\"text\"'", "draw", 23, 14, "a text", "Correct"),
    ("{{ depth }}", "{{ layer.dpth }}", "draw", 22, 36, "dpth", "Correct"),
    ("6..9", "[6, 7, 8, 9, 99]", "draw", 16, 7, "kernel = 99", "'where'"),
    ("First find", "First {{ [1][size] }}", "draw", 26, 18, "cannot be made", "Correct"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), [(a, b, c) for a, b, *c in MISTAKES])
def test_one_mistake(old, new, expected):
    """Each mistake is reported at its position, with what to do."""
    assert_reported(check(changed(SOUND, old, new)).problems, expected)


def test_a_fault_is_reported_once_however_many_variants_show_it():
    assert only(changed(SOUND, "over an input.", "over {{ 1 // (size - 40) }}.")).rule == "draw"


def test_a_variable_that_nothing_uses_is_a_warning():
    text = changed(SOUND, "    where:", "      spare: {example: 1, from: 1..4}\n    where:")
    problem = only(text)
    assert (problem.severity, problem.rule, problem.line) == ("warning", "unused-name", 15)


def test_a_definition_that_nothing_uses_is_a_warning():
    text = changed(SOUND, "    ask: |", "      spare: 3\n    ask: |")
    problem = only(text)
    assert (problem.severity, problem.rule, problem.line) == ("warning", "unused-name", 20)


def test_few_variants_are_a_warning():
    text = changed(SOUND, "16..64 step 4", "[32, 36]")
    text = changed(changed(text, "6..9", "[8]"), "4..32", "[20, 24]")
    problem = only(text)
    assert (problem.rule, problem.severity, problem.line) == ("few-variants", "warning", 11)
    assert "variants besides the published case" in problem.message


def test_a_question_that_does_not_vary_is_a_warning():
    text = """\
format: 1
title: T
questions:
  - {id: one, title: One, ask: What is 3 times 4?, answer: 3*4, hints: [Add.]}
"""
    checked = check(text)
    (problem,) = checked.problems
    assert (problem.rule, problem.severity) == ("few-variants", "warning")
    assert "published case only" in problem.message
    assert (checked.proofs[0].variants, checked.proofs[0].proved) == (0, 1)


def test_a_question_without_hints_is_a_warning():
    text = changed(SOUND, "    hints:\n      - First find the weights of one filter.\n", "")
    problem = only(text)
    assert (problem.rule, problem.severity, problem.line) == ("no-hints", "warning", 6)
    assert not check(text).failed


def test_each_part_without_hints_is_reported():
    text = changed(PARTS, "        hints: [Count its weights first.]\n", "")
    problem = only(text)
    assert (problem.rule, problem.line) == ("no-hints", 13)
    assert "chain.one-filter" in problem.message


def test_rare_draws_are_a_warning():
    text = changed(changed(SOUND, "4..32", "1..400"), "depth != filters", "filters == 300")
    problem = only(text)
    assert (problem.rule, problem.severity) == ("rare-draws", "warning")


def test_a_where_that_few_of_very_many_draws_could_meet_is_given_up():
    """Within the time of a blink, though the draws are more than anyone could try."""
    text = changed(SOUND, "4..32", "1..9999")
    text = changed(text, "depth != filters", "filters == 10 ** 9")
    problem = only(text)
    assert problem.rule == "no-variants"
    assert "none of 5,000 draws" in problem.message


def test_a_carry_that_is_not_the_answer():
    text = changed(PARTS, "carry: one_filter * filters", "carry: one_filter + filters")
    problem = only(text)
    assert (problem.rule, problem.line, problem.column) == ("carry", 21, 16)
    assert "'38'" in problem.message
    assert "280" in problem.message


def test_an_own_mistake_that_is_the_key_makes_the_draw_unusable():
    text = changed(SOUND, "layer.weights * size", "layer.params + (size - 32)")
    proof = check(text).proofs[0]
    assert proof.variants < check(SOUND).proofs[0].variants
    assert any("mistake-1" in note for note in proof.notes)


def test_an_own_mistake_that_is_always_the_key_leaves_no_variant():
    assert only(changed(SOUND, "layer.weights * size", "layer.params")).rule == "no-variants"


def test_equal_choices():
    text = with_answer("kind: one of\nright: size\nwrong: [32, 31]\nchoices: 3")
    text += "    hints: [Look.]\n"
    (problem,) = check(text).problems
    assert (problem.rule, problem.line) == ("flaw", 24)
    assert "two choices are both" in problem.message


def test_an_unknown_distinct_mistake():
    text = changed(SOUND, "    hints:", "    distinct: [mistake-1, missing-bias]\n    hints:")
    problem = only(text)
    assert (problem.rule, problem.line, problem.column) == ("unknown-mistake", 25, 27)
    assert "mistake-1" in problem.advice


@pytest.mark.parametrize(
    ("answer", "expect", "message"),
    [
        ("kind: shape\nvalue: layer.output", "[1, 2, 3]", "25×25×20, and 1×2×3 is expected"),
        ("kind: one of\nright: size\nwrong: [1, 2, 3]", "31", "the right choice is"),
        (
            "kind: table\ncolumns: [params]\nrows: [{label: conv, of: layer}]",
            "[[1]]",
            "the calculator says",
        ),
        (
            "kind: formula\nvalue: 2*M\nsymbols: {M: {meaning: rows, from: 1..9}}",
            "{at: {M: 2}, value: 5}",
            "5",
        ),
    ],
)
def test_every_kind_is_pinned(answer, expect, message):
    text = with_answer(answer) + f"    hints: [Look.]\n    expect: {expect}\n"
    (problem,) = check(text).problems
    assert problem.rule == "expect"
    assert message in problem.message


def test_what_cannot_be_read_is_not_walked():
    checked = check("format: 1\ntitle: 2\n")
    assert checked.failed
    assert checked.proofs == ()
    assert checked.bank is None


@pytest.mark.slow
def test_a_fault_of_a_published_case_is_reported_before_any_variant_is_proved():
    """An author who has mistyped one number waits for no other question."""
    text = changed(SOUND, "expect: 3860", "expect: 1")
    assert check(text).proofs == ()
    (proof,) = check(text, every=True).proofs
    assert proof.proved > 60


@given(st.integers(1, 10_000), st.integers(2, 300))
def test_a_sample_is_spread_over_all_variants(variants, most):
    numbers = list(sampled(variants, most))
    assert len(numbers) == len(set(numbers)) == min(variants, most)
    assert numbers == sorted(numbers)
    assert numbers[0] == 1
    assert numbers[-1] == variants
    gaps = [after - before for before, after in pairwise(numbers)]
    assert not gaps or max(gaps) - min(gaps) <= 1


@pytest.mark.slow
@pytest.mark.parametrize("path", shipped_banks(), ids=lambda path: path.stem)
def test_the_shipped_banks_are_sound(path):
    checked = check_bank(path)
    assert [problem.text for problem in checked.problems] == []
    assert all(proof.exhaustive for proof in checked.proofs)


def test_a_mistake_that_always_gives_the_right_answer_is_reported_at_the_mistake():
    """No draw is used then; the conditions are not at fault, and are not blamed."""
    text = changed(SOUND, "layer.weights * size", "layer.params")
    problem = only(text)
    assert problem.rule == "no-variants"
    assert "can be used; in the published case, the mistake" in problem.message
    assert text.splitlines()[problem.line - 1] == "      - value: layer.params"
    assert "correct it" in problem.advice


@pytest.mark.parametrize("value", ["layer.output", "'\"text\"'", "layer"])
def test_a_mistake_that_can_be_no_answer_is_reported(value):
    problem = only(changed(SOUND, "layer.weights * size", value))
    assert problem.rule == "mistake"
    assert "must be a number like the answer" in problem.message


def problems_with(text):
    return [one for one in check(text).problems if one.severity == "error"]


def test_no_condition_is_advised_for_the_published_case():
    answer = "kind: layer\ninput: '[size]'\nexample: Dense(5)\nwhere: [{of: layer.units, is: 6}]"
    text = changed(with_answer(answer), "      layer: ", "      conv: ")
    (problem,) = problems_with(changed(text, "{{ layer }}", "{{ conv }}"))
    assert problem.message == (
        "the published case of unshared: the example misses a condition: "
        "Its units are 5: 1 less than the 6 asked for."
    )
    assert problem.advice == "Correct the answer, or the numbers under 'example'."


def test_draws_without_a_condition_are_not_said_to_miss_one():
    claims = (
        "kind: statements\nstatements:\n"
        "  - {say: 'K is {{ value }}', holds: filters, tempting: [filters + 0], example: true}\n"
        "  - {say: 'F is {{ value }}', holds: kernel, tempting: [depth], example: false}"
    )
    text = with_answer(claims)
    start, end = text.index("    where:"), text.index("    let:")
    (problem,) = problems_with(text[:start] + text[end:])
    assert problem.rule == "no-variants"
    assert problem.message.endswith("of unshared can be used")


def test_a_statement_has_its_value_in_it():
    claims = (
        "kind: statements\nstatements:\n"
        "  - {say: K is large, holds: filters, tempting: [depth], example: true}\n"
        "  - {say: 'F is {{ value }}', holds: kernel, tempting: [depth], example: false}"
    )
    (problem,) = problems_with(with_answer(claims))
    assert (problem.rule, problem.advice) == (
        "no-value", "Write '{{ value }}' where the value belongs.",
    )  # fmt: skip


def test_what_is_carried_builds_on_an_earlier_answer():
    (problem,) = problems_with(changed(PARTS, "one_filter * filters", "28 * filters"))
    assert problem.message == "this names no earlier answer, so nothing is carried"
    assert problem.advice.endswith("one_filter.")
