"""The functions of Python, and of the modules beside the frameworks, that source text may use.

Each has the signature that it has in Python, so that the call itself refuses other arguments.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from functools import lru_cache, partial, reduce
from itertools import compress

from quizengine.calculator.errors import LayerError
from quizengine.frameworks.base_interpreter import BaseInterpreter
from quizengine.frameworks.builtin_methods import key_of, text_of
from quizengine.frameworks.errors import brief
from quizengine.frameworks.operators import bounded, check_length, compute, truth_of
from quizengine.frameworks.sets import FrozenSet, OrderedSet, set_of
from quizengine.frameworks.sorting import ordered, picked_by
from quizengine.frameworks.values import (
    Builtin,
    BuiltinFunction,
    Keywords,
    Namespace,
    NoOp,
    OpaqueValue,
    UnsupportedName,
    Value,
    as_builtins,
    as_list,
    describe,
    holds_tensor,
)


def _whole(value: object, name: str) -> int:
    if not isinstance(value, int):
        raise LayerError(f"{name} takes whole numbers, not {describe(value)}")
    return value


def _length(_interpreter: BaseInterpreter, value: object, /) -> object:
    if isinstance(value, OpaqueValue):
        return OpaqueValue(f"len({value.name})", of_tensor=value.of_tensor)
    if isinstance(value, (str, list, tuple, dict, AbstractSet)):
        return len(value)
    return len(as_list(value))


def _int(_interpreter: BaseInterpreter, value: object = 0, /, base: object = None) -> object:
    if isinstance(value, OpaqueValue):
        return value
    if isinstance(value, str) and len(value) > 20:
        raise LayerError("a string this long is not converted to a number")
    if base is not None:
        if not isinstance(value, str):
            raise LayerError(f"int takes a base for a string only, not for {describe(value)}")
        return int(value, _whole(base, "int"))
    if not isinstance(value, (int, float, str)):
        raise LayerError(f"int takes a number, not {describe(value)}")
    return int(value)


def _float(_interpreter: BaseInterpreter, value: object = 0.0, /) -> object:
    if not isinstance(value, (int, float, str)) or (isinstance(value, str) and len(value) > 20):
        raise LayerError(f"float takes a number, not {describe(value)}")
    return float(value)


def _round(_interpreter: BaseInterpreter, /, number: object, ndigits: object = None) -> object:
    if not isinstance(number, (int, float)):
        raise LayerError(f"round takes a number, not {describe(number)}")
    if ndigits is None:
        return round(number)
    return round(number, max(min(_whole(ndigits, "round"), 20), -20))


def _sum(_interpreter: BaseInterpreter, values: object, /, start: object = 0) -> object:
    if isinstance(start, str):
        raise LayerError('sum joins no strings; "".join(...) does')
    if isinstance(start, (list, tuple)):
        return _chained(start, as_list(values))
    return reduce(partial(compute, "+"), as_list(values), start)


def _chained(start: list[object] | tuple[object, ...], parts: list[object]) -> object:
    """Return the concatenation of lists, copying each of them once."""
    result = list(start)
    for part in parts:
        if type(part) is not type(start):
            raise LayerError(f"`+` does not go with {describe(start)} and {describe(part)}")
        check_length(len(result), result)
        result.extend(as_list(part))
    check_length(len(result), result)
    return type(start)(result)


def _product(_interpreter: BaseInterpreter, values: object, /, *, start: object = 1) -> object:
    total = start
    for item in as_list(values):
        if isinstance(item, (list, tuple, str)):
            raise LayerError(f"a product is taken of numbers, and this is {describe(item)}")
        total = compute("*", total, item)
    return total


def _numpy_product(
    interpreter: BaseInterpreter, /, a: object, axis: object = None, dtype: object = None
) -> object:
    if axis not in (None, 0, -1):
        raise LayerError("a product is taken of one list of numbers here: it has no other axis")
    return _product(interpreter, a)


def _enumerate(_interpreter: BaseInterpreter, /, iterable: object, start: object = 0) -> object:
    return list(enumerate(as_list(iterable), _whole(start, "enumerate")))


def _zip(_interpreter: BaseInterpreter, /, *several: object, strict: object = False) -> object:
    return list(zip(*map(as_list, several), strict=truth_of(strict)))


def _map(
    interpreter: BaseInterpreter, function: object, items: object, /, *others: object
) -> object:
    rows = zip(*map(as_list, (items, *others)), strict=False)
    return [interpreter.call(function, list(row), {}) for row in rows]


def _filter(interpreter: BaseInterpreter, function: object, items: object, /) -> object:
    values = as_list(items)
    tests = (
        values if function is None else [interpreter.call(function, [each], {}) for each in values]
    )
    return list(compress(values, map(truth_of, tests)))


def _reversed(_interpreter: BaseInterpreter, items: object, /) -> object:
    if isinstance(items, AbstractSet):
        raise LayerError("a set has no order to reverse; sorted(...) gives it one")
    return as_list(items)[::-1]


def _dict(_interpreter: BaseInterpreter, pairs: object = (), /, **keywords: object) -> object:
    result: dict[object, object] = {}
    result.update(pairs if isinstance(pairs, dict) else map(_pair, as_list(pairs)))
    result.update(keywords)
    return result


def _pair(value: object) -> tuple[object, object]:
    items = as_list(value)
    if len(items) != 2:
        raise LayerError("a dict is made of pairs")
    return key_of(items[0]), items[1]


def _isinstance(interpreter: BaseInterpreter, value: object, kinds: object, /) -> object:
    for kind in as_list(kinds) if isinstance(kinds, (list, tuple)) else [kinds]:
        if isinstance(kind, Builtin) and kind.name in _KINDS:
            if isinstance(value, _KINDS[kind.name]):
                return True
        elif isinstance(kind, (OpaqueValue, UnsupportedName)) and not isinstance(value, Value):
            if _is_abstract(value, kind):
                return True
        elif isinstance(value, Value) and value.is_instance_of(kind):
            return True
    return False


_KINDS: Mapping[str, type] = {
    "int": int, "float": float, "str": str, "list": list, "tuple": tuple, "dict": dict,
    "bool": bool, "set": OrderedSet, "frozenset": FrozenSet, "range": range,
}  # fmt: skip


def _is_abstract(value: object, kind: OpaqueValue | UnsupportedName) -> bool:
    """Whether one of Python's own values is an instance of a class known only by its name.

    Raises LayerError where the name does not decide it, so that no wrong branch is taken.
    """
    module, _, name = kind.name.rpartition(".")
    if name in _ABSTRACT:
        return isinstance(value, _ABSTRACT[name])
    if module.partition(".")[0] in _NEVER_PLAIN:
        return False
    raise LayerError(f"whether {describe(value)} is a `{brief(kind.name)}` is not known here")


_COLLECTIONS = (list, tuple, str, dict, AbstractSet, range)
_ABSTRACT: Mapping[str, type | tuple[type, ...]] = {
    "Iterable": _COLLECTIONS, "Collection": _COLLECTIONS, "Container": _COLLECTIONS,
    "Sized": _COLLECTIONS, "Sequence": (list, tuple, str, range), "Mapping": dict,
    "Set": AbstractSet, "MutableSequence": list, "MutableMapping": dict, "OrderedDict": dict,
    "Number": (int, float), "Real": (int, float), "Integral": int,
}  # fmt: skip
"""Classes of `collections.abc`, `typing` and `numbers`, with the types that belong to them."""

_NEVER_PLAIN = frozenset({"numpy", "np", "torch", "nn", "tensorflow", "tf", "keras", "PIL"})
"""Modules without a class that one of Python's own values is an instance of."""


