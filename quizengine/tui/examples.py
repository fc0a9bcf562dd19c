"""Example networks for the calculator, one in each style of code."""

from __future__ import annotations

from typing import NamedTuple


class SampleSource(NamedTuple):
    """A source text, and the input shape where the text does not say it."""

    source: str
    input_shape: str = ""


KERAS = SampleSource("""\
from keras import Sequential, layers

model = Sequential([
    layers.Input((32, 32, 3)),
    layers.Conv2D(16, 3, padding="same", activation="relu"),
    layers.MaxPooling2D(2),
    layers.Conv2D(32, 3, activation="relu"),
    layers.MaxPooling2D(2),
    layers.Flatten(),
    layers.Dense(10, activation="softmax"),
])
""")

BRANCHES = SampleSource("""\
import keras
from keras import layers

inputs = keras.Input((32, 32, 16))
x = layers.Conv2D(32, 3, padding="same", use_bias=False)(inputs)
x = layers.BatchNormalization()(x)
x = layers.ReLU()(x)
x = layers.Conv2D(16, 3, padding="same", use_bias=False)(x)
x = layers.BatchNormalization()(x)
x = layers.Add()([x, inputs])
outputs = layers.Dense(10)(layers.GlobalAveragePooling2D()(x))
model = keras.Model(inputs, outputs)
""")

TORCH = SampleSource(
    """\
import torch
from torch import nn
import torch.nn.functional as F

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 16, 3, padding=1)
        self.conv2 = nn.Conv2d(16, 32, 3)
        self.fc = nn.Linear(32 * 7 * 7, 10)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        return self.fc(torch.flatten(x, 1))
""",
    "3x32x32",
)

EXAMPLES = (KERAS, TORCH, BRANCHES)
"""In the order in which they are offered."""
