"""What Keras and PyTorch printed, counted or refused, as recorded.

The folder QUIZENGINE_SHARED, where it is set, holds all records, and a missing file is a failure;
otherwise samples stand beside the tests.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

Record = dict[str, Any]

_SAMPLES = Path(__file__).parents[1] / "data"


def keras_layers() -> list[Record]:
    """Layers of Keras, each with what it takes, gives and holds, or that it is refused."""
    found = _read("layers_keras.jsonl", "oracle-sample.jsonl", "sequence-sample.jsonl")
    return [record for record in found if "layer" in record]


def torch_layers() -> list[Record]:
    """Layers of PyTorch, each with what it takes, gives and holds, or that it is refused."""
    return _read("layers_torch.jsonl", "torch-sample.jsonl")


def models() -> list[Record]:
    """Source texts of models in both frameworks, with the counts of their layers."""
    found = _read("models.jsonl", "models-sample.jsonl", "oracle-sample.jsonl")
    return [record for record in found if "source" in record]


def applications() -> list[Record]:
    """Keras's ready-made models, layer by layer."""
    return _read("applications.jsonl", "applications-sample.jsonl")


def accepted(records: list[Record], kind: str) -> list[Record]:
    """The records of a layer class that the framework did not refuse."""
    return [record for record in records if record["layer"] == kind and "error" not in record]


def _read(file: str, *samples: str) -> list[Record]:
    shared = os.environ.get("QUIZENGINE_SHARED")
    paths = [Path(shared) / "oracle" / file] if shared else [_SAMPLES / name for name in samples]
    lines = [line for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    return [json.loads(line) for line in lines]
