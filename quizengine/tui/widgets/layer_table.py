"""The layer table, with a cursor that goes from cell to cell."""

from __future__ import annotations

from rich.text import Text
from textual.coordinate import Coordinate
from textual.widgets import DataTable

from quizengine.practice.markdown import clean
from quizengine.tui.layer_sheet import NUMBERS, LayerSheet, SheetCell

PARAMS = 4
"""The column in which the cursor begins."""


class LayerTable(DataTable[Text]):
    """Shows a sheet and knows the cell under the cursor."""

    def __init__(self) -> None:
        super().__init__(id="table", cell_padding=1, fixed_columns=1)
        self._sheet: LayerSheet | None = None

    def on_mount(self) -> None:
        """Hide the row labels."""
        self.show_row_labels = False

    def show(self, sheet: LayerSheet | None) -> None:
        """Show another sheet; the cursor stays where it was, if that cell exists."""
        if sheet == self._sheet:
            return
        before = self.cursor_coordinate if self._sheet is not None else Coordinate(1, PARAMS)
        self._sheet = sheet
        self.clear(columns=True)
        if sheet is None:
            return
        for index, title in enumerate(sheet.columns):
            self.add_column(Text(title, justify="right" if index in NUMBERS else "left"))
        for row in sheet.rows:
            self.add_row(*(_drawn(cell, index) for index, cell in enumerate(row)))
        self.move_cursor(
            row=min(before.row, len(sheet.rows) - 1), column=before.column, animate=False
        )

    def show_cursor_cell(self) -> None:
        """Scroll to the cell under the cursor."""
        row, column = self.cursor_coordinate
        self.move_cursor(row=row, column=column, scroll=True, animate=False)

    @property
    def cell(self) -> SheetCell:
        """The cell under the cursor."""
        if self._sheet is None:
            return SheetCell()
        row, column = self.cursor_coordinate
        return self._sheet.rows[row][column]


def _drawn(cell: SheetCell, index: int) -> Text:
    return Text(clean(cell.text), justify="right" if index in NUMBERS else "left", no_wrap=True)
