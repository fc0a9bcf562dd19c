"""A count that knows where it comes from: its formula, its working and its known mistakes."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar, NamedTuple, Self

from quizengine.calculator.symbols import DISPLAY
from quizengine.expressions import ExpressionError, Formula, Inner, Number, formula, parse

if TYPE_CHECKING:
    from quizengine.calculator.working import Working


class Mistake(NamedTuple):
    """A wrong formula that people really use beside a right one.

    `say` names the misconception in a sentence. `when` is a condition on the symbols: where it
    does not hold, the wrong formula is no mistake (padding cannot be forgotten where there is
    none). `seen` says where the mistake was met.
    """

    id: str
    formula: str
    say: str
    when: str = ""
    seen: str = ""

    def applies(self, symbols: Mapping[str, object]) -> bool:
        """Whether the mistake can be made with these numbers."""
        return not self.when or bool(parse(self.when).evaluate(symbols))


class Mistaken(NamedTuple):
    """A mistake with the numbers of one case: the value it gives, and how.

    `written` is the wrong formula in symbols, `numbers` the same with the numbers put in; both
    are empty where a mistake comes as a value alone.
    """

    id: str
    value: object
    say: str
    written: str = ""
    numbers: str = ""


class Recipe(NamedTuple):
    """How a quantity is computed: one formula text, from which everything else is derived.

    `label` names the quantity; `phrases` says what inner formulas count; `terms` gives the
    framework's word for each symbol; `why` explains a formula that needs it.
    """

    label: str
    text: str
    phrases: tuple[tuple[str, str], ...] = ()
    mistakes: tuple[Mistake, ...] = ()
    terms: Mapping[str, str] = MappingProxyType({})
    why: str = ""

    @property
    def formula(self) -> Formula:
        """The compiled formula."""
        return formula(self.text, self.phrases)


class Quantity(int):
    """An exact count: an int that also knows its formula, working, inner steps and mistakes."""

    expression_names: ClassVar[frozenset[str]] = frozenset()

    recipe: Recipe
    symbols: Mapping[str, Number]

    def __new__(cls, recipe: Recipe, symbols: Mapping[str, Number]) -> Self:
        """The value of the recipe. Raises ExpressionError where it is not a whole number."""
        value = recipe.formula.value(symbols)
        if not isinstance(value, int):
            raise ExpressionError(f"{recipe.label} would be {value}, not a whole number")
        quantity = super().__new__(cls, value)
        quantity.recipe = recipe
        quantity.symbols = symbols
        return quantity

    @property
    def label(self) -> str:
        """What is counted."""
        return self.recipe.label

    @property
    def formula(self) -> str:
        """The formula as written on paper, `(F·F·D + 1)·K`."""
        return self.recipe.formula.written(DISPLAY)

    @property
    def working(self) -> Working:
        """The worked solution, as data."""
        from quizengine.calculator.working import working_of

        return working_of(self)

    @property
    def inner(self) -> tuple[Inner, ...]:
        """The smaller questions on the way, innermost first."""
        return self.recipe.formula.inner(self.symbols, DISPLAY)

    @property
    def mistakes(self) -> tuple[Mistaken, ...]:
        """The known mistakes that can be made with these numbers, and what each would give."""
        found = []
        for mistake, value in mistaken_values(self):
            wrong = formula(mistake.formula)
            found.append(
                Mistaken(
                    mistake.id,
                    value,
                    mistake.say,
                    wrong.written(DISPLAY),
                    wrong.with_numbers(self.symbols),
                )
            )
        return tuple(found)

    def __reduce__(self) -> tuple[type[int], tuple[int]]:
        # Copied and pickled as the number it is.
        return int, (int(self),)


def mistaken_values(quantity: Quantity) -> list[tuple[Mistake, Number]]:
    """The known mistakes that apply to a quantity, each with the value it gives."""
    symbols = quantity.symbols
    return [
        (mistake, formula(mistake.formula).value(symbols))
        for mistake in quantity.recipe.mistakes
        if mistake.applies(symbols)
    ]
