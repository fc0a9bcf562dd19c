"""Layers as source text makes them: their arguments checked, and the line where they were made."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain, repeat
from typing import TYPE_CHECKING, Any, ClassVar

from quizengine.calculator.arguments import ACTIVATIONS
from quizengine.calculator.code_steps import CodeStep
from quizengine.calculator.errors import ArgumentError, LayerError
from quizengine.calculator.keras.passing import Input
from quizengine.calculator.layer import Layer, signature_of
from quizengine.calculator.naming import counted, snake_case
from quizengine.calculator.network import NetworkRow, Tensor
from quizengine.calculator.shape import UNKNOWN, Shape
from quizengine.frameworks.classes import Function
from quizengine.frameworks.errors import Refused, SourceError
from quizengine.frameworks.values import (
    Builtin,
    Keywords,
    Opaque,
    Value,
    in_lists,
    plain,
    weigh,
    what,
)

if TYPE_CHECKING:
    from quizengine.frameworks.interpreter import Interpreter


LAYER_STEPS = 40
"""What making or applying a layer counts as."""

ACTIVATION_ARGUMENTS = ("activation", "recurrent_activation")
"""Arguments that are a function by its name."""


class Made(Value):
    """A layer of the text: what it is, where it was made, what it is called."""

    def __init__(self, layer: Layer, name: str, line: int) -> None:
        self.layer = layer
        self.name = name
        self.line = line

    @property
    def label(self) -> str:
        return f"a `{self.layer.kind}` layer"

    def is_of(self, kind: object) -> bool:
        cls = getattr(kind, "kind", None)
        return isinstance(cls, type) and isinstance(self.layer, cls)

    @property
    def held(self) -> Layer:
        """The layer, frozen where the text froze it."""
        return self.layer


class BuildContext:
    """What the reading of one text has made so far."""

    def __init__(self, shapes: list[Shape], replaced: Mapping[int, Shape]) -> None:
        """`shapes` are the input shapes beside the text; `replaced` are inputs of another shape
        than the text gives them, by their number.
        """
        self.shapes = shapes
        self.stated = shapes[0] if len(shapes) == 1 else None
        self.replaced = replaced
        self.counts: dict[str, int] = {}
        self.inputs: list[NetworkRow] = []
        self.uses: dict[NetworkRow, Made] = {}
        self.models: list[Value] = []
        self.samples: dict[Value, list[Shape]] = {}
        self.paths: dict[Made, str] = {}

    def name_of(self, kind: str) -> str:
        """The next name of a layer of this class: conv2d, conv2d_1, …"""
        return counted(snake_case(kind), self.counts)

    def free_name(self, kind: str) -> str:
        """The next name of a step without a path, which no module has."""
        taken = set(self.paths.values())
        name = self.name_of(kind)
        while name in taken:
            name = self.name_of(kind)
        return name

    def input(self, shape: object, name: str) -> NetworkRow:
        """An input of the network. Raises LayerError for what is no shape."""
        number = len(self.inputs)
        layer = Input(self.replaced.get(number, shape), name=name or None)
        row = NetworkRow(layer, (), name or self.name_of("InputLayer"))
        self.inputs.append(row)
        return row

    def apply(
        self,
        interpreter: Interpreter,
        made: Made,
        flows: Sequence[Flow],
        states: Sequence[Flow] = (),
    ) -> NetworkRow:
        """Apply a layer. Raises SourceError with the line where it was made."""
        interpreter.spend(LAYER_STEPS)
        fed = [flow.tensor for flow in flows]
        try:
            row = NetworkRow(made.held, fed, made.name, [flow.tensor for flow in states])
        except LayerError as error:
            raise SourceError(str(error), made.line) from None
        self.uses[row] = made
        return row


class LayerClass(Value):
    """A layer class of a framework, as a text calls it."""

    module: ClassVar[str] = ""
    """How a message begins its name."""
    neutral: ClassVar[frozenset[str]] = frozenset()
    """Arguments that change no shape and no count; what they are set to is not even looked at."""

    def __init__(self, kind: type[Layer]) -> None:
        self.name = kind.__name__
        self.kind = kind

    @property
    def label(self) -> str:
        return f"`{self.module}{self.name}`"

    def reads_argument(self, word: str) -> bool:
        return word not in self.neutral or word in signature_of(self.kind).arguments

    def call(self, interpreter: Interpreter, arguments: list[object], words: Keywords) -> object:
        interpreter.spend(LAYER_STEPS)
        read = {word: value for word, value in words.items() if self.reads_argument(word)}
        return self.make(interpreter, arguments, read)

    def make(self, interpreter: Interpreter, arguments: list[object], words: Keywords) -> object:
        """The layer. Raises LayerError."""
        raise NotImplementedError


def make_layer(kind: type[Layer], arguments: Sequence[object], words: Keywords) -> Layer:
    """A layer of this class. Raises LayerError for arguments it does not take, and Refused for
    values of them that it does not.
    """
    names = chain(signature_of(kind).arguments, repeat(""))
    given = [
        argument(value, name, kind.__name__) for value, name in zip(arguments, names, strict=False)
    ]
    named = {name: argument(value, name, kind.__name__) for name, value in words.items()}
    try:
        return kind(*given, **named)
    except ArgumentError:
        raise
    except LayerError as error:
        raise Refused(str(error)) from None


def argument(value: object, name: str, kind: str) -> object:
    """A value as an argument of a layer. Raises LayerError for what this text does not say."""
    if isinstance(value, Made):
        return _activation(value) if name in ACTIVATION_ARGUMENTS else value.held
    if isinstance(value, (Builtin, Function)) and name in ACTIVATION_ARGUMENTS:
        # A function of the text's own changes each value alone, as far as counts go.
        return value.name if value.name in ACTIVATIONS else "linear"
    if isinstance(value, Opaque):
        raise LayerError(f"`{name}` of {kind} is {value.label} and has to be known")
    if isinstance(value, (list, tuple)) and any(isinstance(each, Made) for each in value):
        return [argument(each, name, kind) for each in value]
    return plain(value)


def _activation(made: Made) -> str:
    """A layer given as an activation, by the name of its function. Raises LayerError."""
    name = snake_case(made.layer.kind).replace("re_lu", "relu")
    if name not in ACTIVATIONS:
        raise LayerError(f"{made.label} as an activation is read as a layer of its own only")
    return name


BATCH = Opaque("the batch size")
"""The size of the batch, which no network knows."""


class Flow(Value):
    """A tensor on its way through a network, and where among its axes the batch is."""

    is_tensor = True

    def __init__(self, tensor: Tensor, batch: int = 0) -> None:
        self.tensor = tensor
        self.batch = batch

    @property
    def label(self) -> str:
        return f"a tensor {self.shape}"

    def known(self) -> Iterable[str]:
        return ("shape", "dtype", "name", "ndim")

    def get(self, name: str) -> object:
        if name == "shape":
            return shape_of(self)
        if name == "ndim":
            return len(self.shape) + 1
        if name == "name":
            return self.tensor.row.name
        if name == "get_shape":
            return Builtin(name, lambda _machine: shape_of(self))
        return Opaque(name) if name == "dtype" else super().get(name)

    def item(self, interpreter: Interpreter, key: object) -> object:
        axes, text = picked(shape_of(self), key, str(self.shape))
        if not axes or axes[0] is not None:
            raise LayerError("the batch stays the first axis in what is read here")
        sizes = [UNKNOWN if axis is None else axis for axis in axes[1:]]
        return Flow(operation(interpreter, "GetItem", [self], [sizes], f"{{0}}[{text}]")[0])

    @property
    def shape(self) -> Shape:
        """The shape, without the batch."""
        return self.tensor.shape

    @property
    def axes(self) -> list[object]:
        """Every axis, the batch at its place."""
        axes: list[object] = list(map(int, self.shape))
        axes.insert(self.batch, BATCH)
        return axes


def shape_of(flow: Flow) -> tuple[int | None, ...]:
    """A tensor's shape as Keras tells it: the batch, and every unknown axis, is None."""
    return (None, *(None if axis is UNKNOWN else int(axis) for axis in flow.shape))


