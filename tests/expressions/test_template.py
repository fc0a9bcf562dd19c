"""Text with holes."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizengine.expressions import ExpressionError, Template
from quizengine.frameworks.vocabulary import EXPORTS

F = Fraction


def render(source: str, **names: object) -> str:
    return Template(source).render({**EXPORTS, **names})


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("", ""),
        ("no hole } { }}", "no hole } { }}"),
        ("{{ 1 + 1 }}", "2"),
        ("a{{1}}b{{2}}c", "a1b2c"),
        ("{{ 12345 }}", "12345"),
        ("{{ 12345:,}}", "12,345"),
        ("{{ 12345:_ }}", "12_345"),
        ("{{ 12345:d}}", "12345"),
        ("{{ 12345 : ,.1f }}", "12,345.0"),
        ("{{ 7/3:.2f }}", "2.33"),
        ("{{ 1/8:.2f }}", "0.13"),
        ("{{ -1/8:.2f }}", "-0.13"),
        ("{{ -1/400:.2f }}", "0.00"),
        ("{{ 1999/2000:.2f }}", "1.00"),
        ("{{ 7/2:, }}", "3.5"),
        ("{{ 7/2 }} {{ 1/3 }}", "3.5 1/3"),
        ("{{ 'a' }}{{ '}}' }}{{ '{{' }}", "a}}{{"),
        ("{{ '\\'}}' }}", "'}}"),
        ('{{ "it\'s }}" }}', "it's }}"),
        ("{{ 'a:b' }}{{ len('::,'):d }}", "a:b3"),
        ("{{ 'x' if 1 > 2 else 'y' }}", "y"),
        ("{{ [1, [2, 1/2]] }}", "(1, (2, 0.5))"),
        ("{{ True }} {{ None }}", "True None"),
        ("{{ Conv2D(20, 8, strides=2, padding=1)([32, 32, 3]).output }}", "14×14×20"),
        ("{{ Conv2D(20, 8, strides=2, padding=1)([32, 32, 3]).params:,}}", "3,860"),
        ("*é* {{ n }} `×`", "*é* 5 `×`"),
        ("a {{ n\n + 1 }} b", "a 6 b"),
    ],
)
def test_holes_are_filled(source: str, wanted: str) -> None:
    assert render(source, n=5) == wanted


@pytest.mark.parametrize(
    ("source", "at", "says"),
    [
        ("é {{ 1 + 1", "{{", "never closed"),
        ("{{ 1 }} × {{ '}}'", "{{ '", "never closed"),
        ("{{ 1 }} × {{ 'a }}", "{{ 'a", "never closed"),
        ("é {{}}", "}}", "missing"),
        ("é {{ 1 +* 2 }}", "* 2", "not an expression"),
        ("é\né {{ 'é' == (lambda: 1) }}", "lambda", "lambda"),
        ("é {{ 1:x }}", "x", "not a way to write a number"),
        ("é {{ 1:>20 }}", ">20", "not a way to write a number"),
        ("é {{ 1:999999999d }}", "999", "not a way to write a number"),
        ("é {{ 1:.100f }}", ".100", "not a way to write a number"),
        ("é {{ 'a'!r }}", "!", ""),
        ("é {{ _a }}", "_a", "underscore"),
    ],
)
def test_a_hole_that_cannot_be_read_is_reported_with_its_offset_in_the_whole_text(
    source: str, at: str, says: str
) -> None:
    with pytest.raises(ExpressionError) as caught:
        Template(source)
    assert caught.value.source == source
    assert caught.value.offset == source.index(at)
    assert says in caught.value.message


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("{{ nobody }}", "no value"),
        ("{{ 1/0 }}", "division by zero"),
        ("{{ 'a':, }}", "only a number"),
        ("{{ True:, }}", "only a number"),
        ("{{ min }}", "a function has no text"),
        ("{{ Conv2D }}", "a function has no text"),
    ],
)
def test_a_hole_without_a_text_is_an_error(source: str, says: str) -> None:
    with pytest.raises(ExpressionError, match=says):
        render(source)


def test_a_text_has_a_limit() -> None:
    with pytest.raises(ExpressionError, match="20,000"):
        Template("x" * 20_001)
    with pytest.raises(ExpressionError, match="20,000"):
        render("{{ x }}", x="y" * 20_001)


def test_what_a_hole_prints_is_not_read_again() -> None:
    assert render("{{ x }}", x="{{ 1 + 1 }} [bold]") == "{{ 1 + 1 }} [bold]"


def test_a_template_knows_its_names() -> None:
    template = Template("{{ a + min(b, 2) }} and {{ c.params }} of {{ 'd' }}")
    assert template.names == {"a", "b", "c", "min"}
    assert [hole.source.strip() for hole in template.holes] == ["a + min(b, 2)", "c.params", "'d'"]


def test_templates_of_one_text_are_equal() -> None:
    assert Template("{{ a }}") == Template("{{ a }}")
    assert hash(Template("{{ a }}")) == hash(Template("{{ a }}"))
    assert Template("{{ a }}") != Template("{{ b }}")


@given(st.text(max_size=60).filter(lambda text: "{{" not in text))
def test_a_text_without_holes_is_itself(text: str) -> None:
    assert render(text) == text


@given(
    st.lists(
        st.sampled_from(["{{", "}}", "{", "}", "'", '"', "\\", ":", ",", "1", "a", "(", ")", "é"]),
        max_size=15,
    ).map("".join)
)
def test_any_text_is_a_template_or_an_error_with_its_offset(text: str) -> None:
    try:
        Template(text).render({"a": 1})
    except ExpressionError as error:
        assert 0 <= error.offset <= len(text)


@given(st.fractions(-10_000, 10_000, max_denominator=1_000), st.integers(0, 6))
def test_a_number_of_places_rounds_halves_away_from_zero(number: F, places: int) -> None:
    text = render(f"{{{{ x:.{places}f }}}}", x=number)
    assert len(text.partition(".")[2]) == places
    assert abs(F(text) - number) <= F(1, 2 * 10**places)
    if abs(F(text) - number) == F(1, 2 * 10**places):
        assert abs(F(text)) > abs(number)
