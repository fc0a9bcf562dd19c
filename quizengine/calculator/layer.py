"""Layers: immutable arguments that, applied to an input shape, give exact counts."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar, Self

from quizengine.calculator.arguments import Signature, declared
from quizengine.calculator.errors import LayerError
from quizengine.calculator.operation import (
    COUNTS,
    LABELS,
    Operation,
    Symbols,
    Trait,
    check_inputs,
    formula_of,
)
from quizengine.calculator.quantity import CountFormula, Quantity
from quizengine.calculator.shape import Shape, axis_names, given_shapes
from quizengine.calculator.zero_counts import TEMPTING, zero_count
from quizengine.expressions import Number

if TYPE_CHECKING:
    from quizengine.calculator.windows import Window

__all__ = ["COUNTS", "LABELS", "AppliedLayer", "Layer", "Symbols"]


_SIGNATURES: dict[type, Signature] = {}


def signature_of(kind: type[Layer]) -> Signature:
    """Return the arguments of a layer class in the framework's order."""
    signature = _SIGNATURES.get(kind)
    if signature is None:
        found = declared(kind)
        # A base may order more arguments than each of its subclasses has.
        ordered = dict.fromkeys(name for name in (*kind.order, *found) if name in found)
        own = [name for name in ordered if name not in kind.last]
        arguments = {name: found[name] for name in (*own, *kind.last) if name in found}
        signature = Signature(kind.__name__, kind.rank, arguments, kind.positional or len(own))
        _SIGNATURES[kind] = signature
    return signature


Ranks = Mapping[int, str]
"""The names of a family's classes by the number of axes beside the channels."""

NO_RANKS: Ranks = MappingProxyType({})


