"""PyTorch's tensors on their way through a network, and what their methods do to a shape."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from quizengine.calculator.errors import LayerError
from quizengine.calculator.layer import Layer
from quizengine.calculator.shape import Shape, as_shape
from quizengine.frameworks.base_interpreter import BaseInterpreter
from quizengine.frameworks.making import BATCH, Flow, applied_once, operation, picked
from quizengine.frameworks.values import Builtin, Known, Opaque, Value, what


class Sample(Value):
    """Random or empty numbers of a shape, such as a network is tried out with."""

    def __init__(self, shape: tuple[int, ...]) -> None:
        self.shape = shape

    label = "numbers of a shape"

    @property
    def without_batch(self) -> Shape:
        """The shape of one sample. Raises LayerError."""
        return as_shape(list(self.shape[1:]), 0)

    def get(self, name: str) -> object:
        if name == "shape":
            return self.shape
        if name in ("to", "cuda", "float", "long", "requires_grad_", "double", "half", "cpu"):
            return Builtin(name, lambda *_, **__: self)
        return Opaque(f"numbers.{name}") if not name.startswith("__") else super().get(name)

    def item(self, interpreter: BaseInterpreter, key: object) -> object:
        return Opaque("numbers[…]")


class TorchFlow(Flow):
    """A tensor of PyTorch. Its axes are counted with the batch among them."""

    def known(self) -> Iterable[str]:
        from quizengine.frameworks.torch_steps import METHODS

        return ("shape", *METHODS)

    def get(self, name: str) -> object:
        if name == "shape":
            return tuple(self.axes)
        if name in ("device", "requires_grad", "grad"):
            return Opaque(name)
        from quizengine.frameworks.torch_steps import METHODS

        step = METHODS.get(name)
        if step is None:
            return super().get(name)
        return Builtin(name, partial(_on, step, self))

    def item(self, interpreter: BaseInterpreter, key: object) -> object:
        """`x[:, -1, :]`: every index takes an axis away, every slice shortens one."""
        axes, text = picked(self.axes, key, shown(self))
        return changed(interpreter, "getitem", [self], axes, f"{{0}}[{text}]")


def _on(
    step: Known, flow: Flow, interpreter: BaseInterpreter, /, *given: object, **words: object
) -> object:
    return step(interpreter, flow, *given, **words)


def changed(
    interpreter: BaseInterpreter,
    name: str,
    flows: Sequence[Flow],
    axes: Sequence[object],
    code: str,
) -> TorchFlow:
    """A tensor of other axes, the batch among them. Raises LayerError where it is not."""
    places = [place for place, axis in enumerate(axes) if axis is BATCH]
    if len(places) != 1:
        raise LayerError(f"{name}: the batch stays one axis of its own in what is read here")
    sizes = [int(axis) for axis in axes if isinstance(axis, int)]
    return TorchFlow(operation(interpreter, name, flows, [sizes], code)[0], places[0])


def applied(
    interpreter: BaseInterpreter, layer: Layer, flows: Sequence[Flow], name: str
) -> TorchFlow:
    """What a layer gives that is made only for this use."""
    row = applied_once(interpreter, layer, name, flows)
    return TorchFlow(row.tensor, flows[0].batch if row.output.rank == flows[0].shape.rank else 0)


def numbers(values: Iterable[object], name: str) -> list[int]:
    """Whole numbers, given one by one or as a list. Raises LayerError."""
    given = list(values)
    if len(given) == 1 and isinstance(given[0], (list, tuple)):
        given = list(given[0])
    if any(not isinstance(each, int) or isinstance(each, bool) for each in given):
        raise LayerError(f"{name} takes whole numbers here")
    return [each for each in given if isinstance(each, int)]


def place_of(flow: Flow, axis: object, name: str, more: int = 0) -> int:
    """The place of an axis, counted from the front. Raises LayerError."""
    if not isinstance(axis, int):
        raise LayerError(f"{name} takes the number of an axis, and this is {what(axis)}")
    rank = len(flow.axes) + more
    if not -rank <= axis < rank:
        raise LayerError(f"{name}: there is no axis {axis} among the {rank} of {shown(flow)}")
    return axis % rank


def shown(flow: Flow) -> str:
    """The axes as PyTorch lists them, the batch being N."""
    return "×".join("N" if axis is BATCH else str(axis) for axis in flow.axes)
