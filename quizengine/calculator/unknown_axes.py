"""What a layer does with an input of which an axis is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizengine.calculator.errors import LayerError
from quizengine.calculator.quantity import Quantity
from quizengine.calculator.shape import PROBE, UNKNOWN, Shape

if TYPE_CHECKING:
    from quizengine.calculator.layer import Layer, Symbols


def probed(layer: Layer, inputs: tuple[Shape, ...]) -> tuple[Symbols, Symbols, tuple[Shape, ...]]:
    """What a layer does with axes of unknown size: it is tried on two sizes, and an output axis
    that is not the same for both is unknown. Returns both sets of symbols, and the outputs.

    Raises LayerError, also where the parameters depend on the unknown size.
    """
    first, second = (
        [Shape([size if axis is UNKNOWN else axis for axis in shape]) for shape in inputs]
        for size in (PROBE, 2 * PROBE)
    )
    symbols, outputs = layer.apply(tuple(first))
    others, twice = layer.apply(tuple(second))
    for known, output in ((symbols, outputs[0]), (others, twice[0])):
        for symbol, axis in zip(output.symbols, output, strict=True):
            known.setdefault(symbol, int(axis))
    count_formula = layer.formula_of("params", first[0])
    if Quantity(count_formula, symbols) != Quantity(count_formula, others):
        raise LayerError(f"the parameters depend on an axis of {inputs[0]} whose size is unknown")
    shapes = [
        Shape([a if a == b else UNKNOWN for a, b in zip(one, two, strict=True)], one.symbols)
        for one, two in zip(outputs, twice, strict=True)
    ]
    return symbols, others, tuple(shapes)
