"""Recurrent layers with the arguments that PyTorch gives them."""

from __future__ import annotations

from typing import Any, ClassVar

from quizengine.calculator.arguments import Flag, Share, Whole, Word
from quizengine.calculator.errors import LayerError
from quizengine.calculator.operation import Operation
from quizengine.calculator.operations.recurrent import TORCH, RecurrentForm, StackedRecurrence
from quizengine.calculator.shape import Shape
from quizengine.calculator.torch.base import Weighted, check_features

_TWO_VECTORS = (
    "two bias vectors for each gate: one for the input, one for the hidden state",
    "PyTorch keeps two bias vectors for each gate",
)


class _Recurrent(Weighted, abstract=True):
    """The base of the recurrent layers."""

    order = ("input_size", "hidden_size", "num_layers", "nonlinearity")
    gates: ClassVar[int] = 1
    states: ClassVar[int] = 1

    input_size = Whole()
    hidden_size = Whole()
    num_layers = Whole(1)
    bias = Flag(default=True)
    batch_first = Flag(default=False)
    dropout = Share(0)
    bidirectional = Flag(default=False)
    proj_size: Any = 0

    def check_arguments(self) -> None:
        """Refuse a projection to as many values or more."""
        if self.proj_size >= self.hidden_size:
            raise LayerError(
                f"proj_size {self.proj_size} must be smaller than hidden_size {self.hidden_size}"
            )

    def make_operation(self) -> Operation:
        """Return the stacked layers."""
        layers, projection = self.num_layers, self.proj_size
        biases, why = (2, _TWO_VECTORS) if self.bias else (0, (TORCH.terms.no_bias, ""))
        form = RecurrentForm(
            TORCH, self.gates, biases, why, layers > 1, self.bidirectional, projection > 0
        )
        return StackedRecurrence(form, self.hidden_size, self.states, layers, projection)

    def check_input(self, *shapes: Shape) -> None:
        """Refuse an input that is not steps of `input_size` values."""
        if len(shapes[0]) != 2:
            raise LayerError(f"{self.kind} takes steps × input_size, not an input {shapes[0]}")
        check_features(self.kind, "input_size", self.input_size, shapes[0])


class RNN(_Recurrent):
    """A plain recurrent layer: one product with the input, one with the hidden state."""

    nonlinearity = Word("tanh", ("tanh", "relu"))


class GRU(_Recurrent):
    """A recurrent layer with three gates: reset, update and new."""

    gates = 3


class LSTM(_Recurrent):
    """A recurrent layer with four gates: input, forget, cell and output."""

    gates = 4
    states = 2

    proj_size = Whole(0, least=0)
