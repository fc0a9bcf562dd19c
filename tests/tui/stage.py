"""The app on a stage: keys go in, the text of the screen comes out.

`QUIZENGINE_GOLDENS=write pytest tests/tui` writes the golden screens anew; look at what changed.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from quizengine.banks import Bank, find_question, load_bank
from quizengine.practice.deck import Deck, bank_deck, question_deck
from quizengine.practice.session import Session
from quizengine.tui.app import QuizApp
from quizengine.tui.practice import PracticeScreen

HERE = Path(__file__).parent
GOLDEN = HERE / "golden"
EVERY_KIND = HERE / "every-kind.yaml"
SIZES = ((80, 24), (120, 40), (40, 12))

Steps = Callable[[Pilot[None]], Awaitable[None]]


def every_kind() -> Bank:
    """The bank with a question of each kind."""
    return load_bank(EVERY_KIND)


def one(question: str, variant: int | None = 0) -> Deck:
    """A practice of one question of that bank; by default with its published numbers."""
    bank = every_kind()
    return question_deck(bank, find_question(bank, question), seed=1, variant=variant)


def whole(variant: int | None = 0) -> Deck:
    """A practice of all of that bank."""
    return bank_deck(every_kind(), seed=1, variant=variant)


def act(
    steps: Steps,
    deck: Deck | None = None,
    size: tuple[int, int] = (80, 24),
    paths: tuple[Path, ...] = (EVERY_KIND,),
) -> QuizApp:
    """Run the app for some steps, with notifications shown; return it when it has ended."""
    app = QuizApp(paths, deck, seed=1)

    async def run() -> None:
        async with app.run_test(size=size, notifications=True) as pilot:
            await settle(pilot)
            await steps(pilot)

    asyncio.run(run())
    return app


async def settle(pilot: Pilot[None]) -> None:
    """Wait until the screen is laid out: rows are shared out after the first layout."""
    for _ in range(4):
        await pilot.pause()


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys; a text after `=` is typed letter by letter."""
    for key in keys:
        await pilot.press(*(key[1:] if key.startswith("=") and len(key) > 1 else [key]))
    await settle(pilot)


def practice(pilot: Pilot[None]) -> PracticeScreen:
    """The practice screen that is shown."""
    screen = pilot.app.screen
    assert isinstance(screen, PracticeScreen)
    return screen


def session(pilot: Pilot[None]) -> Session:
    """The session that is shown."""
    return practice(pilot).session


def screen_lines(pilot: Pilot[None]) -> list[str]:
    """The screen as it is seen, line by line, without colours."""
    screen: Any = pilot.app.screen
    strips = screen._compositor.render_strips(screen.size)
    return ["".join(segment.text for segment in strip).rstrip() for strip in strips]


def screen_text(pilot: Pilot[None]) -> str:
    """The screen as it is seen, without colours."""
    return "\n".join(screen_lines(pilot)) + "\n"


def assert_golden(name: str, text: str) -> None:
    """Compare a screen with the one that is stored."""
    path = GOLDEN / f"{name}.txt"
    if os.environ.get("QUIZENGINE_GOLDENS") == "write":
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8"), f"{path} differs"
