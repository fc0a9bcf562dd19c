"""Counts of equal units, such as filters or neurons: the weights of each, and perhaps a bias."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from quizengine.calculator.misconceptions import wrong
from quizengine.calculator.operation import LABELS, Counts
from quizengine.calculator.quantity import CountFormula, WrongFormula
from quizengine.calculator.symbols import Terms

Mistakes = tuple[WrongFormula, ...]
Phrases = tuple[tuple[str, str], ...]


class Miscounts(NamedTuple):
    """How people miscount each quantity."""

    weights: Mistakes
    biases: Mistakes
    params: Mistakes
    macs: Mistakes


def weighted_counts(
    one: str,
    number: str,
    owner: str,
    macs: str,
    phrases: Phrases,
    cost: Phrases,
    mistakes: Miscounts,
    use_bias: bool,
    terms: Terms,
) -> Counts:
    """Return the counts of equal units from formula texts.

    `one` is the text of one unit's weights, `number` that of the units, `macs` that of the cost.
    `owner` is the word for a unit. `phrases` are those of all counts, `cost` those of the cost.
    """
    number_of_biases, why = "0", terms.no_bias
    held, inside = f"{one}*{number}", phrases
    if use_bias:
        number_of_biases, why = number.strip("()"), f"one bias per {owner}"
        held = f"({one} + 1)*{number}"
        inside = ((f"{one} + 1", f"parameters per {owner}, with its bias"), *phrases)
    return Counts(
        CountFormula("weights", f"{one}*{number}", phrases, mistakes.weights, terms),
        CountFormula("biases", number_of_biases, (), mistakes.biases, terms, why),
        CountFormula(LABELS["params"], held, inside, mistakes.params, terms),
        CountFormula(LABELS["macs"], macs, (*phrases, *cost), mistakes.macs, terms),
    )


def unbiased(weights: CountFormula, macs: CountFormula, terms: Terms) -> Counts:
    """Return counts without biases: the weights are all of the parameters."""
    biases = CountFormula("biases", "0", terms=terms, why=terms.no_bias)
    return Counts(weights, biases, weights.labelled(LABELS["params"]), macs)


def all_minor(mistakes: Iterable[WrongFormula]) -> Mistakes:
    """Return the same mistakes as minor ones, which exclude no draw."""
    return tuple([each._replace(minor=True) for each in mistakes])


def summed_cost(products: Phrases, terms: Terms) -> CountFormula:
    """Return the sum of some products as a cost; each product has its phrase."""
    text = " + ".join([product for product, _ in products])
    flops = wrong("flops-for-macs", f"2*({text})")
    return CountFormula(LABELS["macs"], text, products, (flops,), terms)
