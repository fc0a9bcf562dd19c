"""What `quizengine.calculator.keras` gives by name."""

from __future__ import annotations

import pytest

from quizengine.calculator import keras, sequential


def test_sequential_is_taken_from_where_the_layers_are() -> None:
    from quizengine.calculator.keras import Conv2D, Sequential

    assert Sequential is sequential.Sequential
    assert Sequential([keras.Input((9, 9, 1)), Conv2D(4, 3)]).params == 40


def test_a_name_that_keras_lacks_is_refused() -> None:
    with pytest.raises(AttributeError, match=r"quizengine\.calculator\.keras.*Conv9D"):
        keras.Conv9D  # noqa: B018
