"""What plain scalars mean."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizengine.banks.yaml_scalars import NumberRefused, resolve


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12),
        ("-3", -3),
        ("+3", 3),
        ("0", 0),
        ("0o17", 15),
        ("0x1F", 31),
        ("1.5", Fraction(3, 2)),
        (".5", Fraction(1, 2)),
        ("1e3", 1000),
        ("1.", 1),
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("", None),
    ],
)
def test_core_schema(text, value):
    """The scalars of YAML 1.2, and their types."""
    assert resolve(text) == value
    assert isinstance(resolve(text), bool) == isinstance(value, bool)


@pytest.mark.parametrize(
    "text",
    [
        "yes",
        "no",
        "on",
        "off",
        "012",
        "-012",
        "1_000",
        "1:30",
        "0b11",
        "2024-01-01",
        "3x3",
        "=",
        "-",
        ".",
        "e3",
        "tRUE",
        "٣",
        "1e",
        "0o8",
        "4..32",
    ],
)
def test_what_only_yaml_1_1_reads_is_text(text):
    assert resolve(text) == text
    assert isinstance(resolve(text), str)


@pytest.mark.parametrize("text", ["9" * 5_000, "1e99999999", "1e-41", ".inf", "-.INF", ".nan"])
def test_numbers_without_an_exact_short_value_are_refused(text):
    with pytest.raises(NumberRefused):
        resolve(text)


@given(st.integers(-(10**30), 10**30))
def test_integers_keep_every_digit(number):
    assert resolve(str(number)) == number
