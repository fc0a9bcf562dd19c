"""PyTorch's symbolic tensors, and the methods and functions that change their shape."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from math import prod

from quizengine.calculator.errors import LayerError
from quizengine.calculator.keras import LAYERS
from quizengine.calculator.layer import Layer
from quizengine.calculator.shape import Shape, as_shape
from quizengine.calculator.torch import Flatten
from quizengine.frameworks.base_interpreter import BaseInterpreter
from quizengine.frameworks.errors import brief
from quizengine.frameworks.layer_values import make_layer
from quizengine.frameworks.symbolic_tensors import (
    BATCH,
    SymbolicTensor,
    apply_code_step,
    apply_once,
    checked_tensors,
    indexed_axes,
    reduced_axes,
)
from quizengine.frameworks.torch_axes import axes_text, tensor_axis, whole_numbers
from quizengine.frameworks.values import (
    Builtin,
    BuiltinFunction,
    OpaqueValue,
    Value,
    as_list,
    bind_arguments,
    describe,
)


class SampleTensor(Value):
    """A tensor of random or constant numbers, as a network is tried out with."""

    def __init__(self, shape: tuple[int, ...]) -> None:
        self.shape = shape

    label = "numbers of a shape"

    @property
    def without_batch(self) -> Shape:
        """The shape without the batch. Raises LayerError."""
        return as_shape(list(self.shape[1:]), 0)

    def get(self, name: str) -> object:
        if name == "shape":
            return self.shape
        if name in ("to", "cuda", "float", "long", "requires_grad_", "double", "half", "cpu"):
            return Builtin(name, lambda *_, **__: self)
        return OpaqueValue(f"numbers.{name}") if not name.startswith("__") else super().get(name)

    def item(self, interpreter: BaseInterpreter, key: object) -> object:
        return OpaqueValue("numbers[…]")


class TorchTensor(SymbolicTensor):
    """A symbolic tensor of PyTorch, whose axes are counted with the batch."""

    def attribute_names(self) -> Iterable[str]:
        return ("shape", *METHODS)

    def get(self, name: str) -> object:
        if name == "shape":
            return tuple(self.axes)
        if name in ("device", "requires_grad", "grad"):
            return OpaqueValue(name)
        step = METHODS.get(name)
        if step is None:
            return super().get(name)
        return Builtin(name, partial(_call_step, step, self))

    def item(self, interpreter: BaseInterpreter, key: object) -> object:
        """Return `x[:, -1, :]`, where an index removes an axis and a slice shortens one."""
        axes, text = indexed_axes(self.axes, key, axes_text(self))
        return apply_axes_step(interpreter, "getitem", [self], axes, f"{{0}}[{text}]")


def _call_step(
    step: BuiltinFunction,
    tensor: SymbolicTensor,
    interpreter: BaseInterpreter,
    /,
    *given: object,
    **keywords: object,
) -> object:
    return step(interpreter, tensor, *given, **keywords)


def apply_axes_step(
    interpreter: BaseInterpreter,
    name: str,
    tensors: Sequence[SymbolicTensor],
    axes: Sequence[object],
    code: str,
) -> TorchTensor:
    """Add a code step and return its tensor. Raises LayerError without one batch axis."""
    batch_axes = [index for index, axis in enumerate(axes) if axis is BATCH]
    if len(batch_axes) != 1:
        raise LayerError(f"{name}: the batch stays one axis of its own in what is read here")
    sizes = [int(axis) for axis in axes if isinstance(axis, int)]
    return TorchTensor(apply_code_step(interpreter, name, tensors, [sizes], code)[0], batch_axes[0])


def apply_module(
    interpreter: BaseInterpreter, layer: Layer, tensors: Sequence[SymbolicTensor], name: str
) -> TorchTensor:
    """Apply a module that has this one use, and return its output."""
    row = apply_once(interpreter, layer, name, tensors)
    return TorchTensor(
        row.tensor, tensors[0].batch if row.output.rank == tensors[0].shape.rank else 0
    )


def _size(_interpreter: BaseInterpreter, tensor: SymbolicTensor, /, dim: object = None) -> object:
    axes = tensor.axes
    return tuple(axes) if dim is None else axes[tensor_axis(tensor, dim, "size")]


def _view(
    interpreter: BaseInterpreter,
    tensor: SymbolicTensor,
    /,
    *axes: object,
    shape: object = None,
    size: object = None,
) -> object:
    """`x.view(-1, 16*5*5)`; the first axis may be -1 instead of the batch."""
    given = [*axes, *(each for each in (shape, size) if each is not None)]
    wanted = as_list(given[0]) if len(given) == 1 and isinstance(given[0], (list, tuple)) else given
    text = ", ".join("N" if each is BATCH else str(each)[:12] for each in wanted)
    name = f"view({brief(text)})"
    if any(not isinstance(each, int) and each is not BATCH for each in wanted):
        raise LayerError(f"{name}: the axes are not known")
    values = prod(map(int, tensor.shape))
    batch = next((index for index, each in enumerate(wanted) if each is BATCH), 0)
    if not wanted or not (wanted[batch] is BATCH or wanted[batch] in (-1, 1)):
        raise LayerError(f"{name}: the first axis is the batch, which stays open (-1)")
    inner = [each for index, each in enumerate(wanted) if index != batch]
    sizes = whole_numbers([inner], name)
    known = prod(each for each in sizes if each != -1)
    if sizes.count(-1) > (wanted[batch] is BATCH or wanted[batch] == 1):
        raise LayerError(f"{name}: only one axis can be -1")
    if sizes.count(-1) == 1 and known > 0 and values % known == 0:
        sizes = [values // known if each == -1 else each for each in sizes]
    if prod(sizes) != values or any(each < 1 for each in sizes):
        raise LayerError(
            f"{name} asks for {known} values of each sample, and {axes_text(tensor)} has {values}"
        )
    if len(sizes) == 1 and batch == 0 and len(tensor.shape) > 1:
        return apply_module(interpreter, Flatten(), [tensor], "view")
    code = ", ".join(map(str, [*sizes[:batch], -1, *sizes[batch:]]))
    return apply_axes_step(
        interpreter,
        "view",
        [tensor],
        [*sizes[:batch], BATCH, *sizes[batch:]],
        f"{{0}}.reshape({code})",
    )


def _permute(
    interpreter: BaseInterpreter, tensor: SymbolicTensor, /, *axes: object, dims: object = None
) -> object:
    given = whole_numbers(axes if dims is None else [dims], "permute")
    order = [tensor_axis(tensor, each, "permute") for each in given]
    if sorted(order) != list(range(len(tensor.axes))):
        raise LayerError(f"permute needs every axis of {axes_text(tensor)} once")
    axes_in_order = [tensor.axes[index] for index in order]
    return apply_axes_step(
        interpreter,
        "permute",
        [tensor],
        axes_in_order,
        f"{{0}}.permute({', '.join(map(str, order))})",
    )


def _transpose(
    interpreter: BaseInterpreter, tensor: SymbolicTensor, /, dim0: object, dim1: object
) -> object:
    first, second = (tensor_axis(tensor, each, "transpose") for each in (dim0, dim1))
    axes = tensor.axes
    axes[first], axes[second] = axes[second], axes[first]
    return apply_axes_step(
        interpreter, "transpose", [tensor], axes, f"{{0}}.transpose({first}, {second})"
    )


def _squeeze(interpreter: BaseInterpreter, tensor: SymbolicTensor, /, dim: object = ()) -> object:
    given = whole_numbers([dim], "squeeze")
    removed = [tensor_axis(tensor, each, "squeeze") for each in given] or range(len(tensor.axes))
    axes = [axis for index, axis in enumerate(tensor.axes) if index not in removed or axis != 1]
    if len(axes) == len(tensor.axes):
        return TorchTensor(tensor.source, tensor.batch)
    text = f"{{0}}.squeeze({', '.join(map(str, given))})"
    return apply_axes_step(interpreter, "squeeze", [tensor], axes, text)


def _unsqueeze(interpreter: BaseInterpreter, tensor: SymbolicTensor, /, dim: object) -> object:
    (given,) = whole_numbers([dim], "unsqueeze")
    axes = tensor.axes
    axes.insert(tensor_axis(tensor, given, "unsqueeze", more=1), 1)
    return apply_axes_step(interpreter, "unsqueeze", [tensor], axes, f"{{0}}.unsqueeze({given})")


def _reduced(name: str) -> BuiltinFunction:
    def reduce(
        interpreter: BaseInterpreter,
        tensor: SymbolicTensor,
        /,
        *arguments: object,
        **keywords: object,
    ) -> object:
        keywords = {_NUMPY_WORDS.get(word, word): value for word, value in keywords.items()}
        given = bind_arguments(name, _REDUCED.get(name, _REDUCING), arguments, keywords)
        axis = given.get("dim")
        if axis is None:
            return OpaqueValue(f"the {name}")
        keep = given.get("keepdim", False)
        if not isinstance(keep, bool):
            raise LayerError(f"{name}: `keepdim` is True or False, and this is {describe(keep)}")
        removed = [tensor_axis(tensor, each, name) for each in whole_numbers([axis], name)]
        code = f"{{0}}.{name}({tuple(removed)}, keepdim={keep})"
        result = apply_axes_step(
            interpreter, name, [tensor], reduced_axes(tensor.axes, removed, keep), code
        )
        return (result, _INDICES) if name in ("max", "min") else result

    return reduce


_REDUCING = ("dim", "keepdim", "dtype")
_REDUCED = {
    **dict.fromkeys(("std", "var"), ("dim", "unbiased", "keepdim", "correction")),
    **dict.fromkeys(("max", "min", "amax", "amin"), ("dim", "keepdim")),
}
"""The arguments of the methods that reduce an axis, in their order."""

_NUMPY_WORDS = {"axis": "dim", "keepdims": "keepdim"}
"""NumPy's names of arguments, which PyTorch takes as well."""

