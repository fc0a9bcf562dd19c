"""Every layer that the calculator knows is drawn, in both frameworks and on its network."""

import json
from pathlib import Path

import pytest

from quizengine.calculator import LayerError
from quizengine.calculator.network import Network
from quizengine.frameworks import read
from quizengine.practice.pictures.figure import Room
from quizengine.practice.pictures.network_chain import network_chain
from quizengine.practice.pictures.sliding import can_be_drawn, sliding
from quizengine.practice.pictures.stated_numbers import StatedNumbers
from quizengine.practice.pictures.volumes import volumes
from quizengine.practice.pictures.window_geometry import sliding_window_of

pytestmark = pytest.mark.slow

DATA = Path(__file__).parents[2] / "data"
ROOMS = (Room(38, 12), Room(78, 20))
FEW = 5
"""Layers of a network that are drawn by themselves."""


def networks(file):
    for line in (DATA / file).read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        source = record.get("source") or record.get("code")
        try:
            network = read(source, record.get("input_shape"))
        except LayerError:
            continue
        if isinstance(network, Network) and network.input_row is not None:
            yield network


@pytest.mark.parametrize(
    ("file", "least"),
    [
        ("oracle-sample.jsonl", 60),
        ("torch-sample.jsonl", 60),
        ("models-sample.jsonl", 5),
        ("sequence-sample.jsonl", 20),
    ],
)
def test_every_layer_is_drawn(file, least):
    drawn = 0
    for network in networks(file):
        drawn += 1
        for stated in (StatedNumbers(all_known=True), StatedNumbers()):
            for room in ROOMS:
                figures = [network_chain(network, stated, room)]
                for row in network.rows[:FEW]:
                    figures.append(volumes(row, stated, room))
                    window = sliding_window_of(row)
                    if window is not None and can_be_drawn(window):
                        assert window.frames >= 1
                        figures.append(sliding(window, window.frames - 1, stated.all_known, room))
                for figure in figures:
                    assert max(map(len, figure.text.split("\n"))) <= room.width
                    assert figure.text.replace("\n", "").isprintable()
                    assert figure.in_ascii.text.isascii()
    assert drawn >= least
