"""Keras's classes as source text calls them."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from quizengine.calculator.code_steps import Unchanged
from quizengine.calculator.errors import LayerError
from quizengine.calculator.keras.passing import Input
from quizengine.calculator.layer import signature_of
from quizengine.frameworks.base_interpreter import BaseInterpreter
from quizengine.frameworks.classes import FrameworkClass, Instance, Method, accept_any_arguments
from quizengine.frameworks.keras_layers import NO_OP_METHODS, is_data, named_layer
from quizengine.frameworks.keras_models import FunctionalModel, Model, batch_shape
from quizengine.frameworks.layer_values import LayerClass, LayerValue, make_layer
from quizengine.frameworks.operators import truth_of
from quizengine.frameworks.symbolic_tensors import (
    SymbolicTensor,
    endpoints_of,
    find_tensors,
    no_tensor_error,
)
from quizengine.frameworks.values import (
    Keywords,
    NoOp,
    OpaqueValue,
    Value,
    argument_value,
    bind_arguments,
)

_PARTS = (
    "kernel", "bias", "depthwise", "pointwise", "recurrent", "embeddings", "alpha", "beta", "gamma",
    "moving_mean", "moving_variance", "activity",
)  # fmt: skip
_ROLES = ("initializer", "regularizer", "constraint")
IGNORED_ARGUMENTS = frozenset(
    {
        *(f"{part}_{role}" for part in _PARTS for role in _ROLES),
        "seed", "dtype", "implementation", "autocast", "batch_size", "noise_shape", "sparse",
        "momentum", "epsilon", "renorm", "fused", "virtual_batch_size", "synchronized",
        "time_major", "mask_zero", "weights", "ragged", "type_spec", "optional", "init",
        "W_regularizer",
    }
)  # fmt: skip
"""Arguments that change no shape and no count; they are not evaluated."""

INPUT_SHAPE_ARGUMENTS = ("input_shape", "batch_input_shape", "batch_shape", "input_dim")
"""Arguments of a first layer that state the input."""

UNCHANGED = (
    "RandomFlip", "RandomRotation", "RandomZoom", "RandomContrast", "RandomBrightness",
    "RandomTranslation", "RandomHue", "RandomSaturation", "ActivityRegularization",
)  # fmt: skip
"""Layers that change values while training, and no shape."""


class KerasLayerClass(LayerClass):
    """A layer class of Keras."""

    ignored_arguments = IGNORED_ARGUMENTS

    def make(
        self, interpreter: BaseInterpreter, arguments: list[object], keywords: Keywords
    ) -> object:
        stated = stated_input(keywords, signature_of(self.kind).arguments)
        if isinstance(keywords.get("name"), OpaqueValue):
            keywords.pop("name")
        if self.kind is Input:
            return self._input(interpreter, arguments, keywords, stated)
        return named_layer(interpreter, make_layer(self.kind, arguments, keywords), stated)

    def _input(
        self,
        interpreter: BaseInterpreter,
        arguments: list[object],
        keywords: Keywords,
        stated: object,
    ) -> object:
        if stated is not None:
            keywords["shape"] = stated
        shape = keywords.get("shape", arguments[0] if arguments else None)
        if isinstance(shape, OpaqueValue) and interpreter.build_context.stated_shape is not None:
            keywords["shape"], arguments = interpreter.build_context.stated_shape, []
        input_layer = make_layer(Input, arguments, keywords)
        shape = input_layer.shape if isinstance(input_layer, Input) else None
        return SymbolicTensor(interpreter.build_context.input(shape, input_layer.name).tensor)


def stated_input(keywords: Keywords, own: Collection[str] = ()) -> object:
    """Return the input shape that a layer's arguments state, and remove those; None without one.

    `own` are arguments of the layer itself: Embedding's `input_dim` is no input shape.
    """
    stated: object = None
    for word in INPUT_SHAPE_ARGUMENTS:
        if word in own:
            continue
        value = keywords.pop(word, None)
        if value is None:
            continue
        if word.startswith("batch") and isinstance(value, (list, tuple)):
            value = value[1:]
        stated = [value] if isinstance(value, int) else argument_value(value)
    length = keywords.pop("input_length", None)
    if isinstance(length, int) and stated is None:
        return [length]
    if isinstance(length, int) and isinstance(stated, list) and len(stated) == 1:
        return [length, *stated]
    return stated


class UnchangedLayerClass(Value):
    """The class of a layer that changes no shape."""

    def __init__(self, name: str) -> None:
        self.name = name

    def evaluates_argument(self, word: str) -> bool:
        return word in ("name", *INPUT_SHAPE_ARGUMENTS)

    def call(
        self, interpreter: BaseInterpreter, arguments: list[object], keywords: Keywords
    ) -> object:
        return named_layer(
            interpreter, Unchanged(self.name, keywords.get("name")), stated_input(keywords)
        )


class ModelClass(FrameworkClass):
    """`keras.Model`, which is called with inputs and outputs, or derived from."""

    def call(
        self, interpreter: BaseInterpreter, arguments: list[object], keywords: Keywords
    ) -> object:
        old = {"input": "inputs", "output": "outputs"}  # their names before Keras 2
        keywords = {old.get(word, word): value for word, value in keywords.items()}
        given = bind_arguments(
            "Model", ("inputs", "outputs", "name", "trainable"), arguments, keywords
        )
        refuse_frozen("Model", given.get("trainable"))
        ends = [endpoints_of(given.get(word), f"`{word}` of Model") for word in old.values()]
        if any(not isinstance(tensor.source.row.layer, Input) for tensor in ends[0]):
            raise LayerError("the inputs of a Model are what Input(...) gives")
        title = given.get("name")
        name = title if isinstance(title, str) else interpreter.build_context.name_of("Functional")
        model = FunctionalModel(ends[0], ends[1], name, interpreter)
        interpreter.build_context.models.append(model)
        return model


def refuse_frozen(label: str, trainable: object) -> None:
    """Raise LayerError for a model that is frozen by an argument: Keras then freezes neither its
    layers nor the same model inside another.
    """
    if trainable is not None and not truth_of(trainable):
        raise LayerError(
            f"`trainable=False` of {label} is not read here; `model.trainable = False` below it is"
        )


def _run_call(
    interpreter: BaseInterpreter, instance: Instance, /, *arguments: object, **keywords: object
) -> object:
    if is_data(arguments):
        return OpaqueValue(f"{instance.cls.name}(…)")
    if not find_tensors([*arguments, *keywords.values()]):
        raise no_tensor_error(instance.label, arguments)
    return instance.method("call").call(interpreter, list(arguments), keywords)


def _build(interpreter: BaseInterpreter, instance: Instance, /, input_shape: object) -> None:
    interpreter.build_context.sample_shapes[instance] = [batch_shape(input_shape)]


def _parts(value: object) -> list[LayerValue | Model]:
    """Return the layers and models that a value holds, in their order."""
    if isinstance(value, (LayerValue, Model)):
        return [value]
    if isinstance(value, Instance):
        return [part for each in value.attributes.values() for part in _parts(each)]
    if isinstance(value, (list, tuple)):
        return [part for each in value for part in _parts(each)]
    return []


def _set(
    _interpreter: BaseInterpreter, instance: Instance, name: object, value: object, /
) -> object:
    if name == "trainable":
        for part in _parts(instance):
            part.put("trainable", value)
    return name == "trainable"


_METHODS: Mapping[str, Method] = {
    "__init__": accept_any_arguments, "__call__": _run_call, "build": _build, "__setattr__": _set,
    **{name: NoOp(name) for name in NO_OP_METHODS},
}  # fmt: skip

MODEL = ModelClass("Model", _METHODS)
LAYER = FrameworkClass("Layer", _METHODS)
