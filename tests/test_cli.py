"""The command line as its users meet it: output, exit codes, plain words on errors."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from quizengine import commands
from quizengine.cli import main

ROOT = Path(__file__).parents[1]
UNSHARED = "parameter-sharing#unshared"
SHARED = "parameter-sharing#shared"
CHAINED = "parameter-sharing#one-neuron"
NETWORK = """
model = Sequential([
    Input((32, 32, 3)),
    Conv2D(8, 5, name="conv1"),
    MaxPooling2D(2),
    Flatten(),
    Dense(10),
])
"""
BANK = """\
format: 1
title: Small
questions:
  - id: first
    title: First
    vary:
      size: {example: 3, from: 2..61}
    ask: How many for {{ size }}?
    answer: size * 2
    expect: 6
    hints:
      - Twice as many.
"""


@pytest.fixture
def call(capsys, monkeypatch):
    """Run a command: its exit code, standard output and standard error."""

    def run(*arguments, stdin=""):
        data = stdin.encode() if isinstance(stdin, str) else stdin
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as exit_error:
            code = exit_error.code
        return code, *capsys.readouterr()

    return run


def started(*arguments, **settings):
    """Run the program as a process of its own; what it writes comes as bytes."""
    return subprocess.run(
        [sys.executable, "-m", "quizengine", *arguments],
        cwd=ROOT,
        capture_output=True,
        check=False,
        stdin=settings.pop("stdin", subprocess.DEVNULL),
        env=os.environ | settings.pop("env", {}),
        **settings,
    )


@pytest.fixture
def bank(tmp_path):
    path = tmp_path / "small.yaml"
    path.write_text(BANK, encoding="utf-8")
    return path


@pytest.fixture
def broken(tmp_path):
    path = tmp_path / "broken.yaml"
    path.write_text(BANK.replace("expect: 6", "expect: 7"), encoding="utf-8")
    return path


class TestShow:
    def test_the_published_case_is_shown_with_its_answer(self, call):
        """Without a variant the numbers are the published ones, and the object has every key."""
        code, out, err = call("show", UNSHARED, "--json")
        shown = json.loads(out)
        assert (code, err) == (0, "")
        assert shown["question"] == UNSHARED
        assert shown["variant"] == 0
        assert shown["kind"] == "number"
        assert shown["answer"] == 756560
        assert shown["values"]["filters"] == 20
        assert "32×32×3" in shown["prompt"]
        assert shown["working"][-1]["text"] == "756,560"
        assert shown["hints"]

    def test_the_text_has_question_answer_working_and_hints(self, call):
        code, out, _ = call("show", UNSHARED)
        assert code == 0
        for piece in ("No parameter sharing", "Answer: 756,560", "193·3920", "Hints:\n  1. "):
            assert piece in out

    def test_a_unit_is_said_once(self, call):
        _, out, _ = call("show", "parameter-sharing#memory.shared")
        assert "Answer: 15,440 bytes\n" in out

    def test_a_variant_has_other_numbers(self, call):
        drawn = json.loads(call("show", UNSHARED, "--variant", "7", "--json")[1])
        assert drawn["variant"] == 7
        assert drawn["answer"] != 756560

    def test_a_question_of_parts_shows_all_of_them(self, call):
        """`parts` lists them, and the keys of every question are there as well."""
        shown = json.loads(call("show", CHAINED, "--json")[1])
        assert [part["answer"] for part in shown["parts"]] == [192, 193]
        assert shown["answer"] == {"weights": 192, "parameters": 193}
        out = call("show", CHAINED)[1]
        assert "Part weights" in out
        assert "Answer: 193" in out

    def test_the_pictures_are_shown_when_asked_for_each_once(self, call):
        code, out, _ = call("show", "parameter-sharing#split", "--picture")
        assert code == 0
        assert out.count("Picture, volumes:") == 1
        assert "14×14×20" in out
        assert "Row 1, column 1: covers the padded input's rows 1–8, columns 1–8" in out
        assert "Picture" not in call("show", "parameter-sharing#split")[1]

    def test_without_pictures_nothing_is_added(self, call):
        plain = call("show", "filters-and-bias#formula-bias")
        assert call("show", "filters-and-bias#formula-bias", "--picture") == plain

    def test_a_part_is_shown_alone(self, call):
        shown = json.loads(call("show", f"{CHAINED}.weights", "--json")[1])
        assert shown["answer"] == 192
        assert "parts" not in shown

    @pytest.mark.parametrize(
        ("address", "kind", "key"),
        [
            ("keras-reading#statements", "statements", "statements"),
            ("layer-table#table", "table", "table"),
            ("filters-and-bias#formula-bias", "formula", "symbols"),
            ("output-volume#depth", "one of", "choices"),
            ("output-volume#volume", "shape", "answer"),
        ],
    )
    def test_every_kind_shows_what_there_is_to_answer(self, call, address, kind, key):
        shown = json.loads(call("show", address, "--json")[1])
        assert shown["kind"] == kind
        assert shown[key]
        assert "Answer: " in call("show", address)[1]


class TestMark:
    def test_a_mistake_is_named(self, call):
        code, out, _ = call("mark", SHARED, "3840")
        assert code == 0
        assert "biases are missing" in out

    @pytest.mark.parametrize(
        ("answer", "verdict", "score"),
        [
            ("3860", "right", 1),
            ("(8*8*3 + 1)*20", "right", 1),
            ("12", "wrong", 0),
            ("?", "unreadable", 0),
        ],
    )
    def test_the_exit_code_is_0_whatever_the_verdict(self, call, answer, verdict, score):
        code, out, _ = call("mark", SHARED, answer, "--json")
        marked = json.loads(out)
        assert code == 0
        assert (marked["verdict"], marked["score"]) == (verdict, score)
        assert isinstance(marked["mistakes"], list)
        assert marked["feedback"]

    def test_an_earlier_answer_is_carried_forward(self, call):
        """A later part that follows from the student's own error is partly right."""
        arguments = ("mark", f"{CHAINED}.parameters", "65", "--json")
        assert json.loads(call(*arguments)[1])["verdict"] == "wrong"
        carried = json.loads(call(*arguments, "--earlier", "weights=64")[1])
        assert carried["verdict"] == "partly"
        assert 0 < carried["score"] < 1

    def test_a_table_is_marked_cell_by_cell(self, call):
        marked = json.loads(call("mark", "layer-table#table", "32x32x3; 3072; 1", "--json")[1])
        assert [cell["right"] for cell in marked["cells"][:4]] == [True, True, False, None]

    def test_a_minus_begins_no_option_after_two_dashes(self, call):
        assert call("mark", SHARED, "--", "-5*3")[0] == 0
        assert call("mark", SHARED, "-15")[0] == 0

    @pytest.mark.parametrize(
        "answer",
        [
            "[/]",
            "[@click=app.quit]x[/]",
            "__import__('os')",
            "\x1b[2J\x9b31m",
            "٣٨٦٠",
            "1" * 10_000,
            "9**9**9",
            "(" * 500,
            "\udcff",
            "",
        ],
    )
    def test_a_hostile_answer_is_unreadable_and_shown_harmlessly(self, call, answer):
        code, out, err = call("mark", SHARED, answer)
        assert (code, err) == (0, "")
        assert out.startswith("Not read")
        assert all(char.isprintable() or char == "\n" for char in out)
        marked = call("mark", SHARED, answer, "--json")[1]
        assert json.loads(marked)["verdict"] == "unreadable"
        assert json.loads(marked)["given"] == answer  # harmless, and still what was typed
        assert all(char.isprintable() or char == "\n" for char in marked)


