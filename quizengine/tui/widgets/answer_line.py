"""The answer box of one line: a number, a shape or a formula, read aloud as it is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import getters, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, Static

from quizengine.practice.markdown import clean
from quizengine.questions.answer_inputs import FormulaInput, LayerInput, NumberInput
from quizengine.tui.text_layout import CHEVRON, QUIET
from quizengine.tui.widgets.answer import AnswerBox
from quizengine.tui.widgets.answer_field import AnswerField

if TYPE_CHECKING:
    from quizengine.questions import QuestionView

LONGEST_ECHO = 200
"""Characters of an echo that are shown: no screen is wider, and a pasted book stays cheap."""

ASKED = {
    "number": "a number, or arithmetic",
    "estimate": "like 60k, 1.2M or 2^20",
    "shape": "like 14x14x20",
    "formula": "a formula",
    "layer": "one layer, in Keras or PyTorch",
}


class AnswerLine(AnswerBox):
    """An input with the reading of what it holds beside it."""

    box = getters.query_one(AnswerField)
    echo = getters.query_one("#echo", Static)

    def __init__(self, part: QuestionView, text: str) -> None:
        super().__init__(id="answer")
        self._part = part
        self._start = text
        self.border_title = Content(clean(_title(part)))

    def compose(self) -> ComposeResult:
        """Lay out the symbols of a formula, then the input and its echo."""
        if isinstance(self._part.answer_input, FormulaInput):
            meanings = [
                Content.assemble(
                    (clean(symbol), "bold $text-accent"), (f" {clean(meaning)}", QUIET)
                )
                for symbol, meaning in self._part.answer_input.symbols
            ]
            yield Static(Content("   ").join(meanings), id="symbols")
        with Horizontal(id="line"):
            yield Static(CHEVRON, id="mark", markup=False)
            yield AnswerField(
                self._start,
                placeholder=ASKED.get(self._part.kind, "your answer"),
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
        read = self._part.echo(text)
        self.echo.update(
            Content.styled(
                clean(read.text[:LONGEST_ECHO]), "bold $text-success" if read.ok else QUIET
            ),
            # Its width is fixed, so that a key costs no layout.
            layout=False,
        )


def _title(part: QuestionView) -> str:
    """What the box is headed with: the unit, how near is right, the input of a layer."""
    match part.answer_input:
        case NumberInput(unit, near):
            return ", ".join(filter(None, ("Answer", unit, near)))
        case LayerInput(shape):
            return f"Answer, one layer on {shape}"
        case _:
            return "Answer"
