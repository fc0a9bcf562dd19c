"""A count in words: the question for it, and what its formula is built on or passed on from."""

from __future__ import annotations

from quizengine.calculator import Quantity


def count_question(counts: str, of: str = "") -> str:
    """The question for what a phrase or label counts: Count the weights of one filter.

    `of` is the name of what has them: How many parameters has `conv1`?
    """
    if counts.startswith("the "):
        return f"What is {counts} of `{of}`?" if of else f"What is {counts}?"
    if is_plural(counts):
        return f"How many {counts} has `{of}`?" if of else f"Count the {counts}."
    return count_question(f"the {counts}", of)


def with_location(ask: str, where: str) -> str:
    """A question, told which of several things it is about where there are several."""
    return f"{where}: {ask[0].lower()}{ask[1:]}" if where else ask


def with_clause(asked: str, clause: str) -> str:
    """A question or request with a clause before its end."""
    return f"{asked[:-1]}, {clause}{asked[-1]}"


def is_plural(counts: str) -> bool:
    """Whether a phrase or label names things that are counted, as weights are."""
    words = counts.partition(",")[0].split()
    return any(word.endswith("s") and not word.endswith("ss") for word in words[:2])


def legend(quantity: Quantity) -> list[str]:
    """What the symbols of a formula stand for that are read off the question: `K = filters`."""
    count_formula, origins = quantity.count_formula, quantity.origins
    return [
        word
        for symbol, word in count_formula.legend
        if word != count_formula.shown(symbol)
        and not (symbol in origins and origins[symbol].count_formula.is_worked_out)
    ]


def underlying(quantity: Quantity) -> Quantity:
    """The quantity itself, or the one behind it where its formula is nothing but that one."""
    while True:
        origin = quantity.origins.get(quantity.count_formula.text)
        if origin is None or not origin.count_formula.is_worked_out:
            return quantity
        quantity = origin
