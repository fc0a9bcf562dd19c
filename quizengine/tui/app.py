"""The app: which screen is shown, which sessions are under way, and the theme."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen

from quizengine.tui.home import HomeScreen, HomeSelection

if TYPE_CHECKING:
    from quizengine.practice.deck import Deck
    from quizengine.practice.session import Session
    from quizengine.tui.practice import PracticeScreen

DARK, LIGHT = "textual-dark", "textual-light"
CALCULATOR = "calculator"


class QuizApp(App[None]):
    """Shows the home screen, or the practice of a deck from the command line."""

    TITLE = "quizengine"
    CSS_PATH = "quizengine.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (60, "-medium"), (110, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (20, "-tall")]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f9", "calculator", "Calculator: the layer table of any code"),
        Binding("ctrl+t", "light", "Light or dark colours"),
        Binding("ctrl+q", "quit", "Quit", priority=True),
    ]

    def __init__(self, paths: Sequence[Path], deck: Deck | None = None, seed: int = 0) -> None:
        super().__init__()
        self._paths = tuple(paths)
        self._deck = deck
        self._seed = seed
        self._sessions: dict[str, Session] = {}
        self._choices: dict[str, HomeSelection] = {}
        self._key = ""
        self._framework = "keras"

    def get_default_screen(self) -> Screen[None]:
        """Return the home screen, over which a practice or its summary is shown."""
        return HomeScreen(self._paths, self._sessions)

    async def on_mount(self) -> None:
        """Start the practice of the deck, if one was given."""
        self._exit_on_sigterm()
        if self._deck is not None:
            await self._show(self._begin(self._deck))

    def _exit_on_sigterm(self) -> None:
        """Exit cleanly on SIGTERM, so that the terminal is restored."""
        # Windows cannot wait for this signal.
        with suppress(NotImplementedError):
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, self.exit)

    def action_light(self) -> None:
        """Change between the light and the dark theme."""
        self.theme = DARK if self.theme == LIGHT else LIGHT

    async def action_calculator(self) -> None:
        """Open the calculator over the current screen, or close it; its text is kept."""
        # Imported and created here, so that the home screen does not wait for it.
        from quizengine.tui.calculator import CalculatorScreen

        if isinstance(self.screen, CalculatorScreen):
            await self.pop_screen()
            return
        if not self.is_screen_installed(CALCULATOR):
            self.install_screen(CalculatorScreen(), CALCULATOR)
        await self.push_screen(CALCULATOR)

    def action_help_quit(self) -> None:
        """End the app on Ctrl+C with nothing selected, as everywhere else in a terminal."""
        self.exit()

    def get_system_commands(self, screen: Screen[None]) -> Iterable[SystemCommand]:
        """Offer every key of the screen in the command palette, and Textual's own commands."""
        for binding in screen.BINDINGS:
            if isinstance(binding, Binding) and binding.show and binding.description:
                action = f"screen.{binding.action}"
                yield SystemCommand(
                    binding.description,
                    f"{binding.key_display or binding.key.upper()} does the same",
                    lambda action=action: self.call_later(self.run_action, action, screen),
                )
        yield SystemCommand(
            "Calculator", "The layer table of Keras or PyTorch code", self.action_calculator
        )
        yield SystemCommand("Light or dark colours", "Change the theme", self.action_light)
        for command in super().get_system_commands(screen):
            if command.title in ("Theme", "Quit", "Screenshot"):
                yield command

    # From screen to screen

    async def on_home_screen_chosen(self, event: HomeScreen.Chosen) -> None:
        """Start the practice of the selection, or resume it."""
        self._key = event.choice.key
        self._choices[self._key] = event.choice
        session = self._sessions.get(self._key)
        if session is None or session.finished or event.afresh:
            session = self._begin(self._deck_of(event.choice))
        await self._show(session.in_framework(self._framework))

    def on_practice_screen_moved(self, event: PracticeScreen.Moved) -> None:
        """Keep every state, so that nothing is lost by leaving."""
        self._sessions[self._key] = event.session
        self._framework = event.session.framework

    async def on_practice_screen_finished(self) -> None:
        """Show the summary after the last question."""
        await self._show(self._sessions[self._key])

    async def on_helped_screen_left(self) -> None:
        """Go back to the screen below: home, or what the calculator was opened over."""
        await self.pop_screen()

    async def on_summary_screen_returned(self) -> None:
        """Go back to the last question."""
        await self._show(self._sessions[self._key].back())

    async def on_summary_screen_again(self) -> None:
        """Start the same practice again, with new numbers."""
        choice = self._choices.get(self._key)
        if choice is not None and len(choice.banks) > 1:
            deck = self._deck_of(choice)
        else:
            deck = self._sessions[self._key].deck_again()
        await self._show(self._begin(deck))

    async def _show(self, session: Session) -> None:
        """Show a session: its question, or its summary when it is finished."""
        # Imported here, so that the home screen does not wait for them.
        screen: Screen[None]
        if session.finished:
            from quizengine.tui.summary import SummaryScreen

            screen = SummaryScreen(session)
        else:
            from quizengine.tui.practice import PracticeScreen

            screen = PracticeScreen(session)
        if isinstance(self.screen, HomeScreen):
            await self.push_screen(screen)
        else:
            await self.switch_screen(screen)

    def _begin(self, deck: Deck) -> Session:
        from quizengine.practice.session import begin

        session = begin(deck, self._framework)
        self._sessions[self._key] = session
        return session

    def _deck_of(self, choice: HomeSelection) -> Deck:
        from quizengine.banks import find_question
        from quizengine.practice.deck import bank_deck, mixed_deck, question_deck

        self._seed += 1
        if len(choice.banks) > 1:
            return mixed_deck(choice.banks, self._seed)
        bank = choice.banks[0]
        if choice.question:
            return question_deck(bank, find_question(bank, choice.question), self._seed)
        return bank_deck(bank, self._seed)


def run(paths: Sequence[Path], deck: Deck | None, seed: int) -> None:
    """Run the app on some banks: at home, or at once in the practice of a deck.

    The seed decides the order and the numbers.
    """
    QuizApp(paths, deck, seed).run()
