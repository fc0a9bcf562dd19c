"""The same bank, question and number give the same variant everywhere, this year and next."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.pythons import pythons
from tests.questions import golden

ROOT = Path(__file__).parents[2]
FILE = ROOT / "tests" / "data" / "draws.json"


def run(python: str, *arguments: str, seed: str = "random") -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONDONTWRITEBYTECODE": "1"}
    environment.pop("PYTHONPATH", None)
    return subprocess.run(
        [python, *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.slow
def test_the_draws_are_those_that_students_have_seen():
    assert golden.text() == FILE.read_text(encoding="utf-8")


def test_the_file_is_json():
    draws = json.loads(FILE.read_text(encoding="utf-8"))
    assert draws["unshared"]["0"][0] == {
        "size": 32, "depth": 3, "filters": 20, "kernel": 8, "stride": 2, "padding": 1,
    }  # fmt: skip
    assert draws["unshared"]["0"][1] == ["756560"]


@pytest.mark.slow
@pytest.mark.parametrize("python", pythons())
def test_every_python_draws_the_same_and_needs_no_package_for_it(python):
    """Run without site-packages and with another hash seed each time."""
    done = run(python, "-S", "-m", "tests.questions.golden")
    assert done.returncode == 0, done.stderr
    assert done.stdout == FILE.read_text(encoding="utf-8")
