"""Steps between layers that learn nothing and compute nothing: a view, a slice, a mean."""

from __future__ import annotations

from typing import ClassVar

from quizengine.calculator.layer import Layer, Symbols
from quizengine.calculator.shape import Shape


class Operation(Layer):
    """A step that the code writes as a method or an index, not as a layer.

    `text` is the step as code, `{0}[:, -1]`, with a hole for each input; the shapes of the outputs
    are worked out where the code is read.
    """

    neutral: ClassVar[str] = "it only picks or rearranges values"

    operation: str
    shapes: tuple[Shape, ...]
    text: str

    def __init__(self, operation: str, shapes: tuple[Shape, ...], text: str) -> None:
        """Keep what the step is called, what it gives, and how it is written."""
        super().__init__()
        self._keep(operation=operation, shapes=shapes, text=text)

    @property
    def kind(self) -> str:
        """What the step is called, as there is no class."""
        return self.operation

    def apply(self, inputs: tuple[Shape, ...]) -> tuple[Symbols, tuple[Shape, ...]]:
        """The axes of the (first) input, and the stated outputs."""
        return dict(zip(inputs[0].symbols, map(int, inputs[0]), strict=True)), self.shapes


class Unchanged(Layer):
    """A layer of which only the class name is told: it changes values, and no shape."""

    neutral: ClassVar[str] = "it changes values while training; it learns nothing"

    called: str

    def __init__(self, called: str, name: object = None) -> None:
        """Keep the class name in the framework."""
        super().__init__(name)
        self._keep(called=called)

    @property
    def kind(self) -> str:
        """The class name in the framework."""
        return self.called
