"""Switching a question's code between Keras and PyTorch, in the app and line by line."""

import io

import pytest

from quizengine.banks import find_question, load_bank, resolve_address
from quizengine.plain import run
from quizengine.practice.deck import question_deck
from tests.tui.stage import act, one, press, screen_lines, screen_text, session

READING = resolve_address("keras-reading").path


def deck_of(question):
    bank = load_bank(READING)
    return question_deck(bank, find_question(bank, question), seed=1, variant=0)


def test_one_key_shows_the_code_in_the_other_framework_and_back():
    async def steps(pilot):
        assert "layers.Conv2D(" in screen_text(pilot)
        assert "ctrl+l Torch" in screen_lines(pilot)[-1]
        await press(pilot, "=34", "ctrl+l")
        assert "nn.Conv2d(1, 32, 3)" in screen_text(pilot)
        assert "ctrl+l Keras" in screen_lines(pilot)[-1]
        assert pilot.app.focused.value == "34"
        await press(pilot, "=826", "enter")
        assert session(pilot).part_progress.right
        await press(pilot, "ctrl+l")
        assert "layers.Conv2D(" in screen_text(pilot)
        assert session(pilot).part_progress.right

    act(steps, deck_of("total"), size=(100, 40))


@pytest.mark.slow
def test_ticks_are_kept_and_the_choice_holds_at_the_next_question():
    async def steps(pilot):
        await press(pilot, "3", "ctrl+l")
        assert "nn.Conv2d" in screen_text(pilot)
        assert pilot.app.screen.panes.box.text == "3"
        await press(pilot, "escape", "right", "down", "enter")
        assert "nn.Conv2d" in screen_text(pilot)

    act(steps, deck_of("statements"), size=(100, 40), paths=(READING,))


def test_where_there_is_one_spelling_there_is_no_key():
    async def steps(pilot):
        assert "ctrl+l" not in screen_lines(pilot)[-1]
        await press(pilot, "ctrl+l")
        assert "This question is the same" in screen_text(pilot)

    act(steps, one("number"))


def lines(deck, typed):
    output = io.StringIO()
    run((), deck, 1, io.StringIO(typed), output)
    return output.getvalue()


def test_in_plain_mode_it_is_a_word():
    said = lines(deck_of("total"), "framework\n34826\nquit\n")
    assert said.index("Type framework to see the code in PyTorch.") < said.index("nn.Conv2d(1")
    assert "Type framework to see the code in Keras." in said
    assert "Right" in said
    assert "the same in every framework" in lines(one("number"), "framework\nquit\n")


@pytest.mark.slow
def test_the_line_of_keys_has_room_for_it_beside_the_helps():
    async def steps(pilot):
        keys = "⏎ submit F2 hint F3 steps F4 work F5 new F6 pic ctrl+l Torch F8 skip F1 help"
        assert screen_lines(pilot)[-1].strip() == keys

    act(steps, deck_of("total"))