_MISSING = object()


def _getattr(
    interpreter: BaseInterpreter, value: object, name: object, default: object = _MISSING, /
) -> object:
    if not isinstance(name, str):
        raise LayerError(f"getattr takes a name, not {describe(name)}")
    try:
        return interpreter.attribute(value, name)
    except LayerError:
        if default is not _MISSING:
            return default
        raise


def _hasattr(interpreter: BaseInterpreter, value: object, name: object, /) -> object:
    missing = object()
    return _getattr(interpreter, value, name, missing) is not missing


def _setattr(_interpreter: BaseInterpreter, value: object, name: object, new: object, /) -> object:
    if not isinstance(value, Value) or not isinstance(name, str):
        raise LayerError(f"no attribute of {describe(value)} can be set")
    value.put(name, new)
    return None


def _print(
    _interpreter: BaseInterpreter, /, *_values: object, sep: object = None, end: object = None,
    file: object = None, flush: object = None,
) -> None:  # fmt: skip
    return None


def _numeric(function: Callable[..., object]) -> BuiltinFunction:
    def call(_interpreter: BaseInterpreter, /, *numbers: object) -> object:
        if any(isinstance(each, OpaqueValue) for each in numbers):
            return OpaqueValue("a number", of_tensor=holds_tensor(list(numbers)))
        if any(not isinstance(each, (int, float)) for each in numbers):
            raise LayerError("this takes numbers")
        return bounded(function(*numbers))

    return call


def _power(interpreter: BaseInterpreter, /, base: object, exp: object) -> object:
    return _numeric(partial(compute, "**"))(interpreter, base, exp)


def _float_power(interpreter: BaseInterpreter, base: object, exp: object, /) -> object:
    """Return `math.pow`, which is never a whole number."""
    result = _power(interpreter, base, exp)
    return result if isinstance(result, OpaqueValue) else _float(interpreter, result)


