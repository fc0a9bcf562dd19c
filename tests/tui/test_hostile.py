"""Text that would be markup, a command or an escape elsewhere is only text here."""

import pytest
from textual import events
from textual.widgets import Input

from quizengine.practice.deck import bank_deck
from quizengine.questions.answer_inputs import (
    ChoiceInput,
    FormulaInput,
    InputRow,
    LayerInput,
    NumberInput,
    ShapeInput,
    StatementsInput,
    TableInput,
)
from tests.practice.fakes import FakeBank, FakePart, FakeStep, FakeVariant, FakeWorking
from tests.tui.stage import act, one, press, screen_text, session, settle

pytestmark = pytest.mark.slow

MARKUP = "[/] [@click=app.quit]x[/] [bold]b[/bold] [$primary]c [C, H, W] \\[0]"
ESCAPES = "\x1b[2J\x1b]0;owned\x07\x9b31m\u202e\u0000"
HOSTILE = MARKUP + ESCAPES

TYPED = [
    "[/]",
    "[@click=app.quit]x[/]",
    "__import__('os').system('true')",
    "\x1b[2J\x1b]0;owned\x07",
    "٣٨٦٠",
    "9**9**9",
    "(" * 500,
    "9" * 10_000,
    "{{ 1 }}",
    "\ud800",
]


@pytest.mark.parametrize("question", ["number", "shape", "formula"])
def test_nothing_hostile_that_is_typed_is_read_or_obeyed(question):
    async def steps(pilot):
        for text in TYPED:
            box = pilot.app.screen.query_one(Input)
            box.value = text
            await press(pilot, "enter")
            assert "? Not read, which costs nothing" in screen_text(pilot), text
            assert session(pilot).part_progress.attempts == ()
        assert all(c.isprintable() or c == "\n" for c in screen_text(pilot))

    act(steps, one(question))


def test_nothing_hostile_that_is_typed_into_a_table_is_read_or_obeyed():
    async def steps(pilot):
        boxes = list(pilot.app.screen.query(Input))
        for text in TYPED:
            for box in boxes:
                box.value = text.replace(";", "")
            boxes[-1].focus()
            await press(pilot, "enter")
            assert session(pilot).part_progress.attempts == ()
        assert all(c.isprintable() or c == "\n" for c in screen_text(pilot))

    act(steps, one("table"))


def test_pasted_text_is_one_line_of_text():
    async def steps(pilot):
        pilot.app.screen.query_one(Input).post_message(events.Paste(f"3{ESCAPES}860\nrest"))
        await settle(pilot)
        assert all(c.isprintable() or c == "\n" for c in screen_text(pilot))
        await press(pilot, "enter")
        assert pilot.app.is_running

    act(steps, one("number"))


class HostileQuestion:
    """A question all of whose texts are hostile; no bank that is read could hold its escapes."""

    limit = 99
    source = title = HOSTILE
    level = 2
    tags = ()

    def __init__(self, answer_input):
        self.id = "hostile"
        self._answer_input = answer_input

    def variant(self, number):
        part = FakePart(
            number,
            hints=(HOSTILE, f"```python\n{HOSTILE}\n```"),
            working=FakeWorking((FakeStep(HOSTILE, HOSTILE), FakeStep(HOSTILE))),
            answer_input=self._answer_input,
            unit=HOSTILE,
        )
        return FakeVariant(number, (part,), f"# {HOSTILE}\n\n| {HOSTILE} |\n|---|\n| {HOSTILE} |")


INPUTS = [
    NumberInput(HOSTILE),
    NumberInput(HOSTILE, HOSTILE),
    LayerInput(HOSTILE),
    ShapeInput(),
    FormulaInput(((HOSTILE, HOSTILE),)),
    ChoiceInput((HOSTILE, "b")),
    StatementsInput((HOSTILE, "b")),
    TableInput((HOSTILE, "b"), (InputRow(HOSTILE, (HOSTILE, None)),)),
    TableInput((HOSTILE, "b"), (InputRow(HOSTILE, (HOSTILE, None)),), empty_is_right=True),
]


@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
@pytest.mark.parametrize("answer_input", INPUTS, ids=lambda each: type(each).__name__)
def test_hostile_texts_of_a_question_are_shown_literally(answer_input, size):
    bank = FakeBank("bank", (HostileQuestion(answer_input),))

    async def steps(pilot):
        assert "[@click=app.quit]x[/]" in screen_text(pilot).replace("\n", " ") or size[0] < 80
        await press(pilot, "f2", "f2", "shift+f4")
        await press(pilot, "a", "1", "enter")
        text = screen_text(pilot)
        assert all(c.isprintable() or c == "\n" for c in text)
        await press(pilot, "f1", "escape", "ctrl+p", "escape", "f8")
        assert all(c.isprintable() or c == "\n" for c in screen_text(pilot))
        assert pilot.app.is_running

    act(steps, bank_deck(bank, seed=1), size)


BANK = r"""
format: 1
title: "TEXT"
about: "TEXT"
source: "TEXT"
questions:
  - id: a
    title: "TEXT"
    ask: "TEXT\n\n| TEXT |\n|---|\n| x |\n\n```python\nTEXT\n```"
    answer: {kind: one of, right: "'TEXT'", wrong: ["'TEXT!'", "'x'", "'y'"]}
    hints: ["TEXT"]
    solution: "TEXT"
    mistakes: [{value: "'x'", say: "TEXT"}]
  - id: b
    title: B
    ask: "TEXT"
    answer: 1 + 1
    mistakes: [{value: "3", say: "TEXT"}]
"""


def test_a_bank_full_of_markup_is_shown_literally_on_every_screen(tmp_path):
    path = tmp_path / "[b]bank[i].yaml"
    path.write_text(BANK.replace("TEXT", "[/] [@click=app.quit]x[/]"), encoding="utf-8")
    click = "[@click=app.quit]x[/]"

    async def steps(pilot):
        assert screen_text(pilot).count(click) >= 4
        await press(pilot, "right", "left", "enter")
        assert screen_text(pilot).count(click) >= 4
        await press(pilot, "f2", "a", "enter", "f4")
        assert screen_text(pilot).count(click) >= 4
        await press(pilot, "f8", "=3", "enter")
        assert "✘ Not right" in screen_text(pilot)
        assert click in screen_text(pilot)
        await press(pilot, "f8")
        assert "summary" in screen_text(pilot)
        assert click in screen_text(pilot)
        assert pilot.app.is_running

    act(steps, paths=(path,))
