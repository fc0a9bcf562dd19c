"""Units that are alike, filters or neurons: each has as many weights, and perhaps one bias."""

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
    """The counts of units, from formula texts: the weights of one, how many units, the cost.

    `owner` is what a unit is called; `phrases` says what the parts count, and `cost` those
    of the cost alone.
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
    """The counts of what has no biases: the weights are all of the parameters."""
    biases = CountFormula("biases", "0", terms=terms, why=terms.no_bias)
    return Counts(weights, biases, weights.labelled(LABELS["params"]), macs)


def all_minor(mistakes: Iterable[WrongFormula]) -> Mistakes:
    """The same mistakes, none of which forbids a draw."""
    return tuple([each._replace(minor=True) for each in mistakes])


def summed_cost(products: Phrases, terms: Terms) -> CountFormula:
    """The cost of these products, each with what it is called."""
    text = " + ".join([product for product, _ in products])
    flops = wrong("flops-for-macs", f"2*({text})")
    return CountFormula(LABELS["macs"], text, products, (flops,), terms)
