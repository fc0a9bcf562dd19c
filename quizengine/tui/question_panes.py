"""The panes of a practice: the question, the answer box, and the outcome of the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import getters, on
from textual.app import ComposeResult
from textual.containers import Container, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget

from quizengine.tui.hint_lines import hint_lines
from quizengine.tui.text_layout import wrapped
from quizengine.tui.widgets.answer_box import AnswerBox
from quizengine.tui.widgets.answer_boxes import answer_box
from quizengine.tui.widgets.picture_pane import PicturePane
from quizengine.tui.widgets.prompt import Prompt
from quizengine.tui.widgets.reflow_text import ReflowText
from quizengine.tui.widgets.verdict_pane import VerdictPane
from quizengine.tui.widgets.working_pane import WorkingPane

if TYPE_CHECKING:
    from quizengine.practice.session import Session

OFFER = "F3 breaks the question into smaller ones."
"""The offer after the second wrong answer."""


class QuestionPanes(Container):
    """The panes of a practice, one above the other or side by side; each scrolls by itself."""

    prompt = getters.query_one(Prompt)
    prompt_pane = getters.query_one("#prompt-pane", VerticalScroll)
    outcome_pane = getters.query_one("#outcome", VerticalScroll)
    picture = getters.query_one(PicturePane)
    verdict = getters.query_one(VerdictPane)
    offer = getters.query_one("#offer", ReflowText)
    hints = getters.query_one("#hints", ReflowText)
    working = getters.query_one(WorkingPane)

    def __init__(self) -> None:
        super().__init__(id="work")
        self._shown_question: tuple[object, ...] = ()
        self._in_view: Widget | None = None
        self._prompt_at_end = False
        self._working_is_open = False

    def compose(self) -> ComposeResult:
        """Lay out question, answer and outcome."""
        with Vertical(id="question-column"):
            with VerticalScroll(id="prompt-pane", can_focus=False):
                yield Prompt(id="prompt")
            yield Vertical(id="answer-slot")
        with (
            Container(id="outcome-slot"),
            VerticalScroll(id="outcome", can_focus=False),
        ):
            yield PicturePane()
            yield VerdictPane(id="verdict")
            yield ReflowText(id="offer")
            yield ReflowText(id="hints")
            yield WorkingPane()

    @property
    def box(self) -> AnswerBox:
        """The answer box of the current question."""
        return self.query_one(AnswerBox)

    async def show(self, session: Session, in_view: Widget | None) -> None:
        """Show a state of the session, and bring one widget of it into view."""
        await self._show_question(session)
        self._show_outcome(session)
        self._in_view = in_view
        self.lay_out(session)

    def lay_out(self, session: Session) -> None:
        """Share out the rows anew, and find the pictures once the question is on the screen."""
        self.call_after_refresh(self.fit)
        self.call_after_refresh(self.find_pictures, session)

    def find_pictures(self, session: Session) -> None:
        """Find the pictures of the part being worked on."""
        if not session.finished:
            self.picture.look_at(session.visit, wide=self.screen.has_class("-wide"))

    def page(self, direction: int) -> None:
        """Scroll the question, then the outcome, as if they were one page."""
        self._prompt_at_end = False
        panes = [self.prompt_pane, self.outcome_pane]
        for pane in panes if direction > 0 else reversed(panes):
            if pane.region.height and (
                pane.scroll_offset.y < pane.max_scroll_y if direction > 0 else pane.scroll_offset.y
            ):
                pane.scroll_relative(y=direction * max(pane.size.height - 1, 1), animate=False)
                return

    @on(ReflowText.Resized)
    def _resized(self, event: ReflowText.Resized) -> None:
        """Share out the rows anew when a text takes more or fewer of them."""
        event.stop()
        self.fit()

    async def _show_question(self, session: Session) -> None:
        """Show the question; make the answer box anew only when the question has changed."""
        visit, variant, part_progress, scaffold_run = (
            session.visit, session.visit.variant, session.current_progress, session.scaffold_run,
        )  # fmt: skip
        step = (
            None
            if scaffold_run is None
            else (len(session.part_progress.scaffold_runs), scaffold_run.at)
        )
        here = (session.at, visit.part, variant.number, variant.framework, step, session.found)
        if here != self._shown_question:
            self._shown_question = here
            whole = (variant.intro, session.part.prompt)
            if scaffold_run is None:
                self.prompt.show_question(*whole, found=session.found)
            else:
                step_text = (
                    f"Step {scaffold_run.at + 1} of {len(scaffold_run.steps)}",
                    session.current_question.prompt,
                )
                self.prompt.show_question(*whole, _table(session), step=step_text)
            # The introduction was read with the first part; later parts show their own question.
            self._prompt_at_end = visit.part > 0 or scaffold_run is not None or bool(session.found)
            if not self._prompt_at_end:
                self.prompt_pane.scroll_home(animate=False)
            self.outcome_pane.scroll_home(animate=False)
            slot = self.query_one("#answer-slot")
            await slot.remove_children()
            await slot.mount(answer_box(session.current_question, part_progress.draft))
        box = self.box
        box.disabled = part_progress.right
        if part_progress.outcome is not None and (
            part_progress.right or part_progress.draft == part_progress.attempts[-1].text
        ):
            box.mark_cells(part_progress.outcome.cells)
        if not part_progress.right and (self.screen.focused is None or not box.has_focus_within):
            box.take_focus()

    def _show_outcome(self, session: Session) -> None:
        part_progress = session.current_progress
        self.verdict.show_outcome(session.verdict)
        offer = Content.styled(OFFER, "bold $text-accent")
        self.offer.show(
            (lambda width: wrapped(offer, width)) if session.offers_break_down else None
        )
        hints, opened = session.current_question.hints, part_progress.hints
        self.hints.show((lambda width: hint_lines(hints, opened, width)) if opened else None)
        self.working.open(session.explanation if part_progress.pieces else (), part_progress.pieces)
        self._working_is_open = bool(part_progress.pieces)
        shown = (self.verdict, self.offer, self.hints, self.working)
        self.set_class(any(widget.display for widget in shown), "-answered")

    def fit(self) -> None:
        """Share out the rows: the answer box is always visible, and each pane scrolls."""
        rows = self.size.height
        answer = _natural_height(self.box)
        outcome = 0
        if self.has_class("-answered") and not self.screen.has_class("-wide"):
            most = rows // 2 if self._working_is_open else rows * 2 // 5
            left = rows - answer - min(_natural_height(self.prompt_pane), rows // 3)
            outcome = min(_natural_height(self.outcome_pane), max(min(most, left), rows // 4, 2))
        spare = rows - outcome - _natural_height(self.prompt_pane)
        answer = min(answer, max(rows // 2, spare, 3), max(rows - outcome - 2, 1))
        self.box.styles.max_height = answer
        self._give_prompt(max(rows - answer - outcome, 1))
        if self._prompt_at_end:
            self.call_after_refresh(self.prompt_pane.scroll_end, animate=False)
        if self._in_view is not None and self._in_view.display:
            self.call_after_refresh(self._bring_into_view, self._in_view)

    def _give_prompt(self, most: int) -> None:
        """Give the question its rows, at most `most`.

        The pane's own automatic height ignores the column of its scroll bar, so lines that wrap
        because of it would cut the last one off.
        """
        natural = _natural_height(self.prompt_pane)
        self.prompt_pane.styles.max_height = most
        self.prompt_pane.styles.height = min(natural, most) if natural else "auto"

    def _bring_into_view(self, widget: Widget) -> None:
        """Scroll to a text, in a working to the piece that was opened last."""
        pane = self.outcome_pane
        if widget is not self.working:
            pane.scroll_to_widget(widget, animate=False, top=widget is self.verdict)
            return
        top = widget.virtual_region.y
        end = top + widget.size.height - pane.size.height
        pane.scroll_to(y=min(top + self.working.newest, max(end, 0)), animate=False)


def _table(session: Session) -> str:
    """The table of a question as Markdown, for its smaller questions; empty where it has none."""
    outcome = session.part_progress.outcome
    return session.part.answer_input.table_markdown(() if outcome is None else outcome.cells)


def _natural_height(pane: Widget) -> int:
    """Return the rows that a pane would take if there were room for all of it."""
    margins = sum(
        child.outer_size.height + child.styles.margin.bottom
        for child in pane.children
        if child.display
    )
    return margins + pane.gutter.height
