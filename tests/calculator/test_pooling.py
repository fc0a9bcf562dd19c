"""Pooling, padding and upsampling: what is refused, and where an output value comes from."""

from __future__ import annotations

import pytest

from quizengine.calculator import LayerError, keras, torch
from quizengine.calculator.errors import ArgumentError
from quizengine.calculator.layer import Layer
from quizengine.calculator.operation import Trait
from quizengine.frameworks.keras_writer import layer_code as keras_code
from quizengine.frameworks.torch_writer import layer_code as torch_code


@pytest.mark.parametrize("rank", [1, 2, 3])
def test_only_max_pooling_has_a_pool_size_unless_it_is_given(rank: int) -> None:
    shape = [8] * rank + [3]
    assert getattr(keras, f"MaxPooling{rank}D")()(shape).output == [4] * rank + [3]
    mean = getattr(keras, f"AveragePooling{rank}D")
    assert mean(2)(shape).output == [4] * rank + [3]
    with pytest.raises(ArgumentError, match="needs `pool_size`"):
        mean()


@pytest.mark.parametrize("size", [(3,), [3], (3, 3)])
def test_a_power_mean_along_one_axis_takes_one_number(size: object) -> None:
    """PyTorch multiplies by the size, which a list does not do."""
    with pytest.raises(LayerError, match="kernel_size must be a whole number"):
        torch.LPPool1d(2, size)


def test_a_power_mean_in_its_forms() -> None:
    assert torch.LPPool1d(2, 3)([4, 9]).output == [4, 3]
    assert torch.LPPool1d(2, 3, stride=[2])([4, 9]).output == [4, 4]
    assert torch.LPPool1d(2, 3, 3) == torch.LPPool1d(2, 3)
    assert torch_code(torch.LPPool1d(2, 3, 1)) == "nn.LPPool1d(2, 3, stride=1)"
    assert torch.LPPool2d(2, 3)([4, 9, 9]).output == [4, 3, 3]
    assert torch.LPPool2d(2, (3, 2))([4, 9, 9]).output == [4, 3, 4]
    with pytest.raises(LayerError, match="kernel_size needs 2 numbers"):
        torch.LPPool2d(2, (3,))


@pytest.mark.parametrize(
    "make",
    [
        lambda word: torch.MaxPool2d(2, **word),
        lambda word: torch.LPPool1d(2, 3, **word),
        lambda word: torch.AdaptiveMaxPool2d(1, **word),
        lambda word: torch.ReflectionPad1d(1, **word),
        lambda word: torch.Upsample(2, **word),
    ],
)
def test_what_holds_no_weights_is_on_no_device(make: object) -> None:
    assert callable(make)
    assert isinstance(make({}), Layer)
    for name in ("device", "dtype"):
        with pytest.raises(ArgumentError, match=f"no argument `{name}`"):
            make({name: None})


@pytest.mark.parametrize("word", ["Zero", "Constant", "Reflection", "Replication", "Circular"])
@pytest.mark.parametrize("rank", [1, 2, 3])
def test_a_padded_value_comes_from_its_own_position(word: str, rank: int) -> None:
    value = (0,) if word == "Constant" else ()
    assert getattr(torch, f"{word}Pad{rank}d")(1, *value).trait is Trait.POINTWISE


@pytest.mark.parametrize("kind", ["Avg", "Max"])
@pytest.mark.parametrize(
    ("sizes", "trait"),
    [
        (1, Trait.WHOLE),
        ((1, 1), Trait.WHOLE),
        (2, Trait.MIXED),
        ((1, 2), Trait.MIXED),
        ((1, None), Trait.MIXED),
    ],
)
def test_adaptive_pooling_to_one_value_is_global(kind: str, sizes: object, trait: Trait) -> None:
    assert getattr(torch, f"Adaptive{kind}Pool2d")(sizes).trait is trait
    assert keras.GlobalMaxPooling2D().trait is Trait.WHOLE


def test_a_window_that_is_cut_short_slides_as_any_other() -> None:
    up, down = (torch.MaxPool2d(3, 2, 1, ceil_mode=flag) for flag in (True, False))
    assert up([4, 8, 8]).output == [4, 5, 5]
    assert down([4, 8, 8]).output == [4, 4, 4]
    assert up.trait is down.trait is Trait.WINDOW
    assert up.sliding is not None
    assert (up.sliding.size, up.sliding.strides) == ((3, 3), (2, 2))


def test_upsampling_along_one_axis_takes_one_number() -> None:
    layer = keras.UpSampling1D(3)
    assert layer([4, 2]).output == [12, 2]
    assert layer == keras.UpSampling1D(size=layer.arguments["size"])
    assert keras_code(layer) == "layers.UpSampling1D(3)"
