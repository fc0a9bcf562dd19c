"""Keras and PyTorch source text, read into networks and written; nothing of it is executed."""

from __future__ import annotations

from typing import Literal

from quizengine.calculator.network import Network
from quizengine.frameworks.errors import SourceError

__all__ = ["Framework", "SourceError", "read", "to_code"]

Framework = Literal["keras", "torch"]


def read(source: str, input_shape: object = None) -> Network:
    """Return the network that source text describes: Keras or PyTorch, a model or one layer.

    The text may also be a Markdown text or a notebook, whose code cells are read. `input_shape`
    states the input (no batch) where the text does not; a list of shapes states several inputs.
    The last network of the text counts. Raises SourceError with the line of what is not
    understood or would be refused, and LayerError for an input shape that does not fit.
    """
    # The readers know every layer of both frameworks; who only computes does not load them.
    from quizengine.frameworks.reader import read as read_code

    return read_code(source, input_shape)


def to_code(network: Network, framework: Framework) -> str:
    """Return the source text of a network; one of the other framework is translated first.

    Reading the text back gives the same network.

    Raises LayerError, which names the layer without an equivalent in the framework.
    """
    if framework == "keras":
        from quizengine.frameworks.keras_translation import translate_to_keras
        from quizengine.frameworks.keras_writer import network_code as keras_code

        return keras_code(network if network.framework == "keras" else translate_to_keras(network))
    from quizengine.frameworks.torch_translation import translate_to_torch
    from quizengine.frameworks.torch_writer import network_code as torch_code

    return torch_code(network if network.framework == "torch" else translate_to_torch(network))
