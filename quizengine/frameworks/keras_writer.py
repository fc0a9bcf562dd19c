"""The writer of Keras source text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from quizengine.calculator.arguments import Argument, Sides
from quizengine.calculator.code_steps import CodeStep, Unchanged
from quizengine.calculator.errors import LayerError
from quizengine.calculator.keras import LAYERS
from quizengine.calculator.keras.padding import ZeroPadding
from quizengine.calculator.keras.passing import Input
from quizengine.calculator.layer import Layer, signature_of
from quizengine.calculator.naming import numbered_name, snake_case
from quizengine.calculator.network import Network, NetworkRow, Tensor
from quizengine.calculator.operations.attention import PerHeadAttention
from quizengine.calculator.sequential import Sequential
from quizengine.frameworks.writing import (
    first_free_name,
    literal,
    shorten,
    take_name,
    with_keras_name,
    written_arguments,
)

_BARE = frozenset(
    {
        "filters", "units", "rate", "stddev", "scale", "cropping", "padding", "size", "n", "dims",
        "target_shape", "layer", "input_dim", "activation",
    }
)  # fmt: skip
"""Arguments that are written without their name where they are a layer's first one."""

_PER_AXIS = ("strides", "padding", "output_padding", "dilation_rate", "size")
"""Arguments of which one number holds for every axis; in other arguments a list is a list."""

_NOT_IMPORTED = frozenset({"keras", "layers", "model", "ops"})


def network_code(network: Network) -> str:
    """Return the code of the model: a `keras.Sequential` where each layer feeds the next, else a
    `keras.Model`.

    Padding by a number, which Keras's layers do not take, becomes a ZeroPadding layer. Raises
    LayerError for a layer that Keras has no code for.
    """
    if isinstance(network, Sequential) and network.input_row is None:
        return _stack(network.layers)
    names = _LayerNames(network)
    if is_straight(network):
        lines = [names.input(network.input_rows[0])]
        for row in network.rows:
            zeros, code = names.code(row)
            lines.extend([code] if zeros is None else [zeros, code])
        return _listing(lines)
    return _graph(network, names)


def layer_code(layer: Layer) -> str:
    """Return one layer as Keras source text, with its numeric padding as an argument."""
    return _code(layer, written_arguments(layer))


def is_straight(network: Network, reuses: bool = False) -> bool:
    """Whether each row feeds only the next, from one input to one output.

    `reuses` allows several uses of one layer.
    """
    if len(network.input_rows) != 1 or len(network.outputs) != 1:
        return False
    last: NetworkRow = network.input_rows[0]
    for row in network.rows:
        single = len(row.sources) == 1 and len(row.outputs) == 1
        single = single and not row.states and not isinstance(row.layer, CodeStep)
        if not single or row.sources[0].row is not last:
            return False
        if network.is_reused(row) and not reuses:
            return False
        last = row
    return network.outputs[0].row is last


class _LayerNames:
    """The names of a network's layers while its code is written.

    A layer is written with its name where Keras, which numbers the layers of a class as they are
    made, would give it another one. A layer of the code that the network does not have, the zeros
    before a convolution, is named where Keras would give it the name of another layer: a model
    takes no name twice.
    """

    def __init__(self, network: Network) -> None:
        self._counts: dict[str, int] = {}
        self._taken = {row.name for row in network.rows}

    def input(self, row: NetworkRow) -> str:
        """Return the code of an input, with its name unless that is a default one."""
        if not _GIVEN_TO_INPUTS.fullmatch(row.name):
            return layer_code(row.layer.renamed(row.name))
        return layer_code(row.layer.renamed(self._spare("input_layer", row.name or "input")))

    def code(self, row: NetworkRow) -> tuple[str | None, str]:
        """Return the code of the zero padding before a layer, or None, and of the layer."""
        zeros, code = _without_zeros(with_keras_name(row.layer, row.name, self._counts))
        return self._padding(zeros, row), code

    def again(self, row: NetworkRow) -> str | None:
        """Return the code of the zero padding before another use of a layer, or None."""
        return self._padding(_without_zeros(row.layer)[0], row)

    def _padding(self, zeros: Layer | None, row: NetworkRow) -> str | None:
        if zeros is None:
            return None
        name = self._spare(snake_case(zeros.kind), f"{row.name}_zeros")
        return layer_code(zeros.renamed(name))

    def _spare(self, stem: str, otherwise: str) -> str:
        """Return the name of a layer whose name does not matter: empty, where the name that Keras
        gives it is free.
        """
        after = dict(self._counts)
        name = numbered_name(stem, after)
        if name not in self._taken:
            self._taken.add(name)
            self._counts = after
            return ""
        name = first_free_name(otherwise, self._taken)
        self._taken.add(name)
        return name


_GIVEN_TO_INPUTS = re.compile(r"(?:input(?:_layer)?(?:_\d+)?)?", re.ASCII)
"""The default names of inputs, in the frameworks and in the reader of their code."""


