"""Worked solutions as data: steps, which each face draws in its own way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from quizengine.calculator.expression_quantity import NO_DEFINITIONS, quantity_of_expression
from quizengine.calculator.network_row import Origins
from quizengine.calculator.quantity import CountFormula, Quantity, worked_out_alike
from quizengine.calculator.shape import Shape
from quizengine.calculator.symbols import display
from quizengine.expressions import (
    Expression,
    Formula,
    Names,
    Number,
    ReductionLine,
    is_number,
    number_text,
)

Step = ReductionLine
"""One line of a working, and a note beside it (empty where it needs none)."""


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
    """Return the working of a quantity or a shape; of any other value, the value as one step."""
    if isinstance(value, Quantity):
        return Working(tuple(_quantity_steps(value)))
    if isinstance(value, Shape):
        return Working(tuple(_shape_steps(value)))
    if isinstance(value, (int, Fraction)) and is_number(value):
        return Working((Step(number_text(value)),))
    if isinstance(value, (list, tuple)):
        return Working((Step("×".join(str(item) for item in value)),))
    return Working((Step(str(value)),))


def working_of_expression(
    expression: Expression,
    names: Names,
    definitions: Mapping[str, Expression] = NO_DEFINITIONS,
) -> Working:
    """Return the working of an answer that an instructor wrote as an expression.

    If the expression is one quantity or shape, this is the working of that value; if it is
    arithmetic with several, the arithmetic and their workings. `definitions` has the expressions
    that some of the names stand for.
    """
    quantity = quantity_of_expression(expression, names, definitions)
    return working_of(expression.evaluate(names) if quantity is None else quantity)


def _quantity_steps(quantity: Quantity) -> list[Step]:
    count_formula, symbols = quantity.count_formula, quantity.symbols
    origins = _origins_to_show(quantity)
    compiled = count_formula.formula
    if not count_formula.is_computed:
        return [Step(number_text(int(quantity)), count_formula.why)]
    passed_on = origins.get(compiled.source)
    if passed_on is not None and passed_on.count_formula.is_computed:
        return _quantity_steps(passed_on)
    steps = [Step(count_formula.written, count_formula.why or "the formula")]
    legend = _legend(count_formula, symbols, origins)
    if legend:
        steps.append(Step(legend))
    for alike in worked_out_alike(compiled.symbols, origins):
        names = [count_formula.shown(symbol) for symbol in alike]
        steps.extend(_named_steps(names, origins[alike[0]]))
    steps.extend(_reductions(compiled, symbols, count_formula.written))
    return steps


def _origins_to_show(quantity: Quantity) -> Mapping[str, Quantity]:
    """Return the quantities behind its symbols that its working works out first."""
    origins = quantity.origins
    return (
        origins.unambiguous(quantity.count_formula.formula.symbols)
        if isinstance(origins, Origins)
        else origins
    )


def _reductions(compiled: Formula, names: Names, formula_text: str) -> list[Step]:
    lines = compiled.lines(names)
    steps = [line for line in lines if line.text != formula_text]
    if len(lines) > 1 and steps and not steps[0].note and steps[0].text == lines[0].text:
        steps[0] = Step(steps[0].text, "the numbers put in")
    return steps


def _legend(
    count_formula: CountFormula, symbols: Mapping[str, Number], origins: Mapping[str, Quantity]
) -> str:
    """Return what each symbol stands for, in the framework's words; computed ones are left out."""
    pieces = []
    for symbol, name in count_formula.legend:
        origin = origins.get(symbol)
        if origin is None or not origin.count_formula.is_worked_out:
            pieces.append(f"{name} = {number_text(symbols[symbol])}")
    return ", ".join(pieces)


def _named_steps(names: Sequence[str], quantity: Quantity) -> list[Step]:
    """Return `H′ = W′ = ⌊(H − F + 2·P)/S⌋ + 1`, the same with numbers, and the value."""
    head = " = ".join(names)
    note = quantity.label if len(names) == 1 else ""
    value = number_text(int(quantity))
    indent = " " * len(head)
    steps = [Step(f"{head} = {quantity.formula}", note), Step(f"{indent} = {quantity.numbers}")]
    return steps if quantity.numbers == value else [*steps, Step(f"{indent} = {value}")]


def _shape_steps(shape: Shape) -> list[Step]:
    steps: list[Step] = []
    origins = shape.origins
    for alike in worked_out_alike(shape.symbols, origins):
        steps.extend(_axis_steps(alike, origins[alike[0]]))
    for symbol, axis in origins.items():
        if not axis.count_formula.is_worked_out:
            steps.append(_single_symbol_step(symbol, axis))
    steps.append(Step(str(shape), shape.order if len(shape) > 1 else ""))
    return steps


def _single_symbol_step(symbol: str, axis: Quantity) -> Step:
    """Return the step of an axis that is one symbol of the layer: the depth is K, the filters."""
    name = display(symbol)
    prefix = "" if axis.formula == name else f"{name} = "
    value = number_text(int(axis))
    text = (
        f"{prefix}{axis.formula}" if axis.formula == value else f"{prefix}{axis.formula} = {value}"
    )
    return Step(text, axis.count_formula.why or axis.label)


def _axis_steps(symbols: Sequence[str], axis: Quantity) -> list[Step]:
    head = " = ".join(display(symbol) for symbol in symbols)
    note = axis.count_formula.why or ("" if len(symbols) > 1 else axis.label)
    steps = [Step(f"{head} = {axis.formula}", note)]
    legend = _legend(axis.count_formula, axis.symbols, axis.origins)
    if legend:
        steps.append(Step(legend))
    indent = " " * len(head)
    lines = axis.count_formula.formula.lines(axis.symbols)
    return [*steps, *(Step(f"{indent} = {line.text}", line.note) for line in lines)]
