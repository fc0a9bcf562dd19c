"""Layers that Keras and PyTorch both have under different names, for both directions."""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType
from typing import Any, NamedTuple

from quizengine.calculator import keras
from quizengine.calculator import torch as nn
from quizengine.calculator.network import NetworkRow
from quizengine.calculator.torch.base import TorchLayer
from quizengine.frameworks.translation import (
    SIZE,
    Translation,
    TranslationRule,
    moves_channels,
    single_layer,
)

ACTIVATION_MODULES: dict[str, type[TorchLayer]] = {
    "relu": nn.ReLU, "relu6": nn.ReLU6, "elu": nn.ELU, "selu": nn.SELU, "celu": nn.CELU,
    "gelu": nn.GELU, "silu": nn.SiLU, "swish": nn.SiLU, "mish": nn.Mish, "tanh": nn.Tanh,
    "sigmoid": nn.Sigmoid, "softplus": nn.Softplus, "softsign": nn.Softsign,
    "hard_sigmoid": nn.Hardsigmoid, "hard_silu": nn.Hardswish, "hard_swish": nn.Hardswish,
    "hard_tanh": nn.Hardtanh, "log_sigmoid": nn.LogSigmoid, "tanh_shrink": nn.Tanhshrink,
    "linear": nn.Identity,
}  # fmt: skip
"""PyTorch's modules for Keras's elementwise activations, both with their default arguments. Where
two names have one module, the first is written.
"""


MERGES = ("Add", "Subtract", "Multiply", "Maximum", "Minimum", "Concatenate")
"""Keras's layers of several inputs for which PyTorch has an operator or a function."""


class EquivalentLayer(NamedTuple):
    """The names of a layer in both frameworks, and of its arguments, Keras's first.

    `{}` is the number of axes. `channels_moved` says whether the translation moves the channels to
    the other end; None where they may be at either.
    """

    keras: str
    torch: str
    arguments: Mapping[str, str]
    channels_moved: bool | None = None


_EQUIVALENTS = (
    EquivalentLayer("Dropout", "Dropout", {"rate": "p"}),
    EquivalentLayer("AlphaDropout", "AlphaDropout", {"rate": "p"}),
    EquivalentLayer("SpatialDropout{}D", "Dropout{}d", {"rate": "p"}, channels_moved=True),
    EquivalentLayer("ELU", "ELU", {"alpha": "alpha"}),
    EquivalentLayer("LeakyReLU", "LeakyReLU", {"negative_slope": "negative_slope"}),
    EquivalentLayer("Identity", "Identity", {}),
    EquivalentLayer("ReLU", "ReLU", {}),
    EquivalentLayer("Flatten", "Flatten", {}),
    EquivalentLayer(
        "Dense", "Linear", {"units": "out_features", "use_bias": "bias"}, channels_moved=False
    ),
    EquivalentLayer(
        "Embedding", "Embedding",
        {"input_dim": "num_embeddings", "output_dim": "embedding_dim"}, channels_moved=False,
    ),
)  # fmt: skip


def _renaming_rule(
    framework: ModuleType, name: str, arguments: Mapping[str, str], channels_moved: bool | None
) -> TranslationRule:
    """Return the rule for a layer whose name and arguments have other names."""

    def rule(layer: Any, row: NetworkRow, _channels_moved: bool) -> Translation:
        keywords = {new: getattr(layer, old) for old, new in arguments.items()}
        new_layer = getattr(framework, name.format(*SIZE.findall(layer.kind)))
        return single_layer(new_layer(**keywords), channels_moved and moves_channels(layer))

    return rule


RULES_TO_KERAS: Mapping[str, TranslationRule] = {
    pair.torch: _renaming_rule(
        keras,
        pair.keras,
        {torch: word for word, torch in pair.arguments.items()},
        pair.channels_moved,
    )
    for pair in _EQUIVALENTS
}
"""Rules for PyTorch's layers that differ in names only."""

RULES_TO_TORCH: Mapping[str, TranslationRule] = {
    pair.keras: _renaming_rule(nn, pair.torch, pair.arguments, pair.channels_moved)
    for pair in _EQUIVALENTS
}
"""Rules for Keras's layers that differ in names only."""
