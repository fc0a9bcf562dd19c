"""The screen of a practice: one screen, brought up to date in place for each question."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical, VerticalScroll
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget

from quizengine.calculator.exports import FRAMEWORKS
from quizengine.practice.prose import clean
from quizengine.tui.help import HelpScreen
from quizengine.tui.widgets.answer import AnswerBox, answer_box
from quizengine.tui.widgets.hints import Hints
from quizengine.tui.widgets.keys import Key, KeyLine
from quizengine.tui.widgets.page import Page
from quizengine.tui.widgets.picture_pane import PicturePane
from quizengine.tui.widgets.prompt import Prompt
from quizengine.tui.widgets.title import TitleLine, show_session
from quizengine.tui.widgets.verdict import Verdict
from quizengine.tui.widgets.working import Working

if TYPE_CHECKING:
    from quizengine.practice import Session


class PracticeScreen(Screen[None]):
    """Shows a session and passes on what the student does."""

    HELP = """\
Type an answer and press Enter. A number may be typed as arithmetic: (8*8*3+1)*20. What it comes \
to is shown while you type. An answer that cannot be read costs nothing.

Hints open one at a time. The working opens step by step; opening it before a right answer means \
that these numbers no longer count, but new numbers always do.\
"""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go_on", "Submit; again, go on", key_display="Enter"),
        Binding("f2", "hint", "Hint"),
        Binding("f4", "working", "Next step of the working"),
        Binding("shift+f4,f16", "all_working", "Whole working", key_display="shift+F4"),
        Binding("f5", "new_numbers", "New numbers"),
        Binding("f6", "picture", "Picture"),
        Binding("f7", "back", "Back"),
        Binding("f8,ctrl+n", "skip", "Skip, or go on", key_display="F8 or ctrl+n"),
        Binding("ctrl+l", "framework", "Code in Keras or in PyTorch"),
        Binding("pageup", "page(-1)", "Scroll up", key_display="PgUp"),
        Binding("pagedown", "page(1)", "Scroll down", key_display="PgDn"),
        Binding("escape", "leave", "Home; the practice is kept", key_display="Esc"),
        Binding("f1", "help", "Help"),
    ]

    title_line = getters.query_one(TitleLine)
    prompt = getters.query_one(Prompt)
    prompt_pane = getters.query_one("#prompt-pane", VerticalScroll)
    outcome_pane = getters.query_one("#outcome", VerticalScroll)
    picture = getters.query_one(PicturePane)
    verdict = getters.query_one(Verdict)
    hints = getters.query_one(Hints)
    working = getters.query_one(Working)
    keys = getters.query_one(KeyLine)

    class Finished(Message):
        """The last question is done."""

    class Left(Message):
        """The student goes home; the session is kept."""

    class Moved(Message):
        """The session has gone on to another state."""

        def __init__(self, session: Session) -> None:
            super().__init__()
            self.session = session

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._posed_at: tuple[int, int, int, str] | None = None
        self._shown_last: Widget | None = None
        self._prompt_at_end = False

    def compose(self) -> ComposeResult:
        """Lay out question, answer and outcome."""
        yield TitleLine()
        with Container(id="work"):
            with Vertical(id="asking"):
                with VerticalScroll(id="prompt-pane", can_focus=False):
                    yield Prompt(id="prompt")
                yield Vertical(id="answer-place")
            with (
                Container(id="outcome-place"),
                VerticalScroll(id="outcome", can_focus=False),
            ):
                yield PicturePane()
                yield Verdict(id="verdict")
                yield Hints(id="hints")
                yield Working()
        yield KeyLine()

    async def on_mount(self) -> None:
        """Show the session as it stands."""
        await self._go(self.session)

    @property
    def box(self) -> AnswerBox:
        """The answer box of the part being asked."""
        return self.query_one(AnswerBox)

    # What the student does

    @on(AnswerBox.Answered)
    async def _answered(self, event: AnswerBox.Answered) -> None:
        event.stop()
        await self.action_go_on()

    @on(AnswerBox.Edited)
    async def _edited(self, event: AnswerBox.Edited) -> None:
        """Typing after a wrong answer is another try."""
        effort = self.session.effort
        if event.text == effort.draft:
            return
        session = self.session if effort.asking else self.session.retry()
        # The verdict on the old text stays until the next one; only keys and state change here.
        self.session = session.keep_draft(event.text)
        self.post_message(self.Moved(self.session))
        self._show_keys()

    async def action_go_on(self) -> None:
        """Go on after a right answer or a whole working; else ask for another try."""
        session = self.session
        if self._goes_on:
            await self._go(session.next())
        elif session.effort.asking:
            await self._go(session.submit(self.box.text), self.verdict)
        else:
            await self._go(session.retry())
            self.box.take_focus()

    async def action_hint(self) -> None:
        """Open a hint."""
        if not self.session.posed.hints:
            self.notify("This question has no hints; F4 shows its working.", markup=False)
        elif self.session.effort.hints == len(self.session.posed.hints):
            self.notify("That was the last hint; F4 shows the working.", markup=False)
        await self._go(self.session.hint(), self.hints)

    async def action_working(self) -> None:
        """Open the next piece of the working."""
        await self._go(self.session.reveal(), self.working)

    async def action_all_working(self) -> None:
        """Open the whole working."""
        await self._go(self.session.reveal_all(), self.working)

    async def action_new_numbers(self) -> None:
        """Ask the same question with other numbers."""
        before = self.session.posed
        await self._go(self.session.new_numbers())
        after = self.session.posed
        if (before.prompt, before.form) == (after.prompt, after.form):
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
        self._look()
        if not self.picture.album:
            self.notify("This question has no picture.", markup=False)
            return
        # Imported when a picture is first opened.
        from quizengine.tui.picture import PictureScreen

        self.add_class("-pictured")
        self.app.push_screen(PictureScreen(self.picture.album, self._stepped), self._picture_closed)

    def _picture_closed(self, _: None) -> None:
        self.remove_class("-pictured")

    def _stepped(self) -> None:
        self.session = self.session.step_picture()
        self.post_message(self.Moved(self.session))

    async def action_skip(self) -> None:
        """Go on without an answer."""
        await self._go(self.session.next())

    async def action_back(self) -> None:
        """Go back to what was asked before."""
        if self.session.at_start:
            self.notify("This is the first question.", markup=False)
        await self._go(self.session.back())

    def action_leave(self) -> None:
        """Go home."""
        self.post_message(self.Left())

    def action_help(self) -> None:
        """Say what the keys do."""
        self.app.push_screen(HelpScreen(self.HELP, self))

    def action_page(self, direction: int) -> None:
        """Scroll the question, then what came of it, as if they were one page."""
        self._prompt_at_end = False
        panes = [self.prompt_pane, self.outcome_pane]
        for pane in panes if direction > 0 else reversed(panes):
            if pane.region.height and (
                pane.scroll_offset.y < pane.max_scroll_y if direction > 0 else pane.scroll_offset.y
            ):
                pane.scroll_relative(y=direction * max(pane.size.height - 1, 1), animate=False)
                return

    # What is shown

    async def _go(self, session: Session, show: Widget | None = None) -> None:
        """Show another state of the session, and bring one widget of it into view."""
        troubles = session.troubles[len(self.session.troubles) :]
        self.session = session
        self.post_message(self.Moved(session))
        for trouble in troubles:
            self.notify(clean(trouble), severity="warning", markup=False)
        if session.finished:
            self.post_message(self.Finished())
            return
        with self.app.batch_update():
            await self._pose()
            self._show_outcome()
            self._show_keys()
        self._shown_last = show
        self.call_after_refresh(self._fit)
        self.call_after_refresh(self._look)

    def on_resize(self) -> None:
        """Share out the rows anew."""
        self.call_after_refresh(self._fit)
        self.call_after_refresh(self._look)

    def on_picture_pane_found(self, event: PicturePane.Found) -> None:
        """Say that there is a picture, or that there is none."""
        event.stop()
        self._show_keys()

    def _look(self) -> None:
        """Take the pictures of what is asked, once it is on the screen."""
        if not self.session.finished:
            self.picture.look_at(self.session.turn, wide=self.has_class("-wide"))

    def on_page_resized(self, event: Page.Resized) -> None:
        """Share out the rows anew when a text takes more or fewer of them."""
        event.stop()
        self._fit()

    async def _pose(self) -> None:
        """Show the question; the answer box is made anew only when another one is asked."""
        session = self.session
        show_session(self.title_line, session)
        variant = session.turn.variant
        here = (session.at, session.turn.part, variant.number, variant.framework)
        effort = session.effort
        if here != self._posed_at:
            self._posed_at = here
            self.prompt.pose(variant.intro, session.posed.prompt)
            # The introduction was read with the first part; later ones begin with the question.
            self._prompt_at_end = session.turn.part > 0
            if not self._prompt_at_end:
                self.prompt_pane.scroll_home(animate=False)
            self.outcome_pane.scroll_home(animate=False)
            place = self.query_one("#answer-place")
            await place.remove_children()
            await place.mount(answer_box(session.posed, effort.draft))
        box = self.box
        box.disabled = effort.right
        if effort.outcome is not None and (
            effort.right or effort.draft == effort.attempts[-1].text
        ):
            box.mark_cells(effort.outcome.cells)
        if not effort.right and (self.focused is None or not box.has_focus_within):
            box.take_focus()

    def _show_outcome(self) -> None:
        session, effort = self.session, self.session.effort
        self.verdict.pronounce(effort.complaint or effort.outcome)
        self.hints.open(session.posed.hints, effort.hints)
        self.working.open(session.pieces, effort.pieces)
        shown = any(widget.display for widget in (self.verdict, self.hints, self.working))
        self.set_class(shown, "-answered")

    def _fit(self) -> None:
        """Share out the rows: the answer box always has its place, and each pane scrolls."""
        rows = self.query_one("#work").size.height
        answer = _natural_height(self.box)
        outcome = 0
        if self.has_class("-answered") and not self.has_class("-wide"):
            most = rows // 2 if self.session.effort.pieces else rows * 2 // 5
            left = rows - answer - min(_natural_height(self.prompt_pane), rows // 3)
            outcome = min(_natural_height(self.outcome_pane), max(min(most, left), rows // 4, 2))
        spare = rows - outcome - _natural_height(self.prompt_pane)
        answer = min(answer, max(rows // 2, spare, 3), max(rows - outcome - 2, 1))
        self.box.styles.max_height = answer
        self.prompt_pane.styles.max_height = max(rows - answer - outcome, 1)
        if self._prompt_at_end:
            self.call_after_refresh(self.prompt_pane.scroll_end, animate=False)
        if self._shown_last is not None and self._shown_last.display:
            self.call_after_refresh(self._bring_into_view, self._shown_last)

    def _bring_into_view(self, widget: Widget) -> None:
        """Scroll so that a text is seen, and of a working what was opened last."""
        pane = self.outcome_pane
        if widget is not self.working:
            pane.scroll_to_widget(widget, animate=False, top=widget is self.verdict)
            return
        top = widget.virtual_region.y
        end = top + widget.size.height - pane.size.height
        pane.scroll_to(y=min(top + self.working.newest, max(end, 0)), animate=False)

    @property
    def _goes_on(self) -> bool:
        """Whether Enter leads away from here: the answer is right, or the whole working is open."""
        effort = self.session.effort
        all_open = effort.gave_up and effort.pieces == len(self.session.pieces)
        return effort.right or (all_open and not (effort.asking and effort.draft))

    def _show_keys(self) -> None:
        session, effort = self.session, self.session.effort
        done = self._goes_on
        enter = "next" if done else "submit" if effort.asking else "retry"
        hints = len(session.posed.hints) - effort.hints
        wanted: list[Key] = [Key("⏎", enter, "screen.go_on")]
        if not effort.right and hints:
            wanted.append(Key("F2", "hint", "screen.hint"))
        if effort.pieces < len(session.pieces):
            wanted.append(Key("F4", "working", "screen.working", "work"))
        wanted.append(Key("F5", "new numbers", "screen.new_numbers", "new"))
        if self.picture.album:
            wanted.append(Key("F6", "picture", "screen.picture", "pic"))
        if session.other_framework:
            other = FRAMEWORKS[session.other_framework]
            short = other.removeprefix("Py")
            wanted.append(Key("ctrl+l", other, "screen.framework", short))
        if not done:
            wanted.append(Key("F8", "skip" if not effort.attempts else "go on", "screen.skip"))
        if not session.at_start:
            wanted.append(Key("F7", "back", "screen.back"))
        wanted.append(Key("Esc", "home", "screen.leave"))
        wanted.append(Key("F9", "calculator", "app.calculator", "calc"))
        wanted.append(Key("F1", "help", "screen.help"))
        self.keys.show(wanted)


def _natural_height(pane: Widget) -> int:
    """Return the rows that a pane would take if it had them."""
    margins = sum(
        child.outer_size.height + child.styles.margin.bottom
        for child in pane.children
        if child.display
    )
    return margins + pane.gutter.height
