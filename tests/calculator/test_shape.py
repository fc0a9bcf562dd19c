"""The shape of a volume."""

from __future__ import annotations

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizengine.calculator import LayerError, Shape, as_shape
from quizengine.calculator.keras import Conv2D
from quizengine.expressions import ExpressionError, parse
from quizengine.frameworks.vocabulary import EXPORTS

AXES = st.lists(st.integers(1, 1_000), min_size=1, max_size=8)


def test_a_volume_has_height_width_and_depth() -> None:
    shape = Shape([14, 12, 20])
    assert (shape.height, shape.width, shape.depth, shape.channels) == (14, 12, 20, 20)
    assert (shape.rank, shape.size, shape.order, str(shape)) == (3, 3_360, "H×W×D", "14×12×20")
    assert shape[0] == 14
    assert len(shape) == 3


def test_a_sequence_has_a_length() -> None:
    shape = Shape([9, 4])
    assert (shape.length, shape.channels, shape.order) == (9, 4, "L×D")
    with pytest.raises(LayerError, match="9×4 has no height"):
        _ = shape.height
    with pytest.raises(LayerError, match="3 has no width"):
        _ = Shape([3]).width
    with pytest.raises(LayerError, match="4×4×4 has no length"):
        _ = Shape([4, 4, 4]).length


def test_a_volume_over_three_axes_has_a_first_one() -> None:
    assert Shape([2, 3, 4, 5]).order == "T×H×W×D"
    assert (Shape([2, 3, 4, 5]).height, Shape([2, 3, 4, 5]).width) == (3, 4)


@given(AXES)
def test_a_shape_is_the_tuple_and_the_list_of_its_axes(axes: list[int]) -> None:
    shape = Shape(axes)
    assert shape == tuple(axes)
    assert shape == axes
    assert axes == shape
    assert (shape != axes) is False
    assert shape != [*axes, 1]
    assert hash(shape) == hash(tuple(axes))
    assert as_shape(axes) == as_shape(tuple(axes)) == shape
    assert as_shape(shape) is shape
    assert copy.deepcopy(shape) == shape
    assert str(shape) == "×".join(map(str, axes))


@given(AXES)
def test_the_size_is_the_product_of_the_axes(axes: list[int]) -> None:
    product = 1
    for axis in axes:
        product *= axis
    assert Shape(axes).size == product


def test_a_shape_in_an_expression() -> None:
    names = {**EXPORTS, "layer": Conv2D(20, 8, strides=2, padding=1)([32, 32, 3])}
    for source in (
        "layer.output == [14, 14, 20]",
        "layer.output == (14, 14, 20)",
        "layer.output != [14, 14, 3]",
        "layer.output.height*layer.output.width*layer.output.depth == layer.output.size",
        "layer.output[2] == layer.output.channels",
        "Shape([2, 3]).length == 2",
        "len(layer.input) == 3",
    ):
        assert parse(source).evaluate(names) is True, source
    with pytest.raises(ExpressionError, match="has no `index`"):
        parse("layer.output.index(14)").evaluate(names)
    with pytest.raises(ExpressionError, match="has no length"):
        parse("layer.output.length").evaluate(names)


def test_one_number_is_a_shape_of_one_axis() -> None:
    assert as_shape(7) == [7]
