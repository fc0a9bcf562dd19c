"""The calculator screen: text in, table out, and the working of each cell."""

import json
import os

import pytest
from textual import events
from textual.widgets import Input

from quizengine.calculator.network import Network, NetworkRow
from quizengine.tui.calculator import CalculatorScreen
from quizengine.tui.cell_working import working_lines
from quizengine.tui.examples import EXAMPLES
from quizengine.tui.home import HomeScreen
from quizengine.tui.layer_sheet import LayerSheet, SourceFault, read_sheet
from quizengine.tui.practice import PracticeScreen
from tests.tui.stage import (
    SIZES,
    act,
    assert_golden,
    one,
    press,
    screen_lines,
    screen_text,
    settle,
)

pytestmark = pytest.mark.slow

KERAS = EXAMPLES[0].source
UNKNOWN = "Sequential([\n    Input((8, 8, 3)),\n    Konv2D(4, 3),\n    Dense(2),\n])"
REFUSED = "Sequential([\n    Input((8, 8, 3)),\n    Conv2D(4, 9),\n])"
OPEN = "Conv2D(20, 8, strides=2)"


def calculator(pilot):
    screen = pilot.app.screen
    assert isinstance(screen, CalculatorScreen)
    return screen


async def read_out(pilot):
    """Wait until what was typed is read and shown."""
    await settle(pilot)
    while calculator(pilot)._waiting is not None:
        await pilot.pause(0.02)
    await settle(pilot)


async def paste(pilot, text):
    # As it comes from the terminal: to the app, which hands it to what has the focus.
    pilot.app.post_message(events.Paste(text))
    await settle(pilot)
    await read_out(pilot)


async def opened(pilot, text=""):
    await press(pilot, "f9")
    if text:
        await paste(pilot, text)


# How it looks

SCENES = {
    "error": (REFUSED, []),
    "empty": ("", []),
    "code": (KERAS, []),
    "table": (KERAS, ["f4"]),
    "working": (KERAS, ["f4", "down", "down", "left", "left", "enter"]),
    "input": (OPEN, ["f5"]),
}


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("scene", SCENES)
def test_the_calculator_looks_as_it_did(scene, size):
    text, keys = SCENES[scene]
    seen = []

    async def steps(pilot):
        await opened(pilot, text)
        await press(pilot, *keys)
        await read_out(pilot)
        seen.append(screen_text(pilot))

    act(steps, size=size)
    assert_golden(f"calculator-{scene}-{size[0]}x{size[1]}", seen[0])


# From where, and back


def test_one_key_opens_it_at_home_and_the_same_key_or_escape_leaves_it():
    async def steps(pilot):
        for key in ("f9", "escape"):
            await press(pilot, "f9")
            assert calculator(pilot)
            await press(pilot, key)
            assert isinstance(pilot.app.screen, HomeScreen)

    act(steps)


def test_one_key_opens_it_over_a_question_which_is_kept():
    async def steps(pilot):
        await press(pilot, "=12", "f9", "=Dense(2)", "f9")
        assert isinstance(pilot.app.screen, PracticeScreen)
        assert pilot.app.focused.value == "12"
        await press(pilot, "f9")
        assert calculator(pilot).code.text == "Dense(2)"

    act(steps, one("number"))


@pytest.mark.parametrize("deck", [None, "number"])
def test_it_is_in_the_key_line_and_in_the_command_palette(deck):
    async def steps(pilot):
        assert "F9 calc" in screen_lines(pilot)[-1]
        assert "Calculator" in {c.title for c in pilot.app.get_system_commands(pilot.app.screen)}
        await press(pilot, "ctrl+p", "=calculator", "down", "enter")
        await settle(pilot)
        assert calculator(pilot)
        commands = {c.title for c in pilot.app.get_system_commands(pilot.app.screen)}
        assert {"An example", "Open a file", "To the input shape"} <= commands

    # In a narrower window a question's own keys come first.
    act(steps, deck and one(deck), size=(100, 24))


