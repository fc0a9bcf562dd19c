"""The shipped banks draw the same variants on every Python."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from quizengine.banks import shipped_banks
from tests.draws import draws_of
from tests.pythons import pythons

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("python", pythons())
@pytest.mark.parametrize("hashing", ["0", "4711"])
def test_draws_are_the_same_on_every_python(python, hashing, tmp_path):
    """Neither the version of Python nor its hashing changes a draw."""
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
    banks = shipped_banks()
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
