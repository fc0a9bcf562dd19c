"""A network of PyTorch made of Keras's layers, where each has an equal there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from quizengine.calculator.keras.reshaping import Permute
from quizengine.calculator.layer import Layer
from quizengine.calculator.network import Network, Row
from quizengine.calculator.shape import Shape
from quizengine.calculator.steps import CodeStep
from quizengine.frameworks.keras_naming import keras_name
from quizengine.frameworks.keras_rules import RULES
from quizengine.frameworks.translating import Draft, Piece, named_rows, no_equal

_LAST = re.compile(r"\{0\}\[:, -1(?:, :)?\]")
"""The values of the last step of a sequence."""


def in_keras(network: Network) -> Network:
    """The same network of Keras's layers.

    Raises LayerError, which names the layer that has no equal in Keras.
    """
    draft = Draft(network, "keras", RULES, _permuted)
    last_steps = _last_steps(network)
    for row in network.rows:
        if any(source not in draft.placed for source in row.sources):
            raise no_equal(row, "keras", "a second output of a layer is not taken over")
        if row in last_steps.values():
            draft.placed[row.tensor] = draft.placed[row.sources[0]]
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


def _permuted(order: Sequence[int], _shape: Shape) -> tuple[Layer, str]:
    """The axes brought to the other order by a layer of their own."""
    return Permute(order), "reorder"


def _follow(draft: Draft, row: Row, last: Row | None) -> None:
    if getattr(row.layer, "return_indices", False):
        raise no_equal(row, "keras", "it also gives the places of the largest values")
    rule = draft.rule(row)
    if last is None:
        draft.follow(row, rule)
        return
    made: Any = rule.pieces[0].layer
    if made.kind == "Bidirectional":
        raise no_equal(row, "keras", "the last step of each direction is another one")
    piece = Piece(type(made)(**{**made.arguments, "return_sequences": False}))
    draft.follow(row, rule._replace(pieces=(piece,)), last.output)


def _renamed(old: Network, made: Network) -> Network:
    """Names as Keras takes them; those that Keras gives, where nobody has named a layer."""
    if all(row.name.replace(".", "").isdigit() for row in old.rows if row.params):
        counts: dict[str, int] = {}
        shared: dict[str, str] = {}
        names = []
        for row in made.rows:
            if row.name not in shared:
                shared[row.name] = keras_name(row.layer.renamed(""), counts)
            names.append(shared[row.name])
        return named_rows(made, names)
    return made
