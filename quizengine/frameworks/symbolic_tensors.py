"""Symbolic tensors: the values of a source text that stand for outputs of network rows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from quizengine.calculator.code_steps import CodeStep
from quizengine.calculator.errors import LayerError
from quizengine.calculator.layer import Layer
from quizengine.calculator.network import NetworkRow, Tensor
from quizengine.calculator.shape import UNKNOWN, Shape
from quizengine.frameworks.base_interpreter import BaseInterpreter
from quizengine.frameworks.layer_values import LayerValue, apply_layer
from quizengine.frameworks.values import (
    Builtin,
    OpaqueValue,
    Value,
    count_items,
    describe,
    flattened,
)

BATCH = OpaqueValue("the batch size")
"""The size of the batch, which is never known."""


class SymbolicTensor(Value):
    """The output of a network row as a value; `batch` is the index of the batch axis."""

    is_tensor = True

    def __init__(self, source: Tensor, batch: int = 0) -> None:
        self.source = source
        self.batch = batch

    @property
    def label(self) -> str:
        return f"a tensor {self.shape}"

    def attribute_names(self) -> Iterable[str]:
        return ("shape", "dtype", "name", "ndim")

    def get(self, name: str) -> object:
        if name == "shape":
            return batched_shape(self)
        if name == "ndim":
            return len(self.shape) + 1
        if name == "name":
            return self.source.row.name
        if name == "get_shape":
            return Builtin(name, lambda _interpreter: batched_shape(self))
        return OpaqueValue(name) if name == "dtype" else super().get(name)

    def item(self, interpreter: BaseInterpreter, key: object) -> object:
        axes, text = indexed_axes(batched_shape(self), key, str(self.shape))
        if not axes or axes[0] is not None:
            raise LayerError("the batch stays the first axis in what is read here")
        sizes = [UNKNOWN if axis is None else axis for axis in axes[1:]]
        return SymbolicTensor(
            apply_code_step(interpreter, "GetItem", [self], [sizes], f"{{0}}[{text}]")[0]
        )

    @property
    def shape(self) -> Shape:
        """The shape, without the batch."""
        return self.source.shape

    @property
    def axes(self) -> list[object]:
        """Every axis, with the batch among them."""
        axes: list[object] = list(map(int, self.shape))
        axes.insert(self.batch, BATCH)
        return axes


def batched_shape(tensor: SymbolicTensor) -> tuple[int | None, ...]:
    """Return a tensor's shape as Keras has it: None for the batch and for every unknown axis."""
    return (None, *(None if axis is UNKNOWN else int(axis) for axis in tensor.shape))


def indexed_axes(axes: Sequence[object], key: object, shown: str) -> tuple[list[Any], str]:
    """Return the axes that an index or a slice leaves, and the index as code. Raises LayerError."""
    keys = list(key) if isinstance(key, tuple) else [key]
    left = list(axes)
    result: list[object] = []
    texts: list[str] = []
    if any(each is Ellipsis for each in keys):
        at = next(index for index, each in enumerate(keys) if each is Ellipsis)
        keys[at : at + 1] = [slice(None)] * (len(left) - len(keys) + 1 + keys.count(None))
    for each in keys:
        if each is None:
            result.append(1)
            texts.append("None")
            continue
        if not left:
            raise LayerError(f"there are more indices than axes in {shown}")
        axis = left.pop(0)
        if isinstance(each, slice):
            result.append(_sliced(axis, each))
            ends = ["" if end is None else str(end) for end in (each.start, each.stop)]
            texts.append(":".join(ends) + (f":{each.step}" if each.step is not None else ""))
        elif isinstance(each, int) and (
            (isinstance(axis, int) and -axis <= each < axis) or (axis is None and texts)
        ):
            texts.append(str(each))
        else:
            raise LayerError(f"this index does not go with {shown}")
    return [*result, *left], ", ".join(texts)


def reduced_axes(axes: Sequence[Any], indices: Collection[int], keep: bool) -> list[Any]:
    """Return the axes without those at these indices, or with 1 for them to `keep` the rank."""
    return [
        1 if index in indices else axis
        for index, axis in enumerate(axes)
        if keep or index not in indices
    ]


