"""What holds for every layer of PyTorch: its counts, its workings, its mistakes, its identity."""

from __future__ import annotations

import pytest

from quizengine.calculator import AppliedLayer, Quantity, torch, working_of
from quizengine.expressions import number_text
from tests.calculator.cases import check_mistakes, quantities
from tests.calculator.torch.torch_cases import EVERY_KIND

pytestmark = pytest.mark.slow


def test_every_class_is_among_the_cases() -> None:
    assert {applied.layer.kind for applied in EVERY_KIND} == set(torch.LAYERS)
    assert len(set(torch.LAYERS)) == len(torch.LAYERS)


@pytest.mark.parametrize("applied", EVERY_KIND, ids=repr)
def test_counts_add_up(applied: AppliedLayer) -> None:
    assert applied.weights + applied.biases == applied.params
    assert applied.params == applied.trainable_params
    assert applied.non_trainable_params == 0
    frozen = type(applied)(applied.layer.as_frozen, applied.inputs)
    assert frozen.params == frozen.non_trainable_params == applied.params
    assert frozen.trainable_params == 0
    kernel = applied.torch_kernel_shape
    assert kernel is None or kernel.size == applied.weights


@pytest.mark.parametrize("applied", EVERY_KIND, ids=repr)
def test_workings_end_with_the_number(applied: AppliedLayer) -> None:
    for quantity in quantities(applied):
        last = working_of(quantity).steps[-1].text
        assert last.rpartition("= ")[2] == number_text(int(quantity)), last
        assert quantity.formula
    for shape in (applied.output, *applied.outputs):
        assert working_of(shape).steps[-1].text == str(shape)


@pytest.mark.parametrize("applied", EVERY_KIND, ids=repr)
def test_every_symbol_that_a_formula_reads_has_a_word(applied: AppliedLayer) -> None:
    counts = [applied.params, applied.weights, applied.biases, applied.macs]
    axes = [axis for axis in applied.output if isinstance(axis, Quantity)]
    for quantity in [*counts, *axes]:
        for symbol, legend in quantity.count_formula.legend:
            assert "=" in legend or symbol in applied.input.symbols, (symbol, quantity.formula)
            assert "strides" not in legend
            assert "filters" not in legend


@pytest.mark.parametrize("applied", EVERY_KIND, ids=repr)
def test_every_mistake_can_be_made_with_the_symbols_there_are(applied: AppliedLayer) -> None:
    for quantity in quantities(applied):
        check_mistakes(quantity)
        ids = [mistake.id for mistake in quantity.count_formula.mistakes]
        assert [found.id for found in quantity.mistakes] == [
            each for each in ids if each in {found.id for found in quantity.mistakes}
        ]
    for mistaken in applied.output.mistakes:
        assert isinstance(mistaken.value, tuple)
        assert len(mistaken.value) == len(applied.output)


@pytest.mark.parametrize("applied", EVERY_KIND, ids=repr)
def test_a_layer_made_of_its_arguments_is_the_same(applied: AppliedLayer) -> None:
    """All arguments are kept by the names that PyTorch gives them."""
    layer = applied.layer
    arguments = {name: value for name, value in layer.arguments.items() if name != "name"}
    again = type(layer)(**arguments)
    assert again == layer
    assert hash(again) == hash(layer)
    assert layer.name == ""
    with pytest.raises(AttributeError, match="does not change"):
        layer.name = "other"


def test_shapes_keep_pytorchs_order() -> None:
    applied = torch.Conv2d(3, 20, 8, stride=2, padding=1)([3, 32, 30])
    assert str(applied.output) == "20×14×13"
    assert applied.output.order == applied.input.order == "D×H×W"
    assert (applied.input.channels, applied.input.height, applied.input.width) == (3, 32, 30)
    assert applied.torch_kernel_shape == [20, 3, 8, 8]
    assert torch.ReLU()([20, 14, 13]).output.order == "D×H×W"
    assert torch.Linear(8, 3)([5, 8]).output.order == "L×D"


def test_known_wrong_numbers() -> None:
    """What a student gets who brings a convention of another framework."""
    norm = torch.BatchNorm2d(64)([64, 8, 8])
    assert {each.id: each.value for each in norm.params.mistakes}["statistics-counted"] == (256)
    lstm = torch.LSTM(10, 20)([5, 10])
    assert lstm.params == 4 * (20 * 30 + 40)
    assert {each.id: each.value for each in lstm.params.mistakes}["one-bias"] == 2480
    pooled = torch.MaxPool2d(3, 2, ceil_mode=True)([6, 6, 6])
    assert pooled.output == [6, 3, 3]
    assert {each.id: each.value for each in pooled.output.mistakes}["rounded-down"] == (6, 2, 2)
