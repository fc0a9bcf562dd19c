"""Rows of a network made once more: on other inputs, or with layers that were frozen since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from quizengine.calculator.errors import LayerError
from quizengine.calculator.layer import Layer
from quizengine.calculator.network import Network, Row, Tensor
from quizengine.calculator.ordering import in_order
from quizengine.frameworks.errors import SourceError
from quizengine.frameworks.machine import Machine
from quizengine.frameworks.making import Flow, Made, Workshop


def copied(
    machine: Machine, inputs: Sequence[Flow], outputs: Sequence[Flow], given: Mapping[Row, Tensor]
) -> list[Tensor]:
    """The same layers once more, on other inputs. Raises SourceError."""
    workshop = machine.workshop
    rows = in_order([flow.tensor.row for flow in inputs], [flow.tensor for flow in outputs])
    twins = dict(given)
    copies: dict[Row, Row] = {}
    for row in rows:
        if row in twins:
            continue
        machine.spend(40)
        copies[row] = _again(row, row.layer, row.name, twins, copies)
        if row in workshop.uses:
            workshop.uses[copies[row]] = workshop.uses[row]
    return [_twin(flow.tensor, twins, copies) for flow in outputs]


def _twin(tensor: Tensor, twins: Mapping[Row, Tensor], copies: Mapping[Row, Row]) -> Tensor:
    if tensor.row in twins:
        return twins[tensor.row]
    return Tensor(copies[tensor.row], tensor.place)


def _again(
    row: Row, layer: Layer, name: str, twins: Mapping[Row, Tensor], copies: Mapping[Row, Row]
) -> Row:
    """A row on the copies of what feeds it."""
    sources, states = (
        [_twin(source, twins, copies) for source in feeds] for feeds in (row.sources, row.states)
    )
    return Row(layer, sources, name, states)


def frozen(
    workshop: Workshop, inputs: Sequence[Flow], outputs: Sequence[Flow], name: str
) -> Network:
    """The network between tensors, with the layers frozen that the text froze after use.

    Raises SourceError where two layers have one name, and LayerError without an output.
    """
    if not outputs:
        raise LayerError(f"{name} gives no tensor")
    rows = in_order([flow.tensor.row for flow in inputs], [flow.tensor for flow in outputs])
    named: dict[str, Made] = {}
    copies: dict[Row, Row] = {}
    changed = False
    for row in rows:
        made = workshop.uses.get(row)
        if made is not None and named.setdefault(made.name, made) is not made:
            raise SourceError(f"two layers are called {made.name!r}", made.line)
        layer = row.layer if made is None else made.held
        title = row.name if made is None else made.name
        changed = changed or layer is not row.layer or title != row.name
        copies[row] = _again(row, layer, title, {}, copies) if changed else row
    return Network(
        [copies[flow.tensor.row] for flow in inputs],
        [Tensor(copies[flow.tensor.row], flow.tensor.place) for flow in outputs],
        name,
        rows=[copies[row] for row in rows],
    )
