"""The error of an expression, with the character at fault."""

from __future__ import annotations


class ExpressionError(ValueError):
    """An expression that cannot be read or has no value.

    `offset` is the index, in characters, of the fault in `source`.
    """

    def __init__(self, message: str, source: str = "", offset: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.source = source
        self.offset = max(0, min(offset, len(source)))
