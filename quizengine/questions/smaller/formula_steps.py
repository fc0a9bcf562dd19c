"""A general formula falls into its pieces, each asked as a formula of its own."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from quizengine.calculator.listing import listed
from quizengine.expressions import Inner, formula
from quizengine.questions.kinds.base import Case
from quizengine.questions.kinds.formula import FormulaKey
from quizengine.questions.smaller.question import Smaller
from quizengine.questions.smaller.support import FULL, kept

_WORD = re.compile(r"[A-Za-z]\w*|\d+")
_TIMES = {2: " twice", 3: " three times"}


class _Piece(NamedTuple):
    """A piece of a formula, and the pieces it is a part of, by their places."""

    node: Inner
    inside: frozenset[int]

    @property
    def nested(self) -> int:
        """How many pieces it lies inside."""
        return len(self.inside)

    @property
    def is_given(self) -> bool:
        """Never: a piece is made."""
        return False


def formula_steps(key: FormulaKey, case: Case, support: int) -> tuple[Smaller, ...]:
    """The pieces of a formula that hold several symbols, innermost first; none of a single sum or
    product.
    """
    names = [each.symbol for each in key.symbols]
    nodes = key.formula.inner(key.points[0])
    chosen = [
        place
        for place, node in enumerate(nodes)
        if sum(word in names for word in _WORD.findall(node.source)) > 1
    ]
    pieces = [
        _Piece(nodes[place], frozenset(map(chosen.index, nodes[place].inside & set(chosen))))
        for place in chosen
    ]
    asked = kept(pieces, support)
    steps = []
    for number, place in enumerate(asked):
        piece = pieces[place]
        parts = [i for i, other in enumerate(asked[:number]) if place in pieces[other].inside]
        own = [pieces[asked[part]].node for part in parts]
        meanings = {each.symbol: each.meaning for each in key.symbols}
        made_of = _made_of(piece.node, own, meanings, exactly=support == FULL)
        which = "The next piece" if number else "One piece"
        prompt = f"{which} of the formula is made of {made_of}. Write that piece."
        smaller = FormulaKey(formula(piece.node.source), key.symbols, key.points, case)
        steps.append(Smaller(prompt, smaller, f"`{piece.node.text}`", tuple(parts)))
    return tuple(steps)


def _made_of(
    node: Inner, own: Sequence[Inner], meanings: Mapping[str, str], *, exactly: bool
) -> str:
    """What a piece joins: pieces that are found, then symbols with their meanings, then numbers.

    How it joins them is the question; how often each stands in it is told where `exactly`.
    """
    rest, found = node.source, []
    for each in sorted(own, key=lambda part: -len(part.source)):
        if each.source in rest:
            rest = rest.replace(each.source, " ")
            found.append(f"`{each.text}`, which you have")
    words = _WORD.findall(rest)
    for word in dict.fromkeys(words):
        if word in meanings:
            often = _TIMES.get(words.count(word), "") if exactly else ""
            found.append(f"`{word}`{often} ({meanings[word]})")
        elif exactly and word.isdigit():
            found.append(f"the number {word}")
    return listed(found)
