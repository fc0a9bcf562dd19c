"""Keras's models as values of a source text, before they become a network."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NoReturn, TypeAlias

from quizengine.calculator.errors import LayerError
from quizengine.calculator.keras.passing import Input
from quizengine.calculator.network import Network, NetworkRow
from quizengine.calculator.ordering import in_order
from quizengine.calculator.sequential import MAX_LAYERS, Sequential
from quizengine.calculator.shape import Shape, as_shape
from quizengine.frameworks.base_interpreter import BaseInterpreter
from quizengine.frameworks.classes import Instance
from quizengine.frameworks.copying import copy_layers, network_between
from quizengine.frameworks.errors import brief, did_you_mean
from quizengine.frameworks.keras_layers import (
    NO_OP_METHODS,
    KerasLayerValue,
    LambdaLayer,
    call_tensors,
    is_data,
)
from quizengine.frameworks.layer_values import LayerValue
from quizengine.frameworks.symbolic_tensors import SymbolicTensor, batched_shape, find_tensors
from quizengine.frameworks.values import (
    Builtin,
    BuiltinFunction,
    Keywords,
    NoOp,
    OpaqueValue,
    UnsupportedName,
    Value,
    count_items,
    describe,
)
from quizengine.frameworks.writing import with_keras_name

Part: TypeAlias = "LayerValue | LambdaLayer | Model | Instance"
"""A layer or a model inside a model."""


class Model(Value):
    """The base class of Sequential and functional models."""

    def __init__(self, name: str, interpreter: BaseInterpreter, parts: list[Part]) -> None:
        """`parts` are the layers and models inside, in their order."""
        self.name = name
        self.line = interpreter.line
        self._interpreter = interpreter
        self.parts = parts

    @property
    def label(self) -> str:
        return f"the model `{brief(self.name)}`"

    def attribute_names(self) -> Iterable[str]:
        return ("add", "build", "layers", "output", "input", "trainable", "name", *NO_OP_METHODS)

    def network(self, interpreter: BaseInterpreter) -> Network:
        """Return the network that the model has become. Raises LayerError."""
        return network_between(interpreter.build_context, *self.endpoints(interpreter), self.name)

    def endpoints(
        self, interpreter: BaseInterpreter
    ) -> tuple[list[SymbolicTensor], list[SymbolicTensor]]:
        """Return the inputs and the outputs. Raises LayerError without an input shape."""
        raise NotImplementedError

    def known_input(self) -> Shape | None:
        """Return the shape of the only input; None where it is not known."""
        raise NotImplementedError

    def apply(self, interpreter: BaseInterpreter, tensors: Sequence[SymbolicTensor]) -> object:
        """Return the outputs of the model for these tensors. Raises SourceError."""
        raise NotImplementedError

    def call(
        self, interpreter: BaseInterpreter, arguments: list[object], keywords: Keywords
    ) -> object:
        if is_data(arguments):
            return OpaqueValue(f"{self.name}(…)")
        return self.apply(interpreter, call_tensors(self.name, arguments, keywords))

    def get(self, name: str) -> object:
        if name in NO_OP_METHODS:
            return NoOp(f"{self.name}.{name}")
        if name == "name":
            return self.name
        if name == "layers":
            return list(self.parts)
        if name == "trainable":
            return all(part.get("trainable") for part in self.parts)
        if name == "get_layer":
            return Builtin("get_layer", self._get_layer)
        if name in ("history", "optimizer", "metrics_names", "stop_training", "weights"):
            return OpaqueValue(name)
        if name in ("input", "inputs", "output", "outputs", "output_shape", "input_shape"):
            tensors = self.endpoints(self._interpreter)[name.startswith("output")]
            if name.endswith("shape"):
                return batched_shape(tensors[0])
            return list(tensors) if name.endswith("s") or len(tensors) > 1 else tensors[0]
        return super().get(name)

    def put(self, name: str, value: object) -> None:
        if name == "trainable":
            for part in self.parts:
                if isinstance(part, (LayerValue, Model, Instance)):
                    part.put(name, value)
        elif name in ("name", "_name") and isinstance(value, str):
            self.name = value
        else:
            super().put(name, value)

    def _get_layer(
        self, _interpreter: BaseInterpreter, name: object = None, index: object = None
    ) -> object:
        index = name if index is None else index
        named = {
            part.get("name"): part for part in self.parts if isinstance(part, (LayerValue, Model))
        }
        if isinstance(name, str):
            if name not in named:
                raise LayerError(
                    f"there is no layer `{brief(name)}`{did_you_mean(name, map(str, named))}"
                )
            return named[name]
        if isinstance(index, int) and -len(self.parts) <= index < len(self.parts):
            return self.parts[index]
        raise LayerError("get_layer takes a name or an index")


class SequentialModel(Model):
    """A `Sequential`, to which layers may still be added."""

    def __init__(self, name: str, interpreter: BaseInterpreter) -> None:
        super().__init__(name, interpreter, [])
        self.stated_input: NetworkRow | Shape | None = None
        self._endpoints: tuple[list[SymbolicTensor], list[SymbolicTensor]] | None = None

    def known_input(self) -> Shape | None:
        return (
            self.stated_input.output
            if isinstance(self.stated_input, NetworkRow)
            else self.stated_input
        )

    def add(self, _interpreter: BaseInterpreter, layer: object, rebuild: object = True) -> None:
        """Add a layer or a model at the end. Raises LayerError.

        The input shape is that of the first part, where it is a model, as in Keras.
        """
        if isinstance(layer, SymbolicTensor) and isinstance(layer.source.row.layer, Input):
            if self.parts or self.stated_input is not None:
                raise LayerError("an Input comes first in a Sequential, or not at all")
            self.stated_input = layer.source.row
            return
        if isinstance(layer, UnsupportedName):
            raise LayerError(layer.why)
        if not isinstance(layer, (KerasLayerValue, LambdaLayer, Model, Instance)):
            raise LayerError(f"Sequential takes layers, and this is {describe(layer)}")
        if len(self.parts) >= MAX_LAYERS:
            raise LayerError(f"a Sequential takes at most {MAX_LAYERS} layers")
        if isinstance(layer, KerasLayerValue):
            if any(
                isinstance(each, KerasLayerValue) and each.name == layer.name for each in self.parts
            ):
                raise LayerError(f"two layers are called {layer.name!r}")
            if not self.parts and layer.stated_shape is not None and self.stated_input is None:
                self.stated_input = as_shape(layer.stated_shape, unknown=True)
        elif isinstance(layer, Model) and not self.parts and self.stated_input is None:
            self.stated_input = layer.known_input()
        self.parts.append(layer)
        self._endpoints = None

    def get(self, name: str) -> object:
        methods: dict[str, BuiltinFunction] = {
            "add": self.add,
            "pop": self._pop,
            "build": self._build,
        }
        if name in methods:
            return Builtin(name, methods[name])
        return super().get(name)

    def _pop(self, _interpreter: BaseInterpreter, rebuild: object = True) -> object:
        if not self.parts:
            raise LayerError("there is no layer left to take away")
        self._endpoints = None
        return self.parts.pop()

    def _build(self, _interpreter: BaseInterpreter, input_shape: object) -> None:
        self.stated_input = batch_shape(input_shape)
        self._endpoints = None

    def apply(self, interpreter: BaseInterpreter, tensors: Sequence[SymbolicTensor]) -> object:
        value: object = tensors[0] if len(tensors) == 1 else list(tensors)
        for part in self.parts:
            interpreter.line = part.line if isinstance(part, LayerValue) else interpreter.line
            value = interpreter.call(part, [value], {})
            several = isinstance(part, LambdaLayer) and isinstance(value, (list, tuple))
            if several or not _is_of_tensors(value):
                self._refuse(interpreter, part, value)
        return value

    @staticmethod
    def _refuse(interpreter: BaseInterpreter, part: Part, value: object) -> NoReturn:
        """Raise LayerError, with its line, for a layer that returns no tensor.

        What follows it would be missing from the network.
        """
        interpreter.line = part.line
        if isinstance(value, OpaqueValue):
            value.as_data()
        raise LayerError(
            f"{part.label} gives {describe(value)}, and what a layer gives is a tensor"
        )

    def endpoints(
        self, interpreter: BaseInterpreter
    ) -> tuple[list[SymbolicTensor], list[SymbolicTensor]]:
        if self._endpoints is None:
            stated = self.stated_input
            if stated is None:
                raise LayerError(
                    "the input shape is not known: begin with Input(shape=...), or state it"
                )
            row = (
                stated
                if isinstance(stated, NetworkRow)
                else interpreter.build_context.input(stated, "")
            )
            line = interpreter.line
            self._endpoints = (
                [SymbolicTensor(row.tensor)],
                find_tensors([self.apply(interpreter, [SymbolicTensor(row.tensor)])]),
            )
            interpreter.line = line
        return self._endpoints

    def network(self, interpreter: BaseInterpreter) -> Network:
        shape = interpreter.build_context.stated_shape or self.stated_input
        if isinstance(shape, NetworkRow):
            shape = shape.layer.shape if isinstance(shape.layer, Input) else None
        straight = [part for part in self.parts if isinstance(part, KerasLayerValue)]
        if len(straight) == len(self.parts):
            return self._straight(interpreter, straight, shape)
        if shape is None:

            def build(stated: object) -> Network:
                interpreter.build_context.stated_shape = as_shape(stated, unknown=True)
                return interpreter.attempt(lambda: self.network(interpreter))

            return Network((), (), self.name, build=build)
        self.stated_input, self._endpoints = shape, None
        return super().network(interpreter)

    def _straight(
        self, interpreter: BaseInterpreter, parts: Sequence[KerasLayerValue], shape: Shape | None
    ) -> Sequential:
        names = [part.name for part in parts]
        if shape is None:
            # Without an input there are no rows that keep the names.
            counts: dict[str, int] = {}
            layers = [with_keras_name(part.final_layer, part.name, counts) for part in parts]
            return Sequential(layers, self.name, names)
        title = self.stated_input.layer.name if isinstance(self.stated_input, NetworkRow) else None
        named = Input(shape, name=title or None)
        try:
            return Sequential([named, *(part.final_layer for part in parts)], self.name, names)
        except LayerError:
            # Apply layer by layer, for the line of the one that does not fit.
            self.apply(interpreter, [SymbolicTensor(NetworkRow(named, (), "input").tensor)])
            raise


def _is_of_tensors(value: object) -> bool:
    """Whether a value is a tensor, or a list of tensors and nothing else."""
    if isinstance(value, (list, tuple)):
        count_items(value)
        return bool(value) and all(map(_is_of_tensors, value))
    return isinstance(value, SymbolicTensor)


def batch_shape(shape: object) -> Shape:
    """Return the shape in `build((None, 28, 28, 1))` without the batch. Raises LayerError."""
    if not isinstance(shape, (list, tuple)) or not shape:
        raise LayerError("build takes the shape of the input, its batch first")
    return as_shape(list(shape[1:]), unknown=True)


class FunctionalModel(Model):
    """A `Model(inputs, outputs)`."""

    def __init__(
        self,
        inputs: list[SymbolicTensor],
        outputs: list[SymbolicTensor],
        name: str,
        interpreter: BaseInterpreter,
    ) -> None:
        found = in_order(
            [tensor.source.row for tensor in inputs], [tensor.source for tensor in outputs]
        )
        definitions = interpreter.build_context.definitions
        layers = [definitions[row] for row in found if row in definitions]
        parts: list[Part] = [layer for layer in layers if isinstance(layer, LayerValue)]
        super().__init__(name, interpreter, list(dict.fromkeys(parts)))
        self.inputs = inputs
        self.outputs = outputs

    def known_input(self) -> Shape | None:
        return self.inputs[0].source.row.output if len(self.inputs) == 1 else None

    def endpoints(
        self, interpreter: BaseInterpreter
    ) -> tuple[list[SymbolicTensor], list[SymbolicTensor]]:
        return self.inputs, self.outputs

    def apply(self, interpreter: BaseInterpreter, tensors: Sequence[SymbolicTensor]) -> object:
        if len(tensors) != len(self.inputs):
            raise LayerError(
                f"{self.name} takes {len(self.inputs)} inputs, and {len(tensors)} are given"
            )
        given = {
            mine.source.row: tensor.source
            for mine, tensor in zip(self.inputs, tensors, strict=True)
        }
        outputs = copy_layers(interpreter, self.inputs, self.outputs, given)
        results = [SymbolicTensor(tensor) for tensor in outputs]
        return results[0] if len(results) == 1 else results
