"""The quantity that an expression of an author comes to, with the counts that it is made of."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from quizengine.calculator.quantity import CountFormula, Quantity
from quizengine.calculator.totals import symbol_of
from quizengine.expressions import (
    Expression,
    Names,
    Number,
    formula,
    is_number,
    parse,
    renamed,
)

NO_DEFINITIONS: Mapping[str, Expression] = MappingProxyType({})

COMBINED = "answer"
"""The label of a count that an author computes from others; the bank has words for it."""

_MAX_CHAIN = 8
"""The longest chain of definitions that is followed; a name behind it is a plain number."""


def quantity_of_expression(
    expression: Expression,
    names: Names,
    definitions: Mapping[str, Expression] = NO_DEFINITIONS,
) -> Quantity | None:
    """Return the count that an expression comes to, with the counts that it is computed from.

    If the expression is a quantity, that quantity is returned; if it is arithmetic,
    `a.params*4`, a quantity whose formula is the arithmetic and whose origins are the counts in
    it. `definitions` has the expressions that some of the names stand for. Return None if the
    value is no whole number, or a plain number without a formula. Raises ExpressionError where
    there is no value.
    """
    return _quantity(expression, names, definitions, 0)


class _Combination(NamedTuple):
    """An arithmetic answer: its formula, and the expression that each symbol stands for."""

    count_formula: CountFormula
    parts: tuple[tuple[str, Expression], ...]


def _quantity(
    expression: Expression, names: Names, definitions: Mapping[str, Expression], chain: int
) -> Quantity | None:
    combination = _combination(expression.source)
    if combination is None:
        value = expression.evaluate(names)
        if isinstance(value, Quantity):
            return value
        defined = definitions.get(expression.source.strip()) if is_number(value) else None
        if defined is None or chain > _MAX_CHAIN:
            return None
        return _quantity(defined, names, definitions, chain + 1)
    symbols: dict[str, Number] = {}
    origins: dict[str, Quantity] = {}
    for symbol, part in combination.parts:
        value = part.evaluate(names)
        if not is_number(value):
            return None
        if not isinstance(value, Quantity) and part.source in definitions and chain <= _MAX_CHAIN:
            value = _quantity(definitions[part.source], names, definitions, chain + 1) or value
        if isinstance(value, Quantity):
            origins[symbol] = value
        symbols[symbol] = int(value) if isinstance(value, int) else value
    if not isinstance(combination.count_formula.formula.value(symbols), int):
        return None
    return Quantity(combination.count_formula, symbols, origins)


@lru_cache(maxsize=1024)
def _combination(source: str) -> _Combination | None:
    """Return the formula of an arithmetic answer; None for a single value or no arithmetic."""
    arithmetic = formula(source)
    if not arithmetic.symbols or not arithmetic.is_computed:
        return None
    named: dict[str, str] = {}
    for text in arithmetic.symbols:
        named[text] = symbol_of(text, named.values())
    spelling = {symbol: re.sub("[._]", " ", text) for text, symbol in named.items()}
    count_formula = CountFormula(COMBINED, renamed(arithmetic.expression, named), spelling=spelling)
    parts = tuple((symbol, parse(text)) for text, symbol in named.items())
    return _Combination(count_formula, parts)
