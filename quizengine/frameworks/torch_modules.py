"""PyTorch's classes of modules: Module, Sequential, ModuleList and ModuleDict."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from quizengine.calculator.errors import LayerError
from quizengine.frameworks.base_interpreter import BaseInterpreter
from quizengine.frameworks.builtin_methods import item_of
from quizengine.frameworks.classes import FrameworkClass, Instance, accept_any_arguments
from quizengine.frameworks.errors import brief, did_you_mean
from quizengine.frameworks.operators import truth_of
from quizengine.frameworks.symbolic_tensors import find_tensors
from quizengine.frameworks.torch_layers import (
    NO_OP_METHODS,
    SELF_METHODS,
    Parameter,
    TorchLayerValue,
    call_on_data,
)
from quizengine.frameworks.values import BuiltinFunction, NoOp, UnsupportedName, as_list, describe

MAX_MODULES = 1_000
"""The most modules directly inside one."""


def children(module: Instance) -> dict[str, TorchLayerValue | Instance]:
    """Return the modules that a module registers, by their names."""
    return {
        name: value
        for name, value in module.attributes.items()
        if isinstance(value, (TorchLayerValue, Instance)) and value.is_instance_of(MODULE)
    }


def leaves(module: TorchLayerValue | Instance) -> Iterator[tuple[str, TorchLayerValue]]:
    """Yield the layers inside a module, each with its path: `layer1.0.conv1`."""
    waiting: list[tuple[str, TorchLayerValue | Instance]] = [("", module)]
    seen: set[int] = set()
    while waiting:
        name, value = waiting.pop()
        if isinstance(value, TorchLayerValue):
            yield name, value
        elif id(value) not in seen:
            seen.add(id(value))
            inner = [
                (f"{name}.{key}" if name else key, each) for key, each in children(value).items()
            ]
            waiting.extend(reversed(inner))


def _inside(module: TorchLayerValue | Instance) -> list[object]:
    """Return the module and all modules inside it."""
    if isinstance(module, TorchLayerValue):
        return [module]
    return [module, *(each for part in children(module).values() for each in _inside(part))]


Module = TorchLayerValue | Instance


def _requires_grad(
    interpreter: BaseInterpreter, module: Module, /, requires_grad: object = True
) -> object:
    for _, layer in leaves(module):
        layer.requires_grad_(interpreter, requires_grad)
    return module


def _parameters(interpreter: BaseInterpreter, module: Module, /, recurse: object = True) -> object:
    return [each for _, each in _named_parameters(interpreter, module, recurse=recurse)]


def _named_parameters(
    _interpreter: BaseInterpreter,
    module: Module,
    /,
    prefix: object = "",
    recurse: object = True,
    remove_duplicate: object = True,
) -> list[tuple[str, Parameter]]:
    """Return the parameters with their names; a module of modules has none of its own."""
    if not truth_of(recurse):
        return []
    return [
        (f"{path}.{part}" if path else part, Parameter(layer, part))
        for path, layer in leaves(module)
        for part in layer.part_names
    ]


def _itself(
    _interpreter: BaseInterpreter, module: Instance, /, *arguments: object, **keywords: object
) -> object:
    return module


def run_module(
    interpreter: BaseInterpreter, module: Instance, /, *arguments: object, **keywords: object
) -> object:
    """Call a module: run its `forward`."""
    given = [*arguments, *keywords.values()]
    if not find_tensors(given):
        return call_on_data(interpreter, module, given, module.cls.name)
    return module.method("forward").call(interpreter, list(arguments), keywords)


def _forward(interpreter: BaseInterpreter, module: Instance, /, *arguments: object) -> object:
    value: object = arguments[0] if len(arguments) == 1 else list(arguments)
    for part in children(module).values():
        if isinstance(part, TorchLayerValue):
            interpreter.line = part.line
        value = interpreter.call(part, [value], {})
    return value


def checked_module(value: object, holder: str) -> Module:
    """Return a module that is put into another. Raises LayerError for another value."""
    if isinstance(value, UnsupportedName):
        raise LayerError(value.why)
    if isinstance(value, (TorchLayerValue, Instance)) and value.is_instance_of(MODULE):
        return value
    raise LayerError(f"{holder} takes modules, and this is {describe(value)}")


def _add_modules(module: Instance, values: Iterable[object]) -> None:
    """Add modules under the next numbers."""
    count = len(children(module))
    for value in values:
        if count >= MAX_MODULES:
            raise LayerError(f"a module holds at most {MAX_MODULES:,} modules")
        module.attributes[str(count)] = checked_module(value, module.cls.name)
        count += 1


def _sequential(_interpreter: BaseInterpreter, module: Instance, /, *modules: object) -> None:
    if len(modules) == 1 and isinstance(modules[0], dict):
        for name, value in modules[0].items():
            module.attributes[str(name)[:80]] = checked_module(value, "Sequential")
    else:
        _add_modules(module, modules)


def _module_list(
    _interpreter: BaseInterpreter, module: Instance, /, modules: object = None
) -> None:
    _add_modules(module, [] if modules is None else as_list(modules))


def _module_dict(
    _interpreter: BaseInterpreter, module: Instance, /, modules: object = None
) -> None:
    pairs = {} if modules is None else modules
    for name, value in pairs.items() if isinstance(pairs, dict) else map(as_list, as_list(pairs)):
        module.attributes[str(name)[:80]] = checked_module(value, "ModuleDict")


def _append(_interpreter: BaseInterpreter, holder: Instance, /, module: object) -> object:
    _add_modules(holder, [module])
    return holder


def _extend(_interpreter: BaseInterpreter, holder: Instance, /, modules: object) -> object:
    _add_modules(holder, as_list(modules))
    return holder


def _insert(
    _interpreter: BaseInterpreter, holder: Instance, /, index: object, module: object
) -> None:
    parts: list[object] = list(children(holder).values())
    if not isinstance(index, int):
        raise LayerError("insert takes an index and a module")
    parts.insert(index, module)
    holder.attributes.clear()
    _add_modules(holder, parts)


def _add_module(
    _interpreter: BaseInterpreter, holder: Instance, /, name: object, module: object
) -> None:
    if not isinstance(name, str) or not name or "." in name:
        raise LayerError(f"add_module takes a name without a point, and this is {describe(name)}")
    holder.attributes[name[:80]] = checked_module(module, "add_module")


def _item(interpreter: BaseInterpreter, module: Instance, key: object, /) -> object:
    parts = children(module)
    if isinstance(key, str):
        if key not in parts:
            raise LayerError(f"there is no module `{brief(key)}`{did_you_mean(key, parts)}")
        return parts[key]
    found = item_of(list(parts.values()), key)
    if isinstance(found, list):
        part = Instance(module.cls, interpreter.line)
        names = list(parts)[key] if isinstance(key, slice) else []
        part.attributes.update(zip(names, found, strict=True))
        return part
    return found


def _set_item(
    _interpreter: BaseInterpreter, module: Instance, key: object, value: object, /
) -> None:
    names = list(children(module))
    name = item_of(names, key) if isinstance(key, int) else key
    if not isinstance(name, str):
        raise LayerError(f"there is no module {describe(key)}")
    module.attributes[name] = checked_module(value, module.cls.name)


_LISTED: Mapping[str, BuiltinFunction] = {
    "__iter__": lambda _interpreter, module: list(children(module).values()),
    "__getitem__": _item, "__setitem__": _set_item, "append": _append, "extend": _extend,
    "insert": _insert,
}  # fmt: skip

MODULE = FrameworkClass(
    "Module",
    {
        "__init__": accept_any_arguments, "__call__": run_module, "add_module": _add_module,
        "register_module": _add_module, **dict.fromkeys(SELF_METHODS, _itself),
        **{name: NoOp(name) for name in NO_OP_METHODS}, "parameters": _parameters,
        "named_parameters": _named_parameters, "requires_grad_": _requires_grad,
        "modules": lambda _interpreter, module, **_: _inside(module),
        "named_modules": lambda _interpreter, module, **_: [("", module), *leaves(module)],
        "children": lambda _interpreter, module: list(children(module).values()),
        "named_children": lambda _interpreter, module: list(children(module).items()),
        "training": False,
    },
)  # fmt: skip
SEQUENTIAL = FrameworkClass(
    "Sequential", {"__init__": _sequential, "forward": _forward, **_LISTED}, MODULE
)
MODULE_LIST = FrameworkClass("ModuleList", {"__init__": _module_list, **_LISTED}, MODULE)
MODULE_DICT = FrameworkClass(
    "ModuleDict",
    {
        "__init__": _module_dict, "__getitem__": _item, "__setitem__": _set_item,
        "__iter__": lambda _interpreter, module: list(children(module)),
        "keys": lambda _interpreter, module: list(children(module)),
        "values": lambda _interpreter, module: list(children(module).values()),
        "items": lambda _interpreter, module: list(children(module).items()),
    },
    MODULE,
)  # fmt: skip
