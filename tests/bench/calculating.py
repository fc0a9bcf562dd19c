"""What the calculator costs: VGG16 from its source to its layer table, and the import before it."""

from __future__ import annotations

import importlib.util
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

BLOCKS = ((2, 64), (2, 128), (3, 256), (3, 512), (3, 512))

KERAS = "\n".join(
    [
        "import keras",
        "from keras import layers",
        "model = keras.Sequential([",
        "    keras.Input(shape=(224, 224, 3)),",
        *(
            line
            for count, filters in BLOCKS
            for line in [
                f'    layers.Conv2D({filters}, (3, 3), padding="same", activation="relu"),'
            ]
            * count
            + ["    layers.MaxPooling2D((2, 2), strides=(2, 2)),"]
        ),
        "    layers.Flatten(),",
        '    layers.Dense(4096, activation="relu"),',
        '    layers.Dense(4096, activation="relu"),',
        '    layers.Dense(1000, activation="softmax"),',
        "])",
    ]
)
"""VGG16 as a Keras model is written."""

TORCH = """
import torch.nn as nn

layers, channels = [], 3
for count, filters in ((2, 64), (2, 128), (3, 256), (3, 512), (3, 512)):
    for _ in range(count):
        layers += [nn.Conv2d(channels, filters, kernel_size=3, padding=1), nn.ReLU(inplace=True)]
        channels = filters
    layers.append(nn.MaxPool2d(kernel_size=2, stride=2))

class VGG(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(*layers)
        self.classifier = nn.Sequential(
            nn.Linear(512 * 7 * 7, 4096), nn.ReLU(True), nn.Dropout(),
            nn.Linear(4096, 4096), nn.ReLU(True), nn.Dropout(), nn.Linear(4096, 1000))

    def forward(self, x):
        return self.classifier(torch.flatten(self.features(x), 1))

model = VGG()
"""
"""VGG16 as a PyTorch module is written."""

PARAMS = "138,357,544"

_TIMED = """
import sys, time
begin = time.perf_counter()
exec(sys.stdin.read())
print(time.perf_counter() - begin)
"""

_KERAS_SUMMARY = KERAS + "\nmodel.summary(print_fn=lambda line, line_break=False: None)\n"
_TORCHINFO = (
    "import torch\n"
    + TORCH
    + "import torchinfo\ntorchinfo.summary(model, (1, 3, 224, 224), verbose=0, device='cpu')\n"
)


def table_seconds(source: str, shape: object = None, times: int = 30) -> tuple[float, float]:
    """How long source takes to its table: the first time, and the median of later ones."""
    from quizengine.calculator.network_table import network_text
    from quizengine.frameworks import read

    found = []
    for _ in range(times):
        begin = time.perf_counter()
        text = network_text(read(source, shape))
        found.append(time.perf_counter() - begin)
        if PARAMS not in text:
            raise SystemExit(f"VGG16 does not come to {PARAMS} parameters")
    return found[0], statistics.median(found[1:])


def first_seconds(source: str, shape: object = None, times: int = 5) -> float:
    """How long the first table of a fresh process takes, the import left out."""
    code = (
        "from quizengine.frameworks import read\n"
        "from quizengine.calculator.network_table import network_text\n"
        f"source, shape = {source!r}, {shape!r}\n"
        "import time\nbegin = time.perf_counter()\nnetwork_text(read(source, shape))\n"
        "print(time.perf_counter() - begin)"
    )
    return median(lambda: float(_printed(code)), times)


def framework_seconds(name: str, times: int = 3) -> float | None:
    """How long the framework's own summary of VGG16 takes, its import included; None without it."""
    needed = {"keras": ("keras",), "torchinfo": ("torch", "torchinfo")}[name]
    if any(importlib.util.find_spec(module) is None for module in needed):
        return None
    source = _KERAS_SUMMARY if name == "keras" else _TORCHINFO
    return median(lambda: float(_printed(_TIMED, source).split()[-1]), times)


def own_seconds(times: int = 5) -> float:
    """The same for the calculator: import, reading and table, in a fresh process."""
    code = (
        "from quizengine.frameworks import read\n"
        "from quizengine.calculator.network_table import network_text\n"
        f"network_text(read({KERAS!r}))\n"
    )
    return median(lambda: float(_printed(_TIMED, code).split()[-1]), times)


def import_seconds(times: int = 15) -> float:
    """How long `import quizengine.calculator` takes, after Python's own start."""
    code = (
        "import time; begin = time.perf_counter(); import quizengine.calculator; "
        "print(time.perf_counter() - begin)"
    )
    return median(lambda: float(_printed(code)), times)


def median(measure: Callable[[], float], times: int) -> float:
    """The median of measurements, after one that warms the disk's cache."""
    measure()
    return statistics.median(measure() for _ in range(times))


def _printed(code: str, given: str = "") -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], input=given, capture_output=True, check=True, encoding="utf-8"
    )
    return done.stdout
