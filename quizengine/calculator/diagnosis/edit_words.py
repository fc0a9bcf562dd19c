"""What an edit of a formula is called, as part of a sentence: "the factor D is left out"."""

from __future__ import annotations

from collections.abc import Mapping

from quizengine.calculator.listing import listed
from quizengine.expressions import edit_ids as ids
from quizengine.expressions.edits import Edit, Edited
from quizengine.expressions.rewriting import part_written


def edit_words(edited: Edited, edit: Edit, spelling: Mapping[str, str]) -> str:
    """What a student has done who computed with the edited formula."""
    about = [part_written(edited, index, spelling) for index in edit.about]
    one = about[0] if about else ""
    match edit.id:
        case ids.LEFT_OUT_TERM:
            return f"{_signed(edited, edit, one)} is left out"
        case ids.LEFT_OUT_FACTOR:
            everywhere = " everywhere" if edit.place == edit.about[0] else ""
            return f"the factor {_bracketed(one)} is left out{everywhere}"
        case ids.ONE_TERM_ALONE:
            return f"this is {one} alone: the other terms are left out"
        case ids.NOT_DIVIDED:
            return f"the division by {one} is left out"
        case ids.ROUNDED_OTHER_WAY | ids.NOT_ROUNDED:
            return _rounding(edited, edit)
        case ids.BRACKETS_LOST:
            divided = edited.formula.nodes[edit.place].kind in ("quotient", "floordiv")
            how = "divided" if divided else "multiplied"
            return f"only {one} is {how} by {'·'.join(map(_bracketed, about[1:]))}"
        case ids.REPEATED_FACTOR:
            return f"the factor {_bracketed(one)} is taken once too often"
        case ids.REPEATED_TERM:
            return f"{one} is counted twice"
        case ids.TURNED_SIGN:
            added = _sign(edited, edit) == "+"
            instead = "taken away instead of added" if added else "added instead of taken away"
            return f"{one} is {instead}"
        case ids.ADDED_FOR_MULTIPLIED:
            return f"{listed(about)} are added instead of multiplied"
        case ids.MULTIPLIED_FOR_ADDED:
            return f"{listed(about)} are multiplied instead of added"
        case _:
            return _further_words(edited, edit, about, one, spelling)


def _further_words(
    edited: Edited, edit: Edit, about: list[str], one: str, spelling: Mapping[str, str]
) -> str:
    match edit.id:
        case ids.MULTIPLIED_FOR_DIVIDED:
            dividend = part_written(edited, edited.formula.nodes[edit.place].children[0], spelling)
            return f"{dividend} is multiplied by {one} instead of divided"
        case ids.NOT_RAISED:
            return f"{one} is taken once, without its power"
        case ids.OTHER_POWER:
            return f"{one} is raised to another power"
        case ids.OTHER_SYMBOL:
            return f"{about[1]} stands where {one} belongs"
        case ids.OFF_BY_ONE:
            larger = edit.made[-1].signs.endswith("+")
            whole = "the result" if edit.place == len(edited.parents) - 1 else one
            return f"{whole} is one too {'large' if larger else 'small'}"
        case ids.DOUBLED:
            return "everything is counted twice"
        case ids.HALVED:
            return "only half of it is counted"
        case ids.EXTRA_FACTOR:
            return f"{one} is multiplied in as well"
        case _:
            return f"{one} is added as well"


def _rounding(edited: Edited, edit: Edit) -> str:
    if edit.id == ids.NOT_ROUNDED:
        return "the quotient is not rounded"
    match edited.formula.nodes[edit.place].kind:
        case "ceil":
            return "the quotient is rounded down"
        case "floor" | "floordiv":
            return "the quotient is rounded up"
        case "min":
            return "the larger is taken instead of the smaller"
        case _:
            return "the smaller is taken instead of the larger"


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
