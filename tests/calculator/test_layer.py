"""Layers are frozen values; what a framework refuses is refused with the numbers."""

from __future__ import annotations

import copy
import pickle

import pytest

from quizengine.calculator import AppliedLayer, Layer, LayerError, working_of
from quizengine.calculator.keras import (
    ELU,
    LAYERS,
    Activation,
    AveragePooling1D,
    Conv1D,
    Conv2D,
    Conv3D,
    Dense,
    Dropout,
    Flatten,
    GlobalMaxPooling2D,
    Input,
    LeakyReLU,
    LocallyConnected1D,
    LocallyConnected2D,
    MaxPooling2D,
    ReLU,
    Softmax,
    ZeroPadding1D,
    ZeroPadding2D,
)
from quizengine.expressions import ExpressionError, parse
from quizengine.frameworks.vocabulary import EXPORTS
from tests.calculator.cases import COUNTS, EVERY_KIND, check_refusal


@pytest.mark.parametrize("applied", EVERY_KIND[::7], ids=repr)
def test_a_layer_does_not_change(applied: AppliedLayer) -> None:
    layer = applied.layer
    for name in [*layer.arguments, "other"]:
        with pytest.raises(AttributeError, match="does not change"):
            setattr(layer, name, 1)
        with pytest.raises(AttributeError, match="does not change"):
            delattr(layer, name)


@pytest.mark.parametrize("applied", EVERY_KIND[::7], ids=repr)
def test_a_layer_is_its_class_and_arguments(applied: AppliedLayer) -> None:
    twin = copy.deepcopy(applied.layer)
    assert twin == applied.layer
    assert hash(twin) == hash(applied.layer)
    assert repr(twin) == repr(applied.layer)
    again = twin(*applied.inputs)
    for count in COUNTS:
        assert getattr(again, count) == getattr(applied, count)


def test_layers_differ_by_any_argument_and_by_class() -> None:
    different = [
        Conv2D(20, 8),
        Conv2D(21, 8),
        Conv2D(20, (8, 9)),
        Conv2D(20, 8, strides=2),
        Conv2D(20, 8, padding="same"),
        Conv2D(20, 8, padding=1),
        Conv2D(20, 8, dilation_rate=2),
        Conv2D(20, 8, groups=2),
        Conv2D(20, 8, use_bias=False),
        Conv2D(20, 8, activation="relu"),
        Conv2D(20, 8, name="a"),
        Conv2D(20, 8, trainable=False),
        LocallyConnected2D(20, 8),
        Conv3D(20, 8),
    ]
    assert len(set(different)) == len(different)
    assert Conv2D(20, 8) == Conv2D(20, (8, 8), strides=[1, 1], padding="VALID", use_bias=True)
    assert Conv2D(20, 8) != "Conv2D(20, 8)"
    assert LeakyReLU(alpha=0.2) == LeakyReLU(0.2) != LeakyReLU()


def test_no_activation_is_a_layer_too() -> None:
    assert Activation(None)([4, 3]).output == [4, 3]


@pytest.mark.parametrize("applied", EVERY_KIND[::5], ids=repr)
def test_counts_are_ints_that_belong_together(applied: AppliedLayer) -> None:
    # What is neither is a statistic that a normalization tracks.
    statistics = applied.params - applied.weights - applied.biases
    assert statistics in (0, applied.non_trainable_params)
    assert applied.params == applied.trainable_params + applied.non_trainable_params
    assert all(isinstance(getattr(applied, count), int) for count in COUNTS)
    assert applied.size == applied.output.size
    assert pickle.loads(pickle.dumps(applied.params)) == applied.params  # noqa: S301


