"""The summary screen: the score in words, each question's result, what to look at again."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message

from quizengine.practice.markdown import clean
from quizengine.practice.summary import Summary, summarise
from quizengine.tui.help import HelpedScreen
from quizengine.tui.text_layout import CHEVRON, QUIET, hanging, wrapped
from quizengine.tui.widgets.key_line import KeyHint, KeyLine
from quizengine.tui.widgets.reflow_text import ReflowText
from quizengine.tui.widgets.title_line import TRAIL, TitleLine

if TYPE_CHECKING:
    from quizengine.practice.session import Session

WORDS_BESIDE = 64
"""Least width at which a question's result stands beside its title."""


class SummaryScreen(HelpedScreen):
    """Shows the summary of a session."""

    HELP = "The results of this practice. They stay on this machine."

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,escape", "leave", "Home", key_display="Enter"),
        Binding("f5", "again", "The same again with new numbers"),
        Binding("f7", "back", "Back to the last question"),
        Binding("f1", "help", "Help"),
    ]

    pane = getters.query_one("#summary", VerticalScroll)

    class Again(Message):
        """The student wants to practise the same again, with new numbers."""

    class Returned(Message):
        """The student goes back to the last question."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.summary = summarise(session)

    def compose(self) -> ComposeResult:
        """Lay out the summary in a pane that scrolls."""
        title = Content.styled(clean(self.summary.title), "bold")
        yield TitleLine([title + Content.styled(f" {CHEVRON} summary", QUIET), title])
        with VerticalScroll(id="summary"):
            yield ReflowText(lambda width: summary_lines(self.summary, width))
        yield KeyLine()

    def on_mount(self) -> None:
        """Show the keys."""
        self.query_one(KeyLine).show(
            (
                KeyHint("⏎", "home", "screen.leave"),
                KeyHint("F5", "again, new numbers", "screen.again"),
                KeyHint("F7", "back", "screen.back"),
                KeyHint("F1", "help", "screen.help"),
            )
        )
        self.pane.focus()

    def action_leave(self) -> None:
        """Go home."""
        self.post_message(self.Left())

    def action_again(self) -> None:
        """Post that the student wants the same with new numbers."""
        self.post_message(self.Again())

    def action_back(self) -> None:
        """Go back to the last question."""
        self.post_message(self.Returned())


def summary_lines(summary: Summary, width: int) -> list[Content]:
    """Return the lines of a summary at a width."""
    lines = wrapped(Content.styled(summary.score, "bold"), width)
    lines.append(Content(""))
    longest = max((len(clean(line.title)) for line in summary.lines), default=0)
    for line in summary.lines:
        sign, colour = TRAIL[line.result]
        label = Content.styled(f"{sign} ", f"bold {colour}")
        title, words = Content(clean(line.title)), Content.styled(line.result_text, QUIET)
        if width >= max(WORDS_BESIDE, longest + 32):
            title = title.pad_right(longest - title.cell_length + 3) + words
            lines.extend(hanging(label, wrapped(title, width - 2)))
        else:
            lines.extend(hanging(label, [*wrapped(title, width - 2), *wrapped(words, width - 2)]))
    if summary.again:
        lines += [Content(""), Content.styled("Worth another look", "bold $text-primary")]
        for line in summary.again:
            lines.extend(hanging(Content("• "), wrapped(Content(clean(line.title)), width - 2)))
            for mistake in line.mistakes:
                text = Content.styled(clean(mistake), QUIET)
                lines.extend(hanging(Content("  "), wrapped(text, width - 2)))
    for message in summary.skipped_questions:
        lines += [Content(""), *wrapped(Content.styled(clean(message), "$text-warning"), width)]
    return lines
