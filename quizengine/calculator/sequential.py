"""A stack of layers, each fed by the one before: a network without branches."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

from quizengine.calculator.arguments import optional_name
from quizengine.calculator.errors import LayerError, quoted
from quizengine.calculator.keras.passing import Input
from quizengine.calculator.layer import Layer
from quizengine.calculator.naming import unique_names
from quizengine.calculator.network import Network, NetworkRow
from quizengine.calculator.shape import as_shape

MAX_LAYERS = 500
"""The most layers in one stack."""


class Sequential(Network):
    """Keras's `Sequential`: layers in a row, the first of them usually an `Input`.

    Without an `Input` it has to be applied to a shape before it has rows: `Sequential([...])
    ([28, 28, 1])`.
    """

    __slots__ = ("_layers", "_names")

    def __init__(
        self,
        layers: object = (),
        name: object = None,
        names: Sequence[str] | None = None,
        framework: str = "keras",
    ) -> None:
        """Stack the layers. Raises LayerError where one cannot take what the one before gives.

        `names` are the names of the rows, without the input; a repeated name is another use of
        the same layer.
        """
        if not isinstance(layers, (list, tuple)) or len(layers) > MAX_LAYERS:
            raise LayerError(f"Sequential takes a list of at most {MAX_LAYERS} layers")
        for layer in layers:
            if not isinstance(layer, Layer):
                raise LayerError(f"Sequential takes layers, and this is {quoted(layer)}")
        if any(isinstance(layer, Input) for layer in layers[1:]):
            raise LayerError("an Input comes first in a Sequential, or not at all")
        self._layers: tuple[Layer, ...] = tuple(layers)
        self._names = names
        rows: list[NetworkRow] = []
        if self._layers and isinstance(self._layers[0], Input):
            first = NetworkRow(self._layers[0], (), self._layers[0].name or "input")
            rows.append(first)
            for named, layer in zip(
                unique_names(self._layers[1:]) if names is None else names,
                self._layers[1:],
                strict=True,
            ):
                rows.append(NetworkRow(layer, (rows[-1].tensor,), named))
        label = optional_name(name) or "sequential"
        super().__init__(rows[:1], [row.tensor for row in rows[-1:]], label, framework, rows)

    def __call__(self, shape: object) -> Self:
        """Apply the same layers to an input of this shape. Raises LayerError."""
        layers = self._layers
        if layers and isinstance(layers[0], Input):
            layers = layers[1:]
        stated = Input(as_shape(shape, 0))
        return type(self)([stated, *layers], self.name, self._names, self.framework)

    @property
    def layers(self) -> tuple[Layer, ...]:
        """The layers in their order, with the Input."""
        return self._layers

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequential) and self._layers == other._layers

    def __hash__(self) -> int:
        return hash(self._layers)

    def __repr__(self) -> str:
        return f"Sequential({list(self._layers)!r})"
