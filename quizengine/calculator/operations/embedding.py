"""Embeddings: a table with a row of learned numbers for each entry of a vocabulary.

Formula: V rows of E weights each, however long the input is; a row is looked up, and nothing is
multiplied.
"""

from __future__ import annotations

from functools import lru_cache
from math import prod

from quizengine.calculator.misconceptions import wrong
from quizengine.calculator.operation import LABELS, Counts, Operation, Symbols, Trait
from quizengine.calculator.quantity import CountFormula, Quantity, WrongFormula
from quizengine.calculator.shape import Shape, axis_names
from quizengine.calculator.symbols import Terms
from quizengine.calculator.windows import depth_formula

KERAS_TERMS = Terms(V="input_dim, the vocabulary", E="output_dim", n="indices in the input")
TORCH_TERMS = Terms(V="num_embeddings", E="embedding_dim", n="numbers in the input")


class TableLookup(Operation):
    """A table of V×E; each index of the input is replaced by its row."""

    trait = Trait.POINTWISE
    least_rank = 0

    entries: int
    width: int
    terms: Terms

    def symbols(self, shape: Shape) -> Symbols:
        """V entries of the vocabulary, E numbers for each, n indices in the input."""
        return {"V": self.entries, "E": self.width, "n": prod(shape)}

    def output(self, shape: Shape, symbols: Symbols) -> Shape:
        """The input with one more axis, of E numbers."""
        names = axis_names(len(shape) + 1)[:-1]
        if self.terms is TORCH_TERMS and len(shape) > 1:
            names = tuple([f"A{index + 1}" for index in range(len(shape))])
        return Shape([*shape, Quantity(_row(self.terms), symbols)], (*names, "E"))

    def counts(self, shape: Shape) -> Counts:
        """The counts of the table: V·E weights."""
        return embedding_counts(self.terms)

    def kernel_shape(self, shape: Shape) -> Shape:
        """`(entries, numbers for each)`."""
        return Shape([self.entries, self.width], ("V", "E"))

    torch_kernel_shape = kernel_shape


class PooledTableLookup(TableLookup):
    """The rows for all indices of the input, combined: their mean, sum or maximum."""

    trait = Trait.WHOLE

    def output(self, shape: Shape, symbols: Symbols) -> Shape:
        """One row of E numbers."""
        return Shape([Quantity(_row(self.terms), symbols)], ("E",))


@lru_cache(maxsize=2)
def _row(terms: Terms) -> CountFormula:
    if terms is TORCH_TERMS:
        return CountFormula("embedding", "E", terms=terms, why="one row of the table")
    kept = wrong("vocabulary-kept", "V", "V != E")
    return depth_formula("E", "a row of the table for every index", (kept,))


@lru_cache(maxsize=2)
def embedding_counts(terms: Terms) -> Counts:
    """Return the counts of a table, in the terms of a framework."""
    mistakes, why = _in_keras(), "a row for each entry of the vocabulary; no bias"
    unbiased, free = "a table has no biases", "rows are looked up, not multiplied"
    if terms is TORCH_TERMS:
        mistakes, why = _in_torch(), ""
        unbiased, free = "an embedding has no biases", "a row is looked up; nothing is multiplied"
    weights = CountFormula("weights", "V*E", (), mistakes, terms, why)
    biases = CountFormula("biases", "0", why=unbiased)
    macs = CountFormula(LABELS["macs"], "0", why=free)
    return Counts(weights, biases, weights.labelled(LABELS["params"]), macs)


def _in_keras() -> tuple[WrongFormula, ...]:
    return (
        wrong("times-sequence-length", "n*V*E", "n > 1", entries="indices"),
        wrong("counted-biases/embedding", "(V + 1)*E"),
        wrong("bias-per-row", "V*(E + 1)"),
        wrong("activation-size/embedding", "n*E", "n != V"),
        wrong("added/embedding", "V + E"),
        wrong("vocabulary-forgotten", "E", "V > 1"),
    )


def _in_torch() -> tuple[WrongFormula, ...]:
    return (
        wrong("counted-biases/torch-embedding", "(V + 1)*E"),
        wrong("added/torch-embedding", "V + E"),
        wrong("vocabulary-forgotten/torch-embedding", "E", "V > 1"),
        wrong("times-sequence-length", "n*V*E", "n > 1", minor=True, entries="numbers"),
        wrong("bias-per-row", "V*(E + 1)", minor=True),
        wrong("activation-size/embedding", "n*E", minor=True),
    )
