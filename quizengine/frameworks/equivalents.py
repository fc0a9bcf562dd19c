"""Layers that Keras and PyTorch both have, by other names: what serves both directions."""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType
from typing import Any, NamedTuple

from quizengine.calculator import keras
from quizengine.calculator import torch as nn
from quizengine.calculator.network import NetworkRow
from quizengine.calculator.torch.base import TorchLayer
from quizengine.frameworks.translation import SIZE, Make, Rule, moves, one

ACTIVATIONS: dict[str, type[TorchLayer]] = {
    "relu": nn.ReLU, "relu6": nn.ReLU6, "elu": nn.ELU, "selu": nn.SELU, "celu": nn.CELU,
    "gelu": nn.GELU, "silu": nn.SiLU, "swish": nn.SiLU, "mish": nn.Mish, "tanh": nn.Tanh,
    "sigmoid": nn.Sigmoid, "softplus": nn.Softplus, "softsign": nn.Softsign,
    "hard_sigmoid": nn.Hardsigmoid, "hard_silu": nn.Hardswish, "hard_swish": nn.Hardswish,
    "hard_tanh": nn.Hardtanh, "log_sigmoid": nn.LogSigmoid, "tanh_shrink": nn.Tanhshrink,
    "linear": nn.Identity,
}  # fmt: skip
"""PyTorch's modules for Keras's activations that look at each value alone, both as they are by
default; the first of two words is the one to write.
"""


MERGES = ("Add", "Subtract", "Multiply", "Maximum", "Minimum", "Concatenate")
"""Keras's layers of several inputs for which PyTorch has an operator or a function."""


class Equal(NamedTuple):
    """The names of a layer in both frameworks, and of its arguments, Keras's first.

    `{}` stands for the number of axes. `moved` says that the channels are at the other end, False
    that they stay where they are, None that they may be at either.
    """

    keras: str
    torch: str
    arguments: Mapping[str, str]
    moved: bool | None = None


_EQUALS = (
    Equal("Dropout", "Dropout", {"rate": "p"}),
    Equal("AlphaDropout", "AlphaDropout", {"rate": "p"}),
    Equal("SpatialDropout{}D", "Dropout{}d", {"rate": "p"}, moved=True),
    Equal("ELU", "ELU", {"alpha": "alpha"}),
    Equal("LeakyReLU", "LeakyReLU", {"negative_slope": "negative_slope"}),
    Equal("Identity", "Identity", {}),
    Equal("ReLU", "ReLU", {}),
    Equal("Flatten", "Flatten", {}),
    Equal("Dense", "Linear", {"units": "out_features", "use_bias": "bias"}, moved=False),
    Equal(
        "Embedding", "Embedding",
        {"input_dim": "num_embeddings", "output_dim": "embedding_dim"}, moved=False,
    ),
)  # fmt: skip


def _renaming(
    framework: ModuleType, name: str, arguments: Mapping[str, str], moved: bool | None
) -> Make:
    """The rule for a layer that has another name, as its arguments have."""

    def rule(layer: Any, row: NetworkRow, _moved: bool) -> Rule:
        keywords = {new: getattr(layer, old) for old, new in arguments.items()}
        made = getattr(framework, name.format(*SIZE.findall(layer.kind)))
        return one(made(**keywords), moved and moves(layer))

    return rule


KERAS_RULES: Mapping[str, Make] = {
    equal.torch: _renaming(
        keras, equal.keras, {torch: word for word, torch in equal.arguments.items()}, equal.moved
    )
    for equal in _EQUALS
}
"""What layers of PyTorch become in Keras, where nothing else is to be said of them."""

TORCH_RULES: Mapping[str, Make] = {
    equal.keras: _renaming(nn, equal.torch, equal.arguments, equal.moved) for equal in _EQUALS
}
"""What layers of Keras become in PyTorch, where nothing else is to be said of them."""
