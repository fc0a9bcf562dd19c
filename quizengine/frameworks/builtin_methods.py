"""The methods and the indexing of Python's own values, as far as source text may use them."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from functools import reduce
from operator import and_, iand, ior, isub, or_, sub

from quizengine.calculator.errors import LayerError
from quizengine.frameworks.base_interpreter import BaseInterpreter
from quizengine.frameworks.errors import brief, did_you_mean
from quizengine.frameworks.operators import joined
from quizengine.frameworks.sets import BaseSet, FrozenSet, OrderedSet
from quizengine.frameworks.sorting import sort
from quizengine.frameworks.values import (
    MAX_TEXT,
    PYTHON_ERRORS,
    Builtin,
    OpaqueValue,
    Value,
    as_list,
    call_python,
    check_count,
    contents,
    count_items,
    describe,
)


def text_of(value: object) -> str:
    """Return a value as `str` prints it. Raises LayerError for what has no text here."""
    if isinstance(value, Value):
        raise LayerError(f"{value.label} is not converted to a string")
    if count_items(value) > 100:
        raise LayerError("a list this long is not converted to a string")
    if any(isinstance(each, Value) for each in contents([value])):
        raise LayerError(f"{describe(value)} holds what is not converted to a string")
    return str(value)


_SPEC = re.compile(r"[<>^]?0?\d{0,2},?(?:\.\d)?[dfsx%]?", re.ASCII)


def formatted(value: object, spec: str) -> str:
    """Return a value in a format: a width, a number of digits. Raises LayerError."""
    if not _SPEC.fullmatch(spec):
        raise LayerError(f"the format `{brief(spec)}` is not read")
    if isinstance(value, (int, float, str)):
        return call_python(format, value, spec)
    return text_of(value)


def converted(value: object, conversion: int) -> str:
    """Return a value by the conversion `!s` or `!r`. Raises LayerError for another one."""
    if chr(conversion) not in "sr":
        raise LayerError(f"the conversion `!{chr(conversion)}` is not read")
    text = text_of(value)
    return repr(value) if conversion == ord("r") and isinstance(value, str) else text


def percent(text: str, values: object) -> object:
    """Return `"down%d" % level`. Raises LayerError for values that do not fit the format."""
    items = values if isinstance(values, tuple) else (values,)
    if any(isinstance(item, OpaqueValue) for item in items):
        return OpaqueValue("a string")
    if "%" in _PLACE.sub("", text):
        raise LayerError("this format is not read; %d, %s, %f and %(name)s are")
    names = {found[1] for found in _PLACE.finditer(text) if found[1] is not None}
    if not names:
        return joined("", text % tuple(map(_printed, items)))
    known = values if isinstance(values, dict) else {}
    for name in names - known.keys():
        raise LayerError(f"there is no value for `{brief(name)}` of this string")
    return joined("", text % {name: _printed(known[name]) for name in names})


_PLACE = re.compile(r"%(?:%|(?:\((\w*)\))?-?0?\d{0,2}(?:\.\d)?[disf])", re.ASCII)


def _printed(value: object) -> object:
    return value if isinstance(value, (int, float, str)) else text_of(value)


def key_of(value: object) -> object:
    """Return a value as a key of a dict. Raises LayerError for what cannot be one."""
    count_items(value)
    try:
        hash(value)
    except TypeError:
        raise LayerError(f"{describe(value)} cannot be a key") from None
    return value


def _join(text: str, items: object) -> str:
    parts = as_list(items)
    if sum(len(part) + len(text) if isinstance(part, str) else 0 for part in parts) > MAX_TEXT:
        raise LayerError("the joined string is too long")
    return text.join(parts)  # type: ignore[arg-type]


def _put_in(text: str, *values: object, **named: object) -> str:
    """Return `str.format` of a text, without access to attributes and items."""
    positional = iter(values)

    def fill(found: re.Match[str]) -> str:
        if found[0] in ("{{", "}}"):
            return found[0][0]
        name = found[1]
        if name is None:
            raise LayerError(f"the format `{brief(text)}` is not read")
        value = (
            next(positional) if not name else values[int(name)] if name.isdigit() else named[name]
        )
        return formatted(value, found[2] or "")

    return re.sub(r"\{\{|\}\}|\{(\w*)(?::([^{}]*))?\}|[{}]", fill, text)


def _extend(items: list[object], more: object) -> None:
    added = as_list(more)
    check_count(len(items) + len(added))
    items.extend(added)


def _append(items: list[object], item: object) -> None:
    _extend(items, [item])


def _insert(items: list[object], index: int, item: object) -> None:
    _extend(items, [item])
    items.insert(index, items.pop())


def _merged(operator: Callable[..., BaseSet]) -> Callable[..., BaseSet]:
    """Return a method such as `a.union(b, c)`, which applies an operator to several sets."""
    return lambda items, *others: reduce(operator, map(_set_of, others), type(items)(items))


def _set_of(value: object) -> BaseSet:
    return value if isinstance(value, BaseSet) else OrderedSet(as_list(value))


def _changed(operator: Callable[..., object]) -> Callable[..., None]:
    """Return a method such as `a.update(b, c)`, which changes the set."""

    def change(items: BaseSet, *others: object) -> None:
        for other in others:
            operator(items, _set_of(other))

    return change


_OF_SETS: Mapping[str, Callable[..., object]] = {
    "union": _merged(or_), "intersection": _merged(and_), "difference": _merged(sub),
    "symmetric_difference": lambda items, other, /: items ^ _set_of(other),
    "issubset": lambda items, other, /: items <= _set_of(other),
    "issuperset": lambda items, other, /: items >= _set_of(other),
    "isdisjoint": lambda items, other, /: items.isdisjoint(_set_of(other)),
    "copy": lambda items, /: type(items)(items),
}  # fmt: skip

_CHANGES_OF_SETS: Mapping[str, Callable[..., object]] = {
    "add": OrderedSet.add, "discard": OrderedSet.discard, "remove": OrderedSet.remove,
    "clear": OrderedSet.clear, "update": _changed(ior),
    "intersection_update": _changed(iand), "difference_update": _changed(isub),
}  # fmt: skip

_SEARCHES: Mapping[str, Callable[..., object]] = {
    "index": lambda items, item, /: items.index(item),
    "count": lambda items, item, /: items.count(item),
}

_LOOKING_THROUGH = {*_SEARCHES, *_OF_SETS, *_CHANGES_OF_SETS, "sort"} - {
    "add", "discard", "remove"
}  # fmt: skip
"""Methods that iterate over all of their value, whatever they return."""

_METHODS: Mapping[type, Mapping[str, Callable[..., object]]] = {
    OrderedSet: {**_OF_SETS, **_CHANGES_OF_SETS},
    FrozenSet: _OF_SETS,
    list: {
        "sort": sort, "append": _append, "extend": _extend, "insert": _insert, "pop": list.pop,
        "copy": list.copy, "reverse": list.reverse, "clear": list.clear,
        **_SEARCHES,
    },
    tuple: {
        **_SEARCHES,
        # The shape of a tensor is a tuple here, and has more methods in PyTorch and TensorFlow.
        "as_list": list,
        "numel": math.prod,
    },
    dict: {
        "keys": list, "values": lambda items: list(items.values()),
        "items": lambda items: list(items.items()),
        "get": lambda items, key, other=None, /: items.get(key_of(key), other),
        "pop": lambda items, key, /, *other: items.pop(key_of(key), *other),
        "update": lambda items, /, *more, **named: items.update(*map(dict, more), **named),
        "setdefault": lambda items, key, other=None, /: items.setdefault(key_of(key), other),
        "copy": dict.copy,
    },
    str: {
        "lower": str.lower, "upper": str.upper, "strip": str.strip, "join": _join,
        "split": str.split, "startswith": str.startswith, "endswith": str.endswith,
        "format": _put_in, "isdigit": str.isdigit, "title": str.title, "capitalize": str.capitalize,
    },
    float: {"is_integer": float.is_integer},
    int: {"bit_length": int.bit_length, "item": lambda number: number},
}  # fmt: skip


def method_of(value: object, name: str) -> object:
    """Return a method of one of Python's own values. Raises LayerError without one."""
    methods = _METHODS.get(type(value), {})
    function = methods.get(name)
    if function is None:
        raise LayerError(f"{describe(value)} has no `{brief(name)}`{did_you_mean(name, methods)}")

    def call(interpreter: BaseInterpreter, /, *arguments: object, **keywords: object) -> object:
        if name in _LOOKING_THROUGH:
            count_items(value)
            for _ in arguments or (None,):
                interpreter.pay(value)
        before = (interpreter,) if function is sort else ()
        return function(*before, value, *arguments, **keywords)

    return Builtin(name, call)


def item_of(value: object, key: object) -> object:
    """Return the item at an index or a key, or a slice. Raises LayerError."""
    try:
        if isinstance(value, dict):
            return value[key_of(key)]
        if isinstance(value, range) and isinstance(key, slice):
            value = as_list(value)
        if isinstance(value, (list, tuple, str, range)) and isinstance(key, (int, slice)):
            return value[key]
    except KeyError:
        raise LayerError(f"there is no {describe(key)} here{_keys(value)}") from None
    except (IndexError, OverflowError):
        items = as_list(value)
        raise LayerError(f"there is no item {key!r} in a list of {len(items)}") from None
    except PYTHON_ERRORS as error:
        raise LayerError(brief(str(error), 100)) from None
    raise LayerError(f"{describe(value)} has no item {describe(key)}")


def _keys(value: object) -> str:
    names: Iterable[object] = value if isinstance(value, dict) else ()
    known = [name for name in names if isinstance(name, str)]
    return f"; there are {brief(', '.join(known), 100)}" if known else ""