class Layer:
    """A layer that is not applied to an input yet, as in Keras: `Conv2D(20, 8)([32, 32, 3])`.

    A subclass is a framework's spelling of an operation: it declares the framework's arguments,
    and makes the operation from them. A layer is immutable.
    """

    rank: ClassVar[int] = 0
    """The number of axes of the input beside its channels; 0 where it may have any."""
    order: ClassVar[tuple[str, ...]] = ()
    """Arguments that come before the others, if a base class declares them in another order."""
    last: ClassVar[tuple[str, ...]] = ()
    """Arguments that come after all others."""
    positional: ClassVar[int] = 0
    """How many arguments may be given without their names; 0: all but the `last`."""
    classes: ClassVar[dict[str, type[Layer]] | None] = None
    """The classes of its framework by name: one that is not abstract is entered once declared."""
    abstract: ClassVar[bool] = True
    """Whether it is a base of several layers, and not a layer of the framework itself."""
    expression_names: ClassVar[frozenset[str]] = frozenset({"name"})
    """The attributes that an expression of a bank may read: the arguments."""

    name: str = ""
    trainable: bool = True
    """Whether training changes the layer's parameters."""
    data_format: str = "channels_last"
    """The position of the channels in the input and the output."""
    reorders: ClassVar[bool] = False
    """Whether `inner` changes the axes of an input although the channels are last."""

    def __init_subclass__(
        cls, *, rank: int | None = None, ranks: Ranks = NO_RANKS, abstract: bool = False
    ) -> None:
        """Make a class for each of `ranks`, with the name that it has there."""
        cls.abstract = abstract or bool(ranks)
        if rank is not None:
            cls.rank = rank
        if "make_operation" in vars(cls):
            # A base may have set its operation as a class attribute.
            cls.operation = Layer.operation  # type: ignore[method-assign]
        kept = [name for name, each in declared(cls).items() if each.is_kept]
        cls.expression_names = frozenset({"name", *kept})
        for number, name in ranks.items():
            about = f"{cls.__doc__}\n\nIts input is `{cls.order_of(number)}`."
            type(name, (cls,), {"__doc__": about, "__module__": cls.__module__}, rank=number)
        if cls.classes is not None and not cls.abstract:
            cls.classes[cls.__name__] = cls

    @classmethod
    def order_of(cls, rank: int) -> str:
        """Return the order of an input with `rank` axes beside its channels, `H×W×D`."""
        return "×".join(axis_names(rank + 1))

    def __init__(self, /, *arguments: object, **words: object) -> None:
        """Take the framework's arguments. Raises LayerError for what the framework refuses."""
        signature_of(type(self)).bind(arguments, words, self.__dict__)
        self.check_arguments()

    def check_arguments(self) -> None:
        """Check arguments that depend on each other. Raises LayerError if they do not fit."""

    @cached_property
    def operation(self) -> Operation:
        """The operation of the layer, made from its arguments at the first access."""
        return self.make_operation()

    def make_operation(self) -> Operation:
        """Make the operation from the arguments; a class without any sets `operation` instead."""
        raise NotImplementedError

    def check_input(self, *shapes: Shape) -> None:
        """Check that the arguments fit the inputs, which are channels-last. Raises LayerError."""

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a {self.kind} layer does not change once it is made")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"a {self.kind} layer does not change once it is made")

    @property
    def kind(self) -> str:
        """The class name, as in the framework."""
        return type(self).__name__

    @property
    def trait(self) -> Trait:
        """The input values that a value of the output depends on."""
        return self.operation.trait

    @property
    def in_place(self) -> bool:
        """Whether the output can be written in place of the input, without memory of its own."""
        return self.operation.in_place

    @property
    def features(self) -> str:
        """The symbol of the input's last axis, if it is not the letter of a volume's."""
        return self.operation.features

    @property
    def least_rank(self) -> int:
        """The fewest axes that an input may have; 0 if it may be a single number."""
        return self.operation.least_rank

    def __call__(self, *shapes: object) -> AppliedLayer:
        """Apply the layer to an input shape, or to several, perhaps as one list.

        Raises LayerError where the framework would.
        """
        return AppliedLayer(self, given_shapes(shapes, self.least_rank))

    def apply(self, inputs: tuple[Shape, ...]) -> tuple[Symbols, tuple[Shape, ...]]:
        """Return the numbers by symbol, and the output shapes, for inputs. Raises LayerError."""
        operation = self.operation
        if operation.inputs is not None and len(inputs) != operation.inputs:
            check_inputs(self.kind, operation.inputs, inputs)
        is_first = self.data_format == "channels_first"
        reorders = is_first or self.reorders
        inner = tuple([self.inner(shape) for shape in inputs]) if reorders else inputs
        if self.rank and len(inner[0]) != self.rank + 1:
            raise LayerError(self._other_rank(inner[0]))
        self.check_input(*inner)
        symbols, outputs = operation.apply(inner, self.kind)
        if is_first:
            outputs = tuple([each.channels_first if len(each) > 1 else each for each in outputs])
        return symbols, outputs

    def _other_rank(self, shape: Shape) -> str:
        order = self.order_of(self.rank)
        return f"{self.kind} takes an input {order}, and {shape} has {len(shape)} axes"

    def inner(self, shape: Shape) -> Shape:
        """Return an input shape as the formulas need it: with its channels last."""
        if self.data_format == "channels_first" and len(shape) > 1:
            return shape.channels_last
        return shape

    def named(self, shape: Shape) -> Shape:
        """Return an input shape with its axes named in the order of this layer."""
        if self.data_format == "channels_first" and len(shape) > 1:
            return shape.channels_last.channels_first
        return shape

    def formula_of(self, quantity: str, shape: Shape) -> CountFormula:
        """Return the formula of one of COUNTS for an input shape."""
        return formula_of(self.operation.counts(shape), quantity, self.trainable)

    @property
    def as_frozen(self) -> Self:
        """The same layer with `trainable=False`."""
        return self._with(trainable=False)

    def renamed(self, name: str) -> Self:
        """Return the same layer with another name."""
        return self._with(name=name)

    def _with(self, **values: object) -> Self:
        copy = object.__new__(type(self))
        copy.__dict__.update(self.__dict__, **values)
        return copy

    @property
    def sliding(self) -> Window | None:
        """The window that slides over the input, or None if there is none."""
        return self.operation.sliding

    @property
    def arguments(self) -> dict[str, object]:
        """The arguments by their names in the framework, in its order."""
        values = self.__dict__
        return {name: values[name] for name in signature_of(type(self)).arguments if name in values}

    @property
    def stated_arguments(self) -> dict[str, object]:
        """The arguments that differ from their defaults."""
        signature, values = signature_of(type(self)), self.arguments
        defaults = {**signature.defaults}
        defaults.update({name: values[other] for name, other in signature.derived.items()})
        return {
            name: value
            for name, value in values.items()
            if name not in defaults or value != defaults[name]
        }

    def __eq__(self, other: object) -> bool:
        return self is other or (
            isinstance(other, Layer)
            and type(self) is type(other)
            and self.trainable == other.trainable
            and self.arguments == other.arguments
        )

    def __hash__(self) -> int:
        return hash((type(self), tuple(self.stated_arguments.items())))

    def __repr__(self) -> str:
        stated = [f"{name}={value!r}" for name, value in self.stated_arguments.items()]
        return f"{self.kind}({', '.join(stated)})"


