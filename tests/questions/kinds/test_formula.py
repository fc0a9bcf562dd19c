"""Formulas: right where they are the same function, however they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizengine.expressions import formula as compiled
from quizengine.questions import RIGHT, UNREADABLE, WRONG, VariantError
from quizengine.questions.formula_parsing import read_formula
from quizengine.questions.verdict import Unreadable
from tests.questions.builder import formula, only_part, wrong_formula

PARAMS = formula("M*(K*K*D) + M", {"M": range(1, 65), "K": range(1, 10), "D": range(1, 65)})
SIZES = {"W": range(8, 65), "F": range(1, 8), "P": range(4), "S": range(1, 5)}
SIZE = formula("floor((W - F + 2*P)/S) + 1", SIZES, "W - F + 2*P >= 0")
DIVIDING = formula("(W - F + 2*P)/S + 1", SIZES, "(W - F + 2*P) % S == 0")


@pytest.mark.parametrize(
    "text",
    [
        "M*(K*K*D)+M",
        "M*K*K*D + M",
        "M(KKD+1)",
        "M·(K²·D + 1)",
        "M × (K^2 × D + 1)",
        "m*(k*k*d+1)",
        "m(kkd + 1)",
        "(K**2 D + 1) M",
        "(1 + D K²)M",
        "params = M(K²D + 1)",
        "#parameters = M·K·K·D + M",
        "[K·K·D + 1]·M",
        "2M(KKD + 1)/2",
        "M + M*(D*K*K) - 0",
    ],
)
def test_one_function_may_be_written_in_many_ways(text):
    assert only_part(PARAMS).mark(text).verdict == RIGHT


@pytest.mark.parametrize(
    "text",
    [
        "⌊(W−F+2P)/S⌋+1",
        "floor((W-F+2*P)/S)+1",
        "[(W-F+2P)/S]+1",
        "(W-F+2P)//S + 1",
        "(W − F + 2·P − (W − F + 2P) mod S)/S + 1",
        "ceil((W-F+2P+1)/S)",
        "H = ⌊(W−F+2P+S)/S⌋",
    ],
)
def test_rounding_down_may_be_written_in_many_ways(text):
    assert only_part(SIZE).mark(text).verdict == RIGHT


def test_a_formula_that_holds_only_where_the_stride_divides_is_recognized():
    """The counterexample has the smallest numbers, and says what either formula gives there."""
    outcome = only_part(SIZE).mark("(W-F+2P)/S+1")
    assert outcome.verdict == WRONG
    say, where = outcome.feedback
    assert outcome.mistakes == ("not-rounded",)
    assert where == "Where it differs: the quotient is not rounded."
    assert say.startswith("(W − F + 2·P)/S + 1 is not the formula: for W = ")
    assert "it gives" in say
    assert "the right one" in say
    assert only_part(DIVIDING).mark("(W-F+2P)/S+1").verdict == RIGHT
    assert only_part(DIVIDING).mark("⌊(W-F+2P)/S⌋+1").verdict == RIGHT


@pytest.mark.parametrize("text", ["M*K*K*D", "M*(K*D + 1)", "K*(M*M*D)+K", "280", "M*(K*K*D)+M+1"])
def test_another_function_is_wrong_with_a_counterexample(text):
    outcome = only_part(PARAMS).mark(text)
    assert (outcome.verdict, outcome.score) == (WRONG, 0)
    assert "is not the formula: for M = " in outcome.feedback[0]


def test_own_mistakes_are_named_however_they_are_written():
    wrong_formulas = [
        wrong_formula("no-bias", "M*K*K*D", "Each filter has a bias too."),
        wrong_formula("one-bias", "M*K*K*D + 1", "There is one bias per filter."),
    ]
    outcome = only_part(PARAMS, wrong_formulas).mark("K²·D·M")
    assert outcome.mistakes == ("no-bias",)
    assert outcome.feedback == ("Each filter has a bias too.",)
    assert only_part(PARAMS, wrong_formulas).mark("KKDM+1").mistakes == ("one-bias",)


def test_symbols_that_differ_in_case_alone_are_not_taken_for_each_other():
    """Where k and K both mean something, kk is k·k and never K·K; and Kd is no guess at KD."""
    one = only_part(formula("K*k*k*D", {"K": range(1, 9), "k": range(1, 9), "D": range(1, 9)}))
    assert one.mark("Kkk D").verdict == RIGHT
    assert one.mark("KKk D").verdict == WRONG
    assert one.mark("Kkk d").verdict == UNREADABLE


REFUSED = {
    "": "nothing was typed",
    "params =": "after the equals sign",
    "X*K": "“X” is not one of the symbols M, K, D",
    "Kernel*M": "“Kernel” is not one of the symbols",
    "K2": "“K2” is not one of the symbols",
    "M*K!": "“!” has no place in a formula",
    "3 4 M": "a sign is missing between 3 and 4",
    "M K 2 000": "a sign is missing between 2 and 0",
    "(M": "an opening bracket is never closed",
    "M)": "a closing bracket has no opening one",
    "M*": "something is missing after “*”",
    "()": "nothing in the brackets",
    "M, K": "a comma has no place here",
    "floor": "floor needs brackets",
    "floor(M, K)": "floor takes one value",
    "min(M)": "min takes two values or more",
    "sum(M)": "“sum” is not one of the symbols",
    "M.real": "“.” has no place",
    "K**999": "the formula has no value for M = ",
    "9**9**9": "an exponent may be at most 64",
    "M/(D - D)": "division by zero",
    "M/(K-1)": "for M = ",
    "1 if M else K": "is not one of the symbols",
    "__import__('os')": "“_” has no place",
    "[@click=app.quit]x[/]": "is not one of the symbols",
    "\x1b[31mM": "control characters",
    "M" * 10_000: "at most 300 characters",
    "(" * 100 + "M" + ")" * 100: "nested too deeply",
    "٣M": "is not one of the digits 0 to 9",
}


@pytest.mark.parametrize(("text", "reason"), REFUSED.items(), ids=ascii)
def test_what_is_no_formula_in_these_symbols_is_refused_with_the_reason(text, reason):
    outcome = only_part(PARAMS).mark(text)
    assert (outcome.verdict, outcome.mistakes) == (UNREADABLE, ())
    assert reason in outcome.feedback[0]


def test_a_formula_is_written_out_while_it_is_typed():
    one = only_part(PARAMS)
    assert one.echo("m(kkd+1)") == (True, "= M·(K·K·D + 1)")
    assert one.echo("") == (True, "")
    assert one.echo("X") == (False, "“X” is not one of the symbols M, K, D")


def test_what_is_shown_marks_right():
    for kind in (PARAMS, SIZE, DIVIDING):
        one = only_part(kind)
        assert one.mark(one.answer_text).verdict == RIGHT
        assert one.mark(one.right_text).verdict == RIGHT


LEAVES = st.sampled_from(["M", "K", "D", "1", "2", "3", "10000", "0.5"])
FORMULAS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds("({} {} {})".format, inner, st.sampled_from(["+", "-", "*", "/", "%"]), inner),
        st.builds("{}({})".format, st.sampled_from(["floor", "ceil", "abs", "-"]), inner),
        st.builds("{}({}, {})".format, st.sampled_from(["min", "max"]), inner, inner),
        st.builds("({})**{}".format, inner, st.integers(0, 4)),
    ),
    max_leaves=6,
)


@given(FORMULAS)
def test_a_formula_as_it_is_written_is_read_as_the_same_function(source):
    original = compiled(source)
    again = read_formula(original.written(), ["M", "K", "D"])
    for point in ({"M": 3, "K": 5, "D": 7}, {"M": 8, "K": 2, "D": 3}):
        assert value_of(again, point) == value_of(original, point)


def value_of(one, point):
    try:
        return one.value(point)
    except ValueError:
        return None


@given(st.text(alphabet="MKDmkd123 +-*/^()[]²,.=⌊⌋x", max_size=20))
def test_any_text_is_a_formula_or_unreadable(text):
    try:
        read_formula(text, ["M", "K", "D"])
    except Unreadable as error:
        assert 0 < len(str(error)) <= 160


def test_letters_of_two_cases_stay_apart_where_both_are_symbols():
    kind = formula("K*k", {"K": range(1, 9), "k": range(1, 9)})
    assert only_part(kind).mark("Kk").verdict == RIGHT
    assert only_part(kind).mark("KK").verdict == WRONG


def test_conditions_that_no_numbers_meet_leave_no_key():
    with pytest.raises(VariantError, match="no values of the symbols"):
        only_part(formula("K", {"K": range(1, 9)}, "K > 9")).mark("K")


def test_a_wrong_formula_that_is_the_right_one_is_a_flaw():
    wrong_formulas = [wrong_formula("same", "M*(K*K*D + 1)"), wrong_formula("nowhere", "M/0")]
    found = only_part(PARAMS, wrong_formulas).key.flaws()
    assert found[0] == "the mistake `same` is the right formula"
    assert "`nowhere` has no value" in found[1]


def test_the_key_says_how_it_differs_from_what_was_published():
    one = only_part(PARAMS)
    assert one.difference({"at": {"M": 10, "K": 3, "D": 3}, "value": 280}) == ""
    assert "gives 280 there" in one.difference({"at": {"M": 10, "K": 3, "D": 3}, "value": 270})
    assert "has no value" in one.difference({"at": {"M": 10}, "value": 270})
    assert "{at: " in one.difference(280)
    assert "every symbol a number" in one.difference({"at": {"M": "ten"}, "value": 280})


def test_the_working_shows_the_formula_its_symbols_and_a_case():
    text = only_part(PARAMS).working.text
    assert "M·(K·K·D) + M" in text
    assert "K = what K is" in text
    assert only_part(PARAMS).answer_input.symbols[0] == ("M", "what M is")


FILTERS = formula("(F*F*D + 1)*K", {"F": range(1, 9), "D": range(1, 65), "K": range(1, 65)})


@pytest.mark.parametrize(
    ("typed", "ids", "words"),
    [
        ("F*F*D*K", ("left-out-term",), "the + 1 is left out"),
        ("(F*F + 1)*K", ("left-out-factor",), "the factor D is left out"),
        ("F*F*D*K + 1", ("brackets-lost",), "is multiplied by K"),
        ("D*K*F**2 - K", ("turned-sign",), "1 is taken away instead of added"),
        ("(F*F*D + 1)*K*K", ("repeated-factor",), "the factor K is taken once too often"),
        ("K*F**2", ("left-out-factor", "left-out-term"), "D is left out and the + 1 is left out"),
    ],
)
def test_a_formula_near_the_right_one_is_answered_with_where_it_differs(typed, ids, words):
    outcome = only_part(FILTERS).mark(typed)
    assert (outcome.verdict, outcome.mistakes) == (WRONG, ids)
    assert "is not the formula: for F = " in outcome.feedback[0]
    assert words in outcome.feedback[1]


def test_an_own_mistake_may_go_together_with_a_mutation():
    own = [wrong_formula("one-bias", "F*F*D*K + 1", "Every filter has its own bias.")]
    outcome = only_part(FILTERS, mistakes=own).mark("F*F*K + 1")
    assert outcome.mistakes == ("one-bias", "left-out-factor")
    assert outcome.feedback[1] == "Every filter has its own bias. And the factor D is left out."


def test_a_formula_far_from_the_right_one_is_not_explained():
    outcome = only_part(FILTERS).mark("F + 17*D - K*K*K")
    assert (outcome.mistakes, len(outcome.feedback)) == ((), 1)
