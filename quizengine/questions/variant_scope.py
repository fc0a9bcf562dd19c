"""The values of the names of a variant; a definition is computed when it is first used."""

from __future__ import annotations

from collections.abc import Mapping

from quizengine.expressions import AddedAttributes, Expression, ExpressionError, Vocabulary
from quizengine.frameworks.vocabulary import EXPORTS_IN


class VariantScope(Vocabulary):
    """The drawn values, what `let` defines, and what every bank may use.

    A bank's defaults define more than one question needs, and a draw that is not used needs
    less still; so nothing is computed before an expression asks for it. `code` writes networks
    in the framework. `definitions` are the names that `let` defines, each with its expression.
    """

    __slots__ = ("_given", "definitions", "framework")

    def __init__(
        self,
        values: Mapping[str, object],
        definitions: Mapping[str, Expression],
        framework: str = "keras",
    ) -> None:
        super().__init__(values)
        self.definitions = definitions
        self._given = EXPORTS_IN[framework]
        self.framework = framework

    @property
    def attributes(self) -> Mapping[type, AddedAttributes]:
        """What an expression of a bank can read of layers and networks beside what these have."""
        from quizengine.frameworks.added_attributes import ATTRIBUTES

        return ATTRIBUTES

    def __missing__(self, name: str) -> object:
        """Return the value of a definition or an export. Raises ExpressionError, KeyError."""
        expression = self.definitions.get(name)
        if expression is None:
            return self._given[name]
        try:
            value = self[name] = expression.evaluate(self)
        except RecursionError:
            message = f"`{name}` builds on too long a chain of definitions"
            raise ExpressionError(message, expression.source) from None
        return value

    def extended(self, more: Mapping[str, object]) -> VariantScope:
        """Return the same names and some more."""
        scope = VariantScope(self, self.definitions, self.framework)
        scope.update(more)
        return scope
