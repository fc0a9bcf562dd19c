"""Fully connected layers."""

from __future__ import annotations

from functools import lru_cache
from typing import ClassVar

from quizengine.calculator.arguments import activation_of, truth, whole
from quizengine.calculator.layer import LABELS, Symbols
from quizengine.calculator.old_layer import OldLayer
from quizengine.calculator.quantity import Mistake, Quantity, Recipe
from quizengine.calculator.shape import Shape
from quizengine.calculator.windows import depth_recipe

_TERMS = {"p": "neurons before", "c": "units", "N": "places where the layer is applied"}
UNITS = depth_recipe("c", "one value per unit")


class Dense(OldLayer):
    """A fully connected layer: every unit sees every value along the input's last axis."""

    expression_names: ClassVar[frozenset[str]] = frozenset({"name", "units", "use_bias"})
    features = "p"

    units: int
    activation: str | None
    use_bias: bool

    def __init__(
        self,
        units: object,
        activation: object = None,
        use_bias: object = True,
        name: object = None,
        trainable: object = True,
    ) -> None:
        """Take Keras's arguments. Raises LayerError for what Keras refuses."""
        super().__init__(name, trainable)
        self._keep(
            units=whole("units", units),
            activation=activation_of(activation),
            use_bias=truth("use_bias", use_bias),
        )

    def symbols(self, shape: Shape) -> Symbols:
        """`p` values before, `c` units, and `N` places where the layer is applied."""
        places = 1
        for axis in shape[:-1]:
            places *= axis
        return {"p": shape.channels, "c": self.units, "N": places}

    def output(self, shape: Shape, symbols: Symbols) -> Shape:
        """The input with its last axis replaced by the units."""
        units = Quantity(UNITS, symbols)
        return Shape([*shape[:-1], units])

    def recipe(self, quantity: str) -> Recipe:
        """(p + 1)·c: for each unit a weight per value before it, and a bias."""
        return dense_recipe(quantity, self.use_bias)

    def kernel_shape(self, shape: Shape) -> Shape:
        """`(values before, units)`."""
        return Shape([shape.channels, self.units], ("p", "c"))

    def torch_kernel_shape(self, shape: Shape) -> Shape:
        """`(units, values before)`."""
        return Shape([self.units, shape.channels], ("c", "p"))


@lru_cache(maxsize=32)
def dense_recipe(quantity: str, use_bias: bool) -> Recipe:
    """The recipe of one quantity of a fully connected layer."""
    if quantity == "weights":
        return Recipe("weights", "p*c", (), _without_bias(), _TERMS)
    if quantity == "biases":
        why = "one bias per unit" if use_bias else "use_bias=False: there are none"
        mistakes = _of_biases() if use_bias else _NO_BIASES
        return Recipe("biases", "c" if use_bias else "0", (), mistakes, _TERMS, why)
    if quantity in ("params", "trainable_params"):
        label = LABELS[quantity]
        if not use_bias:
            return Recipe(label, "p*c", (), _without_bias(), _TERMS)
        phrases = (("p + 1", "parameters per unit, with its bias"),)
        return Recipe(label, "(p + 1)*c", phrases, _with_bias(), _TERMS)
    if quantity == "macs":
        flops = Mistake(
            "flops-for-macs",
            "2*p*c*N",
            "These are floating-point operations: one multiply-accumulate is two of them.",
        )
        return Recipe("multiply-accumulates", "p*c*N", (), (flops, *_cost()), _TERMS)
    return Recipe(LABELS[quantity], "0", why="training changes all of them")


_NO_BIASES = (
    Mistake(
        "counted-biases", "c", "One bias per unit was counted; this layer has none.", minor=True
    ),
)


def _of_biases() -> tuple[Mistake, ...]:
    return (
        Mistake(
            "one-bias-per-layer",
            "1",
            "One bias was counted for the whole layer; every unit has its own.",
            when="c > 1",
            seen="the first version of a Coursera table: 48,001 for 48,120",
            minor=True,
        ),
        Mistake(
            "bias-per-input",
            "p",
            "A bias was counted for every input; it is the units that have one each.",
            seen="a question on Cross Validated: 32,896 for 33,024",
            minor=True,
        ),
        Mistake(
            "bias-per-weight",
            "p*c",
            "A bias was counted for every weight; every unit has one.",
            minor=True,
        ),
    )


def _cost() -> tuple[Mistake, ...]:
    return (
        Mistake(
            "counted-biases",
            "(p + 1)*c*N",
            "The biases were counted in; adding one is no multiply-accumulate.",
            minor=True,
        ),
        Mistake(
            "one-position-cost",
            "p*c",
            "This is the cost at one place; the layer is applied at each of them.",
            when="N > 1",
            minor=True,
        ),
    )


def _flattened(formula: str) -> Mistake:
    return Mistake(
        "flattened-first",
        formula,
        "All axes were put in one row; without Flatten the layer works along the last axis alone.",
        when="N > 1",
        seen="questions on Stack Overflow about Dense on several axes",
        minor=True,
    )


def _with_bias() -> tuple[Mistake, ...]:
    return (
        Mistake(
            "missing-biases",
            "p*c",
            "These are the weights alone: every unit also has a bias.",
            seen="a question on Data Science Stack Exchange",
        ),
        Mistake(
            "one-bias-per-layer",
            "p*c + 1",
            "One bias was counted for the whole layer; every unit has its own.",
            seen="the first version of a Coursera table: 48,001 for 48,120",
        ),
        Mistake(
            "bias-per-input",
            "p*(c + 1)",
            "A bias was counted for every input; it is the units that have one each.",
            when="p != c",
            seen="a question on Cross Validated: 32,896 for 33,024",
        ),
        Mistake(
            "bias-per-weight",
            "2*p*c",
            "A bias was counted for every weight; every unit has one.",
            when="p > 1",
        ),
        Mistake(
            "activation-size",
            "c",
            "This is the number of units, not of their parameters.",
            seen="a question on Data Science Stack Exchange: 23 for 24",
        ),
        Mistake(
            "added",
            "p + c",
            "The two sides were added; they are multiplied: every unit sees every value.",
        ),
        _flattened("(N*p + 1)*c"),
    )


def _without_bias() -> tuple[Mistake, ...]:
    return (
        Mistake(
            "counted-biases", "(p + 1)*c", "The biases were counted in; here only weights count."
        ),
        Mistake(
            "activation-size",
            "c",
            "This is the number of units, not of their weights.",
            minor=True,
        ),
        _flattened("N*p*c"),
        Mistake(
            "added",
            "p + c",
            "The two sides were added; they are multiplied: every unit sees every value.",
        ),
    )
