"""Copies of the rows of a network: on other inputs, or with layers that were frozen since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from quizengine.calculator.errors import LayerError
from quizengine.calculator.layer import Layer
from quizengine.calculator.network import Network, NetworkRow, Tensor
from quizengine.calculator.ordering import in_order
from quizengine.frameworks.base_interpreter import BaseInterpreter
from quizengine.frameworks.build_context import BuildContext, LayerDefinition
from quizengine.frameworks.errors import SourceError
from quizengine.frameworks.layer_values import LAYER_STEPS
from quizengine.frameworks.symbolic_tensors import SymbolicTensor

CopiedOutputs = dict[NetworkRow, tuple[Tensor, ...]]
"""The outputs in the copy, by the original row."""


def copy_layers(
    interpreter: BaseInterpreter,
    inputs: Sequence[SymbolicTensor],
    outputs: Sequence[SymbolicTensor],
    given: Mapping[NetworkRow, Tensor],
) -> list[Tensor]:
    """Apply the layers between inputs and outputs once more, on other inputs.

    Returns the new outputs. Raises SourceError.
    """
    build_context = interpreter.build_context
    rows = in_order([tensor.source.row for tensor in inputs], [tensor.source for tensor in outputs])
    copies: CopiedOutputs = {row: (tensor,) for row, tensor in given.items()}
    for row in rows:
        if row in copies:
            continue
        interpreter.spend(LAYER_STEPS)
        definition = build_context.definitions.get(row)
        copy = _copied_row(
            row, row.layer if definition is None else definition.final_layer, row.name, copies
        )
        copies[row] = copy.tensors
        if definition is not None:
            build_context.definitions[copy] = definition
    return _copies_of([tensor.source for tensor in outputs], copies)


def _copies_of(tensors: Iterable[Tensor], copies: CopiedOutputs) -> list[Tensor]:
    return [copies[tensor.row][tensor.output_index] for tensor in tensors]


def _copied_row(row: NetworkRow, layer: Layer, name: str, copies: CopiedOutputs) -> NetworkRow:
    """Return a copy of a row, fed by the copies of its sources."""
    return NetworkRow(layer, _copies_of(row.sources, copies), name, _copies_of(row.states, copies))


def network_between(
    build_context: BuildContext,
    inputs: Sequence[SymbolicTensor],
    outputs: Sequence[SymbolicTensor],
    name: str,
) -> Network:
    """Return the network between tensors, with the layers frozen that the text froze after use.

    Raises SourceError where two layers have one name, and LayerError without an output.
    """
    if not outputs:
        raise LayerError(f"{name} gives no tensor")
    rows = in_order([tensor.source.row for tensor in inputs], [tensor.source for tensor in outputs])
    named: dict[str, LayerDefinition] = {}
    copies: CopiedOutputs = {}
    new_rows: list[NetworkRow] = []
    changed = False
    for row in rows:
        definition = build_context.definitions.get(row)
        if (
            definition is not None
            and named.setdefault(definition.name, definition) is not definition
        ):
            raise SourceError(f"two layers are called {definition.name!r}", definition.line)
        layer = row.layer if definition is None else definition.final_layer
        row_name = row.name if definition is None else definition.name
        changed = changed or layer is not row.layer or row_name != row.name
        new_rows.append(_copied_row(row, layer, row_name, copies) if changed else row)
        copies[row] = new_rows[-1].tensors
    return Network(
        [tensor.row for tensor in _copies_of([tensor.source for tensor in inputs], copies)],
        _copies_of([tensor.source for tensor in outputs], copies),
        name,
        rows=new_rows,
    )
