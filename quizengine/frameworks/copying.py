"""Rows of a network made once more: on other inputs, or with layers that were frozen since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from quizengine.calculator.errors import LayerError
from quizengine.calculator.layer import Layer
from quizengine.calculator.network import Network, NetworkRow, Tensor
from quizengine.calculator.ordering import in_order
from quizengine.frameworks.errors import SourceError
from quizengine.frameworks.interpreter import Interpreter
from quizengine.frameworks.making import BuildContext, Flow, Made

Twins = dict[NetworkRow, tuple[Tensor, ...]]
"""What stands for the outputs of a row in the copy."""


def copied(
    interpreter: Interpreter,
    inputs: Sequence[Flow],
    outputs: Sequence[Flow],
    given: Mapping[NetworkRow, Tensor],
) -> list[Tensor]:
    """The same layers once more, on other inputs. Raises SourceError."""
    build_context = interpreter.build_context
    rows = in_order([flow.tensor.row for flow in inputs], [flow.tensor for flow in outputs])
    twins: Twins = {row: (tensor,) for row, tensor in given.items()}
    for row in rows:
        if row in twins:
            continue
        interpreter.spend(40)
        made = build_context.uses.get(row)
        copy = _again(row, row.layer if made is None else made.held, row.name, twins)
        twins[row] = copy.tensors
        if made is not None:
            build_context.uses[copy] = made
    return _twins_of([flow.tensor for flow in outputs], twins)


def _twins_of(tensors: Iterable[Tensor], twins: Twins) -> list[Tensor]:
    return [twins[tensor.row][tensor.output_index] for tensor in tensors]


def _again(row: NetworkRow, layer: Layer, name: str, twins: Twins) -> NetworkRow:
    """A row on the copies of what feeds it."""
    return NetworkRow(layer, _twins_of(row.sources, twins), name, _twins_of(row.states, twins))


def frozen(
    build_context: BuildContext, inputs: Sequence[Flow], outputs: Sequence[Flow], name: str
) -> Network:
    """The network between tensors, with the layers frozen that the text froze after use.

    Raises SourceError where two layers have one name, and LayerError without an output.
    """
    if not outputs:
        raise LayerError(f"{name} gives no tensor")
    rows = in_order([flow.tensor.row for flow in inputs], [flow.tensor for flow in outputs])
    named: dict[str, Made] = {}
    twins: Twins = {}
    made_rows: list[NetworkRow] = []
    changed = False
    for row in rows:
        made = build_context.uses.get(row)
        if made is not None and named.setdefault(made.name, made) is not made:
            raise SourceError(f"two layers are called {made.name!r}", made.line)
        layer = row.layer if made is None else made.held
        title = row.name if made is None else made.name
        changed = changed or layer is not row.layer or title != row.name
        made_rows.append(_again(row, layer, title, twins) if changed else row)
        twins[row] = made_rows[-1].tensors
    return Network(
        [tensor.row for tensor in _twins_of([flow.tensor for flow in inputs], twins)],
        _twins_of([flow.tensor for flow in outputs], twins),
        name,
        rows=made_rows,
    )
