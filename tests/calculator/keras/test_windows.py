"""The relatives of convolutions: what people get wrong, what Keras refuses, and their code."""

from __future__ import annotations

import pytest

from quizengine.calculator import AppliedLayer, Quantity
from quizengine.calculator.keras import (
    Activation,
    AlphaDropout,
    Conv1DTranspose,
    Conv2D,
    Conv2DTranspose,
    Cropping1D,
    Cropping2D,
    DepthwiseConv2D,
    GaussianNoise,
    Permute,
    PReLU,
    ReLU,
    RepeatVector,
    Rescaling,
    Reshape,
    SeparableConv1D,
    SeparableConv2D,
    SpatialDropout2D,
    UpSampling1D,
    UpSampling2D,
)
from quizengine.frameworks import read
from quizengine.frameworks.keras_writer import layer_code
from tests.calculator.cases import check_refusal
from tests.calculator.keras.window_cases import KINDS

SPREAD = Conv2DTranspose(8, 3, strides=2, padding="same", output_padding=1)([16, 16, 4])
SEPARABLE = SeparableConv2D(16, 3, use_bias=False)([10, 10, 8])
DEPTHWISE = DepthwiseConv2D(3, depth_multiplier=2)([32, 32, 8])


def values(quantity: object) -> dict[str, object]:
    assert isinstance(quantity, Quantity)
    return {mistake.id: mistake.value for mistake in quantity.mistakes}


def test_a_transposed_size() -> None:
    """16 by a stride of 2, with an output_padding of 1: 32, and what else is said."""
    assert SPREAD.output[0] == 32
    assert values(SPREAD.output[0]) == {
        "forward-formula": 8,
        "output-padding-forgotten": 31,
        "output-padding-twice": 33,
        "valid-assumed": 33,
        "size-kept": 16,
    }


def test_an_output_padding_of_0_is_not_none() -> None:
    layer = Conv1DTranspose(32, 3, strides=4, output_padding=0)
    assert layer([60, 6]).output == [239, 32]
    assert Conv1DTranspose(32, 3, strides=4)([60, 6]).output == [240, 32]
    assert Conv1DTranspose(64, 3, strides=3, padding="same")([26, 32]).output == [78, 64]
    spread = Conv1DTranspose(64, 3, strides=3, padding="same", output_padding=0)
    assert spread([26, 32]).output == [76, 64]


def test_what_a_separable_convolution_learns() -> None:
    """72 weights and then 128: 200, and what else is said."""
    assert SEPARABLE.params == 200
    assert values(SEPARABLE.params) == {
        "ordinary-convolution": 1_152,
        "steps-multiplied": 9_216,
        "depthwise-only": 72,
        "pointwise-only": 128,
        "pointwise-depth-forgotten": 88,
        "activation-size": 1_024,
        "counted-biases": 216,
    }


def test_what_a_depthwise_convolution_learns() -> None:
    assert values(DEPTHWISE.params) == {
        "ordinary-convolution": 1_168,
        "one-filter-for-all": 10,
        "activation-size": 14_400,
        "multiplier-ignored": 80,
        "kernel-not-squared": 64,
        "missing-biases": 144,
        "one-bias-per-layer": 145,
        "bias-per-input-channel": 152,
    }
    assert values(DEPTHWISE.output[-1]) == {"multiplier-ignored": 8, "multiplier-alone": 2}


def test_what_a_prelu_learns() -> None:
    everywhere = PReLU()([22, 24, 3])
    assert everywhere.params == 1_584
    wanted = {"activation-without-parameters": 0, "one-for-all": 1, "one-per-channel": 3}
    assert values(everywhere.params) == wanted
    per_channel = PReLU(shared_axes=[1, 2])([22, 24, 3])
    assert per_channel.params == 3
    assert values(per_channel.params)["sharing-ignored"] == 1_584
    frozen = PReLU(trainable=False)([22, 24, 3])
    assert (frozen.trainable_params, frozen.non_trainable_params) == (0, 1_584)


def test_a_permutation_read_backwards() -> None:
    wrong = {mistake.id: mistake.value for mistake in Permute((2, 3, 1))([4, 5, 6]).output.mistakes}
    assert wrong == {"not-permuted": (4, 5, 6), "permuted-backwards": (6, 4, 5)}


def test_the_kernels_of_two_frameworks() -> None:
    spread = Conv2DTranspose(8, (3, 5))([16, 16, 4])
    assert spread.kernel_shape == [3, 5, 8, 4]
    assert spread.torch_kernel_shape == [4, 8, 3, 5]
    assert DEPTHWISE.kernel_shape == [3, 3, 8, 2]
    assert DEPTHWISE.torch_kernel_shape == [16, 1, 3, 3]
    assert SEPARABLE.kernel_shape is SEPARABLE.torch_kernel_shape is None


def test_depthwise_windows_may_step_wide_and_be_dilated() -> None:
    """Keras refuses the two together in the other convolutions, and takes them here."""
    assert DepthwiseConv2D(3, strides=2, dilation_rate=2)([9, 12, 4]).output == [3, 4, 4]
    assert SeparableConv1D(64, 5, strides=4, dilation_rate=2)([126, 8]).output == [30, 64]
    wide = SeparableConv2D(1, 3, strides=2, padding="same", dilation_rate=2)
    assert wide([22, 16, 2]).output == [11, 8, 1]