def picked(axes: Sequence[object], key: object, shown: str) -> tuple[list[Any], str]:
    """The axes that an index or a slice leaves, and the index as text. Raises LayerError."""
    keys = list(key) if isinstance(key, tuple) else [key]
    left = list(axes)
    result: list[object] = []
    texts: list[str] = []
    if any(each is Ellipsis for each in keys):
        at = next(place for place, each in enumerate(keys) if each is Ellipsis)
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


def reduced(axes: Sequence[Any], places: Collection[int], keep: bool) -> list[Any]:
    """The axes without those at these places; or with 1 there, where they are kept."""
    return [
        1 if place in places else axis
        for place, axis in enumerate(axes)
        if keep or place not in places
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


def flows_in(values: Iterable[object]) -> list[Flow]:
    """The tensors among values, and in the lists among them. Raises LayerError for too many."""
    given = list(values)
    weigh(given)
    return [value for value in in_lists(given) if isinstance(value, Flow)]


def tensors_among(values: Iterable[object], label: str) -> list[Flow]:
    """The tensors among values. Raises LayerError for a list of them that holds anything else:
    to leave that out would give another network.
    """
    found: list[Flow] = []
    for value in values:
        if isinstance(value, Flow):
            found.append(value)
        elif isinstance(value, (list, tuple)) and flows_in([value]):
            for item in value:
                if not isinstance(item, (Flow, list, tuple)):
                    raise LayerError(f"{label} takes tensors, and one of these is {what(item)}")
            found.extend(tensors_among(value, label))
    return found


def no_tensor(label: str, given: Sequence[object]) -> LayerError:
    """That a layer or a model is called with something else."""
    shown = what(given[0]) if given else "nothing"
    return LayerError(f"{label} is called with a tensor, and this is {shown}")


def tensors_made(interpreter: Interpreter, value: object, name: str, line: int) -> list[Flow]:
    """The tensors among what a model gave that stands in this line. Raises LayerError without."""
    flows = flows_in(value.values() if isinstance(value, dict) else [value])
    if not flows:
        interpreter.line = line
        if isinstance(value, Opaque):
            value.as_data()
        raise LayerError(f"{name} gives no tensor: it gives {what(value)}")
    return flows


def ends_of(value: object, label: str) -> list[Flow]:
    """The tensors that a network begins or ends with: one, or a list or a dict of them.

    What else an attention gives, its scores, is left out. Raises LayerError for anything that
    would leave layers out with it, and where there is no tensor.
    """
    weigh(value)
    found = _ends_in(value, label)
    if not found:
        raise LayerError(f"{label} takes tensors, and this is {what(value)}")
    return found


def _ends_in(value: object, label: str) -> list[Flow]:
    if isinstance(value, Flow):
        return [value]
    if isinstance(value, Opaque):
        value.as_data()
        return []
    parts = list(value.values()) if isinstance(value, dict) else value
    if isinstance(parts, (list, tuple)):
        return [flow for part in parts for flow in _ends_in(part, label)]
    raise LayerError(f"{label} takes tensors, and this is {what(value)}")


def operation(
    interpreter: Interpreter,
    kind: str,
    flows: Sequence[Flow],
    shapes: Iterable[Iterable[int]],
    text: str,
) -> list[Tensor]:
    """The outputs of a step of the code that is no layer: a slice, a view, a mean."""
    step = CodeStep(kind, tuple(Shape(shape) for shape in shapes), text)
    return list(applied_once(interpreter, step, kind, flows).tensors)


def applied_once(
    interpreter: Interpreter, layer: Layer, name: str, flows: Sequence[Flow]
) -> NetworkRow:
    """The use of a layer that is made only for this use, under the next name that is free."""
    made = Made(layer, interpreter.build_context.free_name(name), interpreter.line)
    return interpreter.build_context.apply(interpreter, made, flows)
