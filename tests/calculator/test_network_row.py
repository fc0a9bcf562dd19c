"""A layer in a network knows which layers its numbers come from."""

from __future__ import annotations

import pytest

from quizengine.calculator import working_of
from quizengine.calculator.diagnosis.diagnosis import diagnose
from quizengine.calculator.keras import (
    Conv2D,
    Dense,
    DepthwiseConv2D,
    Dropout,
    Flatten,
    Input,
    MaxPooling2D,
    ReLU,
    SeparableConv2D,
)
from quizengine.calculator.sequential import Sequential
from quizengine.frameworks import read

NET = Sequential(
    [
        Input((28, 28, 3)), Conv2D(32, 3), MaxPooling2D(2), Conv2D(64, 3, name="second"), ReLU(),
        MaxPooling2D(2), Flatten(), Dropout(0.5), Dense(10, name="fc"),
    ]
)  # fmt: skip

TORCH = """
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 32, 3)
        self.conv2 = nn.Conv2d(32, 64, 3)
        self.fc = nn.Linear(1600, 10)
    def forward(self, x):
        x = F.max_pool2d(self.conv1(x), 2)
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        return self.fc({})
"""


def test_a_dense_layer_knows_the_volume_that_was_flattened() -> None:
    """1600 inputs are 5·5·64: the heights are the pooling's, and what it took in is 11."""
    flat = NET.row("fc").params.origins["p"]
    assert flat == 1_600
    assert flat.formula == "H·W·D"
    height = flat.origins["H"]
    assert (height, height.label) == (5, "output height")
    assert height.origins["H"] == 11
    assert flat.origins["D"].origins["D"].formula == "K"


def test_the_working_begins_with_the_volume_that_was_flattened() -> None:
    lines = working_of(NET.row("fc").params).text.splitlines()
    assert [line.split("   ")[0].strip() for line in lines] == [
        "(p + 1)·c", "c = units = 10", "p = H·W·D", "= 5·5·64", "= 1600", "(1600 + 1)·10",
        "1601·10", "16,010",
    ]  # fmt: skip


def test_a_letter_that_means_something_else_is_not_worked_out() -> None:
    """A convolution's D is the K of the one before, and its H comes from another window."""
    second = NET.row("second")
    assert second.params.origins["D"] == 32
    assert "K = 32" not in working_of(second.params).text
    assert "D = input channels = 32" in working_of(second.params).text
    assert working_of(second.macs).text.count("H′ = W′") == 1
    layers = [Input((9, 9, 4)), DepthwiseConv2D(3, depth_multiplier=2), SeparableConv2D(8, 3)]
    text = working_of(Sequential(layers).rows[-1].weights).text
    assert "D = input channels = 8" in text
    assert "D·m" not in text


def test_a_layer_on_its_own_comes_from_nowhere() -> None:
    assert "p" not in Dense(10)([1_600]).params.origins
    assert "p" not in Sequential([Input((1_600,)), Dense(10)]).rows[0].params.origins


@pytest.mark.parametrize(
    ("wrong", "mistake"),
    [(650, "flatten-forgotten"), (77_450, "size-kept"), (23_050, "rounded-up")],
)
@pytest.mark.parametrize(
    "flat", ["torch.flatten(x, 1)", "x.view(x.size(0), -1)", "x.view(-1, 1600)", "x.flatten(1)"]
)
def test_mistakes_in_the_flattened_volume_are_named_in_pytorch_too(
    flat: str, wrong: int, mistake: str
) -> None:
    params = read(TORCH.replace("{}", flat), [3, 28, 28]).row("fc").params
    named = [each.ids for each in diagnose(params, wrong).explanations]
    assert (mistake,) in named


def test_a_whole_networks_count_knows_the_slip_in_one_layer() -> None:
    """The depth of the image used again in the second convolution, then added up rightly."""
    wrong = int(NET.params) - 18_496 + (9 * 3 + 1) * 64
    named = [each.ids for each in diagnose(NET.params, wrong).explanations]
    assert ("depth-kept",) in named
