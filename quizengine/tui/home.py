"""The home screen: lists the banks, to choose a bank, a question of one, or a mix."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from quizengine.banks import Bank, BankError, BankHeader, load_bank, read_headers
from quizengine.banks.describing import counted
from quizengine.practice.markdown import clean
from quizengine.tui.help import HelpedScreen
from quizengine.tui.text_layout import QUIET, wrapped
from quizengine.tui.widgets.key_line import KeyHint, KeyLine
from quizengine.tui.widgets.reflow_text import ReflowText
from quizengine.tui.widgets.title_line import TitleLine

if TYPE_CHECKING:
    from quizengine.practice.session import Session

MIX = "mix"

WIDEST_TITLE = 48
"""Widest title beside which the count is aligned with the other counts."""

ROOM_FOR_WORDS = 60
"""Least width of a screen at which a count says what it counts."""


class HomeSelection(NamedTuple):
    """A selection to practise: banks, or one question of a bank."""

    banks: tuple[Bank, ...]
    question: str = ""

    @property
    def key(self) -> str:
        """The key under which the session of this selection is kept."""
        return session_key([bank.path for bank in self.banks], self.question)


def session_key(paths: Iterable[Path], question: str = "") -> str:
    """Return the key under which the session of some banks, or of one question, is kept."""
    return "\n".join([*map(str, paths), question])


class HomeScreen(HelpedScreen):
    """Lists the banks, and the questions of the one under the cursor."""

    HELP = """\
Enter practises the bank under the cursor with fresh numbers. The right arrow goes to its \
questions, where Enter practises one of them alone. The space bar ticks banks for a mix; Enter on \
the mix asks questions of all that are ticked, or of all banks when none is. The dots beside a \
question are its level, from one (easy) to five.

