"""The answer boxes that are picked from: one of several choices, or all statements that hold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message

from quizengine.practice.markdown import parse_markdown
from quizengine.questions.answer_inputs import LETTERS
from quizengine.tui.text_layout import draw, hanging
from quizengine.tui.widgets.answer_box import AnswerBox
from quizengine.tui.widgets.reflow_text import ReflowText

if TYPE_CHECKING:
    from quizengine.questions import CellOutcome, Echo
    from quizengine.questions.answer_inputs import ChoiceInput, StatementsInput


class Pick(ReflowText):
    """One line that can be picked."""

    class Clicked(Message):
        """The mouse picked this line."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    def __init__(self, index: int, label: str, text: str, signs: tuple[str, str]) -> None:
        super().__init__(self._lines)
        self.index = index
        self._label = label
        self._blocks = parse_markdown(text)
        self._signs = signs
        self.picked = False
        self.right: bool | None = None

    def _lines(self, width: int) -> list[Content]:
        mark = {None: "", True: " ✔", False: " ✘"}[self.right]
        label = Content.assemble(
            (self._signs[self.picked], "bold $text-primary" if self.picked else ""),
            (mark, "bold $text-success" if self.right else "bold $text-error"),
            (f" {self._label} ", "bold"),
            " ",
        )
        return hanging(label, draw(self._blocks, width - label.cell_length))

    def update(self, picked: bool, right: bool | None, cursor: bool) -> None:
        """Show whether it is picked, whether that was right, and whether the cursor is on it."""
        self.set_class(cursor, "-cursor")
        if (picked, right) != (self.picked, self.right):
            self.picked, self.right = picked, right
            self.show(self._lines)

    async def on_click(self, event: events.Click) -> None:
        """Say that the mouse picked this line."""
        event.stop()
        self.post_message(self.Clicked(self.index))


class Picks(AnswerBox, can_focus=True):
    """Lines to pick from, with a cursor."""

    SIGNS: ClassVar[tuple[str, str]]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", show=False),
        Binding("down", "move(1)", "Down", show=False),
        Binding("space", "pick", "Pick", show=False),
        Binding("enter", "answer", "Submit", show=False),
    ]

    def __init__(
        self,
        texts: Sequence[str],
        labels: Sequence[str],
        picked: set[int],
        echo: Callable[[str], Echo],
    ) -> None:
        super().__init__(echo)
        self._texts = texts
        self._labels = labels
        self._picked = picked
        self._cursor = min(picked, default=0)
        self._right: dict[int, bool | None] = {}

    def compose(self) -> ComposeResult:
        """Lay out the lines."""
        for index, (label, text) in enumerate(zip(self._labels, self._texts, strict=True)):
            yield Pick(index, label, text, self.SIGNS)

    def on_mount(self) -> None:
        """Show what is picked already."""
        self._show()

    def take_focus(self) -> None:
        """Take the keys."""
        self.focus()

    def mark_cells(self, cells: Sequence[CellOutcome]) -> None:
        """Show beside each line whether it is right."""
        self._right = {index: cell.right for index, cell in enumerate(cells)}
        self._show()

    def on_focus(self) -> None:
        """Show the cursor."""
        self._show()

    def on_blur(self) -> None:
        """Hide the cursor."""
        self._show()

    def on_key(self, event: events.Key) -> None:
        """A line's own letter or number picks it."""
        if event.character and self._typed(event.character.lower()):
            event.stop()

    def on_pick_clicked(self, event: Pick.Clicked) -> None:
        """The mouse picks as the space bar does."""
        event.stop()
        if not self.disabled:
            self.focus()
            self._cursor = event.index
            self.action_pick()

    def action_move(self, by: int) -> None:
        """Move the cursor."""
        self._cursor = max(0, min(self._cursor + by, len(self._texts) - 1))
        self._show()

    def action_pick(self) -> None:
        """Pick the line under the cursor."""
        self._picked = self._after_pick(self._cursor)
        self._right = {}
        self._show()
        self.post_message(self.Edited(self.text))

    def action_answer(self) -> None:
        """Submit what is picked."""
        self.post_message(self.Answered())

    def _typed(self, character: str) -> bool:
        """Pick the line that a character names; return whether there is one."""
        if character not in self._labels:
            return False
        self._cursor = self._labels.index(character)
        self.action_pick()
        return True

    def _after_pick(self, index: int) -> set[int]:
        raise NotImplementedError

    def _show(self) -> None:
        for pick in self.query(Pick):
            cursor = pick.index == self._cursor and self.has_focus
            pick.update(pick.index in self._picked, self._right.get(pick.index), cursor)
            if cursor:
                pick.scroll_visible(animate=False)


class Choices(Picks):
    """Exactly one line is right; the answer is its letter."""

    SIGNS = ("( )", "(•)")

    def __init__(self, answer_input: ChoiceInput, text: str, echo: Callable[[str], Echo]) -> None:
        letters = LETTERS[: len(answer_input.choices)]
        picked = {index for index, letter in enumerate(letters) if letter == text.strip()}
        super().__init__(answer_input.choices, letters, picked, echo)
        self.border_title = Content("Pick one")

    @property
    def text(self) -> str:
        """The letter of the line that is picked."""
        return "".join(self._labels[index] for index in self._picked)

    def _after_pick(self, index: int) -> set[int]:
        return {index}

    def action_move(self, by: int) -> None:
        """Move the cursor, and the choice with it, as radio buttons do."""
        super().action_move(by if self._picked else min(by, 0))
        self.action_pick()


class Statements(Picks):
    """All lines that hold are ticked; the answer is their numbers."""

    SIGNS = ("[ ]", "[✔]")

    def __init__(
        self, answer_input: StatementsInput, text: str, echo: Callable[[str], Echo]
    ) -> None:
        numbers = [str(index + 1) for index in range(len(answer_input.statements))]
        typed = {part.strip() for part in text.split(",")}
        ticked = {index for index, number in enumerate(numbers) if number in typed}
        super().__init__(answer_input.statements, numbers, ticked, echo)
        self._touched = bool(text.strip())
        self.border_title = Content("Tick all that hold; 0 for none")

    @property
    def text(self) -> str:
        """The numbers of the lines that are ticked; `none` only when that was said.

        An Enter too many on arriving at the question must not answer it.
        """
        ticked = ", ".join(self._labels[index] for index in sorted(self._picked))
        return ticked or ("none" if self._touched else "")

    def _typed(self, character: str) -> bool:
        """Nought unticks everything; a line's number ticks it."""
        if character != "0":
            return super()._typed(character)
        self._picked = {self._cursor}
        self.action_pick()
        return True

    def _after_pick(self, index: int) -> set[int]:
        self._touched = True
        return self._picked ^ {index}
