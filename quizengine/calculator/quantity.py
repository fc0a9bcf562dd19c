"""Exact counts, each with its formula, its numbers and the wrong formulas beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import NamedTuple, Self, cast

from quizengine.calculator.symbols import DISPLAY, term
from quizengine.expressions import (
    Expression,
    ExpressionError,
    Formula,
    Number,
    Subformula,
    formula,
    parse,
)


class WrongFormula(NamedTuple):
    """A wrong formula that people really use beside a right one.

    `say` names the misconception in a sentence. `when` is a condition on the symbols: where it
    does not hold, the wrong formula does not apply (padding cannot be forgotten where there is
    none). A draw of numbers for which a wrong formula gives the right answer is not used, unless
    the formula is `minor`: then the draw is used, and the formula does not apply to it.
    """

    id: str
    formula: str
    say: str
    when: str = ""
    minor: bool = False


class WrongAnswer(NamedTuple):
    """A mistake with the numbers of one variant: the value that it gives, and how.

    `written` is the wrong formula in symbols, `numbers` the same with the numbers put in; both
    are empty where only the value is known.
    """

    id: str
    value: object
    say: str
    written: str = ""
    numbers: str = ""


class CountFormula:
    """How a quantity is computed: one formula text, from which everything else is derived.

    `label` names the quantity; `phrases` says what its subformulas count; `terms` gives the
    framework's word for each symbol; `why` explains a formula that needs it; `spelling` says how
    symbols are shown. A count formula is made once for each form of a layer and shared by all
    quantities of that form.
    """

    spelling: Mapping[str, str] = DISPLAY

    def __init__(
        self,
        label: str,
        text: str,
        phrases: tuple[tuple[str, str], ...] = (),
        mistakes: tuple[WrongFormula, ...] = (),
        terms: Mapping[str, str] = MappingProxyType({}),
        why: str = "",
        spelling: Mapping[str, str] | None = None,
    ) -> None:
        self.label = label
        self.text = text
        self.phrases = phrases
        self.mistakes = mistakes
        self.terms = terms
        self.why = why
        if spelling is not None:
            self.spelling = spelling

    def labelled(self, label: str) -> CountFormula:
        """Return the same formula for a quantity of another name."""
        return CountFormula(label, self.text, self.phrases, self.mistakes, self.terms, self.why)

    def in_words(self, terms: Mapping[str, str]) -> CountFormula:
        """Return the same formula with other words for its symbols."""
        return _reworded(self, terms) if terms else self

    @cached_property
    def formula(self) -> Formula:
        """The compiled formula."""
        return formula(self.text, self.phrases)

    @cached_property
    def written(self) -> str:
        """The formula as written on paper, `(F·F·D + 1)·K`."""
        return self.formula.written(self.spelling)

    @property
    def is_computed(self) -> bool:
        """Whether there is anything to compute: a constant has no symbols."""
        return bool(self.formula.symbols)

    @cached_property
    def is_worked_out(self) -> bool:
        """Whether there are steps to show: neither a constant nor a single symbol has any."""
        return self.formula.symbols not in ((), (self.text,))

    @cached_property
    def legend(self) -> tuple[tuple[str, str], ...]:
        """Each symbol with the text that introduces it: `F = kernel_size`."""
        words = [(symbol, term(symbol, self.terms)) for symbol in self.formula.symbols]
        return tuple(
            (symbol, f"{self.shown(symbol)} = {word}" if word else self.shown(symbol))
            for symbol, word in words
        )

    def shown(self, symbol: str) -> str:
        """Return a symbol of the formula as it is shown, `H′` for `Ho`."""
        return self.spelling.get(symbol, symbol)

    @cached_property
    def compiled_mistakes(self) -> tuple[_CompiledWrongFormula, ...]:
        """The wrong formulas, compiled."""
        return tuple(
            _CompiledWrongFormula(
                mistake, parse(mistake.formula), parse(mistake.when) if mistake.when else None
            )
            for mistake in self.mistakes
        )


@lru_cache(maxsize=1024)
def _reworded(count_formula: CountFormula, terms: Mapping[str, str]) -> CountFormula:
    words = {**count_formula.terms, **terms}
    return CountFormula(
        count_formula.label,
        count_formula.text,
        count_formula.phrases,
        count_formula.mistakes,
        words,
        count_formula.why,
    )


class _CompiledWrongFormula(NamedTuple):
    """A wrong formula with its text and its condition compiled."""

    mistake: WrongFormula
    formula: Expression
    when: Expression | None


_NOTHING: Mapping[str, Quantity] = MappingProxyType({})


class Quantity(int):
    """An exact count: an int with the formula that it is computed by.

    `symbols` has the plain number of every symbol of the layer; `origins` has the quantities
    behind those that are computed themselves, such as the output height.
    """

    count_formula: CountFormula
    symbols: Mapping[str, Number]
    origins: Mapping[str, Quantity]
    _wrong_values: list[tuple[WrongFormula, Number]]

    def __new__(
        cls,
        count_formula: CountFormula,
        symbols: Mapping[str, Number],
        origins: Mapping[str, Quantity] = _NOTHING,
    ) -> Self:
        """Compute the formula. Raises ExpressionError where its value is not a whole number."""
        value = count_formula.formula.value(symbols)
        if not isinstance(value, int):
            raise ExpressionError(f"{count_formula.label} would be {value}, not a whole number")
        quantity = super().__new__(cls, value)
        quantity.count_formula = count_formula
        quantity.symbols = symbols
        quantity.origins = origins
        return quantity

    @property
    def label(self) -> str:
        """What is counted."""
        return self.count_formula.label

    @property
    def formula(self) -> str:
        """The formula as written on paper, `(F·F·D + 1)·K`."""
        return self.count_formula.written

    @cached_property
    def numbers(self) -> str:
        """The formula with the numbers put in, `(8·8·3 + 1)·20`."""
        return self.count_formula.formula.with_numbers(self.symbols)

    @property
    def inner(self) -> tuple[Subformula, ...]:
        """The subformulas that are operations, innermost first, without the whole formula."""
        return self.count_formula.formula.subformulas(self.symbols, self.count_formula.spelling)

    @property
    def mistakes(self) -> tuple[WrongAnswer, ...]:
        """The known mistakes that can be made with these numbers, and the value that each gives."""
        return tuple(self.put_in_words(mistake, value) for mistake, value in wrong_values(self))

    def put_in_words(self, mistake: WrongFormula, value: Number) -> WrongAnswer:
        """Return a mistake with its formula, in symbols and with the numbers put in."""
        wrong = formula(mistake.formula)
        numbers = wrong.with_numbers(self.symbols)
        return WrongAnswer(
            mistake.id, value, mistake.say, wrong.written(self.count_formula.spelling), numbers
        )

    def __reduce__(self) -> tuple[type[int], tuple[int]]:
        # Copied and pickled as the number it is.
        return int, (int(self),)


def wrong_values(quantity: Quantity) -> list[tuple[WrongFormula, Number]]:
    """Return the wrong formulas that apply to a quantity, each with the value that it gives."""
    try:
        return quantity._wrong_values
    except AttributeError:
        symbols = quantity.symbols
        found = [
            (mistake, cast(Number, wrong.evaluate(symbols)))
            for mistake, wrong, when in quantity.count_formula.compiled_mistakes
            if when is None or when.evaluate(symbols)
        ]
        quantity._wrong_values = [
            (mistake, value) for mistake, value in found if not mistake.minor or value != quantity
        ]
        return quantity._wrong_values


def worked_out_alike(symbols: Iterable[str], origins: Mapping[str, Quantity]) -> list[list[str]]:
    """Return the symbols that are worked out first, those with the same working together."""
    groups: dict[str, list[str]] = {}
    for symbol in symbols:
        origin = origins.get(symbol)
        if origin is not None and origin.count_formula.is_worked_out:
            groups.setdefault(origin.numbers, []).append(symbol)
    return list(groups.values())
