"""Recurrent layers with the arguments that Keras gives them."""

from __future__ import annotations

from typing import Any, ClassVar

from quizengine.calculator.arguments import ActivationName, Custom, Flag, Real, Whole, boolean
from quizengine.calculator.keras.base import KerasLayer
from quizengine.calculator.operation import Operation
from quizengine.calculator.operations.recurrent import KERAS, RecurrentForm, SingleRecurrence


class RecurrentLayer(KerasLayer, abstract=True):
    """The base of the recurrent layers; an input is `L×x`, L steps of x features each.

    With `return_sequences` the units' values of every step are the output, else those of the
    last; with `return_state` the final states follow as outputs of their own.
    """

    positional = 3
    gates: ClassVar[int]
    states: ClassVar[int] = 1

    units = Whole()
    activation = ActivationName("tanh")
    use_bias = Flag(default=True)
    dropout = Real(0)
    recurrent_dropout = Real(0)
    return_sequences = Flag(default=False)
    return_state = Flag(default=False)
    go_backwards = Flag(default=False)
    stateful = Flag(default=False)
    unroll = Flag(default=False)

    reset_after: Any = False

    def make_operation(self) -> Operation:
        """Return one layer in one direction."""
        each = "each unit and gate" if self.gates > 1 else "each unit"
        biases, why = 1, f"one bias for {each}, where PyTorch has two"
        if not self.use_bias:
            biases, why = 0, KERAS.terms.no_bias
        elif self.reset_after:
            biases, why = 2, f"reset_after=True, the default: two biases for {each}"
        elif self.gates == 3:
            why = f"reset_after=False: {why}"
        form = RecurrentForm(KERAS, self.gates, biases, (why, why))
        return SingleRecurrence(
            form, self.units, self.states, self.return_sequences, self.return_state
        )


class SimpleRNN(RecurrentLayer):
    """A fully connected layer over the step's input and its own last output; no gates."""

    gates = 1


def _truth_or_auto(name: str, value: object) -> object:
    return value if value == "auto" else boolean(name, value)


class _Gated(RecurrentLayer, abstract=True):
    """The base of LSTM and GRU."""

    order = (
        "units", "activation", "recurrent_activation", "use_bias", "unit_forget_bias",
        "reset_after",
    )  # fmt: skip
    positional = 4

    recurrent_activation = ActivationName("sigmoid")
    use_cudnn = Custom(_truth_or_auto, "auto")


class LSTM(_Gated):
    """Long short-term memory: three gates and a candidate; a hidden and a cell state."""

    gates = 4
    states = 2

    unit_forget_bias = Flag(default=True)


class GRU(_Gated):
    """Gated recurrent unit: two gates and a candidate.

    With `reset_after`, Keras's default, the candidate is computed as cuDNN and PyTorch do, and
    each unit has two biases in each gate.
    """

    gates = 3

    reset_after = Flag(default=True)