class TestList:
    def test_the_shipped_banks_are_listed(self, call):
        listed = json.loads(call("list", "--json")[1])["banks"]
        names = {bank["bank"] for bank in listed}
        assert names >= {
            "parameter-sharing",
            "filters-and-bias",
            "layer-table",
            "output-volume",
            "keras-reading",
        }
        ids = {question["question"] for bank in listed for question in bank["questions"]}
        assert {UNSHARED, SHARED} <= ids
        assert "unshared" in call("list")[1]

    def test_a_folder_stands_for_its_banks(self, call, bank):
        listed = json.loads(call("list", bank.parent, "--json")[1])["banks"]
        assert [one["bank"] for one in listed] == ["small"]

    def test_a_bank_that_cannot_be_read_is_reported_and_the_others_are_listed(self, call, bank):
        (bank.parent / "bad.yaml").write_text("format: 1\nformat: 1\n", encoding="utf-8")
        code, out, err = call("list", bank.parent)
        assert code == 1
        assert "First" in out
        assert "bad.yaml:" in err
        assert "quizengine check" in err


class TestCalc:
    def test_the_table_of_a_network(self, call):
        code, out, _ = call("calc", "--json", stdin=NETWORK)
        table = json.loads(out)
        assert code == 0
        assert [row["params"] for row in table["rows"]] == [608, 0, 0, 15_690]
        assert table["rows"][0] == {
            "name": "conv1",
            "layer": "Conv2D",
            "input_shape": [32, 32, 3],
            "output_shape": [28, 28, 8],
            "size": 6272,
            "params": 608,
            "trainable_params": 608,
            "non_trainable_params": 0,
            "macs": 470_400,
        }
        assert table["params"] == sum(row["params"] for row in table["rows"])
        assert table["macs"] == sum(row["macs"] for row in table["rows"])

    def test_one_layer_is_shown_with_its_working(self, call, tmp_path):
        source = tmp_path / "layer.py"
        source.write_text("Conv2D(20, 8, strides=2, padding=1)", encoding="utf-8")
        code, out, _ = call("calc", source, "--input", "32×32×3")
        assert code == 0
        for piece in ("14×14×20", "3860", "(8·8·3 + 1)·20"):
            assert piece in out

    def test_a_layer_of_a_network_is_shown_with_its_working(self, call):
        assert "(5·5·3 + 1)·8" not in call("calc", stdin=NETWORK)[1]
        assert "(5·5·3 + 1)·8" in call("calc", "--layer", "conv1", stdin=NETWORK)[1]

    def test_every_quantity_of_a_layer_is_shown_with_its_steps(self, call):
        out = call("calc", "--layer", "conv1", "--working", stdin=NETWORK)[1]
        for piece in (
            "conv1: output shape", "conv1: output size", "conv1: weights", "conv1: biases",
            "conv1: parameters", "conv1: trainable parameters", "conv1: non-trainable parameters",
            "conv1: multiply-accumulates", "conv1: bytes of the parameters",
            "conv1: bytes of the output", "conv1: receptive field", "(5·5·3 + 1)·8",
            "2432 bytes = 0.002 MB = 0.002 MiB", "4 bytes to a value; 1 MB = 10⁶ bytes",
        ):  # fmt: skip
            assert piece in out
        assert "flatten: parameters" not in out
        every = call("calc", "--working", stdin=NETWORK)[1]
        assert "conv1: parameters" in every
        assert "flatten: parameters" in every

    def test_bytes_and_receptive_fields_are_shown_where_asked(self, call):
        plain = call("calc", stdin=NETWORK)[1]
        assert "MiB" not in plain
        assert "sees" not in plain
        out = call("calc", "--width", "2", "--field", stdin=NETWORK)[1]
        assert "5×5" in out
        assert "1 MiB = 2²⁰ bytes" in out
        table = json.loads(call("calc", "--width", "2", "--field", "--json", stdin=NETWORK)[1])
        assert table["rows"][0]["param_bytes"] == 1216
        assert table["rows"][0]["receptive_field"] == [5, 5]
        assert table["param_bytes"] == 2 * table["params"]
        assert table["width"] == 2
        working = call("calc", "--layer", "conv1", "--working", "--json", stdin=NETWORK)[1]
        rows = json.loads(working)["rows"]
        params = next(each for each in rows[0]["working"] if each["name"] == "params")
        assert (params["value"], params["formula"]) == (608, "(F·F·D + 1)·K")
        assert params["steps"][-1]["text"] == "608"
        assert "working" not in rows[1]

    def test_the_code_in_the_other_framework_is_printed_and_read_again(self, call):
        code, torch, _ = call("calc", "--to", "torch", stdin=NETWORK)
        assert code == 0
        assert "nn.Conv2d(3, 8, 5)" in torch
        code, out, _ = call("calc", "--input", "3x32x32", stdin=torch)
        assert code == 0
        assert "channels first" in out
        keras = call("calc", "--input", "3x32x32", "--to", "keras", stdin=torch)[1]
        assert "layers.Conv2D(8, kernel_size=(5, 5)" in keras
        data = json.loads(call("calc", "--to", "keras", "--json", stdin=NETWORK)[1])
        assert data["framework"] == "keras"
        assert data["code"].startswith("import keras\nfrom keras import layers\n\nmodel = keras.")

    def test_a_notebook_and_several_inputs_are_read(self, call, tmp_path):
        cells = [{"cell_type": "code", "source": ["Dense(3)"]}]
        notebook = tmp_path / "model.ipynb"
        notebook.write_text(json.dumps({"cells": cells, "nbformat": 4}), encoding="utf-8")
        assert "18" in call("calc", notebook, "--input", "5")[1]
        source = (
            "class Net(nn.Module):\n    def forward(self, a, b):\n"
            "        return torch.cat([a, b], dim=1)\n"
        )
        out = call("calc", "--input", "3x4x4", "--input", "2x4x4", stdin=source)[1]
        assert "5×4×4" in out
        assert "?×3" in call("calc", "--input", "?x2", stdin="Dense(3)")[1]

    @pytest.mark.parametrize(
        ("arguments", "stdin", "code", "words"),
        [
            (("--width", "0"), NETWORK, 2, "1 to 16"),
            (("--width", "17"), NETWORK, 2, "1 to 16"),
            (("--to", "torch", "--input", "4x3"), "LSTM(2)", 1, "lstm: PyTorch has no equivalent"),
            ((), "nn.Linear(3, 2)", 2, "--input 3x32x32"),
            (("--input", "4"), "nn.Linear(3, 2)", 1, "expects in_features 3"),
            ((), "Conv2D(20, 8)", 2, "--input 32x32x3"),
            (("--input", "3xx"), "Dense(1)", 2, "3xx"),
            (("no-such-file.py",), "", 2, "no-such-file.py"),
            (("--layer", "none"), NETWORK, 1, "conv1"),
            ((), "import os\nos.system('echo gone')", 1, "line 2"),
            ((), "x = [", 1, "line 1"),
            ((), "", 1, "no layer"),
            ((), b"\xff", 1, "standard input: not UTF-8"),
            ((), "#" * 1_000_001, 1, "1,000,000 bytes"),
            (("--input", "8x8x3"), "Conv2D(4, 9)", 1, "9"),
            (("--input", "8"), "Dense(9**9**9)", 1, "exponent"),
            (("--input", "0x8x3"), "Conv2D(4, 3)", 1, "0"),
            (("--input", "4"), "Dense(len({[1]}))", 1, "cannot be an element of a set"),
            (("--input", "4"), "Dense(max([1], foo=3))", 1, "no argument `foo`"),
            ((), "m = Sequential([Input((4,)),\nLambda(lambda x: None)])", 1, "line 2: a `Lambda`"),
            ((), "x = Input((4,))\nm = Model(x, [x, None])", 1, "line 2: `outputs` of Model"),
        ],
    )
    def test_what_cannot_be_computed_is_said_in_a_line_or_two(
        self, call, arguments, stdin, code, words
    ):
        result, out, err = call("calc", *arguments, stdin=stdin)
        assert (result, out) == (code, "")
        assert words in err
        assert err.count("\n") <= 2


