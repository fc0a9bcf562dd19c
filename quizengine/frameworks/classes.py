"""Functions and classes that a source text defines, and the framework's classes they build on."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from quizengine.calculator.errors import LayerError
from quizengine.frameworks.base_interpreter import BaseInterpreter
from quizengine.frameworks.errors import brief
from quizengine.frameworks.scopes import Scope
from quizengine.frameworks.values import (
    Builtin,
    BuiltinFunction,
    Keywords,
    OpaqueValue,
    Value,
    bind_arguments,
    describe,
)

Method = BuiltinFunction | Value
"""A method of a framework's class."""


class Function(Value):
    """A `def` or a `lambda` of the text; as a method it is bound to its instance."""

    def __init__(
        self,
        node: ast.FunctionDef | ast.Lambda,
        scope: Scope,
        defaults: Mapping[str, object],
        self_value: Instance | None = None,
        owner: ClassValue | None = None,
    ) -> None:
        self.node = node
        self.name = node.name if isinstance(node, ast.FunctionDef) else "lambda"
        self.scope = scope
        self.defaults = defaults
        self.self_value = self_value
        self.owner = owner
        self.is_static = False

    @property
    def needed(self) -> list[str]:
        """The names of the parameters without a default."""
        given = self.node.args
        names = [each.arg for each in (*given.posonlyargs, *given.args, *given.kwonlyargs)]
        if self.self_value is not None:
            names = names[1:]
        return [name for name in names if name not in self.defaults]

    def bound(self, value: Instance, owner: ClassValue) -> Function:
        """Return the function as a method of an instance; a static method as it is."""
        if self.is_static:
            return self
        return Function(self.node, self.scope, self.defaults, value, owner)

    def call(
        self, interpreter: BaseInterpreter, arguments: list[object], keywords: Keywords
    ) -> object:
        instance, owner = self.self_value, self.owner
        super_value = Super(instance, owner) if instance is not None and owner is not None else None
        scope = Scope(self.scope, is_call=True, super_value=super_value)
        scope.names.update(self.names_of_call(arguments, keywords))
        return interpreter.run_function(self.node, scope)

    def names_of_call(self, arguments: list[object], keywords: Keywords) -> dict[str, object]:
        """Return the local names of a call with these arguments. Raises LayerError."""
        given = self.node.args
        positional = [each.arg for each in (*given.posonlyargs, *given.args)]
        if self.self_value is not None:
            arguments = [self.self_value, *arguments]
        more = arguments[len(positional) :]
        if more and given.vararg is None:
            raise LayerError(
                f"{self.label} takes {len(positional)} arguments, and {len(arguments)} are given"
            )
        known = dict.fromkeys([*positional, *(each.arg for each in given.kwonlyargs)])
        own = {word: value for word, value in keywords.items() if word in known}
        others = {word: value for word, value in keywords.items() if word not in known}
        if given.kwarg is None:
            own |= others  # bind_arguments refuses them, as they are not known
        names = bind_arguments(self.label, known, arguments[: len(positional)], own)
        if given.vararg is not None:
            names[given.vararg.arg] = tuple(more)
        if given.kwarg is not None:
            names[given.kwarg.arg] = others
        for name in known:
            if name not in names and name not in self.defaults:
                raise LayerError(f"{self.label} needs `{brief(name)}`")
        return {**self.defaults, **names}


class ClassValue(Value):
    """A class of a framework or of the text.

    `members` are its methods and class attributes by their names; `__init__` is one of them.
    """

    def __init__(
        self, name: str, parents: tuple[ClassValue, ...], members: Mapping[str, object]
    ) -> None:
        self.name = name
        self.parents = parents
        self.members = members

    def attribute_names(self) -> Iterable[str]:
        return self.members

    def call(
        self, interpreter: BaseInterpreter, arguments: list[object], keywords: Keywords
    ) -> object:
        instance = Instance(self, interpreter.line)
        instance.method("__init__").call(interpreter, arguments, keywords)
        return instance


class FrameworkClass(ClassValue):
    """A class of a framework that a text derives from, or that holds other layers."""

    def __init__(self, name: str, members: Mapping[str, object], *parents: FrameworkClass) -> None:
        super().__init__(name, parents, members)


class UserClass(ClassValue):
    """A class of the text."""

    def get(self, name: str) -> object:
        for cls in ancestry(self):
            if isinstance(cls, UserClass) and name in cls.members:
                return cls.members[name]
        return super().get(name)


