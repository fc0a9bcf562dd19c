"""A question falls into smaller ones that lead to its answer, whatever the question is."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizengine.banks import load_bank
from quizengine.calculator import CountFormula, Quantity, Shape
from quizengine.expressions import STANDARD_FUNCTIONS, Expression
from quizengine.questions import RIGHT, WRONG
from quizengine.questions.count_wording import count_question, underlying
from quizengine.questions.kinds.number import NumberKey
from quizengine.questions.kinds.shape import ShapeKind
from quizengine.questions.scaffolding.solution_steps import ANOTHER, WHOLE, solution_steps
from quizengine.questions.support_levels import FULL, LAST, MOST, OUTER
from tests.questions.builder import (
    SHARED,
    UNSHARED,
    claim,
    number,
    one_of,
    part,
    question,
    statements,
    table,
)

SHIPPED = [
    (path.stem, each, part)
    for path in sorted(Path("quizzes").glob("*.yaml"))
    for each in load_bank(path).questions
    for variant in (0, 3)
    for part in each.variant(variant).parts
]
NAMES = [f"{bank}#{each.id}.{part.part_id}" for bank, each, part in SHIPPED]


def part_of(kind, **more):
    return question(part("", kind, **more)).variant(0).parts[0]


def asks(part, support=FULL, outcome=None):
    return [step.prompt.split("\n")[0] for step in part.break_down(support, outcome).steps]


@pytest.mark.parametrize("part", [each for *_, each in SHIPPED], ids=NAMES)
def test_the_formula_in_focus_is_the_one_that_the_break_down_practises(part):
    for outcome in (None, part.mark(part.right_text), part.mark("1; 2")):
        assert part.formula_in_focus(outcome) == part.break_down(LAST, outcome).formula


@pytest.mark.slow
@pytest.mark.parametrize(("bank", "each", "part"), SHIPPED, ids=NAMES)
def test_every_shipped_question_falls_into_steps_that_can_be_answered(bank, each, part):
    counts = []
    for support in (FULL, OUTER, LAST):
        steps = part.break_down(support).steps
        counts.append(len(steps))
        for index, step in enumerate(steps):
            assert step.mark(step.right_text).verdict == RIGHT
            assert all(part < index for part in step.parts)
            assert step.prompt
            assert step.found
            assert step.working.steps
            for mistake in step.mistakes:
                assert mistake.id not in (ANOTHER, WHOLE) or mistake.value != step.key.value
    full, outer, last = counts
    assert full >= outer >= last
    assert last <= 2
    assert bool(full) == bool(last)
    assert full <= MOST + 1 or full == outer


@pytest.mark.slow
@pytest.mark.parametrize(("bank", "each", "part"), SHIPPED, ids=NAMES)
def test_what_falls_apart_is_known_without_breaking_it_down(bank, each, part):
    assert [part.falls_apart] * 2 == [bool(part.break_down(s).steps) for s in (FULL, LAST)]


@pytest.mark.slow
@pytest.mark.parametrize(("bank", "each", "part"), SHIPPED, ids=NAMES)
def test_what_the_steps_find_comes_to_the_answer(bank, each, part):
    value = part.key.value
    if isinstance(value, Shape):
        steps = {step.written: step for step in solution_steps(value) if not step.nested}
        for symbol, axis in value.origins.items():
            shown = axis.count_formula.shown(symbol)
            found = [step for written, step in steps.items() if shown in written.split(" = ")]
            assert [int(step.quantity) for step in found] == [int(axis)]
    elif isinstance(value, Quantity):
        quantity = underlying(value)
        text = str(quantity.count_formula.formula.expression.source)
        symbols = dict(quantity.symbols)
        for step in solution_steps(value):
            if step.nested == 0 and step.quantity.count_formula.text in text:
                text = text.replace(step.quantity.count_formula.text, str(int(step.quantity)))
        assert Expression(text).evaluate({**STANDARD_FUNCTIONS, **symbols}) == value


def test_inner_nodes_are_asked_innermost_first_and_origins_before_what_needs_them():
    assert asks(part_of(number(f"{UNSHARED}.params"))) == [
        "Count the weights of one output neuron.",
        "Count the parameters per output neuron.",
        "Count the single steps the window can take.",
        "Count the whole strides of the window.",
        "What is the output height, H′? (W′ is the same.)",
        "Count the output neurons.",
    ]


@pytest.mark.parametrize(
    ("source", "asked"),
    [
        # F·F·D·K is one product, and its first three factors are what has a name.
        ("Conv2D(20, 8, use_bias=False)([32, 32, 3]).params", ["Count the weights of one filter."]),
        # The positions stand at the end of F·D·K·L: read off, not worked out as a step.
        ("Conv1DTranspose(6, 3, strides=2)([5, 4]).macs", ["Count the weights."]),
    ],
)
def test_of_a_long_product_what_it_opens_with_is_asked_where_that_has_a_name(source, asked):
    assert asks(part_of(number(source))) == asked


def test_what_a_product_opens_with_is_not_asked_where_it_was_too_little_to_be_asked_before():
    """2·P again: in 2·P + 1 it is one symbol and a number, so it is not asked at the front."""
    phrases = (("2*P", "places of padding"), ("2*P + 1", "places in all"))
    twice = Quantity(CountFormula("places of both axes", "2*P*(2*P + 1)", phrases), {"P": 3})
    assert [step.written for step in solution_steps(twice)] == ["2·P + 1"]


def test_what_was_answered_before_is_not_asked_again():
    part = part_of(number(f"{UNSHARED}.params"))
    height = part_of(number(f"{UNSHARED}.output.height")).value
    shape = part_of(ShapeKind(Expression(f"{UNSHARED}.output"))).value
    neurons = part_of(number(f"{UNSHARED}.output.size")).value
    for known in (height, shape):
        found = part.break_down(FULL, known=[known])
        assert [step.prompt.split("\n")[0] for step in found.steps] == [
            "Count the weights of one output neuron.",
            "Count the parameters per output neuron.",
            "Count the output neurons.",
        ]
        assert found.known == ()
        assert "Found: output height: `H′ = W′` = 14." in found.steps[-1].prompt
    found = part.break_down(FULL, known=[neurons, shape, "words"])
    assert len(found.steps) == 2
    assert found.known == ("`H′·W′·K` = 3920 output neurons",)


def test_less_support_asks_for_less_and_tells_less():
    part = part_of(number(f"{UNSHARED}.params"))
    outer = ["Count the parameters per output neuron.", "Count the output neurons."]
    assert asks(part, OUTER) == outer
    assert asks(part, LAST) == outer[1:]
    assert "Formula: `F·F·D`, with F = kernel_size" in part.break_down(FULL).steps[0].prompt
    assert "Found: `F·F·D` = 192 weights" in part.break_down(FULL).steps[1].prompt
    assert not any("Formula" in step.prompt for step in part.break_down(OUTER).steps)


def test_an_answer_to_another_step_is_named():
    first, second = part_of(number(f"{SHARED}.params")).break_down(FULL).steps
    assert first.mark("193").mistakes == (ANOTHER,)
    assert second.mark("192").mistakes == (ANOTHER,)
    assert WHOLE in first.mark("3860").mistakes
    assert first.mark("192 ").verdict == RIGHT
    assert first.mark("many").verdict == "unreadable"


def test_a_step_is_diagnosed_as_a_whole_question_is():
    strides = part_of(number(f"{UNSHARED}.output.height")).break_down(FULL).steps
    height = part_of(number(f"{UNSHARED}.output.size")).break_down(FULL).steps[-1]
    assert strides[0].mark("24").verdict == WRONG
    assert "no-plus-one" in height.mark("13").mistakes


def test_a_shape_falls_into_its_axes():
    assert asks(part_of(number(f"{SHARED}.output.size")), OUTER) == [
        "What is the output height, H′? (W′ is the same.)"
    ]
    part = part_of(number(f"{SHARED}.output[0]"))
    assert asks(part) == [
        "Count the single steps the window can take.",
        "Count the whole strides of the window.",
    ]


def test_of_a_table_the_first_cell_that_is_wrong_is_led_to():
    part = part_of(table({"Conv": SHARED, "Local": UNSHARED}, ["size", "params"], total=True))
    assert asks(part)[-1] == "In the row “Conv”: what is the activation size?"
    outcome = part.mark("3920; 3860; 3920; 5; 760420")
    steps = part.break_down(FULL, outcome).steps
    assert steps[-1].prompt.startswith("In the row “Local”: count the parameters.")
    assert steps[-1].key.value == 756_560
    outcome = part.mark("3920; 3860; 3920; 756560; 5")
    steps = part.break_down(OUTER, outcome).steps
    assert [step.key.value for step in steps] == [3860, 756_560, 760_420]
    assert (
        asks(part, OUTER, outcome)[0] == "In the row “Total”: how many parameters does `Conv` have?"
    )
    outcome = part.mark("3920;;3920;756560;")
    assert asks(part, FULL, outcome)[-1] == "In the row “Conv”: count the parameters."


def test_of_statements_the_first_misjudged_is_led_to():
    part = part_of(
        statements(
            claim("It has {{ value }} weights.", f"{SHARED}.weights", "5", example=False),
            claim("It has {{ value }} parameters.", f"{SHARED}.params", "6"),
        )
    )
    for step in part.break_down(FULL).steps:
        assert step.prompt.startswith("Statement 1: It has 5 weights.\n\n")
    steps = part.break_down(FULL, part.mark("none")).steps
    assert steps[0].prompt.startswith("Statement 2: It has 3860 parameters.\n\nCount the weights")
    assert "\n\nCount the parameters, whatever the statement says." in steps[-1].prompt
    assert steps[-1].key.value == 3860


def test_a_choice_among_numbers_leads_to_the_right_one_and_one_among_words_to_nothing():
    assert len(asks(part_of(one_of(f"{SHARED}.params", "1", "2")))) == 2
    assert asks(part_of(one_of('"words"', '"others"'))) == []


@pytest.mark.parametrize("source", ["7", f"{SHARED}.biases", "3 + 4"])
def test_a_constant_has_nothing_smaller_on_the_way(source):
    assert asks(part_of(number(source))) == []


def test_layers_of_a_network_are_named():
    conv = "Conv2D(4, 3)([8, 8, 2]).params + Conv2D(5, 3)([9, 9, 2]).params"
    part = part_of(number(conv))
    assert len(set(asks(part))) == len(asks(part))


def test_what_is_asked_and_what_is_found_within_a_layer_names_the_layer():
    """Their filters have as many weights: without the name one would be taken for the other."""
    layers = {"conv1": "Conv2D(4, 3)([8, 8, 2])", "conv2": "Conv2D(5, 3)([9, 9, 2])"}
    both = question(part("", number("conv1.params + conv2.params")), let=layers)
    steps = both.variant(0).parts[0].break_down(FULL).steps
    assert [step.prompt.split("\n")[0] for step in steps] == [
        "In `conv1`: count the weights of one filter.",
        "In `conv1`: count the parameters per filter, with its bias.",
        "How many parameters does `conv1` have?",
        "In `conv2`: count the weights of one filter.",
        "In `conv2`: count the parameters per filter, with its bias.",
        "How many parameters does `conv2` have?",
    ]
    assert steps[0].found == "in `conv1`: `F·F·D` = 18 weights of one filter"
    assert steps[4].prompt.endswith("\n\nFound: in `conv2`: `F·F·D` = 18 weights of one filter.")
    assert steps[5].found == "`conv2 params` = 95 parameters"


def test_formulas_fall_into_formulas():
    bank = load_bank(Path("quizzes/layer-table.yaml"))
    part = next(each for each in bank.questions if each.id == "formula-conv").variant(0).parts[0]
    steps = part.break_down(FULL).steps
    assert [step.key.answer_text for step in steps] == ["m·n·d", "m·n·d + 1"]
    assert steps[0].mark("d n m").verdict == RIGHT
    assert "`m·n·d`, which you have" in steps[1].prompt
    assert len(part.break_down(LAST).steps) == 1


def test_the_key_of_a_step_is_a_quantity_with_a_formula_of_its_own():
    step = part_of(number(f"{SHARED}.params")).break_down(FULL).steps[0]
    assert isinstance(step.key, NumberKey)
    assert "8·8·3" in step.working.text
    assert step.hints[-1] == "`8·8·3`"


def kind_of_every(question_id):
    bank = load_bank(Path("tests/tui/every-kind.yaml"))
    return next(each for each in bank.questions if each.id == question_id).variant(0).parts[0]


def test_the_steps_of_an_estimate_are_estimates():
    steps = kind_of_every("estimate").break_down(FULL).steps
    assert [step.kind for step in steps] == ["estimate"] * len(steps) != []
    assert steps[0].mark(f"{int(steps[0].key.value) + 1}").verdict == RIGHT
    assert steps[0].mark(f"{int(steps[0].key.value) * 100}").verdict == WRONG


def test_a_layer_meets_one_condition_after_the_other():
    (step,) = kind_of_every("layer").break_down(FULL).steps
    assert step.prompt.endswith("alone:\n\n- output: 14×14×20")
    assert step.mark("Conv2D(20, 5, strides=2)").verdict == RIGHT
    assert step.mark("Conv2D(20, 6, strides=2)").verdict == RIGHT
    assert step.mark("Conv2D(3, 3)").verdict == WRONG


def test_of_a_table_with_errors_only_what_was_corrected_wrongly_is_led_to():
    part = kind_of_every("wrong-rows")
    cells = part.key.mark(part.right_text).cells
    overlooked = part.mark("; ".join(["ok"] * (len(cells) - 1) + ["123456"]))
    last = part.break_down(FULL, overlooked).steps[-1].prompt
    assert last.startswith(f"In the row “{cells[-1].label}”")
    assert part.break_down(FULL).steps[-1].prompt.startswith(f"In the row “{cells[0].label}”")


@pytest.mark.parametrize(
    ("counts", "asked"),
    [
        ("weights of one filter", "Count the weights of one filter."),
        ("whole strides of the window", "Count the whole strides of the window."),
        ("the reach of the window", "What is the reach of the window?"),
        ("output height", "What is the output height?"),
        ("activation size", "What is the activation size?"),
    ],
)
def test_the_sentence_follows_from_the_phrase(counts, asked):
    assert count_question(counts) == asked


def test_an_estimate_asks_only_for_the_terms_that_matter():
    part = next(
        part
        for bank, each, part in SHIPPED
        if (bank, each.id) == ("estimates", "vgg")
    )  # fmt: skip
    whole = [one for one in asks(part) if one.startswith("How many parameters does")]
    assert whole == ["How many parameters does `fc1` have?", "How many parameters does `fc2` have?"]
    assert len(asks(part)) <= MOST
