"""Statements: each is judged by itself, and some but not all of them hold."""

from fractions import Fraction

import pytest

from quizengine.questions import PARTLY, RIGHT, UNREADABLE, WRONG
from tests.questions.builder import SHARED, claim, mistake, only_part, part, question, statements

FOUR = statements(
    claim("It has {{ value }} weights.", "3840", "3860", example=False),
    claim("It has {{ value }} biases.", "20", "60", example=False),
    claim("It has {{ value }} parameters.", f"{SHARED}.params", "3840"),
    claim("Its output is {{ value }}.", f"{SHARED}.output", "[13, 13, 20]"),
)


def test_the_published_case_holds_as_published():
    one = only_part(FOUR)
    assert one.answer_input.statements[0] == "It has 3860 weights."
    assert one.answer_input.statements[3] == "Its output is 14×14×20."
    assert one.answer == [3, 4]
    assert one.right_text == one.answer_text == "3, 4"


@pytest.mark.parametrize("text", ["3, 4", "3,4", "4 3", "[3, 4]", "3 and 4", "3;4", "3, 4, 3"])
def test_the_exact_set_is_right(text):
    outcome = only_part(FOUR).mark(text)
    assert (outcome.verdict, outcome.score, outcome.mistakes) == (RIGHT, 1, ())
    assert [cell.right for cell in outcome.cells] == [True] * 4


def test_each_statement_is_judged_by_itself():
    outcome = only_part(FOUR).mark("2, 3")
    assert (outcome.verdict, outcome.score) == (PARTLY, Fraction(1, 2))
    assert [cell.right for cell in outcome.cells] == [True, False, True, False]
    assert [cell.given for cell in outcome.cells] == [
        "does not hold", "holds", "holds", "does not hold",
    ]  # fmt: skip
    assert outcome.feedback == (
        "Statement 2: this one does not hold: it is 20, not 60.",
        "Statement 4: this one holds.",
    )


def test_every_statement_misjudged_is_wrong():
    outcome = only_part(FOUR).mark("1, 2")
    assert (outcome.verdict, outcome.score) == (WRONG, 0)


def test_none_can_be_the_answer():
    false_ones = statements(*(claim("{{ value }}", "1", str(n), example=False) for n in (2, 3)))
    one = only_part(false_ones)
    assert one.right_text == "none"
    assert one.answer == []
    for text in ("none", "None", "none of them", "-"):
        assert one.mark(text).verdict == RIGHT
    assert one.mark("1").verdict == PARTLY
    assert only_part(FOUR).mark("none").score == Fraction(1, 2)


UNREADABLE_TEXTS = {
    "": "or none",
    "5": "there are statements 1 to 4, not 5",
    "0": "there are statements 1 to 4, not 0",
    "-1": "“-1” is not the number of a statement",
    "1.5": "“1.5” is not the number of a statement",
    "a, b": "“a” is not the number of a statement",
    "1-3": "“1-3” is not the number of a statement",
    "٣": "is not the number of a statement",
    "1000": "“1000” is not the number of a statement",
    "[/]": "“/” is not the number of a statement",
    "1 \x1b[31m": "is not the number of a statement",
    "1," * 5_000: "at most 300 characters",
    ",": "or none",
}


@pytest.mark.parametrize(("text", "reason"), UNREADABLE_TEXTS.items(), ids=ascii)
def test_what_names_no_statement_is_unreadable(text, reason):
    outcome = only_part(FOUR).mark(text)
    assert (outcome.verdict, outcome.mistakes, outcome.cells) == (UNREADABLE, (), ())
    assert reason in outcome.feedback[0]
    assert "\x1b" not in outcome.feedback[0]


def test_the_ticks_are_echoed():
    one = only_part(FOUR)
    assert one.echo("4 3") == (True, "= 3, 4")
    assert one.echo("none") == (True, "= none of them")
    assert one.echo("") == (True, "")
    assert not one.echo("9").ok


def test_a_tempting_value_that_the_calculator_knows_is_named():
    tempting = statements(
        claim("It has {{ value }} parameters.", f"{SHARED}.params", "3840", example=False),
        claim("It has {{ value }} biases.", "20", "60"),
    )
    outcome = only_part(tempting).mark("1, 2")
    assert outcome.mistakes == ("missing-biases",)
    assert "biases are missing" in outcome.cells[0].say


