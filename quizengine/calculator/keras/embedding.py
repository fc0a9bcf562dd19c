"""Embeddings: a row of learned numbers for each entry of a vocabulary."""

from __future__ import annotations

from functools import lru_cache
from math import prod
from typing import ClassVar

from quizengine.calculator.arguments import truth, whole
from quizengine.calculator.layer import LABELS, Symbols
from quizengine.calculator.old_layer import OldLayer
from quizengine.calculator.quantity import Mistake, Quantity, Recipe
from quizengine.calculator.shape import Shape, axis_names
from quizengine.calculator.windows import depth_recipe

_TERMS = {"V": "input_dim, the vocabulary", "E": "output_dim", "n": "indices in the input"}
_ROWS = depth_recipe(
    "E",
    "a row of the table for every index",
    (
        Mistake(
            "vocabulary-kept",
            "V",
            "This is the vocabulary; an index is replaced by a row of output_dim numbers.",
            "V != E",
        ),
    ),
)


class Embedding(OldLayer):
    """A table of `V×E`: each index of the input is replaced by its row."""

    expression_names: ClassVar[frozenset[str]] = frozenset({"name", "input_dim", "output_dim"})
    least_rank = 0

    input_dim: int
    output_dim: int
    mask_zero: bool = False

    def __init__(
        self,
        input_dim: object,
        output_dim: object,
        *,
        mask_zero: object = False,
        name: object = None,
        trainable: object = True,
    ) -> None:
        """Take Keras's arguments. Raises LayerError for what Keras refuses."""
        super().__init__(name, trainable)
        self._keep(
            input_dim=whole("input_dim", input_dim), output_dim=whole("output_dim", output_dim)
        )
        self._keep_changed(mask_zero=truth("mask_zero", mask_zero))

    def symbols(self, shape: Shape) -> Symbols:
        """V entries of the vocabulary, E numbers for each, n indices in the input."""
        return {"V": self.input_dim, "E": self.output_dim, "n": prod(shape)}

    def output(self, shape: Shape, symbols: Symbols) -> Shape:
        """The input with one more axis, of E numbers."""
        names = axis_names(len(shape) + 1)[:-1]
        return Shape([*shape, Quantity(_ROWS, symbols)], (*names, "E"))

    def recipe(self, quantity: str) -> Recipe:
        """V·E, however long the input is; there is no bias, and looking up multiplies nothing."""
        return _recipe(quantity)

    def kernel_shape(self, shape: Shape) -> Shape:
        """`(input_dim, output_dim)`."""
        return Shape([self.input_dim, self.output_dim], ("V", "E"))

    torch_kernel_shape = kernel_shape


@lru_cache(maxsize=8)
def _recipe(quantity: str) -> Recipe:
    label = LABELS[quantity]
    if quantity in ("weights", "params", "trainable_params"):
        why = "a row for each entry of the vocabulary; no bias"
        return Recipe(label, "V*E", (), _mistakes(), _TERMS, why)
    reasons = {
        "biases": "a table has no biases",
        "macs": "rows are looked up, not multiplied",
        "non_trainable_params": "training changes all of them",
    }
    return Recipe(label, "0", why=reasons[quantity])


def _mistakes() -> tuple[Mistake, ...]:
    return (
        Mistake(
            "times-sequence-length",
            "n*V*E",
            "The indices of the input were multiplied in; they all use one table.",
            "n > 1",
        ),
        Mistake(
            "counted-biases", "(V + 1)*E", "A bias was counted for every column; there is none."
        ),
        Mistake(
            "bias-per-row", "V*(E + 1)", "A bias was counted for every row; there is none.",
        ),
        Mistake(
            "activation-size",
            "n*E",
            "This is the size of the output, not of the table.",
            "n != V",
        ),
        Mistake("added", "V + E", "The two sides of the table were added; they are multiplied."),
        Mistake("vocabulary-forgotten", "E", "This is one row; each entry has its own.", "V > 1"),
    )  # fmt: skip
