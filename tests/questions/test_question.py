"""Variants of a question: the published case, then draws without repeats, all of them sound."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizengine.questions import RIGHT, VariantError
from quizengine.questions.question import MAX_VARIANT
from tests.questions.builder import claim as say
from tests.questions.builder import mistake, number, part, question, statements

SMALL = {"a": (2, range(1, 6)), "b": (3, range(1, 5))}


def drawn(one, count):
    return [tuple(one.variant(n).values.values()) for n in range(1, count + 1)]


def test_variant_0_is_the_published_case():
    one = question(part("", "a*b"), vary=SMALL)
    assert one.variant(0).values == {"a": 2, "b": 3}
    assert one.variant(0).number == 0
    assert one.variant(0).parts[0].answer == 6


def test_variant_0_stays_as_published_where_a_draw_would_not_be_used():
    """Its numbers are shown even where a condition fails or a mistake equals the key."""
    one = question(part("", "a*b", mistakes=[mistake("six", "6")]), vary=SMALL, where=["a > b"])
    assert one.variant(0).parts[0].mark("6").verdict == RIGHT
    assert (2, 3) not in drawn(one, 40)


def test_no_variant_comes_twice_until_all_were_seen_and_then_they_begin_again():
    one = question(part("", "a*b"), vary=SMALL)
    count = one.count(1_000)
    assert (count.variants, count.exhaustive, count.candidates) == (19, True, 20)
    first = drawn(one, 19)
    assert len(set(first)) == 19
    assert (2, 3) not in first, "the published case is not drawn again"
    again = [tuple(one.variant(n).values.values()) for n in range(20, 39)]
    assert again == first


def test_an_example_outside_the_domain_leaves_every_draw():
    one = question(part("", "a"), vary={"a": (100, range(1, 6))})
    assert sorted(drawn(one, one.count(99).variants)) == [(1,), (2,), (3,), (4,), (5,)]


def test_which_variant_a_number_gives_does_not_depend_on_what_was_asked_before():
    forwards = question(part("", "a*b"), vary=SMALL)
    backwards = question(part("", "a*b"), vary=SMALL)
    numbers = [*range(30), 19_000, 5, 99_999]
    ahead = {n: forwards.variant(n).values for n in numbers}
    assert {n: backwards.variant(n).values for n in reversed(numbers)} == ahead


def test_changing_words_changes_no_draw():
    """Nor does another part's id, a hint, a title or an order of definitions."""
    plain = question(part("", "a*b"), vary=SMALL, let={"c": "a"})
    worded = question(
        part("", "b*a", ask="How many, {{ c }}?", hints=["Multiply."]),
        vary=SMALL,
        let={"d": "b + c", "c": "a"},
        title="Another title",
    )
    assert drawn(plain, 30) == drawn(worded, 30)


def test_another_id_gives_another_order():
    one = question(part("", "a*b"), vary=SMALL, question_id="one")
    two = question(part("", "a*b"), vary=SMALL, question_id="two")
    assert drawn(one, 19) != drawn(two, 19)
    assert set(drawn(one, 19)) == set(drawn(two, 19))


def test_a_condition_only_leaves_draws_out():
    """The draws that are left keep their order."""
    every = drawn(question(part("", "a*b"), vary=SMALL), 19)
    some = question(part("", "a*b"), vary=SMALL, where=["a % 2 == 0"])
    count = some.count(99).variants
    assert drawn(some, count) == [pair for pair in every if pair[0] % 2 == 0]


def test_conditions_hold_in_every_draw():
    one = question(
        part("", "c"),
        vary=SMALL,
        let={"c": "a*b"},
        where=["a != b", "c % 2 == 0"],
    )
    count = one.count(99).variants
    for number_ in range(1, count + 1):
        values = one.variant(number_).values
        assert values["a"] != values["b"]
        assert values["a"] * values["b"] % 2 == 0


