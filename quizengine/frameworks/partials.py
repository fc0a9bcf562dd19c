"""`functools.partial`: a function with some of its arguments given already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizengine.calculator.errors import LayerError
from quizengine.frameworks.values import Builtin, Value, Words, what

if TYPE_CHECKING:
    from quizengine.frameworks.machine import Machine


class Partial(Builtin):
    """What `partial(function, …)` gives. It looks at the same keyword arguments as the function."""

    __slots__ = ("_given", "_inner", "_words")

    def __init__(self, inner: Value, given: list[object], words: Words) -> None:
        super().__init__("partial", self._called)
        self._inner = inner
        self._given = given
        self._words = words

    def _called(self, machine: Machine, /, *arguments: object, **words: object) -> object:
        return machine.call(self._inner, [*self._given, *arguments], {**self._words, **words})

    def reads_argument(self, word: str) -> bool:
        return self._inner.reads_argument(word)


class PartialMaker(Builtin):
    """`partial` itself."""

    __slots__ = ()

    def __init__(self) -> None:
        super().__init__("partial", self._made)

    @staticmethod
    def _made(_machine: Machine, /, *arguments: object, **words: object) -> object:
        inner, *given = arguments
        if not isinstance(inner, Value):
            raise LayerError(f"partial takes what can be called, and this is {what(inner)}")
        return Partial(inner, given, words)

    def reader(self, arguments: list[object]) -> Value:
        inner = arguments[0] if arguments else self
        return inner if isinstance(inner, Value) else self
