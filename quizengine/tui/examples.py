"""Small networks to begin with, one in each way of writing them."""

from __future__ import annotations

from typing import NamedTuple


class Example(NamedTuple):
    """A source text, and the input shape where the text does not say it."""

    source: str
    stated: str = ""


KERAS = Example("""\
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

EXAMPLES = (KERAS,)
"""In the order in which they are offered."""
