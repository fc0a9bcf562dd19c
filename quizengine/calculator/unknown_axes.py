"""The output and the counts of a layer on an input with an axis of unknown size."""

from __future__ import annotations

from collections.abc import Callable

from quizengine.calculator.errors import LayerError
from quizengine.calculator.operation import Symbols
from quizengine.calculator.quantity import CountFormula, Quantity
from quizengine.calculator.shape import PROBE, UNKNOWN, Shape


def apply_with_unknown_axes(
    apply: Callable[[tuple[Shape, ...]], tuple[Symbols, tuple[Shape, ...]]],
    formula_of: Callable[[str, Shape], CountFormula],
    inputs: tuple[Shape, ...],
) -> tuple[Symbols, Symbols, tuple[Shape, ...]]:
    """Apply a layer twice, with another size in place of the unknown ones each time.

    `apply` and `formula_of` are the layer's methods of these names. Return the symbols of both
    times, and the output shapes, in which an axis that differs between the two is unknown.

    Raises LayerError, also where the parameters depend on the unknown size.
    """
    first, second = (
        [Shape([size if axis is UNKNOWN else axis for axis in shape]) for shape in inputs]
        for size in (PROBE, 2 * PROBE)
    )
    symbols, outputs = apply(tuple(first))
    others, twice = apply(tuple(second))
    for known, output in ((symbols, outputs[0]), (others, twice[0])):
        for symbol, axis in zip(output.symbols, output, strict=True):
            known.setdefault(symbol, int(axis))
    count_formula = formula_of("params", first[0])
    if Quantity(count_formula, symbols) != Quantity(count_formula, others):
        raise LayerError(f"the parameters depend on an axis of {inputs[0]} whose size is unknown")
    shapes = [
        Shape([a if a == b else UNKNOWN for a, b in zip(one, two, strict=True)], one.symbols)
        for one, two in zip(outputs, twice, strict=True)
    ]
    return symbols, others, tuple(shapes)
