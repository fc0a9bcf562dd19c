"""The same bank, question and number give the same variant: everywhere, always."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from quizengine.banks import shipped_banks
from tests.draws import draws_of

ROOT = Path(__file__).parents[1]
BANK = ROOT / "tests" / "data" / "draws.yaml"
PINNED = json.loads((ROOT / "tests" / "data" / "draws.json").read_text(encoding="utf-8"))


def interpreters() -> list[str]:
    """This Python and every other that this machine has: on the path, or installed beside it."""
    names = [f"python3.{minor}" for minor in range(11, 16)]
    found = [path for name in names if (path := shutil.which(name))]
    beside = Path(sys.base_prefix).parent
    for name in names:
        found += [str(path) for path in beside.glob(f"*/bin/{name}")]
    working: dict[str, str] = {sys.version: sys.executable}
    for path in found:
        asked = subprocess.run(
            [path, "-c", "import sys; print(sys.version)"], capture_output=True, check=False
        )
        if asked.returncode == 0:  # what is found may be the shim of a Python that is not there
            working.setdefault(asked.stdout.decode().strip(), path)
    return list(working.values())


def test_draws_are_what_they_have_always_been():
    """A student's history and a teacher's handout name variants by their numbers."""
    assert draws_of(BANK) == PINNED["draws"]


@pytest.mark.parametrize("python", interpreters())
@pytest.mark.parametrize("hashing", ["0", "4711"])
def test_draws_are_the_same_on_every_python(python, hashing, tmp_path):
    """Neither the version of Python nor its hashing changes a draw of any bank."""
    # The other Pythons have no YAML reader: they borrow the part of this one's that is pure Python.
    shutil.copytree(
        Path(yaml.__file__).parent,
        tmp_path / "yaml",
        ignore=shutil.ignore_patterns("*.so", "*.pyd"),
    )
    settings = {
        "PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT)]),
        "PYTHONHASHSEED": hashing,
    }
    banks = [BANK, *shipped_banks()]
    done = subprocess.run(
        [python, "-m", "tests.draws", *map(str, banks)],
        cwd=ROOT,
        env=os.environ | settings | {"PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {path.stem: draws_of(path) for path in banks}
