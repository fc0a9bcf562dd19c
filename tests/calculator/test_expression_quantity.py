"""An answer that an author writes as arithmetic knows what it is made of."""

import pytest

from quizengine.calculator import Quantity, working_of
from quizengine.calculator.expression_quantity import quantity_of_expression
from quizengine.calculator.keras import Conv2D, LocallyConnected2D
from quizengine.expressions import ExpressionError, parse

_LOCAL = LocallyConnected2D(20, 8, strides=2, padding=1)([32, 32, 3])
_SHARED = Conv2D(20, 8, strides=2, padding=1)([32, 32, 3])
_NAMES = {"local": _LOCAL, "shared": _SHARED, "kernel": 8, "both": [_LOCAL, _SHARED]}


def _quantity(text, **definitions):
    defined = {name: parse(source) for name, source in definitions.items()}
    names = dict(_NAMES)
    for name, expression in defined.items():
        names[name] = expression.evaluate(names)
    return quantity_of_expression(parse(text), names, defined)


def test_a_quantity_is_itself():
    assert _quantity("local.params") is _LOCAL.params


def test_arithmetic_has_a_formula_of_plain_symbols_and_knows_its_parts():
    ratio = _quantity("local.params // shared.params")
    assert ratio == 196
    assert ratio.count_formula.text == "local_params // shared_params"
    assert ratio.formula == "⌊local params/shared params⌋"
    assert ratio.symbols == {"local_params": 756560, "shared_params": 3860}
    assert ratio.origins["local_params"] is _LOCAL.params
    assert ratio.count_formula.formula.value(ratio.symbols) == 196


def test_what_is_no_count_is_a_symbol_without_an_origin():
    neuron = _quantity("kernel*kernel*3 + 1")
    assert (neuron, neuron.symbols, dict(neuron.origins)) == (193, {"kernel": 8}, {})


def test_two_parts_never_share_a_symbol():
    total = _quantity("both[0].params + both[1].params + both_0_params", both_0_params="1")
    assert total == 756560 + 3860 + 1
    assert len(total.symbols) == 3


def test_a_choice_within_is_a_symbol_too():
    total = _quantity("(10 if kernel > 3 else 0) + shared.biases")
    assert (total, sorted(total.symbols.values())) == (30, [10, 20])


def test_a_definition_is_looked_into():
    total = _quantity("together*4", together="local.params + shared.params")
    assert total == 4 * (756560 + 3860)
    together = total.origins["together"]
    assert together.origins["shared_params"] is _SHARED.params
    assert _quantity("together", together="local.params + shared.params") == together


@pytest.mark.parametrize(
    "text", ["7", "3*4", "kernel", "kernel/3", "[kernel]", "kernel > 3", "[kernel]*2", '"a"']
)
def test_what_nothing_is_known_of_is_no_quantity(text):
    assert _quantity(text) is None


@pytest.mark.parametrize("text", ["kernel/(kernel - 8)", "missing*2"])
def test_what_has_no_value_is_refused_as_everywhere(text):
    with pytest.raises(ExpressionError):
        _quantity(text)


def test_its_working_is_the_arithmetic_and_that_of_its_parts():
    lines = [step.text for step in working_of(_quantity("4*shared.params")).steps]
    assert lines == [
        "4·shared params",
        "shared params = (F·F·D + 1)·K",
        "              = (8·8·3 + 1)·20",
        "              = 3860",
        "4·3860",
        "15,440",
    ]
    assert isinstance(_quantity("4*shared.params"), Quantity)