def _sliced(axis: object, part: slice) -> object:
    if not isinstance(axis, int):
        if part != slice(None):
            raise LayerError("the batch, or an axis of unknown size, is not cut here")
        return axis
    left = len(range(*part.indices(axis)))
    if left < 1:
        raise LayerError(f"nothing is left of an axis of {axis}")
    return left


def find_tensors(values: Iterable[object]) -> list[SymbolicTensor]:
    """Return the tensors among values and in their lists. Raises LayerError for too many items."""
    given = list(values)
    count_items(given)
    return [value for value in flattened(given) if isinstance(value, SymbolicTensor)]


def checked_tensors(values: Iterable[object], label: str) -> list[SymbolicTensor]:
    """Return the tensors among values and in their lists. Raises LayerError for a list that
    holds tensors and something else, which must not be left out silently.
    """
    found: list[SymbolicTensor] = []
    for value in values:
        if isinstance(value, SymbolicTensor):
            found.append(value)
        elif isinstance(value, (list, tuple)) and find_tensors([value]):
            for item in value:
                if not isinstance(item, (SymbolicTensor, list, tuple)):
                    raise LayerError(f"{label} takes tensors, and one of these is {describe(item)}")
            found.extend(checked_tensors(value, label))
    return found


def no_tensor_error(label: str, given: Sequence[object]) -> LayerError:
    """Return the error for a layer or a model that is called with no tensor."""
    shown = describe(given[0]) if given else "nothing"
    return LayerError(f"{label} is called with a tensor, and this is {shown}")


def output_tensors(
    interpreter: BaseInterpreter, value: object, name: str, line: int
) -> list[SymbolicTensor]:
    """Return the tensors that a model of this line returned. Raises LayerError without any."""
    tensors = find_tensors(value.values() if isinstance(value, dict) else [value])
    if not tensors:
        interpreter.line = line
        if isinstance(value, OpaqueValue):
            value.as_data()
        raise LayerError(f"{name} gives no tensor: it gives {describe(value)}")
    return tensors


def endpoints_of(value: object, label: str) -> list[SymbolicTensor]:
    """Return the inputs or the outputs of a network, given as one tensor, a list or a dict.

    Opaque values such as attention scores are left out. Raises LayerError for other values,
    for an opaque one that was made of a tensor, and without any tensor.
    """
    count_items(value)
    found = _endpoints_in(value, label)
    if not found:
        raise LayerError(f"{label} takes tensors, and this is {describe(value)}")
    return found


def _endpoints_in(value: object, label: str) -> list[SymbolicTensor]:
    if isinstance(value, SymbolicTensor):
        return [value]
    if isinstance(value, OpaqueValue):
        value.as_data()
        return []
    parts = list(value.values()) if isinstance(value, dict) else value
    if isinstance(parts, (list, tuple)):
        return [tensor for part in parts for tensor in _endpoints_in(part, label)]
    raise LayerError(f"{label} takes tensors, and this is {describe(value)}")


def apply_code_step(
    interpreter: BaseInterpreter,
    kind: str,
    tensors: Sequence[SymbolicTensor],
    shapes: Iterable[Iterable[int]],
    text: str,
) -> list[Tensor]:
    """Add a row for a step of the code that is no layer (a slice, a view, a mean).

    Returns its outputs. `text` is the code with `{0}` for the first tensor.
    """
    step = CodeStep(kind, tuple(Shape(shape) for shape in shapes), text)
    return list(apply_once(interpreter, step, kind, tensors).tensors)


def apply_once(
    interpreter: BaseInterpreter, layer: Layer, name: str, tensors: Sequence[SymbolicTensor]
) -> NetworkRow:
    """Apply a layer that has this one use, under the next free name."""
    definition = LayerValue(layer, interpreter.build_context.free_name(name), interpreter.line)
    return apply_layer(interpreter, definition, [tensor.source for tensor in tensors])
