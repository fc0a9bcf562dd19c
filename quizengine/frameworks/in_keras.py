"""A network of PyTorch made of Keras's layers, where each has an equal there."""

from __future__ import annotations

import re
from typing import Any

from quizengine.calculator.errors import LayerError
from quizengine.calculator.keras.merging import Concatenate
from quizengine.calculator.keras.reshaping import Permute
from quizengine.calculator.network import Network, Row
from quizengine.calculator.steps import CodeStep
from quizengine.frameworks.keras_naming import keras_name
from quizengine.frameworks.keras_rules import RULES, VOLUMES, keras_axis
from quizengine.frameworks.translating import (
    Draft,
    Piece,
    Placed,
    Rule,
    named_rows,
    no_equal,
)
from quizengine.frameworks.writing import renamed

_MERGES = frozenset({"Add", "Subtract", "Multiply", "Maximum", "Minimum", "Concatenate"})
_LAST = re.compile(r"\{0\}\[:, -1(?:, :)?\]")
"""The values of the last step of a sequence."""


def in_keras(network: Network) -> Network:
    """The same network of Keras's layers.

    Raises LayerError, which names the layer that has no equal in Keras.
    """
    draft = Draft("keras", _permuted)
    for row in network.input_rows:
        draft.input(row, _stands_moved(network, row))
    last_steps = _last_steps(network)
    for row in network.rows:
        for source in row.sources:
            if source not in draft.placed:
                raise no_equal(row, "keras", "a second output of a layer is not taken over")
        if row in last_steps.values():
            draft.placed[row.tensor] = draft.placed[row.sources[0]]
        elif row.layer.kind in _MERGES:
            _merge(draft, row)
        else:
            _follow(draft, row, last_steps.get(row))
    return _renamed(network, draft.network(network))


def _last_steps(network: Network) -> dict[Row, Row]:
    """The recurrent rows of which only the last step is used, and the rows that take it."""
    users: dict[Row, list[Row]] = {}
    for row in network.rows:
        for source in row.sources:
            users.setdefault(source.row, []).append(row)
    found = {}
    for row, using in users.items():
        layer = using[0].layer
        takes_last = isinstance(layer, CodeStep) and _LAST.fullmatch(layer.text) is not None
        if takes_last and len(using) == 1 and row.layer.kind in ("RNN", "LSTM", "GRU"):
            found[row] = using[0]
    return found


def _stands_moved(network: Network, start: Row) -> bool:
    """Whether an input's channels go to the end: a sequence's only for a layer of volumes."""
    rank = len(start.output)
    if rank != 2:
        return rank > 2
    reached = {start}
    for row in network.rows:
        if any(source.row in reached for source in row.sources):
            if row.layer.kind.startswith(VOLUMES):
                return True
            if row.params:
                return False
            reached.add(row)
    return False


def _permuted(placed: Placed, moved: bool, draft: Draft) -> Placed:
    """The axes brought to the other order by a layer of their own."""
    rank = len(placed.shape)
    order = [*range(2, rank + 1), 1] if moved else [rank, *range(1, rank)]
    name = draft.free_name("reorder")
    return Placed(draft.add(Permute(order), [placed.tensor], name).tensor, moved)


def _merge(draft: Draft, row: Row) -> None:
    placed = [draft.placed[source] for source in row.sources]
    moved = placed[0].moved
    if moved and len({len(each.shape) for each in placed}) > 1:
        raise no_equal(row, "keras", "its inputs have different numbers of axes")
    layer = row.layer
    if layer.kind == "Concatenate":
        axis: Any = getattr(layer, "axis", -1)
        rank = len(row.output)
        place = keras_axis(axis, rank, moved)
        layer = Concatenate(-1 if place == rank else place)
    draft.follow(row, Rule((Piece(layer),), moved))


def _follow(draft: Draft, row: Row, last: Row | None) -> None:
    layer: Any = row.layer
    make = RULES.get(layer.kind)
    if make is None or isinstance(layer, CodeStep) != layer.kind.islower():
        raise no_equal(row, "keras")
    if layer.arguments.get("return_indices"):
        raise no_equal(row, "keras", "it also gives the places of the largest values")
    try:
        rule = make(layer, row, draft.placed[row.sources[0]].moved)
    except LayerError as error:
        raise no_equal(row, "keras", str(error)) from None
    if last is None:
        draft.follow(row, rule)
        return
    made: Any = rule.pieces[0].layer
    if made.kind == "Bidirectional":
        raise no_equal(row, "keras", "the last step of each direction is another one")
    words = {name: value for name, value in made.arguments.items() if name != "return_sequences"}
    piece = Piece(type(made)(**words))
    draft.follow(row, rule._replace(pieces=(piece,)), last.output)


def _renamed(old: Network, made: Network) -> Network:
    """Names as Keras takes them; those that Keras gives, where nobody has named a layer."""
    if all(row.name.replace(".", "").isdigit() for row in old.rows if row.params):
        counts: dict[str, int] = {}
        shared: dict[str, str] = {}
        names = []
        for row in made.rows:
            if row.name not in shared:
                shared[row.name] = keras_name(renamed(row.layer, ""), counts)
            names.append(shared[row.name])
        return named_rows(made, names)
    return made
