"""Two formulas side by side: what differs is marked, and said in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizengine.expressions.formula_diff import formula_diff

RIGHT = "(F·F·D + 1)·K"
WIDTH = "⌊(W − F + 2·P)/S⌋ + 1"


def _marked(pieces):
    return "".join(f"[{piece.text}]" if piece.differs else piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("mine", "right", "marked", "beside", "words"),
    [
        ("F·F·D·K", RIGHT, "F·F·D·K", "(F·F·D[ + 1])·K", ("+ 1 is missing",)),
        ("(F·D + 1)·K", RIGHT, "(F·D + 1)·K", "(F[·F]·D + 1)·K", ("F is missing",)),
        ("F·F·K", RIGHT, "F·F·K", "(F·F[·D + 1])·K", ("D, + 1 are missing",)),
        ("F·F·D·K + 1", RIGHT, "F·F·D[·K] + 1", "(F·F·D + 1)[·K]",
         ("K stands in another position", "the brackets are missing")),
        ("(F·F + 1)·D·K", RIGHT, "(F·F + 1)[·D]·K", "(F·F[·D] + 1)·K",
         ("D stands outside the brackets",)),
        ("F·F·K + 1", RIGHT, "F·F[·K] + 1", "(F·F[·D] + 1)[·K]",
         ("D is missing", "K stands in another position", "the brackets are missing")),
        ("(F·F·K + 1)·D", RIGHT, "(F·F[·K] + 1)[·D]", "(F·F[·D] + 1)[·K]",
         ("D and K are swapped",)),
        ("4·((x + u)·u) + u", "4·((x + u)·u + u)", "4·((x + u)·u) + u", "4·((x + u)·u + u)",
         ("the brackets stand elsewhere",)),
        ("(p + 1)·q", "(p + 1)·q + (q + 1)·r", "(p + 1)·q", "(p + 1)·q[ + (q + 1)·r]",
         ("+ (q + 1)·r is missing",)),
        ("H·W + D", "H·W·D", "H·W[ + D]", "H·W[·D]", ("D is added instead of multiplied",)),
        ("⌊(H − F)/d⌋ + 1", "⌊(H − (d·(F − 1) + 1))/S⌋ + 1", "⌊(H[ − F])[/d]⌋ + 1",
         "⌊(H[ − (d·(F − 1])[ + 1]))[/S]⌋ + 1", ()),
        ("H − F + 2·P", "⌊(H − F + 2·P)/S⌋ + 1", "H − F + 2·P",
         "[⌊](H − F + 2·P)[/S⌋ + 1]", ("/S, + 1 are missing",)),
        ("W − F + 1", WIDTH.replace(" + 2·P", ""), "W − F + 1", "[⌊](W − F)[/S⌋] + 1",
         ("/S is missing",)),
        ("⌊(W − F + P)/S⌋ + 1", WIDTH, "⌊(W − F[ + P])/S⌋ + 1", "⌊(W − F[ + 2·P])/S⌋ + 1",
         ("+ P instead of + 2·P",)),
        ("⌈(W − F + 2·P)/S⌉ + 1", WIDTH, "[⌈](W − F + 2·P)/S[⌉] + 1", "[⌊](W − F + 2·P)/S[⌋] + 1",
         ("rounded up instead of down",)),
        ("F·F·D + 1·K", "(F·F·D + 1)·K", "F·F·D + 1·K", RIGHT, ("the brackets are missing",)),
    ],
)  # fmt: skip
def test_what_differs_is_marked(mine, right, marked, beside, words):
    difference = formula_diff(mine, right)
    assert (_marked(difference.mine), _marked(difference.right)) == (marked, beside)
    assert difference.words == words


def test_nothing_is_marked_where_nearly_all_differs():
    difference = formula_diff("H′·W′·K", RIGHT)
    assert _marked(difference.mine + difference.right) == "H′·W′·K" + RIGHT
    assert difference.words == ()


_formulas = st.text(alphabet="FDK128 ()⌊⌋·+−/^,′a.", max_size=40)


@given(mine=_formulas, right=_formulas)
def test_no_text_is_lost_and_equal_texts_do_not_differ(mine, right):
    difference = formula_diff(mine, right)
    assert "".join(piece.text for piece in difference.mine) == mine
    assert "".join(piece.text for piece in difference.right) == right
    if mine == right:
        assert not any(piece.differs for piece in difference.mine + difference.right)