class TestCheck:
    def test_a_sound_bank_passes_with_its_variants_counted(self, call, bank):
        code, out, _ = call("check", bank, "--json")
        checked = json.loads(out)
        assert (code, checked["problems"]) == (0, [])
        # Sixty sizes, and the published one is no draw.
        assert checked["questions"][0]["variants"] == 59
        assert checked["questions"][0]["exhaustive"] is True
        assert "59 variants, all of them proved" in call("check", bank)[1]

    def test_a_problem_has_its_position_and_the_exit_code_is_1(self, call, broken):
        code, out, _ = call("check", broken, "--json")
        problem = json.loads(out)["problems"][0]
        assert code == 1
        assert (problem["line"], problem["severity"]) == (10, "error")
        assert {"file", "column", "rule", "message"} <= set(problem)
        assert f"{broken}:10:" in call("check", broken)[1]

    def test_a_warning_is_reported_and_the_exit_code_is_0(self, call, tmp_path):
        path = tmp_path / "bare.yaml"
        path.write_text(BANK.partition("    hints:")[0], encoding="utf-8")
        code, out, _ = call("check", path)
        assert code == 0
        assert "1 question, 1 warning" in out

    def test_a_missing_file_is_a_problem_and_an_empty_folder_a_wrong_call(self, call, tmp_path):
        assert call("check", tmp_path / "none.yaml")[0] == 1
        assert call("check", tmp_path)[0] == 2

    def test_what_a_bank_says_reaches_the_terminal_harmlessly(self, call, tmp_path):
        bad = tmp_path / "bad.yaml"
        bad.write_text(BANK.replace("Small", '"\\e[2J\\x9b[/]"') + "\x1b[31m\n", encoding="utf-8")
        code, out, err = call("check", bad)
        assert code == 1
        assert all(char.isprintable() or char == "\n" for char in out + err)


