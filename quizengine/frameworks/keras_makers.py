"""Keras's classes as source text calls them: what each makes."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from quizengine.calculator.code_steps import Unchanged
from quizengine.calculator.errors import LayerError
from quizengine.calculator.keras.passing import Input
from quizengine.calculator.layer import signature_of
from quizengine.frameworks.arithmetic import truth_of
from quizengine.frameworks.classes import Base, Instance, Method, nothing
from quizengine.frameworks.interpreter import Interpreter
from quizengine.frameworks.keras_layers import REPORTS, is_data, named
from quizengine.frameworks.keras_models import FunctionalModel, Model, batch_shape
from quizengine.frameworks.making import (
    Flow,
    LayerClass,
    Made,
    ends_of,
    flows_in,
    make_layer,
    no_tensor,
)
from quizengine.frameworks.values import Keywords, Opaque, Skipped, Value, given_by_name, plain

_PARTS = (
    "kernel", "bias", "depthwise", "pointwise", "recurrent", "embeddings", "alpha", "beta", "gamma",
    "moving_mean", "moving_variance", "activity",
)  # fmt: skip
_ROLES = ("initializer", "regularizer", "constraint")
NEUTRAL = frozenset(
    {
        *(f"{part}_{role}" for part in _PARTS for role in _ROLES),
        "seed", "dtype", "implementation", "autocast", "batch_size", "noise_shape", "sparse",
        "momentum", "epsilon", "renorm", "fused", "virtual_batch_size", "synchronized",
        "time_major", "mask_zero", "weights", "ragged", "type_spec", "optional", "init",
        "W_regularizer",
    }
)  # fmt: skip
"""Arguments that change no shape and no count; what they are set to is not even looked at."""

FIRST = ("input_shape", "batch_input_shape", "batch_shape", "input_dim")
"""Arguments of a first layer that state the input."""

UNCHANGED = (
    "RandomFlip", "RandomRotation", "RandomZoom", "RandomContrast", "RandomBrightness",
    "RandomTranslation", "RandomHue", "RandomSaturation", "ActivityRegularization",
)  # fmt: skip
"""Layers that change values while training, and no shape."""


class Maker(LayerClass):
    """A layer class."""

    neutral = NEUTRAL

    def make(self, interpreter: Interpreter, arguments: list[object], words: Keywords) -> object:
        stated = stated_input(words, signature_of(self.kind).arguments)
        if isinstance(words.get("name"), Opaque):
            words.pop("name")
        if self.kind is Input:
            return self._input(interpreter, arguments, words, stated)
        return named(interpreter, make_layer(self.kind, arguments, words), stated)

    def _input(
        self, interpreter: Interpreter, arguments: list[object], words: Keywords, stated: object
    ) -> object:
        if stated is not None:
            words["shape"] = stated
        shape = words.get("shape", arguments[0] if arguments else None)
        if isinstance(shape, Opaque) and interpreter.build_context.stated is not None:
            words["shape"], arguments = interpreter.build_context.stated, []
        made = make_layer(Input, arguments, words)
        shape = made.shape if isinstance(made, Input) else None
        return Flow(interpreter.build_context.input(shape, made.name).tensor)


def stated_input(words: Keywords, own: Collection[str] = ()) -> object:
    """The input shape that a layer's arguments state, which are taken out; None without one.

    `own` are arguments of the layer's own: Embedding's `input_dim` is another thing.
    """
    stated: object = None
    for word in FIRST:
        if word in own:
            continue
        value = words.pop(word, None)
        if value is None:
            continue
        if word.startswith("batch") and isinstance(value, (list, tuple)):
            value = value[1:]
        stated = [value] if isinstance(value, int) else plain(value)
    length = words.pop("input_length", None)
    if isinstance(length, int) and stated is None:
        return [length]
    if isinstance(length, int) and isinstance(stated, list) and len(stated) == 1:
        return [length, *stated]
    return stated


class UnchangedMaker(Value):
    """The class of a layer that changes no shape."""

    def __init__(self, name: str) -> None:
        self.name = name

    def reads_argument(self, word: str) -> bool:
        return word in ("name", *FIRST)

    def call(self, interpreter: Interpreter, arguments: list[object], words: Keywords) -> object:
        return named(interpreter, Unchanged(self.name, words.get("name")), stated_input(words))


class ModelClass(Base):
    """`keras.Model`: made of inputs and outputs, or built on."""

    def call(self, interpreter: Interpreter, arguments: list[object], words: Keywords) -> object:
        old = {"input": "inputs", "output": "outputs"}  # as they were called before Keras 2
        words = {old.get(word, word): value for word, value in words.items()}
        given = given_by_name("Model", ("inputs", "outputs", "name", "trainable"), arguments, words)
        refuse_frozen("Model", given.get("trainable"))
        ends = [ends_of(given.get(word), f"`{word}` of Model") for word in old.values()]
        if any(not isinstance(flow.tensor.row.layer, Input) for flow in ends[0]):
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
    interpreter: Interpreter, instance: Instance, /, *arguments: object, **words: object
) -> object:
    if is_data(arguments):
        return Opaque(f"{instance.cls.name}(…)")
    if not flows_in([*arguments, *words.values()]):
        raise no_tensor(instance.label, arguments)
    return instance.method("call").call(interpreter, list(arguments), words)


def _build(interpreter: Interpreter, instance: Instance, /, input_shape: object) -> None:
    interpreter.build_context.samples[instance] = [batch_shape(input_shape)]


def _parts(value: object) -> list[Made | Model]:
    """The layers and models that something holds, in the order they were kept in."""
    if isinstance(value, (Made, Model)):
        return [value]
    if isinstance(value, Instance):
        return [part for each in value.attributes.values() for part in _parts(each)]
    if isinstance(value, (list, tuple)):
        return [part for each in value for part in _parts(each)]
    return []


def _set(_machine: Interpreter, instance: Instance, name: object, value: object, /) -> object:
    if name == "trainable":
        for part in _parts(instance):
            part.put("trainable", value)
    return name == "trainable"


_METHODS: Mapping[str, Method] = {
    "__init__": nothing, "__call__": _run_call, "build": _build, "__setattr__": _set,
    **{name: Skipped(name) for name in REPORTS},
}  # fmt: skip

MODEL = ModelClass("Model", _METHODS)
LAYER = Base("Layer", _METHODS)
