"""The layers of a framework by their names, found in the modules that declare them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from quizengine.calculator.layer import Layer


class LayerClasses(Mapping[str, "type[Layer]"]):
    """The layer classes that some modules declare, by name; the modules are imported as needed.

    They are imported one after another until one declares the class that is looked up: a question
    is about a layer or two, and the modules of the most common layers come first.
    """

    def __init__(self, package: str, modules: Sequence[str]) -> None:
        self._package = package
        self._waiting = list(modules)
        self.declared: dict[str, type[Layer]] = {}
        """The classes of the modules imported so far; each class is entered when it is created."""

    def attribute(self, name: str) -> Any:
        """Return a class by name, as the package's `__getattr__`. Raises AttributeError."""
        try:
            return self[name]
        except KeyError:
            message = f"module {self._package!r} has no attribute {name!r}"
            raise AttributeError(message) from None

    def _import_next(self) -> None:
        import_module(f"{self._package}.{self._waiting[0]}")
        del self._waiting[0]

    def __getitem__(self, name: str) -> type[Layer]:
        # Other names cannot be layers: an author's own names are looked up often.
        if len(name) > 2 and name[0].isupper():
            while name not in self.declared and self._waiting:
                self._import_next()
        return self.declared[name]

    def __iter__(self) -> Iterator[str]:
        while self._waiting:
            self._import_next()
        return iter(sorted(self.declared))

    def __len__(self) -> int:
        return len(list(iter(self)))


class NamesAndLayers(Mapping[str, object]):
    """Given names, and every layer of a framework by its present or a former name.

    The value of a layer's name is made at its first look-up.
    """

    def __init__(
        self,
        names: Mapping[str, object],
        layers: LayerClasses,
        make: Callable[[str], object],
        old_names: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """Keep the names. `make` returns the value of a layer's present name, and raises KeyError
        if there is no such layer; `old_names` has the present name for each former one.
        """
        self._found = dict(names)
        self._layers = layers
        self._make = make
        self._old_names = old_names

    def __getitem__(self, name: str) -> object:
        if name not in self._found:
            self._found[name] = self._make(self._old_names.get(name, name))
        return self._found[name]

    def __iter__(self) -> Iterator[str]:
        former = (old for old, name in self._old_names.items() if name in self._layers)
        return iter(dict.fromkeys((*self._layers, *former, *self._found)))

    def __len__(self) -> int:
        return len(list(iter(self)))