class TestExplain:
    def test_all_misconceptions_are_listed_with_a_sentence(self, call):
        code, out, _ = call("explain")
        assert code == 0
        assert "missing-biases  " in out
        assert "one-filter  " in out
        assert "{" not in out

    @pytest.mark.slow
    def test_one_is_shown_with_its_source_and_what_it_makes_of_known_layers(self, call):
        code, out, _ = call("explain", "missing-input-depth")
        assert code == 0
        assert "Seen: the first version of a Coursera table: 208 for 608." in out
        assert "right  (F·F·D + 1)·K = 3860" in out
        assert "wrong  (F·F + 1)·K = 1300" in out

    def test_the_same_comes_as_data(self, call):
        _, out, _ = call("explain", "not-shared", "--json")
        data = json.loads(out)
        assert data["id"] == "not-shared"
        assert any(each["value"] == 3860 for each in data["examples"])
        _, out, _ = call("explain", "--json")
        assert any(each["id"] == "not-shared" for each in json.loads(out)["misconceptions"])

    def test_an_unknown_id_is_a_wrong_call_with_the_nearest_one(self, call):
        code, _, err = call("explain", "missing-bias")
        assert code == 2
        assert "`missing-biases`" in err


class TestNew:
    @pytest.mark.slow
    def test_a_new_bank_passes_its_check(self, call, tmp_path):
        path = tmp_path / "mine.yaml"
        code, out, _ = call("new", path)
        assert (code, str(path) in out) == (0, True)
        assert call("check", path)[0] == 0

    def test_nothing_is_overwritten(self, call, bank):
        code, _, err = call("new", bank)
        assert code == 2
        assert "already" in err
        assert bank.read_text(encoding="utf-8") == BANK


