"""Attention without projections, with the arguments that Keras gives it."""

from __future__ import annotations

from quizengine.calculator.arguments import Flag, Share, Word
from quizengine.calculator.keras.base import KerasLayer
from quizengine.calculator.operation import Operation
from quizengine.calculator.operations.plain_attention import PlainAttention


class Attention(KerasLayer):
    """Dot-product attention, Luong et al. 2015: scores are products of query and key."""

    use_scale = Flag(default=False)
    score_mode = Word("dot", ("dot", "concat"))
    dropout = Share(0)

    def make_operation(self) -> Operation:
        """Return the attention; `use_scale` and `score_mode="concat"` each add a scale."""
        concat = self.score_mode == "concat"
        return PlainAttention(str(self.use_scale + concat), not concat)


class AdditiveAttention(KerasLayer):
    """Additive attention, Bahdanau et al. 2015: scores are sums of query and key under a tanh."""

    use_scale = Flag(default=True)
    dropout = Share(0)

    def make_operation(self) -> Operation:
        """Return the attention, with a scale for every feature."""
        return PlainAttention("D" if self.use_scale else "0", products=False)
