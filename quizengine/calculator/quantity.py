"""A count that knows where it comes from: its formula, its working and its known mistakes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar, NamedTuple, Self, cast

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

if TYPE_CHECKING:
    from quizengine.calculator.working import Working


class WrongFormula(NamedTuple):
    """A wrong formula that people really use beside a right one.

    `say` names the misconception in a sentence. `when` is a condition on the symbols: where it
    does not hold, the wrong formula is no mistake (padding cannot be forgotten where there is
    none). `seen` says where the mistake was met. A draw of numbers for which a mistake comes to
    the right answer is not used; only for a `minor` one it is, and there it is no mistake.
    """

    id: str
    formula: str
    say: str
    when: str = ""
    seen: str = ""
    minor: bool = False


class WrongAnswer(NamedTuple):
    """A mistake with the numbers of one case: the value it gives, and how.

    `written` is the wrong formula in symbols, `numbers` the same with the numbers put in; both
    are empty where a mistake comes as a value alone.
    """

    id: str
    value: object
    say: str
    written: str = ""
    numbers: str = ""


class CountFormula:
    """How a quantity is computed: one formula text, from which everything else is derived.

    `label` names the quantity; `phrases` says what inner formulas count; `terms` gives the
    framework's word for each symbol; `why` explains a formula that needs it; `spelling` says how
    symbols are shown. Recipes are made once for each form of a layer and shared by all quantities
    of that form.
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
        """The same formula for a quantity of another name."""
        return CountFormula(label, self.text, self.phrases, self.mistakes, self.terms, self.why)

    def in_words(self, terms: Mapping[str, str]) -> CountFormula:
        """The same formula with other words for its symbols."""
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
        """Whether there is anything to work out: a constant has no symbols."""
        return bool(self.formula.symbols)

    @cached_property
    def is_worked_out(self) -> bool:
        """Whether there are steps to show: a constant has none, nor one symbol passed on."""
        return self.formula.symbols not in ((), (self.text,))

    @cached_property
    def legend(self) -> tuple[tuple[str, str], ...]:
        """Every symbol with how it is introduced: `F = kernel_size`."""
        words = [(symbol, term(symbol, self.terms)) for symbol in self.formula.symbols]
        return tuple(
            (symbol, f"{self.shown(symbol)} = {word}" if word else self.shown(symbol))
            for symbol, word in words
        )

    def shown(self, symbol: str) -> str:
        """A symbol of the formula as it is shown, `H′` for `Ho`."""
        return self.spelling.get(symbol, symbol)

    @cached_property
    def wrong(self) -> tuple[_Wrong, ...]:
        """The mistakes, compiled."""
        return tuple(
            _Wrong(each, parse(each.formula), parse(each.when) if each.when else None)
            for each in self.mistakes
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


class _Wrong(NamedTuple):
    """A mistake with its formula and its condition compiled."""

    mistake: WrongFormula
    formula: Expression
    when: Expression | None


_NOTHING: Mapping[str, Quantity] = MappingProxyType({})


class Quantity(int):
    """An exact count: an int that also knows its formula, working, inner steps and mistakes.

    `symbols` has the plain number of every symbol of the layer; `origins` the quantities behind
    those that had to be computed first, such as the output height.
    """

    expression_names: ClassVar[frozenset[str]] = frozenset()

    count_formula: CountFormula
    symbols: Mapping[str, Number]
    origins: Mapping[str, Quantity]
    _mistaken: list[tuple[WrongFormula, Number]]

    def __new__(
        cls,
        count_formula: CountFormula,
        symbols: Mapping[str, Number],
        origins: Mapping[str, Quantity] = _NOTHING,
    ) -> Self:
        """The value of the recipe. Raises ExpressionError where it is not a whole number."""
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
    def working(self) -> Working:
        """The worked solution, as data."""
        from quizengine.calculator.working import working_of

        return working_of(self)

    @property
    def inner(self) -> tuple[Subformula, ...]:
        """The smaller questions on the way, innermost first."""
        return self.count_formula.formula.subformulas(self.symbols, self.count_formula.spelling)

    @property
    def mistakes(self) -> tuple[WrongAnswer, ...]:
        """The known mistakes that can be made with these numbers, and what each would give."""
        return tuple(self.put_in_words(mistake, value) for mistake, value in mistaken_values(self))

    def put_in_words(self, mistake: WrongFormula, value: Number) -> WrongAnswer:
        """A mistake with its formula, in symbols and with the numbers put in."""
        wrong = formula(mistake.formula)
        numbers = wrong.with_numbers(self.symbols)
        return WrongAnswer(
            mistake.id, value, mistake.say, wrong.written(self.count_formula.spelling), numbers
        )

    def __reduce__(self) -> tuple[type[int], tuple[int]]:
        # Copied and pickled as the number it is.
        return int, (int(self),)


def mistaken_values(quantity: Quantity) -> list[tuple[WrongFormula, Number]]:
    """The known mistakes that apply to a quantity, each with the value it gives."""
    try:
        return quantity._mistaken
    except AttributeError:
        symbols = quantity.symbols
        found = [
            (mistake, cast(Number, wrong.evaluate(symbols)))
            for mistake, wrong, when in quantity.count_formula.wrong
            if when is None or when.evaluate(symbols)
        ]
        quantity._mistaken = [
            (mistake, value) for mistake, value in found if not mistake.minor or value != quantity
        ]
        return quantity._mistaken


def worked_out_alike(symbols: Iterable[str], origins: Mapping[str, Quantity]) -> list[list[str]]:
    """The symbols that have to be worked out first, those worked out alike together."""
    groups: dict[str, list[str]] = {}
    for symbol in symbols:
        origin = origins.get(symbol)
        if origin is not None and origin.count_formula.is_worked_out:
            groups.setdefault(origin.numbers, []).append(symbol)
    return list(groups.values())
