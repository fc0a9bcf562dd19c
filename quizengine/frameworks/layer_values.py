"""Layers and layer classes as values of a source text, and the check of their arguments."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain, repeat
from typing import ClassVar

from quizengine.calculator.arguments import ACTIVATIONS
from quizengine.calculator.errors import ArgumentError, LayerError
from quizengine.calculator.layer import Layer, signature_of
from quizengine.calculator.naming import snake_case
from quizengine.calculator.network import NetworkRow, Tensor
from quizengine.frameworks.base_interpreter import BaseInterpreter
from quizengine.frameworks.build_context import LayerDefinition
from quizengine.frameworks.classes import Function
from quizengine.frameworks.errors import RefusedValues, SourceError
from quizengine.frameworks.values import (
    Builtin,
    Keywords,
    OpaqueValue,
    Value,
    argument_value,
)

LAYER_STEPS = 40
"""The steps that making or applying a layer is charged."""

ACTIVATION_ARGUMENTS = ("activation", "recurrent_activation")
"""Arguments that name an activation function."""


class LayerValue(LayerDefinition, Value):
    """A layer, as a value of the text that makes it."""

    @property
    def label(self) -> str:
        return f"a `{self.layer.kind}` layer"

    def is_instance_of(self, kind: object) -> bool:
        cls = getattr(kind, "kind", None)
        return isinstance(cls, type) and isinstance(self.layer, cls)


def apply_layer(
    interpreter: BaseInterpreter,
    definition: LayerDefinition,
    tensors: Iterable[Tensor],
    states: Iterable[Tensor] = (),
) -> NetworkRow:
    """Apply a layer and record the row. Raises SourceError with the line that made the layer."""
    interpreter.spend(LAYER_STEPS)
    try:
        row = NetworkRow(definition.final_layer, tensors, definition.name, states)
    except LayerError as error:
        raise SourceError(str(error), definition.line) from None
    interpreter.build_context.definitions[row] = definition
    return row


class LayerClass(Value):
    """A layer class of a framework, as a text calls it."""

    module: ClassVar[str] = ""
    """The module, as messages put it before the name."""
    ignored_arguments: ClassVar[frozenset[str]] = frozenset()
    """Arguments that change no shape and no count; they are not evaluated."""

    def __init__(self, kind: type[Layer]) -> None:
        self.name = kind.__name__
        self.kind = kind

    @property
    def label(self) -> str:
        return f"`{self.module}{self.name}`"

    def evaluates_argument(self, word: str) -> bool:
        return word not in self.ignored_arguments or word in signature_of(self.kind).arguments

    def call(
        self, interpreter: BaseInterpreter, arguments: list[object], keywords: Keywords
    ) -> object:
        interpreter.spend(LAYER_STEPS)
        read = {word: value for word, value in keywords.items() if self.evaluates_argument(word)}
        return self.make(interpreter, arguments, read)

    def make(
        self, interpreter: BaseInterpreter, arguments: list[object], keywords: Keywords
    ) -> object:
        """Return the layer. Raises LayerError."""
        raise NotImplementedError


def make_layer(kind: type[Layer], arguments: Sequence[object], keywords: Keywords) -> Layer:
    """Return a layer of this class. Raises LayerError for unknown arguments, and RefusedValues
    for values that the layer does not take.
    """
    names = chain(signature_of(kind).arguments, repeat(""))
    given = [
        argument(value, name, kind.__name__) for value, name in zip(arguments, names, strict=False)
    ]
    named = {name: argument(value, name, kind.__name__) for name, value in keywords.items()}
    try:
        return kind(*given, **named)
    except ArgumentError:
        raise
    except LayerError as error:
        raise RefusedValues(str(error)) from None


def argument(value: object, name: str, kind: str) -> object:
    """Return a value as an argument of a layer. Raises LayerError where it is not known."""
    if isinstance(value, LayerValue):
        return _activation(value) if name in ACTIVATION_ARGUMENTS else value.final_layer
    if isinstance(value, (Builtin, Function)) and name in ACTIVATION_ARGUMENTS:
        # A function of the text counts as one that changes each value alone.
        return value.name if value.name in ACTIVATIONS else "linear"
    if isinstance(value, OpaqueValue):
        raise LayerError(f"`{name}` of {kind} is {value.label} and has to be known")
    if isinstance(value, (list, tuple)) and any(isinstance(each, LayerValue) for each in value):
        return [argument(each, name, kind) for each in value]
    return argument_value(value)


def _activation(layer_value: LayerValue) -> str:
    """Return the name of the activation that a layer computes. Raises LayerError."""
    name = snake_case(layer_value.layer.kind).replace("re_lu", "relu")
    if name not in ACTIVATIONS:
        raise LayerError(f"{layer_value.label} as an activation is read as a layer of its own only")
    return name
