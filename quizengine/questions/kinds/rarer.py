"""Keys of the rarer kinds, told by the kind's name: their classes load where a bank has one."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeGuard

if TYPE_CHECKING:
    from quizengine.questions.kinds.base import Key
    from quizengine.questions.kinds.estimate import EstimateKey
    from quizengine.questions.kinds.layer import LayerKey
    from quizengine.questions.kinds.wrong_rows import WrongRowsKey


def is_estimate(key: Key) -> TypeGuard[EstimateKey]:
    """Whether a key is that of an estimate."""
    return key.kind == "estimate"


def is_layer(key: Key) -> TypeGuard[LayerKey]:
    """Whether a key is that of a layer to be written."""
    return key.kind == "layer"


def is_wrong_rows(key: Key) -> TypeGuard[WrongRowsKey]:
    """Whether a key is that of a table with wrong rows."""
    return key.kind == "wrong rows"
