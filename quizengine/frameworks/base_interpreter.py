"""The interface of the interpreter for the values that it computes with."""

from __future__ import annotations

import ast
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import TypeVar

from quizengine.calculator.errors import LayerError
from quizengine.frameworks.build_context import BuildContext
from quizengine.frameworks.errors import SourceError
from quizengine.frameworks.scopes import Scope

Result = TypeVar("Result")


class BaseInterpreter(ABC):
    """The interface of the interpreter, which values and functions get when they are called.

    `line` is the current line of the text, for messages. `build_context` has what the text has
    made so far.
    """

    line: int
    build_context: BuildContext

    def attempt(self, action: Callable[[], Result]) -> Result:
        """Run an action on the text. Raises SourceError with the current line for a LayerError."""
        try:
            return action()
        except SourceError:
            raise
        except LayerError as error:
            raise SourceError(str(error), self.line) from None
        except RecursionError:
            raise SourceError("this is nested too deeply", self.line) from None

    @abstractmethod
    def spend(self, steps: int = 1) -> None:
        """Count steps. Raises SourceError when there have been too many."""

    @abstractmethod
    def pay(self, value: object) -> None:
        """Count the steps of copying or comparing a value. Raises LayerError, or SourceError."""

    @abstractmethod
    def call(
        self, function: object, arguments: list[object], keywords: dict[str, object]
    ) -> object:
        """Return the result of a call. Raises LayerError."""

    @abstractmethod
    def attribute(self, value: object, name: str) -> object:
        """Return the value of `value.name`. Raises LayerError."""

    @abstractmethod
    def run_function(self, node: ast.FunctionDef | ast.Lambda, scope: Scope) -> object:
        """Run the body of a function in the scope of one call. Raises LayerError."""