def test_the_text_the_shape_and_the_cursor_are_kept_when_coming_back():
    async def steps(pilot):
        await opened(pilot, OPEN)
        await press(pilot, "f5", "=32x32x3", "enter", "up", "escape", "escape")
        await press(pilot, "f9")
        screen = calculator(pilot)
        assert (screen.code.text, screen.input_shape.value) == (OPEN, "32x32x3")
        await press(pilot, "ctrl+z")
        assert screen.code.text == ""

    act(steps)


# What is read


def test_the_table_follows_what_is_typed():
    async def steps(pilot):
        await opened(pilot)
        await press(pilot, "=Dense(2)", "f5", "=784")
        await read_out(pilot)
        assert "✔ 784 → 2, 1570 parameters" in screen_text(pilot)
        await press(pilot, "backspace")
        await read_out(pilot)
        assert "✔ 78 → 2, 158 parameters" in screen_text(pilot)

    act(steps)


def test_a_step_into_the_table_reads_at_once_what_was_just_typed():
    async def steps(pilot):
        await opened(pilot)
        await press(pilot, "f4")
        assert "no table yet" in screen_text(pilot)
        await press(pilot, "f2", "f4")
        assert pilot.app.focused is calculator(pilot).table

    act(steps)


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_has_a_table(example):
    sheet = read_sheet(*example)
    assert isinstance(sheet, LayerSheet)
    assert len(sheet.rows) > 5


def test_examples_come_one_after_the_other_and_never_over_a_text_of_ones_own():
    async def steps(pilot):
        await opened(pilot)
        seen = set()
        for _ in EXAMPLES:
            await press(pilot, "f2")
            assert "✔" in screen_text(pilot)
            seen.add(calculator(pilot).code.text)
        assert len(seen) == len(EXAMPLES)
        await press(pilot, "=x", "f2")
        assert calculator(pilot).code.text[0] == "x"
        assert "Your text is kept" in screen_text(pilot)

    act(steps)


@pytest.mark.parametrize("size", SIZES)
def test_what_is_wrong_is_said_at_its_line_and_below(size):
    async def steps(pilot):
        await opened(pilot, UNKNOWN)
        lines = screen_lines(pilot)
        at = next(line for line in lines if "Konv2D(4, 3)," in line)
        assert "✘" in at
        assert any("✘ line 3:" in line for line in lines)
        await press(pilot, "f8")
        assert calculator(pilot).code.cursor_location[0] == 2

    act(steps, size=size)


def test_what_the_framework_refuses_is_said_with_its_numbers_and_its_line():
    fault = read_sheet(REFUSED)
    assert isinstance(fault, SourceFault)
    assert "a window of 9 does not fit into an input height of 8" in fault.message
    assert fault.line == 3


def test_a_network_of_several_inputs_takes_their_shapes_with_semicolons():
    source = (
        "import torch\nfrom torch import nn\n"
        "class Net(nn.Module):\n"
        "    def __init__(self):\n"
        "        super().__init__()\n"
        "        self.fc = nn.Linear(12, 2)\n"
        "    def forward(self, a, b):\n"
        "        return self.fc(torch.cat([a, b], 1))\n"
    )
    sheet = read_sheet(source, "4; 8")
    assert isinstance(sheet, LayerSheet)
    assert sheet.summary.endswith("26 parameters")
    assert isinstance(read_sheet(source, "4; 9"), SourceFault)


def test_the_table_before_an_error_is_kept_until_it_is_mended():
    async def steps(pilot):
        await opened(pilot, KERAS)
        await press(pilot, "=(")
        await read_out(pilot)
        assert "✘ line" in screen_text(pilot)
        assert "conv2d_1" in screen_text(pilot)
        assert "the table from before" in screen_text(pilot)
        await press(pilot, "backspace")
        await read_out(pilot)
        assert "✔" in screen_text(pilot)
        assert "✘" not in screen_text(pilot)

    act(steps)


def test_a_shape_that_cannot_be_read_is_said_and_one_the_code_states_counts():
    async def steps(pilot):
        await opened(pilot, OPEN)
        assert "? The code does not state the input shape." in screen_text(pilot)
        await press(pilot, "f5", "=32x[/]")
        await read_out(pilot)
        assert "is not a size" in screen_text(pilot)
        await press(pilot, "escape")
        calculator(pilot).code.fill(KERAS)
        await read_out(pilot)
        assert "✔ 32×32×3 → 10" in screen_text(pilot)

    act(steps)