_INDICES = OpaqueValue("the indices", of_tensor=True)
"""Indices of the largest or smallest values; a network may return them and use none of them."""


def _parts(name: str) -> BuiltinFunction:
    """`x.chunk(2, dim=1)` and `x.split(16, dim=1)`."""

    def cut(
        interpreter: BaseInterpreter,
        tensor: SymbolicTensor,
        /,
        *arguments: object,
        **keywords: object,
    ) -> object:
        first = "chunks" if name == "chunk" else "split_size"
        old = {"split_size_or_sections": "split_size", "axis": "dim"}
        keywords = {old.get(word, word): value for word, value in keywords.items()}
        given = bind_arguments(name, (first, "dim"), arguments, keywords)
        wanted = given.get(first)
        axis = tensor_axis(tensor, given.get("dim", 0), name)
        length = tensor.axes[axis]
        if not isinstance(length, int):
            raise LayerError(f"{name}: the batch is not cut in what is read here")
        if name == "split" and isinstance(wanted, (list, tuple)):
            sizes = whole_numbers([wanted], name)
        else:
            (count,) = whole_numbers([wanted], name)
            if count < 1:
                raise LayerError(f"{name} takes a number above 0")
            step = -(-length // count) if name == "chunk" else count
            sizes = [min(step, length - start) for start in range(0, length, step)][:64]
        if sum(sizes) != length or min(sizes) < 1:
            raise LayerError(f"{name}: {sizes} do not make up the {length} of this axis")
        shapes = []
        for size in sizes:
            axes = [*tensor.axes[:axis], size, *tensor.axes[axis + 1 :]]
            shapes.append([int(each) for each in axes if isinstance(each, int)])
        code = f"{{0}}.split({sizes}, {axis})"
        result = apply_code_step(interpreter, name, [tensor], shapes, code)
        return tuple(TorchTensor(each, tensor.batch) for each in result)

    return cut


def concatenate(
    interpreter: BaseInterpreter, /, tensors: object, dim: object = 0, *, axis: object = None
) -> object:
    """`torch.cat([a, b], dim=1)`."""
    parts = checked_tensors([tensors], "torch.cat")
    if not parts:
        raise LayerError("torch.cat takes a list of tensors")
    index = tensor_axis(parts[0], dim if axis is None else axis, "torch.cat")
    if index == parts[0].batch:
        raise LayerError("torch.cat along the batch is not read here; dim=1 joins the channels")
    # The layer is Keras's, which counts the batch as axis 0 in any case.
    layer = make_layer(LAYERS["Concatenate"], [index + (index < parts[0].batch)], {})
    return apply_module(interpreter, layer, parts, "cat")


def stack(
    interpreter: BaseInterpreter, /, tensors: object, dim: object = 0, *, axis: object = None
) -> object:
    """`torch.stack([a, b], dim=1)`."""
    parts = checked_tensors([tensors], "torch.stack")
    axis = dim if axis is None else axis
    if (
        not parts
        or not isinstance(axis, int)
        or len({tuple(tensor.shape) for tensor in parts}) != 1
    ):
        raise LayerError("torch.stack takes tensors of one shape, and an axis")
    axes = parts[0].axes
    axes.insert(tensor_axis(parts[0], axis, "torch.stack", more=1), len(parts))
    holes = ", ".join(f"{{{number}}}" for number in range(len(parts)))
    return apply_axes_step(interpreter, "stack", parts, axes, f"torch.stack([{holes}], {axis})")


def unchanged(
    _interpreter: BaseInterpreter, tensor: SymbolicTensor, /, *arguments: object, **keywords: object
) -> object:
    """Return the tensor: the operation changes no shape."""
    return tensor


def _dimensions(_interpreter: BaseInterpreter, tensor: SymbolicTensor, /) -> object:
    return len(tensor.shape) + 1


def _flatten(
    interpreter: BaseInterpreter,
    tensor: SymbolicTensor,
    /,
    start_dim: object = 0,
    end_dim: object = -1,
) -> object:
    if start_dim == 0:
        raise LayerError("flatten from axis 0 on joins the batch as well; start_dim=1 keeps it")
    layer = make_layer(Flatten, [start_dim, end_dim], {})
    return apply_module(interpreter, layer, [tensor], "flatten")


_KEPT = (
    "contiguous", "clone", "detach", "float", "double", "half", "to", "cuda", "cpu", "abs", "exp",
    "sqrt", "pow", "clamp", "requires_grad_", "long", "log", "neg", "square", "type", "add_scalar",
    "masked_fill", "roll", "flip", "type_as",
)  # fmt: skip
"""Methods that change no shape."""

METHODS: Mapping[str, BuiltinFunction] = {
    "size": _size, "view": _view, "reshape": _view, "permute": _permute, "transpose": _transpose,
    "squeeze": _squeeze, "unsqueeze": _unsqueeze, "flatten": _flatten, "dim": _dimensions,
    **{name: _reduced(name) for name in ("mean", "sum", "max", "min", "amax", "amin")},
    **{name: _reduced(name) for name in ("std", "var")},
    **{name: _parts(name) for name in ("chunk", "split")},
    "argmax": lambda *_, **__: _INDICES,
    **dict.fromkeys(_KEPT, unchanged),
}  # fmt: skip
