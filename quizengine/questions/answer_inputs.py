"""What a face has to offer for an answer, one form per kind."""

from __future__ import annotations

from typing import NamedTuple

LETTERS = "abcdefghijklmnopqrstuvwxyz"
"""What choices are named by, in order; no question has as many."""

CELL_SEPARATOR = ";"
"""What stands between the cells in the answer to a table."""


class NumberInput(NamedTuple):
    """A box for a number, with the unit shown behind it; `near` says what is near enough."""

    unit: str
    near: str = ""


class ShapeInput(NamedTuple):
    """A box for a shape; `hint` is the order of its axes, `H×W×D`."""

    hint: str


class FormulaInput(NamedTuple):
    """A box for a formula in the given symbols, each with its meaning."""

    symbols: tuple[tuple[str, str], ...]


class LayerInput(NamedTuple):
    """A box for one layer, in Keras or PyTorch, on an input with the channels last."""

    input: str


class ChoiceInput(NamedTuple):
    """Choices of which one is picked, by its letter."""

    choices: tuple[str, ...]

    @property
    def lettered(self) -> tuple[tuple[str, str], ...]:
        """The choices, each behind its letter."""
        return tuple(zip(LETTERS, self.choices, strict=False))


class StatementsInput(NamedTuple):
    """Statements of which all that hold are ticked."""

    statements: tuple[str, ...]


class InputRow(NamedTuple):
    """A row of a table; a cell that is None is to be filled in."""

    label: str
    cells: tuple[str | None, ...]


class TableInput(NamedTuple):
    """A table with blank cells; `empty_is_right` where a row is right unless a cell mends it."""

    columns: tuple[str, ...]
    rows: tuple[InputRow, ...]
    empty_is_right: bool = False

    @property
    def blanks(self) -> tuple[tuple[int, int], ...]:
        """Row and column of every blank cell, in reading order."""
        return tuple(
            (row, column)
            for row, cells in enumerate(self.rows)
            for column, cell in enumerate(cells.cells)
            if cell is None
        )


AnswerInput = (
    NumberInput
    | ShapeInput
    | FormulaInput
    | LayerInput
    | ChoiceInput
    | StatementsInput
    | TableInput
)
