"""A network of Keras made of PyTorch's layers, where each has an equal there."""

from __future__ import annotations

from typing import Any

from quizengine.calculator.errors import LayerError
from quizengine.calculator.keras.merging import Concatenate
from quizengine.calculator.naming import counted, snake_case
from quizengine.calculator.network import Network, Row
from quizengine.calculator.shape import Shape
from quizengine.calculator.steps import CodeStep
from quizengine.calculator.torch.base import TorchLayer
from quizengine.frameworks.keras_writer import is_straight
from quizengine.frameworks.torch_rules import RULES, activation_layer, torch_axis
from quizengine.frameworks.translating import (
    Draft,
    Piece,
    Placed,
    Rule,
    named_rows,
    no_equal,
)
from quizengine.frameworks.writing import renamed

_VOLUMES = (
    "Conv", "MaxPooling", "AveragePooling", "Global", "ZeroPadding", "Cropping", "UpSampling",
    "Separable", "Depthwise", "Spatial", "BatchNorm", "GroupNorm",
)  # fmt: skip
"""How the kinds of layer begin whose inputs PyTorch has with the channels first."""

_MERGES = frozenset({"Add", "Subtract", "Multiply", "Maximum", "Minimum", "Average", "Concatenate"})
"""Layers that PyTorch has as operators and functions."""


def in_torch(network: Network) -> Network:
    """The same network of PyTorch's layers.

    Raises LayerError, which names the layer that has no equal in PyTorch.
    """
    draft = Draft("torch", _permuted)
    for row in network.input_rows:
        draft.input(row, _stands_moved(network, row))
    for row in network.rows:
        if row.layer.kind in _MERGES:
            _merge(draft, row)
            continue
        if row.states or any(source not in draft.placed for source in row.sources):
            raise no_equal(row, "torch", "the states of a recurrent layer are not taken over")
        draft.follow(row, _rule(row, draft.placed[row.sources[0]].moved))
    made = draft.network(network)
    return _renumbered(network, made)


def _stands_moved(network: Network, start: Row) -> bool:
    """Whether an input's channels go to the front: a sequence's only for a layer of volumes."""
    rank = len(start.output)
    if rank != 2:
        return rank > 2 and not _first_of(network, start, "channels_first")
    reached = {start}
    for row in network.rows:
        if any(source.row in reached for source in row.sources):
            if row.layer.kind.startswith(_VOLUMES):
                return row.layer.data_format == "channels_last"
            if row.params:
                return False
            reached.add(row)
    return False


def _first_of(network: Network, start: Row, data_format: str) -> bool:
    fed = [row for row in network.rows if any(source.row is start for source in row.sources)]
    return any(row.layer.data_format == data_format for row in fed)


def _renumbered(old: Network, made: Network) -> Network:
    """Names as PyTorch gives them in a plain list, where nobody has named a layer."""
    counts: dict[str, int] = {}
    for row in old.rows:
        if row.layer.name or row.name != counted(snake_case(row.layer.kind), counts):
            return made
    if not is_straight(made) or any(not isinstance(row.layer, TorchLayer) for row in made.rows):
        return made
    return named_rows(made, [str(number) for number in range(len(made.rows))])


def _permuted(placed: Placed, moved: bool, draft: Draft) -> Placed:
    """The axes brought to the other order, as a step of `forward`."""
    shape = placed.shape
    rank = len(shape)
    axes = [shape[-1], *shape[:-1]] if moved else [*shape[1:], shape[0]]
    order = [0, rank, *range(1, rank)] if moved else [0, *range(2, rank + 1), 1]
    name = "transpose" if rank == 2 else "permute"
    text = "1, 2" if rank == 2 else ", ".join(map(str, order))
    step = CodeStep(name, (Shape(map(int, axes)),), f"{{0}}.{name}({text})")
    return Placed(draft.add(step, [placed.tensor], draft.free_name(name)).tensor, moved)


def _merge(draft: Draft, row: Row) -> None:
    """Operators, two inputs at a time; and what is written as a function of all."""
    placed = [draft.placed[source] for source in row.sources]
    moved = placed[0].moved
    if moved and len({len(each.shape) for each in placed}) > 1:
        raise no_equal(row, "torch", "its inputs have different numbers of axes")
    tensors = [draft.arranged(each, moved).tensor for each in placed]
    kind, layer = row.layer.kind, renamed(row.layer, "")
    if kind == "Average":
        shape = [len(tensors), *map(int, tensors[0].shape)]
        holes = ", ".join(f"{{{number}}}" for number in range(len(tensors)))
        stack = CodeStep("stack", (Shape(shape),), f"torch.stack([{holes}], 0)")
        mean = CodeStep("mean", (Shape(shape[1:]),), "{0}.mean((0,), keepdim=False)")
        tensors = [draft.add(stack, tensors, draft.free_name("stack")).tensor]
        tensors = [draft.add(mean, tensors, draft.free_name("mean")).tensor]
    elif kind == "Concatenate":
        axis: Any = getattr(layer, "axis", -1)
        layer = Concatenate(torch_axis(axis, len(row.output), moved))
        tensors = [draft.add(layer, tensors, draft.free_name("cat")).tensor]
    while len(tensors) > 1:
        joined = draft.add(layer, tensors[:2], draft.free_name(kind.lower())).tensor
        tensors = [joined, *tensors[2:]]
    draft.take(row, tensors[0], moved)


def _rule(row: Row, moved: bool) -> Rule:
    """What a row becomes. Raises LayerError."""
    layer: Any = row.layer
    make = RULES.get(layer.kind)
    if make is None or len(row.outputs) > 1:
        raise no_equal(row, "torch")
    try:
        rule = make(layer, row, moved)
    except LayerError as error:
        if str(error).startswith(f"{row.name}: "):
            raise
        raise no_equal(row, "torch", str(error)) from None
    word = layer.arguments.get("activation")
    if isinstance(word, str) and layer.kind not in ("Activation", "SimpleRNN", "LSTM", "GRU"):
        after = rule.moved if rule.after is None else rule.after
        piece = Piece(activation_layer(row, word, bool(after)), word)
        rule = rule._replace(pieces=(*rule.pieces, piece) if word != "linear" else rule.pieces)
    return rule
