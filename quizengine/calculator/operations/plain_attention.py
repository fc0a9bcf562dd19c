"""Attention without projections: scores of queries with keys, and sums weighted by them."""

from __future__ import annotations

from functools import lru_cache

from quizengine.calculator.errors import LayerError
from quizengine.calculator.operation import LABELS, Counts, Operation, Symbols, Trait
from quizengine.calculator.operations.attention import query_value_key
from quizengine.calculator.operations.weighted import summed_cost
from quizengine.calculator.quantity import CountFormula, Quantity
from quizengine.calculator.shape import Shape
from quizengine.calculator.symbols import Terms
from quizengine.calculator.windows import depth_formula

_TERMS = Terms(
    D="query and key features", Dv="value features", Tq="query positions", Tv="value positions"
)
_AS_VALUE = depth_formula("Dv", "sums of values have the values' features")


class PlainAttention(Operation):
    """A sum of values for each query, weighted by its scores with the keys; all are `L×D`.

    `scales` is the formula text of the learned scales: `"D"`, or a number. `products` is whether
    scores are products of query and key, which cost multiplications, and not sums.
    """

    trait = Trait.WHOLE
    inputs = None

    scales: str
    products: bool

    def apply(self, inputs: tuple[Shape, ...], kind: str) -> tuple[Symbols, tuple[Shape, ...]]:
        """Take a query, a value and perhaps a key. Raises LayerError where they do not fit."""
        query, value, key = query_value_key(kind, inputs)
        if len(query) != 2 or len(value) != 2:
            raise LayerError(f"{kind} takes inputs of L×D, not {query} and {value}")
        if query[-1] != key[-1]:
            raise LayerError(
                f"a query has {query[-1]} features and a key {key[-1]}: there is no score"
            )
        symbols: Symbols = {
            "D": int(query[1]), "Dv": int(value[1]), "Tq": int(query[0]), "Tv": int(value[0]),
        }  # fmt: skip
        return symbols, (Shape([query[0], Quantity(_AS_VALUE, symbols)], ("L", "Dv")),)

    def counts(self, shape: Shape) -> Counts:
        """The scales, and a multiplication for each pair of positions and each feature."""
        return _counts(self.scales, self.products)


@lru_cache(maxsize=16)
def _counts(scales: str, products: bool) -> Counts:
    why = "the scale of the scores; there are no projections" if scales != "0" else (
        "it multiplies what comes in; there are no projections and no scale"
    )  # fmt: skip
    weights = CountFormula("weights", scales, terms=_TERMS, why=why)
    biases = CountFormula("biases", "0", why="there is nothing but the scale")
    sums = ("Tq*Tv*Dv", "MACs for the weighted sums")
    phrases = (("Tq*Tv*D", "MACs for the scores"), sums) if products else (sums,)
    return Counts(
        weights, biases, weights.labelled("parameters"),
        summed_cost(phrases, _TERMS),
        non_trainable=biases.labelled(LABELS["non_trainable_params"]),
    )  # fmt: skip
