"""Names and their values, and the signals that leave a function or a loop."""

from __future__ import annotations

from collections.abc import MutableMapping


class Scope:
    """Names and their values, inside those of an outer scope.

    `is_call` marks the scope of one call of a function; `super_value` is what `super()` gives
    in a method.
    """

    def __init__(
        self, outer: Scope | None = None, *, is_call: bool = False, super_value: object = None
    ) -> None:
        self.names: MutableMapping[str, object] = {}
        self.outer = outer
        self.is_call = is_call
        self.super_value = super_value

    def look_up(self, name: str) -> object:
        """Return the value of a name. Raises KeyError."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.names:
                return scope.names[name]
            scope = scope.outer
        raise KeyError(name)

    def visible_names(self) -> list[str]:
        """Return every name that is visible from this scope."""
        return [*self.names, *(self.outer.visible_names() if self.outer else ())]


class ReturnSignal:
    """A function is left with a value."""

    def __init__(self, value: object) -> None:
        self.value = value


class LoopSignal:
    """A loop is left, or its next iteration begins."""


BREAK, CONTINUE = LoopSignal(), LoopSignal()

ControlSignal = ReturnSignal | LoopSignal | None
"""How a block ends: None where its last statement has run."""
