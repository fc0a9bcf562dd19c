"""Normalization of the last axes, and of neighbouring channels, with PyTorch's arguments."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import ClassVar

from quizengine.calculator.arguments import real, truth, whole
from quizengine.calculator.errors import LayerError
from quizengine.calculator.layer import LABELS, Symbols
from quizengine.calculator.quantity import Mistake, Recipe
from quizengine.calculator.shape import Shape
from quizengine.calculator.torch.base import OldAnyShape


class _LastAxes(OldAnyShape):
    """What normalizes the last axes together: a weight for each of their values."""

    expression_names: ClassVar[frozenset[str]] = frozenset({"name", "normalized_shape"})
    least_rank = 1

    normalized_shape: tuple[int, ...]
    elementwise_affine: bool = True
    bias: bool = True

    def _keep_shape(self, normalized_shape: object) -> None:
        axes = normalized_shape
        if not isinstance(axes, (list, tuple)):
            axes = [axes]
        if not axes:
            raise LayerError("normalized_shape needs at least one axis")
        self._keep(normalized_shape=tuple([whole("normalized_shape", axis) for axis in axes]))

    def symbols(self, shape: Shape) -> Symbols:
        """The axes; `n` values that are normalized together, or one symbol for each axis."""
        wanted = self.normalized_shape
        if tuple(shape[-len(wanted) :]) != wanted:
            raise LayerError(
                f"{self.kind} expects an input whose last axes are "
                f"{'×'.join(map(str, wanted))}, gets {shape}"
            )
        named = zip(_symbols(len(wanted)), wanted, strict=True)
        return {**super().symbols(shape), **dict(named)}

    def recipe(self, quantity: str) -> Recipe:
        """A weight, and where there are biases a bias, for each normalized value."""
        count = len(self.normalized_shape)
        return _last_recipe(quantity, count, self.elementwise_affine, self.bias)


@lru_cache(maxsize=16)
def _symbols(count: int) -> tuple[str, ...]:
    return ("n",) if count == 1 else tuple(f"n{place + 1}" for place in range(count))


@lru_cache(maxsize=64)
def _last_recipe(quantity: str, count: int, affine: bool, bias: bool) -> Recipe:
    label, symbols = LABELS[quantity], _symbols(count)
    words = [f"normalized_shape[{place}]" for place in range(count)]
    terms = dict(zip(symbols, words if count > 1 else ["normalized_shape"], strict=True))
    values = "*".join(symbols)
    if quantity == "macs":
        return Recipe(label, "0", why="only matrix products and convolutions are counted")
    if quantity == "non_trainable_params":
        return Recipe(label, "0", why="training changes all of them")
    if not affine:
        return Recipe(label, "0", why="elementwise_affine=False: it learns nothing")
    if quantity == "weights":
        return Recipe(label, values, terms=terms, why="one weight per normalized value")
    if quantity == "biases":
        why = "one bias per normalized value" if bias else "there are no biases"
        return Recipe(label, values if bias else "0", terms=terms, why=why)
    if not bias:
        why = "a weight per normalized value, and no bias"
        mistake = Mistake(
            "counted-biases", f"2*{values}", "Biases were counted; this layer has none."
        )
        return Recipe(label, values, (), (mistake,), terms, why)
    mistakes = [
        Mistake(
            "offset-forgotten", values, "The biases are missing: there are as many as weights."
        ),
        Mistake(
            "statistics-counted",
            f"4*{values}",
            "Two moving statistics were counted in, as batch normalization has them; here mean "
            "and variance are taken afresh from every sample.",
            minor=True,
        ),
        Mistake(
            "one-set-per-layer",
            "2",
            "One set was counted for the whole layer; every normalized value has its own.",
            when=f"{values} > 1",
            minor=True,
        ),
    ]
    if count > 1:
        mistakes.append(
            Mistake(
                "last-axis-only",
                f"2*{symbols[-1]}",
                "Only the last axis was counted; all of normalized_shape is multiplied.",
                when=f"{values} > {symbols[-1]}",
            )
        )
    phrases = ((values, "values normalized together"),) if count > 1 else ()
    why = "a weight and a bias per normalized value"
    return Recipe(label, f"2*{values}", phrases, tuple(mistakes), terms, why)


class LayerNorm(_LastAxes):
    """The last axes, normalized together at each of the other places."""

    eps: Fraction = Fraction(1, 100_000)

    def __init__(
        self,
        normalized_shape: object,
        eps: object = Fraction(1, 100_000),
        elementwise_affine: object = True,
        bias: object = True,
        device: object = None,
        dtype: object = None,
    ) -> None:
        """Take PyTorch's arguments. Raises LayerError for what PyTorch refuses."""
        super().__init__()
        self._keep_shape(normalized_shape)
        self._keep_changed(
            eps=real("eps", eps),
            elementwise_affine=truth("elementwise_affine", elementwise_affine),
            bias=truth("bias", bias),
        )


class RMSNorm(_LastAxes):
    """The last axes, divided by the root of their mean square; it has no biases."""

    bias = False
    eps: Fraction | None = None

    def __init__(
        self,
        normalized_shape: object,
        eps: object = None,
        elementwise_affine: object = True,
        device: object = None,
        dtype: object = None,
    ) -> None:
        """Take PyTorch's arguments. Raises LayerError for what PyTorch refuses."""
        super().__init__()
        self._keep_shape(normalized_shape)
        self._keep_changed(
            eps=None if eps is None else real("eps", eps),
            elementwise_affine=truth("elementwise_affine", elementwise_affine),
        )


class LocalResponseNorm(OldAnyShape):
    """Each value, divided by the strength of its neighbours in `size` channels."""

    expression_names: ClassVar[frozenset[str]] = frozenset({"name", "size"})
    neutral = "it divides by neighbouring values; it learns nothing"
    two_axes = ("D", "L")

    size: int
    alpha: Fraction = Fraction(1, 10_000)
    beta: Fraction = Fraction(3, 4)
    k: Fraction = Fraction(1)

    def __init__(
        self,
        size: object,
        alpha: object = Fraction(1, 10_000),
        beta: object = Fraction(3, 4),
        k: object = 1,
    ) -> None:
        """Take PyTorch's arguments. Raises LayerError for what PyTorch refuses."""
        super().__init__()
        self._keep(size=whole("size", size))
        self._keep_changed(alpha=real("alpha", alpha), beta=real("beta", beta), k=real("k", k))

    def symbols(self, shape: Shape) -> Symbols:
        """The axes. Raises LayerError where there are only channels."""
        if len(shape) < 2:
            raise LayerError(f"{self.kind} takes channels and at least one more axis, not {shape}")
        return super().symbols(shape)
