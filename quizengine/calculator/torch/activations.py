"""Activation functions with PyTorch's arguments: they hand a shape on as it is.

What a function is set to changes no count; it is kept where it is not PyTorch's default.
"""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from quizengine.calculator.arguments import real, truth, whole
from quizengine.calculator.errors import LayerError, shown
from quizengine.calculator.layer import LABELS, Symbols
from quizengine.calculator.quantity import Mistake, Quantity, Recipe
from quizengine.calculator.shape import Shape
from quizengine.calculator.torch.base import OldAnyShape, axis_of, check_channels, one_of


class Identity(OldAnyShape):
    """Its input, as it is."""

    neutral = "it hands its input on as it is"

    def __init__(self, *arguments: object, **words: object) -> None:
        """Take any arguments, as PyTorch does; none of them has an effect."""
        super().__init__()


class _Activation(OldAnyShape):
    neutral = "an activation function changes each value alone; it learns nothing"


class _Plain(_Activation):
    def __init__(self) -> None:
        """Take no arguments, as in PyTorch."""
        super().__init__()


class Sigmoid(_Plain):
    """1 / (1 + exp(−x))."""


class Tanh(_Plain):
    """The hyperbolic tangent."""


class Softsign(_Plain):
    """x / (1 + |x|)."""


class Tanhshrink(_Plain):
    """x − tanh(x)."""


class LogSigmoid(_Plain):
    """The logarithm of the sigmoid."""


class _InPlace(_Activation):
    inplace: bool = False

    def __init__(self, inplace: object = False) -> None:
        """Take PyTorch's argument. Raises LayerError unless it is True or False."""
        super().__init__()
        self._keep_changed(inplace=truth("inplace", inplace))


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

    alpha: Fraction = Fraction(1)

    def __init__(self, alpha: object = 1, inplace: object = False) -> None:
        """Take PyTorch's arguments. Raises LayerError for what PyTorch refuses."""
        super().__init__(inplace)
        self._keep_changed(alpha=real("alpha", alpha))


class CELU(ELU):
    """An ELU whose slope is continuous."""

    def __init__(self, alpha: object = 1, inplace: object = False) -> None:
        """Take PyTorch's arguments. Raises LayerError for an alpha of 0."""
        super().__init__(alpha, inplace)
        if self.alpha == 0:
            raise LayerError("alpha must not be 0")


class LeakyReLU(_InPlace):
    """x where positive, otherwise a fixed small share of it."""

    negative_slope: Fraction = Fraction(1, 100)

    def __init__(self, negative_slope: object = Fraction(1, 100), inplace: object = False) -> None:
        """Take PyTorch's arguments. Raises LayerError for what PyTorch refuses."""
        super().__init__(inplace)
        self._keep_changed(negative_slope=real("negative_slope", negative_slope))


class RReLU(_InPlace):
    """x where positive, otherwise a share of it that is drawn while training."""

    lower: Fraction = Fraction(1, 8)
    upper: Fraction = Fraction(1, 3)

    def __init__(
        self,
        lower: object = Fraction(1, 8),
        upper: object = Fraction(1, 3),
        inplace: object = False,
    ) -> None:
        """Take PyTorch's arguments. Raises LayerError for what PyTorch refuses."""
        super().__init__(inplace)
        self._keep_changed(lower=real("lower", lower), upper=real("upper", upper))
        if self.lower > self.upper:
            raise LayerError(f"lower {shown(lower)} must not be above upper {shown(upper)}")


class Hardtanh(_InPlace):
    """x, but not outside two bounds."""

    min_val: Fraction = Fraction(-1)
    max_val: Fraction = Fraction(1)

    def __init__(self, min_val: object = -1, max_val: object = 1, inplace: object = False) -> None:
        """Take PyTorch's arguments. Raises LayerError for what PyTorch refuses."""
        super().__init__(inplace)
        self._keep_changed(min_val=real("min_val", min_val), max_val=real("max_val", max_val))
        if self.min_val >= self.max_val:
            raise LayerError(f"max_val {shown(max_val)} must be above min_val {shown(min_val)}")


class Threshold(_InPlace):
    """x above a threshold, otherwise a fixed value."""

    threshold: Fraction
    value: Fraction

    def __init__(self, threshold: object, value: object, inplace: object = False) -> None:
        """Take PyTorch's arguments. Raises LayerError for what PyTorch refuses."""
        super().__init__(inplace)
        self._keep(threshold=real("threshold", threshold), value=real("value", value))


class GELU(_Activation):
    """x times the normal distribution's share below x."""

    approximate: str = "none"

    def __init__(self, approximate: object = "none") -> None:
        """Take PyTorch's argument. Raises LayerError for what PyTorch refuses."""
        super().__init__()
        self._keep_changed(approximate=one_of("approximate", approximate, ("none", "tanh")))


