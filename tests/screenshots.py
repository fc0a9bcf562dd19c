"""Takes the README's pictures from the running app: ``python -m tests.screenshots``."""

import asyncio
import re
from pathlib import Path

from textual.pilot import Pilot

from quizengine.banks import choose, find, load_bank
from quizengine.practice import question_deck
from quizengine.tui.app import QuizApp

FOLDER = Path(__file__).parent / "screenshots"
ADDRESS = "parameter-sharing#unshared"
SIZE = (84, 28)


async def take() -> None:
    """Answer the published question, and save what is on the screen before and after."""
    target = find(ADDRESS)
    bank = load_bank(target.path)
    deck = question_deck(bank, choose(bank, target.question), seed=1, variant=0)
    app = QuizApp([target.path], deck)
    async with app.run_test(size=SIZE) as pilot:
        await type_text(pilot, "(8*8*3+1)*(14*14*20)")
        save(app, "question")
        await pilot.press("enter")
        for _ in range(20):
            await pilot.press("f4")
        save(app, "working")


async def type_text(pilot: Pilot[None], text: str) -> None:
    await pilot.pause()
    for char in text:
        await pilot.press(char)
    await pilot.pause()


def save(app: QuizApp, name: str) -> None:
    FOLDER.mkdir(exist_ok=True)
    picture = app.export_screenshot(title="quizengine")
    # A picture that is looked at must not fetch a font from anywhere.
    picture = re.sub(r"@font-face \{.*?\}\s*", "", picture, flags=re.DOTALL)
    (FOLDER / f"{name}.svg").write_text(picture, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    asyncio.run(take())
