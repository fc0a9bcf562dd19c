"""Fully connected layers along the last axis, of one input or of two.

Formulas: CS231n, "Neural Networks Part 1": each of the c units has a weight for every one of the
p values before it, and one bias; where there are more axes, the layer is applied at each position.
"""

from __future__ import annotations

from functools import lru_cache
from math import prod

from quizengine.calculator.misconceptions import wrong
from quizengine.calculator.operation import LABELS, Counts, Operation, Symbols, Trait
from quizengine.calculator.operations.weighted import (
    Miscounts,
    Mistakes,
    unbiased,
    weighted_counts,
)
from quizengine.calculator.quantity import CountFormula, Quantity, WrongFormula
from quizengine.calculator.shape import Shape
from quizengine.calculator.symbols import Terms
from quizengine.calculator.windows import depth_formula

_POSITIONS = "positions where the layer is applied"

KERAS_TERMS = Terms(p="neurons before", c="units", N=_POSITIONS)
TORCH_TERMS = Terms("bias", p="in_features", c="out_features", N=_POSITIONS)
BILINEAR_TERMS = Terms(
    "bias", p="in1_features", q="in2_features", c="out_features", N=_POSITIONS
)  # fmt: skip

_UNITS = depth_formula("c", "one value per unit")


class AffineMap(Operation):
    """The product with a matrix, plus a bias: c units see every value along the last axis."""

    trait = Trait.FEATURES
    features = "p"

    units: int
    use_bias: bool
    terms: Terms

    def symbols(self, shape: Shape) -> Symbols:
        """p values before, c units, and N positions where the layer is applied."""
        return {"p": shape.channels, "c": self.units, "N": prod(shape[:-1])}

    def output(self, shape: Shape, symbols: Symbols) -> Shape:
        """The input with its last axis replaced by the units."""
        return Shape([*shape[:-1], Quantity(_UNITS.in_words(self.terms), symbols)])

    def counts(self, shape: Shape) -> Counts:
        """The counts of c units: (p + 1)·c parameters."""
        return dense_counts(self.use_bias, self.terms)

    def kernel_shape(self, shape: Shape) -> Shape:
        """`(values before, units)`."""
        return Shape([shape.channels, self.units], ("p", "c"))

    def torch_kernel_shape(self, shape: Shape) -> Shape:
        """`(units, values before)`."""
        return Shape([self.units, shape.channels], ("c", "p"))


class BilinearMap(Operation):
    """A bilinear form for each of c outputs: a weight for each pair of values of two inputs."""

    trait = Trait.FEATURES
    inputs = 2

    units: int
    use_bias: bool

    def apply(self, inputs: tuple[Shape, ...], kind: str) -> tuple[Symbols, tuple[Shape, ...]]:
        """p and q values along the last axes; the inputs agree in all other axes."""
        first, second = inputs
        symbols: Symbols = {
            "p": first[-1], "q": second[-1], "c": self.units, "N": prod(first[:-1]),
        }  # fmt: skip
        units = Quantity(_UNITS.in_words(BILINEAR_TERMS), symbols)
        return symbols, (Shape([*first[:-1], units]),)

    def counts(self, shape: Shape) -> Counts:
        """The counts of c outputs: (p·q + 1)·c parameters."""
        return bilinear_counts(self.use_bias)


@lru_cache(maxsize=16)
def dense_counts(use_bias: bool, terms: Terms) -> Counts:
    """Return the counts of a fully connected layer."""
    without = (
        wrong("counted-biases/dense", "(p + 1)*c"),
        wrong("activation-size/dense", "c", minor=True, counted="weights"),
        wrong("flattened-first", "N*p*c", "N > 1", minor=True),
        wrong("added", "p + c"),
    )
    biases: Mistakes = (wrong("counted-biases/unbiased", "c", minor=True, owner="unit"),)
    biases, held = (_of_biases(), _with_bias()) if use_bias else (biases, without)
    mistakes = Miscounts(without, biases, held, _cost())
    return weighted_counts("p", "c", "unit", "p*c*N", (), (), mistakes, use_bias, terms)


def _with_bias() -> tuple[WrongFormula, ...]:
    return (
        wrong("missing-biases", "p*c", owner="unit"),
        wrong("one-bias-per-layer", "p*c + 1", owner="unit"),
        wrong("bias-per-input", "p*(c + 1)", "p != c"),
        wrong("bias-per-weight/dense", "2*p*c", "p > 1"),
        wrong("activation-size/dense", "c", counted="parameters"),
        wrong("added", "p + c"),
        wrong("flattened-first", "(N*p + 1)*c", "N > 1", minor=True),
    )


def _of_biases() -> tuple[WrongFormula, ...]:
    return (
        wrong("one-bias-per-layer", "1", "c > 1", minor=True, owner="unit"),
        wrong("bias-per-input", "p", minor=True),
        wrong("bias-per-weight/dense", "p*c", minor=True),
    )


def _cost() -> tuple[WrongFormula, ...]:
    return (
        wrong("flops-for-macs", "2*p*c*N"),
        wrong("counted-biases/cost", "(p + 1)*c*N", minor=True),
        wrong("one-position-cost/dense", "p*c", "N > 1", minor=True),
    )


@lru_cache(maxsize=2)
def bilinear_counts(use_bias: bool) -> Counts:
    """Return the counts of a layer of two inputs, in PyTorch's terms."""
    terms = BILINEAR_TERMS
    why = "one multiply-accumulate for each weight at each position"
    macs = CountFormula(LABELS["macs"], "p*q*c*N", terms=terms, why=why)
    weights = CountFormula("weights", "p*q*c", terms=terms)
    if not use_bias:
        return unbiased(weights, macs, terms)
    biases = CountFormula("biases", "c", terms=terms, why="one bias per output")
    mistakes = (
        wrong("missing-biases", "p*q*c", owner="output"),
        wrong("added-inputs", "(p + q + 1)*c"),
    )
    phrases = (("p*q", "pairs of values"), ("p*q + 1", "parameters per output, with its bias"))
    params = CountFormula(LABELS["params"], "(p*q + 1)*c", phrases, mistakes, terms)
    return Counts(weights, biases, params, macs)