def ancestry(cls: ClassValue) -> Iterator[ClassValue]:
    """Yield a class and its base classes, depth first."""
    yield cls
    for parent in cls.parents:
        yield from ancestry(parent)


class BoundMethod(Builtin):
    """A method of a framework's class, bound to an instance."""


class Instance(Value):
    """An instance of a class: its attributes, and the methods of its class."""

    def __init__(self, cls: ClassValue, line: int) -> None:
        self.cls = cls
        self.line = line
        self.attributes: dict[str, object] = {}

    @property
    def label(self) -> str:
        return f"a `{brief(self.cls.name)}`"

    def is_instance_of(self, kind: object) -> bool:
        """Whether it is an instance of this class or of one derived from it."""
        return any(each is kind for each in ancestry(self.cls))

    def attribute_names(self) -> Iterable[str]:
        yield from self.attributes
        for cls in ancestry(self.cls):
            yield from cls.attribute_names()

    def get(self, name: str) -> object:
        if name in self.attributes:
            return self.attributes[name]
        found = self.find(name, ancestry(self.cls))
        return super().get(name) if found is None else found

    def find(self, name: str, classes: Iterable[ClassValue]) -> Value | object | None:
        """Return the member of the first class that has it, bound to the instance; None without."""
        for cls in classes:
            if name in cls.members:
                member = cls.members[name]
                if isinstance(member, Function):
                    return member.bound(self, cls)
                if isinstance(cls, FrameworkClass) and callable(member):
                    return self._bound(name, member)
                return member
        return None

    def _bound(self, name: str, method: BuiltinFunction) -> BoundMethod:
        called = self.cls.name if name == "__init__" else name
        return BoundMethod(
            called,
            lambda interpreter, *given, **keywords: method(interpreter, self, *given, **keywords),
        )

    def method(self, name: str) -> Value:
        """Return the method of that name. Raises LayerError without one."""
        found = self.find(name, ancestry(self.cls))
        if not isinstance(found, Value):
            raise LayerError(f"{self.label} has no `{brief(name)}`")
        return found

    def put(self, name: str, value: object) -> None:
        found = self.find("__setattr__", ancestry(self.cls))
        # The frameworks' __setattr__ and __iter__ do not use the interpreter.
        if isinstance(found, BoundMethod) and found.function(None, name, value) is True:
            return
        self.attributes[name] = value

    def call(
        self, interpreter: BaseInterpreter, arguments: list[object], keywords: Keywords
    ) -> object:
        return self.method("__call__").call(interpreter, arguments, keywords)

    def item(self, interpreter: BaseInterpreter, key: object) -> object:
        return self.method("__getitem__").call(interpreter, [key], {})

    def items(self) -> list[object]:
        found = self.find("__iter__", ancestry(self.cls))
        if not isinstance(found, BoundMethod):
            return super().items()
        items = found.function(None)
        return items if isinstance(items, list) else []


class Super(Value):
    """The result of `super()`: an instance, with the members of the classes after `owner`."""

    def __init__(self, self_value: Instance, owner: ClassValue) -> None:
        self.self_value = self_value
        self.owner = owner

    label = "`super()`"

    def get(self, name: str) -> object:
        classes = ancestry(self.self_value.cls)
        for cls in classes:
            if cls is self.owner:
                break
        # The owner's parents come first, then the rest of the ancestry.
        parents = chain.from_iterable(map(ancestry, self.owner.parents))
        found = self.self_value.find(name, chain(parents, classes))
        return super().get(name) if found is None else found


def base_classes(values: Iterable[object], object_name: str) -> tuple[ClassValue, ...]:
    """Return the base classes of a class. Raises LayerError for what is no class."""
    parents = []
    for value in values:
        if isinstance(value, ClassValue):
            parents.append(value)
        elif not (isinstance(value, OpaqueValue) and value.name in ("object", "abc.ABC")):
            raise LayerError(
                f"the class {object_name} builds on {describe(value)}, of which nothing is known "
                "here"
            )
    return tuple(parents)


def accept_any_arguments(
    _interpreter: BaseInterpreter, instance: Instance, /, *arguments: object, **keywords: object
) -> None:
    """The `__init__` of most classes of the frameworks, which takes any arguments."""


OBJECT = FrameworkClass("object", {"__init__": accept_any_arguments})
"""The base class of every class of a text."""
