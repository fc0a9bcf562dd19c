"""What a face has to offer for an answer: one class for each way to give one.

An answer input says itself what a student reads beside it and how it is answered. Which box or
dialogue takes the answer is up to each face, in a table by class.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from quizengine.calculator.columns import aligned
from quizengine.questions.verdict import CellOutcome

LETTERS = "abcdefghijklmnopqrstuvwxyz"
"""What choices are named by, in order; no question has as many."""

CELL_SEPARATOR = ";"
"""What stands between the cells in the answer to a table."""


class AnswerInput:
    """The base class: a box of one line with nothing beside it."""

    placeholder = "your answer"
    """What is shown in an empty box of one line."""

    keeps_draft = False
    """Whether the text of a wrong answer stays, to be corrected rather than typed anew."""

    symbols: tuple[tuple[str, str], ...] = ()
    """The symbols that may be used in the answer, each with its meaning."""

    @property
    def title(self) -> str:
        """The heading of a box of one line."""
        return "Answer"

    @property
    def text(self) -> str:
        """What a student has to see to answer, as plain text; empty where that is nothing."""
        return ""

    def lines(self) -> Iterator[str]:
        """Yield the same and how to answer, one line after the other as they are read aloud."""
        return iter(())

    def data(self) -> dict[str, object]:
        """Return the same as plain data, by its name in the output of `show`."""
        return {}

    def bank_texts(self) -> tuple[str, ...]:
        """Return the texts of the bank that are shown here."""
        return ()

    def table_markdown(self, cells: Sequence[CellOutcome]) -> str:
        """Return a table as Markdown, with the right ones of the marked cells filled in.

        Empty where the answer is no table.
        """
        del cells
        return ""

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and vars(self) == vars(other)

    def __hash__(self) -> int:
        return hash((type(self), *vars(self).values()))


class NumberInput(AnswerInput):
    """A box for a number, with the unit shown after it; `near` says what is near enough."""

    def __init__(self, unit: str, near: str = "") -> None:
        self.unit = unit
        self.near = near
        self.placeholder = "like 60k, 1.2M or 2^20" if near else "a number, or arithmetic"

    @property
    def title(self) -> str:
        """The unit, and how near is right."""
        return ", ".join(filter(None, ("Answer", self.unit, self.near)))

    @property
    def text(self) -> str:
        """How near is right."""
        return f"Right is {self.near}." if self.near else ""

    def lines(self) -> Iterator[str]:
        """Yield how near is right, and the unit."""
        if self.near:
            yield f"Answer with an estimate, like 60k or 1.2 million; right is {self.near}."
        if self.unit:
            yield f"Answer in {self.unit}."

    def data(self) -> dict[str, object]:
        """Return how near is right."""
        return {"near": self.near} if self.near else {}


class ShapeInput(AnswerInput):
    """A box for a shape."""

    placeholder = "like 14x14x20"


class FormulaInput(AnswerInput):
    """A box for a formula in the given symbols, each with its meaning."""

    placeholder = "a formula"

    def __init__(self, symbols: tuple[tuple[str, str], ...]) -> None:
        self.symbols = symbols

    @property
    def text(self) -> str:
        """The symbols with their meanings."""
        return aligned(self.symbols)

    def lines(self) -> Iterator[str]:
        """Yield the symbols with their meanings."""
        for symbol, meaning in self.symbols:
            yield f"{symbol} is the {meaning}"
        yield "Answer with a formula in these symbols."

    def data(self) -> dict[str, object]:
        """Return the meanings by symbol."""
        return {"symbols": dict(self.symbols)}


class LayerInput(AnswerInput):
    """A box for one layer, in Keras or PyTorch, on an input with the channels last."""

    placeholder = "one layer, in Keras or PyTorch"

    def __init__(self, shape: str) -> None:
        self.shape = shape

    @property
    def title(self) -> str:
        """The input of the layer."""
        return f"Answer, one layer on {self.shape}"

    @property
    def text(self) -> str:
        """The input of the layer."""
        return f"Input: {self.shape}"

    def lines(self) -> Iterator[str]:
        """Yield the input of the layer."""
        yield f"The input is {self.shape}, channels last."
        yield "Answer with one layer in Keras or PyTorch, like Conv2D(32, 3)."

    def data(self) -> dict[str, object]:
        """Return the input of the layer."""
        return {"input": self.shape}


class ChoiceInput(AnswerInput):
    """Choices of which one is picked, by its letter."""

    def __init__(self, choices: tuple[str, ...]) -> None:
        self.choices = choices

    @property
    def text(self) -> str:
        """The choices, each after its letter."""
        return "\n".join(self._lettered())

    def lines(self) -> Iterator[str]:
        """Yield the choices, each after its letter."""
        yield from self._lettered()
        yield "Answer with a letter."

    def data(self) -> dict[str, object]:
        """Return the choices."""
        return {"choices": list(self.choices)}

    def bank_texts(self) -> tuple[str, ...]:
        """Return the choices."""
        return self.choices

    def _lettered(self) -> Iterator[str]:
        for letter, choice in zip(LETTERS, self.choices, strict=False):
            yield f"{letter}) {choice}"


class StatementsInput(AnswerInput):
    """Statements of which all that hold are ticked."""

    keeps_draft = True

    def __init__(self, statements: tuple[str, ...]) -> None:
        self.statements = statements

    @property
    def text(self) -> str:
        """The statements, each after its number."""
        return "\n".join(f"{number}. {one}" for number, one in enumerate(self.statements, 1))

    def lines(self) -> Iterator[str]:
        """Yield the statements, each after its number."""
        for number, statement in enumerate(self.statements, 1):
            yield f"{number}) {statement}"
        yield "Answer with the numbers of all that hold, like 1, 3; or none."

    def data(self) -> dict[str, object]:
        """Return the statements."""
        return {"statements": list(self.statements)}

    def bank_texts(self) -> tuple[str, ...]:
        """Return the statements."""
        return self.statements


class InputRow(NamedTuple):
    """A row of a table; a cell that is None is to be filled in."""

    label: str
    cells: tuple[str | None, ...]


class TableInput(AnswerInput):
    """A table with blank cells.

    `empty_is_right` is whether each blank cell corrects the one before it, and stays empty where
    that one is right.
    """

    keeps_draft = True

    def __init__(
        self, columns: tuple[str, ...], rows: tuple[InputRow, ...], empty_is_right: bool = False
    ) -> None:
        self.columns = columns
        self.rows = rows
        self.empty_is_right = empty_is_right

    @property
    def blanks(self) -> tuple[tuple[int, int], ...]:
        """Row and column of every blank cell, in reading order."""
        return tuple(
            (row_index, column_index)
            for row_index, row in enumerate(self.rows)
            for column_index, cell in enumerate(row.cells)
            if cell is None
        )

    def blank_names(self) -> list[str]:
        """Return a name for every blank cell, in reading order, with the value that it corrects."""
        names = []
        for row_index, column_index in self.blanks:
            label, cells = self.rows[row_index]
            printed = ""
            if self.empty_is_right:
                printed = f"{self.columns[column_index - 1]} {cells[column_index - 1]}, "
            names.append(f"{label}, {printed}{self.columns[column_index]}")
        return names

    @property
    def text(self) -> str:
        """The table with its columns aligned, a question mark in each blank cell."""
        filled = [(row.label, *("?" if c is None else c for c in row.cells)) for row in self.rows]
        return aligned([("", *self.columns), *filled], right=range(1, len(self.columns) + 1))

    def lines(self) -> Iterator[str]:
        """Yield the rows, each cell after the name of its column."""
        for row in self.rows:
            cells = zip(self.columns, row.cells, strict=True)
            yield f"{row.label}: " + "; ".join(
                f"{column} {cell or '?'}"
                for column, cell in cells
                if cell != "" and not (cell is None and self.empty_is_right)
            )
        first = self.blank_names()[0]
        if self.empty_is_right:
            yield "Answer row by row: what should stand there, or nothing where the row is right."
            yield "Or all in one line with ; between them."
            yield f"The first is {first}."
        else:
            yield "Answer one cell after the other, or all in one line with ; between them."
            yield f"The first cell is {first}."

    def data(self) -> dict[str, object]:
        """Return the columns and the rows, null in each blank cell."""
        rows = [{"label": row.label, "cells": list(row.cells)} for row in self.rows]
        return {"table": {"columns": list(self.columns), "rows": rows}}

    def bank_texts(self) -> tuple[str, ...]:
        """Return the labels of the rows."""
        return tuple(row.label for row in self.rows)

    def table_markdown(self, cells: Sequence[CellOutcome]) -> str:
        """Return the table with the right cells filled in, a question mark in the other blanks."""
        right = {
            blank: cell.given for blank, cell in zip(self.blanks, cells, strict=False) if cell.right
        }
        rows = [("", *self.columns)]
        for row_index, row in enumerate(self.rows):
            shown = (right.get((row_index, i), cell) for i, cell in enumerate(row.cells))
            rows.append((row.label, *("?" if cell is None else cell for cell in shown)))
        lines = ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
        return "\n".join((lines[0], "| - " + "| -: " * len(self.columns) + "|", *lines[1:]))