class TestPlay:
    def test_without_a_terminal_it_is_played_line_by_line(self, call):
        code, out, _ = call("play", SHARED, "--variant", "0", stdin="3860\n\nquit\n")
        assert code == 0
        assert "Right" in out
        assert "\x1b" not in out

    def test_a_question_that_cannot_be_asked_is_left_out_and_reported(self, call, tmp_path):
        path = tmp_path / "endless.yaml"
        path.write_text(BANK.replace("size * 2", "9**size**9"), encoding="utf-8")
        code, out, _ = call("play", path)
        assert code == 0
        assert "endless#first was left out" in out

    def test_the_app_becomes_a_choice_of_banks(self, call):
        code, out, _ = call(stdin="quit\n")
        assert code == 0
        assert "Practise>" in out

    @pytest.mark.parametrize(
        ("environment", "arguments", "plain"),
        [
            ({"TERM": "xterm-256color"}, [], False),
            ({"TERM": "xterm-256color"}, ["--plain"], True),
            ({"TERM": "dumb"}, [], True),
        ],
    )
    def test_on_a_terminal_the_app_opens_unless_it_is_to_be_plain(
        self, monkeypatch, environment, arguments, plain
    ):
        """--plain counts before and after the command, and so does a terminal that cannot draw."""
        faces = []
        monkeypatch.setattr(commands, "_is_terminal", lambda stream: True)
        monkeypatch.setattr("quizengine.plain.run", lambda *_: faces.append("plain"))
        monkeypatch.setattr("quizengine.tui.app.run", lambda *_: faces.append("app"))
        monkeypatch.setenv("TERM", environment["TERM"])
        assert main(arguments) == main(["play", SHARED, *arguments]) == 0
        assert main([*arguments, "play", SHARED]) == 0
        assert faces == ["plain" if plain else "app"] * 3


