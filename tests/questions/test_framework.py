"""A question that shows its network in Keras or in PyTorch: the text changes, and nothing else."""

import pytest

from quizengine.banks import find_question, load_bank, resolve_address
from quizengine.expressions import Template
from quizengine.frameworks import to_code
from quizengine.questions import Question, Variable, VariantError
from tests.questions.builder import expression, part

NET = "Sequential([Input([size, size, 1]), Conv2D(4, 3), Flatten(), Dense(2)])"
SIZES = (Variable("size", 8, (8, 9, 10, 11)),)


def asking(ask, net=NET, **more):
    let = (("net", expression(net)), ("shown", expression("code(net)")))
    shown = Template("{{ code(net) }}")
    coded_part = part("", "net.params", ask=ask)._replace(hints=(shown,), solution=shown)
    return Question("q", "Q", (coded_part,), vary=SIZES, let=let, **more)


CODE = asking("Look:\n{{ code(net) }}")


@pytest.mark.parametrize("number", [0, 1, 3])
def test_the_texts_change_and_draw_key_and_working_stay(number):
    keras = CODE.variant(number)
    torch = keras.in_framework("torch")
    assert (torch.number, torch.values) == (keras.number, keras.values)
    before, after = keras.parts[0], torch.parts[0]
    assert "layers.Conv2D(4, kernel_size=(3, 3))" in before.prompt
    assert "nn.Conv2d(1, 4, 3)" in after.prompt
    assert "nn.Linear(" in after.hints[0]
    assert "nn.Linear(" in after.solution
    assert (after.answer, after.working, after.mistakes, after.answer_input) == (
        before.answer,
        before.working,
        before.mistakes,
        before.answer_input,
    )
    assert after.mark(before.right_text) == before.mark(before.right_text)


def test_each_framework_leads_to_the_other_and_back():
    keras = CODE.variant(0)
    assert (keras.framework, keras.other_framework) == ("keras", "torch")
    torch = keras.in_framework("torch")
    assert (torch.framework, torch.other_framework) == ("torch", "keras")
    assert torch.in_framework("keras").parts[0].prompt == keras.parts[0].prompt
    assert keras.in_framework("keras") is keras


def test_code_may_come_by_way_of_a_definition_and_above_the_parts():
    defined = asking("{{ shown }}").variant(0).in_framework("torch")
    assert "nn.Conv2d" in defined.parts[0].prompt
    intro = asking("How many?", intro=Template("{{ code(net) }}")).variant(0)
    assert intro.other_framework == "torch"
    assert "nn.Conv2d" in intro.in_framework("torch").intro


@pytest.mark.parametrize(
    ("ask", "net"),
    [
        ("How many?", NET),
        ("{{ net.to_keras() }}", NET),
        ("{{ code(net) }}", "Sequential([Input([size, size, 1]), LocallyConnected2D(2, 3)])"),
    ],
)
def test_where_no_other_text_is_to_be_had_none_is_offered(ask, net):
    variant = asking(ask, net).variant(0)
    assert variant.other_framework == ""
    assert variant.in_framework("torch").parts[0].prompt == variant.parts[0].prompt


def test_code_takes_a_network_only():
    for framework in ("keras", "torch"):
        with pytest.raises(VariantError, match="code takes a network"):
            _ = asking("{{ code(size) }}").variant(0).in_framework(framework).parts[0].prompt


@pytest.mark.parametrize("question", ["statements", "sizes", "total"])
def test_shipped_questions_show_both_and_are_published_in_keras(question):
    bank = load_bank(resolve_address("keras-reading").path)
    variant = find_question(bank, question).variant(0)
    net = variant.question.scope(variant.values)["net"]
    code = to_code(net, "keras")
    assert f"```python\n{code}\n```" in variant.parts[0].prompt
    assert variant.other_framework == "torch"
    assert "nn.Conv2d(1, 32, 3)" in variant.in_framework("torch").parts[0].prompt
