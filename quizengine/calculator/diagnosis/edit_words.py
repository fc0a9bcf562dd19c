"""What an edit of a formula is called, as part of a sentence: "the factor D is left out"."""

from __future__ import annotations

from collections.abc import Mapping

from quizengine.calculator.listing import listed
from quizengine.expressions import edit_ids as ids
from quizengine.expressions.edits import Edit, Edited
from quizengine.expressions.rewriting import part_written

_WORDS = {
    ids.ONE_TERM_ALONE: "this is {one} alone: the other terms are left out",
    ids.NOT_DIVIDED: "the division by {one} is left out",
    ids.NOT_ROUNDED: "the quotient is not rounded",
    ids.REPEATED_FACTOR: "the factor {bracketed} is taken once too often",
    ids.REPEATED_TERM: "{one} is counted twice",
    ids.ADDED_FOR_MULTIPLIED: "{all} are added instead of multiplied",
    ids.MULTIPLIED_FOR_ADDED: "{all} are multiplied instead of added",
    ids.NOT_RAISED: "{one} is taken once, without its power",
    ids.OTHER_POWER: "{one} is raised to another power",
    ids.OTHER_SYMBOL: "{other} stands where {one} belongs",
    ids.DOUBLED: "everything is counted twice",
    ids.HALVED: "only half of it is counted",
    ids.EXTRA_FACTOR: "{one} is multiplied in as well",
    ids.EXTRA_TERM: "{one} is added as well",
}
"""The words for an edit that need nothing but the parts of the formula that it is about."""


def edit_words(edited: Edited, edit: Edit, spelling: Mapping[str, str]) -> str:
    """What a student has done who computed with the edited formula."""
    about = [part_written(edited, index, spelling) for index in edit.about]
    one = about[0] if about else ""
    node = edited.formula.nodes[edit.place]
    match edit.id:
        case ids.LEFT_OUT_TERM:
            return f"{_signed(edited, edit, one)} is left out"
        case ids.LEFT_OUT_FACTOR:
            everywhere = " everywhere" if edit.place == edit.about[0] else ""
            return f"the factor {_bracketed(one)} is left out{everywhere}"
        case ids.ROUNDED_OTHER_WAY:
            return _ROUNDED[node.kind]
        case ids.BRACKETS_LOST:
            how = "divided" if node.kind in ("quotient", "floordiv") else "multiplied"
            return f"only {one} is {how} by {'·'.join(map(_bracketed, about[1:]))}"
        case ids.TURNED_SIGN:
            added = _sign(edited, edit) == "+"
            instead = "taken away instead of added" if added else "added instead of taken away"
            return f"{one} is {instead}"
        case ids.MULTIPLIED_FOR_DIVIDED:
            dividend = part_written(edited, node.children[0], spelling)
            return f"{dividend} is multiplied by {one} instead of divided"
        case ids.OFF_BY_ONE:
            larger = edit.made[-1].signs.endswith("+")
            whole = "the result" if edit.place == len(edited.parents) - 1 else one
            return f"{whole} is one too {'large' if larger else 'small'}"
    return _WORDS[edit.id].format(
        one=one, bracketed=_bracketed(one), other=about[-1] if about else "", all=listed(about)
    )


_ROUNDED = {
    "ceil": "the quotient is rounded down",
    "floor": "the quotient is rounded up",
    "floordiv": "the quotient is rounded up",
    "min": "the larger is taken instead of the smaller",
    "max": "the smaller is taken instead of the larger",
}
"""What a rounding the other way is called, by the operation that rounds."""


def _sign(edited: Edited, edit: Edit) -> str:
    node = edited.formula.nodes[edit.place]
    return node.signs[node.children.index(edit.about[0])]


def _signed(edited: Edited, edit: Edit, term: str) -> str:
    nodes = edited.formula.nodes
    node, about = nodes[edit.place], edit.about[0]
    if node.children[0] == about:
        return term
    # A + 1 may stand in several brackets; which of them it was, the number does not tell.
    sums = [each for each in nodes if each.kind == "sum"]
    several = nodes[about].kind == "number" and sum(about in each.children for each in sums) > 1
    return f"{'one' if several else 'the'} {_sign(edited, edit)} {_bracketed(term)}"


def _bracketed(text: str) -> str:
    return f"({text})" if " " in text else text