class Softplus(_Activation):
    """log(1 + exp(x)), a smooth ReLU."""

    beta: Fraction = Fraction(1)
    threshold: Fraction = Fraction(20)

    def __init__(self, beta: object = 1, threshold: object = 20) -> None:
        """Take PyTorch's arguments. Raises LayerError for what PyTorch refuses."""
        super().__init__()
        self._keep_changed(beta=real("beta", beta), threshold=real("threshold", threshold))


class Hardshrink(_Activation):
    """x, but 0 near 0."""

    lambd: Fraction = Fraction(1, 2)

    def __init__(self, lambd: object = Fraction(1, 2)) -> None:
        """Take PyTorch's argument. Raises LayerError for what PyTorch refuses."""
        super().__init__()
        self._keep_changed(lambd=real("lambd", lambd))


class Softshrink(Hardshrink):
    """x drawn towards 0, and 0 near it."""

    def __init__(self, lambd: object = Fraction(1, 2)) -> None:
        """Take PyTorch's argument. Raises LayerError for a number below 0."""
        super().__init__(lambd)
        if self.lambd < 0:
            raise LayerError(f"lambd must be at least 0, not {shown(lambd)}")


class _AlongAxis(_Activation):
    """What works along one axis; the batch is axis 0."""

    dim: int | None = None

    def __init__(self, dim: object = None) -> None:
        """Take PyTorch's argument. Raises LayerError unless it is a whole number."""
        super().__init__()
        if dim is not None:
            self._keep(dim=whole("dim", dim, least=-100))

    def symbols(self, shape: Shape) -> Symbols:
        """The axes. Raises LayerError where there is no such axis."""
        if self.dim is not None:
            axis_of("dim", self.dim, len(shape))
        return super().symbols(shape)


class Softmax(_AlongAxis):
    """Values turned into shares that sum to 1."""


class LogSoftmax(_AlongAxis):
    """The logarithms of the shares."""


class Softmin(_AlongAxis):
    """A softmax of the values with the other sign."""


class Softmax2d(_Plain):
    """A softmax over the channels at each place of a `D×H×W` input."""

    def symbols(self, shape: Shape) -> Symbols:
        """The axes. Raises LayerError where there are others."""
        if len(shape) != 3:
            raise LayerError(f"{self.kind} takes an input D×H×W, not {shape}")
        return super().symbols(shape)


class GLU(_Activation):
    """One half of the values, each times the sigmoid of one of the other half."""

    dim: int = -1

    def __init__(self, dim: object = -1) -> None:
        """Take PyTorch's argument. Raises LayerError unless it is a whole number."""
        super().__init__()
        self._keep_changed(dim=whole("dim", dim, least=-100))

    def output(self, shape: Shape, symbols: Symbols) -> Shape:
        """The input with one axis halved."""
        place = axis_of("dim", self.dim, len(shape))
        if place < 0:
            raise LayerError("dim 0 is the batch, which is no part of a shape here")
        if shape[place] % 2:
            raise LayerError(f"an axis of {int(shape[place])} has no halves")
        symbol = shape.symbols[place]
        kept = Mistake(
            "size-kept", symbol, "The size was kept; one half only steers the other, which is left."
        )
        half = Quantity(Recipe("halved axis", f"{symbol}/2", (), (kept,)), symbols)
        names = [f"{name}o" if name == symbol else name for name in shape.symbols]
        return Shape([*shape[:place], half, *shape[place + 1 :]], tuple(names))


class PReLU(_Activation):
    """x where positive, otherwise a learned share of it: one share, or one for each channel."""

    expression_names: ClassVar[frozenset[str]] = frozenset({"name", "num_parameters"})
    two_axes = ("D", "L")

    num_parameters: int
    init: Fraction = Fraction(1, 4)

    def __init__(
        self,
        num_parameters: object = 1,
        init: object = Fraction(1, 4),
        device: object = None,
        dtype: object = None,
    ) -> None:
        """Take PyTorch's arguments. Raises LayerError for what PyTorch refuses."""
        super().__init__()
        self._keep(num_parameters=whole("num_parameters", num_parameters))
        self._keep_changed(init=real("init", init))

    def symbols(self, shape: Shape) -> Symbols:
        """The axes, and `n` learned shares."""
        if self.num_parameters > 1:
            check_channels(self.kind, self.num_parameters, shape[0] if shape else 1)
        return {**super().symbols(shape), "n": self.num_parameters}

    def recipe(self, quantity: str) -> Recipe:
        """One, or as many as there are channels."""
        label = LABELS[quantity]
        if quantity not in ("weights", "params", "trainable_params"):
            return Recipe(label, "0", why="it learns only slopes, and training changes all")
        shared = self.num_parameters == 1
        why = "one slope for all channels" if shared else "one slope for each channel"
        return Recipe(label, "n", terms={"n": "num_parameters"}, why=why)
