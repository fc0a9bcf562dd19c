"""The names of Keras that a source text may use."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from quizengine.calculator.errors import LayerError
from quizengine.calculator.keras import LAYERS
from quizengine.calculator.keras.activations import Activation
from quizengine.calculator.keras.reshaping import Reshape
from quizengine.calculator.layer_classes import NamesAndLayers
from quizengine.frameworks.base_interpreter import BaseInterpreter
from quizengine.frameworks.classes import Function
from quizengine.frameworks.frontend import MERGING_LAYERS
from quizengine.frameworks.keras_classes import (
    LAYER,
    MODEL,
    UNCHANGED,
    KerasLayerClass,
    UnchangedLayerClass,
    refuse_frozen,
)
from quizengine.frameworks.keras_layers import (
    KerasLayerValue,
    LambdaLayer,
    call_tensors,
    is_data,
    named_layer,
)
from quizengine.frameworks.keras_models import SequentialModel
from quizengine.frameworks.layer_values import make_layer
from quizengine.frameworks.operators import truth_of
from quizengine.frameworks.symbolic_tensors import (
    SymbolicTensor,
    apply_code_step,
    batched_shape,
    checked_tensors,
    find_tensors,
    reduced_axes,
)
from quizengine.frameworks.values import (
    Builtin,
    BuiltinFunction,
    Keywords,
    ModelZoo,
    Namespace,
    NoOp,
    OpaqueValue,
    as_builtins,
    as_list,
    describe,
)

_ACTIVATION_FUNCTIONS = (
    "elu", "exponential", "gelu", "hard_sigmoid", "leaky_relu", "linear", "log_softmax", "mish",
    "relu", "relu6", "selu", "sigmoid", "silu", "softmax", "softplus", "softsign", "swish", "tanh",
)  # fmt: skip
"""Functions of `keras.activations` that change no shape and need no other argument."""

_OPAQUE_MODULES = (
    "optimizers", "losses", "metrics", "callbacks", "datasets", "utils", "initializers", "random",
    "regularizers", "constraints", "preprocessing", "saving", "config", "mixed_precision",
    "wrappers", "export", "estimator", "quantizers", "distribution", "tree", "visualization",
)  # fmt: skip
"""Modules of Keras that change no network."""


def _sequential(
    interpreter: BaseInterpreter,
    /,
    layers: object = None,
    trainable: object = None,
    name: object = None,
) -> object:
    if isinstance(trainable, str):  # before Keras 3 the second argument was the name
        trainable, name = None, trainable
    refuse_frozen("Sequential", trainable)
    title = name if isinstance(name, str) else interpreter.build_context.name_of("Sequential")
    model = SequentialModel(title, interpreter)
    if layers is not None and not isinstance(layers, (list, tuple)):
        raise LayerError(f"Sequential takes a list of layers, and this is {describe(layers)}")
    for part in layers or ():
        model.add(interpreter, part)
    interpreter.build_context.models.append(model)
    return model


def _lambda(
    interpreter: BaseInterpreter,
    /,
    function: object,
    output_shape: object = None,
    mask: object = None,
    arguments: object = None,
    *,
    name: object = None,
    trainable: object = None,
    dtype: object = None,
) -> object:
    if not isinstance(function, (Function, Builtin)):
        raise LayerError(f"Lambda takes a function, and this is {describe(function)}")
    keywords = {} if arguments is None else arguments
    if not isinstance(keywords, dict) or not all(isinstance(word, str) for word in keywords):
        raise LayerError(
            f"`arguments` of Lambda is a dict of names, and this is {describe(keywords)}"
        )
    return LambdaLayer(function, keywords, interpreter.line)


def _merging(kind: str) -> BuiltinFunction:
    """Return a function that applies a merging layer, such as `concatenate([a, b])`."""

    def merge(interpreter: BaseInterpreter, /, *arguments: object, **keywords: object) -> object:
        tensors = checked_tensors(arguments, kind)
        others = [each for each in arguments if not find_tensors([each])]
        return apply_layer_class(interpreter, kind, tensors, others, keywords)

    return merge


def apply_layer_class(
    interpreter: BaseInterpreter,
    kind: str,
    tensors: list[SymbolicTensor],
    arguments: list[object],
    keywords: Keywords,
) -> object:
    """Make a layer of this class and return its outputs for these tensors. Raises LayerError."""
    layer_value = _layer_class(kind).call(interpreter, arguments, keywords)
    if not isinstance(layer_value, KerasLayerValue):
        raise LayerError(f"{kind} makes no layer")
    return layer_value.apply(interpreter, tensors)


def _activating(name: str) -> BuiltinFunction:
    """Return a function such as `keras.activations.relu`, which applies an activation."""

    def activate(
        interpreter: BaseInterpreter, x: object = None, *more: object, **keywords: object
    ) -> object:
        if is_data([x]):
            return x
        tensors = call_tensors(name, [x], {})
        title = interpreter.build_context.name_of(name.title().replace("_", ""))
        return KerasLayerValue(Activation(name), title, interpreter.line).apply(
            interpreter, tensors[:1]
        )

    return activate


def _reshape(
    interpreter: BaseInterpreter,
    /,
    tensor: object = None,
    shape: object = None,
    name: object = None,
    *,
    x: object = None,
    newshape: object = None,
) -> object:
    """`tf.reshape(x, (-1, 10))`; the first of the new axes is the batch."""
    tensors = call_tensors("reshape", [x if tensor is None else tensor], {})
    axes = as_list(newshape if shape is None else shape)
    layer_value = named_layer(interpreter, make_layer(Reshape, [tuple(axes[1:])], {}))
    return layer_value.apply(interpreter, tensors)


def _mean(
    interpreter: BaseInterpreter,
    /,
    input_tensor: object = None,
    axis: object = None,
    keepdims: object = False,
    name: object = None,
    *,
    x: object = None,
) -> object:
    """`tf.reduce_mean(x, axis=[1, 2])`."""
    (tensor,) = call_tensors("a mean", [x if input_tensor is None else input_tensor], {})
    axes = [axis] if isinstance(axis, int) else axis
    if not isinstance(axes, (list, tuple)) or any(not isinstance(each, int) for each in axes):
        raise LayerError("the axes of a mean are stated as numbers")
    rank = len(tensor.shape) + 1
    removed = {each % rank for each in axes if isinstance(each, int)}
    keep = truth_of(keepdims)
    if 0 in removed:
        raise LayerError("a mean over the batch is not read here")
    shape = reduced_axes((1, *tensor.shape), removed, keep)[1:]
    text = f"keras.ops.mean({{0}}, axis={sorted(removed)}, keepdims={keep})"
    return SymbolicTensor(apply_code_step(interpreter, "Mean", [tensor], [shape], text)[0])


def _int_shape(
    _interpreter: BaseInterpreter, x: object, /, *more: object, **keywords: object
) -> object:
    return batched_shape(x) if isinstance(x, SymbolicTensor) else OpaqueValue("a shape")


_OLD_NAMES: Mapping[str, str] = {
    "InputLayer": "Input",
    **{
        f"{old}{n}D": f"{new}{n}D"
        for n in (1, 2, 3)
        for old, new in (
            ("MaxPool", "MaxPooling"), ("AvgPool", "AveragePooling"), ("Convolution", "Conv"),
            ("GlobalMaxPool", "GlobalMaxPooling"), ("GlobalAvgPool", "GlobalAveragePooling"),
            ("SeparableConvolution", "SeparableConv"), ("DepthwiseConvolution", "DepthwiseConv"),
        )
    },
}  # fmt: skip
"""Former names of layers, with the present ones."""


@cache
def _layer_class(name: str) -> KerasLayerClass:
    return KerasLayerClass(LAYERS[name])


@cache
def keras_names() -> Mapping[str, object]:
    """Return Keras's names that pasted code may use without an import."""
    models: Keywords = {
        "Sequential": Builtin("Sequential", _sequential), "Model": MODEL, "Functional": MODEL,
        "Input": _layer_class("Input"), "load_model": NoOp("load_model"),
    }  # fmt: skip
    merging = {
        name: _merging(name.title())
        for name in ("add", "subtract", "multiply", "average", "maximum", "minimum", "concatenate")
    }
    functions = as_builtins(merging)
    activations = as_builtins({name: _activating(name) for name in _ACTIVATION_FUNCTIONS})
    ops = {
        **activations, **functions,
        **as_builtins({"reshape": _reshape, "mean": _mean, "reduce_mean": _mean}),
        **as_builtins({"shape": _int_shape}),
    }  # fmt: skip
    others: Keywords = {
        **{name: UnchangedLayerClass(name) for name in UNCHANGED},
        "Lambda": Builtin("Lambda", _lambda), **models, **functions, "Layer": LAYER,
    }  # fmt: skip
    layers = Namespace("layers", NamesAndLayers(others, LAYERS, _layer_class, _OLD_NAMES))
    module_of_models = Namespace("models", models)
    backend = as_builtins(
        {"image_data_format": lambda _interpreter: "channels_last", "int_shape": _int_shape}
    )
    modules: Keywords = {
        "layers": layers, "models": module_of_models, "ops": Namespace("ops", ops),
        "activations": Namespace("activations", activations),
        "backend": Namespace("backend", backend, lenient=True),
        "applications": ModelZoo("applications", {}, lenient=True),
        **{name: Namespace(name, {}, lenient=True) for name in _OPAQUE_MODULES},
    }  # fmt: skip
    keras = Namespace("keras", {**modules, **models, "Layer": LAYER, "__version__": "3"})
    tensorflow = Namespace(
        "tensorflow",
        {
            "keras": keras, "nn": Namespace("nn", activations, lenient=True), **ops,
            "concat": functions["concatenate"],
            "function": OpaqueValue("tf.function"), "__version__": "2",
        },
        lenient=True,
    )  # fmt: skip
    names = {
        **others, "layers": layers, "models": module_of_models,
        "activations": modules["activations"], "keras": keras, "tf": tensorflow,
        "tensorflow": tensorflow, "K": modules["backend"], "regularizers": modules["regularizers"],
        "initializers": modules["initializers"], "optimizers": modules["optimizers"],
    }  # fmt: skip
    return NamesAndLayers(names, LAYERS, _layer_class, _OLD_NAMES)


def keras_modules() -> Mapping[str, Namespace]:
    """Return the modules of Keras that can be imported."""
    names = keras_names()
    found = {"keras": names["keras"], "tensorflow": names["tensorflow"], "tf_keras": names["keras"]}
    return {name: each for name, each in found.items() if isinstance(each, Namespace)}


def keras_operator(interpreter: BaseInterpreter, sign: str, left: object, right: object) -> object:
    """Return the result of an operator on tensors of Keras; NotImplemented without any."""
    tensors = find_tensors([left, right])
    if not tensors:
        return NotImplemented
    if len(tensors) == 2 and sign in MERGING_LAYERS:
        return apply_layer_class(interpreter, MERGING_LAYERS[sign], tensors, [], {})
    if len(tensors) == 1 and isinstance(left if tensors[0] is right else right, (int, float)):
        return tensors[0]  # arithmetic with a number changes no shape
    raise LayerError(f"`{sign}` does not go with {describe(left)} and {describe(right)} here")