# The table and its workings


def test_every_cell_that_has_a_value_has_a_working():
    sheet = read_sheet(KERAS)
    for cell in (cell for row in sheet.rows for cell in row):
        text = "\n".join(line.plain for line in working_lines(cell, 60))
        assert (cell.title if cell.value is not None else "Move to a number") in text
        assert isinstance(cell.value, (NetworkRow, Network, type(None))) or cell.text in text


def test_a_working_has_the_formula_the_legend_the_numbers_and_the_steps():
    async def steps(pilot):
        await opened(pilot, KERAS)
        await press(pilot, "f4")
        for wanted in ("(F·F·D + 1)·K", "F = kernel_size = 3", "(3·3·3 + 1)·16", "28·16", "448"):
            assert wanted in screen_text(pilot)

    act(steps)


def test_a_name_opens_all_of_a_layer_and_the_total_what_is_counted():
    rows = {row[0].text: row[0] for row in read_sheet(KERAS).rows}
    layer = "\n".join(line.plain for line in working_lines(rows["conv2d_1"], 70))
    for wanted in ("filters = 32", "receptive field", "bytes of the output", "weights", "biases"):
        assert wanted in layer
    total = "\n".join(line.plain for line in working_lines(rows["total"], 70))
    assert "A multiply-add is one multiply-accumulate" in total
    assert "MiB" in total


def test_what_an_open_axis_leaves_open_has_a_question_mark():
    sheet = read_sheet("Sequential([Input((None, 3)), LSTM(4, return_sequences=True), Dense(2)])")
    assert isinstance(sheet, LayerSheet)
    sizes = [row[3].text for row in sheet.rows[1:3]]
    assert sizes == ["?", "?"]
    for cell in (cell for row in sheet.rows for cell in row):
        assert working_lines(cell, 40)


def test_numbers_beyond_all_bounds_are_an_error_or_a_table_and_no_crash():
    wide = ", ".join(["Dense(1099511627776)"] * 5)
    result = read_sheet(f"Sequential([Input(1099511627776), {wide}])")
    for cell in (cell for row in getattr(result, "rows", ()) for cell in row):
        assert working_lines(cell, 40)


def test_steps_lead_in_with_enter_and_out_with_escape():
    async def steps(pilot):
        await opened(pilot, KERAS)
        screen = calculator(pilot)
        await press(pilot, "f4", "enter")
        assert pilot.app.focused is screen.working_pane
        await press(pilot, "down", "down", "end")
        await press(pilot, "escape")
        assert pilot.app.focused is screen.table
        await press(pilot, "escape")
        assert pilot.app.focused is screen.code
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, HomeScreen)

    act(steps)
    act(steps, size=(40, 12))


def test_a_cell_is_chosen_with_the_mouse_and_the_keys_are_clicked():
    async def steps(pilot):
        await opened(pilot, KERAS)
        line = next(i for i, text in enumerate(screen_lines(pilot)) if "conv2d_1" in text)
        column = screen_lines(pilot)[line].index("4640")
        await pilot.click(offset=(column, line))
        await settle(pilot)
        assert "conv2d_1: parameters" in screen_text(pilot)
        for label in ("code", "back"):
            await pilot.click(offset=(screen_lines(pilot)[-1].index(label), 23))
            await settle(pilot)
        assert isinstance(pilot.app.screen, HomeScreen)

    act(steps)


def test_the_cursor_stays_where_it_was_while_the_text_changes():
    async def steps(pilot):
        await opened(pilot, KERAS)
        screen = calculator(pilot)
        await press(pilot, "f4", "down", "down", "left")
        screen.code.fill(KERAS.replace("16, 3", "17, 3"))
        await read_out(pilot)
        assert tuple(screen.table.cursor_coordinate) == (3, 3)
        screen.code.fill("Sequential([Input(4), Dense(2)])")
        await read_out(pilot)
        assert screen.table.cursor_coordinate.row == 2

    act(steps)