def _listing(lines: Sequence[str]) -> str:
    return "\n".join(["model = keras.Sequential([", *(f"    {line}," for line in lines), "])"])


def _stack(layers: Sequence[Layer]) -> str:
    lines: list[str] = []
    for layer in layers:
        zeros, code = _without_zeros(layer)
        lines.extend([code] if zeros is None else [layer_code(zeros), code])
    return _listing(lines)


def _without_zeros(layer: Layer) -> tuple[Layer | None, str]:
    """Return the ZeroPadding layer for a layer's numeric padding, or None, and its code without."""
    padding = layer.arguments.get("padding")
    if not isinstance(padding, tuple) or isinstance(layer, ZeroPadding):
        return None, layer_code(layer)
    keywords = {
        name: value for name, value in written_arguments(layer).items() if name != "padding"
    }
    if not any(padding):
        return None, _code(layer, keywords)
    zeros = LAYERS[f"ZeroPadding{len(padding)}D"](
        shorten(padding), data_format=keywords.get("data_format")
    )
    return zeros, _code(layer, keywords)


def _code(layer: Layer, keywords: dict[str, object]) -> str:
    if isinstance(layer, CodeStep):
        raise LayerError(f"{layer.kind}: a step of the code is no layer of its own")
    texts = []
    arguments = signature_of(type(layer)).arguments
    first = next(iter(arguments))
    if isinstance(layer, Unchanged):
        keywords.pop("called")
    for name in sorted(keywords, key=_late):
        text = literal(_written(arguments[name], keywords[name]), layer_code)
        texts.append(text if name == first and name in _BARE else f"{name}={text}")
    prefix = "keras." if isinstance(layer, Input) else "layers."
    return f"{prefix}{layer.kind}({', '.join(texts)})"


def _late(name: str) -> int:
    """Return the sort key of an argument: those that all layers have come last."""
    order = ("data_format", "trainable", "name")
    return order.index(name) + 1 if name in order else 0


def _written(argument: Argument[Any], value: object) -> object:
    """Return the value of an argument in the shortest equivalent form."""
    if isinstance(argument, Sides) and isinstance(value, tuple):
        return _sides(value)
    return shorten(value) if argument.name in _PER_AXIS else value


def _sides(padding: tuple[tuple[int, int], ...]) -> object:
    """Return one number where all sides have the same; (1, 2) has another meaning in 2-D."""
    if len({side for pair in padding for side in pair}) == 1:
        return padding[0][0]
    return padding[0] if len(padding) == 1 else padding


def _graph(network: Network, named: _LayerNames) -> str:
    """Return the code that calls each layer on the variables of its sources."""
    taken: set[str] = set(_NOT_IMPORTED)
    names: dict[NetworkRow, str] = {}
    shared: dict[str, str] = {}
    lines: list[str] = []
    for row in network.input_rows:
        names[row] = take_name(row.name or "inputs", taken)
        lines.append(f"{names[row]} = {named.input(row)}")
    uses = [row.name for row in network.rows]
    for row in network.rows:
        sources = [_source(source, names) for source in row.sources]
        if isinstance(row.layer, CodeStep):
            names[row] = take_name(row.name or row.layer.kind, taken)
            lines.append(f"{names[row]} = {row.layer.text.format(*sources)}")
            continue
        if row.name not in shared:
            zeros, code = named.code(row)
            if uses.count(row.name) > 1:
                shared[row.name] = take_name(f"{row.name}_layer", taken)
                lines.append(f"{shared[row.name]} = {code}")
                code = shared[row.name]
        else:
            zeros, code = named.again(row), shared[row.name]
        if zeros is not None:
            padded = take_name(f"{row.name}_padded", taken)
            lines.append(f"{padded} = {zeros}({sources[0]})")
            sources[0] = padded
        names[row] = take_name(row.name, taken)
        states = [_source(state, names) for state in row.states]
        lines.append(f"{names[row]} = {code}({_called(row, sources, states)})")
    inputs = _listed([names[row] for row in network.input_rows])
    outputs = _listed([_source(tensor, names) for tensor in network.outputs])
    return "\n".join([*lines, f"model = keras.Model({inputs}, {outputs})"])


def _source(tensor: Tensor, names: dict[NetworkRow, str]) -> str:
    name = names[tensor.row]
    return f"{name}[{tensor.output_index}]" if len(tensor.row.outputs) > 1 else name


def _called(row: NetworkRow, sources: Sequence[str], states: Sequence[str]) -> str:
    if states:
        return f"{', '.join(sources)}, initial_state=[{', '.join(states)}]"
    # An attention in heads takes its inputs one after the other, not as a list.
    if len(sources) == 1 or isinstance(row.layer.operation, PerHeadAttention):
        return ", ".join(sources)
    return f"[{', '.join(sources)}]"


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"[{', '.join(names)}]"