class Counted:
    """The base of what has parameters and costs: an applied layer and a network of layers."""

    __slots__ = ()

    @property
    def params(self) -> Quantity:
        """All parameters: weights, biases, and the statistics that a normalization tracks."""
        return self._count("params")

    @property
    def trainable_params(self) -> Quantity:
        """The parameters that training changes."""
        return self._count("trainable_params")

    @property
    def non_trainable_params(self) -> Quantity:
        """The parameters that training does not change."""
        return self._count("non_trainable_params")

    @property
    def macs(self) -> Quantity:
        """Multiply-accumulates for one sample; biases and activations are not counted."""
        return self._count("macs")

    @property
    def kept_values(self) -> Quantity:
        """The number of values that one sample leaves in memory. Raises LayerError where that
        depends on an axis of unknown size.
        """
        raise NotImplementedError

    def _count(self, name: str) -> Quantity:
        """Return one of COUNTS. Raises LayerError if it depends on an axis of unknown size."""
        raise NotImplementedError


class AppliedLayer(Counted):
    """A layer applied to an input: its output shape and its counts."""

    expression_names: ClassVar[frozenset[str]] = frozenset(
        {"input", "output", "size", "kernel_shape", "torch_kernel_shape", "bias_shape"}
        | {"input_shape", "output_shape", "name", *COUNTS}
    )
    expression_word: ClassVar[str] = "a layer on an input"

    __slots__ = (
        "_counts",
        "_other_symbols",
        "inputs",
        "layer",
        "name",
        "output",
        "outputs",
        "symbols",
    )

    layer: Layer
    name: str
    inputs: tuple[Shape, ...]
    output: Shape
    outputs: tuple[Shape, ...]
    symbols: Mapping[str, Number]

    def __init__(self, layer: Layer, inputs: tuple[Shape, ...], name: str = "") -> None:
        """Apply the layer; `name` is its name in a network. Raises LayerError where the framework
        would. `output` is the first of the outputs; most layers have one.
        """
        self.layer = layer
        self.name = name or layer.name
        self.inputs = tuple([layer.named(shape) for shape in inputs])
        least_rank = layer.least_rank
        for shape in inputs:
            if len(shape) < least_rank:
                raise LayerError(f"{layer.kind} takes values along axes, not a single number")
        self._other_symbols: Symbols | None = None
        if all(shape.is_known for shape in inputs):
            symbols, self.outputs = layer.apply(inputs)
        else:
            from quizengine.calculator.unknown_axes import apply_with_unknown_axes

            symbols, self._other_symbols, self.outputs = apply_with_unknown_axes(
                layer.apply, layer.formula_of, inputs
            )
        self.output = self.outputs[0]
        # Later formulas count output positions: `Ho`, `Wo`.
        for symbol, axis in zip(self.output.symbols, self.output, strict=True):
            if symbol not in symbols:
                symbols[symbol] = int(axis)
        self.symbols = symbols
        self._counts: dict[str, Quantity] = {}

    @property
    def input(self) -> Shape:
        """The input shape, the first if there are several."""
        return self.inputs[0]

    @property
    def input_shape(self) -> Shape:
        """The input shape, without the batch."""
        return self.input

    @property
    def output_shape(self) -> Shape:
        """The output shape, without the batch."""
        return self.output

    @property
    def size(self) -> Quantity:
        """The number of output values."""
        return self.output.size

    @property
    def weights(self) -> Quantity:
        """The learned weights, biases left out."""
        return self._count("weights")

    @property
    def biases(self) -> Quantity:
        """The biases."""
        return self._count("biases")

    @property
    def kept_values(self) -> Quantity:
        """The number of output values, which one sample leaves in memory."""
        return self.size

    @property
    def kernel_shape(self) -> Shape | None:
        """The weight tensor's shape in Keras's order, or None if there is none."""
        return self.layer.operation.kernel_shape(self.layer.inner(self.input))

    @property
    def torch_kernel_shape(self) -> Shape | None:
        """The weight tensor's shape in PyTorch's order, or None if there is none."""
        return self.layer.operation.torch_kernel_shape(self.layer.inner(self.input))

    @property
    def bias_shape(self) -> Shape | None:
        """The shape of the biases, or None if there are none."""
        biases = self.biases
        return Shape([int(biases)]) if biases else None

    def _count(self, name: str) -> Quantity:
        quantity = self._counts.get(name)
        if quantity is None:
            count_formula = self.layer.formula_of(name, self.input)
            if count_formula.text == "0" and name in TEMPTING and not count_formula.mistakes:
                count_formula = zero_count(
                    count_formula.label, count_formula.why, self.output.symbols
                )
            quantity = Quantity(count_formula, self.symbols, self._origins())
            if self._other_symbols is not None and quantity != Quantity(
                count_formula, self._other_symbols
            ):
                raise LayerError(f"its {LABELS[name]} depend on an axis of unknown size")
            self._counts[name] = quantity
        return quantity

    def _origins(self) -> Mapping[str, Quantity]:
        """The quantities behind the symbols."""
        return self.output.origins

    def __repr__(self) -> str:
        return f"{self.layer!r} on {', '.join(map(str, self.inputs))}"
