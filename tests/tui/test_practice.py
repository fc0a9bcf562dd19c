"""What a student does on the practice screen, and what it leads to."""

import pytest
from textual import events
from textual.widgets import Input

from quizengine.banks import find_question, load_bank, shipped_banks
from quizengine.practice import explanation, question_visit
from quizengine.practice import session as session_module
from quizengine.practice.deck import question_deck
from quizengine.questions import PartVariant, QuestionView
from quizengine.tui.home import HomeScreen
from quizengine.tui.practice import PracticeScreen
from quizengine.tui.summary import SummaryScreen
from quizengine.tui.widgets.answer_cells import Blank
from quizengine.tui.widgets.key_line import KeyLine
from tests.tui.stage import (
    SIZES,
    act,
    every_kind,
    one,
    practice,
    press,
    screen_lines,
    screen_text,
    session,
    settle,
    whole,
)

pytestmark = pytest.mark.slow


def keys_shown(pilot) -> str:
    return str(pilot.app.screen.query_one(KeyLine).render())


def test_arithmetic_is_worked_out_while_it_is_typed():
    async def steps(pilot):
        await press(pilot, "=(8*8*3+1)*20")
        assert "= 3860" in screen_text(pilot)
        assert session(pilot).part_progress.attempts == ()

    act(steps, one("number"))


@pytest.fixture
def renderings(monkeypatch):
    """Every time that a solution is rendered, a working generated or an explanation made."""
    counted = []

    def counting(name, function):
        def call(*arguments):
            counted.append(name)
            return function(*arguments)

        return call

    solution, working = PartVariant.solution, QuestionView.working
    monkeypatch.setattr(PartVariant, "solution", property(counting("solution", solution.fget)))
    monkeypatch.setattr(QuestionView, "working", property(counting("working", working.func)))
    for module in (explanation, session_module, question_visit):
        monkeypatch.setattr(module, "explain", counting("explanation", explanation.explain))
    return counted


def test_a_key_stroke_renders_no_solution(renderings):
    async def steps(pilot):
        for keys in (["=12+(", "left", "backspace"], ["enter"], ["f2"], ["f3", "=1", "f3"]):
            renderings.clear()
            await press(pilot, *keys)
            assert renderings == [], keys
        await press(pilot, "shift+f4")
        assert "explanation" in renderings
        renderings.clear()
        await press(pilot, "=34", "backspace", "ctrl+u")
        assert renderings == []

    act(steps, one("number"))


def test_enter_submits_and_enter_again_goes_on():
    async def steps(pilot):
        await press(pilot, "=3860", "enter")
        assert "✔ Right" in screen_text(pilot)
        assert "next" in keys_shown(pilot)
        await press(pilot, "enter")
        assert session(pilot).visit.item.question.id == "shape"

    act(steps, whole())


def test_an_answer_that_cannot_be_read_costs_nothing():
    async def steps(pilot):
        await press(pilot, "=7.600", "enter")
        assert "? Not read, which costs nothing" in screen_text(pilot)
        assert session(pilot).part_progress.attempts == ()
        assert session(pilot).part_progress.awaits_answer

    act(steps, one("number"))


def test_typing_after_a_wrong_answer_is_another_try():
    async def steps(pilot):
        await press(pilot, "=3840", "enter")
        assert "✘ Not right" in screen_text(pilot)
        assert "retry" in keys_shown(pilot)
        await press(pilot, "backspace", "backspace", "=60", "enter")
        assert session(pilot).part_progress.right
        assert len(session(pilot).part_progress.attempts) == 2

    act(steps, one("number"))


def test_enter_pressed_twice_after_a_wrong_answer_submits_once():
    async def steps(pilot):
        await press(pilot, "=3840", "enter", "enter", "enter", "enter")
        assert len(session(pilot).part_progress.attempts) == 1

    act(steps, one("number"))


