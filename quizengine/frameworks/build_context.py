"""The layers, inputs and models that a source text has made so far, and the names they took."""

from __future__ import annotations

from collections.abc import Mapping

from quizengine.calculator.keras.passing import Input
from quizengine.calculator.layer import Layer
from quizengine.calculator.naming import numbered_name, snake_case
from quizengine.calculator.network import NetworkRow
from quizengine.calculator.shape import Shape


class LayerDefinition:
    """A layer that a text makes: the layer, its name, and the line that makes it."""

    def __init__(self, layer: Layer, name: str, line: int) -> None:
        self.layer = layer
        self.name = name
        self.line = line

    @property
    def final_layer(self) -> Layer:
        """The layer, frozen where the text froze it."""
        return self.layer


class BuildContext:
    """What one reading of a text has made so far."""

    def __init__(self, stated_shapes: list[Shape], replaced_shapes: Mapping[int, Shape]) -> None:
        """`stated_shapes` are the input shapes stated beside the text. `replaced_shapes` has the
        shapes that replace those in the text, by the number of the input.
        """
        self.stated_shapes = stated_shapes
        self.stated_shape = stated_shapes[0] if len(stated_shapes) == 1 else None
        self.replaced_shapes = replaced_shapes
        self.name_counts: dict[str, int] = {}
        self.inputs: list[NetworkRow] = []
        # The layer of each row, as the text made it.
        self.definitions: dict[NetworkRow, LayerDefinition] = {}
        self.models: list[object] = []
        # The input shapes that a model was called or built with.
        self.sample_shapes: dict[object, list[Shape]] = {}
        # The path of each layer in the module that is traced: `layer1.0.conv1`.
        self.module_paths: dict[LayerDefinition, str] = {}

    def name_of(self, kind: str) -> str:
        """Return the next name of a layer of this class: conv2d, conv2d_1, …"""
        return numbered_name(snake_case(kind), self.name_counts)

    def free_name(self, kind: str) -> str:
        """Return the next name of a layer without a path that no module's path takes."""
        taken = set(self.module_paths.values())
        name = self.name_of(kind)
        while name in taken:
            name = self.name_of(kind)
        return name

    def input(self, shape: object, name: str) -> NetworkRow:
        """Add an input of the network. Raises LayerError for what is no shape."""
        number = len(self.inputs)
        layer = Input(self.replaced_shapes.get(number, shape), name=name or None)
        row = NetworkRow(layer, (), name or self.name_of("InputLayer"))
        self.inputs.append(row)
        return row
