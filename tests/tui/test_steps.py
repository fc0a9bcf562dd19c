"""The smaller questions that F3 leads through, on the screen."""

import pytest
from textual.widgets import Input

from quizengine.tui.home import HomeScreen
from quizengine.tui.practice import PracticeScreen
from tests.tui.stage import act, one, press, screen_lines, screen_text, session, whole

pytestmark = pytest.mark.slow


def test_f3_asks_smaller_questions_and_f3_again_the_whole():
    async def steps(pilot):
        await press(pilot, "=38", "f3")
        assert "Step 1 of 2" in screen_text(pilot)
        assert "How many parameters does it have?" in screen_text(pilot)
        assert pilot.app.focused.value == ""
        assert "F3 whole" in screen_lines(pilot)[-1]
        await press(pilot, "=1", "f3")
        assert "Step 1 of 2" not in screen_text(pilot)
        assert pilot.app.focused.value == "38"
        await press(pilot, "f3")
        assert pilot.app.focused.value == "1"

    act(steps, one("number"))


def test_every_step_is_marked_and_enter_goes_on_until_the_whole_is_put_together():
    async def steps(pilot):
        await press(pilot, "f3", "=8*8*3")
        assert "= 192" in screen_text(pilot)
        await press(pilot, "enter")
        assert "✔ Right: 192." in screen_text(pilot)
        await press(pilot, "enter", "=192", "enter")
        assert "These are the weights of one filter" in screen_text(pilot)
        await press(pilot, "backspace", "=3", "enter")
        assert "put together" in screen_lines(pilot)[-1]
        await press(pilot, "enter")
        assert "F·F·D + 1 = 193 parameters per filter" in screen_text(pilot)
        await press(pilot, "=193*20", "enter")
        assert session(pilot).part_progress.right
        await press(pilot, "enter")
        assert "right after 2 smaller questions" in screen_text(pilot)

    act(steps, one("number"))


def test_hint_and_working_are_those_of_the_step():
    async def steps(pilot):
        await press(pilot, "f3", "f2")
        assert "Hint 1 of 3  Asked for: weights of one filter." in screen_text(pilot)
        await press(pilot, "shift+f4")
        assert "8·8·3" in screen_text(pilot)
        assert not session(pilot).part_progress.gave_up
        await press(pilot, "enter")
        assert "Step 2 of 2" in screen_text(pilot)

    act(steps, one("number"), size=(80, 32))


def test_a_step_is_shown_before_it_is_skipped():
    async def steps(pilot):
        await press(pilot, "f3", "f8")
        assert "Step 1 of 2" in screen_text(pilot)
        assert "192 weights of one filter" in screen_text(pilot)
        await press(pilot, "f8")
        assert "Step 2 of 2" in screen_text(pilot)

    act(steps, one("number"), size=(80, 32))


def test_escape_leads_to_the_whole_and_then_home():
    async def steps(pilot):
        await press(pilot, "f3", "escape")
        assert isinstance(pilot.app.screen, PracticeScreen)
        assert session(pilot).scaffold_run is None
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, HomeScreen)

    act(steps, whole())


def test_back_leads_to_the_step_before_and_out_of_the_first():
    async def steps(pilot):
        await press(pilot, "f3", "=192", "enter", "enter", "f7")
        assert "Step 1 of 2" in screen_text(pilot)
        assert pilot.app.screen.query_one(Input).value == "192"
        await press(pilot, "f7")
        assert session(pilot).scaffold_run is None

    act(steps, one("number"))


def test_the_second_miss_offers_the_steps():
    async def steps(pilot):
        await press(pilot, "=1", "enter")
        assert "breaks it into" not in screen_text(pilot)
        await press(pilot, "backspace", "=2", "enter")
        assert "F3 breaks the question into smaller ones." in screen_text(pilot)

    act(steps, one("number"))


def test_where_nothing_is_smaller_that_is_said():
    async def steps(pilot):
        assert "F3" not in screen_lines(pilot)[-1]
        await press(pilot, "f3")
        assert "This question has no smaller steps" in screen_text(pilot)

    act(steps, one("one-of"))


def test_the_cells_of_a_table_stay_while_one_of_them_is_led_to():
    async def steps(pilot):
        await press(pilot, "=28x28x8", "enter", "=9", "enter", *["enter"] * 5, "f3")
        steps_of = session(pilot).scaffold_run.steps
        assert steps_of[-1].prompt.startswith("In the row ")
        for step in steps_of:
            await press(pilot, f"={step.right_text}", "enter", "enter")
        assert session(pilot).scaffold_run is None
        assert session(pilot).part_progress.draft.startswith("28x28x8; 9")

    act(steps, one("table"), size=(80, 40))


def test_new_numbers_lead_out_of_the_steps():
    async def steps(pilot):
        await press(pilot, "f3", "=5", "f5")
        assert session(pilot).scaffold_run is None
        assert pilot.app.focused.value == ""
        await press(pilot, "f7")
        assert "Step 1 of 2" in screen_text(pilot)
        assert pilot.app.focused.value == "5"

    act(steps, one("number"))
