"""Corrections of typed arithmetic: `(8*8*3 + 1)*19` where `(8*8*3 + 1)*20` is right.

Typed arithmetic shows more than its value does. A correction is one change that gives it the right
value: another number, a term or factor more or less.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from quizengine.calculator.quantity import Quantity, worked_out_alike, wrong_values
from quizengine.expressions import Expression, ExpressionError, Formula, Number, formula, renamed
from quizengine.expressions.formula_mutations import (
    PLAIN,
    MutatedFormula,
    Mutation,
    MutationKind,
    mutations_of,
    new_mutation,
    new_node,
)
from quizengine.expressions.mutation_evaluation import evaluate_nodes, mutated_values
from quizengine.expressions.rewriting import part_written

LEAST = 50
"""The smallest answer whose arithmetic is corrected; many changes give a smaller number."""

_MOST_NODES = 40
"""The most numbers and operations of arithmetic that is corrected."""

_WORDS = {
    MutationKind.LEFT_OUT_TERM: (MutationKind.EXTRA_TERM, "the term {0} is too much"),
    MutationKind.LEFT_OUT_FACTOR: (MutationKind.EXTRA_FACTOR, "the factor {0} is too much"),
    MutationKind.NOT_DIVIDED: (MutationKind.NOT_DIVIDED, "the division by {0} is too much"),
    MutationKind.ROUNDED_OTHER_WAY: (
        MutationKind.ROUNDED_OTHER_WAY,
        "the rounding goes the wrong way",
    ),
    MutationKind.TURNED_SIGN: (MutationKind.TURNED_SIGN, "the sign before {0} is the wrong one"),
    MutationKind.EXTRA_TERM: (MutationKind.LEFT_OUT_TERM, "a + {0} is missing beside {1}"),
    MutationKind.EXTRA_FACTOR: (
        MutationKind.LEFT_OUT_FACTOR,
        "the factor {0} is missing beside {1}",
    ),
    MutationKind.BRACKETS_LOST: (
        MutationKind.BRACKETS_LOST,
        "the brackets around {0} … {last} are missing",
    ),
}
"""For each kind of mutation that is a correction: the mistake that it corrects, and its words."""

_INSERTED = (MutationKind.EXTRA_TERM, MutationKind.EXTRA_FACTOR, MutationKind.BRACKETS_LOST)
"""The kinds that insert something, which `_insertions` makes in more nodes than usual."""


class Correction(NamedTuple):
    """A change that corrects typed arithmetic: the ids of the mistakes, and words for them.

    `say` continues a sentence that begins with "In your arithmetic".
    """

    ids: tuple[str, ...]
    say: str


class _TypedFormula(NamedTuple):
    """Typed arithmetic as a formula: a symbol for each number, its value and its spelling."""

    formula: Formula
    numbers: Mapping[str, Number]
    spelling: Mapping[str, str]


def corrections_of(arithmetic: Expression, quantity: Quantity) -> list[Correction]:
    """Return the single changes of typed arithmetic that give it the value of the quantity."""
    typed = _as_formula(arithmetic)
    if typed is None or quantity < LEAST:
        return []
    wanted = [
        symbol for symbol in quantity.count_formula.formula.symbols if symbol in quantity.symbols
    ]
    if set(wanted) & set(typed.numbers):
        return []
    mutated = mutations_of(typed.formula, tuple(wanted))
    extra_symbols = [node.text for node in mutated.extras]
    names = {**typed.numbers, **{symbol: quantity.symbols[symbol] for symbol in wanted}}
    changes = [
        *(mutation for mutation in mutated.mutations if _may_correct(mutated, mutation)),
        *_insertions(mutated),
    ]
    corrections: dict[tuple[str, ...], Correction] = {}
    spelling = {**quantity.count_formula.spelling, **typed.spelling}
    try:
        evaluated = evaluate_nodes(mutated, names)
    except ExpressionError:
        return []
    for mutation, value in mutated_values(evaluated, changes):
        if value == quantity:
            correction = _in_words(quantity, typed, mutated, mutation, spelling, extra_symbols)
            corrections.setdefault((*correction.ids, correction.say), correction)
    return list(corrections.values())


def _as_formula(arithmetic: Expression) -> _TypedFormula | None:
    """Return typed arithmetic with a symbol for each number; None where it has no operation."""
    plain = formula(arithmetic.source)
    texts = [node.text for node in plain.nodes if node.kind == "number"]
    if not plain.is_computed or plain.symbols or len(plain.nodes) > _MOST_NODES:
        return None
    symbols = {text: f"n{index}" for index, text in enumerate(texts)}
    numbers = {symbol: formula(text).value({}) for text, symbol in symbols.items()}
    spelling = {symbol: formula(text).with_numbers({}) for text, symbol in symbols.items()}
    return _TypedFormula(formula(renamed(arithmetic, symbols)), numbers, spelling)


def _may_correct(mutated: MutatedFormula, mutation: Mutation) -> bool:
    if mutation.kind == MutationKind.OTHER_SYMBOL:
        # Another number that was typed explains nothing; a symbol of the right formula does.
        return mutation.about[1] >= len(mutated.parents)
    return mutation.kind in _WORDS and mutation.kind not in _INSERTED


def _insertions(mutated: MutatedFormula) -> Iterator[Mutation]:
    """Yield mutations that add a factor, a term or brackets to any node.

    They also put a 1 in place of any other number.
    """
    nodes = mutated.formula.nodes
    own = len(nodes)
    more = [own, *range(own + 2, own + len(mutated.extras))]
    made = own + len(mutated.extras)
    for index, node in enumerate(nodes):
        if not node.children:
            yield new_mutation(
                MutationKind.OTHER_SYMBOL,
                PLAIN,
                index,
                new_node("same", (own,)),
                about=(index, own),
            )
            continue
        for extra in more:
            about = (extra, index)
            plus = new_node("sum", (index, extra), "++")
            yield new_mutation(MutationKind.EXTRA_TERM, PLAIN, index, plus, about=about)
            if extra != own:
                times = new_node("product", (index, extra))
                yield new_mutation(MutationKind.EXTRA_FACTOR, PLAIN, index, times, about=about)
        last = nodes[node.children[-1]]
        if node.kind == "sum" and last.kind in ("product", "quotient"):
            terms = (*node.children[:-1], last.children[0])
            total = new_node("sum", terms, node.signs)
            whole = new_node(last.kind, (made, *last.children[1:]))
            yield new_mutation(MutationKind.BRACKETS_LOST, PLAIN, index, total, whole, about=terms)


def _in_words(
    quantity: Quantity,
    typed: _TypedFormula,
    mutated: MutatedFormula,
    mutation: Mutation,
    spelling: Mapping[str, str],
    extra_symbols: list[str],
) -> Correction:
    about = [part_written(mutated, index, spelling) for index in mutation.about]
    if mutation.kind == MutationKind.OTHER_SYMBOL:
        symbol = extra_symbols[mutation.about[1] - len(mutated.parents)]
        number = typed.numbers[mutated.formula.nodes[mutation.about[0]].text]
        return _instead(quantity, symbol, number, about)
    mistake_id, words = _WORDS[mutation.kind]
    say = words.format(*about, last=about[-1] if about else "")
    return Correction((mistake_id,), f"{say}.")


def _instead(quantity: Quantity, symbol: str, number: Number, about: list[str]) -> Correction:
    """Return the correction of a number to a symbol.

    Of a computed symbol, the known mistakes that give the number are named.
    """
    origin = quantity.origins.get(symbol)
    if origin is None or not origin.count_formula.is_worked_out:
        return Correction(
            (MutationKind.OTHER_SYMBOL,), f"{about[0]} stands where {about[1]} belongs."
        )
    # An output height and width that are computed alike are named together.
    groups = worked_out_alike(quantity.count_formula.formula.symbols, quantity.origins)
    alike = next(group for group in groups if symbol in group)
    name = " = ".join(quantity.count_formula.shown(each) for each in alike)
    say = f"{about[0]} stands where {name} ({quantity.origins[alike[0]].label}) belongs."
    known = [mistake for mistake, value in wrong_values(origin) if value == number]
    if not known:
        return Correction((MutationKind.OTHER_SYMBOL,), say)
    reasons = " Or: ".join(mistake.say for mistake in known)
    return Correction(tuple(mistake.id for mistake in known), f"{say} {reasons}")
