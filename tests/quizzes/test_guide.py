"""The instructor's guide is right: its banks are sound and its commands work."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from quizengine.banks import check_bank, load_bank
from quizengine.banks.schema import schema
from quizengine.calculator.keras import LAYERS
from quizengine.calculator.operations.pointwise import ACTIVATION

pytestmark = pytest.mark.slow

_ROOT = Path(__file__).parents[2]
_GUIDE = (_ROOT / "quizzes" / "README.md").read_text(encoding="utf-8")


class Fence(NamedTuple):
    line: int
    language: str
    text: str


def _fences() -> list[Fence]:
    found = re.finditer(r"^```([a-z ]+)\n(.*?)^```$", _GUIDE, re.MULTILINE | re.DOTALL)
    return [Fence(_GUIDE[: one.start()].count("\n") + 1, one[1], one[2]) for one in found]


_FENCES = _fences()
_DEFINITIONS = schema()["definitions"]
_KINDS = {
    name.removeprefix("answer-").replace("-", " "): definition["properties"]
    for name, definition in _DEFINITIONS.items()
    if name.startswith("answer-")
}
_BANKS = [fence for fence in _FENCES if fence.language == "yaml"]
(_BROKEN,) = [fence for fence in _FENCES if fence.language == "yaml broken"]
_COMMANDS = [
    line for fence in _FENCES if fence.language == "sh" for line in fence.text.splitlines() if line
]


def _run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command of the guide as if the program were installed."""
    program, *arguments = shlex.split(command)
    assert program == "quizengine", command
    return subprocess.run(
        [sys.executable, "-m", "quizengine", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(_ROOT), "PYTHONUTF8": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("fence", _BANKS, ids=lambda fence: f"line {fence.line}")
def test_every_bank_in_the_guide_is_sound(fence, tmp_path):
    path = tmp_path / "bank.yaml"
    path.write_text(fence.text, encoding="utf-8")
    checked = check_bank(path, every=True)
    # What an example is not about, it leaves out: hints are shown where hints are explained.
    reported = [problem.text for problem in checked.problems if problem.rule != "no-hints"]
    assert reported == []


def test_the_commands_of_the_guide_work_one_after_the_other(tmp_path):
    (tmp_path / "first.yaml").write_text(_BANKS[0].text, encoding="utf-8")
    (tmp_path / "broken.yaml").write_text(_BROKEN.text, encoding="utf-8")
    for command in _COMMANDS:
        done = _run(command, tmp_path)
        wanted = 1 if "broken.yaml" in command else 0
        assert done.returncode == wanted, (command, done.stdout, done.stderr)


def test_the_problems_of_the_broken_bank_are_reported_as_the_guide_shows(tmp_path):
    (tmp_path / "broken.yaml").write_text(_BROKEN.text, encoding="utf-8")
    expected = _FENCES[_FENCES.index(_BROKEN) + 2]
    assert expected.language == "text"
    done = _run("quizengine check broken.yaml", tmp_path)
    assert done.stdout == expected.text


def test_every_kind_of_answer_has_a_section_and_a_bank(tmp_path):
    shown = set()
    for fence in _BANKS:
        shown |= set(re.findall(r"kind: ([a-z ]+)", fence.text))
    assert shown == set(_KINDS)
    for kind in _KINDS:
        assert f"\n### {kind}\n" in _GUIDE


def test_every_key_is_explained():
    keys = {*schema()["properties"], *_DEFINITIONS["question"]["properties"]}
    for properties in _KINDS.values():
        keys |= {*properties}
    missing = {key for key in keys if f"`{key}`" not in _GUIDE and f"`{key}:" not in _GUIDE}
    assert missing == set()


def test_the_guide_names_every_layer():
    # One of a family stands for its siblings in other dimensions, some activations for all.
    activations = {
        name for name, kind in LAYERS.items() if getattr(kind, "operation", None) is ACTIVATION
    }
    names = {re.sub(r"[123]D", "1D", layer) for layer in set(LAYERS) - activations} - {"Input"}
    assert {name for name in names if f"`{name}`" not in _GUIDE} == set()


def test_the_first_bank_has_the_answer_the_text_speaks_of(tmp_path):
    path = tmp_path / "first.yaml"
    path.write_text(_BANKS[0].text, encoding="utf-8")
    (question,) = load_bank(path).questions
    outcome = question.variant(0).parts[0].mark("270")
    assert outcome.verdict == "wrong"
    assert "biases" in " ".join(outcome.feedback)
