"""Keras's layers as values of a source text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from quizengine.calculator.errors import LayerError
from quizengine.calculator.layer import Layer
from quizengine.frameworks.base_interpreter import BaseInterpreter
from quizengine.frameworks.layer_values import LayerValue, apply_layer
from quizengine.frameworks.operators import truth_of
from quizengine.frameworks.symbolic_tensors import (
    SymbolicTensor,
    batched_shape,
    checked_tensors,
    find_tensors,
    no_tensor_error,
)
from quizengine.frameworks.values import Keywords, NoOp, OpaqueValue, Value

NO_OP_METHODS = (
    "compile", "fit", "evaluate", "predict", "summary", "save", "save_weights", "load_weights",
    "fit_generator", "evaluate_generator", "predict_generator", "predict_classes", "train_on_batch",
    "get_weights", "set_weights", "to_json", "export", "compute_output_shape", "count_params",
    "test_on_batch", "predict_on_batch", "reset_states", "get_config", "add_loss", "add_metric",
    "adapt",
)  # fmt: skip
"""Methods that report, train or store, and change no network."""

INPUT_ARGUMENTS = ("inputs", "query", "value", "key")
"""Keyword arguments of a call that take tensors."""


RECURRENT = ("SimpleRNN", "LSTM", "GRU", "Bidirectional")
"""Layers that may start from given states."""


def call_tensors(
    label: str, arguments: Sequence[object], keywords: Keywords
) -> list[SymbolicTensor]:
    """Return the tensors that a layer or a model is called with.

    Raises LayerError without any, and for a list of tensors and something else.
    """
    values = [*arguments, *(keywords[word] for word in INPUT_ARGUMENTS if word in keywords)]
    tensors = checked_tensors(values, label)
    if not tensors:
        raise no_tensor_error(label, values)
    return tensors


def is_data(arguments: Sequence[object]) -> bool:
    """Whether a layer or a model is called with opaque data.

    Raises LayerError for the result of an unsupported operation on a tensor.
    """
    first = arguments[0] if arguments else None
    return isinstance(first, OpaqueValue) and first.as_data() is first


class KerasLayerValue(LayerValue):
    """A layer of Keras."""

    def __init__(self, layer: Layer, name: str, line: int, stated_shape: object = None) -> None:
        super().__init__(layer, name, line)
        self.stated_shape = stated_shape
        self.frozen = False
        self.last: list[SymbolicTensor] = []

    @property
    def final_layer(self) -> Layer:
        return self.layer.as_frozen if self.frozen else self.layer

    def attribute_names(self) -> Iterable[str]:
        return ("name", "trainable", "output", "input", "output_shape", "units", "filters")

    def get(self, name: str) -> object:
        if name == "name":
            return self.name
        if name == "trainable":
            return self.layer.trainable and not self.frozen
        if name in ("output", "output_shape"):
            if not self.last:
                raise LayerError(f"{self.name} has not been applied to anything yet")
            last = self.last[0] if len(self.last) == 1 else list(self.last)
            return batched_shape(self.last[0]) if name == "output_shape" else last
        if name in self.layer.expression_names and name in self.layer.arguments:
            return self.layer.arguments[name]
        if name in NO_OP_METHODS:
            return NoOp(name)
        return super().get(name)

    def put(self, name: str, value: object) -> None:
        if name == "trainable":
            self.frozen = not truth_of(value)
        elif name in ("name", "_name") and isinstance(value, str):
            self.name = value
        else:
            super().put(name, value)

    def call(
        self, interpreter: BaseInterpreter, arguments: list[object], keywords: Keywords
    ) -> object:
        if is_data(arguments):
            return OpaqueValue(f"{self.name}(…)")
        states = find_tensors([keywords.get("initial_state")])
        if not states and self.layer.kind in RECURRENT and len(arguments) > 1:
            arguments, states = arguments[:1], find_tensors(arguments[1:])
        result = self.apply(interpreter, call_tensors(self.name, arguments, keywords), states)
        scores = keywords.get("return_attention_scores")
        return [result, OpaqueValue("the attention scores")] if scores is True else result

    def apply(
        self,
        interpreter: BaseInterpreter,
        tensors: Sequence[SymbolicTensor],
        states: Sequence[SymbolicTensor] = (),
    ) -> object:
        """Return the outputs of the layer for these tensors. Raises SourceError."""
        fed, begun = ([tensor.source for tensor in each] for each in (tensors, states))
        row = apply_layer(interpreter, self, fed, begun)
        self.last = [SymbolicTensor(tensor) for tensor in row.tensors]
        return self.last[0] if len(self.last) == 1 else list(self.last)


def named_layer(
    interpreter: BaseInterpreter, layer: Layer, stated: object = None
) -> KerasLayerValue:
    """Return a layer made in the current line, with its own name or the next of its class."""
    name = layer.name or interpreter.build_context.name_of(layer.kind)
    return KerasLayerValue(layer, name, interpreter.line, stated)


class LambdaLayer(Value):
    """A `Lambda`: a function of the text as a layer."""

    def __init__(self, function: Value, keywords: Keywords, line: int) -> None:
        """`keywords` are the keyword arguments that the function is called with."""
        self.function = function
        self.keywords = keywords
        self.line = line

    label = "a `Lambda` layer"

    def call(
        self, interpreter: BaseInterpreter, arguments: list[object], keywords: Keywords
    ) -> object:
        return interpreter.call(self.function, arguments, dict(self.keywords))