class TestErrors:
    @pytest.mark.parametrize(
        "arguments",
        [
            ["bogus"],
            ["show"],
            ["show", "no-such-bank#x"],
            ["show", "parameter-sharing"],
            ["show", "parameter-sharing#no-such-question"],
            ["show", f"{CHAINED}.no-such-part"],
            ["show", f"{UNSHARED}.part"],
            ["show", "no-such-folder/bank.yaml#x"],
            ["show", "#x"],
            ["show", "\0#x"],
            ["show", UNSHARED, "--variant", "-1"],
            ["show", UNSHARED, "--variant", "100000"],
            ["show", UNSHARED, "--variant", "many"],
            ["show", UNSHARED, "--variant", "9" * 5000],
            ["mark", UNSHARED],
            ["mark", CHAINED, "192"],
            ["mark", f"{CHAINED}.parameters", "193", "--earlier", "nothing"],
            ["play", "no-such-bank"],
            ["list", "--no-such-option"],
            ["check"],
            ["new"],
            ["bogus\x1b[2J\nand a line\nand more\n" + "x" * 10_000],
        ],
    )
    def test_a_wrong_call_is_reported_in_two_lines_and_exits_with_2(self, call, arguments):
        code, out, err = call(*arguments)
        assert (code, out) == (2, "")
        assert err.startswith("quizengine: ")
        assert err.count("\n") <= 2
        assert len(err) < 1000
        assert all(char.isprintable() or char == "\n" for char in err)

    @pytest.mark.parametrize("command", [["show"], ["play"], ["mark"]])
    def test_a_bank_at_fault_exits_with_1_and_says_how_to_see_it_all(self, call, tmp_path, command):
        bad = tmp_path / "bad.yaml"
        bad.write_text("format: 1\ntitle: [\n", encoding="utf-8")
        answer = ["1"] if command == ["mark"] else []
        code, out, err = call(*command, f"{bad}#x", *answer)
        assert (code, out) == (1, "")
        assert f"quizengine check {bad}" in err
        assert err.count("\n") == 2

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("size * 2", "9**size**9"),
            ("- Twice as many.", "- '{{ 9**size**9 }}'"),
            ("    hints:", "    mistakes: [{value: 5, say: '{{ 9**size**9 }}'}]\n    hints:"),
            ("    hints:", "    solution: '{{ 9**size**9 }}'\n    hints:"),
        ],
        ids=["answer", "hint", "mistake", "solution"],
    )
    def test_a_question_that_has_no_value_somewhere_is_reported_in_plain_lines(
        self, call, tmp_path, old, new
    ):
        """Wherever the fault is, and whichever command meets it first: no traceback."""
        path = tmp_path / "endless.yaml"
        path.write_text(BANK.replace(old, new), encoding="utf-8")
        seen = []
        for command, *rest in (
            ["show"],
            ["show", "--json"],
            ["mark", "5"],
            ["mark", "--json", "5"],
        ):
            code, out, err = call(command, f"{path}#first", *rest)
            if code:
                assert (code, out) == (1, "")
                assert err.count("\n") == 2
                assert f"quizengine check {path}" in err
                seen.append(command)
        assert seen
        for number in ("0", "1"):
            code, out, _ = call("play", path, "--variant", number, stdin="5\nhint\nall\n")
            assert code == 0
            assert "endless#first was left out" in out

    def test_a_complaint_has_two_lines_whatever_it_repeats(self, call):
        code, out, err = call("mark", SHARED, "1", "--earlier", "no\nsuch\npart\n=\n1")
        assert (code, out) == (2, "")
        assert err.count("\n") == 2

    def test_help_has_examples_for_every_command(self, call):
        for command in ([], *([name] for name in commands.COMMANDS if name != "app")):
            code, out, _ = call(*command, "--help")
            assert code == 0
            assert "examples:\n  quizengine" in out

    def test_an_interruption_is_quiet(self, call, monkeypatch):
        def interrupted(arguments):
            raise KeyboardInterrupt

        monkeypatch.setitem(commands.COMMANDS, "list", interrupted)
        assert call("list") == (130, "", "")


