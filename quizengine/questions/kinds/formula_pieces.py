"""The pieces of a general formula, each of which is asked as a formula of its own."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from quizengine.calculator.listing import joined_with_and
from quizengine.expressions import Formula, Number, Subformula
from quizengine.questions.support_levels import FULL, select_steps

_WORD = re.compile(r"[A-Za-z]\w*|\d+")
_TIMES = {2: " twice", 3: " three times"}


class FormulaPiece(NamedTuple):
    """A piece of a formula: the request for it, and the formula that it is.

    `parts` are the indices of the earlier pieces that stand in it.
    """

    prompt: str
    node: Subformula
    parts: tuple[int, ...]


def formula_pieces(
    whole: Formula, meanings: Mapping[str, str], point: Mapping[str, Number], support: int
) -> list[FormulaPiece]:
    """Return the pieces of a formula that hold several symbols, innermost first.

    None of a single sum or product. `meanings` has the symbols, `point` a number for each.
    """
    nodes = whole.subformulas(point)
    chosen = [
        index
        for index, node in enumerate(nodes)
        if sum(word in meanings for word in _WORD.findall(node.source)) > 1
    ]
    enclosing = [
        frozenset(map(chosen.index, nodes[index].enclosing & set(chosen))) for index in chosen
    ]
    selected = select_steps(list(map(len, enclosing)), support)
    pieces = []
    for number, chosen_index in enumerate(selected):
        node = nodes[chosen[chosen_index]]
        parts = [i for i, other in enumerate(selected[:number]) if chosen_index in enclosing[other]]
        earlier = [nodes[chosen[selected[part]]] for part in parts]
        made_of = _made_of(node, earlier, meanings, exactly=support == FULL)
        which = "The next piece" if number else "One piece"
        prompt = f"{which} of the formula is made of {made_of}. Write that piece."
        pieces.append(FormulaPiece(prompt, node, tuple(parts)))
    return pieces


def _made_of(
    node: Subformula, earlier: Sequence[Subformula], meanings: Mapping[str, str], *, exactly: bool
) -> str:
    """Return what a piece consists of: earlier pieces, then symbols with meanings, then numbers.

    How these are joined is the question; where `exactly`, how often each stands in it is said.
    """
    rest, found = node.source, []
    for each in sorted(earlier, key=lambda part: -len(part.source)):
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
    return joined_with_and(found)