@given(
    st.lists(st.integers(1, 6), min_size=1, max_size=3),
    st.integers(2, 5),
    st.integers(0, 4),
    st.text("abc-", min_size=1, max_size=6),
)
def test_the_count_is_that_of_trying_everything(sizes, divisor, rest, question_id):
    """Counted against brute force: conditions met, no mistake equal to the key, not published."""
    names = "xyz"[: len(sizes)]
    one = question(
        part("", "t", mistakes=[mistake("doubled", "2*x"), mistake("seven", "7")]),
        question_id=question_id,
        vary={name: (1, range(1, size + 1)) for name, size in zip(names, sizes, strict=True)},
        let={"t": " + ".join(names)},
        where=[f"t % {divisor} != {rest}"],
    )
    expected = {
        values
        for values in itertools.product(*(range(1, size + 1) for size in sizes))
        if sum(values) % divisor != rest
        and sum(values) not in (2 * values[0], 7)
        and values != (1,) * len(values)
    }
    count = one.count(10_000)
    assert (count.variants, count.exhaustive) == (len(expected), True)
    if expected:
        assert set(drawn(one, len(expected))) == expected
    else:
        with pytest.raises(VariantError):
            one.variant(1)


def test_a_count_that_stops_early_says_so():
    count = question(part("", "a*b"), vary=SMALL).count(7)
    assert (count.exhaustive, count.candidates) == (False, 7)
    assert count.variants <= 7


def test_no_known_mistake_equals_the_key_in_any_draw():
    """Nor one of the calculator's own: in such a draw right looks like wrong."""
    one = question(
        part("", "Conv2D(k, f)([9, 9, d]).params"),
        vary={"k": (9, range(1, 5)), "f": (9, range(1, 5)), "d": (9, range(1, 5))},
    )
    assert one.count(999).variants < 64
    for number_ in range(1, one.count(999).variants + 1):
        part_variant = one.variant(number_).parts[0]
        assert part_variant.answer not in [known.value for known in part_variant.mistakes]
        assert not (*part_variant.key.flaws(), *part_variant.key.coincidences())


@pytest.mark.parametrize(
    ("layer", "used"),
    [
        # ⌊(n − 2)/2⌋, the + 1 inside, is right for every even size: a minor mistake.
        ("Conv1D(1, 3, strides=2)([n, 1])", lambda n: True),
        # The padding counted once, ⌊(n − 4)/2⌋ + 1, is right for the same, and no minor one.
        ("Conv1D(1, 5, strides=2, padding=1)([n, 1])", lambda n: n % 2),
        # "valid" comes to ⌈n/3⌉ where 2 are left over.
        ('Conv1D(1, 2, strides=3, padding="same")([n, 1])', lambda n: n % 3 != 2),
        # A reach of F·d, ⌊(n − 6)/2⌋ + 1, is right for every even size: a minor mistake.
        ("DepthwiseConv1D(3, strides=2, dilation_rate=2)([n, 1])", lambda n: True),
        # The rate read as the gaps, ⌊(n − 5)/2⌋ + 1, is right for every odd one, and no minor one.
        ("DepthwiseConv1D(2, strides=2, dilation_rate=3)([n, 1])", lambda n: n % 2 == 0),
    ],
)
def test_a_draw_is_used_where_only_a_minor_mistake_comes_to_the_right_answer(layer, used):
    sizes = range(8, 40)
    one = question(part("", number(f"{layer}.output[0]")), vary={"n": (100, sizes)})
    left = sorted(n for (n,) in drawn(one, one.count(99).variants))
    assert left == [n for n in sizes if used(n)]


def test_distinct_mistakes_differ_from_each_other_in_every_draw():
    mistakes = [mistake("sum", "a + b"), mistake("twice", "2*a")]
    free = question(part("", "a*b + 20", mistakes=mistakes), vary=SMALL)
    apart = question(part("", "a*b + 20", mistakes=mistakes), vary=SMALL, distinct=["sum", "twice"])
    assert any(a == b for a, b in drawn(free, free.count(99).variants))
    left = drawn(apart, apart.count(99).variants)
    assert left
    assert all(a != b for a, b in left)


