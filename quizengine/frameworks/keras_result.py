"""The network that a model, a layer or a tensor of Keras comes to."""

from __future__ import annotations

from collections.abc import Sequence

from quizengine.calculator.errors import LayerError
from quizengine.calculator.keras.passing import Input
from quizengine.calculator.network import Network
from quizengine.calculator.ordering import in_order
from quizengine.calculator.sequential import Sequential
from quizengine.calculator.shape import Shape, as_shape
from quizengine.frameworks.classes import Instance
from quizengine.frameworks.copying import frozen
from quizengine.frameworks.errors import SourceError
from quizengine.frameworks.keras_layers import KerasLayer
from quizengine.frameworks.keras_makers import LAYER, MODEL
from quizengine.frameworks.keras_models import Model
from quizengine.frameworks.keras_names import keras_arithmetic, keras_modules, keras_names
from quizengine.frameworks.machine import Framework, Machine
from quizengine.frameworks.making import Flow, ends_of, tensors_made


def keras() -> Framework:
    """What a text may use of Keras."""
    return Framework(keras_names(), keras_modules(), keras_arithmetic, _network)


def _network(machine: Machine, value: object, models_only: bool) -> Network | None:
    """The network of a value, or None where it is nothing of Keras. Raises LayerError."""
    if isinstance(value, Model):
        return value.network(machine)
    if isinstance(value, Instance) and (value.is_of(MODEL) or value.is_of(LAYER)):
        return _of_instance(machine, value)
    if models_only:
        return None
    if isinstance(value, KerasLayer):
        return _of_layer(machine, value)
    if isinstance(value, Flow) and value.tensor.row in machine.workshop.uses:
        rows = in_order(machine.workshop.inputs, [value.tensor])
        inputs = [Flow(row.tensor) for row in rows if isinstance(row.layer, Input)]
        return frozen(machine.workshop, inputs, [value], "model")
    return None


def _of_layer(machine: Machine, layer: KerasLayer) -> Network:
    """One layer as a network."""
    shapes = machine.workshop.shapes
    if not shapes and layer.stated is not None:
        shapes = [as_shape(layer.stated, unknown=True)]
    if len(shapes) > 1:
        return _on(machine, layer, shapes, layer.name)
    held = [*(Input(shape) for shape in shapes), layer.held]
    try:
        return Sequential(held, None, [layer.name])
    except LayerError as error:
        raise SourceError(str(error), layer.line) from None


def _of_instance(machine: Machine, model: Instance) -> Network:
    """A model of a class of the text: what its `call` makes of an input."""
    shapes = machine.workshop.shapes or machine.workshop.samples.get(model, [])
    if shapes:
        return _on(machine, model, shapes, model.cls.name)

    return Network(
        (), (), model.cls.name,
        build=lambda stated: machine.attempt(
            lambda: _on(machine, model, [as_shape(stated, unknown=True)], model.cls.name)
        ),
    )  # fmt: skip


def _on(
    machine: Machine, model: KerasLayer | Instance, shapes: Sequence[Shape], name: str
) -> Network:
    inputs = [Flow(machine.workshop.input(shape, "").tensor) for shape in shapes]
    machine.line = model.line
    given: list[object] = [*inputs] if len(inputs) == 1 else [list(inputs)]
    made = machine.call(model, given, {})
    machine.line = model.line
    tensors_made(machine, made, name, model.line)
    if isinstance(made, (list, tuple)):
        made = [part for part in made if part is not None]  # as Keras allows in what `call` gives
    return frozen(machine.workshop, inputs, ends_of(made, f"what {name} gives"), name)
