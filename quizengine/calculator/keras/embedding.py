"""Embeddings, with the arguments that Keras gives them."""

from __future__ import annotations

from quizengine.calculator.arguments import Flag, Whole
from quizengine.calculator.keras.base import KerasLayer
from quizengine.calculator.operation import Operation
from quizengine.calculator.operations import embedding


class Embedding(KerasLayer):
    """A table of `V×E`: each index of the input is replaced by its row."""

    positional = 2

    input_dim = Whole()
    output_dim = Whole()
    mask_zero = Flag(default=False)

    def make_operation(self) -> Operation:
        """Return the table."""
        return embedding.TableLookup(self.input_dim, self.output_dim, embedding.KERAS_TERMS)
