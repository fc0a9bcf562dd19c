"""Networks written as Keras source text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from quizengine.calculator.arguments import Argument, Sides
from quizengine.calculator.errors import LayerError
from quizengine.calculator.keras import LAYERS
from quizengine.calculator.keras.padding import ZeroPadding
from quizengine.calculator.keras.passing import Input
from quizengine.calculator.layer import Layer, signature_of
from quizengine.calculator.naming import counted, snake_case
from quizengine.calculator.network import Network, NetworkRow, Tensor
from quizengine.calculator.operations.attention import PerHeadAttention
from quizengine.calculator.sequential import Sequential
from quizengine.calculator.steps import CodeStep, Unchanged
from quizengine.frameworks.writing import (
    arguments_of,
    called,
    literal,
    shorten,
    take,
    untaken,
)

_BARE = frozenset(
    {
        "filters", "units", "rate", "stddev", "scale", "cropping", "padding", "size", "n", "dims",
        "target_shape", "layer", "input_dim", "activation",
    }
)  # fmt: skip
"""What is written without its name where it is what a layer takes first."""

_PER_AXIS = ("strides", "padding", "output_padding", "dilation_rate", "size")
"""What one number says for every axis; in other arguments a list is a list."""

_NOT_IMPORTED = frozenset({"keras", "layers", "model", "ops"})


def network_code(network: Network) -> str:
    """The model: a `keras.Sequential` list where each layer feeds the next, else `keras.Model`.

    A number of zeros per side, which Keras's layers do not take, becomes a ZeroPadding layer of
    its own. Raises LayerError for a layer that Keras has no code for.
    """
    if isinstance(network, Sequential) and network.input_row is None:
        return _stack(network.layers)
    names = _Names(network)
    if is_straight(network):
        lines = [names.input(network.input_rows[0])]
        for row in network.rows:
            zeros, code = names.code(row)
            lines.extend([code] if zeros is None else [zeros, code])
        return _listing(lines)
    return _graph(network, names)


def layer_code(layer: Layer) -> str:
    """One layer as Keras source text, its numeric padding included as it is."""
    return _code(layer, arguments_of(layer))


def is_straight(network: Network, reuses: bool = False) -> bool:
    """Whether each row feeds the next alone, from one input to one output; `reuses` allows a
    layer to come again.
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


class _Names:
    """The names of a network's layers as its code is written, layer by layer.

    A layer is named where Keras, which counts the layers that it names as they are made, would
    call it something else. What the code needs and the network does not have, the zeros before a
    convolution, is named where Keras would give it the name of another layer: it takes no name
    twice in a model.
    """

    def __init__(self, network: Network) -> None:
        self._counts: dict[str, int] = {}
        self._taken = {row.name for row in network.rows}

    def input(self, row: NetworkRow) -> str:
        """The code of an input, with its name where somebody gave it one."""
        if not _GIVEN_TO_INPUTS.fullmatch(row.name):
            return layer_code(row.layer.renamed(row.name))
        return layer_code(row.layer.renamed(self._spare("input_layer", row.name or "input")))

    def code(self, row: NetworkRow) -> tuple[str | None, str]:
        """The code of the zeros that go before a layer, None without any; and of the layer."""
        zeros, code = _without_zeros(called(row.layer, row.name, self._counts))
        return self._padding(zeros, row), code

    def again(self, row: NetworkRow) -> str | None:
        """The code of the zeros that go before a layer that is used once more."""
        return self._padding(_without_zeros(row.layer)[0], row)

    def _padding(self, zeros: Layer | None, row: NetworkRow) -> str | None:
        if zeros is None:
            return None
        name = self._spare(snake_case(zeros.kind), f"{row.name}_zeros")
        return layer_code(zeros.renamed(name))

    def _spare(self, stem: str, otherwise: str) -> str:
        """The name of a layer whose name does not matter: none, where no other layer has the one
        that Keras gives it.
        """
        after = dict(self._counts)
        name = counted(stem, after)
        if name not in self._taken:
            self._taken.add(name)
            self._counts = after
            return ""
        name = untaken(otherwise, self._taken)
        self._taken.add(name)
        return name


_GIVEN_TO_INPUTS = re.compile(r"(?:input(?:_layer)?(?:_\d+)?)?", re.ASCII)
"""The names that the frameworks, and the readers of their code, give inputs."""


def _listing(lines: Sequence[str]) -> str:
    return "\n".join(["model = keras.Sequential([", *(f"    {line}," for line in lines), "])"])