def test_a_resize_keeps_text_cursor_and_working():
    async def steps(pilot):
        await opened(pilot, KERAS)
        await press(pilot, "f4", "down", "down", "enter")
        for size in ((40, 12), (120, 40), (80, 24)):
            await pilot.resize_terminal(*size)
            await settle(pilot)
            assert "conv2d_1: parameters" in screen_text(pilot)
        await press(pilot, "escape")
        await pilot.resize_terminal(40, 12)
        await settle(pilot)
        table = calculator(pilot).table
        assert any("conv2d_1  " in line for line in screen_lines(pilot)[: table.region.bottom])

    act(steps)


def test_no_colour_is_needed(monkeypatch):
    async def steps(pilot):
        await opened(pilot, UNKNOWN)
        assert "✘ line 3:" in screen_text(pilot)
        await press(pilot, "ctrl+t")
        assert pilot.app.theme == "textual-light"
        assert pilot.app.is_running

    monkeypatch.setenv("NO_COLOR", "1")
    act(steps)


def test_a_new_line_begins_as_far_in_as_the_last():
    async def steps(pilot):
        await opened(pilot)
        await press(pilot, "=class Net:", "enter", "=x = [", "enter", "=1", "enter", "=2")
        assert calculator(pilot).code.text == "class Net:\n    x = [\n        1\n        2"

    act(steps)


# Files


async def open_file(pilot, name):
    await press(pilot, "ctrl+o")
    pilot.app.screen.query_one("#path", Input).value = str(name)
    await press(pilot, "enter")
    await read_out(pilot)


def test_a_file_is_opened_and_undoing_brings_back_the_text(tmp_path):
    path = tmp_path / "model.py"
    path.write_bytes(b"\xef\xbb\xbf" + KERAS.replace("\n", "\r\n").encode())

    async def steps(pilot):
        await opened(pilot, "Dense(2)")
        await open_file(pilot, path)
        screen = calculator(pilot)
        assert screen.code.text == KERAS
        assert pilot.app.focused is screen.code
        assert "✔ 32×32×3 → 10" in screen_text(pilot)
        await press(pilot, "ctrl+z")
        assert screen.code.text == "Dense(2)"

    act(steps)


NOTEBOOK = {
    "cells": [
        {"cell_type": "markdown", "source": ["# A model"]},
        {"cell_type": "code", "source": ["%matplotlib inline\n", "import keras"]},
        {
            "cell_type": "code",
            "source": "m = keras.Sequential([keras.layers.Dense(2)])",
            "outputs": [],
        },
    ],
    "nbformat": 4,
}


def test_of_a_notebook_the_code_cells_are_opened(tmp_path):
    path = tmp_path / "model.ipynb"
    path.write_text(json.dumps(NOTEBOOK))

    async def steps(pilot):
        await opened(pilot)
        await open_file(pilot, path)
        assert calculator(pilot).code.text.splitlines() == [
            "# cell 2",
            "pass",
            "import keras",
            "# cell 3",
            "m = keras.Sequential([keras.layers.Dense(2)])",
        ]
        await press(pilot, "f5", "=784", "enter")
        await read_out(pilot)
        assert "dense  Dense  2" in screen_text(pilot)

    act(steps)


def test_of_a_markdown_file_the_code_is_read_and_a_fault_has_the_files_line(tmp_path):
    path = tmp_path / "notes.md"
    path.write_text(f"# Notes\n\n```python\n{REFUSED}\n```\n\nSo [/] be it.\n")

    async def steps(pilot):
        await opened(pilot)
        await open_file(pilot, path)
        assert "✘ line 6:" in screen_text(pilot)
        assert "[/]" in screen_text(pilot)

    act(steps)


def test_a_fault_in_a_pasted_notebook_has_its_cell_and_line():
    text = json.dumps(NOTEBOOK).replace("Dense", "Dens")
    fault = read_sheet(text, "4")
    assert fault.message.startswith("cell 3, line 1: ")
    assert fault.line == 0


