"""The words for a count: the question that asks for it, and the legend of its formula."""

from __future__ import annotations

from quizengine.calculator import Quantity


def count_question(counts: str, of: str = "") -> str:
    """Return the question for what a phrase or label counts: Count the weights of one filter.

    `of` is the name of what has them: How many parameters does `conv1` have?
    """
    if counts.startswith("the "):
        return f"What is {counts} of `{of}`?" if of else f"What is {counts}?"
    if is_plural(counts):
        return f"How many {counts} does `{of}` have?" if of else f"Count the {counts}."
    return count_question(f"the {counts}", of)


def with_location(ask: str, where: str) -> str:
    """Return a question after the words for where its answer stands, `In the row “conv1”`.

    The question alone where `where` is empty.
    """
    return f"{where}: {ask[0].lower()}{ask[1:]}" if where else ask


def with_clause(ask: str, clause: str) -> str:
    """Return a question or a request with a clause before its last character."""
    return f"{ask[:-1]}, {clause}{ask[-1]}"


def is_plural(counts: str) -> bool:
    """Return whether a phrase or label names things that are counted, as weights are."""
    words = counts.partition(",")[0].split()
    return any(word.endswith("s") and not word.endswith("ss") for word in words[:2])


def legend(quantity: Quantity) -> list[str]:
    """Return the meaning of each symbol that is read off the question: `K = filters`."""
    count_formula, origins = quantity.count_formula, quantity.origins
    return [
        word
        for symbol, word in count_formula.legend
        if word != count_formula.shown(symbol)
        and not (symbol in origins and origins[symbol].count_formula.is_worked_out)
    ]


def underlying(quantity: Quantity) -> Quantity:
    """Return a quantity, or the one that its formula consists of where that is a single symbol."""
    while True:
        origin = quantity.origins.get(quantity.count_formula.text)
        if origin is None or not origin.count_formula.is_worked_out:
            return quantity
        quantity = origin