def test_training_leaves_a_layer_alone_that_is_not_trainable() -> None:
    for layer in (Dense(10, trainable=False), Conv1D(10, 1, trainable=False)):
        row = layer([4, 5])
        assert (row.params, row.trainable_params, row.non_trainable_params) == (60, 0, 60)
        assert working_of(row.non_trainable_params).steps[-1].text == "60"
        assert "trainable=False" in working_of(row.trainable_params).text
    row = LocallyConnected1D(2, 1, trainable=False)([4, 5])
    assert (row.trainable_params, row.non_trainable_params) == (0, 48)


def test_the_shapes_of_the_weights() -> None:
    conv = Conv2D(10, (3, 5), groups=2)([24, 24, 4])
    assert conv.kernel_shape == [3, 5, 2, 10]
    assert conv.torch_kernel_shape == [10, 2, 3, 5]
    assert conv.bias_shape == [10]
    dense = Dense(7, use_bias=False)([3, 5])
    assert dense.kernel_shape == [5, 7]
    assert dense.torch_kernel_shape == [7, 5]
    assert dense.bias_shape is None
    assert MaxPooling2D()([4, 4, 1]).kernel_shape is None
    assert LocallyConnected2D(20, 8, strides=2, padding=1)([32, 32, 3]).torch_kernel_shape is None


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: Conv2D(0, 3), "filters must be at least 1, and 0 is not"),
        (lambda: Conv2D(-4, 3), "-4"),
        (lambda: Conv2D(2.5, 3), "whole number, not 2.5"),
        (lambda: Conv2D(True, 3), "whole number, not True"),
        (lambda: Conv2D("a" * 10_000, 3), r"whole number, not 'aaa.*\.\.\.$"),
        (lambda: Conv2D(10**400, 3), "at most 1099511627776"),
        (lambda: Conv2D(2**40 + 1, 3), "at most 1099511627776, and 1099511627777 is not"),
        (lambda: Conv2D(3, 0), "kernel_size must be at least 1, and 0 is not"),
        (lambda: Conv2D(3, (3, 3, 3)), "needs 2 numbers, one per axis, and has 3"),
        (lambda: Conv2D(3, 3, strides=0), "strides must be at least 1, and 0 is not"),
        (lambda: Conv2D(3, 3, padding=-1), "padding must be at least 0, and -1 is not"),
        (lambda: Conv2D(3, 3, padding="full"), "not 'full'"),
        (lambda: Conv2D(3, 3, padding="causal"), '"valid", "same" or a number per side'),
        (lambda: Conv2D(3, 3, padding=None), "whole number, not None"),
        (lambda: Conv2D(3, 3, dilation_rate=0), "dilation_rate must be at least 1"),
        (lambda: Conv2D(4, 3, strides=2, dilation_rate=2), "do not go together"),
        (lambda: Conv2D(3, 3, groups=2), "3 filters cannot be shared out among 2 groups"),
        (lambda: Conv2D(3, 3, use_bias=1), "True or False, not 1"),
        (lambda: Conv2D(3, 3, trainable="no"), "True or False, not 'no'"),
        (lambda: Conv2D(3, 3, data_format="NCHW"), "channels_first"),
        (lambda: Conv2D(3, 3, activation="a b"), "not 'a b'"),
        (lambda: Conv2D(3, 3, name="\x1b[31m"), r"\\x1b"),
        (lambda: Conv2D(3, 3, name="a\nb"), r"\\n"),
        (lambda: Conv2D(4, 3, groups=2)([5, 5, 3]), "3 input channels .* 2 groups"),
        (lambda: Conv2D(3, 9)([5, 6, 1]), "of 9 .* of 5: the output height would be -3"),
        (lambda: Conv2D(3, (1, 9))([5, 5, 1]), "width of 5"),
        (lambda: Conv2D(3, 9, padding=1)([5, 5, 1]), "padded to 7"),
        (lambda: Conv2D(3, 3, dilation_rate=3)([5, 5, 1]), "window of 7"),
        (lambda: Conv2D(3, 3)([5, 5]), "H×W×D, and 5×5 has 2 axes"),
        (lambda: Conv1D(3, 3)([5, 5, 5]), "L×D, and 5×5×5 has 3 axes"),
        (lambda: Conv3D(3, 3)([5]), "T×H×W×D, and 5 has 1 axes"),
        (lambda: GlobalMaxPooling2D()([5, 5]), "2 axes"),
        (lambda: ZeroPadding2D(1)([5, 5]), "2 axes"),
        (lambda: GlobalMaxPooling2D(keepdims="yes"), "True or False, not 'yes'"),
        (lambda: MaxPooling2D((2, 4), padding=(1, 3)), "padding of 3 .* half the pool size 4"),
        (lambda: AveragePooling1D(0), "at least 1, and 0 is not"),
        (lambda: AveragePooling1D(9)([5, 1]), "length of 5"),
        (lambda: ZeroPadding1D(-1), "-1"),
        (lambda: ZeroPadding2D((1, 2, 3)), "2 entries"),
        (lambda: ZeroPadding2D(((1, 2, 3), 4)), "pair"),
        (lambda: Dense(0), "units must be at least 1, and 0 is not"),
        (lambda: Dense([3]), r"whole number, not \[3\]"),
        (lambda: Dropout(1.5), "from 0 to 1, not 1.5"),
        (lambda: Dropout(-0.1), "from 0 to 1, not -0.1"),
        (lambda: Dropout(float("nan")), "not nan"),
        (lambda: Dropout(float("inf")), "not inf"),
        (lambda: Dropout("a"), "not 'a'"),
        (lambda: Activation(3), "not 3"),
        (lambda: ReLU(max_value="six"), "not 'six'"),
        (lambda: LeakyReLU([]), "number"),
        (lambda: ELU(alpha=True), "not True"),
        (lambda: Softmax(axis="last"), "not 'last'"),
        (lambda: Flatten(data_format="sideways"), "channels_last"),
        (lambda: Input([5])([6]), "the input is 5, and 6 was given"),
        (lambda: LocallyConnected2D(3, 9)([5, 5, 1]), "window of 9"),
    ],
)  # fmt: skip
def test_what_keras_refuses_is_refused_with_the_numbers(make: object, says: str) -> None:
    check_refusal(make, says)


