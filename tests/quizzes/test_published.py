"""The calculator agrees with what others have published: quizzes, textbooks, forum answers.

The full collection of cases is read where the environment variable QUIZENGINE_SHARED names a
folder that holds `instances/published.jsonl`; otherwise a sample that is part of the tests.
"""

import json
import os
from pathlib import Path

import pytest

from tests.quizzes.recomputed import is_elsewhere, recomputed

_SAMPLE = Path(__file__).parents[1] / "data" / "published-sample.jsonl"


def _collection() -> Path:
    folder = os.environ.get("QUIZENGINE_SHARED")
    return Path(folder) / "instances" / "published.jsonl" if folder else _SAMPLE


def _rows(path: Path):
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
    return [row for row in rows if row["agrees"] and not is_elsewhere(row)]


def _name(row) -> str:
    return f"{row['archetype']}: {row['asked']}"[:60]


# A missing file is an error of collection here, and so a failure of the run.
_CASES = _rows(_collection())


@pytest.mark.parametrize("row", _CASES, ids=_name)
def test_a_published_number_comes_out_again(row):
    assert recomputed(row) == row["published_answer"], row["source"]


def test_the_sample_is_large_enough_to_mean_something():
    rows = _rows(_SAMPLE)
    assert len(rows) >= 25
    assert len({row["archetype"] for row in rows}) >= 15


def test_a_wrong_number_would_be_noticed():
    """What a source got wrong does not come out of the calculator either."""
    row = {
        "archetype": "fc_params",
        "given": {"inputs": 128, "units": 256},
        "asked": "params",
        "published_answer": 32896,
    }
    assert recomputed(row) == 33024
