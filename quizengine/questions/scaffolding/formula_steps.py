"""A general formula falls into its pieces, each asked as a formula of its own."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from quizengine.calculator.listing import listed
from quizengine.expressions import Subformula, formula
from quizengine.questions.kinds.formula import FormulaKey
from quizengine.questions.scaffolding.sub_question import SubQuestion
from quizengine.questions.support_levels import FULL, select_steps

_WORD = re.compile(r"[A-Za-z]\w*|\d+")
_TIMES = {2: " twice", 3: " three times"}


def formula_steps(key: FormulaKey, support: int) -> tuple[SubQuestion, ...]:
    """The pieces of a formula that hold several symbols, innermost first; none of a single sum or
    product.
    """
    nodes = key.formula.inner(key.points[0])
    chosen = [
        place
        for place, node in enumerate(nodes)
        if sum(word in key.meanings for word in _WORD.findall(node.source)) > 1
    ]
    inside = [frozenset(map(chosen.index, nodes[place].inside & set(chosen))) for place in chosen]
    asked = select_steps(list(map(len, inside)), support)
    steps = []
    for number, place in enumerate(asked):
        node = nodes[chosen[place]]
        parts = [i for i, other in enumerate(asked[:number]) if place in inside[other]]
        own = [nodes[chosen[asked[part]]] for part in parts]
        made_of = _made_of(node, own, key.meanings, exactly=support == FULL)
        which = "The next piece" if number else "One piece"
        prompt = f"{which} of the formula is made of {made_of}. Write that piece."
        smaller = FormulaKey(formula(node.source), key.meanings, key.points, key.step_context)
        steps.append(SubQuestion(prompt, smaller, f"`{node.text}`", tuple(parts)))
    return tuple(steps)


def _made_of(
    node: Subformula, own: Sequence[Subformula], meanings: Mapping[str, str], *, exactly: bool
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
