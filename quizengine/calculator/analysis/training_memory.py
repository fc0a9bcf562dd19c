"""The memory of a network during inference and training, and the wrong formulas for it.

Sources: Géron, "Hands-On Machine Learning", chapter 14: during inference, a layer's input can be
freed once its output is computed; during training, every output of every sample is kept for its
gradient. Kingma and Ba, 2015: beside a parameter and its gradient, Adam keeps two moments, four
values in all.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from quizengine.calculator.analysis.byte_counts import WIDTH, bytes_of_one
from quizengine.calculator.arguments import whole
from quizengine.calculator.errors import LayerError
from quizengine.calculator.misconceptions import wrong
from quizengine.calculator.network import Network
from quizengine.calculator.network_row import NetworkRow
from quizengine.calculator.quantity import CountFormula, Quantity, WrongFormula
from quizengine.calculator.totals import sum_of, symbol_of
from quizengine.expressions import Number

_TERMS: Mapping[str, str] = MappingProxyType(
    {
        "params": "parameters",
        "values": "values kept for one sample",
        "inputs": "values of one input",
        "b": "bytes of one value",
        "n": "samples in the batch",
        "k": "values kept for each parameter",
        "M": "bytes of memory",
    }
)


def inference_bytes(network: Network, width: object = WIDTH) -> Quantity:
    """Return the most bytes at once during inference: the parameters, and the largest pair of a
    layer's output and the output that it is computed from. Raises LayerError.
    """
    before, after = _largest_pair(network)
    taken = ("params", "values", "b")
    first = symbol_of(before.name or "input", taken)
    second = symbol_of(after.name or "output", (*taken, first))
    origins = {
        first: before.output.size,
        second: after.output.size,
        "params": network.params,
        "values": network.kept_values,
    }
    symbols = _numbers(origins, width)
    kept = f"{first} + {second}"
    larger = f"max({first}, {second})"
    text = f"({kept} + params)*b"
    mistakes = (
        wrong("parameters-forgotten", f"({kept})*b", "params > 0"),
        wrong("all-outputs-kept", "(values + params)*b", minor=True),
        wrong("largest-output-alone", f"({larger} + params)*b"),
        wrong("larger-counted-twice", f"({larger} + {kept} + params)*b"),
        *_unit_mistakes(text),
    )
    terms = {**_TERMS, first: f"output of {before.name or 'the input'}",
             second: f"output of {after.name}"}  # fmt: skip
    why = "the two outputs, one made from the other, that take the most, and the parameters"
    phrases = ((f"{kept} + params", "values in memory at once"),)
    count_formula = CountFormula("bytes while predicting", text, phrases, mistakes, terms, why)
    return Quantity(count_formula, symbols, origins)


def _largest_pair(network: Network) -> tuple[NetworkRow, NetworkRow]:
    """Return the two rows, one fed by the other, whose outputs together are largest."""
    best: tuple[int, NetworkRow, NetworkRow] | None = None
    for row in network.rows:
        if row.layer.in_place:
            continue
        for source in row.sources:
            before = source.row
            while before.layer.in_place and before.sources:
                before = before.sources[0].row
            size = int(before.output.size) + int(row.output.size)
            if best is None or size > best[0]:
                best = size, before, row
    if best is None:
        raise LayerError("no layer of this network makes something new of its input")
    return best[1], best[2]


def training_bytes(
    network: Network, batch: object, width: object = WIDTH, copies: object = 1
) -> Quantity:
    """Return the bytes for training on a batch: every output of every sample, with the inputs,
    and `copies` values for each parameter (4 with its gradient and Adam's two moments).

    Raises LayerError.
    """
    origins = _kept(network)
    symbols = _numbers(origins, width)
    symbols["n"], symbols["k"] = whole("batch", batch), whole("copies", copies)
    held = "k*params" if symbols["k"] != 1 else "params"
    text = f"(n*values + {held})*b"
    mistakes = [
        wrong("batch-forgotten", f"(values + {held})*b", "n > 1"),
        wrong("parameters-forgotten", "n*values*b", "params > 0"),
        wrong("parameters-per-sample", f"n*(values + {held})*b", "n > 1 and params > 0"),
        wrong("inputs-forgotten", f"(n*(values - inputs) + {held})*b"),
        *_unit_mistakes(text),
    ]
    if symbols["k"] != 1:
        one = "(n*values + params)*b"
        mistakes.append(wrong("gradients-forgotten", one, "params > 0"))
    phrases = [("n*values", "values of the whole batch"), (text[1:-3], "values in memory")]
    if symbols["k"] != 1:
        phrases.append((held, "values for the parameters"))
    count_formula = CountFormula(
        "bytes while training", text, tuple(phrases), tuple(mistakes), _TERMS
    )
    return Quantity(count_formula, symbols, origins)


def largest_batch(
    network: Network, memory: object, width: object = WIDTH, copies: object = 4
) -> Quantity:
    """Return the number of samples that fit into `memory` bytes during training, beside `copies`
    values for each parameter; 0 if not even these fit. Raises LayerError.
    """
    origins = _kept(network)
    symbols = _numbers(origins, width)
    symbols["M"] = whole("memory", memory)
    symbols["k"] = whole("copies", copies)
    fixed, each = "k*params*b", "values*b"
    if symbols["M"] < Quantity(CountFormula("", fixed), symbols):
        why = "what is kept for the parameters does not fit, whatever the batch"
        return Quantity(
            CountFormula("samples in a batch", "0", (), (), _TERMS, why), symbols, origins
        )
    room = f"(M - {fixed})/({each})"
    in_gib = f"floor((M*10**9/2**30 - {fixed})/({each}))"
    in_gb = f"floor((M*2**30/10**9 - {fixed})/({each}))"
    is_gib = f"M % 2**30 == 0 and M*10**9/2**30 >= {fixed}"
    mistakes = (
        wrong("rounded-up/batch", f"ceil({room})", minor=True),
        wrong("parameters-forgotten", f"floor(M/({each}))", minor=True),
        wrong("gradients-forgotten", f"floor((M - params*b)/({each}))", minor=True),
        wrong("width-forgotten", "floor((M - k*params)/values)", minor=True),
        wrong("decimal-unit/batch", in_gib, is_gib, minor=True),
        wrong("binary-unit/batch", in_gb, "M % 10**9 == 0 and M % 2**30 != 0", minor=True),
    )
    phrases = (
        (fixed, "bytes for the parameters"),
        (f"M - {fixed}", "bytes left for the samples"),
        (each, "bytes of one sample"),
        (room, "the number of samples, unrounded"),
    )
    count_formula = CountFormula("samples in a batch", f"floor({room})", phrases, mistakes, _TERMS)
    return Quantity(count_formula, symbols, origins)


def _kept(network: Network) -> dict[str, Quantity]:
    inputs = {symbol_of(row.name or "input", ()): row.output.size for row in network.input_rows}
    return {
        "values": network.kept_values,
        "inputs": sum_of("values", inputs),
        "params": network.params,
    }


def _numbers(origins: Mapping[str, Quantity], width: object) -> dict[str, Number]:
    return {**{symbol: int(count) for symbol, count in origins.items()}, "b": bytes_of_one(width)}


def _unit_mistakes(text: str) -> tuple[WrongFormula, ...]:
    """Return the mistakes in the unit: bits for bytes, and values for bytes."""
    return (
        wrong("bits-for-bytes", f"8*{text}"),
        wrong("width-forgotten", text.removesuffix("*b"), "b > 1"),
    )
