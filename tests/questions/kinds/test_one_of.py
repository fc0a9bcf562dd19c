"""One of several choices: exactly one is right, and every wrong one is a real mistake."""

import pytest

from quizengine.questions import RIGHT, UNREADABLE, WRONG, VariantError
from tests.questions.builder import SHARED, mistake, one_of, only_part, part, question

PARAMS = f"{SHARED}.params"


def letters(one):
    return "abcdefghijklmnopqrstuvwxyz"[: len(one.answer_input.choices)]


def test_exactly_one_letter_marks_right():
    one = only_part(one_of(PARAMS))
    verdicts = [one.mark(letter).verdict for letter in letters(one)]
    assert sorted(verdicts) == [RIGHT] + [WRONG] * (len(verdicts) - 1)
    assert one.mark(one.right_text).verdict == RIGHT


def test_a_choice_may_be_named_by_letter_number_or_its_own_text():
    one = only_part(one_of("'same'", "'valid'", "'Conv2D(20, 8)'", "[14, 14, 20]"))
    for index, choice in enumerate(one.answer_input.choices):
        letter = letters(one)[index]
        wanted = one.mark(letter)
        for text in (letter.upper(), f"{letter})", f" {letter}. ", str(index + 1), choice):
            assert one.mark(text) == wanted, text
    assert one.mark("14x14x20") == one.mark("14 × 14 × 20") == one.mark("14×14×20")


def test_a_number_that_is_a_choice_means_that_choice():
    """`2` among the choices 1, 2, 3 is the choice, not the second position."""
    one = only_part(one_of("2", "1", "3"))
    assert one.mark("2").verdict == RIGHT
    assert [one.mark(text).verdict for text in ("1", "3")] == [WRONG, WRONG]


def test_grouping_commas_may_be_left_out():
    one = only_part(one_of("756560", "3860", "100352000"))
    assert one.mark("756560").verdict == RIGHT
    assert one.mark("756,560").verdict == RIGHT
    assert one.mark("100352000").verdict == WRONG


def test_wrong_choices_are_the_known_mistakes_and_picking_one_names_it():
    one = only_part(one_of(PARAMS), [mistake("own", "1234", "You counted sheep.")])
    assert "1234" in one.answer_input.choices
    for index, choice in enumerate(one.answer_input.choices):
        if choice != one.answer:
            outcome = one.mark(letters(one)[index])
            assert outcome.mistakes, choice
            assert outcome.score == 0


def test_no_more_choices_are_shown_than_asked_for():
    for choices in (2, 3, 4):
        one = only_part(one_of(PARAMS, choices=choices))
        assert len(one.answer_input.choices) == len(set(one.answer_input.choices)) == choices


def test_the_position_of_the_right_choice_gives_nothing_away():
    """Over many variants the right choice stands at every position about as often."""
    varied = question(
        part("", one_of("n", "n + 1", "n + 2", "n + 3")), vary={"n": (1, range(1, 801))}
    )
    positions = [varied.variant(n).parts[0].right_text for n in range(1, 401)]
    assert all(60 <= positions.count(letter) <= 140 for letter in "abcd")
    ranks = [
        sorted(p.answer_input.choices, key=int).index(p.answer)
        for p in [only_part(one_of("5", "4"))]
    ]
    assert ranks == [1]


UNREADABLE_CHOICES = [
    "", " ", "e", "z", "0", "5", "99", "ab", "a b", "none", "２", "[/]", "\x1b[31ma", "a" * 10_000,
    "__import__('os')",
]  # fmt: skip


@pytest.mark.parametrize("text", UNREADABLE_CHOICES, ids=ascii)
def test_what_names_no_choice_is_unreadable(text):
    outcome = only_part(one_of("20", "30", "40", "50")).mark(text)
    assert (outcome.verdict, outcome.mistakes) == (UNREADABLE, ())
    assert outcome.feedback == ("type one letter, a to d",)


def test_the_choice_is_echoed():
    one = only_part(one_of("20", "30"))
    assert one.echo(one.right_text) == (True, "= 20")
    assert one.echo("") == (True, "")
    assert one.echo("q") == (False, "type one letter, a to b")


def test_equal_choices_are_a_flaw_and_not_drawn():
    assert only_part(one_of("4", "2 + 2")).key.flaws() == ["two choices are both “4”"]
    varied = question(part("", one_of("n", "2*n", "4")), vary={"n": (9, range(1, 9))})
    drawn = {varied.variant(n).values["n"] for n in range(1, varied.count(99).variants + 1)}
    assert drawn == {1, 3, 5, 6, 7, 8}


def test_a_choice_without_a_wrong_one_has_no_key():
    with pytest.raises(VariantError, match="there is no wrong choice"):
        only_part(one_of("7")).mark("a")


def test_choices_may_be_texts_shapes_and_truth_values():
    one = only_part(one_of("True", "False"))
    assert sorted(one.answer_input.choices) == ["no", "yes"]
    assert one.mark("yes").verdict == RIGHT
    assert "14×14×20" in only_part(one_of(f"{SHARED}.output")).answer_input.choices


def test_the_key_says_how_it_differs_from_what_was_published():
    one = only_part(one_of("756560", "3860"))
    assert one.difference(756560) == ""
    assert one.difference("756,560") == ""
    assert one.difference(3860) == "the right choice is “756,560”, and “3860” is expected"


def test_where_few_mistakes_are_known_small_mutations_fill_up_the_choices():
    """Nobody is known to multiply a width in three wrong ways."""
    few = question(
        part("", one_of("layer.output.width * 3")),
        vary={"k": (5, range(2, 9))},
        let={"layer": "Conv2D(8, k)([32, 32, 3])"},
    )
    for number in range(few.count(99).variants + 1):
        drawn = few.variant(number).parts[0]
        choices = drawn.answer_input.choices
        assert len(choices) == 4
        assert len(set(choices)) == 4
        assert drawn.key.flaws() == []
        for letter in "abcd":
            assert (drawn.mark(letter).verdict == RIGHT) == (letter == drawn.right_text)


def test_false_values_look_like_what_they_stand_for():
    from quizengine.calculator import WrongAnswer
    from quizengine.calculator.keras import Conv2D
    from quizengine.questions.kinds.distractors import distractors

    layer = Conv2D(20, 8, strides=2, padding=1)([32, 32, 3])
    own = [
        WrongAnswer(name, value, "")
        for name, value in zip("abcd", (3860, "many", 7, 7), strict=True)
    ]
    found = distractors(own, layer.params)
    assert found[0].id == "c"
    assert [each.id for each in found].count("d") == 0
    assert all(isinstance(each.value, int) for each in found)
    shapes = distractors([WrongAnswer("e", 7, "")], layer.output)
    assert shapes
    assert all(tuple(each.value) != tuple(layer.output) for each in shapes)
    assert len(distractors((), layer.biases, 9)) == 9
    assert distractors((), "valid") == []
