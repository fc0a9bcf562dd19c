"""The frontend of PyTorch: from a module to its network, by tracing `forward`."""

from __future__ import annotations

from collections.abc import Sequence

from quizengine.calculator.errors import LayerError
from quizengine.calculator.keras.passing import Input
from quizengine.calculator.naming import snake_case
from quizengine.calculator.network import Network, NetworkRow
from quizengine.calculator.sequential import MAX_LAYERS, Sequential
from quizengine.calculator.shape import Shape, as_shape
from quizengine.frameworks.base_interpreter import BaseInterpreter
from quizengine.frameworks.classes import Instance
from quizengine.frameworks.errors import SourceError
from quizengine.frameworks.frontend import Frontend
from quizengine.frameworks.symbolic_tensors import output_tensors
from quizengine.frameworks.torch_layers import TorchLayerValue
from quizengine.frameworks.torch_modules import (
    MODULE,
    MODULE_DICT,
    MODULE_LIST,
    SEQUENTIAL,
    children,
    leaves,
)
from quizengine.frameworks.torch_names import torch_modules, torch_names, torch_operator
from quizengine.frameworks.torch_tensors import TorchTensor


def torch_frontend() -> Frontend:
    """Return what a text may use of PyTorch."""
    return Frontend(torch_names(), torch_modules(), torch_operator, _network)


def _network(interpreter: BaseInterpreter, value: object, models_only: bool) -> Network | None:
    """Return the network of a value, or None for no module. Raises LayerError."""
    if isinstance(value, Instance):
        if (
            not value.is_instance_of(MODULE)
            or value.is_instance_of(MODULE_LIST)
            or value.is_instance_of(MODULE_DICT)
        ):
            return None
    elif models_only or not isinstance(value, TorchLayerValue):
        return None
    build_context = interpreter.build_context
    shapes = build_context.stated_shapes or build_context.sample_shapes.get(value, [])
    build_context.module_paths = {layer: path for path, layer in reversed(list(leaves(value)))}
    if len(shapes) <= 1:
        straight = _straight(interpreter, value, shapes)
        if straight is not None:
            return straight
    if shapes:
        return _traced(interpreter, value, shapes)

    return Network(
        (), (), _title(value), "torch",
        build=lambda stated: interpreter.attempt(
            lambda: _traced(interpreter, value, [as_shape(stated, 0)])
        ),
    )  # fmt: skip


def _title(value: TorchLayerValue | Instance) -> str:
    return value.layer.kind if isinstance(value, TorchLayerValue) else value.cls.name


def _straight(
    interpreter: BaseInterpreter, value: TorchLayerValue | Instance, shapes: Sequence[Shape]
) -> Sequential | None:
    """Return the network of layers that each feed the next; None for any other module."""
    if isinstance(value, TorchLayerValue):
        stack = [(snake_case(value.layer.kind), value)]
        interpreter.build_context.module_paths = {value: stack[0][0]}
    else:
        found = _layers_of_stack(value)
        if found is None or len(found) > MAX_LAYERS - 1:
            return None
        stack = found
    if len(stack) > 1 and any(layer.layer.kind in _SEVERAL for _, layer in stack):
        return None
    for path, layer in stack:
        layer.name = layer.name or interpreter.build_context.module_paths.get(layer, path)
    layers = [*(Input(shape) for shape in shapes), *(layer.final_layer for _, layer in stack)]
    names = [layer.name for _, layer in stack]
    try:
        return Sequential(layers, _title(value), names, "torch")
    except LayerError:
        if isinstance(value, TorchLayerValue):
            _traced(interpreter, value, shapes)
        return None


_SEVERAL = ("RNN", "GRU", "LSTM", "MultiheadAttention")
"""Layers that return several tensors, of which a plain stack cannot choose one."""


def _layers_of_stack(
    module: Instance, depth: int = 0, path: str = ""
) -> list[tuple[str, TorchLayerValue]] | None:
    """Return the layers of nested Sequentials in their order; None for any other module."""
    if module.cls is not SEQUENTIAL or depth > 20:
        return None
    found: list[tuple[str, TorchLayerValue]] = []
    for name, part in children(module).items():
        inner = f"{path}.{name}" if path else name
        if isinstance(part, TorchLayerValue):
            found.append((inner, part))
            continue
        below = _layers_of_stack(part, depth + 1, inner)
        if below is None:
            return None
        found.extend(below)
    return found


def _traced(
    interpreter: BaseInterpreter, module: TorchLayerValue | Instance, shapes: Sequence[Shape]
) -> Network:
    """Return the network that `forward` makes of inputs of these shapes. Raises SourceError."""
    rows = [
        NetworkRow(Input(shape), (), f"input_{number}" if number else "input")
        for number, shape in enumerate(shapes)
    ]
    interpreter.line = module.line
    definitions = interpreter.build_context.definitions
    before = len(definitions)
    value = interpreter.call(module, [TorchTensor(row.tensor) for row in rows], {})
    outputs = output_tensors(interpreter, value, _title(module), module.line)
    order = list(definitions)[before:]
    used = {id(definitions[row]) for row in order}
    module_paths = interpreter.build_context.module_paths
    for layer, path in module_paths.items():
        if isinstance(layer, TorchLayerValue) and id(layer) not in used and _learns(layer):
            raise SourceError(
                f"`{path}` is made here and forward never uses it; PyTorch would count its "
                "parameters all the same",
                layer.line,
            )
    for row in order:
        definition = definitions[row]
        if (
            isinstance(definition, TorchLayerValue)
            and definition not in module_paths
            and row.params
        ):
            raise SourceError(
                f"{definition.layer.kind} is used and belongs to no module: PyTorch would not "
                "train its parameters; hold it as an attribute, or in an nn.ModuleList",
                definition.line,
            )
    return Network(rows, [tensor.source for tensor in outputs], _title(module), "torch", order)


def _learns(layer: TorchLayerValue) -> bool:
    """Whether a layer has parameters, whatever it is applied to."""
    return layer.layer.formula_of("params", Shape([])).text != "0"
