"""The home screen: what can be chosen, and what is said where nothing can."""

from pathlib import Path

import pytest
from textual.widgets import OptionList

from quizengine.tui.home import HomeScreen
from quizengine.tui.practice import PracticeScreen
from tests.tui.stage import EVERY_KIND, act, every_kind, press, screen_text, session

pytestmark = pytest.mark.slow

BROKEN = """\
format: 1
title: A broken bank
questions:
  - id: a
    title: A
    ask: How many?
    answer: 1 +
"""

SMALL = """\
format: 1
title: A small bank
questions:
  - {id: a, title: A, ask: How many?, answer: 1 + 1, expect: 2}
"""


def written(tmp_path, name, text):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_bank_is_chosen_with_enter():
    async def steps(pilot):
        assert "One question of each kind" in screen_text(pilot)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, PracticeScreen)
        assert len(session(pilot).deck.items) == len(every_kind().questions)

    act(steps)


def test_one_question_is_chosen_from_the_list():
    async def steps(pilot):
        await press(pilot, "right", "down", "down", "enter")
        assert {item.question.id for item in session(pilot).deck.items} == {"one-of"}

    act(steps)


def test_a_bank_is_chosen_with_the_mouse():
    async def steps(pilot):
        await pilot.click("#banks", offset=(5, 0))
        await press(pilot)
        assert isinstance(pilot.app.screen, PracticeScreen)

    act(steps)


def test_a_mix_asks_questions_of_the_banks_that_are_ticked(tmp_path):
    small = written(tmp_path, "small.yaml", SMALL)
    other = written(tmp_path, "other.yaml", SMALL.replace("small", "other"))

    async def ticked(pilot):
        await press(pilot, "space", "down", "space", "down", "down")
        assert "A mix of 2 ticked" in screen_text(pilot)
        await press(pilot, "enter")
        assert {item.bank for item in session(pilot).deck.items} == {"every-kind", "small"}

    async def all_of_them(pilot):
        await press(pilot, "down", "down", "down", "enter")
        assert {item.bank for item in session(pilot).deck.items} == {
            "every-kind", "small", "other",
        }  # fmt: skip

    act(ticked, paths=(EVERY_KIND, small, other))
    act(all_of_them, paths=(EVERY_KIND, small, other))


def test_without_banks_it_says_how_to_start_one():
    async def steps(pilot):
        assert "There are no banks here." in screen_text(pilot)
        await press(pilot, "enter", "space", "right", "f")
        assert isinstance(pilot.app.screen, HomeScreen)

    act(steps, paths=())


def test_a_bank_with_problems_shows_them_and_harms_nothing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    broken = written(Path(), "broken.yaml", BROKEN)
    missing = tmp_path / "missing.yaml"
    noise = tmp_path / "noise.yaml"
    noise.write_bytes(b"\xff\xfe\x00[/]")

    async def steps(pilot):
        await press(pilot, "down")
        assert "✘ has problems" in screen_text(pilot)
        assert "broken.yaml:7:" in screen_text(pilot)
        await press(pilot, "enter", "space", "right", "down", "enter", "down", "enter")
        assert isinstance(pilot.app.screen, HomeScreen)
        await press(pilot, "down", "down", "enter")
        assert {item.bank for item in session(pilot).deck.items} == {"every-kind", "small"}

    small = written(tmp_path, "small.yaml", SMALL)
    act(steps, paths=(EVERY_KIND, broken, missing, noise, small))


def test_the_questions_are_read_only_after_the_first_frame():
    """A bank is read when its questions are to be listed, not while the list of banks is made."""
    screen = HomeScreen([EVERY_KIND], {})
    assert screen._loaded == {}


def test_left_and_escape_lead_back_to_the_banks():
    async def steps(pilot):
        for key in ("left", "escape"):
            await press(pilot, "right")
            assert pilot.app.focused is pilot.app.screen.query_one("#questions", OptionList)
            await press(pilot, key)
            assert pilot.app.focused is pilot.app.screen.query_one("#banks", OptionList)

    act(steps)
    act(steps, size=(40, 12))


def test_help_leaves_the_cursor_where_it_was():
    async def steps(pilot):
        await press(pilot, "right", "down", "down", "f1")
        assert "Enter practises the bank" in screen_text(pilot)
        await press(pilot, "escape", "enter")
        assert {item.question.id for item in session(pilot).deck.items} == {"one-of"}

    act(steps)


def test_several_practices_are_kept_side_by_side(tmp_path):
    small = written(tmp_path, "small.yaml", SMALL)

    async def steps(pilot):
        await press(pilot, "enter", "=12", "f2", "escape")
        await press(pilot, "down", "enter", "=3", "enter", "escape")
        await press(pilot, "up", "enter")
        assert session(pilot).visit.item.bank == "every-kind"
        assert session(pilot).part_progress.draft == "12"
        await press(pilot, "escape", "down", "enter")
        assert session(pilot).visit.item.bank == "small"
        assert [attempt.text for attempt in session(pilot).part_progress.attempts] == ["3"]

    act(steps, paths=(EVERY_KIND, small))
