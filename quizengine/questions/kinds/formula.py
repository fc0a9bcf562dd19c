"""The kind `formula`: a general formula in given symbols, right where it is the same function."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from quizengine.calculator import Step, Working, WrongAnswer
from quizengine.calculator.listing import joined_with_and
from quizengine.expressions import (
    STANDARD_FUNCTIONS,
    Expression,
    ExpressionError,
    Formula,
    Number,
    formula,
    is_number,
    number_text,
)
from quizengine.questions.answer_inputs import FormulaInput
from quizengine.questions.draws import Order, values_at
from quizengine.questions.formula_parsing import read_formula
from quizengine.questions.kinds.base import AnswerKey, AnswerKind, BreakdownStep
from quizengine.questions.kinds.variant_context import VariantContext
from quizengine.questions.support_levels import FULL
from quizengine.questions.verdict import NONE, WRONG, Outcome, Unreadable, right
from quizengine.questions.wrong_answers import named_outcome

POINTS = 60
"""Points at which two formulas are compared; two that agree at all of them count as equal."""


class SymbolRange(NamedTuple):
    """A symbol of the formula: what it means, and the whole numbers it may stand for."""

    symbol: str
    meaning: str
    domain: Sequence[int]


class FormulaKind(AnswerKind):
    """A formula, its symbols, and the conditions under which it is asked."""

    in_symbols = True

    def __init__(
        self, formula: str, symbols: tuple[SymbolRange, ...], where: tuple[Expression, ...]
    ) -> None:
        self.formula = formula
        self.symbols = symbols
        self.where = where

    def key(self, context: VariantContext) -> FormulaKey:
        """Return the key. Raises ExpressionError where the formula has no value anywhere."""
        points = comparison_points(self.symbols, self.where)
        if not points:
            raise ExpressionError("no values of the symbols meet the conditions", self.formula)
        meanings = {each.symbol: each.meaning for each in self.symbols}
        key = FormulaKey(formula(self.formula), meanings, points, context)
        key.values(key.formula)
        return key

    def collides(self, context: VariantContext) -> bool:
        """Return False: formulas are compared as functions, which no draw changes."""
        del context
        return False

    def pictured(self) -> tuple[Expression, ...]:
        """Return nothing: a general formula is about no layer in numbers."""
        return ()


@lru_cache(maxsize=256)
def comparison_points(
    symbols: tuple[SymbolRange, ...], where: tuple[Expression, ...]
) -> tuple[Mapping[str, Number], ...]:
    """Return the points at which formulas are compared: the same each time, meeting `where`."""
    domains: Mapping[str, Sequence[Number]] = {each.symbol: each.domain for each in symbols}
    size = math.prod(map(len, domains.values()))
    order = Order("points:" + ",".join(domains), size)
    points: list[Mapping[str, Number]] = []
    for index in range(min(size, 40 * POINTS)):
        values = values_at(order[index], domains)
        if all(condition.evaluate({**STANDARD_FUNCTIONS, **values}) for condition in where):
            points.append(values)
            if len(points) == POINTS:
                break
    return tuple(points)


class FormulaKey(AnswerKey):
    """The key of a formula; two are compared at `points`."""

    kind = "formula"

    def __init__(
        self,
        right: Formula,
        meanings: Mapping[str, str],
        points: tuple[Mapping[str, Number], ...],
        context: VariantContext,
    ) -> None:
        super().__init__(context)
        self.formula = right
        self.meanings = meanings
        self.points = points

    @property
    def answer_input(self) -> FormulaInput:
        return FormulaInput(tuple(self.meanings.items()))

    @property
    def answer_text(self) -> str:
        return self.formula.written()

    @property
    def right_text(self) -> str:
        return self.formula.source

    @property
    def working(self) -> Working:
        """The formula, its symbols, and one example worked out."""
        point = self.points[0]
        legend = ", ".join(f"{symbol} = {meaning}" for symbol, meaning in self.meanings.items())
        example = _point_text(point)
        steps = [Step(self.answer_text, "the formula"), Step(legend), Step(f"For {example}:")]
        steps += [Step(line.text, line.note) for line in self.formula.lines(point)]
        return Working(tuple(steps))

    def values(self, candidate: Formula) -> list[Number]:
        """Return a formula's values at every point. Raises ExpressionError."""
        return [candidate.value(point) for point in self.points]

    def read(self, text: str) -> Formula:
        return read_formula(text, self.meanings)

    def reading(self, text: str) -> str:
        return f"= {self.read(text).written()}"

    def marked(self, text: str) -> Outcome:
        """Return the outcome: right where the formula has the key's value at every point."""
        given = self.read(text)
        wanted = self.values(self.formula)
        mine: list[Number] = []
        for point in self.points:
            try:
                mine.append(given.value(point))
            except ExpressionError as error:
                where = f" for {_point_text(point)}" if point else ""
                message = f"the formula has no value{where}: {error.message}"
                raise Unreadable(message) from None
        shown = given.written()
        if mine == wanted:
            return right(f"{shown}.")
        if "[" in text and self._rounded_down(text) == wanted:
            return right(f"{self.answer_text}, with [ ] read as rounding down.")
        found = [mistake for mistake in self.mistakes if self._same(mistake, mine)]
        example = self._counterexample(shown, mine, wanted)
        if found:
            return named_outcome(shown, found, example)
        from quizengine.questions.formula_diagnosis import formula_error

        found_error = formula_error(self.formula, self.mistakes, self.points, mine)
        if found_error is None:
            return named_outcome(shown, (), example)
        ids = tuple(dict.fromkeys(found_error.ids))
        return Outcome(WRONG, NONE, ids, (example, found_error.say))

    def _rounded_down(self, text: str) -> list[Number] | None:
        """Return the values with square brackets read as the floor, as some books write it."""
        try:
            return self.values(read_formula(text, self.meanings, floors=True))
        except (Unreadable, ExpressionError):
            return None

    def flaws(self) -> Sequence[str]:
        """Return a problem for each wrong formula that is the right one, or has no value."""
        wanted = self.values(self.formula)
        found = []
        for mistake in self.mistakes:
            try:
                if self.values(formula(str(mistake.value))) == wanted:
                    found.append(f"the mistake `{mistake.id}` is the right formula")
            except ExpressionError as error:
                found.append(f"the mistake `{mistake.id}` has no value: {error.message}")
        return found

    def difference(self, expected: object) -> str:
        """Compare the values at the point of `expect: {at: …, value: …}`."""
        if not isinstance(expected, Mapping) or set(expected) != {"at", "value"}:
            return "`expect` of a formula is {at: {symbol: number, …}, value: number}"
        point = expected["at"]
        if not isinstance(point, Mapping) or not all(is_number(value) for value in point.values()):
            return "`at` gives every symbol a number"
        try:
            value = self.formula.value(point)
        except ExpressionError as error:
            return error.message
        if value == expected["value"]:
            return ""
        return f"the formula gives {number_text(value)} there, and {expected['value']} is expected"

    @property
    def practised(self) -> str:
        return self.formula.source

    def steps(self, support: int) -> tuple[BreakdownStep, ...]:
        from quizengine.questions.kinds.formula_pieces import formula_pieces

        return tuple(
            BreakdownStep(
                piece.prompt,
                FormulaKey(
                    formula(piece.node.source), self.meanings, self.points, self.step_context
                ),
                f"`{piece.node.text}`",
                piece.parts,
            )
            for piece in formula_pieces(self.formula, self.meanings, self.points[0], support)
        )

    def is_reached_by(self, arithmetic: Sequence[str]) -> bool:
        """Return whether there is any arithmetic: it is an example of the formula."""
        return bool(arithmetic)

    def hints(self) -> Iterator[str]:
        """Yield its symbols, a piece of it, and an example in numbers."""
        meanings = joined_with_and(
            [f"{symbol}, the {meaning}" for symbol, meaning in self.meanings.items()]
        )
        yield f"The formula holds {meanings}. Build it from the inside."
        pieces = self.steps(FULL)
        if pieces:
            yield f"A piece of it is {pieces[-1].found}."
        point = min(self.points, key=_plainness)
        yield f"For {_point_text(point)} it is `{self.formula.with_numbers(point)}`."

    def _same(self, mistake: WrongAnswer, values: list[Number]) -> bool:
        try:
            return self.values(formula(str(mistake.value))) == values
        except ExpressionError:
            return False

    def _counterexample(self, shown: str, mine: list[Number], wanted: list[Number]) -> str:
        """Return an example in numbers for which the two formulas differ."""
        apart = zip(self.points, mine, wanted, strict=True)
        point, given, right_value = min(
            ((point, a, b) for point, a, b in apart if a != b),
            key=lambda example: sum(Fraction(value) for value in example[0].values()),
        )
        example = _point_text(point)
        return (
            f"{shown} is not the formula: for {example} it gives {number_text(given)}, "
            f"and the right one {number_text(right_value)}."
        )


def _point_text(point: Mapping[str, Number]) -> str:
    return ", ".join(f"{name} = {number_text(value)}" for name, value in point.items())


def _plainness(point: Mapping[str, Number]) -> tuple[bool, bool, Number]:
    """Return the key by which good examples sort first: different numbers, none of them 0 or 1."""
    values = list(point.values())
    return len(set(values)) < len(values), min(values) < 2, sum(values)
