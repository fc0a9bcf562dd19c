"""A network of Keras made of PyTorch's layers, where each has an equal there."""

from __future__ import annotations

from collections.abc import Sequence

from quizengine.calculator.keras.merging import Concatenate
from quizengine.calculator.layer import Layer
from quizengine.calculator.naming import counted, snake_case
from quizengine.calculator.network import Network, Row
from quizengine.calculator.shape import Shape
from quizengine.calculator.steps import CodeStep
from quizengine.calculator.torch.base import TorchLayer
from quizengine.frameworks.keras_writer import is_straight
from quizengine.frameworks.torch_rules import RULES
from quizengine.frameworks.translating import Draft, axis_in, named_rows, no_equal

_MERGES = frozenset({"Add", "Subtract", "Multiply", "Maximum", "Minimum", "Average", "Concatenate"})
"""Layers that PyTorch has as operators and functions."""


def in_torch(network: Network) -> Network:
    """The same network of PyTorch's layers.

    Raises LayerError, which names the layer that has no equal in PyTorch.
    """
    draft = Draft(network, "torch", RULES, _permuted)
    for row in network.rows:
        if row.layer.kind in _MERGES:
            _merge(draft, row)
            continue
        if row.states or any(source not in draft.placed for source in row.sources):
            raise no_equal(row, "torch", "the states of a recurrent layer are not taken over")
        if len(row.outputs) > 1:
            raise no_equal(row, "torch")
        draft.follow(row, draft.rule(row))
    return _renumbered(network, draft.network(network))


def _renumbered(old: Network, made: Network) -> Network:
    """Names as PyTorch gives them in a plain list, where nobody has named a layer."""
    counts: dict[str, int] = {}
    for row in old.rows:
        if row.layer.name or row.name != counted(snake_case(row.layer.kind), counts):
            return made
    if not is_straight(made) or any(not isinstance(row.layer, TorchLayer) for row in made.rows):
        return made
    return named_rows(made, [str(number) for number in range(len(made.rows))])


def _permuted(order: Sequence[int], shape: Shape) -> tuple[Layer, str]:
    """The axes brought to the other order, as a step of `forward`."""
    name = "transpose" if len(order) == 2 else "permute"
    text = "1, 2" if len(order) == 2 else ", ".join(map(str, (0, *order)))
    axes = Shape([int(shape[index - 1]) for index in order])
    return CodeStep(name, (axes,), f"{{0}}.{name}({text})"), name


def _merge(draft: Draft, row: Row) -> None:
    """Operators, two inputs at a time; and what is written as a function of all."""
    placed = [draft.placed[source] for source in row.sources]
    moved = placed[0].moved
    if moved and len({len(each.shape) for each in placed}) > 1:
        raise no_equal(row, "torch", "its inputs have different numbers of axes")
    tensors = [draft.arranged(each, moved).tensor for each in placed]
    kind, layer = row.layer.kind, row.layer.renamed("")
    if kind == "Average":
        shape = [len(tensors), *map(int, tensors[0].shape)]
        holes = ", ".join(f"{{{number}}}" for number in range(len(tensors)))
        stack = CodeStep("stack", (Shape(shape),), f"torch.stack([{holes}], 0)")
        mean = CodeStep("mean", (Shape(shape[1:]),), "{0}.mean((0,), keepdim=False)")
        tensors = [draft.add(stack, tensors, draft.free_name("stack")).tensor]
        tensors = [draft.add(mean, tensors, draft.free_name("mean")).tensor]
    elif isinstance(row.layer, Concatenate):
        layer = Concatenate(axis_in("torch", row.layer.axis, len(row.output), moved))
        tensors = [draft.add(layer, tensors, draft.free_name("cat")).tensor]
    while len(tensors) > 1:
        joined = draft.add(layer, tensors[:2], draft.free_name(kind.lower())).tensor
        tensors = [joined, *tensors[2:]]
    draft.take(row, tensors[0], moved)
