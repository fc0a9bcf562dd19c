"""The pictures in the app: F6 opens them, nothing moves unasked, stepping is on record."""

import asyncio

import pytest

from quizengine.tui.picture import SECONDS_A_FRAME, PictureScreen
from quizengine.tui.practice import PracticeScreen
from tests.tui.stage import SIZES, act, assert_golden, one, press, screen_text, session, settle

pytestmark = pytest.mark.slow

SCENES = {
    "picture-volumes": ["f6"],
    "picture-sliding": ["f6", "tab", "right", "right"],
    "picture-sliding-right": ["=3860", "enter", "f6", "2", "end"],
}


def named(size):
    return f"{size[0]}x{size[1]}"


@pytest.mark.parametrize("size", SIZES, ids=named)
@pytest.mark.parametrize("scene", SCENES)
def test_a_picture_looks_as_it_did(scene, size):
    seen = []

    async def steps(pilot):
        await press(pilot, *SCENES[scene])
        seen.append(screen_text(pilot))

    act(steps, one("number"), size)
    assert_golden(f"{scene}-{named(size)}", seen[0])


@pytest.mark.parametrize("size", SIZES, ids=named)
def test_a_network_looks_as_it_did(size):
    seen = []

    async def steps(pilot):
        await press(pilot, "f6")
        seen.append(screen_text(pilot))

    act(steps, one("table"), size)
    assert_golden(f"picture-network-{named(size)}", seen[0])


def frame(pilot):
    screen = pilot.app.screen
    assert isinstance(screen, PictureScreen)
    return screen._frames[screen._shown]


def test_it_opens_and_closes_and_the_answer_typed_so_far_is_kept():
    async def steps(pilot):
        await press(pilot, "=19", "f6")
        assert isinstance(pilot.app.screen, PictureScreen)
        await press(pilot, "f6")
        assert isinstance(pilot.app.screen, PracticeScreen)
        await press(pilot, "=3*20")
        assert session(pilot).part_progress.draft == "193*20"
        assert pilot.app.screen.panes.box.has_focus_within

    act(steps, one("number"))


def test_keys_step_jump_and_choose():
    async def steps(pilot):
        await press(pilot, "f6", "2")
        await press(pilot, "right", ".", "right")
        assert frame(pilot) == 3
        await press(pilot, "left", ",")
        assert frame(pilot) == 1
        await press(pilot, "end")
        assert frame(pilot) == 14 * 14 - 1
        await press(pilot, "right")
        assert frame(pilot) == 14 * 14 - 1
        await press(pilot, "home", "left")
        assert frame(pilot) == 0
        await press(pilot, "right", "tab", "tab")
        assert frame(pilot) == 1
        await press(pilot, "shift+tab", "9")
        assert "Picture: volumes (1 of 2)" in screen_text(pilot)

    act(steps, one("number"))


def test_looking_is_not_on_record_and_stepping_is():
    async def steps(pilot):
        await press(pilot, "f6", "tab", "escape")
        assert not session(pilot).part_progress.picture
        assert session(pilot).visit.untouched
        await press(pilot, "f6", "tab", "right", "escape")
        assert session(pilot).part_progress.picture

    act(steps, one("number"))


def test_stepping_after_a_right_answer_is_no_help():
    async def steps(pilot):
        await press(pilot, "=3860", "enter", "f6", "2", "right", "escape")
        assert not session(pilot).part_progress.picture

    act(steps, one("number"))


def test_it_plays_from_one_press_of_the_space_bar_to_the_next():
    async def steps(pilot):
        await press(pilot, "f6", "tab")
        screen = pilot.app.screen
        timers = len(screen._timers)
        await asyncio.sleep(3 * SECONDS_A_FRAME)
        assert frame(pilot) == 0
        await press(pilot, "space")
        await asyncio.sleep(4 * SECONDS_A_FRAME)
        await press(pilot, "space")
        played = frame(pilot)
        assert played >= 1
        assert len(screen._timers) == timers
        await asyncio.sleep(2 * SECONDS_A_FRAME)
        assert frame(pilot) == played

    act(steps, one("number"))


def test_at_the_end_it_stops_by_itself_and_begins_anew_on_a_key():
    async def steps(pilot):
        await press(pilot, "f6", "tab", "end", "left", "space")
        await asyncio.sleep(3 * SECONDS_A_FRAME)
        await settle(pilot)
        assert frame(pilot) == 14 * 14 - 1
        assert pilot.app.screen._timer is None
        await press(pilot, "space")
        assert frame(pilot) < 9
        await press(pilot, "escape")

    act(steps, one("number"))


def test_a_question_without_a_picture_says_so():
    async def steps(pilot):
        assert "F6" not in screen_text(pilot)
        await press(pilot, "f6")
        assert isinstance(pilot.app.screen, PracticeScreen)
        assert "no picture" in screen_text(pilot)

    act(steps, one("formula"))


def test_a_wide_window_shows_the_volumes_and_shows_the_output_when_it_is_known():
    async def steps(pilot):
        assert "?×?×?" in screen_text(pilot)
        await press(pilot, "=3860", "enter")
        assert "14×14×20" in screen_text(pilot)
        await pilot.resize_terminal(80, 24)
        await settle(pilot)
        assert "14×14×20" not in screen_text(pilot)

    act(steps, one("number"), size=(120, 40))
