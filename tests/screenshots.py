"""Takes the README's pictures from the running app: ``python -m tests.screenshots``."""

import asyncio
import re
from pathlib import Path

from textual.pilot import Pilot

from quizengine.banks import find_question, load_bank, resolve_address
from quizengine.practice.deck import question_deck
from quizengine.tui.app import QuizApp

FOLDER = Path(__file__).parent / "screenshots"
ADDRESS = "parameter-sharing#unshared"
ANSWER = "(8*8*3+1)*(14*14*20)"


async def take() -> None:
    """The published question with an answer typed, its working, and its window as it slides."""
    async with opened().run_test(size=(92, 20)) as pilot:
        await type_text(pilot, ANSWER)
        save(pilot, "question")
    async with opened().run_test(size=(92, 28)) as pilot:
        await type_text(pilot, ANSWER)
        await pilot.press("enter", "shift+f4")
        await pilot.pause()
        save(pilot, "working")
    async with opened().run_test(size=(92, 28)) as pilot:
        await pilot.pause()
        await pilot.press("f6", "tab", *["right"] * 20)
        await pilot.pause()
        save(pilot, "picture")


def opened() -> QuizApp:
    """The app on the question's example."""
    target = resolve_address(ADDRESS)
    bank = load_bank(target.path)
    deck = question_deck(bank, find_question(bank, target.question), seed=1, variant=0)
    return QuizApp([target.path], deck)


async def type_text(pilot: Pilot[None], text: str) -> None:
    await pilot.pause()
    for char in text:
        await pilot.press(char)
    await pilot.pause()


def save(pilot: Pilot[None], name: str) -> None:
    FOLDER.mkdir(exist_ok=True)
    picture = pilot.app.export_screenshot(title="quizengine")
    # A picture that is looked at must not fetch a font from anywhere.
    picture = re.sub(r"@font-face \{.*?\}\s*", "", picture, flags=re.DOTALL)
    (FOLDER / f"{name}.svg").write_text(picture, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    asyncio.run(take())