VARIED = question(
    part(
        "",
        statements(
            claim("{{ value }} is n.", "n", "n + 1", "n - 1"),
            claim("{{ value }} is twice n.", "2*n", "n*n*n"),
            claim("{{ value }} is n less one.", "n - 1", "n"),
            claim("n is a number.", "True"),
        ),
    ),
    vary={"n": (50, range(1, 301))},
)


def test_in_every_draw_some_hold_and_some_do_not():
    sets = set()
    for number in range(1, VARIED.count(1_000).variants + 1):
        drawn = VARIED.variant(number).parts[0]
        free = [number_ for number_ in drawn.answer if number_ < 4]
        assert 0 < len(free) < 3
        assert 4 in drawn.answer, "a claim without a tempting value always holds"
        sets.add(tuple(free))
    assert len(sets) == 6, "every mix of the three comes up"


def test_every_tempting_value_is_used():
    texts = {
        VARIED.variant(n).parts[0].answer_input.statements[0].split()[0] == str(value)
        for n in range(1, 100)
        for value in [VARIED.variant(n).values["n"]]
    }
    assert texts == {True, False}


def test_a_draw_in_which_a_tempting_value_is_true_is_not_used():
    """1·1·1 is not twice 1, but for n = 2 a statement about n + n and n·n would hold twice."""
    two = question(
        part("", statements(claim("{{ value }}", "2*n", "n*n"), claim("{{ value }}", "n", "-n"))),
        vary={"n": (9, range(1, 6))},
    )
    drawn = {two.variant(n).values["n"] for n in range(1, two.count(99).variants + 1)}
    assert drawn == {1, 3, 4, 5}


def test_without_tempting_values_the_known_mistakes_are_drawn_and_named():
    one = question(
        part(
            "",
            statements(
                claim("It has {{ value }} parameters.", "layer.params", example=False),
                claim("It puts out {{ value }}.", "layer.output", example=False),
                claim("It has {{ value }} outputs.", "layer.size"),
            ),
            mistakes=[mistake("own", "k + 1", "One more than filters.")],
        ),
        vary={"k": (20, range(5, 40))},
        let={"layer": "Conv2D(k, 8, strides=2, padding=1)([32, 32, 3])"},
    )
    first = one.variant(0).parts[0]
    # The question's own come first; a number is none for a shape.
    assert first.answer_input.statements[0] == "It has 21 parameters."
    assert first.mark("1, 3").mistakes == ("own",)
    assert first.mark("2, 3").cells[1].right is False
    used: set[str] = set()
    for number in range(1, one.count(99).variants + 1):
        drawn = one.variant(number).parts[0]
        assert drawn.key.flaws() == []
        for number_, each in enumerate(drawn.key.statements, 1):
            if not each.holds:
                assert each.used != each.true_value
                (named,) = each.mistakes
                used.add(named.id)
                wrong = {*drawn.answer, number_} - ({*drawn.answer} - {number_})
                assert named.id in drawn.mark(", ".join(map(str, wrong))).mistakes
    assert {"own", "missing-biases", "not-shared", "stride-ignored"} <= used


def test_a_statement_that_can_only_hold_is_a_flaw():
    (flaw,) = only_part(
        statements(claim("{{ value }}", "1"), claim("{{ value }}", "2", "3"))
    ).key.flaws()
    assert flaw.startswith("statement 1 always holds: no mistake is known for its value")


def test_two_statements_that_read_the_same_are_a_flaw():
    same = statements(claim("It is {{ value }}.", "1", "2"), claim("It is {{ value }}.", "1", "3"))
    assert only_part(same).key.flaws() == ["two statements both read “It is 1.”"]


def test_the_key_says_how_it_differs_from_what_was_published():
    one = only_part(FOUR, [mistake("own", "1")])
    assert one.difference([3, 4]) == ""
    assert one.difference([3]) == "statements [3, 4] hold, and [3] are expected"
    assert "such as [3, 4]" in one.difference(3)


def test_the_working_gives_each_statement_its_count():
    text = only_part(FOUR).working.text
    assert "(8·8·3 + 1)·20" in text
    assert "Statements that hold: 3, 4" in text
