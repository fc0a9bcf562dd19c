"""What goes wrong in an expression, with the character where it goes wrong."""

from __future__ import annotations

_WINDOW = 60
"""Characters of a source shown on either side of the fault; a bank may hold a very long line."""


class ExpressionError(ValueError):
    """An expression that cannot be read or has no value.

    `offset` is the index, in characters, of the fault in `source`.
    """

    def __init__(self, message: str, source: str = "", offset: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.source = source
        self.offset = max(0, min(offset, len(source)))

    def pointer(self) -> str:
        """The line of the source around the fault and, below it, a caret: two lines of text."""
        start = self.source.rfind("\n", 0, self.offset) + 1
        end = self.source.find("\n", self.offset)
        line = self.source[start : end if end >= 0 else len(self.source)]
        column = self.offset - start
        left = max(0, column - _WINDOW)
        shown = line[left : column + _WINDOW]
        visible = "".join(char if char.isprintable() else "�" for char in shown)
        return f"{visible}\n{' ' * (column - left)}^"
