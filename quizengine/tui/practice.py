"""The screen of a practice: one screen, brought up to date in place for each question."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget

from quizengine.practice.prose import clean
from quizengine.tui.asking import Asking
from quizengine.tui.help import HelpedScreen
from quizengine.tui.practice_keys import goes_on, keys_of
from quizengine.tui.widgets.answer_box import AnswerBox
from quizengine.tui.widgets.keys import KeyLine
from quizengine.tui.widgets.picture_pane import PicturePane
from quizengine.tui.widgets.title import TitleLine, show_session

if TYPE_CHECKING:
    from quizengine.practice.session import Session


class PracticeScreen(HelpedScreen):
    """Shows a session and passes on what the student does."""

    HELP = """\
Type an answer and press Enter. A number may be typed as arithmetic: (8*8*3+1)*20. What it comes \
to is shown while you type. An answer that cannot be read costs nothing.

Stuck? F2 opens a hint, one at a time: which quantity, which formula, the numbers put in. F3 \
breaks the question into smaller ones; each is marked, then the whole is put together. Both are \
told in the summary, and the answer counts. The working opens step by step; opening it before a \
right answer means that these numbers no longer count, but new numbers always do.\
"""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go_on", "Submit; again, go on", key_display="Enter"),
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
        Binding("escape", "leave", "Whole question, then home; all is kept", key_display="Esc"),
        Binding("f1", "help", "Help"),
    ]

    title_line = getters.query_one(TitleLine)
    asking = getters.query_one(Asking)
    keys = getters.query_one(KeyLine)

    class Finished(Message):
        """The last question is done."""

    class Moved(Message):
        """The session has gone on to another state."""

        def __init__(self, session: Session) -> None:
            super().__init__()
            self.session = session

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session

    def compose(self) -> ComposeResult:
        """Lay out the title, what is asked, and the keys."""
        yield TitleLine()
        yield Asking()
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
        """Typing after a wrong answer is another try."""
        part_progress = self.session.current_progress
        if event.text == part_progress.draft:
            return
        session = self.session if part_progress.asking else self.session.retry()
        # The verdict on the old text stays until the next one; only keys and state change here.
        self._keep(session.keep_draft(event.text))
        self._show_keys()

    async def action_go_on(self) -> None:
        """Go on after a right answer or a whole working; else ask for another try."""
        session, asking = self.session, self.asking
        if goes_on(session):
            await self._go(session.next())
        elif session.current_progress.asking:
            await self._go(session.submit(asking.box.text), asking.verdict)
        else:
            await self._go(session.retry())
            asking.box.take_focus()

    async def action_hint(self) -> None:
        """Open a hint."""
        hints = self.session.asked.hints
        if not hints:
            self.notify("This question has no hints; F4 shows its working.", markup=False)
        elif self.session.current_progress.hints == len(hints):
            self.notify("That was the last hint; F4 shows the working.", markup=False)
        await self._go(self.session.hint(), self.asking.hints)

    async def action_break_down(self) -> None:
        """Ask smaller questions in place of this one, or this one again in place of those."""
        if self.session.scaffold_run is not None:
            await self._go(self.session.whole())
            return
        if not self.session.has_steps:
            self.notify("There is nothing smaller on the way to this answer.", markup=False)
        await self._go(self.session.break_down())

    async def action_working(self) -> None:
        """Open the next piece of the working."""
        await self._go(self.session.reveal(), self.asking.working)

    async def action_all_working(self) -> None:
        """Open the whole working."""
        await self._go(self.session.reveal_all(), self.asking.working)

    async def action_new_numbers(self) -> None:
        """Ask the same question with other numbers."""
        before = _read_on(self.session)
        await self._go(self.session.new_numbers())
        if before == _read_on(self.session):
            self.notify("This question has no other numbers.", markup=False)

    async def action_framework(self) -> None:
        """Show the code in the other framework, here and from now on."""
        other = self.session.other_framework
        if other:
            await self._go(self.session.in_framework(other))
        else:
            self.notify("This question is the same in every framework.", markup=False)

    def action_picture(self) -> None:
        """Open the pictures; stepping through one is on record as help."""
        self.asking.look(self.session)
        album = self.asking.picture.album
        if not album:
            self.notify("This question has no picture.", markup=False)
            return
        # Imported when a picture is first opened.
        from quizengine.tui.picture import PictureScreen

        self.add_class("-pictured")
        self.app.push_screen(PictureScreen(album, self._stepped), self._picture_closed)

    def _picture_closed(self, _: None) -> None:
        self.remove_class("-pictured")

    def _stepped(self) -> None:
        self._keep(self.session.step_picture())

    def _keep(self, session: Session) -> None:
        """Take another state of the session, and say so."""
        self.session = session
        self.post_message(self.Moved(session))

    async def action_skip(self) -> None:
        """Go on without an answer; a smaller question is shown first."""
        await self._go(self.session.next(), self.asking.working)

    async def action_back(self) -> None:
        """Go back to what was asked before."""
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
        """Scroll the question, then what came of it."""
        self.asking.page(direction)

    def on_resize(self) -> None:
        """Share out the rows anew."""
        self.asking.lay_out(self.session)

    def on_picture_pane_found(self, event: PicturePane.Found) -> None:
        """Say that there is a picture, or that there is none."""
        event.stop()
        self._show_keys()

    async def _go(self, session: Session, in_view: Widget | None = None) -> None:
        """Show another state of the session, and bring one widget of it into view."""
        skipped_questions = session.skipped_questions[len(self.session.skipped_questions) :]
        self._keep(session)
        for trouble in skipped_questions:
            self.notify(clean(trouble), severity="warning", markup=False)
        if session.finished:
            self.post_message(self.Finished())
            return
        with self.app.batch_update():
            show_session(self.title_line, session)
            await self.asking.show(session, in_view)
            self._show_keys()

    def _show_keys(self) -> None:
        self.keys.show(keys_of(self.session, bool(self.asking.picture.album)))


def _read_on(session: Session) -> tuple[object, ...]:
    """All that a student reads of a question: what stands above its parts too has its numbers."""
    return (session.visit.variant.intro, session.part.prompt, session.part.answer_input)
