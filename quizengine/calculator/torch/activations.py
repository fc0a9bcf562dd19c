"""Activation functions with PyTorch's arguments; the output has the shape of the input.

No argument of a function changes a count. An activation is declared by one class: its arguments,
and the name of its function in `torch.nn.functional` where that is not its own in small letters.
"""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from quizengine.calculator.arguments import Flag, Real, Whole, Word
from quizengine.calculator.errors import LayerError
from quizengine.calculator.operation import Operation, Trait
from quizengine.calculator.operations.pointwise import (
    ACTIVATION,
    GatedLinearUnit,
    PointwiseMap,
    SlopePerChannel,
)
from quizengine.calculator.shape import Shape
from quizengine.calculator.torch.base import AnyShape, Weighted, check_axis, check_channels
from quizengine.calculator.torch.reshaping import own_axis


class Identity(AnyShape):
    """The input as it is."""

    operation = PointwiseMap("it hands its input on as it is")

    def __init__(self, /, *arguments: object, **words: object) -> None:
        """Take any arguments, as PyTorch does; none of them has an effect."""
        super().__init__()


class TorchActivation(AnyShape, abstract=True):
    """The base of the activation functions."""

    operation = ACTIVATION
    last = ("inplace", *AnyShape.last)
    functional: ClassVar[str]
    """The name of its function in `torch.nn.functional`, which takes its arguments in their order.

    Empty where no function takes them.
    """

    def __init_subclass__(cls, *, rank: int | None = None, abstract: bool = False) -> None:
        super().__init_subclass__(rank=rank, abstract=abstract)
        if "functional" not in vars(cls):
            cls.functional = cls.__name__.lower()


class Sigmoid(TorchActivation):
    """1 / (1 + exp(−x))."""


class Tanh(TorchActivation):
    """The hyperbolic tangent."""


class Softsign(TorchActivation):
    """x / (1 + |x|)."""


class Tanhshrink(TorchActivation):
    """x − tanh(x)."""


class LogSigmoid(TorchActivation):
    """The logarithm of the sigmoid."""


class _InPlace(TorchActivation, abstract=True):
    """The base of the functions that can overwrite their input."""

    inplace = Flag(default=False)


class ReLU(_InPlace):
    """max(0, x)."""


class ReLU6(_InPlace):
    """max(0, x), and at most 6."""


class SELU(_InPlace):
    """A scaled ELU."""


class SiLU(_InPlace):
    """x · sigmoid(x)."""


class Mish(_InPlace):
    """x · tanh(softplus(x))."""


class Hardsigmoid(_InPlace):
    """A sigmoid of straight pieces."""


class Hardswish(_InPlace):
    """x · hardsigmoid(x)."""


class ELU(_InPlace):
    """x where positive, otherwise an exponential that levels off."""

    alpha = Real(1)


class CELU(ELU):
    """An ELU whose slope is continuous."""

    def check_arguments(self) -> None:
        """Refuse an alpha of 0."""
        if self.alpha == 0:
            raise LayerError("alpha must not be 0")


class LeakyReLU(_InPlace):
    """x where positive, otherwise a fixed small share of it."""

    functional = "leaky_relu"

    negative_slope = Real(Fraction(1, 100))


class RReLU(_InPlace):
    """x where positive, otherwise a share of it that is drawn while training."""

    lower = Real(Fraction(1, 8))
    upper = Real(Fraction(1, 3))

    def check_arguments(self) -> None:
        """Refuse a lower bound above the upper one."""
        lower, upper = float(self.lower), float(self.upper)
        if lower > upper:
            raise LayerError(f"lower {lower:g} must not be above upper {upper:g}")


class Hardtanh(_InPlace):
    """x, but not outside two bounds."""

    min_val = Real(-1)
    max_val = Real(1)

    def check_arguments(self) -> None:
        """Refuse bounds with no number between them."""
        low, high = float(self.min_val), float(self.max_val)
        if low >= high:
            raise LayerError(f"max_val {high:g} must be above min_val {low:g}")


class Threshold(_InPlace):
    """x above a threshold, otherwise a fixed value."""

    threshold = Real()
    value = Real()


class GELU(TorchActivation):
    """x times the normal distribution's share below x."""

    approximate = Word("none", ("none", "tanh"))


class Softplus(TorchActivation):
    """log(1 + exp(x)), a smooth ReLU."""

    beta = Real(1)
    threshold = Real(20)


class Hardshrink(TorchActivation):
    """x, but 0 near 0."""

    lambd = Real(Fraction(1, 2))


class Softshrink(TorchActivation):
    """x drawn towards 0, and 0 near it."""

    lambd = Real(Fraction(1, 2), least=0)


class _AlongAxis(TorchActivation, abstract=True):
    """The base of the functions along one axis; the batch is axis 0."""

    dim = Whole(None, least=-100)

    def check_input(self, *shapes: Shape) -> None:
        """Refuse an axis that the input does not have."""
        if self.dim is not None:
            check_axis("dim", self.dim, len(shapes[0]))


class Softmax(_AlongAxis):
    """Values turned into shares that sum to 1."""


class LogSoftmax(_AlongAxis):
    """The logarithms of the shares."""

    functional = "log_softmax"


class Softmin(_AlongAxis):
    """A softmax of the values with the other sign."""


class Softmax2d(TorchActivation):
    """A softmax over the channels at each position of a `D×H×W` input."""

    functional = ""

    def check_input(self, *shapes: Shape) -> None:
        """Refuse an input that is not `D×H×W`."""
        if len(shapes[0]) != 3:
            raise LayerError(f"{self.kind} takes an input D×H×W, not {shapes[0]}")


class GLU(TorchActivation):
    """One half of the values, each times the sigmoid of one of the other half."""

    dim = Whole(-1, least=-100)

    def make_operation(self) -> Operation:
        """Return the gated linear unit; axis 1 is that of the channels."""
        return GatedLinearUnit(
            axis=self.dim, trait=Trait.POINTWISE if self.dim == 1 else Trait.MIXED
        )

    def check_input(self, *shapes: Shape) -> None:
        """Refuse an axis of odd size."""
        axis = int(shapes[0][own_axis("dim", self.dim, shapes[0])])
        if axis % 2:
            raise LayerError(f"an axis of {axis} has no halves")


class PReLU(TorchActivation, Weighted):
    """x where positive, otherwise a learned share of it: one share, or one for each channel."""

    functional = ""
    two_axes = ("D", "L")

    num_parameters = Whole(1)
    init = Real(Fraction(1, 4))

    def make_operation(self) -> Operation:
        """Return the slopes."""
        return SlopePerChannel(self.num_parameters)

    def check_input(self, *shapes: Shape) -> None:
        """Refuse another number of channels than stated."""
        if self.num_parameters > 1:
            check_channels(self.kind, self.num_parameters, shapes[0][0] if shapes[0] else 1)
