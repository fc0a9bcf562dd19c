"""What a slip is in words, and the number it gives taken apart beside the right formula."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from quizengine.calculator.diagnosis.mutation_words import mutation_words
from quizengine.calculator.diagnosis.pairs import Wrong
from quizengine.calculator.diagnosis.propagated_errors import Changed, WaySlip
from quizengine.calculator.listing import listed
from quizengine.calculator.quantity import Quantity, WrongFormula
from quizengine.expressions import Formula, Number, formula, number_text
from quizengine.expressions.formula_mutations import MutatedFormula, Mutation
from quizengine.expressions.rewriting import rewritten

_LISTED = 3
"""Symbols that are listed; of more, the rest is counted."""

_LETTERS = 2
"""Characters of a symbol that is a letter, with or without a prime."""

_TOGETHER = "two slips came together."


class Taken(NamedTuple):
    """A number taken apart: the formula that gives it, in symbols and with the numbers put in,
    and the right one beside it (empty where the formula itself is right).

    `head` names what is computed where that is not the answer itself: `H′ = W′`.
    """

    value: Number
    written: str
    numbers: str
    right: str
    head: str = ""


class Explanation(NamedTuple):
    """A guess at how a number came about.

    `say` goes on after "Perhaps"; `apart` takes the number apart, the slip first.
    """

    ids: tuple[str, ...]
    say: str
    apart: tuple[Taken, ...] = ()


def of_mutation(
    quantity: Quantity, mutated: MutatedFormula, mutations: Sequence[Mutation], value: Number
) -> Explanation:
    """One small edit of the quantity's formula, or two. Raises ExpressionError."""
    words = [
        mutation_words(mutated, mutation, quantity.count_formula.spelling) for mutation in mutations
    ]
    if len(words) > len(set(words)):
        words = [f"{words[0]}, in two places"]
    ids = tuple(mutation.kind for mutation in mutations)
    apart = _taken(quantity, rewritten(mutated, mutations), quantity.symbols, value)
    return Explanation(ids, f"{', and '.join(words)}.", (apart,))


def of_mistake_and_mutation(
    quantity: Quantity,
    wrong: Wrong,
    mutation: Mutation,
    value: Number,
    second: WrongFormula | None = None,
) -> Explanation:
    """A known mistake with a small edit of its wrong formula, which may be a `second` mistake.

    Raises ExpressionError.
    """
    if second is None:
        words = mutation_words(wrong.mutated, mutation, quantity.count_formula.spelling)
        second_id, say = str(mutation.kind), f"And {words}."
    else:
        second_id, say = second.id, second.say
    apart = _taken(quantity, rewritten(wrong.mutated, [mutation]), quantity.symbols, value)
    return Explanation(
        (wrong.mistake.id, second_id), f"{_TOGETHER} {wrong.mistake.say} {say}", (apart,)
    )


def of_way(
    quantity: Quantity, slip: WaySlip, value: Number, mistake: WrongFormula | None = None
) -> Explanation:
    """A slip on the way, and what was made of it: by the right formula, or by a mistake's.

    Raises ExpressionError.
    """
    compiled = quantity.count_formula.formula if mistake is None else formula(mistake.formula)
    names = {**quantity.symbols, **slip.patch}
    whole = _taken(quantity, compiled, names, value)
    if mistake is None:
        say = f"the slip lies in {_where(quantity, slip)}. {slip.cause.say}"
        return Explanation(
            (slip.cause.id,), say, (_origin_taken(quantity, slip), whole._replace(right=""))
        )
    say = f"{_TOGETHER} {mistake.say} The other lies in {_where(quantity, slip)}. {slip.cause.say}"
    return Explanation((mistake.id, slip.cause.id), say, (whole, _origin_taken(quantity, slip)))


def of_two_ways(
    quantity: Quantity, slips: tuple[WaySlip, WaySlip], names: Mapping[str, Number], value: Number
) -> Explanation:
    """A slip in one count on the way and another in another. Raises ExpressionError."""
    one, other = slips
    say = f"{_TOGETHER} One lies in {_where(quantity, one)}. {one.cause.say}"
    say += f" The other lies in {_where(quantity, other)}. {other.cause.say}"
    whole = _taken(quantity, quantity.count_formula.formula, names, value)._replace(right="")
    apart = (*(_origin_taken(quantity, slip) for slip in slips), whole)
    return Explanation((one.cause.id, other.cause.id), say, apart)


def _taken(
    quantity: Quantity, compiled: Formula, names: Mapping[str, Number], value: Number
) -> Taken:
    spelling = quantity.count_formula.spelling
    return Taken(value, compiled.written(spelling), compiled.with_numbers(names), quantity.formula)


def _origin_taken(quantity: Quantity, slip: WaySlip) -> Taken:
    head = " = ".join(quantity.count_formula.shown(symbol) for symbol in slip.symbols)
    direct = quantity.origins.get(slip.symbols[0])
    if direct is None or direct.count_formula is not slip.origin.count_formula or not _agree(slip):
        head = slip.origin.label
    taken = _taken(slip.origin, _wrong_formula(slip), slip.origin.symbols, slip.value)
    return taken._replace(head=head)


def _wrong_formula(slip: WaySlip) -> Formula:
    match slip.cause:
        case Changed(mutated, mutation, _):
            return rewritten(mutated, [mutation])
        case mistake:
            return formula(mistake.formula)


def _where(quantity: Quantity, slip: WaySlip) -> str:
    """The symbols in which a slip lies, and what they were taken for."""
    shown = []
    for symbol in slip.symbols[:_LISTED]:
        name, label = quantity.count_formula.shown(symbol), quantity.origins[symbol].label
        # A letter needs its word; a name of several says itself what it is.
        shown.append(f"{name} ({label})" if len(name) <= _LETTERS else name)
    more = len(slip.symbols) - len(shown)
    if more:
        shown.append(f"{more} more")
    where = listed(shown)
    if slip.origin is not quantity.origins[slip.symbols[0]]:
        return f"{where}, in the {slip.origin.label}: {number_text(slip.value)}"
    return f"{where}, taken for {number_text(slip.value)}" if _agree(slip) else where


def _agree(slip: WaySlip) -> bool:
    return all(value == slip.value for value in slip.patch.values())
