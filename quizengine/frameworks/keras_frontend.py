"""The frontend of Keras: from a model, a layer or a tensor to its network."""

from __future__ import annotations

from collections.abc import Sequence

from quizengine.calculator.errors import LayerError
from quizengine.calculator.keras.passing import Input
from quizengine.calculator.network import Network
from quizengine.calculator.ordering import in_order
from quizengine.calculator.sequential import Sequential
from quizengine.calculator.shape import Shape, as_shape
from quizengine.frameworks.base_interpreter import BaseInterpreter
from quizengine.frameworks.classes import Instance
from quizengine.frameworks.copying import network_between
from quizengine.frameworks.errors import SourceError
from quizengine.frameworks.frontend import Frontend
from quizengine.frameworks.keras_classes import LAYER, MODEL
from quizengine.frameworks.keras_layers import KerasLayerValue
from quizengine.frameworks.keras_models import Model
from quizengine.frameworks.keras_names import keras_modules, keras_names, keras_operator
from quizengine.frameworks.symbolic_tensors import SymbolicTensor, endpoints_of, output_tensors


def keras_frontend() -> Frontend:
    """Return what a text may use of Keras."""
    return Frontend(keras_names(), keras_modules(), keras_operator, _network)


def _network(interpreter: BaseInterpreter, value: object, models_only: bool) -> Network | None:
    """Return the network of a value, or None for no value of Keras. Raises LayerError."""
    if isinstance(value, Model):
        return value.network(interpreter)
    if isinstance(value, Instance) and (value.is_instance_of(MODEL) or value.is_instance_of(LAYER)):
        return _of_instance(interpreter, value)
    if models_only:
        return None
    if isinstance(value, KerasLayerValue):
        return _of_layer(interpreter, value)
    if (
        isinstance(value, SymbolicTensor)
        and value.source.row in interpreter.build_context.definitions
    ):
        rows = in_order(interpreter.build_context.inputs, [value.source])
        inputs = [SymbolicTensor(row.tensor) for row in rows if isinstance(row.layer, Input)]
        return network_between(interpreter.build_context, inputs, [value], "model")
    return None


def _of_layer(interpreter: BaseInterpreter, layer: KerasLayerValue) -> Network:
    """Return the network of one layer."""
    shapes = interpreter.build_context.stated_shapes
    if not shapes and layer.stated_shape is not None:
        shapes = [as_shape(layer.stated_shape, unknown=True)]
    if len(shapes) > 1:
        return _network_on(interpreter, layer, shapes, layer.name)
    layers = [*(Input(shape) for shape in shapes), layer.final_layer]
    try:
        return Sequential(layers, None, [layer.name])
    except LayerError as error:
        raise SourceError(str(error), layer.line) from None


def _of_instance(interpreter: BaseInterpreter, model: Instance) -> Network:
    """Return the network of an instance of a class of the text, by running its `call`."""
    shapes = interpreter.build_context.stated_shapes or interpreter.build_context.sample_shapes.get(
        model, []
    )
    if shapes:
        return _network_on(interpreter, model, shapes, model.cls.name)

    return Network(
        (), (), model.cls.name,
        build=lambda stated: interpreter.attempt(
            lambda: _network_on(
                interpreter, model, [as_shape(stated, unknown=True)], model.cls.name
            )
        ),
    )  # fmt: skip


def _network_on(
    interpreter: BaseInterpreter,
    model: KerasLayerValue | Instance,
    shapes: Sequence[Shape],
    name: str,
) -> Network:
    inputs = [SymbolicTensor(interpreter.build_context.input(shape, "").tensor) for shape in shapes]
    interpreter.line = model.line
    given: list[object] = [*inputs] if len(inputs) == 1 else [list(inputs)]
    result = interpreter.call(model, given, {})
    interpreter.line = model.line
    output_tensors(interpreter, result, name, model.line)
    if isinstance(result, (list, tuple)):
        # Keras allows None in what `call` returns.
        result = [part for part in result if part is not None]
    return network_between(
        interpreter.build_context, inputs, endpoints_of(result, f"what {name} gives"), name
    )