An unfinished practice goes on where you left it; F starts it afresh.\
"""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right", "to_questions", "The questions of the bank", key_display="→"),
        Binding("left", "to_banks", "Back to the banks", key_display="←"),
        Binding("space", "tick", "Tick a bank for the mix"),
        Binding("f", "afresh", "Start the practice afresh", key_display="F"),
        Binding("f1", "help", "Help"),
        Binding("escape", "to_banks", show=False),
    ]

    banks = getters.query_one("#banks", OptionList)
    about = getters.query_one("#about", ReflowText)
    questions = getters.query_one("#questions", OptionList)
    keys = getters.query_one(KeyLine)

    class Chosen(Message):
        """A bank, a question or a mix was chosen."""

        def __init__(self, choice: HomeSelection, afresh: bool) -> None:
            super().__init__()
            self.choice = choice
            self.afresh = afresh

    def __init__(self, paths: Sequence[Path], sessions: Mapping[str, Session]) -> None:
        super().__init__()
        self._paths = tuple(paths)
        self._sessions = sessions
        self._headers: tuple[BankHeader, ...] = ()
        self._title_width = 0
        self._loaded: dict[Path, Bank | BankError] = {}
        self._ticked: set[Path] = set()
        self._shown: Path | None = None

    def compose(self) -> ComposeResult:
        """Lay out the banks, and beside or below them the bank under the cursor."""
        self._headers = read_headers(self._paths)
        widths = [len(clean(header.title)) for header in self._headers]
        self._title_width = max((width for width in widths if width <= WIDEST_TITLE), default=0)
        yield TitleLine(
            [Content.styled("quizengine", "bold $text-primary")],
            [
                Content.styled("the arithmetic of neural networks, with fresh numbers", QUIET),
                Content.styled("neural-network arithmetic", QUIET),
            ],
        )
        with Container(id="home"):
            yield OptionList(*self._bank_options(), id="banks", markup=False)
            with Vertical(id="detail"):
                with Vertical(id="about-pane"):
                    yield ReflowText(self._about_lines, id="about")
                yield OptionList(id="questions", markup=False)
        yield KeyLine()

    def on_mount(self) -> None:
        """Put the cursor on the first bank."""
        self.query_one("#banks").border_title = Content("Banks")
        if self._headers:
            self.banks.highlighted = 0
        self.banks.focus()
        self._show_keys()

    def on_screen_resume(self) -> None:
        """Show which practices are under way; a bank is read only after the first frame."""
        self._refresh_banks()
        self._show_keys()
        if self._shown is None:
            self.call_after_refresh(self._show_questions)

    def on_resize(self) -> None:
        """Fit the lines of the banks to the new width."""
        self._refresh_banks()

    # What is shown

    def _bank_options(self) -> list[Option]:
        options = [Option(self._bank_line(header)) for header in self._headers]
        if sum(not header.problem for header in self._headers) > 1:
            options.append(Option(self._mix_line(), id=MIX))
        return options

    def _bank_line(self, header: BankHeader) -> Content:
        tick = "◼ " if header.path in self._ticked else "  "
        title = Content.assemble((tick, "$text-primary"), clean(header.title))
        title = title.pad_right(self._title_width + 2 - title.cell_length)
        problem = header.problem or isinstance(self._loaded.get(header.path), BankError)
        if problem:
            return Content.assemble(title, ("   ✘ has problems", "$text-error"))
        under_way = self._sessions.get(session_key([header.path]))
        if under_way is not None and not under_way.finished:
            progress = f"   {under_way.visit.deck_index + 1} of {len(under_way.deck.items)}"
            return Content.assemble(title, (progress, "bold $text-warning"))
        if header.questions is None:
            return title
        count = str(header.questions).rjust(4)
        if self.app.size.width >= ROOM_FOR_WORDS:
            count += " question" if header.questions == 1 else " questions"
        return Content.assemble(title, (count, QUIET))

    def _mix_line(self) -> Content:
        which = f"{len(self._ticked)} ticked" if self._ticked else "all banks"
        return Content.assemble(("  A mix of ", "italic"), (which, "italic"))

    def _about_lines(self, width: int) -> list[Content]:
        if not self._headers:
            return [
                *wrapped(Content.styled("There are no banks here.", "bold"), width),
                *wrapped(Content("`quizengine new my-bank.yaml` starts one."), width),
            ]
        header = self._header
        if header is None:
            return wrapped(
                Content("Questions of several banks in turn, no two neighbours from the same."),
                width,
            )
        lines = wrapped(Content.styled(clean(header.title), "bold $text-primary"), width)
        lines += wrapped(Content(clean(header.about)), width) if header.about else []
        if header.source:
            lines += wrapped(Content.styled(f"Source: {clean(header.source)}", QUIET), width)
        loaded = self._loaded.get(header.path)
        if isinstance(loaded, BankError):
            lines.append(
                Content.styled(counted(len(loaded.problems), "problem"), "bold $text-error")
            )
            for problem in loaded.problems[:20]:
                for line in problem.text.splitlines():
                    lines.extend(wrapped(Content(clean(line)), width))
        return lines

    @property
    def _header(self) -> BankHeader | None:
        """The bank under the cursor, None for the mix."""
        at = self.banks.highlighted
        return self._headers[at] if at is not None and at < len(self._headers) else None

    def _show_questions(self) -> None:
        """Read the bank under the cursor and list its questions."""
        if not self.is_current:
            return
        header = self._header
        self._shown = None if header is None else header.path
        self.questions.clear_options()
        bank = None if header is None else self._load(header.path)
        if bank is not None:
            width = len(str(len(bank.questions)))
            self.questions.add_options(
                Option(
                    Content.assemble(
                        (f"{number:>{width}}  ", QUIET),
                        clean(question.title),
                        (f"  {'●' * question.level}{'○' * (5 - question.level)}", QUIET),
                    )
                )
                for number, question in enumerate(bank.questions, 1)
            )
        self.questions.display = bank is not None
        self.about.show(self._about_lines)

    def _load(self, path: Path) -> Bank | None:
        if path not in self._loaded:
            try:
                self._loaded[path] = load_bank(path)
            except BankError as error:
                self._loaded[path] = error
                self._refresh_banks()
        found = self._loaded[path]
        return None if isinstance(found, BankError) else found

    def _refresh_banks(self) -> None:
        for index, header in enumerate(self._headers):
            self.banks.replace_option_prompt_at_index(index, self._bank_line(header))
        if len(self._headers) < self.banks.option_count:
            self.banks.replace_option_prompt_at_index(len(self._headers), self._mix_line())

    def _show_keys(self) -> None:
        keys = [KeyHint("⏎", "practise", "screen.choose")]
        calculator = KeyHint("F9", "calculator", "app.calculator", "calc")
        if self.has_class("-questions"):
            keys += [KeyHint("←", "banks", "screen.to_banks"), calculator]
        else:
            keys += [
                KeyHint("→", "questions", "screen.to_questions"),
                calculator,
                KeyHint("space", "tick for a mix", "screen.tick", "tick"),
            ]
            if self._under_way:
                keys.append(KeyHint("F", "begin afresh", "screen.afresh", "afresh"))
        keys += [KeyHint("ctrl+q", "quit", "app.quit"), KeyHint("ctrl+t", "light", "app.light")]
        self.keys.show([*keys, KeyHint("F1", "help", "screen.help")])

    @property
    def _under_way(self) -> bool:
        session = None if self._shown is None else self._sessions.get(session_key([self._shown]))
        return session is not None and not session.finished

    # What the student does

    @on(OptionList.OptionHighlighted, "#banks")
    def _highlighted(self) -> None:
        if self._shown != (self._header.path if self._header else None):
            self._show_questions()
        self._show_keys()

    @on(OptionList.OptionSelected, "#banks")
    def _bank_selected(self) -> None:
        self._choose_bank(afresh=False)

    @on(OptionList.OptionSelected, "#questions")
    def _question_selected(self, event: OptionList.OptionSelected) -> None:
        bank = self._loaded.get(self._shown) if self._shown is not None else None
        if isinstance(bank, Bank):
            question = bank.questions[event.option_index]
            self.post_message(self.Chosen(HomeSelection((bank,), question.id), afresh=False))

    def _choose_bank(self, afresh: bool) -> None:
        header = self._header
        if header is not None:
            bank = self._load(header.path)
            banks = [] if bank is None else [bank]
        else:
            paths = [h.path for h in self._headers if not self._ticked or h.path in self._ticked]
            banks = [bank for bank in map(self._load, paths) if bank is not None]
        if banks:
            self.post_message(self.Chosen(HomeSelection(tuple(banks)), afresh))
        elif self._headers:
            self.notify("This bank has problems; they are listed beside it.", markup=False)

    def action_choose(self) -> None:
        """Choose what is under the cursor."""
        listed = self.questions if self.has_class("-questions") else self.banks
        listed.action_select()

    def action_afresh(self) -> None:
        """Start a practice that is under way afresh."""
        self._choose_bank(afresh=True)

    def action_tick(self) -> None:
        """Tick the bank under the cursor for the mix, or untick it."""
        header = self._header
        if header is not None and self._load(header.path) is not None:
            self._ticked ^= {header.path}
            self._refresh_banks()

    def action_to_questions(self) -> None:
        """Go to the questions of the bank under the cursor."""
        if self.questions.option_count:
            self.add_class("-questions")
            if self.questions.highlighted is None:
                self.questions.highlighted = 0
            self.questions.focus()
            self._show_keys()

    def action_to_banks(self) -> None:
        """Go back to the banks."""
        self.remove_class("-questions")
        self.banks.focus()
        self._show_keys()
