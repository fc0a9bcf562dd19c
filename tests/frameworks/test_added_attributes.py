"""The attributes that a bank's expressions can read beside those of the values themselves."""

from __future__ import annotations

import pytest

from quizengine.calculator.analysis.byte_counts import value_bytes
from quizengine.calculator.analysis.training_memory import largest_batch, training_bytes
from quizengine.calculator.keras import AveragePooling2D, Conv2D, Dense, Flatten, Input
from quizengine.calculator.sequential import Sequential
from quizengine.calculator.units import in_unit
from quizengine.calculator.working import working_of_expression
from quizengine.expressions import ExpressionError, Vocabulary, parse
from quizengine.frameworks import read, to_code
from quizengine.frameworks.added_attributes import ATTRIBUTES
from quizengine.frameworks.vocabulary import EXPORTS
from quizengine.questions.variant_scope import VariantScope

LENET = Sequential([
    Input((32, 32, 1)), Conv2D(6, 5), AveragePooling2D(2), Conv2D(16, 5), AveragePooling2D(2),
    Flatten(), Dense(120), Dense(84), Dense(10),
])  # fmt: skip
NAMES = VariantScope({"net": LENET}, {})


def value(source: str) -> object:
    return parse(source).evaluate(NAMES)


def test_a_bank_can_ask_for_bytes_and_receptive_fields() -> None:
    ask = "net.row('conv2d_1').receptive_field + Dense(10)([5]).param_bytes(2)"
    assert value(ask) == 14 + 120
    ask = "in_unit(net.training_bytes(32), 'KiB') + same_padding(5) + same_padding_total(8, 3, 2)"
    assert value(ask) == in_unit(training_bytes(LENET, 32), "KiB") + 2 + 1
    assert value("net.largest_batch(2**20) + net.flops") == (
        largest_batch(LENET, 2**20) + 2 * LENET.macs
    )
    assert value("net.value_bytes(1)") == value_bytes(LENET, 1)
    assert value("net.rows[0].receptive_fields") == (5, 5)


def test_a_bank_can_write_a_network_as_code() -> None:
    assert value("net.to_keras()") == to_code(LENET, "keras")
    assert value("net.to_torch()") == to_code(LENET, "torch")
    names = VariantScope({"net": read("nn.Sequential(nn.Linear(3, 2))", [3])}, {})
    assert parse("net.to_torch()").evaluate(names) == to_code(names["net"], "torch")


def test_the_counts_behind_an_added_attribute_are_worked_out() -> None:
    source = parse("net.rows[0].flops * 2")
    text = working_of_expression(source, NAMES, NAMES.definitions).text
    assert "2·macs   floating-point operations" in text


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("net.training_bytes()", "training_bytes: missing 1 required positional argument: 'batch'"),
        ("net.training_bytes(0)", "batch must be at least 1"),
        ("net.to_keras(3)", "to_keras: takes 1 positional argument but 2 were given"),
        ("net.rows[4].receptive_field.bits", "a whole number has no `bits`"),
        ("net.cache", "a Sequential has no `cache`; it has flops, inference_bytes, input,"),
        ("net.rows[0].cache", "a layer on an input has no `cache`"),
        ("Dense(10)([5]).receptive_field", "a layer on an input has no `receptive_field`"),
    ],
)
def test_a_wrong_use_is_named(source: str, message: str) -> None:
    with pytest.raises(ExpressionError, match=message.replace("(", r"\(")):
        value(source)


def test_every_added_attribute_is_new_to_its_type() -> None:
    for kind, added in ATTRIBUTES.items():
        assert not set(added) & set(dir(kind)), kind


def test_plain_names_add_nothing() -> None:
    for names in ({**EXPORTS, "net": LENET}, Vocabulary({**EXPORTS, "net": LENET})):
        with pytest.raises(ExpressionError, match="has no `flops`"):
            parse("net.flops").evaluate(names)
