"""The names that a bank's expressions may use beside the language's own functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from types import MappingProxyType

from quizengine.calculator.errors import LayerError, quoted
from quizengine.calculator.keras import LAYERS
from quizengine.calculator.layer import Layer
from quizengine.calculator.layer_classes import NamesAndLayers
from quizengine.calculator.network import Network
from quizengine.calculator.quantity import CountFormula, Quantity
from quizengine.calculator.sequential import Sequential
from quizengine.calculator.shape import Shape, as_shape
from quizengine.calculator.working import Working, working_of
from quizengine.expressions import STANDARD_FUNCTIONS, Number, is_number
from quizengine.frameworks import to_code


@cache
def _shared(name: str) -> Callable[..., Layer]:
    """The layer class, handing out one layer for one set of arguments.

    Layers do not change, and draw after draw asks for the same few.
    """
    kind = LAYERS[name]
    make = lru_cache(maxsize=512, typed=True)(kind)

    def layer(*arguments: object, **keywords: object) -> Layer:
        try:
            return make(*arguments, **keywords)
        except TypeError:
            # A list cannot be looked up; or the arguments are wrong, which is said again.
            return kind(*arguments, **keywords)

    layer.__name__ = kind.__name__
    return layer


def _working(value: object) -> Working:
    """The worked solution of a quantity or a shape, as text."""
    return working_of(value)


def _shape(axes: object) -> Shape:
    """A volume of these axes, channels last."""
    return as_shape(axes)


def _formula(text: object, **symbols: object) -> Quantity:
    """A quantity by a formula of the author's own: formula("A/B", A=…, B=…)."""
    if not isinstance(text, str):
        raise LayerError('formula takes a text first: formula("A/B", A=..., B=...)')
    numbers: dict[str, Number] = {}
    for symbol, value in symbols.items():
        if not is_number(value):
            raise LayerError(f"{symbol} must be a number, not {quoted(value)}")
        numbers[symbol] = value
    return Quantity(CountFormula("value", text), numbers)


def _same_padding(kernel_size: object, dilation: object = 1) -> Quantity:
    """The padding on each side that keeps a size with stride 1."""
    from quizengine.calculator.same_padding import same_padding

    return same_padding(kernel_size, dilation)


def _same_padding_total(
    size: object, kernel_size: object, strides: object = 1, dilation: object = 1
) -> Quantity:
    """The padding of both sides together with padding="same"."""
    from quizengine.calculator.same_padding import same_padding_total

    return same_padding_total(size, kernel_size, strides, dilation)


def _in_unit(count: object, unit: object) -> Quantity:
    """Bytes as a whole number of a unit, rounded to the nearest."""
    from quizengine.calculator.units import in_unit

    return in_unit(count, unit)


def _keras_code(network: object) -> str:
    """A network's code in the framework that the student has chosen: here in Keras."""
    return to_code(_network(network), "keras")


def _torch_code(network: object) -> str:
    """The same in PyTorch; in Keras where PyTorch has no equivalent of a layer."""
    try:
        return to_code(_network(network), "torch")
    except LayerError:
        return _keras_code(network)


def _network(value: object) -> Network:
    if not isinstance(value, Network):
        raise LayerError("code takes a network, such as code(net)")
    return value


FUNCTIONS: Mapping[str, object] = {
    **STANDARD_FUNCTIONS,
    "Sequential": Sequential,
    "Shape": _shape,
    "code": _keras_code,
    "working": _working,
    "formula": _formula,
    "in_unit": _in_unit,
    "same_padding": _same_padding,
    "same_padding_total": _same_padding_total,
}
"""What an expression can call beside layers."""


EXPORTS: Mapping[str, object] = NamesAndLayers(FUNCTIONS, LAYERS, _shared)
"""Everything an expression of a bank can name without defining it."""

EXPORTS_IN: Mapping[str, Mapping[str, object]] = MappingProxyType(
    {"keras": EXPORTS, "torch": NamesAndLayers({**FUNCTIONS, "code": _torch_code}, LAYERS, _shared)}
)
"""The same by the framework in which a text shows its code."""
