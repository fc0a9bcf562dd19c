"""PyTorch's modules as source text makes them: layers, containers, and classes built on Module."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from quizengine.calculator.errors import LayerError
from quizengine.frameworks.arithmetic import truth_of
from quizengine.frameworks.classes import Base, Instance
from quizengine.frameworks.errors import brief, nearest
from quizengine.frameworks.machine import Machine
from quizengine.frameworks.making import flows_in, given_by_name
from quizengine.frameworks.methods import item_of, listed
from quizengine.frameworks.torch_layers import (
    ASIDE,
    SAME,
    Parameters,
    TorchLayer,
    freeze,
    not_traced,
)
from quizengine.frameworks.values import Foreign, Skipped, Words, what

MAX_MODULES = 1_000
"""Modules directly inside one."""


def children(module: Instance) -> dict[str, TorchLayer | Instance]:
    """The modules that a module registers, by their names."""
    return {
        name: value
        for name, value in module.attributes.items()
        if isinstance(value, TorchLayer) or (isinstance(value, Instance) and value.is_a(MODULE))
    }


def leaves(module: TorchLayer | Instance, path: str = "") -> Iterator[tuple[str, TorchLayer]]:
    """The layers inside a module, each with its path: `layer1.0.conv1`."""
    waiting: list[tuple[str, TorchLayer | Instance]] = [(path, module)]
    seen: set[int] = set()
    while waiting:
        name, value = waiting.pop()
        if isinstance(value, TorchLayer):
            yield name, value
        elif id(value) not in seen:
            seen.add(id(value))
            inner = [
                (f"{name}.{key}" if name else key, each) for key, each in children(value).items()
            ]
            waiting.extend(reversed(inner))


def _inside(module: TorchLayer | Instance) -> list[object]:
    """The module and everything inside it."""
    if isinstance(module, TorchLayer):
        return [module]
    return [module, *(each for part in children(module).values() for each in _inside(part))]


def _each_parameter(module: TorchLayer | Instance) -> Iterator[tuple[str, Parameters]]:
    for path, layer in leaves(module):
        for part in layer.part_names:
            yield (f"{path}.{part}" if path else part), Parameters(layer, part)


Module = TorchLayer | Instance
_Call = Callable[[Machine, list[object], Words], object]


def _freeze_all(module: Module) -> _Call:
    def call(machine: Machine, arguments: list[object], words: Words) -> object:
        value = arguments[0] if arguments else words.get("requires_grad", True)
        for _, layer in leaves(module):
            freeze(layer, not truth_of(value))
        return module

    return call


def _parameters_of(module: Module, named: bool) -> _Call:
    """`parameters(recurse=False)` has those of the module alone: a module of modules has none."""

    def call(machine: Machine, arguments: list[object], words: Words) -> object:
        names = ("prefix", "recurse", "remove_duplicate") if named else ("recurse",)
        given = given_by_name("parameters", names, arguments, words)
        if not truth_of(given.get("recurse", True)) and isinstance(module, Instance):
            return []
        found = list(_each_parameter(module))
        return found if named else [each for _, each in found]

    return call


_LISTS: Mapping[str, Callable[[Module], _Call]] = {
    "parameters": lambda module: _parameters_of(module, named=False),
    "named_parameters": lambda module: _parameters_of(module, named=True),
    "modules": lambda module: lambda *_: _inside(module),
    "named_modules": lambda module: lambda *_: [
        ("", module), *leaves(module)
    ],
    "children": lambda module: lambda *_: list(children(module).values())
    if isinstance(module, Instance) else [],
    "named_children": lambda module: lambda *_: list(children(module).items())
    if isinstance(module, Instance) else [],
    "requires_grad_": _freeze_all,
}  # fmt: skip


def _bound(name: str) -> Callable[[Machine, Instance, list[object], Words], object]:
    def call(machine: Machine, module: Instance, arguments: list[object], words: Words) -> object:
        return _LISTS[name](module)(machine, arguments, words)

    return call


def _itself(machine: Machine, module: Instance, arguments: list[object], words: Words) -> object:
    return module


def _nothing(machine: Machine, module: Instance, arguments: list[object], words: Words) -> object:
    return None


def run_module(machine: Machine, module: Instance, arguments: list[object], words: Words) -> object:
    """Call a module: run its `forward`."""
    if not flows_in([*arguments, *words.values()]):
        return not_traced(machine, module, [*arguments, *words.values()], module.cls.name)
    return module.method("forward").call(machine, arguments, words)


def _forward(machine: Machine, module: Instance, arguments: list[object], words: Words) -> object:
    value: object = arguments[0] if len(arguments) == 1 else list(arguments)
    for part in children(module).values():
        if isinstance(part, TorchLayer):
            machine.line = part.line
        value = machine.call(part, [value], {})
    return value


def a_module(value: object, holder: str) -> Module:
    """A module that is put into another. Raises LayerError."""
    if isinstance(value, Foreign):
        raise LayerError(value.why)
    if isinstance(value, TorchLayer) or (isinstance(value, Instance) and value.is_a(MODULE)):
        return value
    raise LayerError(f"{holder} takes modules, and this is {what(value)}")


def _hold(module: Instance, values: Iterable[object]) -> None:
    """Keep modules under the next numbers."""
    count = len(children(module))
    for value in values:
        if count >= MAX_MODULES:
            raise LayerError(f"a module holds at most {MAX_MODULES:,} modules")
        module.attributes[str(count)] = a_module(value, module.cls.name)
        count += 1


def _sequential(
    machine: Machine, module: Instance, arguments: list[object], words: Words
) -> object:
    if words:
        raise LayerError(f"Sequential has no argument `{brief(next(iter(words)))}`")
    if len(arguments) == 1 and isinstance(arguments[0], dict):
        for name, value in arguments[0].items():
            module.attributes[str(name)[:80]] = a_module(value, "Sequential")
    else:
        _hold(module, arguments)
    return None


def _module_list(
    machine: Machine, module: Instance, arguments: list[object], words: Words
) -> object:
    given = given_by_name("ModuleList", ("modules",), arguments, words)
    _hold(module, listed(given["modules"]) if given.get("modules") is not None else [])
    return None


def _module_dict(
    machine: Machine, module: Instance, arguments: list[object], words: Words
) -> object:
    given = given_by_name("ModuleDict", ("modules",), arguments, words)
    pairs = given["modules"] if given.get("modules") is not None else {}
    for each in (
        pairs.items() if isinstance(pairs, dict) else map(tuple, map(listed, listed(pairs)))
    ):
        module.attributes[str(each[0])[:80]] = a_module(each[1], "ModuleDict")
    return None


def _append(machine: Machine, module: Instance, arguments: list[object], words: Words) -> object:
    given = given_by_name("append", ("module",), arguments, words)
    _hold(module, [given.get("module")])
    return module


def _extend(machine: Machine, module: Instance, arguments: list[object], words: Words) -> object:
    given = given_by_name("extend", ("modules",), arguments, words)
    _hold(module, listed(given.get("modules")))
    return module


def _insert(machine: Machine, module: Instance, arguments: list[object], words: Words) -> object:
    place, value = arguments
    parts: list[object] = list(children(module).values())
    if not isinstance(place, int):
        raise LayerError("insert takes a place and a module")
    parts.insert(place, value)
    module.attributes.clear()
    _hold(module, parts)
    return None


def _add_module(
    machine: Machine, module: Instance, arguments: list[object], words: Words
) -> object:
    name, value = [*arguments, *(words[word] for word in ("name", "module") if word in words)]
    if not isinstance(name, str) or not name or "." in name:
        raise LayerError(f"add_module takes a name without a point, and this is {what(name)}")
    module.attributes[name[:80]] = a_module(value, "add_module")
    return None


def _item(machine: Machine, module: Instance, arguments: list[object], words: Words) -> object:
    (key,) = arguments
    held = children(module)
    if isinstance(key, str):
        if key not in held:
            raise LayerError(f"there is no module `{brief(key)}`{nearest(key, held)}")
        return held[key]
    found = item_of(list(held.values()), key)
    if isinstance(found, list):
        part = Instance(module.cls, machine.line)
        names = list(held)[key] if isinstance(key, slice) else []
        part.attributes.update(zip(names, found, strict=True))
        return part
    return found


def _set_item(machine: Machine, module: Instance, arguments: list[object], words: Words) -> object:
    key, value = arguments
    names = list(children(module))
    name = item_of(names, key) if isinstance(key, int) else key
    if not isinstance(name, str):
        raise LayerError(f"there is no module {what(key)}")
    module.attributes[name] = a_module(value, module.cls.name)
    return None


_LISTED: Mapping[str, Callable[[Machine, Instance, list[object], Words], object]] = {
    "__iter__": lambda _m, module, _a, _w: list(children(module).values()),
    "__getitem__": _item, "__setitem__": _set_item, "append": _append, "extend": _extend,
    "insert": _insert,
}  # fmt: skip

MODULE = Base(
    "Module",
    {
        "__init__": _nothing, "__call__": run_module, "add_module": _add_module,
        "register_module": _add_module, **dict.fromkeys(SAME, _itself),
        **{name: Skipped(name) for name in ASIDE}, **{name: _bound(name) for name in _LISTS},
    },
)  # fmt: skip
MODULE.constants = {"training": False}
SEQUENTIAL = Base("Sequential", {"__init__": _sequential, "forward": _forward, **_LISTED}, MODULE)
MODULE_LIST = Base("ModuleList", {"__init__": _module_list, **_LISTED}, MODULE)
MODULE_DICT = Base(
    "ModuleDict",
    {
        "__init__": _module_dict, "__getitem__": _item, "__setitem__": _set_item,
        "__iter__": lambda _m, module, _a, _w: list(children(module)),
        "keys": lambda _m, module, _a, _w: list(children(module)),
        "values": lambda _m, module, _a, _w: list(children(module).values()),
        "items": lambda _m, module, _a, _w: list(children(module).items()),
    },
    MODULE,
)  # fmt: skip