def test_channels_may_come_first() -> None:
    first = "channels_first"
    assert Conv2DTranspose(8, 2, strides=2, data_format=first)([3, 5, 7]).output == [8, 10, 14]
    spread = DepthwiseConv2D(3, depth_multiplier=2, data_format=first)([3, 5, 7])
    assert spread.output == [6, 3, 5]
    assert spread.params == 60
    assert SeparableConv1D(4, 3, data_format=first)([2, 9]).output == [4, 7]
    assert UpSampling2D((2, 3), data_format=first)([3, 5, 7]).output == [3, 10, 21]
    assert Cropping2D(((1, 0), (0, 2)), data_format=first)([3, 5, 7]).output == [3, 4, 5]
    assert SpatialDropout2D(0.5, data_format=first)([3, 5, 7]).output == [3, 5, 7]


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: Conv2DTranspose(3, 3, padding=1), '"valid" or "same"'),
        (lambda: Conv2DTranspose(3, 3, padding="causal"), "not 'causal'"),
        (lambda: Conv2DTranspose(3, 3, strides=2, output_padding=2), "2 is not less than 2"),
        (lambda: Conv2DTranspose(3, 3, strides=(3, 1), output_padding=1), "1 is not less than 1"),
        (lambda: Conv2DTranspose(3, 3, output_padding=-1), "at least 0, and -1 is not"),
        (lambda: Conv2DTranspose(3, 3, strides=2, dilation_rate=2), "do not go together"),
        (lambda: Conv2DTranspose(3, 3)([5, 5]), "2 axes"),
        (lambda: Conv1DTranspose(3, 2, padding="same", output_padding=0)([1, 2]), "would be 0"),
        (lambda: DepthwiseConv2D(3, depth_multiplier=0), "depth_multiplier must be at least 1"),
        (lambda: DepthwiseConv2D(3, padding="causal"), "not 'causal'"),
        (lambda: DepthwiseConv2D(9)([8, 24, 1]), "height would be 0"),
        (lambda: SeparableConv1D(3, 3, padding="causal"), "not 'causal'"),
        (lambda: SeparableConv2D(0, 3), "filters must be at least 1"),
        (lambda: Cropping1D((4, 5))([9, 1]), "4 \\+ 5 from an input length of 9 leaves 0"),
        (lambda: Cropping2D((1, 2, 3)), "cropping needs 2 entries"),
        (lambda: Cropping2D(((1, 2, 3), 4)), "a number or a pair"),
        (lambda: UpSampling1D((2,)), "whole number"),
        (lambda: UpSampling2D(0), "at least 1"),
        (lambda: UpSampling2D(2, interpolation="cubic"), "nearest, bilinear, bicubic"),
        (lambda: RepeatVector(3)([4, 5]), "takes a vector, and 4×5 has 2 axes"),
        (lambda: RepeatVector(2.0), "whole number, not 2.0"),
        (lambda: Permute((0, 1)), "each of 1 to 2 once"),
        (lambda: Permute((1, 1)), "each of 1 to 2 once"),
        (lambda: Permute(()), "once"),
        (lambda: Permute(1), "a list of axes, not 1"),
        (lambda: Permute((2, 1))([3, 4, 5]), "dims has 2 axes, and 3×4×5 has 3"),
        (lambda: Reshape((6, 27, 23))([9, 46]), "414 values, .* as 6×27×23 \\(3726\\)"),
        (lambda: Reshape((5, -1))([9, 46]), "414 values, .* \\(a multiple of 5\\)"),
        (lambda: Reshape((-1, -1)), "only one axis"),
        (lambda: Reshape((-2, 3)), "at least 1, and -2 is not"),
        (lambda: Reshape(()), "a list of sizes"),
        (lambda: PReLU(shared_axes=[3])([4, 5]), "axis 3, and 4×5 has axes 1 to 2"),
        (lambda: PReLU(shared_axes=["a"]), "not 'a'"),
        (lambda: AlphaDropout(1.5), "from 0 to 1, not 1.5"),
        (lambda: GaussianNoise(2), "stddev must be from 0 to 1, not 2"),
        (lambda: SpatialDropout2D(0.5)([4, 5]), "2 axes"),
        (lambda: ReLU(negative_slope=-1), "negative_slope must be at least 0, not -1"),
        (lambda: Rescaling("a"), "not 'a'"),
        (lambda: Activation("rleu"), "\"relu\", not 'rleu'"),
        (lambda: Conv2D(3, 3, activation="ReLu"), "\"relu\", not 'ReLu'"),
    ],
)
def test_what_keras_refuses_is_refused_with_the_numbers(make: object, says: str) -> None:
    check_refusal(make, says)


@pytest.mark.slow
@pytest.mark.parametrize("applied", KINDS, ids=repr)
def test_a_layer_written_as_code_is_the_same_when_it_is_read(applied: AppliedLayer) -> None:
    row = read(layer_code(applied.layer), list(applied.input)).rows[0]
    assert row.layer == applied.layer
    assert row.output == applied.output


def test_code_says_the_same_where_a_shorter_form_would_not() -> None:
    assert layer_code(Cropping2D([[1, 2], [1, 2]])) == "layers.Cropping2D(((1, 2), (1, 2)))"
    assert layer_code(Reshape([2, 2, 2])) == "layers.Reshape((2, 2, 2))"
    assert layer_code(UpSampling2D([2, 2])) == "layers.UpSampling2D(2)"
    third = read("layers.Rescaling(1. / 255)", [3, 3, 1]).rows[0].layer
    assert layer_code(third) == "layers.Rescaling(0.00392156862745098)"