def test_hints_open_one_at_a_time_and_say_when_there_are_no_more():
    async def steps(pilot):
        await press(pilot, "f2")
        assert "Hint 1 of 4" in screen_text(pilot)
        assert "Hint 2 of 4" not in screen_text(pilot)
        await press(pilot, "f2", "f2", "f2", "f2")
        assert "Hint 4 of 4" in screen_text(pilot)
        assert "That was the last hint" in screen_text(pilot)

    act(steps, one("number"))


def test_the_working_opens_step_by_step():
    async def steps(pilot):
        await press(pilot, "f4")
        assert "(F·F·D + 1)·K" in screen_text(pilot)
        assert "193·20" not in screen_text(pilot)
        assert session(pilot).part_progress.gave_up
        await press(pilot, "shift+f4")
        assert "193·20" in screen_text(pilot)

    act(steps, one("number"))


def test_the_whole_working_of_a_wrong_answer_leads_on():
    async def steps(pilot):
        await press(pilot, "=1", "enter", "shift+f4")
        assert "next" in keys_shown(pilot)
        await press(pilot, "enter")
        assert session(pilot).visit.item.question.id == "shape"

    act(steps, whole())


def test_new_numbers_are_other_numbers():
    async def steps(pilot):
        before = session(pilot).visit.variant.values
        await press(pilot, "f5")
        assert session(pilot).visit.variant.values != before
        assert isinstance(pilot.app.focused, Input)

    act(steps, one("number"))


def test_a_question_without_other_numbers_says_so():
    async def steps(pilot):
        await press(pilot, "f5")
        assert "no other numbers" in screen_text(pilot)

    act(steps, one("shape"))


def test_skip_and_back_keep_answers_and_drafts():
    async def steps(pilot):
        await press(pilot, "=3860", "enter", "enter")
        await press(pilot, "=14x", "f8", "f7")
        assert pilot.app.screen.query_one(Input).value == "14x"
        await press(pilot, "f7")
        assert pilot.app.screen.query_one(Input).value == "3860"
        assert "✔ Right" in screen_text(pilot)
        await press(pilot, "f7")
        assert "This is the first question." in screen_text(pilot)

    act(steps, whole())


def test_the_parts_of_a_question_follow_each_other():
    async def steps(pilot):
        assert "(1 of 2)" in screen_text(pilot)
        await press(pilot, "=100", "enter", "f8")
        assert "(2 of 2)" in screen_text(pilot)
        await press(pilot, "=100*20*193", "enter")
        assert "follows from your own answer" in screen_text(pilot)

    act(steps, one("parts"))


def test_a_choice_is_picked_with_arrows_letters_and_the_mouse():
    async def steps(pilot):
        await press(pilot, "down", "down")
        assert practice(pilot).panes.box.text == "b"
        await press(pilot, "up")
        assert practice(pilot).panes.box.text == "a"
        await press(pilot, "c")
        assert practice(pilot).panes.box.text == "c"
        row = next(n for n, line in enumerate(screen_lines(pilot)) if " d  " in line)
        await pilot.click(offset=(12, row))
        assert practice(pilot).panes.box.text == "d"

    act(steps, one("one-of"))


def test_nothing_picked_is_not_read():
    async def steps(pilot):
        await press(pilot, "enter")
        assert session(pilot).part_progress.attempts == ()

    act(steps, one("one-of"))
    act(steps, one("statements"))


def test_statements_are_ticked_and_marked_one_by_one():
    async def steps(pilot):
        await press(pilot, "space", "down", "space", "enter")
        assert practice(pilot).panes.box.text == "1, 2"
        marks = [line for line in screen_lines(pilot) if "It has" in line]
        assert "[✔] ✔ 1" in marks[0]
        assert "[✔] ✘ 2" in marks[1]
        await press(pilot, "0")
        assert practice(pilot).panes.box.text == "none"

    act(steps, one("statements"))


