"""The search for an error: its levels, and the numbers that the errors of each give.

A candidate is a number that an error gives. The levels go from likely to unlikely errors, and each
is computed only when it is reached.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import combinations
from typing import NamedTuple

from quizengine.calculator.diagnosis.explanations import (
    Explanation,
    explain_mistake_and_mutation,
    explain_mutations,
    explain_propagated,
    explain_two_propagated,
)
from quizengine.calculator.diagnosis.mistake_pairs import (
    WrongFormulaMutations,
    wrong_formula_mutations,
)
from quizengine.calculator.diagnosis.propagated_errors import (
    PropagatedError,
    propagated_mistakes_of,
    propagated_mutations_of,
    value_with,
)
from quizengine.calculator.diagnosis.typos import typos_of
from quizengine.calculator.quantity import Quantity, worked_out_alike, wrong_values
from quizengine.expressions import Number
from quizengine.expressions.formula_mutations import FAR, LIKELY, LOOSE, PLAIN, mutations_of
from quizengine.expressions.mutation_evaluation import evaluate_nodes, mutated_values, with_mutation

MOST_PAIRED = 60
"""The most propagated errors that are tried two at a time."""


class Candidate(NamedTuple):
    """A number that an error gives, and the function that puts the error into words."""

    value: Number
    explain: Callable[[], Explanation]


class SearchLevel(NamedTuple):
    """Errors that are about as likely as each other.

    `max_share` is the largest share of the numbers near the student's that they and the errors of
    the levels before may give. `max_guesses` is the most errors that may give the student's
    number. Above either, an error that gives the number explains nothing.
    """

    candidates: Iterable[Candidate]
    max_share: float
    max_guesses: int = 12


def search_levels(quantity: Quantity) -> Iterator[SearchLevel]:
    """Yield the levels of the search, the most likely errors first."""
    search = _Search(quantity)
    yield SearchLevel(search.propagated_mistakes(), 0.5)
    yield SearchLevel(search.two_mistakes(), 0.25)
    yield SearchLevel(search.one_mutation(PLAIN), 0.35)
    yield SearchLevel(search.propagated_mutations(), 0.25)
    yield SearchLevel(search.one_mutation(LIKELY), 0.25)
    yield SearchLevel(search.one_mutation(LOOSE), 0.15, 4)
    yield SearchLevel(search.one_mutation(FAR), 0.1, 4)
    yield SearchLevel(search.typos(), 0.1)
    yield SearchLevel(search.mistake_and_mutation(), 0.02, 3)
    yield SearchLevel(search.two_propagated_mistakes(), 0.02, 3)
    yield SearchLevel(search.two_mutations(), 0.02, 3)


class _Search:
    """The candidates of each level for one quantity."""

    def __init__(self, quantity: Quantity) -> None:
        self._quantity = quantity
        self._formula = quantity.count_formula.formula
        others = [symbol for symbol in quantity.symbols if symbol not in self._formula.symbols]
        self._mutated = mutations_of(self._formula, tuple(others))
        self._evaluated = evaluate_nodes(self._mutated, quantity.symbols)
        self._propagated: dict[tuple[str, ...], list[PropagatedError]] = {}

    def _propagated_mistakes(self, symbols: Iterable[str]) -> list[PropagatedError]:
        """Return the known mistakes behind the symbols of a formula, found once for each."""
        origins = self._quantity.origins
        computed = tuple([symbol for symbol in symbols if symbol in origins])
        if computed not in self._propagated:
            self._propagated[computed] = propagated_mistakes_of(self._quantity, computed)
        return self._propagated[computed]

    def propagated_mistakes(self) -> Iterator[Candidate]:
        """A known mistake in a count that this one builds on."""
        quantity = self._quantity
        for error in self._propagated_mistakes(self._formula.symbols):
            value = value_with(self._formula.expression, quantity, error.patch)
            if value is not None:
                yield Candidate(value, partial(explain_propagated, quantity, error, value))

    def two_propagated_mistakes(self) -> Iterator[Candidate]:
        """Two known mistakes in different counts that this one builds on."""
        quantity, symbols = self._quantity, self._quantity.symbols
        groups = worked_out_alike(self._formula.symbols, quantity.origins)
        if len(groups) < 2:
            # The height and the width are computed alike, and nobody makes two mistakes in them.
            return
        group_of = {symbol: index for index, group in enumerate(groups) for symbol in group}
        errors: dict[tuple[str, ...], list[PropagatedError]] = {}
        for error in self._propagated_mistakes(self._formula.symbols):
            errors.setdefault(error.symbols, []).append(error)
        # As many of each count, the first ones: mistakes are listed by how often they are made.
        per_count = max(MOST_PAIRED // max(len(errors), 1), 2)
        paired = [error for alike in errors.values() for error in alike[:per_count]][:MOST_PAIRED]
        for one, other in combinations(paired, 2):
            # The only term of a sum is its own origin, and belongs to no group.
            groups_of_one = {group_of.get(symbol, symbol) for symbol in one.symbols}
            groups_of_other = {group_of.get(symbol, symbol) for symbol in other.symbols}
            if groups_of_one.isdisjoint(groups_of_other):
                names = {**symbols, **one.patch, **other.patch}
                value = value_with(self._formula.expression, quantity, names)
                if value is not None:
                    explain = partial(explain_two_propagated, quantity, (one, other), names, value)
                    yield Candidate(value, explain)

    def propagated_mutations(self) -> Iterator[Candidate]:
        """A mutation of the formula of a count that this one builds on."""
        quantity = self._quantity
        for error in propagated_mutations_of(quantity):
            value = value_with(self._formula.expression, quantity, error.patch)
            if value is not None:
                yield Candidate(value, partial(explain_propagated, quantity, error, value))

    def two_mistakes(self) -> Iterator[Candidate]:
        """Two known mistakes: both in the formula, or one of them propagated."""
        quantity = self._quantity
        known = {mistake.id for mistake, _ in wrong_values(quantity)}
        for wrong in self._wrong_formulas():
            mistake = wrong.mistake
            compiled = wrong.mutated.formula
            for error in self._propagated_mistakes(compiled.symbols):
                value = value_with(compiled.expression, quantity, error.patch)
                if value is not None:
                    explain = partial(explain_propagated, quantity, error, value, mistake)
                    yield Candidate(value, explain)
            evaluated = evaluate_nodes(wrong.mutated, quantity.symbols)
            for mutation, second in wrong.second_mistakes:
                if second.id in known:
                    for _, value in mutated_values(evaluated, [mutation]):
                        explain = partial(
                            explain_mistake_and_mutation, quantity, wrong, mutation, value, second
                        )
                        yield Candidate(value, explain)

    def one_mutation(self, tier: int) -> Iterator[Candidate]:
        """One mutation of the formula."""
        quantity, mutated = self._quantity, self._mutated
        mutations = [mutation for mutation in mutated.mutations if mutation.tier == tier]
        for mutation, value in mutated_values(self._evaluated, mutations):
            explain = partial(explain_mutations, quantity, mutated, [mutation], value)
            yield Candidate(value, explain)

    def typos(self) -> Iterator[Candidate]:
        """The right number with a typo."""
        for value, typo_id, words in typos_of(int(self._quantity)):
            yield Candidate(value, partial(Explanation, (typo_id,), f"{words}."))

    def mistake_and_mutation(self) -> Iterator[Candidate]:
        """A known mistake, and a mutation of its wrong formula."""
        quantity = self._quantity
        for wrong in self._wrong_formulas():
            mutations = [mutation for mutation in wrong.mutated.mutations if mutation.tier == PLAIN]
            evaluated = evaluate_nodes(wrong.mutated, quantity.symbols)
            for mutation, value in mutated_values(evaluated, mutations):
                explain = partial(explain_mistake_and_mutation, quantity, wrong, mutation, value)
                yield Candidate(value, explain)

    def two_mutations(self) -> Iterator[Candidate]:
        """Two mutations of the formula, at least one of which leaves something out."""
        quantity, mutated = self._quantity, self._mutated
        mutations = [mutation for mutation in mutated.mutations if mutation.tier <= LIKELY]
        plain = [mutation for mutation in mutations if mutation.tier == PLAIN]
        for index, first in enumerate(plain):
            evaluated = with_mutation(self._evaluated, first)
            if evaluated is None:
                continue
            for second, value in mutated_values(evaluated, mutations[index + 1 :]):
                explain = partial(explain_mutations, quantity, mutated, [first, second], value)
                yield Candidate(value, explain)

    def _wrong_formulas(self) -> Iterator[WrongFormulaMutations]:
        """The wrong formulas of the mistakes that can be made with these numbers."""
        quantity = self._quantity
        known = {mistake.id for mistake, _ in wrong_values(quantity)}
        for wrong in wrong_formula_mutations(self._formula, quantity.count_formula.mistakes):
            if wrong.mistake.id in known:
                yield wrong
