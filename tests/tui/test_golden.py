"""The screens as they are seen, at three sizes."""

import pytest

from tests.tui.stage import (
    SIZES,
    PracticeScreen,
    act,
    assert_golden,
    one,
    press,
    screen_text,
    whole,
)

pytestmark = pytest.mark.slow

SCENES = {
    "number-asked": ("number", []),
    "number-wrong": ("number", ["=3840", "enter", "f2"]),
    "number-right": ("number", ["=193*20", "enter", "shift+f4"]),
    "number-unread": ("number", ["=7.600", "enter"]),
    "one-of": ("one-of", ["down", "down", "enter"]),
    "statements": ("statements", ["1", "2", "enter"]),
    "table": ("table", ["=28x28x8", "enter", "=9", "enter", "=600", *["enter"] * 4]),
    "table-carried": (
        "table",
        [
            "=27x27x8",
            "enter",
            "=5832",
            "enter",
            "=608",
            "enter",
            "=13x13x8",
            "enter",
            "=1352",
            "enter",
            "=0",
            "enter",
        ],
    ),
    "wrong-rows": ("wrong-rows", ["=608", "enter", "=7", "enter", "enter"]),
    "estimate": ("estimate", ["=1.2 M", "enter"]),
    "estimate-right": ("estimate", ["=70k", "enter"]),
    "layer": ("layer", ["=Conv2D(20, 6, 2)", "enter"]),
    "layer-asked": ("layer", ["=nn.Conv2d(3, 20, 5,"]),
    "formula": ("formula", ["=M*K*K*D"]),
    "parts": ("parts", ["=196", "enter", "enter"]),
    "steps-asked": ("number", ["=1", "enter", "f3", "=192", "enter", "enter"]),
    "steps-wrong": ("number", ["f3", "=193", "enter", "f2"]),
    "steps-found": ("number", ["f3", "=192", "enter", "enter", "=193", "enter", "enter"]),
    "steps-table": ("table", ["=28x28x8", "enter", "=9", "enter", *["enter"] * 5, "f3"]),
    "steps-formula": ("formula", ["f3"]),
    "help": ("number", ["f1"]),
}
WIDE = (
    "number-wrong",
    "number-right",
    "statements",
    "wrong-rows",
    "estimate-right",
    "layer",
    "steps-wrong",
    "steps-found",
)


def named(size):
    return f"{size[0]}x{size[1]}"


@pytest.mark.parametrize(
    ("scene", "size"),
    [(scene, size) for size in SIZES for scene in SCENES if size[0] < 100 or scene in WIDE],
    ids=lambda value: value if isinstance(value, str) else named(value),
)
def test_a_question_looks_as_it_did(scene, size):
    question, keys = SCENES[scene]
    seen = []

    async def steps(pilot):
        await press(pilot, *keys)
        seen.append(screen_text(pilot))

    act(steps, one(question), size)
    assert_golden(f"{scene}-{named(size)}", seen[0])


@pytest.mark.parametrize("size", SIZES, ids=named)
def test_home_looks_as_it_did(size):
    seen = []

    async def steps(pilot):
        seen.append(screen_text(pilot))

    act(steps, size=size)
    assert_golden(f"home-{named(size)}", seen[0])


@pytest.mark.parametrize("size", SIZES, ids=named)
def test_a_summary_looks_as_it_did(size):
    seen = []

    async def steps(pilot):
        await press(pilot, "=3860", "enter", "enter")
        await press(pilot, "=14x14x3", "enter")
        while isinstance(pilot.app.screen, PracticeScreen):
            await press(pilot, "f8")
        seen.append(screen_text(pilot))

    act(steps, whole(), size)
    assert_golden(f"summary-{named(size)}", seen[0])
