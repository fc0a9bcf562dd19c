"""The screen of a practice: one screen, updated in place for each question."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget

from quizengine.practice.markdown import clean
from quizengine.tui.help import HelpedScreen
from quizengine.tui.practice_keys import enter_goes_on, key_hints
from quizengine.tui.question_panes import QuestionPanes
from quizengine.tui.widgets.answer_box import AnswerBox
from quizengine.tui.widgets.key_line import KeyLine
from quizengine.tui.widgets.picture_pane import PicturePane
from quizengine.tui.widgets.title_line import TitleLine, show_session

if TYPE_CHECKING:
    from quizengine.practice.session import Session


class PracticeScreen(HelpedScreen):
    """Shows a session, and applies the student's actions to it."""

    HELP = """\
Type an answer and press Enter. A number may be typed as arithmetic: (8*8*3+1)*20. Its value is \
shown while you type. An answer that cannot be read costs nothing.

Stuck? F2 opens one hint at a time: which quantity, which formula, then the numbers. F3 breaks the \
question into smaller ones; each is marked, and then you answer the whole question. The summary \
lists both kinds of help, and your answer still counts. F4 opens the working step by step; if you \
open it before a right answer, these numbers no longer count, but new numbers always do.\
"""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go_on", "Submit; press again to go on", key_display="Enter"),
        Binding("f2", "hint", "Hint"),
        Binding("f3", "break_down", "Smaller questions, or back to the whole"),
        Binding("f4", "working", "Next step of the working"),
        Binding("shift+f4,f16", "all_working", "Whole working", key_display="shift+F4"),
        Binding("f5", "new_numbers", "New numbers"),
        Binding("f6", "picture", "Picture"),
        Binding("f7", "back", "Back"),
        Binding("f8,ctrl+n", "skip", "Skip, or go on", key_display="F8 or ctrl+n"),
        Binding("ctrl+l", "framework", "Code in Keras or in PyTorch"),
        Binding("pageup", "page(-1)", "Scroll up", key_display="PgUp"),
        Binding("pagedown", "page(1)", "Scroll down", key_display="PgDn"),
        Binding(
            "escape",
            "leave",
            "To the whole question, then home; nothing is lost",
            key_display="Esc",
        ),
        Binding("f1", "help", "Help"),
    ]

    title_line = getters.query_one(TitleLine)
    panes = getters.query_one(QuestionPanes)
    keys = getters.query_one(KeyLine)

    class Finished(Message):
        """The last question is done."""

    class Moved(Message):
        """The session has changed."""

        def __init__(self, session: Session) -> None:
            super().__init__()
            self.session = session

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session

    def compose(self) -> ComposeResult:
        """Lay out the title, the panes and the keys."""
        yield TitleLine()
        yield QuestionPanes()
        yield KeyLine()

    async def on_mount(self) -> None:
        """Show the session as it stands."""
        await self._go(self.session)

    # What the student does

    @on(AnswerBox.Answered)
    async def _answered(self, event: AnswerBox.Answered) -> None:
        event.stop()
        await self.action_go_on()

    @on(AnswerBox.Edited)
    async def _edited(self, event: AnswerBox.Edited) -> None:
        """Start another try when the student types after a wrong answer."""
        part_progress = self.session.current_progress
        if event.text == part_progress.draft:
            return
        session = self.session if part_progress.awaits_answer else self.session.retry()
        # The verdict on the old text stays until the next one; only keys and state change here.
        self._keep(session.keep_draft(event.text))
        self._show_keys()

    async def action_go_on(self) -> None:
        """Go on after a right answer or the whole working; else submit, or start another try."""
        session, panes = self.session, self.panes
        if enter_goes_on(session):
            await self._go(session.next())
        elif session.current_progress.awaits_answer:
            await self._go(session.submit(panes.box.text), panes.verdict)
        else:
            await self._go(session.retry())
            panes.box.take_focus()

    async def action_hint(self) -> None:
        """Open a hint."""
        hints = self.session.current_question.hints
        if not hints:
            self.notify("This question has no hints; F4 shows its working.", markup=False)
        elif self.session.current_progress.hints == len(hints):
            self.notify("That was the last hint; F4 shows the working.", markup=False)
        await self._go(self.session.hint(), self.panes.hints)

    async def action_break_down(self) -> None:
        """Break the part down into smaller questions, or go back to the whole part."""
        if self.session.scaffold_run is not None:
            await self._go(self.session.whole())
            return
        if not self.session.has_steps:
            self.notify("This question has no smaller steps.", markup=False)
        await self._go(self.session.break_down())

    async def action_working(self) -> None:
        """Open the next piece of the working."""
        await self._go(self.session.reveal(), self.panes.working)

    async def action_all_working(self) -> None:
        """Open the whole working."""
        await self._go(self.session.reveal_all(), self.panes.working)

    async def action_new_numbers(self) -> None:
        """Ask the same question with other numbers."""
        before = _question_texts(self.session)
        await self._go(self.session.new_numbers())
        if before == _question_texts(self.session):
            self.notify("This question has no other numbers.", markup=False)

    async def action_framework(self) -> None:
        """Show the code in the other framework, here and from now on."""
        other = self.session.other_framework
        if other:
            await self._go(self.session.in_framework(other))
        else:
            self.notify("This question is the same in every framework.", markup=False)

    def action_picture(self) -> None:
        """Open the pictures; stepping through one is recorded as help."""
        self.panes.find_pictures(self.session)
        pictures = self.panes.picture.pictures
        if not pictures:
            self.notify("This question has no picture.", markup=False)
            return
        # Imported when a picture is first opened.
        from quizengine.tui.picture import PictureScreen

        self.add_class("-pictured")
        self.app.push_screen(PictureScreen(pictures, self._stepped), self._picture_closed)

    def _picture_closed(self, _: None) -> None:
        self.remove_class("-pictured")

    def _stepped(self) -> None:
        self._keep(self.session.step_picture())

    def _keep(self, session: Session) -> None:
        """Keep another state of the session, and post that it has changed."""
        self.session = session
        self.post_message(self.Moved(session))

    async def action_skip(self) -> None:
        """Go on without an answer; the working of a smaller question is shown first."""
        await self._go(self.session.next(), self.panes.working)

    async def action_back(self) -> None:
        """Go back to the question before."""
        if self.session.at_start:
            self.notify("This is the first question.", markup=False)
        await self._go(self.session.back())

    async def action_leave(self) -> None:
        """Go back to the whole question, or from there home."""
        if self.session.scaffold_run is not None:
            await self._go(self.session.whole())
        else:
            self.post_message(self.Left())

    def action_page(self, direction: int) -> None:
        """Scroll the question, then the outcome."""
        self.panes.page(direction)

    def on_resize(self) -> None:
        """Share out the rows anew."""
        self.panes.lay_out(self.session)

    def on_picture_pane_found(self, event: PicturePane.Found) -> None:
        """Update the keys, now that it is known whether there is a picture."""
        event.stop()
        self._show_keys()

    async def _go(self, session: Session, in_view: Widget | None = None) -> None:
        """Show another state of the session, and bring one widget of it into view."""
        skipped_questions = session.skipped_questions[len(self.session.skipped_questions) :]
        self._keep(session)
        for message in skipped_questions:
            self.notify(clean(message), severity="warning", markup=False)
        if session.finished:
            self.post_message(self.Finished())
            return
        with self.app.batch_update():
            show_session(self.title_line, session)
            await self.panes.show(session, in_view)
            self._show_keys()

    def _show_keys(self) -> None:
        self.keys.show(key_hints(self.session, bool(self.panes.picture.pictures)))


def _question_texts(session: Session) -> tuple[object, ...]:
    """Return all texts of a question that have its numbers, the introduction included."""
    return (session.visit.variant.intro, session.part.prompt, session.part.answer_input)
