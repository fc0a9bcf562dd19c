"""The answer box of one line: a number, a shape or a formula, and how it is read while typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual import getters, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, Static

from quizengine.practice.markdown import clean
from quizengine.tui.text_layout import CHEVRON, QUIET
from quizengine.tui.widgets.answer_box import AnswerBox
from quizengine.tui.widgets.answer_field import AnswerField

if TYPE_CHECKING:
    from quizengine.questions import Echo
    from quizengine.questions.answer_inputs import AnswerInput

LONGEST_ECHO = 200
"""Characters of an echo that are shown: no screen is wider, and a pasted book stays cheap."""


class AnswerLine(AnswerBox):
    """An input with the reading of what it holds beside it."""

    box = getters.query_one(AnswerField)
    echo = getters.query_one("#echo", Static)

    def __init__(self, answer_input: AnswerInput, text: str, echo: Callable[[str], Echo]) -> None:
        super().__init__(echo)
        self._answer_input = answer_input
        self._start = text
        self.border_title = Content(clean(answer_input.title))

    def compose(self) -> ComposeResult:
        """Lay out the symbols of a formula, then the input and its echo."""
        if self._answer_input.symbols:
            meanings = [
                Content.assemble(
                    (clean(symbol), "bold $text-accent"), (f" {clean(meaning)}", QUIET)
                )
                for symbol, meaning in self._answer_input.symbols
            ]
            yield Static(Content("   ").join(meanings), id="symbols")
        with Horizontal(id="line"):
            yield Static(CHEVRON, id="mark", markup=False)
            yield AnswerField(
                self._start,
                placeholder=self._answer_input.placeholder,
                compact=True,
                select_on_focus=False,
            )
            yield Static(id="echo", markup=False)

    def on_mount(self) -> None:
        """Show how the text is read that was left here."""
        self._show_echo(self._start)

    @property
    def text(self) -> str:
        """What stands in the input."""
        return self.box.value

    def take_focus(self) -> None:
        """Put the cursor in the input, after what it holds."""
        self.box.focus()

    @on(Input.Changed)
    def _edited(self, event: Input.Changed) -> None:
        event.stop()
        self._show_echo(event.value)
        self.post_message(self.Edited(event.value))

    @on(Input.Submitted)
    def _answered(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Answered())

    def _show_echo(self, text: str) -> None:
        read = self.reading_of(text)
        self.echo.update(
            Content.styled(
                clean(read.text[:LONGEST_ECHO]), "bold $text-success" if read.ok else QUIET
            ),
            # Its width is fixed, so that a key costs no layout.
            layout=False,
        )
