"""The names of PyTorch that a source text may use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from quizengine.calculator.errors import LayerError
from quizengine.calculator.keras import LAYERS
from quizengine.calculator.layer import Layer, signature_of
from quizengine.calculator.naming import snake_case
from quizengine.calculator.torch import LAYERS as TORCH_LAYERS
from quizengine.calculator.torch.activations import TorchActivation
from quizengine.frameworks.base_interpreter import BaseInterpreter
from quizengine.frameworks.classes import Instance
from quizengine.frameworks.frontend import MERGING_LAYERS
from quizengine.frameworks.layer_values import LayerClass, make_layer
from quizengine.frameworks.symbolic_tensors import SymbolicTensor
from quizengine.frameworks.torch_axes import whole_numbers
from quizengine.frameworks.torch_layers import TorchLayerValue
from quizengine.frameworks.torch_modules import MODULE, MODULE_DICT, MODULE_LIST, SEQUENTIAL
from quizengine.frameworks.torch_tensors import (
    METHODS,
    SampleTensor,
    TorchTensor,
    apply_module,
    concatenate,
    stack,
    unchanged,
)
from quizengine.frameworks.values import (
    Builtin,
    BuiltinFunction,
    Keywords,
    ModelZoo,
    Namespace,
    NoOp,
    OpaqueValue,
    UnsupportedName,
    as_builtins,
    as_list,
    bind_arguments,
    describe,
    holds_tensor,
)

_AXIS_ARGUMENTS = ("dim", "_stacklevel", "dtype")
_ORDERS: Mapping[str, Sequence[str]] = {
    **dict.fromkeys(("softmax", "log_softmax", "softmin"), _AXIS_ARGUMENTS),
    "rrelu": ("lower", "upper", "training", "inplace"),
    "max_pool": ("kernel_size", "stride", "padding", "dilation", "ceil_mode", "return_indices"),
    "dropout": ("p", "training", "inplace"), "alpha_dropout": ("p", "training", "inplace"),
    "interpolate": (
        "size", "scale_factor", "mode", "align_corners", "recompute_scale_factor", "antialias",
    ),
    "upsample": ("size", "scale_factor", "mode", "align_corners"),
}  # fmt: skip
"""The arguments of functions in their order, where they differ from those of the module."""

_FUNCTIONS: Mapping[str, type[Layer]] = {
    **{
        snake_case(name): kind
        for name, kind in TORCH_LAYERS.items()
        if name.startswith(("MaxPool", "AvgPool", "Adaptive", "Dropout", "Alpha", "PixelShuffle"))
    },
    **{
        kind.functional: kind
        for kind in TORCH_LAYERS.values()
        if issubclass(kind, TorchActivation) and kind.functional
    },
    "relu_": TORCH_LAYERS["ReLU"], "interpolate": TORCH_LAYERS["Upsample"],
    "upsample": TORCH_LAYERS["Upsample"],
}  # fmt: skip
"""Functions by their names, with the module that computes the same."""

_WITHOUT_EFFECT = frozenset(
    {
        "training", "inplace", "return_indices", "recompute_scale_factor", "antialias", "dtype",
        "_stacklevel",
    }
)  # fmt: skip
"""Arguments of functions that change no shape and that the module does not have."""

_LOSSES = (
    "cross_entropy", "nll_loss", "mse_loss", "l1_loss", "binary_cross_entropy", "kl_div",
    "binary_cross_entropy_with_logits", "smooth_l1_loss", "one_hot",
)  # fmt: skip

_MERGING_LAYERS = {**MERGING_LAYERS, "max": "Maximum", "min": "Minimum"}


class TorchLayerClass(LayerClass):
    """A layer class of PyTorch."""

    module = "nn."
    ignored_arguments = frozenset({"device", "dtype", "inplace"})

    def make(
        self, interpreter: BaseInterpreter, arguments: list[object], keywords: Keywords
    ) -> object:
        return TorchLayerValue(make_layer(self.kind, arguments, keywords), interpreter.line)


def _function(name: str) -> BuiltinFunction:
    """Return a function such as `F.relu`, which applies a module made for this use."""
    kind = _FUNCTIONS[name]
    own = signature_of(kind).arguments
    order = _ORDERS.get(
        name.rstrip("123d"), [each for each in own if each not in ("device", "dtype")]
    )

    def call(
        interpreter: BaseInterpreter,
        tensor: SymbolicTensor,
        /,
        *arguments: object,
        **keywords: object,
    ) -> object:
        given = bind_arguments(f"F.{name}", order, arguments, keywords)
        if given.get("return_indices"):
            raise LayerError(
                f"F.{name} that also returns the indices of the values is not read here"
            )
        kept = {
            word: value
            for word, value in given.items()
            if word in own or word not in _WITHOUT_EFFECT
        }
        return apply_module(interpreter, make_layer(kind, [], kept), [tensor], name)

    return call


def _pad(
    interpreter: BaseInterpreter,
    tensor: SymbolicTensor,
    /,
    pad: object,
    mode: object = None,
    value: object = None,
) -> object:
    """`F.pad(x, (1, 1, 1, 1))`, with a pair for each axis, the last axis first."""
    sides = whole_numbers([pad], "F.pad")
    rank = len(tensor.shape) - 1
    if len(sides) % 2 or not 0 < len(sides) // 2 <= rank <= 3:
        raise LayerError(f"F.pad takes a pair of numbers for each of the last {rank} axes")
    sides += [0] * (2 * rank - len(sides))
    layer = make_layer(TORCH_LAYERS[f"ZeroPad{rank}d"], [tuple(sides)], {})
    return apply_module(interpreter, layer, [tensor], "pad")


def tensor_function(name: str, step: BuiltinFunction) -> Builtin:
    """Return a method of tensors as a function that takes the tensor first."""

    def call(interpreter: BaseInterpreter, /, *arguments: object, **keywords: object) -> object:
        values = [*arguments, *(keywords.pop(word) for word in ("input", "x") if word in keywords)]
        first = values[0] if values else None
        if isinstance(first, (OpaqueValue, SampleTensor)):
            return OpaqueValue(f"{name}(…)", of_tensor=holds_tensor([first]))
        if not isinstance(first, SymbolicTensor):
            raise LayerError(f"{name} takes a tensor first, and this is {describe(first)}")
        return step(interpreter, first, *values[1:], **keywords)

    return Builtin(name, call)


def _sample(
    _interpreter: BaseInterpreter, /, *axes: object, size: object = None, **keywords: object
) -> object:
    given = axes if size is None else (size,)
    values = as_list(given[0]) if given and isinstance(given[0], (list, tuple)) else given
    if not values or any(not isinstance(each, int) for each in values):
        return OpaqueValue("numbers")
    return SampleTensor(tuple(whole_numbers(values, "this")))


def _random_integers(
    interpreter: BaseInterpreter, /, *arguments: object, **keywords: object
) -> object:
    sizes = [each for each in [*arguments, *keywords.values()] if isinstance(each, (list, tuple))]
    return _sample(interpreter, sizes[0]) if sizes else OpaqueValue("numbers")


def _first(_interpreter: BaseInterpreter, /, *arguments: object, **keywords: object) -> object:
    return arguments[0] if arguments else OpaqueValue("nothing")


def _summary(with_batch: bool) -> BuiltinFunction:
    """Return `summary(model, (3, 32, 32))`, which states the input shape, with or without batch."""

    def summary(
        interpreter: BaseInterpreter,
        /,
        model: object = None,
        input_size: object = None,
        *more: object,
        input_data: object = None,
        **keywords: object,
    ) -> object:
        size = input_data if input_size is None else input_size
        shapes = size if isinstance(size, list) and isinstance(size[0], (list, tuple)) else [size]
        samples = []
        for shape in shapes:
            if isinstance(shape, SampleTensor):
                samples.append(shape)
            elif isinstance(shape, (list, tuple)):
                axes = whole_numbers([shape], "summary")
                samples.append(SampleTensor(tuple(axes if with_batch else [1, *axes])))
        if samples and isinstance(model, (TorchLayerValue, Instance)):
            interpreter.build_context.sample_shapes[model] = [
                sample.without_batch for sample in samples
            ]
        return OpaqueValue("the summary")

    return summary


def _binary(sign: str) -> BuiltinFunction:
    def call(
        interpreter: BaseInterpreter, left: object, /, other: object, **keywords: object
    ) -> object:
        result = torch_operator(interpreter, sign, left, other)
        if result is NotImplemented:
            return OpaqueValue("numbers", of_tensor=holds_tensor([left, other]))
        return result

    return call


def torch_operator(interpreter: BaseInterpreter, sign: str, left: object, right: object) -> object:
    """Return the result of an operator on tensors of PyTorch; NotImplemented without any."""
    tensors = [each for each in (left, right) if isinstance(each, TorchTensor)]
    if not tensors:
        samples = isinstance(left, SampleTensor) or isinstance(right, SampleTensor)
        return OpaqueValue("numbers") if samples else NotImplemented
    if len(tensors) == 2 and sign in _MERGING_LAYERS:
        layer = make_layer(LAYERS[_MERGING_LAYERS[sign]], [], {})
        return apply_module(interpreter, layer, tensors, _MERGING_LAYERS[sign].lower())
    other = left if tensors[0] is right else right
    if isinstance(other, OpaqueValue):
        other.as_data()
    if (
        len(tensors) == 1
        and isinstance(other, (int, float, SampleTensor, OpaqueValue))
        and sign != "@"
    ):
        return tensors[0]  # arithmetic with a number changes no shape
    raise LayerError(f"`{sign}` of {describe(left)} and {describe(right)} is not read here")


@lru_cache(maxsize=1)
def _nn() -> Namespace:
    layer_classes: Keywords = {name: TorchLayerClass(kind) for name, kind in TORCH_LAYERS.items()}
    losses = {f"{name}Loss": OpaqueValue(f"nn.{name}Loss") for name in (
        "CrossEntropy", "MSE", "L1", "NLL", "BCE", "BCEWithLogits", "KLDiv", "SmoothL1", "Huber",
        "CTC", "TripletMargin", "CosineEmbedding", "MarginRanking", "HingeEmbedding", "GaussianNLL",
        "PoissonNLL", "MultiMargin", "MultiLabelMargin", "MultiLabelSoftMargin", "SoftMargin",
    )}  # fmt: skip
    why = "a parameter of its own, outside a layer, is not read here"
    functions: Keywords = {name: tensor_function(name, _function(name)) for name in _FUNCTIONS}
    functions |= {
        "pad": tensor_function("pad", _pad),
        "normalize": tensor_function("normalize", unchanged),
    }
    functions |= {name: OpaqueValue(f"F.{name}") for name in _LOSSES}
    functional = Namespace("torch.nn.functional", functions)
    return Namespace(
        "nn",
        {
            **layer_classes, **losses, "Module": MODULE, "Sequential": SEQUENTIAL,
            "ModuleList": MODULE_LIST, "ModuleDict": MODULE_DICT, "functional": functional,
            "init": Namespace("nn.init", {}, lenient=True),
            "Parameter": UnsupportedName("Parameter", why),
            "utils": Namespace("nn.utils", {}, lenient=True),
            "parameter": Namespace("nn.parameter", {}, lenient=True),
            "DataParallel": Builtin("DataParallel", _first),
            "modules": Namespace("nn.modules", layer_classes), "Tanh": layer_classes.get("Tanh"),
        },
    )  # fmt: skip


@lru_cache(maxsize=1)
def _torch() -> Namespace:
    names = _nn().names
    functional = names["functional"]
    plain = functional.names if isinstance(functional, Namespace) else {}
    steps = {name: tensor_function(name, step) for name, step in METHODS.items()}
    activations = ("relu", "sigmoid", "tanh", "softmax", "log_softmax", "selu", "celu", "dropout")
    samples = dict.fromkeys(("randn", "rand", "zeros", "ones", "empty"), _sample)
    operators = {"add": "+", "sub": "-", "mul": "*", "multiply": "*", "maximum": "max"}
    functions = as_builtins(
        {
            **samples, **{name: _binary(sign) for name, sign in operators.items()},
            "minimum": _binary("min"), "randint": _random_integers, "cat": concatenate,
            "concat": concatenate, "concatenate": concatenate, "stack": stack, "compile": _first,
        }
    )  # fmt: skip
    return Namespace(
        "torch",
        {
            **steps, **{name: plain[name] for name in activations if name in plain}, **functions,
            "nn": _nn(), "__version__": "2",
            "cuda": Namespace("torch.cuda", {"is_available": NoOp("is_available", False)}, True),
        },
        lenient=True,
    )  # fmt: skip


@lru_cache(maxsize=1)
def torch_names() -> Mapping[str, object]:
    """Return PyTorch's names that pasted code may use without an import."""
    names = _nn().names
    return {
        **{name: names[name] for name in TORCH_LAYERS},
        "Module": MODULE, "ModuleList": MODULE_LIST, "ModuleDict": MODULE_DICT,
        "summary": Builtin("summary", _summary(with_batch=False)),
        "Sequential": SEQUENTIAL, "nn": _nn(), "torch": _torch(), "F": names["functional"],
    }  # fmt: skip


def torch_modules() -> Mapping[str, Namespace]:
    """Return the modules of PyTorch, and those that print its networks, for imports."""
    lightning = {"LightningModule": MODULE}
    models = ModelZoo("models", {}, lenient=True)
    return {
        "torch": _torch(),
        "torchvision": Namespace("torchvision", {"models": models}, lenient=True),
        "pytorch_lightning": Namespace("pytorch_lightning", lightning, lenient=True),
        "lightning": Namespace(
            "lightning",
            {**lightning, "pytorch": Namespace("lightning.pytorch", lightning, lenient=True)},
            lenient=True,
        ),
        "torchsummary": Namespace("torchsummary", {"summary": Builtin("summary", _summary(False))}),
        "torchinfo": Namespace("torchinfo", {"summary": Builtin("summary", _summary(True))}, True),
    }