class Partial(Builtin):
    """The function `partial` itself, and the result of `partial(function, …)`.

    Both evaluate the keyword arguments that the function evaluates.
    """

    def __init__(self, inner: Value | None, given: list[object], keywords: Keywords) -> None:
        super().__init__("partial", self._called)
        self._inner = inner
        self._given = given
        self._words = keywords

    def _called(
        self, interpreter: BaseInterpreter, /, *arguments: object, **keywords: object
    ) -> object:
        if self._inner is not None:
            return interpreter.call(
                self._inner, [*self._given, *arguments], {**self._words, **keywords}
            )
        inner, *given = arguments
        if not isinstance(inner, Value):
            raise LayerError(f"partial takes what can be called, and this is {describe(inner)}")
        return Partial(inner, given, keywords)

    def callee(self, arguments: list[object]) -> Value:
        inner = self._inner or next(iter(arguments), None)
        return inner.callee([]) if isinstance(inner, Value) else self


def _or_opaque(function: BuiltinFunction) -> BuiltinFunction:
    """Return the function so that an opaque argument makes its result opaque."""

    def call(interpreter: BaseInterpreter, /, *arguments: object, **keywords: object) -> object:
        opaque = next((each for each in arguments if isinstance(each, OpaqueValue)), None)
        return function(interpreter, *arguments, **keywords) if opaque is None else opaque

    return call


_MATH: Mapping[str, BuiltinFunction] = {
    name: _numeric(getattr(math, name))
    for name in ("ceil", "floor", "sqrt", "log2", "log", "exp", "gcd", "trunc", "log10")
}


@lru_cache(maxsize=1)
def python_names() -> Mapping[str, object]:
    """Return Python's own functions by their names."""
    of_lists: dict[str, BuiltinFunction] = {
        "float": _float, "round": _round, "max": picked_by(max), "min": picked_by(min), "sum": _sum,
        "enumerate": _enumerate, "zip": _zip, "map": _map, "filter": _filter,
        "reversed": _reversed, "sorted": ordered, "dict": _dict,
        "list": lambda _, items=(), /: as_list(items),
        "tuple": lambda _, items=(), /: tuple(as_list(items)),
        "set": lambda _, items=(), /: set_of(as_list(items)),
        "frozenset": lambda _, items=(), /: set_of(as_list(items), FrozenSet),
        "any": lambda _, items, /: any(map(truth_of, as_list(items))),
        "all": lambda _, items, /: all(map(truth_of, as_list(items))),
        "str": lambda _, value="", /: text_of(value),
        "bool": lambda _, value=False, /: truth_of(value),
    }  # fmt: skip
    table: dict[str, BuiltinFunction] = {
        **{name: _or_opaque(function) for name, function in of_lists.items()},
        "len": _length, "int": _int, "isinstance": _isinstance, "getattr": _getattr,
        "hasattr": _hasattr, "setattr": _setattr, "abs": _numeric(abs), "pow": _power,
        "divmod": _numeric(divmod), "print": _print, "display": lambda *_, **__: None,
        "range": lambda _, /, *ends: range(*[_whole(each, "range") for each in ends]),
    }  # fmt: skip
    kinds = {
        name: OpaqueValue(name)
        for name in ("object", "super", "property", "staticmethod", "classmethod")
    }
    return {
        **as_builtins(table),
        **kinds,
        "__name__": "__main__",
        "NotImplemented": OpaqueValue("it"),
    }


@lru_cache(maxsize=1)
def python_modules() -> Mapping[str, Namespace]:
    """Return the modules beside the frameworks that code of networks imports."""
    numbers = {"pi": math.pi, "inf": math.inf}
    maths = {**as_builtins({**_MATH, "pow": _float_power, "prod": _product}), **numbers}
    arrays: dict[str, BuiltinFunction] = {
        "prod": _numpy_product,
        "product": _numpy_product,
        "pow": _power,
    }
    numpy = {**as_builtins({**_MATH, **arrays}), **numbers, "int64": python_names()["int"]}
    collections = {"OrderedDict": python_names()["dict"], "defaultdict": OpaqueValue("defaultdict")}
    tools = {"partial": Partial(None, [], {})}
    system = {"environ": OpaqueValue("os.environ"), "path": OpaqueValue("os.path")}
    harmless = (
        "pandas", "matplotlib", "seaborn", "sklearn", "scipy", "PIL", "cv2", "tqdm", "torchvision",
        "torchaudio", "tensorflow_datasets", "datasets", "torchmetrics", "time", "datetime", "copy",
        "random", "warnings", "typing", "abc", "itertools", "json", "argparse", "logging", "plotly",
        "IPython", "wandb", "typing_extensions", "__future__", "visualkeras", "torchviz", "pprint",
        "gc", "skimage", "imageio", "h5py", "tabulate", "lightning", "google",
    )  # fmt: skip
    return {
        "math": Namespace("math", maths),
        "numpy": Namespace("numpy", numpy, lenient=True),
        "collections": Namespace("collections", collections, lenient=True),
        "functools": Namespace("functools", tools, lenient=True),
        "os": Namespace("os", system),
        **{name: Namespace(name, {}, lenient=True) for name in harmless},
        "contextlib": Namespace("contextlib", {"nullcontext": NoOp("nullcontext")}),
    }