def test_keys_of_one_burst_land_in_the_cells_that_they_lead_to():
    async def steps(pilot):
        for key in ("1", "tab", "2", "enter", "3", "shift+tab", "4", "down", "5"):
            pilot.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await settle(pilot)
        cells = [blank.value for blank in pilot.app.screen.query(Blank)]
        assert cells == ["1", "4", "3", "", "5", ""]

    act(steps, one("table"))


def test_the_cells_of_a_table_are_walked_with_enter_tab_and_arrows():
    async def steps(pilot):
        await press(pilot, "=28x28x8", "enter", "=6272", "tab", "=608", "enter")
        blanks = list(pilot.app.screen.query(Blank))
        assert pilot.app.focused is blanks[3]
        await press(pilot, "up")
        assert pilot.app.focused is blanks[0]
        await press(pilot, "down", "=14x14x8", "enter", "=1568", "enter", "=0", "enter")
        assert session(pilot).part_progress.right

    act(steps, one("table"))


def test_a_wrong_cell_is_signed_and_the_cursor_goes_to_it():
    async def steps(pilot):
        await press(pilot, "=28x28x8", "enter", "=5", "enter", *["enter"] * 4)
        blanks = list(pilot.app.screen.query(Blank))
        assert [str(blank.sign.content) for blank in blanks[:2]] == ["✔", "✘"]
        await press(pilot, "enter")
        assert pilot.app.focused is blanks[1]

    act(steps, one("table"))


def test_the_symbols_of_a_formula_are_explained():
    async def steps(pilot):
        assert "K kernel size" in screen_text(pilot)
        await press(pilot, "=M*(K*K*D+1)", "enter")
        assert session(pilot).part_progress.right

    act(steps, one("formula"))


def test_after_the_last_question_comes_the_summary_and_back_leads_back():
    async def steps(pilot):
        await press(pilot, "=3860", "enter", "enter")
        assert isinstance(pilot.app.screen, SummaryScreen)
        assert "1 of 1 right" in screen_text(pilot)
        await press(pilot, "f7")
        assert isinstance(pilot.app.screen, PracticeScreen)
        await press(pilot, "enter", "f5")
        assert isinstance(pilot.app.screen, PracticeScreen)
        assert session(pilot).part_progress.untouched

    act(steps, one("number"))


@pytest.mark.parametrize("size", [*SIZES, (30, 8), (200, 60)])
@pytest.mark.parametrize("question", ["number", "statements", "table"])
def test_the_answer_box_is_always_seen(question, size):
    async def steps(pilot):
        await press(pilot, "f2", "shift+f4")
        region = practice(pilot).panes.box.region
        shown = region.intersection(pilot.app.screen.region)
        assert shown.area == region.area > 0
        assert practice(pilot).panes.prompt_pane.region.height > 0

    act(steps, one(question), size)


def test_a_resize_keeps_what_was_typed_and_opened():
    async def steps(pilot):
        await press(pilot, "=3840", "enter", "f2")
        for size in ((40, 12), (120, 40), (80, 24)):
            await pilot.resize_terminal(*size)
            await settle(pilot)
            assert "3840" in screen_text(pilot)
            assert "✘ Not right" in screen_text(pilot) or size == (40, 12)

    act(steps, one("number"))


def test_keys_in_the_line_at_the_bottom_are_clicked():
    async def steps(pilot):
        line = screen_lines(pilot)[-1]
        await pilot.click(offset=(line.index("hint"), 23))
        await settle(pilot)
        assert session(pilot).part_progress.hints == 1

    act(steps, one("number"))


def test_every_key_is_in_the_command_palette():
    async def steps(pilot):
        commands = {c.title for c in pilot.app.get_system_commands(pilot.app.screen)}
        assert {"Hint", "Next step of the working", "New numbers", "Back", "Help"} <= commands
        await press(pilot, "ctrl+p", "=new num", "down", "enter")
        await settle(pilot)
        assert session(pilot).visit.variant.number == 1

    act(steps, one("number"))


