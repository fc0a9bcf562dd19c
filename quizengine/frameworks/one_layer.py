"""One layer read from source text in either framework, and written in both."""

from __future__ import annotations

import ast
from functools import cached_property
from typing import ClassVar

from quizengine.calculator.errors import LayerError
from quizengine.calculator.keras.passing import Input
from quizengine.calculator.layer import COUNTS, Layer
from quizengine.calculator.network import Network, NetworkRow
from quizengine.calculator.shape import Shape, as_shape
from quizengine.frameworks.errors import RefusedValues, SourceError

ARGUMENTS = (
    "filters", "units", "kernel_size", "pool_size", "strides", "padding", "dilation_rate",
    "groups", "use_bias",
)  # fmt: skip
"""The arguments of a layer that an expression may name, by Keras's names."""

_HELPERS = ("ZeroPadding", "Permute")
"""Kinds of layers that only prepare the input of another layer."""


class OneLayer:
    """A layer of either framework on an input, its shapes with the channels last.

    Its kind and its arguments have Keras's names.
    """

    expression_names: ClassVar[frozenset[str]] = frozenset(
        {"kind", "input", "output", "output_shape", "size", *COUNTS, *ARGUMENTS}
    )
    expression_word: ClassVar[str] = "the layer"

    def __init__(self, network: Network, shape: Shape) -> None:
        """Take the only layer of a network; `shape` is its input, channels last."""
        self._network = network
        (self.applied,) = network.rows
        self.framework = network.framework
        self.input = shape

    @property
    def output(self) -> Shape:
        """The output shape, channels last."""
        output = self.applied.output
        if len(output) > 1 and _takes_channels_first(
            self.framework, self.applied.layer, self.input
        ):
            return output.channels_last
        return output

    output_shape = output

    @property
    def size(self) -> object:
        """The number of output values."""
        return self.output.size

    @property
    def kind(self) -> str:
        """Keras's name of the layer, `Conv2D`; PyTorch's where Keras has no equivalent."""
        try:
            return self._keras_layer.kind
        except LayerError:
            return self.applied.layer.kind

    def __getattr__(self, name: str) -> object:
        if name in COUNTS:
            return getattr(self.applied, name)
        if name not in ARGUMENTS:
            raise AttributeError(name)
        layer = self._keras_layer
        if name not in layer.arguments:
            raise LayerError(f"{layer.kind} has no {name}")
        return layer.arguments[name]

    @cached_property
    def _keras_layer(self) -> Layer:
        if self.framework == "keras":
            return self.applied.layer
        from quizengine.frameworks.keras_translation import translate_to_keras

        layers = [row.layer for row in translate_to_keras(self._network).rows]
        main = [layer for layer in layers if not layer.kind.startswith(_HELPERS)]
        return (main or layers)[0]


def read_layer(source: str, input_shape: object) -> OneLayer:
    """Return the one layer that a text calls, in Keras or PyTorch, on an input, channels last.

    Raises SourceError for a text that is not understood or is more than one layer, RefusedValues
    for arguments that the layer does not take, and LayerError for an input that it does not take.
    """
    from quizengine.frameworks.reader import parse, read

    body = parse(source)
    calls = [each.value for each in body if isinstance(each, (ast.Expr, ast.Assign))]
    if len(body) != 1 or not calls or not isinstance(calls[0], ast.Call):
        raise SourceError("this is not one layer", 1)
    try:
        network = read(source)
    except SourceError as error:
        if _was_refused(error):
            raise RefusedValues(error.reason) from None
        raise
    shape = as_shape(input_shape)
    if network.input_rows:
        return _stated(network, shape)
    if len(network.layers) != 1:
        raise SourceError("this is not one layer", 1)
    channels_first = _takes_channels_first(network.framework, network.layers[0], shape)
    return OneLayer(_network_on(network.layers[0], network.framework, shape, channels_first), shape)


def layer_texts(layer: Layer, input_shape: object) -> dict[str, str]:
    """Return the source text of a layer of Keras, by the frameworks that have an equivalent.

    `input_shape` has the channels last. Raises LayerError for an input that it does not take.
    """
    from quizengine.frameworks import keras_writer

    network = _network_on(layer, "keras", as_shape(input_shape), channels_first=False)
    # Keras's layers take no number as padding.
    is_keras = not isinstance(layer.arguments.get("padding"), tuple)
    texts = {"keras": keras_writer.layer_code(layer)} if is_keras else {}
    try:
        from quizengine.frameworks import torch_writer
        from quizengine.frameworks.torch_translation import translate_to_torch

        (module,) = (row.layer for row in translate_to_torch(network).rows)
    except (LayerError, ValueError):
        return texts
    return texts | {"torch": torch_writer.layer_code(module)}


def _stated(network: Network, shape: Shape) -> OneLayer:
    """Return a layer that states its input. Raises LayerError for another input."""
    if len(network.input_rows) != 1 or len(network.rows) != 1:
        raise SourceError("this is not one layer", 1)
    if network.input != shape:
        raise LayerError(f"it states the input {network.input}, and the input is {shape}")
    return OneLayer(network, shape)


def _network_on(layer: Layer, framework: str, shape: Shape, channels_first: bool) -> Network:
    """Return the network of one layer on an input. Raises LayerError, which does not name it."""
    start = NetworkRow(
        Input(shape.plain.channels_first if channels_first else shape.plain), (), "input"
    )
    try:
        row = NetworkRow(layer, (start.tensor,), "layer")
    except LayerError as error:
        raise LayerError(str(error).removeprefix("layer: ")) from None
    return Network([start], [row.tensor], framework=framework, rows=[start, row])


def _takes_channels_first(framework: str, layer: Layer, shape: Shape) -> bool:
    """Whether the layer takes the channels of this input before the other axes."""
    from quizengine.frameworks.translation import distinguishes_channels

    if framework != "torch":
        return False
    return len(shape) > 2 or (len(shape) == 2 and distinguishes_channels(layer))


def _was_refused(error: BaseException | None) -> bool:
    """Whether an error goes back to the values of a layer's arguments."""
    while error is not None and not isinstance(error, RefusedValues):
        error = error.__context__
    return error is not None
