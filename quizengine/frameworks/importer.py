"""The imports of a source text, which bring in the known modules and nothing of Python's."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from quizengine.frameworks.errors import brief, did_you_mean
from quizengine.frameworks.values import Namespace, UnsupportedName, Value


class Importer:
    """Resolves the import statements of a text. Only `modules` can be imported."""

    def __init__(self, modules: Mapping[str, Namespace]) -> None:
        self._modules = modules

    def modules_of(self, statement: ast.Import) -> dict[str, object]:
        """Return the names that `import keras as k` binds, with their values."""
        names: dict[str, object] = {}
        for alias in statement.names:
            path = alias.name.split(".")
            names[alias.asname or path[0]] = self._module(path if alias.asname else path[:1])
        return names

    def members_of(self, statement: ast.ImportFrom) -> dict[str, object]:
        """Return the names that `from keras import layers` binds, with their values."""
        names: dict[str, object] = {}
        path = (statement.module or "").split(".")
        module = self._module(path)
        for alias in statement.names:
            name = alias.asname or alias.name
            if alias.name == "*":
                names.update(module.names if isinstance(module, Namespace) else {})
            elif isinstance(module, Namespace):
                names[name] = _member(module, alias.name)
            else:
                names[name] = UnsupportedName(name, _not_known(name, path[0]))
        return names

    def _module(self, path: list[str]) -> Value:
        """Return the module with this path."""
        found = self._modules.get(path[0])
        if found is None:
            return UnsupportedName(path[0], _not_known(path[0], path[0]))
        for name in path[1:]:
            inner = found.names.get(name)
            # Older versions keep the same names in more modules: keras.layers.convolutional.
            found = inner if isinstance(inner, Namespace) else found
        return found


def _member(module: Namespace, name: str) -> object:
    if name in module.names or module.lenient:
        return module.get(name)
    return UnsupportedName(
        name, f"{module.label} has no `{brief(name)}`{did_you_mean(name, module.names)}"
    )


def _not_known(name: str, module: str) -> str:
    where = f"`{brief(module)}`, which is not read here: Keras and PyTorch are"
    return f"`{brief(name)}` comes from {where if module else 'another file, which is not read'}"
