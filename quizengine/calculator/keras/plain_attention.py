"""Attention without projections: scores between what comes in, and sums weighted by them."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from quizengine.calculator.arguments import truth
from quizengine.calculator.errors import LayerError, shown
from quizengine.calculator.keras.attention import query_value_key, share_of
from quizengine.calculator.layer import LABELS, Symbols
from quizengine.calculator.old_layer import OldLayer
from quizengine.calculator.quantity import Mistake, Quantity, Recipe
from quizengine.calculator.shape import Shape
from quizengine.calculator.windows import depth_recipe

_AS_VALUE = depth_recipe("Dv", "sums of values have the values' features")
_TERMS = {
    "D": "query and key features",
    "Dv": "value features",
    "Tq": "query positions",
    "Tv": "value positions",
}


class _PlainAttention(OldLayer):
    """What the two share: inputs of `L×D`, and an output of a weighted sum for each query."""

    use_scale: bool
    dropout: Fraction = Fraction(0)

    def apply(self, inputs: tuple[Shape, ...]) -> tuple[Symbols, tuple[Shape, ...]]:
        """A query, a value, and perhaps a key. Raises LayerError where they do not go together."""
        query, value, key = query_value_key(self.kind, inputs)
        if len(query) != 2 or len(value) != 2:
            raise LayerError(f"{self.kind} takes inputs of L×D, not {query} and {value}")
        symbols: Symbols = {
            "D": int(query[-1]),
            "Dv": int(value[-1]),
            "Tq": int(query[0]),
            "Tv": int(value[0]),
        }
        if query[-1] != key[-1]:
            raise LayerError(
                f"a query has {query[-1]} features and a key {key[-1]}: there is no score"
            )
        return symbols, (Shape([query[0], Quantity(_AS_VALUE, symbols)], ("L", "Dv")),)


class Attention(_PlainAttention):
    """Dot-product attention, Luong et al. 2015: scores are products of query and key."""

    use_scale: bool = False
    score_mode: str = "dot"

    def __init__(
        self,
        use_scale: object = False,
        score_mode: object = "dot",
        dropout: object = 0,
        *,
        name: object = None,
        trainable: object = True,
    ) -> None:
        """Take Keras's arguments. Raises LayerError for what Keras refuses."""
        super().__init__(name, trainable)
        if score_mode not in ("dot", "concat"):
            raise LayerError(f'score_mode must be "dot" or "concat", not {shown(score_mode)}')
        self._keep_changed(
            use_scale=truth("use_scale", use_scale),
            score_mode=score_mode,
            dropout=share_of(dropout),
        )

    def recipe(self, quantity: str) -> Recipe:
        """A single scale where it is asked for, and one more with `score_mode="concat"`."""
        concat = self.score_mode == "concat"
        return _plain_recipe(quantity, str(self.use_scale + concat), not concat)


class AdditiveAttention(_PlainAttention):
    """Additive attention, Bahdanau et al. 2015: scores are sums of query and key under a tanh."""

    use_scale: bool = True

    def __init__(
        self,
        use_scale: object = True,
        dropout: object = 0,
        *,
        name: object = None,
        trainable: object = True,
    ) -> None:
        """Take Keras's arguments. Raises LayerError for what Keras refuses."""
        super().__init__(name, trainable)
        self._keep_changed(use_scale=truth("use_scale", use_scale), dropout=share_of(dropout))

    def recipe(self, quantity: str) -> Recipe:
        """One scale for every feature; there are no projections."""
        return _plain_recipe(quantity, "D" if self.use_scale else "0", False)


@lru_cache(maxsize=64)
def _plain_recipe(quantity: str, scales: str, products: bool) -> Recipe:
    label = LABELS[quantity]
    if quantity in ("weights", "params", "trainable_params"):
        why = "the scale of the scores; there are no projections" if scales != "0" else (
            "it multiplies what comes in; there are no projections and no scale"
        )  # fmt: skip
        return Recipe(label, scales, terms=_TERMS, why=why)
    if quantity == "macs":
        text = "Tq*Tv*D + Tq*Tv*Dv" if products else "Tq*Tv*Dv"
        phrases = (("Tq*Tv*D", "MACs for the scores"), ("Tq*Tv*Dv", "MACs for the weighted sums"))
        flops = Mistake(
            "flops-for-macs",
            f"2*({text})",
            "These are floating-point operations: one multiply-accumulate is two of them.",
        )
        return Recipe(label, text, phrases if products else phrases[1:], (flops,), _TERMS)
    return Recipe(label, "0", why="there is nothing but the scale")
