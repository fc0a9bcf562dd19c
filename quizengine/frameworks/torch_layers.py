"""PyTorch's layers and their parameters as values of a source text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from quizengine.calculator.errors import LayerError
from quizengine.calculator.layer import Layer
from quizengine.frameworks.base_interpreter import BaseInterpreter
from quizengine.frameworks.classes import FrameworkClass
from quizengine.frameworks.layer_values import LayerValue, apply_layer
from quizengine.frameworks.operators import truth_of
from quizengine.frameworks.symbolic_tensors import SymbolicTensor, find_tensors, no_tensor_error
from quizengine.frameworks.torch_tensors import SampleTensor, TorchTensor
from quizengine.frameworks.values import Builtin, Keywords, NoOp, OpaqueValue, Value

SELF_METHODS = (
    "to", "cuda", "cpu", "train", "eval", "float", "double", "half", "bfloat16", "apply",
    "share_memory",
)  # fmt: skip
"""Methods that return the module itself."""

NO_OP_METHODS = (
    "state_dict", "load_state_dict", "zero_grad", "buffers", "register_buffer", "init_weights",
    "register_forward_hook", "save_hyperparameters", "log", "log_dict", "named_buffers",
    "_initialize_weights", "reset_parameters",
)  # fmt: skip
"""Methods that change no network."""


class TorchLayerValue(LayerValue):
    """A module without modules inside."""

    def __init__(self, layer: Layer, line: int) -> None:
        super().__init__(layer, "", line)
        self.frozen_parts: set[str] = set()

    @property
    def part_names(self) -> tuple[str, ...]:
        """The names of its parameters; only whether all of them are frozen matters."""
        return ("weight",) if self.layer.arguments.get("bias") is False else ("weight", "bias")

    @property
    def final_layer(self) -> Layer:
        if self.frozen_parts >= set(self.part_names):
            return self.layer.as_frozen
        if self.frozen_parts:
            raise LayerError(
                f"{self.name or self.layer.kind}: some of its parameters alone are frozen, which "
                "is not read here"
            )
        return self.layer

    def requires_grad_(self, _interpreter: BaseInterpreter, requires_grad: object = True) -> object:
        """Unfreeze all its parameters, or freeze them."""
        for part in self.part_names:
            Parameter(self, part).put("requires_grad", requires_grad)
        return self

    def is_instance_of(self, kind: object) -> bool:
        return (
            isinstance(kind, FrameworkClass) and kind.name == "Module"
        ) or super().is_instance_of(kind)

    def attribute_names(self) -> Iterable[str]:
        return (*self.layer.arguments, "weight", "bias", "parameters", *SELF_METHODS)

    def get(self, name: str) -> object:
        if name in SELF_METHODS:
            return NoOp(name, self)
        if name in NO_OP_METHODS:
            return NoOp(name)
        if name == "requires_grad_":
            return Builtin(name, self.requires_grad_)
        lists: Mapping[str, list[object]] = {
            "parameters": [Parameter(self, part) for part in self.part_names],
            "named_parameters": [(part, Parameter(self, part)) for part in self.part_names],
            "modules": [self],
            "children": [],
        }
        if name in lists:
            return Builtin(name, lambda *_, **__: lists[name])
        if name in ("weight", "bias", "in_proj_weight"):
            return Parameter(self, name) if name in self.part_names else None
        if name in self.layer.arguments:
            return self.layer.arguments[name]
        if name == "training":
            return False
        return super().get(name)

    def put(self, name: str, value: object) -> None:
        # PyTorch takes these two, and they change no network.
        if name not in ("requires_grad", "inplace"):
            super().put(name, value)

    def call(
        self, interpreter: BaseInterpreter, arguments: list[object], keywords: Keywords
    ) -> object:
        if not find_tensors([*arguments, *keywords.values()]):
            return call_on_data(interpreter, self, arguments, self.layer.kind)
        named = [
            keywords[word] for word in ("input", "x", "query", "key", "value") if word in keywords
        ]
        # The initial states of a recurrent layer change no shape.
        most = 1 if self.layer.kind in _RECURRENT else 3
        return self.apply(interpreter, find_tensors([*arguments, *named][:most]))

    def apply(self, interpreter: BaseInterpreter, tensors: Sequence[SymbolicTensor]) -> object:
        """Return the outputs of the layer for these tensors. Raises SourceError."""
        build_context = interpreter.build_context
        if not self.name:
            self.name = build_context.module_paths.get(self) or build_context.free_name(
                self.layer.kind
            )
        row = apply_layer(interpreter, self, [tensor.source for tensor in tensors])
        batch = tensors[0].batch if row.output.rank == tensors[0].shape.rank else 0
        if not getattr(self.layer, "batch_first", True):
            batch = 1
        outputs = [
            TorchTensor(tensor, batch if index == 0 else 1)
            for index, tensor in enumerate(row.tensors)
        ]
        if self.layer.kind in _RECURRENT:
            return (outputs[0], outputs[1] if len(outputs) == 2 else tuple(outputs[1:]))
        if self.layer.kind == "MultiheadAttention":
            return (
                outputs[0],
                outputs[1] if len(outputs) > 1 else OpaqueValue("the attention weights"),
            )
        return outputs[0] if len(outputs) == 1 else tuple(outputs)


_RECURRENT = ("RNN", "GRU", "LSTM")


class Parameter(Value):
    """A parameter of a layer, by its name."""

    def __init__(self, layer: TorchLayerValue, part: str) -> None:
        self.layer = layer
        self.part = part

    label = "a parameter"

    def get(self, name: str) -> object:
        if name == "requires_grad":
            return self.part not in self.layer.frozen_parts
        if name == "requires_grad_":
            return Builtin(name, self.requires_grad_)
        return OpaqueValue(f"parameter.{name}") if not name.startswith("__") else super().get(name)

    def put(self, name: str, value: object) -> None:
        if name != "requires_grad":
            return
        if truth_of(value):
            self.layer.frozen_parts.discard(self.part)
        else:
            self.layer.frozen_parts.add(self.part)

    def requires_grad_(self, _interpreter: BaseInterpreter, requires_grad: object = True) -> object:
        """Unfreeze it, or freeze it."""
        self.put("requires_grad", requires_grad)
        return self


def call_on_data(
    interpreter: BaseInterpreter, module: Value, arguments: list[object], name: str
) -> object:
    """Call a module on data instead of a tensor; the shape of a sample tensor is kept."""
    samples = [each for each in arguments if isinstance(each, SampleTensor)]
    if samples and len(samples) == len(arguments):
        interpreter.build_context.sample_shapes[module] = [
            sample.without_batch for sample in samples
        ]
    elif any(isinstance(each, OpaqueValue) for each in arguments):
        for each in arguments:
            if isinstance(each, OpaqueValue):
                each.as_data()
    else:
        raise no_tensor_error(name, arguments)
    return OpaqueValue(f"{name}(…)")
