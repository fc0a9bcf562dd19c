"""Names and their values, and how a function or a loop is left."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quizengine.frameworks.classes import Function


class Scope:
    """Names and their values; of a function, inside those of where it is defined."""

    def __init__(self, outer: Scope | None = None, function: Function | None = None) -> None:
        self.names: MutableMapping[str, object] = {}
        self.outer = outer
        self.function = function

    def look_up(self, name: str) -> object:
        """The value of a name. Raises KeyError."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.names:
                return scope.names[name]
            scope = scope.outer
        raise KeyError(name)

    def known(self) -> list[str]:
        """Every name that can be seen from here."""
        return [*self.names, *(self.outer.known() if self.outer else ())]


class Returned:
    """A function is left with a value."""

    def __init__(self, value: object) -> None:
        self.value = value


class Jump:
    """A loop is left, or its next turn begun."""


BREAK, CONTINUE = Jump(), Jump()

Signal = Returned | Jump | None
