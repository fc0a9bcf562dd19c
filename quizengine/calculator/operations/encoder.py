"""A transformer's encoder layer: self-attention and two dense layers, each with a normalization.

Formulas: Vaswani et al., "Attention Is All You Need", 2017, sections 3.2 and 3.3.
"""

from __future__ import annotations

from functools import lru_cache

from quizengine.calculator.misconceptions import wrong
from quizengine.calculator.operation import Counts, Operation, Symbols, Trait
from quizengine.calculator.operations.weighted import Phrases, summed_cost
from quizengine.calculator.quantity import CountFormula
from quizengine.calculator.shape import Shape
from quizengine.calculator.symbols import Terms

_TERMS = Terms("bias", E="d_model", h="nhead", f="dim_feedforward", L="positions")


class TransformerEncoder(Operation):
    """Self-attention in h heads, dense layers from E to f values and back, and normalizations."""

    trait = Trait.WHOLE

    width: int
    heads: int
    hidden: int
    use_bias: bool = True

    def symbols(self, shape: Shape) -> Symbols:
        """E, h, f, and L positions."""
        return {"E": self.width, "h": self.heads, "f": self.hidden, "L": shape[0]}

    def output(self, shape: Shape, symbols: Symbols) -> Shape:
        """The shape of the input."""
        return Shape(shape, ("L", "E"))

    def counts(self, shape: Shape) -> Counts:
        """The sums over attention, two dense layers and two normalizations."""
        return _counts(self.use_bias)


@lru_cache(maxsize=2)
def _counts(use_bias: bool) -> Counts:
    biases = CountFormula("biases", "0", (), (), _TERMS, _TERMS.no_bias)
    cost = (
        ("4*L*E*E", "MACs of the four projections"),
        ("2*L*L*E", "MACs of scores and their sums"),
        ("2*L*E*f", "MACs of the dense layers"),
    )
    return Counts(
        _sum("weights", "4*E*E", "2*E*f", "2*E"),
        _sum("biases", "4*E", "(f + E)", "2*E") if use_bias else biases,
        _params(use_bias),
        summed_cost(cost, _TERMS),
    )


def _sum(what: str, *parts: str) -> CountFormula:
    """Return the sum of the parts: attention, dense layers and normalizations."""
    return CountFormula(what, " + ".join(parts), _phrases(what, parts), (), _TERMS)


def _phrases(what: str, parts: tuple[str, ...]) -> Phrases:
    owners = ("attention", "dense layers", "normalizations")
    named = zip(parts, owners, strict=True)
    return tuple([(part, f"{what} of the {owner}") for part, owner in named])


def _params(use_bias: bool) -> CountFormula:
    what, parts = "weights", ("4*E*E", "E*f + f*E", "2*E")
    if use_bias:
        what, parts = "parameters", ("4*(E*E + E)", "E*f + f + f*E + E", "4*E")
    attention, forward, norms = parts
    times = f"h*({attention}) + {forward} + {norms}"
    mistakes = (
        wrong("normalizations-forgotten", f"{attention} + {forward}"),
        wrong("attention-forgotten", f"{forward} + {norms}"),
        wrong("times-heads/torch", times, "h > 1", width="d_model"),
    )
    phrases = (
        ("E*E", "weights of one projection"),
        ("E*E + E", "parameters of one projection"),
        ("E*f", "weights of the first dense layer"),
        ("f*E", "weights of the second one"),
        *_phrases(what, parts),
    )
    text = f"({attention}) + ({forward}) + {norms}"
    why = "attention, fully connected layers, normalizations"
    return CountFormula("parameters", text, phrases, mistakes, _TERMS, why)
