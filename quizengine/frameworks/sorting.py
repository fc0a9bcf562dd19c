"""Sorting, maximum and minimum of values, with an optional key function."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from quizengine.calculator.errors import LayerError
from quizengine.frameworks.base_interpreter import BaseInterpreter
from quizengine.frameworks.operators import truth_of
from quizengine.frameworks.values import BuiltinFunction, as_list, count_items, describe, flattened

_NOTHING = object()
"""Marks that no `default` was given."""


def ordered(
    interpreter: BaseInterpreter, items: object, /, *, key: object = None, reverse: object = False
) -> object:
    """`sorted`."""
    values = as_list(items)
    keys = _keys(interpreter, values, key)
    indices = sorted(range(len(values)), key=keys.__getitem__, reverse=truth_of(reverse))
    return [values[index] for index in indices]


def sort(interpreter: BaseInterpreter, items: list[object], /, **keywords: object) -> None:
    """`list.sort`."""
    items[:] = as_list(ordered(interpreter, items, **keywords))


def picked_by(pick: Callable[..., Any]) -> BuiltinFunction:
    """Return `max` or `min` as a built-in function."""

    def call(
        interpreter: BaseInterpreter,
        /,
        *given: object,
        key: object = None,
        default: object = _NOTHING,
    ) -> object:
        values = as_list(given[0]) if len(given) == 1 else list(given)
        if default is not _NOTHING:
            if len(given) != 1:
                raise LayerError("a default goes with one list, not with several values")
            if not values:
                return default
        keys = _keys(interpreter, values, key)
        return values[pick(range(len(values)), key=keys.__getitem__)]

    return call


def _keys(interpreter: BaseInterpreter, values: list[object], key: object) -> list[Any]:
    """Return the keys that the values are compared by. Raises LayerError for what has no order."""
    keys = values if key is None else [interpreter.call(key, [value], {}) for value in values]
    count_items(keys)
    for each in flattened(keys):
        if not isinstance(each, (int, float, str)):
            by = "" if key is None else " by its key"
            raise LayerError(
                f"numbers, strings and lists of them have an order, not {describe(each)}{by}"
            )
    return keys