class TestStreams:
    def test_a_closed_pipe_is_quiet(self):
        """As with `| head`: the reader goes, and nothing is said about it."""
        read, write = os.pipe()
        os.close(read)
        with os.fdopen(write, "wb") as gone:
            done = subprocess.run(
                [sys.executable, "-m", "quizengine", "list"],
                cwd=ROOT,
                stdout=gone,
                stderr=subprocess.PIPE,
                check=False,
            )
        assert (done.returncode, done.stderr) == (0, b"")

    def test_a_sign_that_the_output_lacks_is_spelled(self):
        """An ASCII terminal gets x for ×; a script gets the object unharmed."""
        ascii_only = {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
        done = started("show", UNSHARED, env=ascii_only)
        assert done.returncode == 0
        assert b"32x32x3" in done.stdout
        shown = json.loads(started("show", UNSHARED, "--json", env=ascii_only).stdout)
        assert "32×32×3" in shown["prompt"]

    def test_without_streams_nothing_breaks(self):
        """A program that starts this one may have closed them."""
        code = (
            "import sys; sys.stdin = sys.stdout = sys.stderr = None\n"
            "from quizengine.cli import main\n"
            f"raise SystemExit(main(['show', '{UNSHARED}']) + main(['bogus']) + main(['calc']))"
        )
        done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False)
        assert done.returncode == 0 + 2 + 1

    def test_the_module_runs_as_the_program(self):
        done = started("--version")
        assert (done.returncode, done.stdout.startswith(b"quizengine ")) == (0, True)


def test_a_condition_that_fails_on_its_example_is_no_traceback(tmp_path, capsys):
    """The key has a value; its working, which compares the example, has none."""
    path = tmp_path / "layer.yaml"
    path.write_text(
        "format: 1\ntitle: Layers\nquestions:\n  - id: f\n    title: A layer\n"
        "    ask: Write a layer.\n    answer:\n      kind: layer\n      input: '[8, 8, 3]'\n"
        "      where: [{of: layer.flop, at most: 9}]\n      example: Conv2D(5, 3)\n",
        encoding="utf-8",
    )
    assert main(["show", f"{path}#f"]) == 1
    error = capsys.readouterr().err
    assert "has no `flop`" in error
    assert "quizengine check" in error
