"""Estimates of a count in the head: negligible terms left out, and the factors rounded."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from quizengine.calculator.quantity import Quantity
from quizengine.calculator.symbols import display
from quizengine.expressions import Formula, Number, number_text

MAX_SMALL_FACTOR = 12
"""Factors up to this are not rounded."""

MAX_SMALL_PRODUCT = 100
"""Small factors are multiplied first, as long as their product is not above this."""

NEGLIGIBLE_SHARE = Fraction(1, 20)
"""A term below this share of its sum is negligible."""

DOMINANT_SHARE = Fraction(4, 5)
"""The share of a sum that its largest terms must have together to stand for it."""

MAX_TERMS = 4
"""The most terms of a sum that are estimated one by one; the rest is given as a share."""

_NUMBER_WORDS = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (10**4, "thousand"))


class _Term(NamedTuple):
    """One term of a count's sum: its name, if it has one, and its node in the formula."""

    name: str
    value: Number
    node_index: int
    formula: Formula
    values: list[Number]
    origins: Mapping[str, Quantity]

    @property
    def factors(self) -> tuple[Number, ...]:
        """The term as a product, computed only for the terms that are shown."""
        return tuple(_factors(self.formula, self.node_index, self.values, self.origins))


def mental_steps(quantity: Quantity) -> tuple[str, ...]:
    """Return the steps of an estimate in the head, a line for each term that matters.

    There are none if there is nothing to compute, or if a term is below 0.
    """
    terms = list(_terms(quantity))
    if not terms or quantity <= 0 or any(term.value < 0 for term in terms):
        return ()
    largest = dominant_terms([term.value for term in terms], int(quantity))
    kept = [(terms[index], terms[index].factors) for index in largest]
    if len(terms) == 1 and len(kept[0][1]) == 1:
        return ()
    lines = [f"{term.name}: " * bool(term.name) + _product_line(factors) for term, factors in kept]
    left = Fraction(int(quantity) - sum(term.value for term, _ in kept)) / int(quantity)
    if len(kept) == 1 and left < NEGLIGIBLE_SHARE:
        return tuple(lines)
    end = f"together about {rounded_text(sum(_rounded_product(factors) for _, factors in kept))}"
    if left >= NEGLIGIBLE_SHARE:
        end += f", and the rest adds {round(100 * left)} % of the whole"
    return (*lines, end)


def rounded_text(value: Number, figures: int = 2) -> str:
    """Return a number rounded to a few figures, in words: `850 million`, `3400`, `0.06`."""
    rounded = _to_figures(value, figures)
    for size, word in _NUMBER_WORDS:
        if rounded >= size:
            unit = 1000 if word == "thousand" else size
            return f"{number_text(_whole_or_fraction(Fraction(rounded) / unit))} {word}"
    return number_text(rounded)


def dominant_terms(terms: Sequence[Number], total: Number) -> list[int]:
    """Return the indices of the largest terms that stand for a sum, the largest first."""
    kept: list[int] = []
    for index in sorted(range(len(terms)), key=lambda index: -terms[index]):
        kept.append(index)
        if sum(terms[each] for each in kept) >= DOMINANT_SHARE * total or len(kept) == MAX_TERMS:
            break
    return kept


def _product_line(factors: tuple[Number, ...]) -> str:
    """Return `3·3·64·128 ≈ 9·60·130 ≈ 70 thousand`."""
    exact = [number_text(factor) for factor in factors]
    rounded = [number_text(factor) for factor in _rounded_factors(factors)]
    value = rounded_text(_rounded_product(factors))
    return " ≈ ".join(dict.fromkeys(("·".join(exact), "·".join(rounded), value)))


def _rounded_product(factors: tuple[Number, ...]) -> Number:
    return _whole_or_fraction(
        math.prod(map(Fraction, _rounded_factors(factors)), start=Fraction(1))
    )


def _rounded_factors(factors: tuple[Number, ...]) -> Iterator[Number]:
    """Yield factors that are easy to multiply: small ones multiplied, large ones rounded."""
    small_product: Number = 1
    large: list[Number] = []
    for factor in factors:
        if 1 <= factor <= MAX_SMALL_FACTOR and small_product * factor <= MAX_SMALL_PRODUCT:
            small_product = small_product * factor
        else:
            large.append(factor)
    if small_product != 1 or not large:
        yield small_product
    for factor in large:
        yield (
            factor
            if 0 < factor <= MAX_SMALL_FACTOR
            else _to_figures(factor, 2 if _leading_digit(factor) < 3 else 1)
        )


def _leading_digit(value: Number) -> int:
    """Return the first digit of a number; 1 for a number below 1."""
    return int(str(math.floor(value))[0]) if value >= 1 else 1


def _to_figures(value: Number, figures: int) -> Number:
    """Return a number, at least 0, rounded to so many figures; one below 1 to so many decimals."""
    power = max(len(str(math.floor(value))) - figures, 0) if value >= 1 else -figures
    if power >= 0 and isinstance(value, int):
        step = 10**power
        # Halves are rounded to even, as Python does.
        return round(Fraction(value, step)) * step if power else value
    scale = Fraction(10) ** power
    return _whole_or_fraction(round(Fraction(value) / scale) * scale)


def _whole_or_fraction(value: Fraction) -> Number:
    return value.numerator if value.denominator == 1 else value


def _terms(quantity: Quantity) -> Iterator[_Term]:
    """Yield the terms of the sum that a count is, with their signs."""
    formula = quantity.count_formula.formula
    if not formula.symbols:
        return
    values = formula.trace(quantity.symbols)
    root = formula.nodes[-1]
    for child in root.children if root.kind == "sum" else (len(formula.nodes) - 1,):
        sign = -1 if root.kind == "sum" and root.signs[root.children.index(child)] == "−" else 1
        text = formula.nodes[child].text
        name = display(text) if text in quantity.origins and root.kind == "sum" else ""
        yield _Term(name, sign * values[child], child, formula, values, quantity.origins)


def _factors(
    formula: Formula, index: int, values: list[Number], origins: Mapping[str, Quantity]
) -> Iterator[Number]:
    """Yield the factors of a node: those of a product, or of a sum's dominant term."""
    node, value = formula.nodes[index], values[index]
    if node.kind == "product":
        for child in node.children:
            yield from _factors(formula, child, values, origins)
        return
    if node.kind == "sum":
        largest = max(node.children, key=lambda child: values[child])
        if _dominates(values[largest], value):
            yield from _factors(formula, largest, values, origins)
            return
    origin = origins.get(node.text) if node.kind == "leaf" else None
    terms = (
        list(_terms(origin)) if origin is not None and origin.count_formula.is_worked_out else []
    )
    dominant = max(terms, key=lambda term: term.value, default=None)
    if dominant is not None and len(dominant.factors) > 1 and _dominates(dominant.value, value):
        yield from dominant.factors
    else:
        yield value


def _dominates(term: Number, total: Number) -> bool:
    """Return whether a term stands for its sum: all others together are negligible."""
    return total > 0 and abs(Fraction(total) - Fraction(term)) <= NEGLIGIBLE_SHARE * Fraction(total)
