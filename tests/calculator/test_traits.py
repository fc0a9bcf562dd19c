"""Every layer says what its values come from and whether it needs memory of its own."""

import pytest

from quizengine.calculator import AppliedLayer, LayerError, keras, torch
from quizengine.calculator.analysis.byte_counts import value_bytes
from quizengine.calculator.analysis.receptive_field import field_sizes, receptive_field
from quizengine.calculator.analysis.training_memory import inference_bytes
from quizengine.calculator.network import Network, NetworkRow
from quizengine.calculator.operation import Operation, Trait
from quizengine.frameworks import read
from tests.calculator.cases import EVERY_KIND
from tests.calculator.torch.torch_cases import EVERY_KIND as EVERY_TORCH_KIND

MADE: dict[str, AppliedLayer] = {"keras.Input": keras.Input([4])([4])}
for framework, kinds in (("keras", EVERY_KIND), ("torch", EVERY_TORCH_KIND)):
    for applied in kinds:
        MADE.setdefault(f"{framework}.{applied.layer.kind}", applied)


def every_class() -> set[str]:
    return {
        *(f"keras.{name}" for name in keras.LAYERS),
        *(f"torch.{name}" for name in torch.LAYERS),
    }


def stated(operation: Operation, name: str) -> bool:
    """Whether an operation says this itself, and is not left with what all say."""
    own = [kind for kind in type(operation).__mro__ if kind not in (Operation, object)]
    return name in vars(operation) or any(name in vars(kind) for kind in own)


def test_every_class_of_both_frameworks_is_made() -> None:
    assert every_class() <= set(MADE)


@pytest.mark.parametrize("name", sorted(MADE))
def test_every_operation_states_its_trait(name: str) -> None:
    layer = MADE[name].layer
    assert isinstance(layer.trait, Trait)
    assert stated(layer.operation, "trait")
    keeps = layer.trait is Trait.POINTWISE and MADE[name].output.size == MADE[name].input.size
    if keeps and not MADE[name].params:
        assert stated(layer.operation, "in_place")


@pytest.mark.parametrize("name", sorted(MADE))
def test_in_place_keeps_the_number_of_values(name: str) -> None:
    applied = MADE[name]
    if applied.layer.in_place:
        assert applied.output.size == applied.input.size
        assert applied.params == 0 or applied.layer.kind == "PReLU"


@pytest.mark.parametrize("name", sorted(MADE))
def test_a_window_slides_where_the_trait_says_so_and_only_there(name: str) -> None:
    layer = MADE[name].layer
    assert (layer.sliding is not None) == (layer.trait is Trait.WINDOW)


ELEMENTWISE = (
    "ReLU()", "Hardshrink()", "Softshrink()", "RReLU()", "Softmin(1)", "Threshold(0, 1)",
    "LogSigmoid()", "Softmax2d()", "Hardtanh()", "Dropout2d()", "FeatureAlphaDropout()",
)  # fmt: skip
SAME_PLACE = (
    *ELEMENTWISE, "GLU(1)", "ChannelShuffle(2)", "ReflectionPad2d(1)", "ReplicationPad2d(1)",
    "CircularPad2d(1)", "ConstantPad2d(1, 3.5)", "ZeroPad2d(1)", "BatchNorm2d(4)",
    "LocalResponseNorm(2)", "PReLU(4)", "Identity()",
)  # fmt: skip


def after_a_convolution(step: str) -> Network:
    source = (
        f"nn.Sequential(nn.Conv2d(3, 4, 3, stride=2), nn.{step}, nn.Conv2d({after(step)}, 4, 3))"
    )
    return read(source, [3, 32, 32])


def after(step: str) -> int:
    return 2 if step.startswith("GLU") else 4


@pytest.mark.parametrize("step", SAME_PLACE)
def test_the_field_goes_on_behind_what_keeps_positions(step: str) -> None:
    first, between, second = after_a_convolution(step).rows
    assert field_sizes(first) == field_sizes(between) == (3, 3)
    assert field_sizes(second) == (7, 7)


@pytest.mark.parametrize("step", ELEMENTWISE)
def test_what_works_on_each_value_needs_no_memory_of_its_own(step: str) -> None:
    network, relu = after_a_convolution(step), after_a_convolution("ReLU()")
    assert value_bytes(network) == value_bytes(relu)
    assert inference_bytes(network) == inference_bytes(relu)


@pytest.mark.parametrize("sizes", [1, 3])
def test_adaptive_pooling_to_one_position_sees_everything(sizes: int) -> None:
    row = read(f"nn.Sequential(nn.AdaptiveAvgPool2d({sizes}))", [3, 32, 32]).rows[-1]
    assert field_sizes(row) == ((32, 32) if sizes == 1 else ())


@pytest.mark.parametrize(
    "layer",
    [
        keras.Attention(),
        keras.AdditiveAttention(),
        keras.MultiHeadAttention(2, 4),
        keras.GroupQueryAttention(4, 4, 2),
    ],
    ids=lambda layer: layer.kind,
)
def test_attention_sees_the_whole_input(layer) -> None:
    start = NetworkRow(keras.Input([10, 8]), (), "input")
    row = NetworkRow(layer, (start.tensor, start.tensor), "attention")
    assert field_sizes(row) == (10,)


@pytest.mark.parametrize("step", ["Upsample(scale_factor=2)", "GLU()"])
def test_a_step_that_mixes_positions_has_no_one_field(step: str) -> None:
    row = read(f"nn.Sequential(nn.{step})", [3, 8, 8]).rows[-1]
    assert field_sizes(row) == ()
    with pytest.raises(LayerError):
        _ = receptive_field(row)
