"""A network written as PyTorch source text is the same network when it is read back."""

from __future__ import annotations

import ast
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from quizengine.calculator import LayerError
from quizengine.calculator import torch as nn
from quizengine.calculator.network import Network
from quizengine.frameworks import read, to_code
from quizengine.frameworks.torch_writer import layer_code
from tests.calculator.records import torch_layers
from tests.calculator.torch import torch_cases

TableRows = list[tuple[str, str, tuple[int, ...], int, int]]

RECORDS = torch_layers()


def table_rows(network: Network) -> TableRows:
    """What the table of a network shows of each row."""
    return [
        (row.name, row.layer.kind, tuple(row.output), int(row.params), int(row.trainable_params))
        for row in network.rows
    ]


LENET = """
model = nn.Sequential(
    nn.Conv2d(1, 6, 5, padding=2), nn.Tanh(), nn.AvgPool2d(2),
    nn.Conv2d(6, 16, kernel_size=(5, 5)), nn.Tanh(), nn.AvgPool2d(2),
    nn.Flatten(), nn.Linear(16*5*5, 120), nn.Softmax(dim=1))
"""

RESIDUAL = """
class Block(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.conv1 = nn.Conv2d(c, c, 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(c)
    def forward(self, x):
        return F.relu(self.bn1(self.conv1(x)) + x)

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(3, 8, 3, stride=2)
        self.body = nn.Sequential(Block(8), Block(8))
        self.rnn = nn.LSTM(8, 5, batch_first=True)
        self.fc = nn.Linear(13, 10)
    def forward(self, x):
        x = self.body(self.stem(x))
        y = x.flatten(2).permute(0, 2, 1)
        y, (h, c) = self.rnn(y)
        x = F.adaptive_avg_pool2d(x, 1).view(-1, 8)
        return self.fc(torch.cat([x, y[:, -1]], dim=1))
"""


def test_a_straight_network_is_a_list_of_modules() -> None:
    assert to_code(read(LENET, [1, 28, 28]), "torch") == (
        "# input 1×28×28, without the batch\n"
        "model = nn.Sequential(\n"
        "    nn.Conv2d(1, 6, 5, padding=2),\n"
        "    nn.Tanh(),\n"
        "    nn.AvgPool2d(2),\n"
        "    nn.Conv2d(6, 16, 5),\n"
        "    nn.Tanh(),\n"
        "    nn.AvgPool2d(2),\n"
        "    nn.Flatten(),\n"
        "    nn.Linear(400, 120),\n"
        "    nn.Softmax(dim=1),\n"
        ")"
    )


def test_modules_keep_their_names_and_paths() -> None:
    source = (
        "m = nn.Sequential(OrderedDict([('features', nn.Sequential(nn.Linear(4, 3), nn.ReLU())),"
        " ('head', nn.Linear(3, 2))]))"
    )
    net = read("from collections import OrderedDict\n" + source, [4])
    code = to_code(net, "torch")
    assert '("features", nn.Sequential(\n        nn.Linear(4, 3),\n' in code
    assert code.split("\n")[1] == "from collections import OrderedDict"
    assert [row.name for row in read(code, [4]).rows] == ["features.0", "features.1", "head"]


def test_a_network_with_branches_is_a_class_with_a_forward() -> None:
    net = read(RESIDUAL, [3, 17, 17])
    code = to_code(net, "torch")
    ast.parse(code)
    again = read(code, [3, 17, 17])
    assert table_rows(again) == table_rows(net)
    assert to_code(again, "torch") == code
    assert "class Net(nn.Module):" in code
    assert 'self.body[1]["conv1"](' in code