def test_draws_that_cannot_be_computed_are_passed_over_and_reported():
    one = question(part("", "12/(a - b)"), vary=SMALL)
    count = one.count(99)
    assert 0 < count.variants < 19
    assert 0 < len(count.faults) <= 3
    assert any("division by zero" in fault for fault in count.faults)
    assert all("a = " in fault for fault in count.faults)
    for number_ in range(1, count.variants + 1):
        values = one.variant(number_).values
        assert 12 % (values["a"] - values["b"]) == 0


def test_draws_that_the_framework_rejects_are_passed_over():
    one = question(
        part("", "layer.params"),
        vary={"kernel": (1, range(1, 10))},
        let={"layer": "Conv2D(4, kernel)([5, 5, 3])"},
    )
    assert {value for (value,) in drawn(one, one.count(99).variants)} <= {2, 3, 4, 5}
    assert any("kernel = " in fault for fault in one.count(99).faults)


@pytest.mark.parametrize("where", ["a > 100", "1/0 == 1"])
def test_conditions_that_nothing_meets_leave_no_variant(where):
    one = question(part("", "a"), vary=SMALL, where=[where])
    assert one.count(99).variants == 0
    assert one.variant(0).values == {"a": 2, "b": 3}
    for number_ in (1, 5, MAX_VARIANT):
        with pytest.raises(VariantError, match="no draw of `q` meets its conditions"):
            one.variant(number_)


@pytest.mark.parametrize("outside", [-1, MAX_VARIANT + 1, 10**30])
def test_variants_have_numbers_within_the_limit(outside):
    one = question(part("", "a"), vary=SMALL)
    assert one.limit == MAX_VARIANT == 99_999
    assert one.variant(MAX_VARIANT).number == MAX_VARIANT
    with pytest.raises(VariantError, match="variants are numbered 0 to 99999"):
        one.variant(outside)


def test_a_question_without_variables_has_its_published_case_alone():
    one = question(part("", "7"))
    assert one.count(99).variants == 0
    assert one.variant(5).parts[0].answer == 7


def test_without_variables_statements_are_still_drawn():
    one = question(part("", statements(say("{{ value }}", "1", "2"), say("{{ value }}", "3", "4"))))
    assert {tuple(one.variant(n).parts[0].answer) for n in range(1, 40)} == {(1,), (2,)}


def test_rows_are_drawn_together():
    rows = [[3, 8], [5, 16], [7, 32]]
    one = question(part("", "row[0]*row[1]"), vary={"row": ([5, 16], rows)})
    assert one.variant(0).parts[0].answer == 80
    answers = {one.variant(n).parts[0].answer for n in range(1, 9)}
    assert answers == {24, 224}, "the published row is not drawn again"


def test_a_huge_space_is_drawn_from_at_once():
    one = question(part("", "a + b + c"), vary={name: (1, range(1, 10**9)) for name in "abc"})
    assert not one.count(50).exhaustive
    assert len(set(drawn(one, 50))) == 50


def test_words_and_truth_values_may_vary():
    one = question(
        part("", "(10 if padded else 0) + len(word)"),
        vary={"padded": (True, (True, False)), "word": ("same", ("same", "valid"))},
    )
    assert sorted(one.variant(n).parts[0].answer for n in (1, 2, 3)) == [4, 5, 15]


def test_a_definition_without_a_value_makes_no_variant():
    one = question(part("", "half"), vary=SMALL, let={"half": "a/0"})
    with pytest.raises(VariantError, match="division by zero"):
        assert one.variant(0).parts[0].answer
    with pytest.raises(VariantError):
        one.variant(1)


def test_a_question_says_which_it_is():
    one = question(part("", number("1")), question_id="shared")
    assert repr(one) == "Question('shared')"
