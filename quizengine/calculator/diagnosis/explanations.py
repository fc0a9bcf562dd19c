"""Explanations: the words for an error, and the derivation of the number that it gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from quizengine.calculator.diagnosis.mistake_pairs import WrongFormulaMutations
from quizengine.calculator.diagnosis.mutation_words import mutation_words
from quizengine.calculator.diagnosis.propagated_errors import MutationCause, PropagatedError
from quizengine.calculator.listing import joined_with_and
from quizengine.calculator.quantity import Quantity, WrongFormula
from quizengine.expressions import Formula, Number, formula, number_text
from quizengine.expressions.formula_mutations import MutatedFormula, Mutation
from quizengine.expressions.rewriting import rewritten

_LISTED = 3
"""The most symbols that are listed; the rest is counted."""

_LETTERS = 2
"""The most characters of a symbol that is a letter, with or without a prime."""

_TOGETHER = "two mistakes came together."


class Derivation(NamedTuple):
    """The formula that gives a number, in symbols and with the numbers put in.

    `right` is the right formula, and is empty where the formula itself is right. `label` names
    what is computed where that is not the answer: `H′ = W′`.
    """

    value: Number
    written: str
    numbers: str
    right: str
    label: str = ""


class Explanation(NamedTuple):
    """A guess at how a number came about.

    `say` continues a sentence that begins with "Perhaps". `derivations` are those of the wrong
    numbers, that with the error first.
    """

    ids: tuple[str, ...]
    say: str
    derivations: tuple[Derivation, ...] = ()


def explain_mutations(
    quantity: Quantity, mutated: MutatedFormula, mutations: Sequence[Mutation], value: Number
) -> Explanation:
    """Explain one mutation of the quantity's formula, or two. Raises ExpressionError."""
    words = [
        mutation_words(mutated, mutation, quantity.count_formula.spelling) for mutation in mutations
    ]
    if len(words) > len(set(words)):
        words = [f"{words[0]}, twice"]
    ids = tuple(mutation.kind for mutation in mutations)
    derivation = _derivation(quantity, rewritten(mutated, mutations), quantity.symbols, value)
    return Explanation(ids, f"{', and '.join(words)}.", (derivation,))


def explain_mistake_and_mutation(
    quantity: Quantity,
    wrong: WrongFormulaMutations,
    mutation: Mutation,
    value: Number,
    second: WrongFormula | None = None,
) -> Explanation:
    """Explain a known mistake and a mutation of its wrong formula.

    The mutation may be a known mistake itself, the `second`.

    Raises ExpressionError.
    """
    if second is None:
        words = mutation_words(wrong.mutated, mutation, quantity.count_formula.spelling)
        second_id, say = str(mutation.kind), f"And {words}."
    else:
        second_id, say = second.id, second.say
    derivation = _derivation(
        quantity, rewritten(wrong.mutated, [mutation]), quantity.symbols, value
    )
    return Explanation(
        (wrong.mistake.id, second_id), f"{_TOGETHER} {wrong.mistake.say} {say}", (derivation,)
    )


def explain_propagated(
    quantity: Quantity, error: PropagatedError, value: Number, mistake: WrongFormula | None = None
) -> Explanation:
    """Explain a propagated error, used in the right formula or in that of a `mistake`.

    Raises ExpressionError.
    """
    compiled = quantity.count_formula.formula if mistake is None else formula(mistake.formula)
    names = {**quantity.symbols, **error.patch}
    whole = _derivation(quantity, compiled, names, value)
    if mistake is None:
        say = f"the mistake is in {_location(quantity, error)}. {error.cause.say}"
        return Explanation(
            (error.cause.id,), say, (_origin_derivation(quantity, error), whole._replace(right=""))
        )
    say = f"{_TOGETHER} {mistake.say} The other is in {_location(quantity, error)}."
    say += f" {error.cause.say}"
    return Explanation(
        (mistake.id, error.cause.id), say, (whole, _origin_derivation(quantity, error))
    )


def explain_two_propagated(
    quantity: Quantity,
    errors: tuple[PropagatedError, PropagatedError],
    names: Mapping[str, Number],
    value: Number,
) -> Explanation:
    """Explain two propagated errors in different counts. Raises ExpressionError."""
    one, other = errors
    say = f"{_TOGETHER} One is in {_location(quantity, one)}. {one.cause.say}"
    say += f" The other is in {_location(quantity, other)}. {other.cause.say}"
    whole = _derivation(quantity, quantity.count_formula.formula, names, value)._replace(right="")
    derivations = (*(_origin_derivation(quantity, error) for error in errors), whole)
    return Explanation((one.cause.id, other.cause.id), say, derivations)


def _derivation(
    quantity: Quantity, compiled: Formula, names: Mapping[str, Number], value: Number
) -> Derivation:
    spelling = quantity.count_formula.spelling
    return Derivation(
        value, compiled.written(spelling), compiled.with_numbers(names), quantity.formula
    )


def _origin_derivation(quantity: Quantity, error: PropagatedError) -> Derivation:
    label = " = ".join(quantity.count_formula.shown(symbol) for symbol in error.symbols)
    direct = quantity.origins.get(error.symbols[0])
    if (
        direct is None
        or direct.count_formula is not error.origin.count_formula
        or not _is_uniform(error)
    ):
        label = error.origin.label
    derivation = _derivation(error.origin, _wrong_formula(error), error.origin.symbols, error.value)
    return derivation._replace(label=label)


def _wrong_formula(error: PropagatedError) -> Formula:
    match error.cause:
        case MutationCause(mutated, mutation, _):
            return rewritten(mutated, [mutation])
        case mistake:
            return formula(mistake.formula)


def _location(quantity: Quantity, error: PropagatedError) -> str:
    """Return the symbols that an error makes wrong, and their value if they have one."""
    shown = []
    for symbol in error.symbols[:_LISTED]:
        name, label = quantity.count_formula.shown(symbol), quantity.origins[symbol].label
        # A letter is explained by its label; a longer name explains itself.
        shown.append(f"{name} ({label})" if len(name) <= _LETTERS else name)
    more = len(error.symbols) - len(shown)
    if more:
        shown.append(f"{more} more")
    location = joined_with_and(shown)
    if error.origin is not quantity.origins[error.symbols[0]]:
        return f"{location}, in the {error.origin.label}: {number_text(error.value)}"
    return f"{location}, taken for {number_text(error.value)}" if _is_uniform(error) else location


def _is_uniform(error: PropagatedError) -> bool:
    """Whether every symbol has the wrong value of the origin itself."""
    return all(value == error.value for value in error.patch.values())
