"""The answer box of a table: a cell to type in for each blank."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, Static

from quizengine.practice.markdown import clean
from quizengine.questions.answer_inputs import CELL_SEPARATOR
from quizengine.tui.widgets.answer_box import AnswerBox
from quizengine.tui.widgets.answer_field import AnswerField

if TYPE_CHECKING:
    from quizengine.questions import CellOutcome, Echo
    from quizengine.questions.answer_inputs import TableInput

FILLING = "Fill the blanks; Enter goes to the next one"
SIGNS = {None: ("", ""), True: ("✔", "$text-success"), False: ("✘", "$text-error")}
"""What stands before a cell that is not marked, right or wrong, and its colour."""

FOLLOWS = ("◐", "$text-warning")
"""The same for a cell that follows from a mistake in another one."""

SHORT_LABEL = 10
"""Characters of a label that leaves the columns more room."""

CORRECTING = "Correct the wrong rows; leave the right ones empty"


class Blank(AnswerField):
    """A blank cell."""

    def __init__(self, text: str, column: int) -> None:
        super().__init__(text, compact=True, restrict=f"[^{CELL_SEPARATOR}]*", select_on_focus=True)
        self.column_index = column
        self.sign = Static("", classes="sign", markup=False)


class Cells(AnswerBox):
    """The table, row by row."""

    # Keys that move come first, and move at once: what is typed behind them in one burst, by a
    # fast hand or a script, is for the cell that they lead to.
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "go(-1)", "Up", show=False, priority=True),
        Binding("down", "go(1)", "Down", show=False, priority=True),
        Binding("tab", "step(1)", "Next cell", show=False, priority=True),
        Binding("shift+tab", "step(-1)", "Cell before", show=False, priority=True),
        Binding("enter", "enter", "Next cell, or submit", show=False, priority=True),
    ]

    def __init__(self, answer_input: TableInput, text: str, echo: Callable[[str], Echo]) -> None:
        super().__init__(echo)
        self._answer_input = answer_input
        self._given = [part.strip() for part in clean(text).split(CELL_SEPARATOR)] if text else []
        short = all(len(row.label) < SHORT_LABEL for row in answer_input.rows)
        self._label = "label -brief" if short else "label"
        self.border_title = Content(CORRECTING if answer_input.empty_is_right else FILLING)

    def compose(self) -> ComposeResult:
        """Lay out a header and the rows."""
        with Horizontal(classes="row"):
            yield Static("", classes=self._label, markup=False)
            for name in self._answer_input.columns:
                yield Static(Content(clean(name)), classes="head")
        given = iter(self._given)
        for row in self._answer_input.rows:
            with Horizontal(classes="row"):
                yield Static(Content(clean(row.label)), classes=self._label)
                yield from self._compose_cells(row.cells, given)

    def _compose_cells(self, cells: Sequence[str | None], given: Iterator[str]) -> ComposeResult:
        for column, cell in enumerate(cells):
            if cell is None:
                with Horizontal(classes="cell"):
                    blank = Blank(next(given, ""), column)
                    yield blank.sign
                    yield blank
            else:
                yield Static(Content(clean(cell)), classes="cell given")

    @property
    def blanks(self) -> list[Blank]:
        """The blank cells in reading order."""
        return list(self.query(Blank))

    @property
    def text(self) -> str:
        """The blank cells in reading order."""
        return f"{CELL_SEPARATOR} ".join(blank.value.strip() for blank in self.blanks)

    def take_focus(self) -> None:
        """Go to the first cell that is empty or not right, else to the first."""
        blanks = self.blanks
        waiting = [blank for blank in blanks if blank.has_class("-wrong") or not blank.value]
        (waiting or blanks)[0].focus()

    def mark_cells(self, cells: Sequence[CellOutcome]) -> None:
        """Show beside each cell whether it is right."""
        for blank, cell in zip(self.blanks, cells, strict=False):
            self._sign(blank, cell.right, follows=cell.follows)

    def _sign(self, blank: Blank, right: bool | None, *, follows: bool = False) -> None:
        blank.set_class(right is True, "-right")
        blank.set_class(right is False, "-wrong")
        mark, colour = SIGNS[right]
        if follows:
            mark, colour = FOLLOWS
        blank.sign.update(Content.styled(mark, f"bold {colour}" if colour else ""))

    @on(Input.Changed)
    def _edited(self, event: Input.Changed) -> None:
        event.stop()
        if isinstance(event.input, Blank):
            self._sign(event.input, None)
        self.post_message(self.Edited(self.text))

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        """Enter submits on the last cell, or once every cell is filled."""
        event.stop()
        blanks = self.blanks
        focused = blanks.index(event.input)  # type: ignore[arg-type]  # only blanks are inputs here
        if event.value.strip() or focused + 1 == len(blanks):
            self.post_message(self.Answered())
        else:
            self.screen.set_focus(blanks[focused + 1])

    def action_enter(self) -> None:
        """Go to the next cell, unless this is the last one or the only one to be filled.

        What this cell holds does not count: it may still be on its way there.
        """
        blanks = self.blanks
        focused = self._focused_index()
        others = [blank for index, blank in enumerate(blanks) if index != focused]
        if focused + 1 == len(blanks) or all(blank.value.strip() for blank in others):
            raise SkipAction
        self.screen.set_focus(blanks[focused + 1])

    def action_step(self, cells: int) -> None:
        """Go to the cell before or behind; from the ends the focus leaves the table."""
        focused = self._focused_index() + cells
        if not 0 <= focused < len(self.blanks):
            raise SkipAction
        self.screen.set_focus(self.blanks[focused])

    def action_go(self, rows: int) -> None:
        """Go to the cell above or below."""
        here = self.blanks[self._focused_index()]
        column = [blank for blank in self.blanks if blank.column_index == here.column_index]
        focused = column.index(here) + rows
        if 0 <= focused < len(column):
            self.screen.set_focus(column[focused])

    def _focused_index(self) -> int:
        """Return the index of the cell that has the focus. Raises SkipAction where none has."""
        here = self.screen.focused
        if not isinstance(here, Blank):
            raise SkipAction
        return self.blanks.index(here)