def made(tmp_path, name):
    path = tmp_path / name
    if name == "folder":
        path.mkdir()
    elif name == "pipe":
        os.mkfifo(path)
    elif name == "binary":
        path.write_bytes(bytes(range(256)))
    elif name == "zeros":
        path.write_bytes(b"\0" * 100)
    elif name == "large.py":
        path.write_bytes(b"# 5 MB\n" * 750_000)
    elif name == "long.py":
        path.write_bytes(b"# 2 MB\n" * 300_000)
    elif name == "wide.py":
        path.write_bytes(b"#" * 20_000)
    elif name == "broken.ipynb":
        path.write_text('{"cells": [{"cell_type": "code"}')
    return path


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("missing[/].py", "There is no such file."),
        ("folder", "This is a folder"),
        ("pipe", "This is not a regular file."),
        ("binary", "This is not UTF-8 text (byte 128)."),
        ("zeros", "This is not text."),
        ("large.py", "The file has more than 4,000,000 bytes."),
        ("long.py", "The text has more than 1,000,000 characters."),
        ("wide.py", "Line 1 has more than 10,000 characters."),
        ("broken.ipynb", "This begins like a notebook and cannot be read as one."),
    ],
)
@pytest.mark.parametrize("size", SIZES[::2])
def test_a_file_that_cannot_be_opened_is_said_and_the_text_kept(tmp_path, name, said, size):
    path = made(tmp_path, name)

    async def steps(pilot):
        await opened(pilot, "Dense(2)")
        await open_file(pilot, path)
        assert f"✘ {said}"[:24] in screen_text(pilot)
        assert calculator(pilot).code.text == "Dense(2)"
        await press(pilot, "escape")
        assert pilot.app.focused is calculator(pilot).code
        assert said not in screen_text(pilot)

    act(steps, size=size)


def test_names_that_are_no_path_are_said():
    async def steps(pilot):
        await opened(pilot)
        for name in ("", "  ", "~nobody-of-that-name/x.py", "a" * 5000):
            await open_file(pilot, name)
            assert "✘" in screen_text(pilot)

    act(steps)


# Hostile text

HOSTILE = [
    "[/] [@click=app.quit]x[/] [bold]b[/bold]",
    "Conv2D('[/]')",
    "Sequential([Input((4, 4, 1)), Conv2D(2, 2, name='[@click=app.quit]x[/]')])",
    "x = '\x1b[2J\x1b]0;owned\x07\x9b31m\u202e\u0000'",
    "().__class__.__bases__[0].__subclasses__()",
    "__import__('os').system('touch /tmp/owned')",
    "while True: pass",
    "(" * 3000,
    "x = [" * 300,
    "9**9**9**9",
    "\ud800",
    "print 'Python 2'",
    "#" * 9_000,
]


def test_hostile_text_is_shown_literally_and_never_obeyed():
    async def steps(pilot):
        await opened(pilot)
        for text in HOSTILE:
            calculator(pilot).code.fill("")
            await paste(pilot, text)
            shown = screen_text(pilot)
            assert all(c.isprintable() or c == "\n" for c in shown), text
            assert calculator(pilot).code.text or text == "\ud800"

    act(steps)


def test_a_hostile_name_is_text_in_the_table_and_the_working():
    async def steps(pilot):
        await opened(pilot, HOSTILE[2])
        await press(pilot, "f4", "left", "left", "left", "left")
        assert screen_text(pilot).count("[@click=app.quit]x[/]") >= 2

    act(steps)


def test_what_is_pasted_is_cleaned_and_what_is_too_long_is_not_taken():
    async def steps(pilot):
        await opened(pilot, "a\x1b[2J\r\n\tb\u2028c\x0cd\r")
        assert calculator(pilot).code.text == "a[2J\n        b c d\n"
        await paste(pilot, "x" * 1_000_001)
        assert calculator(pilot).code.text == "a[2J\n        b c d\n"
        assert "Nothing was pasted" in screen_text(pilot)
        await paste(pilot, "x" * 10_001)
        assert calculator(pilot).code.text == "a[2J\n        b c d\n"

    act(steps)


def test_a_long_text_is_taken():
    async def steps(pilot):
        await opened(pilot, KERAS + "# a comment\n" * 5_000)
        assert "✔ 32×32×3 → 10" in screen_text(pilot)

    act(steps)