@pytest.mark.parametrize(
    "shape", [[], [0], [-1], [2.5], [True], ["3"], [None, 3], "3", None, [1] * 9]
)
def test_only_a_list_of_sizes_is_an_input(shape: object) -> None:
    with pytest.raises(LayerError, match=r"size|axes"):
        Dense(3)(shape)


def test_every_layer_is_exported_under_its_name() -> None:
    assert set(LAYERS) <= set(EXPORTS)
    for name, kind in LAYERS.items():
        assert issubclass(kind, Layer)
        assert kind.__name__ == name
    assert {type(applied.layer).__name__ for applied in EVERY_KIND} | {"Input"} == set(LAYERS)


def test_a_wrong_call_in_an_expression_names_the_layer() -> None:
    for source in ("Conv2D(3)", "Conv2D(3, 3, colour=1)", "Dense()", "Conv2D(2, 2)([3, 3, 1], 4)"):
        with pytest.raises(ExpressionError) as caught:
            parse(source).evaluate(EXPORTS)
        assert "__" not in caught.value.message
        assert "Convolution" not in caught.value.message


def test_channels_may_come_first() -> None:
    """The counts are the same; shapes keep the order of the axes that the layer takes."""
    last = Conv2D(20, 8, strides=2, padding=1)([32, 32, 3])
    first = Conv2D(20, 8, strides=2, padding=1, data_format="channels_first")([3, 32, 32])
    assert first.output == [20, 14, 14]
    assert (first.output.height, first.output.width, first.output.channels) == (14, 14, 20)
    assert first.output.order == "D×H×W"
    assert (first.params, first.macs, first.size) == (last.params, last.macs, last.size)
    assert working_of(first.params).text == working_of(last.params).text