def test_leaving_loses_nothing():
    async def steps(pilot):
        await press(pilot, "enter")
        await press(pilot, "=12", "f2", "escape")
        assert isinstance(pilot.app.screen, HomeScreen)
        assert f"1 of {len(every_kind().questions)}" in screen_text(pilot)
        await press(pilot, "enter")
        assert pilot.app.screen.query_one(Input).value == "12"
        assert session(pilot).part_progress.hints == 1
        await press(pilot, "escape", "f")
        assert session(pilot).part_progress.untouched

    act(steps)


def test_colours_change_with_the_theme_and_none_is_needed(monkeypatch):
    async def steps(pilot):
        await press(pilot, "ctrl+t")
        assert pilot.app.theme == "textual-light"
        await press(pilot, "=3840", "enter")
        assert "✘ Not right" in screen_text(pilot)

    monkeypatch.setenv("NO_COLOR", "1")
    act(steps, one("number"))


@pytest.mark.parametrize("key", ["ctrl+q", "ctrl+c"])
def test_the_app_is_left_at_once(key):
    async def steps(pilot):
        await pilot.press(key)
        await pilot.pause()

    assert act(steps, one("number")).return_code == 0


def test_once_the_whole_working_is_open_enter_on_an_empty_box_leads_on():
    async def steps(pilot):
        await press(pilot, "shift+f4")
        assert "next" in keys_shown(pilot)
        await press(pilot, "=3860")
        assert "submit" in keys_shown(pilot)
        await press(pilot, "ctrl+u", "enter")
        assert session(pilot).visit.item.question.id == "shape"

    act(steps, whole())


def test_a_later_part_is_seen_below_a_long_introduction():
    async def steps(pilot):
        await press(pilot, "f8")
        assert "How many parameters are" in screen_text(pilot)
        await press(pilot, "pageup", "pageup")
        assert "20 filters of 8×8×3" in screen_text(pilot)

    act(steps, one("parts"), size=(30, 8))


def test_coming_back_to_a_table_finds_its_cells_and_their_signs():
    async def steps(pilot):
        await press(pilot, "f8", "f8", "f8", "f8")
        await press(pilot, "=28x28x8", "enter", "=5", *["enter"] * 5)
        await press(pilot, "f8", "f7")
        blanks = list(pilot.app.screen.query(Blank))
        assert [blank.value for blank in blanks] == ["28x28x8", "5", "", "", "", ""]
        assert [str(blank.sign.content) for blank in blanks[:2]] == ["✔", "✘"]
        assert not session(pilot).part_progress.awaits_answer

    act(steps, whole())


def test_coming_back_to_statements_finds_the_ticks_and_their_signs():
    async def steps(pilot):
        await press(pilot, "f8", "f8", "f8", "2", "enter", "f8", "f7")
        marks = [line for line in screen_lines(pilot) if "It has" in line]
        assert ["[ ] ✘" in marks[0], "[✔] ✘" in marks[1]] == [True, True]

    act(steps, whole())


def test_the_last_line_of_a_question_is_seen_while_there_is_room():
    path = next(path for path in shipped_banks() if path.stem == "estimates")
    bank = load_bank(path)
    deck = question_deck(bank, find_question(bank, "vgg"), seed=1, variant=0)

    async def steps(pilot):
        assert "enough." in screen_text(pilot)
        await press(pilot, "=1", "enter")
        assert "enough." in screen_text(pilot)

    act(steps, deck)


def test_new_numbers_in_a_part_are_seen_above_it_and_back_returns_to_that_part():
    async def steps(pilot):
        first = session(pilot).visit.variant.intro
        await press(pilot, "=1", "enter", "f5")
        assert session(pilot).visit.variant.intro != first
        assert "no other numbers" not in screen_text(pilot)
        await press(pilot, "f7")
        assert session(pilot).visit.variant.intro == first
        assert session(pilot).visit.part == 0

    path = next(path for path in shipped_banks() if path.stem == "filters-and-bias")
    bank = load_bank(path)
    act(steps, question_deck(bank, find_question(bank, "elements"), seed=1, variant=0))
