"""Rows of a network that are not layers of a framework: steps of the code between two layers."""

from __future__ import annotations

from quizengine.calculator.arguments import Given, Name
from quizengine.calculator.layer import Layer
from quizengine.calculator.operation import Operation, Symbols, Trait
from quizengine.calculator.shape import Shape


class _Stated(Operation):
    """An operation whose output shapes are computed where the code is read."""

    shapes: tuple[Shape, ...]
    trait: Trait = Trait.MIXED
    inputs = None
    least_rank = 0
    why = "it only picks or rearranges values"

    def apply(self, inputs: tuple[Shape, ...], kind: str) -> tuple[Symbols, tuple[Shape, ...]]:
        """Return the axes of the (first) input, and the stated outputs."""
        return dict(zip(inputs[0].symbols, map(int, inputs[0]), strict=True)), self.shapes


class _Unchanging(Operation):
    """An operation that changes values during training, but not the shape."""

    trait = Trait.POINTWISE
    why = "it changes values while training; it learns nothing"


class CodeStep(Layer, abstract=True):
    """A step that the code writes as a method or an index, not as a layer: a view, a slice.

    `text` is the step as code, `{0}[:, -1]`, with a hole for each input; `shapes` has its output
    shapes.
    """

    called = Given[str]()
    shapes = Given[tuple[Shape, ...]]()
    text = Given[str]()

    @property
    def kind(self) -> str:
        """The name of the step, as it has no class in the framework."""
        return self.called

    def make_operation(self) -> Operation:
        """Return the operation with the stated shapes; flattening keeps each value as it is."""
        flat = self.called == "flatten"
        return _Stated(self.shapes, Trait.POINTWISE if flat else Trait.MIXED)


class Unchanged(Layer, abstract=True):
    """A layer of which only the class name is known: it changes values, but not the shape."""

    called = Given[str]()
    name = Name()
    operation = _Unchanging()

    @property
    def kind(self) -> str:
        """The class name in the framework."""
        return self.called
