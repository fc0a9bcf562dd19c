"""Worked solutions as data: steps that every face draws in its own way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from quizengine.calculator.quantity import Quantity
from quizengine.calculator.shape import Shape
from quizengine.calculator.symbols import DISPLAY, display, term
from quizengine.expressions import (
    Expression,
    ExpressionError,
    Formula,
    Names,
    Number,
    formula,
    is_number,
    number_text,
)


class Step(NamedTuple):
    """One line of a working, and a note beside it (empty where it needs none)."""

    text: str
    note: str = ""


class Working(NamedTuple):
    """A worked solution: its steps, in order; the last one shows the answer."""

    steps: tuple[Step, ...]

    @property
    def text(self) -> str:
        """The steps as plain lines, notes to the right of their steps."""
        width = max((len(step.text) for step in self.steps if step.note), default=0)
        width = min(width, 44)
        return "\n".join(
            f"{step.text:<{width}}   {step.note}" if step.note else step.text for step in self.steps
        )

    def __str__(self) -> str:
        return self.text


def working_of(value: object) -> Working:
    """The working of a quantity, a shape, or a plain number (which has none but itself)."""
    if isinstance(value, Quantity):
        return Working(tuple(_quantity_steps(value)))
    if isinstance(value, Shape):
        return Working(tuple(_shape_steps(value)))
    if isinstance(value, (int, Fraction)) and is_number(value):
        return Working((Step(number_text(value)),))
    if isinstance(value, (list, tuple)):
        return Working((Step("×".join(str(item) for item in value)),))
    return Working((Step(str(value)),))


def working_of_expression(expression: Expression, names: Names) -> Working:
    """The working of an answer that an instructor wrote as an expression.

    Where the expression is one quantity or shape, that value's own working; where it is
    arithmetic over several, theirs first and then the arithmetic.
    """
    value = expression.evaluate(names)
    if isinstance(value, (Quantity, Shape)) or not is_number(value):
        return working_of(value)
    try:
        arithmetic = formula(expression.source)
        values = {
            symbol: formula(symbol).expression.evaluate(names) for symbol in arithmetic.symbols
        }
    except ExpressionError:
        return working_of(value)
    steps: list[Step] = []
    spelling = {symbol: symbol.replace(".", " ") for symbol in values}
    for symbol, part in values.items():
        if isinstance(part, Quantity) and part.recipe.formula.symbols:
            steps.extend(_named_steps([spelling[symbol]], part))
    steps.append(Step(arithmetic.written(spelling), "the formula"))
    steps.extend(_reductions(arithmetic, names, steps[-1].text))
    return Working(tuple(steps))


def _quantity_steps(quantity: Quantity) -> list[Step]:
    recipe, symbols = quantity.recipe, quantity.symbols
    compiled = recipe.formula
    if not compiled.symbols:
        return [Step(number_text(int(quantity)), recipe.why)]
    passed_on = symbols[compiled.source] if compiled.symbols == (compiled.source,) else None
    if isinstance(passed_on, Quantity) and _is_computed(passed_on):
        return _quantity_steps(passed_on)
    steps = [Step(compiled.written(DISPLAY), recipe.why or "the formula")]
    legend = _legend(compiled, symbols, recipe.terms)
    if legend:
        steps.append(Step(legend))
    for alike in _unknowns(compiled, symbols):
        part = symbols[alike[0]]
        if isinstance(part, Quantity):
            steps.extend(_named_steps([display(symbol) for symbol in alike], part))
    steps.extend(_reductions(compiled, symbols, steps[0].text))
    return steps


def _reductions(compiled: Formula, names: Names, formula_text: str) -> list[Step]:
    lines = compiled.lines(names)
    steps = [Step(*line) for line in lines if line.text != formula_text]
    if len(lines) > 1 and steps and not steps[0].note and steps[0].text == lines[0].text:
        steps[0] = Step(steps[0].text, "the numbers put in")
    return steps


def _legend(compiled: Formula, symbols: Mapping[str, Number], terms: Mapping[str, str]) -> str:
    """What each symbol stands for, in the framework's words; what is computed is left out."""
    return ", ".join(
        f"{display(symbol)} = {term(symbol, terms)} = {number_text(symbols[symbol])}"
        if term(symbol, terms)
        else f"{display(symbol)} = {number_text(symbols[symbol])}"
        for symbol in compiled.symbols
        if not _is_computed(symbols[symbol])
    )


def _is_computed(value: object) -> bool:
    return isinstance(value, Quantity) and bool(value.recipe.formula.symbols)


def _unknowns(compiled: Formula, symbols: Mapping[str, Number]) -> list[list[str]]:
    """The symbols that have to be computed first, those computed alike together."""
    groups: dict[str, list[str]] = {}
    for symbol in compiled.symbols:
        value = symbols[symbol]
        if isinstance(value, Quantity) and value.recipe.formula.symbols:
            groups.setdefault(value.recipe.formula.with_numbers(value.symbols), []).append(symbol)
    return list(groups.values())


def _named_steps(names: Sequence[str], quantity: Quantity) -> list[Step]:
    """`H′ = W′ = ⌊(H − F + 2·P)/S⌋ + 1`, then the same with numbers, then the value."""
    head = " = ".join(names)
    compiled = quantity.recipe.formula
    lines = compiled.lines(quantity.symbols)
    label = quantity.label
    if compiled.symbols == (compiled.source,):
        # One symbol passed on as it is: `K = K` would explain nothing.
        return [Step(f"{head} = {lines[-1].text}", quantity.recipe.why or label)]
    steps = [Step(f"{head} = {compiled.written(DISPLAY)}", label if len(names) == 1 else "")]
    indent = " " * len(head)
    if len(lines) > 1:
        steps.append(Step(f"{indent} = {lines[0].text}"))
    steps.append(Step(f"{indent} = {lines[-1].text}"))
    return steps


def _shape_steps(shape: Shape) -> list[Step]:
    steps: list[Step] = []
    groups: dict[str, list[int]] = {}
    for index, axis in enumerate(shape):
        if isinstance(axis, Quantity):
            key = axis.recipe.formula.with_numbers(axis.symbols)
            # An axis that is passed on is not "computed alike" with one that is computed.
            groups.setdefault(f"{key}|{bool(axis.recipe.formula.symbols)}", []).append(index)
    for indices in groups.values():
        axis = shape[indices[0]]
        if isinstance(axis, Quantity):
            steps.extend(_axis_steps(shape, indices, axis))
    steps.append(Step(str(shape), shape.order))
    return steps


def _axis_steps(shape: Shape, indices: Sequence[int], axis: Quantity) -> list[Step]:
    names = [display(shape.symbols[index]) for index in indices]
    compiled = axis.recipe.formula
    head = " = ".join(names)
    written = compiled.written(DISPLAY)
    note = axis.recipe.why or ("" if len(names) > 1 else axis.label)
    if compiled.symbols == (compiled.source,):
        # One symbol passed on as it is: the depth is the number of filters.
        prefix = "" if written == head else f"{head} = "
        return [Step(f"{prefix}{written} = {number_text(int(axis))}", note)]
    steps = [Step(f"{head} = {written}", note)]
    legend = _legend(compiled, axis.symbols, axis.recipe.terms)
    if legend:
        steps.append(Step(legend))
    indent = " " * len(head)
    lines = compiled.lines(axis.symbols)
    return [*steps, *(Step(f"{indent} = {line.text}", line.note) for line in lines)]
