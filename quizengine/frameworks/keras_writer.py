"""Networks written as Keras source text."""

from __future__ import annotations

from collections.abc import Sequence

from quizengine.calculator.errors import LayerError
from quizengine.calculator.keras.padding import ZeroPadding
from quizengine.calculator.keras.passing import Input
from quizengine.calculator.layer import Layer
from quizengine.calculator.naming import counted, snake_case
from quizengine.calculator.network import Network, Row, Tensor
from quizengine.calculator.sequential import Sequential
from quizengine.calculator.steps import CodeStep, Unchanged
from quizengine.frameworks.writing import (
    arguments_of,
    first_argument,
    literal,
    renamed,
    shorten,
    variable,
)

_BARE = frozenset(
    {
        "filters", "units", "rate", "stddev", "scale", "cropping", "size", "n", "dims",
        "target_shape", "layer", "input_dim",
    }
)  # fmt: skip
"""What is written without its name."""

_PER_AXIS = ("strides", "padding", "output_padding", "dilation_rate", "size")
"""What one number says for every axis; in other arguments a list is a list."""

_IN_TURN = frozenset({"MultiHeadAttention", "GroupQueryAttention"})
"""Layers that take their inputs one after the other, not as a list."""

_NOT_IMPORTED = frozenset({"keras", "layers", "model", "ops"})


def network_code(network: Network) -> str:
    """The model: a `keras.Sequential` list where each layer feeds the next, else `keras.Model`.

    A number of zeros per side, which Keras's layers do not take, becomes a ZeroPadding layer of
    its own. Raises LayerError for a layer that Keras has no code for.
    """
    if isinstance(network, Sequential) and network.input_row is None:
        return _stack(network.layers)
    if is_straight(network):
        counts: dict[str, int] = {}
        start = _input(network.input_rows[0])
        return _stack([start, *(_named(row, counts) for row in network.rows)])
    return _graph(network)


def layer_code(layer: Layer) -> str:
    """One layer as Keras source text, its numeric padding included as it is."""
    return _code(layer, arguments_of(layer))


def is_straight(network: Network, reuses: bool = False) -> bool:
    """Whether each row feeds the next alone, from one input to one output; `reuses` allows a
    layer to come again.
    """
    if len(network.input_rows) != 1 or len(network.outputs) != 1:
        return False
    last: Row = network.input_rows[0]
    for row in network.rows:
        single = len(row.sources) == 1 and len(row.outputs) == 1
        single = single and not row.states and not isinstance(row.layer, CodeStep)
        if not single or row.sources[0].row is not last:
            return False
        if network.is_reused(row) and not reuses:
            return False
        last = row
    return network.outputs[0].row is last


def _stack(layers: Sequence[Layer]) -> str:
    lines = ["model = keras.Sequential(["]
    for layer in layers:
        lines.extend(f"    {line}," for line in _lines(layer))
    return "\n".join([*lines, "])"])


def _lines(layer: Layer) -> list[str]:
    zeros, rest = _without_zeros(layer)
    return [*([] if zeros is None else [zeros]), rest]


def _without_zeros(layer: Layer) -> tuple[str | None, str]:
    """The ZeroPadding layer that goes before a layer with a numeric padding, and the layer."""
    padding = layer.arguments.get("padding")
    if not isinstance(padding, tuple) or isinstance(layer, ZeroPadding):
        return None, layer_code(layer)
    words = {name: value for name, value in arguments_of(layer).items() if name != "padding"}
    if not any(padding):
        return None, _code(layer, words)
    sides = literal(shorten(padding), layer_code)
    first = ', data_format="channels_first"' if "data_format" in words else ""
    return f"layers.ZeroPadding{len(padding)}D({sides}{first})", _code(layer, words)


def _code(layer: Layer, words: dict[str, object]) -> str:
    if isinstance(layer, CodeStep):
        raise LayerError(f"{layer.kind}: a step of the code is no layer of its own")
    texts = []
    if isinstance(layer, Unchanged):
        words.pop("called")
    for name in sorted(words, key=_late):
        text = literal(_written(layer, name, words[name]), layer_code)
        texts.append(text if _is_bare(layer, name) else f"{name}={text}")
    prefix = "keras." if isinstance(layer, Input) else "layers."
    return f"{prefix}{layer.kind}({', '.join(texts)})"


