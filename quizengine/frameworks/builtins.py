"""The functions of Python, and the methods of its texts, lists and dicts, that source may use."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from quizengine.calculator.errors import LayerError
from quizengine.frameworks.arithmetic import bounded, compute, truth_of
from quizengine.frameworks.methods import key_of, listed, text_of
from quizengine.frameworks.sets import set_of
from quizengine.frameworks.values import (
    Builtin,
    Namespace,
    Opaque,
    Skipped,
    Value,
    Words,
    what,
)

if TYPE_CHECKING:
    from quizengine.frameworks.machine import Machine


def _whole(value: object, name: str) -> int:
    if not isinstance(value, int):
        raise LayerError(f"{name} takes whole numbers, not {what(value)}")
    return value


def _length(_machine: Machine, arguments: list[object], _words: Words) -> object:
    (value,) = arguments
    if isinstance(value, range):
        return len(listed(value))
    if isinstance(value, Opaque):
        return Opaque(f"len({value.name})")
    return len(value) if isinstance(value, (str, list, tuple, dict, set)) else len(listed(value))


def _range(_machine: Machine, arguments: list[object], _words: Words) -> object:
    return range(*[_whole(each, "range") for each in arguments])


def _int(_machine: Machine, arguments: list[object], _words: Words) -> object:
    value = arguments[0] if arguments else 0
    if isinstance(value, Opaque):
        return value
    if isinstance(value, str) and len(value) > 20:
        raise LayerError("a text this long is not made a number")
    if not isinstance(value, (int, float, str)):
        raise LayerError(f"int takes a number, not {what(value)}")
    return int(value)


def _float(_machine: Machine, arguments: list[object], _words: Words) -> object:
    (value,) = arguments
    if not isinstance(value, (int, float, str)) or (isinstance(value, str) and len(value) > 20):
        raise LayerError(f"float takes a number, not {what(value)}")
    return float(value)


def _round(_machine: Machine, arguments: list[object], _words: Words) -> object:
    value, *digits = arguments
    if not isinstance(value, (int, float)):
        raise LayerError(f"round takes a number, not {what(value)}")
    return round(value, *[max(min(_whole(each, "round"), 20), -20) for each in digits])


def _most(pick: Callable[..., object]) -> Callable[[Machine, list[object], Words], object]:
    def choose(_machine: Machine, arguments: list[object], _words: Words) -> object:
        items = listed(arguments[0]) if len(arguments) == 1 else arguments
        if any(not isinstance(item, (int, float, str)) for item in items):
            raise LayerError("the largest or smallest is taken of numbers")
        return pick(items)

    return choose


def _sum(_machine: Machine, arguments: list[object], _words: Words) -> object:
    total = arguments[1] if len(arguments) > 1 else 0
    for item in listed(arguments[0]):
        total = compute("+", total, item)
    return total


def _product(_machine: Machine, arguments: list[object], _words: Words) -> object:
    total: object = 1
    for item in listed(arguments[0]):
        total = compute("*", total, item)
    return total


def _enumerate(_machine: Machine, arguments: list[object], words: Words) -> object:
    start = words.get("start", arguments[1] if len(arguments) > 1 else 0)
    return list(enumerate(listed(arguments[0]), _whole(start, "enumerate")))


def _zip(_machine: Machine, arguments: list[object], _words: Words) -> object:
    return list(zip(*map(listed, arguments), strict=False))


def _map(machine: Machine, arguments: list[object], _words: Words) -> object:
    function, items = arguments
    return [machine.call(function, [item], {}) for item in listed(items)]


def _reversed(_machine: Machine, arguments: list[object], _words: Words) -> object:
    return listed(arguments[0])[::-1]


def _sorted(_machine: Machine, arguments: list[object], words: Words) -> object:
    items = listed(arguments[0])
    if words.keys() - {"reverse"} or any(not isinstance(item, (int, float, str)) for item in items):
        raise LayerError("only numbers or texts are sorted here")
    return sorted(items, reverse=truth_of(words.get("reverse", False)))  # type: ignore[type-var]


def _list(_machine: Machine, arguments: list[object], _words: Words) -> object:
    return listed(arguments[0]) if arguments else []


def _tuple(_machine: Machine, arguments: list[object], _words: Words) -> object:
    return tuple(listed(arguments[0])) if arguments else ()


def _dict(_machine: Machine, arguments: list[object], words: Words) -> object:
    pairs = arguments[0] if arguments else {}
    made: dict[object, object] = {}
    made.update(pairs if isinstance(pairs, dict) else map(_pair, listed(pairs)))
    made.update(words)
    return made


def _pair(value: object) -> tuple[object, object]:
    items = listed(value)
    if len(items) != 2:
        raise LayerError("a dict is made of pairs")
    return key_of(items[0]), items[1]


def _isinstance(machine: Machine, arguments: list[object], _words: Words) -> object:
    value, kinds = arguments
    for kind in listed(kinds) if isinstance(kinds, (list, tuple)) else [kinds]:
        if isinstance(kind, Builtin) and kind.name in _KINDS:
            if isinstance(value, _KINDS[kind.name]):
                return True
        elif machine.is_of(value, kind):
            return True
    return False


_KINDS: Mapping[str, type] = {
    "int": int, "float": float, "str": str, "list": list, "tuple": tuple, "dict": dict,
    "bool": bool,
}  # fmt: skip


def _getattr(machine: Machine, arguments: list[object], _words: Words) -> object:
    value, name, *default = arguments
    if not isinstance(name, str):
        raise LayerError(f"getattr takes a name, not {what(name)}")
    try:
        return machine.attribute(value, name)
    except LayerError:
        if default:
            return default[0]
        raise


def _hasattr(machine: Machine, arguments: list[object], _words: Words) -> object:
    missing = object()
    return _getattr(machine, [*arguments, missing], {}) is not missing


def _setattr(_machine: Machine, arguments: list[object], _words: Words) -> object:
    value, name, new = arguments
    if not isinstance(value, Value) or not isinstance(name, str):
        raise LayerError(f"no attribute of {what(value)} can be set")
    value.put(name, new)
    return None


def _print(_machine: Machine, arguments: list[object], words: Words) -> object:
    return None


def _partial(_machine: Machine, arguments: list[object], words: Words) -> object:
    function, *given = arguments

    def call(machine: Machine, more: list[object], others: Words) -> object:
        return machine.call(function, [*given, *more], {**words, **others})

    return Builtin("partial", call)


def _numeric(function: Callable[..., object]) -> Callable[[Machine, list[object], Words], object]:
    def call(_machine: Machine, arguments: list[object], _words: Words) -> object:
        if any(isinstance(each, Opaque) for each in arguments):
            return Opaque("a number")
        if any(not isinstance(each, (int, float)) for each in arguments):
            raise LayerError("this takes numbers")
        return bounded(function(*arguments))

    return call


def _any(_machine: Machine, arguments: list[object], _words: Words) -> object:
    return any(map(truth_of, listed(arguments[0])))


def _all(_machine: Machine, arguments: list[object], _words: Words) -> object:
    return all(map(truth_of, listed(arguments[0])))


def _functions(table: Mapping[str, Any]) -> dict[str, object]:
    return {name: Builtin(name, function) for name, function in table.items()}


def _or_opaque(function: Any) -> Any:
    """The function, which makes of data that the text does not show as little."""

    def call(machine: Machine, arguments: list[object], words: Words) -> object:
        opaque = next((each for each in arguments if isinstance(each, Opaque)), None)
        return function(machine, arguments, words) if opaque is None else opaque

    return call


_OF_LISTS = (
    "enumerate", "zip", "map", "reversed", "sorted", "list", "tuple", "dict", "max", "min", "sum",
    "round", "float", "any", "all", "str", "bool",
)  # fmt: skip

_NUMBER_FUNCTIONS: Mapping[str, Callable[..., object]] = {
    "ceil": math.ceil, "floor": math.floor, "sqrt": math.sqrt, "log2": math.log2, "log": math.log,
    "exp": math.exp, "gcd": math.gcd, "pow": lambda a, b: compute("**", a, b),
    "trunc": math.trunc, "log10": math.log10,
}  # fmt: skip

_MATH = {name: _numeric(function) for name, function in _NUMBER_FUNCTIONS.items()}


@lru_cache(maxsize=1)
def python_names() -> Mapping[str, object]:
    """Python's own functions by their names."""
    table: dict[str, Any] = {
        "len": _length, "range": _range, "int": _int, "float": _float, "round": _round,
        "max": _most(max), "min": _most(min), "sum": _sum, "enumerate": _enumerate, "zip": _zip,
        "map": _map, "reversed": _reversed, "sorted": _sorted, "list": _list, "tuple": _tuple,
        "dict": _dict, "isinstance": _isinstance, "getattr": _getattr, "hasattr": _hasattr,
        "setattr": _setattr, "print": _print, "abs": _numeric(abs), "any": _any, "all": _all,
        "str": lambda _m, given, _w: text_of(given[0]) if given else "",
        "bool": lambda _m, given, _w: truth_of(given[0]) if given else False,
        "pow": _MATH["pow"], "divmod": _numeric(divmod),
        "set": lambda _m, given, _w: set_of(listed(*given) if given else []),
        "frozenset": lambda _m, given, _w: set_of(listed(*given) if given else [], True),
        "display": _print,
    }  # fmt: skip
    table.update({name: _or_opaque(table[name]) for name in _OF_LISTS})
    kinds = {
        name: Opaque(name)
        for name in ("object", "super", "property", "staticmethod", "classmethod")
    }
    return {**_functions(table), **kinds, "__name__": "__main__", "NotImplemented": Opaque("it")}


@lru_cache(maxsize=1)
def python_modules() -> Mapping[str, Namespace]:
    """The modules beside the frameworks of which code that makes networks uses something."""
    maths = {**_functions({**_MATH, "prod": _product}), "pi": math.pi, "inf": math.inf}
    numpy = {**maths, "product": maths["prod"], "int64": python_names()["int"]}
    collections = {"OrderedDict": python_names()["dict"], "defaultdict": Opaque("defaultdict")}
    tools = {"partial": Builtin("partial", _partial)}
    system = {"environ": Opaque("os.environ"), "path": Opaque("os.path")}
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
        "contextlib": Namespace("contextlib", {"nullcontext": Skipped("nullcontext")}),
    }
