"""The hints that follow from what is asked: the quantity, its formula, the numbers put in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from quizengine.calculator import Quantity, Shape
from quizengine.calculator.expression_quantity import COMBINED
from quizengine.calculator.listing import joined_with_and
from quizengine.calculator.quantity import worked_out_alike
from quizengine.calculator.symbols import display
from quizengine.questions.count_wording import is_plural, legend, underlying
from quizengine.questions.targets import Target

LABEL_MEANINGS = {
    "parameters": "every number that is learned, the weights and the biases",
    "all parameters": "every number that is learned, layer by layer",
    "trainable parameters": "every number that training changes",
    "non-trainable parameters": "every number that is kept but that training does not change",
    "weights": "the numbers that inputs are multiplied by, without the biases",
    "biases": "the numbers that are added, without the weights",
    "multiply-accumulates": "one for each weight, as often as it is used",
    "activation size": "how many numbers there are in the whole volume",
    "receptive field": "how far along one axis of the input a single output value sees",
}
"""What is meant by the label of a quantity, where a student may take it for something else."""


def target_hints(targets: Sequence[Target]) -> Iterable[str]:
    """Return the hints that lead to the targets, the gentlest first; none where there are none."""
    if not targets:
        return ()
    if targets[0].cell:
        return _of_several(targets)
    value = targets[0].value
    return _of_quantity(value) if isinstance(value, Quantity) else _of_shape(value)


def _of_quantity(quantity: Quantity) -> Iterable[str]:
    label, quantity = quantity.label, underlying(quantity)
    count_formula = quantity.count_formula
    what = f", {LABEL_MEANINGS[label]}" if label in LABEL_MEANINGS else ""
    head = "Take it apart: first find" if label == COMBINED else f"Asked for: {label}{what}."
    words = [word.partition(" = ")[2] for _, word in count_formula.legend if " = " in word]
    if words and label != COMBINED:
        head += (
            f" {'They follow' if is_plural(label) else 'It follows'} from {joined_with_and(words)}."
        )
    elif label == COMBINED:
        shown = [f"`{count_formula.shown(each)}`" for each in count_formula.formula.symbols]
        head += f" {joined_with_and(shown)}."
    yield head
    if count_formula.is_worked_out:
        yield "\n\n".join(_formulas(quantity))
        yield "\n\n".join(_numbers(quantity))
    elif count_formula.why:
        # Nothing is to be worked out: its number would be the answer.
        yield f"{count_formula.why[0].upper()}{count_formula.why[1:]}."


def _formulas(quantity: Quantity) -> Iterable[str]:
    """Yield the formula of a count, then those of what has to be computed first."""
    words = legend(quantity)
    yield f"`{quantity.formula}`" + (f", with {', '.join(words)}" if words else "")
    for head, origin in _computed(quantity):
        yield f"`{head} = {origin.formula}`"


def _numbers(quantity: Quantity) -> Iterable[str]:
    for head, origin in _computed(quantity):
        yield f"`{head} = {origin.numbers}`"
    yield f"`{quantity.numbers}`"


def _computed(quantity: Quantity) -> list[tuple[str, Quantity]]:
    """Return what has to be computed first for a formula, by its names there."""
    count_formula = quantity.count_formula
    return _alike(count_formula.formula.symbols, quantity.origins, count_formula.shown)


def _axes(shape: Shape) -> list[tuple[str, Quantity]]:
    """Return the axes of a shape that are worked out, by their names."""
    return _alike(shape.symbols, shape.origins, display)


def _alike(
    symbols: Sequence[str], origins: Mapping[str, Quantity], shown: Callable[[str], str]
) -> list[tuple[str, Quantity]]:
    """Return what is worked out for symbols, each with all the names that stand for the same."""
    groups = worked_out_alike(symbols, origins)
    return [(" = ".join(map(shown, each)), origins[each[0]]) for each in groups]


def _of_shape(shape: Shape) -> Iterable[str]:
    heads = _axes(shape)
    if not heads:
        return
    order = f", {shape.order}" if len(shape) > 1 else ""
    yield f"Asked for: one size for each axis{order}. Find them one by one."
    given = [axis for axis in shape.origins.values() if not axis.count_formula.is_worked_out]
    passed = [f"The {axis.label}: {axis.count_formula.why or axis.formula}" for axis in given]
    words = dict.fromkeys(word for _, axis in heads for _, word in axis.count_formula.legend)
    formulas = [f"`{head} = {axis.formula}`" for head, axis in heads]
    yield "\n\n".join([f"{'; '.join(formulas)}, with {', '.join(words)}", *passed])
    yield "\n\n".join(f"`{head} = {axis.numbers}`" for head, axis in heads)


def _of_several(found: Sequence[Target]) -> Iterable[str]:
    """Yield the hints for the cells of a table or for statements, which are counts of their own."""
    yield "Take them one by one, from the first: each follows from a formula of its own."
    for text in (formula_text, _number_text):
        lines = [f"- {each.cell}: {said}" for each in found if (said := text(each.value))]
        if lines:
            yield "\n".join(lines)


def formula_text(value: Quantity | Shape) -> str:
    """Return the formula of a count, or those of the axes of a shape, Markdown."""
    if isinstance(value, Quantity):
        return (
            f"`{underlying(value).formula}`"
            if value.count_formula.is_computed
            else value.count_formula.why
        )
    return "; ".join(f"`{head} = {axis.formula}`" for head, axis in _axes(value))


def _number_text(value: Quantity | Shape) -> str:
    if isinstance(value, Quantity):
        return f"`{underlying(value).numbers}`" if value.count_formula.is_computed else ""
    return "; ".join(f"`{axis.numbers}`" for _, axis in _axes(value))
