"""Every command that the help and the README show can be run as it is written."""

import argparse
import io
import re
import shlex
import sys
from pathlib import Path

import pytest

from quizengine import cli

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
KERAS = """\
model = Sequential([
    Input((32, 32, 3)), Conv2D(8, 5, name="conv1"), MaxPooling2D(2), Flatten(), Dense(10)
])
"""
TORCH = "model = nn.Sequential(nn.Conv2d(3, 8, 5), nn.ReLU(), nn.Flatten(), nn.Linear(6272, 10))\n"
NOTEBOOK = '{"cells": [{"cell_type": "code", "source": [%s]}], "metadata": {}, "nbformat": 4}'


def help_examples() -> list[str]:
    parser = cli._whole_parser()
    (commands,) = [one for one in parser._actions if isinstance(one, argparse._SubParsersAction)]
    texts = [parser.epilog or "", *(one.epilog or "" for one in commands.choices.values())]
    return [line.strip() for text in texts for line in text.splitlines() if "quizengine" in line]


def readme_examples() -> list[str]:
    fences = re.findall(r"^```sh\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    lines = [line for fence in fences for line in fence.splitlines()]
    return [line for line in lines if line.startswith("quizengine")]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with the files that the examples name."""
    monkeypatch.chdir(tmp_path)
    cli.main(["new", "my-bank.yaml"])
    (tmp_path / "banks").mkdir()
    (tmp_path / "my-bank.yaml").replace(tmp_path / "banks" / "other.yaml")
    cli.main(["new", "my-bank.yaml"])
    (tmp_path / "model.py").write_text(KERAS, encoding="utf-8")
    (tmp_path / "net.py").write_text(TORCH, encoding="utf-8")
    cell = ", ".join(f'"{line}\\n"' for line in KERAS.replace('"', '\\"').splitlines())
    (tmp_path / "model.ipynb").write_text(NOTEBOOK % cell, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("example", sorted({*help_examples(), *readme_examples()}))
def test_an_example_runs_as_it_is_written(folder, capsys, monkeypatch, example):
    # What follows two spaces says what the command does.
    command = re.split(r"\s{2,}(?:# )?", example)[0]
    typed = ""
    if command.startswith("echo "):
        typed, _, command = command.partition(" | ")
        typed = shlex.split(typed)[1]
    program, *arguments = shlex.split(command)
    assert program == "quizengine"
    if arguments[:1] == ["new"]:
        (folder / arguments[1]).unlink()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed.encode())))
    assert cli.main(arguments) == 0, capsys.readouterr().err
    assert capsys.readouterr().out


def test_the_examples_are_found():
    assert len(help_examples()) > 25
    assert len(readme_examples()) > 12
