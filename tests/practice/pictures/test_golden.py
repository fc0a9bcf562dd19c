"""Each picture as it is seen, at the widths of 80 and 120 columns, and in ASCII.

`QUIZENGINE_GOLDENS=write pytest tests/practice/pictures` writes them anew; look at what changed.
"""

import os
from pathlib import Path

import pytest

from quizengine.calculator import keras as layers
from quizengine.calculator.network import Network
from quizengine.frameworks import read
from quizengine.practice.pictures.figure import Room
from quizengine.practice.pictures.network_chain import network_chain
from quizengine.practice.pictures.sharing import sharing
from quizengine.practice.pictures.sliding import sliding
from quizengine.practice.pictures.stated_numbers import StatedNumbers, numbers_stated_in
from quizengine.practice.pictures.volumes import volumes
from quizengine.practice.pictures.window_geometry import sliding_window_of

GOLDEN = Path(__file__).parent / "golden"
ROOMS = {"40": Room(38, 14), "80": Room(78, 20), "120": Room(116, 36)}
KNOWN = StatedNumbers(all_known=True)
STATED = numbers_stated_in(["32×32×3, 20 filters of 8×8×3, stride 2, padding 1"])

SHARED = layers.Conv2D(20, 8, strides=2, padding=1)([32, 32, 3])
LOCAL = layers.LocallyConnected2D(20, 8, strides=2, padding=1)([32, 32, 3])
DILATED = layers.Conv2D(4, 3, dilation_rate=2, padding=1)([8, 9, 3])
FLOORED = layers.MaxPooling2D(2)([5, 7, 3])
LARGE = layers.Conv2D(64, 7, strides=2, padding="same")([224, 224, 3])
LENET = """
model = Sequential([
    Input((32, 32, 3)), Conv2D(8, 5, name="conv1"), MaxPooling2D(2, name="pool1"),
    Conv2D(16, 5, name="conv2"), MaxPooling2D(2, name="pool2"), Flatten(name="flatten"),
    Dense(120, name="fc3"), Dense(84, name="fc4"), Dense(10, name="softmax")])
"""
LATER = read(LENET).row("conv2")
SKIPPING = """
i = Input((32, 32, 3))
x = Conv2D(16, 3, padding="same", name="conv")(i)
y = Conv2D(16, 3, padding="same", name="again")(x)
z = Concatenate(name="joined")([Add(name="sum")([x, y]), i])
m = Model(i, Dense(3, name="last")(Flatten(name="flat")(z)))
"""


def network(source):
    found = read(source)
    assert isinstance(found, Network)
    return found


def slid(applied, frame, known=True):
    return lambda room: sliding(sliding_window_of(applied), frame, known, room)


def drawn(applied, stated=KNOWN):
    return lambda room: volumes(applied, stated, room)


PICTURES = {
    "volumes": drawn(SHARED),
    "volumes-asked": drawn(SHARED, STATED),
    "volumes-of-a-later-layer": drawn(LATER, numbers_stated_in(["16 filters of 5×5"])),
    "volumes-pooling": drawn(layers.MaxPooling2D(2)([28, 28, 8])),
    "volumes-local": drawn(LOCAL),
    "volumes-depthwise": drawn(layers.DepthwiseConv2D(3)([32, 32, 16])),
    "volumes-separable": drawn(layers.SeparableConv2D(64, 3)([32, 32, 16])),
    "volumes-transposed": drawn(layers.Conv2DTranspose(8, 3, strides=2)([14, 14, 16])),
    "volumes-sequence": drawn(layers.Conv1D(16, 5)([100, 8])),
    "volumes-clip": drawn(layers.Conv3D(8, 3)([16, 28, 28, 1])),
    "volumes-large": drawn(LARGE),
    "volumes-recurrent": drawn(layers.LSTM(32)([10, 8])),
    "volumes-dense": drawn(layers.Dense(10)([400])),
    "volumes-dense-asked": drawn(layers.Dense(10)([400]), numbers_stated_in(["10 units"])),
    "sliding": slid(SHARED, 20),
    "sliding-asked": slid(SHARED, 20, known=False),
    "sliding-dilated": slid(DILATED, 8),
    "sliding-left-over": slid(FLOORED, 3),
    "sliding-sequence": slid(layers.Conv1D(16, 3, strides=2, padding=1)([20, 8]), 3),
    "sliding-clip": slid(layers.Conv3D(8, 3)([4, 5, 6, 1]), 20),
    "sliding-large": slid(LARGE, 5000),
    "sharing": lambda room: sharing(SHARED, sliding_window_of(SHARED), KNOWN, room),
    "sharing-asked": lambda room: sharing(SHARED, sliding_window_of(SHARED), STATED, room),
    "sharing-small": lambda room: sharing(DILATED, sliding_window_of(DILATED), KNOWN, room),
    "network": lambda room: network_chain(network(LENET), KNOWN, room),
    "network-asked": lambda room: network_chain(network(LENET), STATED, room),
    "network-skipping": lambda room: network_chain(network(SKIPPING), KNOWN, room),
}


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_looks_as_it_did(name):
    pages = []
    for width, room in ROOMS.items():
        figure = PICTURES[name](room)
        pages += [f"=== {width} columns ===", figure.text]
        if width == "80":
            pages += ["=== 80 columns, ASCII ===", figure.in_ascii.text]
    path = GOLDEN / f"{name}.txt"
    text = "\n".join(pages) + "\n"
    if os.environ.get("QUIZENGINE_GOLDENS") == "write":
        path.write_text(text, encoding="utf-8", newline="\n")
    assert text == path.read_text(encoding="utf-8"), f"{path} differs"