def _stack(layers: Sequence[Layer]) -> str:
    lines: list[str] = []
    for layer in layers:
        zeros, code = _without_zeros(layer)
        lines.extend([code] if zeros is None else [layer_code(zeros), code])
    return _listing(lines)


def _without_zeros(layer: Layer) -> tuple[Layer | None, str]:
    """The ZeroPadding layer that goes before a layer with a numeric padding, and the layer."""
    padding = layer.arguments.get("padding")
    if not isinstance(padding, tuple) or isinstance(layer, ZeroPadding):
        return None, layer_code(layer)
    words = {name: value for name, value in arguments_of(layer).items() if name != "padding"}
    if not any(padding):
        return None, _code(layer, words)
    zeros = LAYERS[f"ZeroPadding{len(padding)}D"](
        shorten(padding), data_format=words.get("data_format")
    )
    return zeros, _code(layer, words)


def _code(layer: Layer, words: dict[str, object]) -> str:
    if isinstance(layer, CodeStep):
        raise LayerError(f"{layer.kind}: a step of the code is no layer of its own")
    texts = []
    arguments = signature_of(type(layer)).arguments
    first = next(iter(arguments))
    if isinstance(layer, Unchanged):
        words.pop("called")
    for name in sorted(words, key=_late):
        text = literal(_written(arguments[name], words[name]), layer_code)
        texts.append(text if name == first and name in _BARE else f"{name}={text}")
    prefix = "keras." if isinstance(layer, Input) else "layers."
    return f"{prefix}{layer.kind}({', '.join(texts)})"


def _late(name: str) -> int:
    """What layers have in common is written last."""
    order = ("data_format", "trainable", "name")
    return order.index(name) + 1 if name in order else 0


def _written(argument: Argument[Any], value: object) -> object:
    """The value of an argument in the shortest form that says the same."""
    if isinstance(argument, Sides) and isinstance(value, tuple):
        return _sides(value)
    return shorten(value) if argument.name in _PER_AXIS else value


def _sides(padding: tuple[tuple[int, int], ...]) -> object:
    """One number where all sides have the same; (1, 2) would mean another thing in 2-D."""
    if len({side for pair in padding for side in pair}) == 1:
        return padding[0][0]
    return padding[0] if len(padding) == 1 else padding


def _graph(network: Network, named: _Names) -> str:
    """Every layer called on the variables of those that feed it."""
    taken: set[str] = set(_NOT_IMPORTED)
    names: dict[NetworkRow, str] = {}
    shared: dict[str, str] = {}
    lines: list[str] = []
    for row in network.input_rows:
        names[row] = take(row.name or "inputs", taken)
        lines.append(f"{names[row]} = {named.input(row)}")
    uses = [row.name for row in network.rows]
    for row in network.rows:
        sources = [_source(source, names) for source in row.sources]
        if isinstance(row.layer, CodeStep):
            names[row] = take(row.name or row.layer.kind, taken)
            lines.append(f"{names[row]} = {row.layer.text.format(*sources)}")
            continue
        if row.name not in shared:
            zeros, code = named.code(row)
            if uses.count(row.name) > 1:
                shared[row.name] = take(f"{row.name}_layer", taken)
                lines.append(f"{shared[row.name]} = {code}")
                code = shared[row.name]
        else:
            zeros, code = named.again(row), shared[row.name]
        if zeros is not None:
            padded = take(f"{row.name}_padded", taken)
            lines.append(f"{padded} = {zeros}({sources[0]})")
            sources[0] = padded
        names[row] = take(row.name, taken)
        states = [_source(state, names) for state in row.states]
        lines.append(f"{names[row]} = {code}({_called(row, sources, states)})")
    inputs = _listed([names[row] for row in network.input_rows])
    outputs = _listed([_source(tensor, names) for tensor in network.outputs])
    return "\n".join([*lines, f"model = keras.Model({inputs}, {outputs})"])


def _source(tensor: Tensor, names: dict[NetworkRow, str]) -> str:
    name = names[tensor.row]
    return f"{name}[{tensor.place}]" if len(tensor.row.outputs) > 1 else name


def _called(row: NetworkRow, sources: Sequence[str], states: Sequence[str]) -> str:
    if states:
        return f"{', '.join(sources)}, initial_state=[{', '.join(states)}]"
    # An attention in heads takes its inputs one after the other, not as a list.
    if len(sources) == 1 or isinstance(row.layer.operation, PerHeadAttention):
        return ", ".join(sources)
    return f"[{', '.join(sources)}]"


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"[{', '.join(names)}]"
