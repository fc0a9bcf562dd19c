"""The words for a mutation of a formula, as part of a sentence: "the factor D is left out"."""

from __future__ import annotations

from collections.abc import Mapping

from quizengine.calculator.listing import joined_with_and
from quizengine.expressions.formula_mutations import MutatedFormula, Mutation, MutationKind
from quizengine.expressions.rewriting import part_written

_WORDS = {
    MutationKind.ONE_TERM_ALONE: "this is {one} alone: the other terms are left out",
    MutationKind.NOT_DIVIDED: "the division by {one} is left out",
    MutationKind.NOT_ROUNDED: "the quotient is not rounded",
    MutationKind.REPEATED_FACTOR: "the factor {bracketed} is taken once too often",
    MutationKind.REPEATED_TERM: "{one} is counted twice",
    MutationKind.ADDED_FOR_MULTIPLIED: "{all} are added instead of multiplied",
    MutationKind.MULTIPLIED_FOR_ADDED: "{all} are multiplied instead of added",
    MutationKind.NOT_RAISED: "{one} is taken once, without its power",
    MutationKind.OTHER_POWER: "{one} is raised to another power",
    MutationKind.OTHER_SYMBOL: "{other} stands where {one} belongs",
    MutationKind.DOUBLED: "everything is counted twice",
    MutationKind.HALVED: "only half of it is counted",
    MutationKind.EXTRA_FACTOR: "{one} is multiplied in as well",
    MutationKind.EXTRA_TERM: "{one} is added as well",
}
"""The words for mutations that need only the parts of the formula that they are about."""


def mutation_words(mutated: MutatedFormula, mutation: Mutation, spelling: Mapping[str, str]) -> str:
    """Return what is wrong with the mutated formula, as part of a sentence."""
    about = [part_written(mutated, index, spelling) for index in mutation.about]
    one = about[0] if about else ""
    node = mutated.formula.nodes[mutation.node_index]
    match mutation.kind:
        case MutationKind.LEFT_OUT_TERM:
            return f"{_signed(mutated, mutation, one)} is left out"
        case MutationKind.LEFT_OUT_FACTOR:
            everywhere = " everywhere" if mutation.node_index == mutation.about[0] else ""
            return f"the factor {_bracketed(one)} is left out{everywhere}"
        case MutationKind.ROUNDED_OTHER_WAY:
            return _ROUNDED[node.kind]
        case MutationKind.BRACKETS_LOST:
            how = "divided" if node.kind in ("quotient", "floordiv") else "multiplied"
            return f"only {one} is {how} by {'·'.join(map(_bracketed, about[1:]))}"
        case MutationKind.TURNED_SIGN:
            added = _sign(mutated, mutation) == "+"
            instead = "taken away instead of added" if added else "added instead of taken away"
            return f"{one} is {instead}"
        case MutationKind.MULTIPLIED_FOR_DIVIDED:
            dividend = part_written(mutated, node.children[0], spelling)
            return f"{dividend} is multiplied by {one} instead of divided"
        case MutationKind.OFF_BY_ONE:
            larger = mutation.new_nodes[-1].signs.endswith("+")
            whole = "the result" if mutation.node_index == len(mutated.parents) - 1 else one
            return f"{whole} is one too {'large' if larger else 'small'}"
    return _WORDS[mutation.kind].format(
        one=one,
        bracketed=_bracketed(one),
        other=about[-1] if about else "",
        all=joined_with_and(about),
    )


_ROUNDED = {
    "ceil": "the quotient is rounded down",
    "floor": "the quotient is rounded up",
    "floordiv": "the quotient is rounded up",
    "min": "the larger is taken instead of the smaller",
    "max": "the smaller is taken instead of the larger",
}
"""The words for a rounding the other way, by the operation that rounds."""


def _sign(mutated: MutatedFormula, mutation: Mutation) -> str:
    node = mutated.formula.nodes[mutation.node_index]
    return node.signs[node.children.index(mutation.about[0])]


def _signed(mutated: MutatedFormula, mutation: Mutation, term: str) -> str:
    nodes = mutated.formula.nodes
    node, about = nodes[mutation.node_index], mutation.about[0]
    if node.children[0] == about:
        return term
    # A + 1 may occur in several brackets, and the number does not show which of them is meant.
    sums = [each for each in nodes if each.kind == "sum"]
    several = nodes[about].kind == "number" and sum(about in each.children for each in sums) > 1
    return f"{'one' if several else 'the'} {_sign(mutated, mutation)} {_bracketed(term)}"


def _bracketed(text: str) -> str:
    return f"({text})" if " " in text else text
