"""What is said of a wrong number: the author's words, and the number taken apart beside them."""

from tests.questions.builder import SHARED, UNSHARED, mistake, number, only_part


def text(pieces):
    return "".join(piece.text for piece in pieces)


def rows(answer, given):
    """How a number that the author explains is taken apart."""
    outcome = only_part(number(answer), [mistake("own", given, "So it was.")]).mark(given)
    assert (outcome.mistakes, outcome.feedback) == (("own",), ("So it was.",))
    assert not outcome.guess
    return [(text(each.mine), text(each.right)) for each in outcome.formula_diffs]


def test_a_number_that_the_author_explains_is_taken_apart_too():
    assert rows(f"{UNSHARED}.params", "193") == [
        ("F·F·D + 1 = 8·8·3 + 1 = 193", "(F·F·D + 1)·(H′·W′·K)")
    ]


def test_where_no_formula_gives_it_the_words_stand_alone():
    assert rows(f"{SHARED}.params", "4242") == []


def test_a_wrong_formula_that_is_a_number_takes_nothing_apart():
    outcome = only_part(number(f"{SHARED}.biases")).mark("1")
    assert outcome.mistakes == ("one-bias-per-layer",)
    assert outcome.formula_diffs == ()
