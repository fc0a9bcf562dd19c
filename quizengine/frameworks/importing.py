"""What the imports of a source text bring in: names of the frameworks, and nothing of Python's."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from quizengine.frameworks.errors import brief, nearest
from quizengine.frameworks.scopes import Scope
from quizengine.frameworks.values import Foreign, Namespace, Value


class Importing:
    """The part of the machine that imports. `modules` are all there are."""

    modules: Mapping[str, Namespace]

    def _import(self, statement: ast.Import, scope: Scope) -> None:
        """`import keras as k`."""
        for alias in statement.names:
            path = alias.name.split(".")
            scope.names[alias.asname or path[0]] = self.module(path if alias.asname else path[:1])

    def _importfrom(self, statement: ast.ImportFrom, scope: Scope) -> None:
        """`from keras import layers`."""
        path = (statement.module or "").split(".")
        module = self.module(path)
        for alias in statement.names:
            name = alias.asname or alias.name
            if alias.name == "*":
                scope.names.update(module.names if isinstance(module, Namespace) else {})
            elif isinstance(module, Namespace):
                scope.names[name] = self._member(module, alias.name)
            else:
                scope.names[name] = Foreign(name, _not_known(name, path[0]))

    def module(self, path: list[str]) -> Value:
        """The module of that path."""
        found = self.modules.get(path[0])
        if found is None:
            return Foreign(path[0], _not_known(path[0], path[0]))
        for name in path[1:]:
            inner = found.names.get(name)
            # Older versions keep the same names in more modules: keras.layers.convolutional.
            found = inner if isinstance(inner, Namespace) else found
        return found

    def _member(self, module: Namespace, name: str) -> object:
        if name in module.names or module.lenient:
            return module.get(name)
        return Foreign(name, f"{module.label} has no `{brief(name)}`{nearest(name, module.names)}")


def _not_known(name: str, module: str) -> str:
    where = f"`{brief(module)}`, which is not read here: Keras and PyTorch are"
    return f"`{brief(name)}` comes from {where if module else 'another file, which is not read'}"