def _late(name: str) -> int:
    """What layers have in common is written last."""
    order = ("data_format", "trainable", "name")
    return order.index(name) + 1 if name in order else 0


def _is_bare(layer: Layer, name: str) -> bool:
    """Whether an argument is written without its name."""
    if layer.kind == "Activation" or (isinstance(layer, ZeroPadding) and name == "padding"):
        return name not in ("name", "trainable")
    return name in _BARE and name == first_argument(layer)


def _written(layer: Layer, name: str, value: object) -> object:
    """The value of an argument in the shortest form that says the same."""
    both_ends = name == "cropping" or (isinstance(layer, ZeroPadding) and name == "padding")
    if both_ends and isinstance(value, tuple):
        return _sides(value)
    return shorten(value) if name in _PER_AXIS else value


def _sides(padding: tuple[tuple[int, int], ...]) -> object:
    """One number where all sides have the same; (1, 2) would mean another thing in 2-D."""
    if len({side for pair in padding for side in pair}) == 1:
        return padding[0][0]
    return padding[0] if len(padding) == 1 else padding


def _input(row: Row) -> Layer:
    """The input, with its name where somebody gave it one."""
    return row.layer if row.name.startswith("input") else renamed(row.layer, row.name)


def _named(row: Row, counts: dict[str, int]) -> Layer:
    """The layer, with its row's name where Keras would give it another."""
    layer = row.layer
    if layer.name == row.name:
        return layer
    stem = snake_case(layer.kind)
    if not layer.name and counted(stem, dict(counts)) == row.name:
        counted(stem, counts)  # Keras only counts the layers that it names
        return layer
    return renamed(layer, row.name)


def _graph(network: Network) -> str:
    """Every layer called on the variables of those that feed it."""
    taken: set[str] = set(_NOT_IMPORTED)
    names: dict[Row, str] = {}
    shared: dict[str, str] = {}
    counts: dict[str, int] = {}
    lines: list[str] = []
    for row in network.input_rows:
        names[row] = _take(row.name or "inputs", taken)
        lines.append(f"{names[row]} = {layer_code(_input(row))}")
    uses = [row.name for row in network.rows]
    for row in network.rows:
        sources = [_source(source, names) for source in row.sources]
        if isinstance(row.layer, CodeStep):
            names[row] = _take(row.name or row.layer.kind, taken)
            lines.append(f"{names[row]} = {row.layer.text.format(*sources)}")
            continue
        if row.name not in shared:
            layer = _named(row, counts)
            zeros, code = _without_zeros(layer)
            if uses.count(row.name) > 1:
                shared[row.name] = _take(f"{row.name}_layer", taken)
                lines.append(f"{shared[row.name]} = {code}")
                code = shared[row.name]
        else:
            zeros, code = _without_zeros(row.layer)[0], shared[row.name]
        if zeros is not None:
            padded = _take(f"{row.name}_padded", taken)
            lines.append(f"{padded} = {zeros}({sources[0]})")
            sources[0] = padded
        names[row] = _take(row.name, taken)
        states = [_source(state, names) for state in row.states]
        lines.append(f"{names[row]} = {code}({_called(row, sources, states)})")
    inputs = _listed([names[row] for row in network.input_rows])
    outputs = _listed([_source(tensor, names) for tensor in network.outputs])
    return "\n".join([*lines, f"model = keras.Model({inputs}, {outputs})"])


def _take(name: str, taken: set[str]) -> str:
    word = variable(name, taken)
    taken.add(word)
    return word


def _source(tensor: Tensor, names: dict[Row, str]) -> str:
    name = names[tensor.row]
    return f"{name}[{tensor.place}]" if len(tensor.row.outputs) > 1 else name


def _called(row: Row, sources: Sequence[str], states: Sequence[str]) -> str:
    if states:
        return f"{', '.join(sources)}, initial_state=[{', '.join(states)}]"
    if len(sources) == 1 or row.layer.kind in _IN_TURN:
        return ", ".join(sources)
    return f"[{', '.join(sources)}]"


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"[{', '.join(names)}]"