def test_a_module_that_is_used_twice_is_one_module() -> None:
    straight = "s = nn.Linear(4, 4)\nm = nn.Sequential(s, nn.ReLU(), s)"
    branching = (
        "class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
        "        self.one = nn.Linear(4, 4)\n"
        "    def forward(self, x):\n        return self.one(x) + self.one(self.one(x))"
    )
    for source in (straight, branching):
        net = read(source, [4])
        again = read(to_code(net, "torch"), [4])
        assert table_rows(again) == table_rows(net)
        assert again.params == net.params == 20


def test_a_frozen_module_stays_frozen() -> None:
    source = "m = nn.Sequential(nn.Linear(4, 3), nn.Linear(3, 2))\nm[0].requires_grad_(False)"
    net = read(source, [4])
    code = to_code(net, "torch")
    assert "nn.Linear(4, 3).requires_grad_(False)," in code
    assert table_rows(read(code, [4])) == table_rows(net)
    assert read(code, [4]).trainable_params == 8


@pytest.mark.slow
@pytest.mark.parametrize("kind", sorted({record["layer"] for record in RECORDS}))
def test_every_recorded_layer_is_written_so_that_it_is_made_again(kind: str) -> None:
    for record in RECORDS:
        if record["layer"] != kind or "error" in record or record.get("multi"):
            continue
        net = read(record["code"], record["input_shape"])
        code = to_code(net, "torch")
        assert table_rows(read(code, record["input_shape"])) == table_rows(net), code
        assert read(layer_code(net.rows[0].layer), record["input_shape"]).rows[0].layer == (
            net.rows[0].layer
        )


@st.composite
def modules(draw: st.DrawFn, rank: int, channels: int) -> Any:
    """A module for an input of so many channels, and the channels it gives."""
    kind = draw(st.integers(0, 6))
    if kind == 0:
        out = draw(st.integers(1, 4))
        window = draw(torch_cases.windows(rank))
        window = {name: value for name, value in window.items() if name != "return_indices"}
        return torch_cases.named("Conv{}d", rank)(channels, out, **window), out
    if kind == 1:
        size = draw(st.integers(1, 3))
        pad = draw(st.integers(0, size // 2))
        pool = draw(st.sampled_from(["MaxPool{}d", "AvgPool{}d"]))
        ceil = draw(st.booleans())
        return torch_cases.named(pool, rank)(size, padding=pad, ceil_mode=ceil), channels
    if kind == 2:
        return torch_cases.named("BatchNorm{}d", rank)(
            channels, affine=draw(st.booleans())
        ), channels
    if kind == 3:
        out = draw(st.integers(1, 4))
        stride = draw(st.integers(1, 3))
        made = torch_cases.named("ConvTranspose{}d", rank)(
            channels, out, draw(st.integers(1, 4)), stride, output_padding=stride - 1
        )
        return made, out
    if kind == 4:
        return torch_cases.named("ZeroPad{}d", rank)(draw(st.integers(0, 2))), channels
    plain = [nn.ReLU(), nn.LeakyReLU(0.2), nn.Dropout(0.25), nn.PReLU(channels), nn.Softmax(dim=1)]
    return draw(st.sampled_from(plain)), channels


@pytest.mark.slow
@given(st.data())
def test_any_stack_of_modules_reads_back_as_the_same_rows_and_is_one_in_keras(
    data: st.DataObject,
) -> None:
    rank = data.draw(st.integers(1, 3))
    shape = data.draw(torch_cases.small(rank))
    channels, codes = shape[0], []
    for _ in range(data.draw(st.integers(1, 5))):
        module, channels = data.draw(modules(rank, channels))
        codes.append(layer_code(module))
    source = f"model = nn.Sequential({', '.join(codes)}, nn.Flatten())"
    try:
        net = read(source, shape)
    except LayerError:
        assume(False)
    code = to_code(net, "torch")
    assert table_rows(read(code, shape)) == table_rows(net)
    try:
        keras = read(to_code(net, "keras"))
    except LayerError as error:
        assert "Keras has no equivalent of this" in str(error)
        return
    assert keras.trainable_params == net.trainable_params
    assert keras.output == net.output
