"""Activation functions as layers: the shape stays, nothing is learned, no memory is needed."""

import pytest

from quizengine.calculator import LayerError, keras
from quizengine.calculator.operation import Trait
from quizengine.frameworks import read
from quizengine.frameworks.keras_writer import layer_code

LAYERS = {
    'Activation("gelu")': keras.Activation("gelu"),
    "ReLU(max_value=6)": keras.ReLU(6),
    "LeakyReLU(negative_slope=0.1)": keras.LeakyReLU(0.1),
    "ELU(alpha=0.5)": keras.ELU(0.5),
    "ThresholdedReLU(theta=0.5)": keras.ThresholdedReLU(0.5),
    "Softmax(axis=1)": keras.Softmax(1),
}


@pytest.mark.parametrize(("code", "layer"), LAYERS.items(), ids=LAYERS)
def test_an_activation_hands_its_input_on(code, layer):
    applied = layer([14, 14, 8])
    assert applied.output == [14, 14, 8]
    assert applied.params == applied.macs == 0
    assert layer.trait is Trait.POINTWISE
    assert layer.in_place


@pytest.mark.parametrize(("code", "layer"), LAYERS.items(), ids=LAYERS)
def test_its_code_is_written_and_read_back(code, layer):
    assert layer_code(layer) == f"layers.{code}"
    network = read(f"layers.{code}", [14, 14, 8])
    assert network.rows[0].layer == layer


@pytest.mark.parametrize("kind", [keras.ReLU, keras.ThresholdedReLU])
def test_a_setting_below_0_is_refused(kind):
    with pytest.raises(LayerError, match="at least 0"):
        kind(-1)
