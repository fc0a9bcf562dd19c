"""Recurrent layers: one step after another with the same weights."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from quizengine.calculator.arguments import activation_of, real, truth, whole
from quizengine.calculator.errors import LayerError
from quizengine.calculator.keras.recurrent_counts import recurrent_recipe
from quizengine.calculator.layer import Symbols
from quizengine.calculator.old_layer import OldLayer
from quizengine.calculator.quantity import Mistake, Quantity, Recipe
from quizengine.calculator.shape import Shape
from quizengine.calculator.windows import depth_recipe

_INPUT_KEPT = Mistake(
    "features-kept",
    "x",
    "The features of the input were kept; a recurrent layer gives one value per unit.",
    "x != u",
)
UNITS = depth_recipe("u", "one value per unit", (_INPUT_KEPT,))
"""The last axis of what a recurrent layer gives."""


class Recurrent(OldLayer):
    """What recurrent layers share: an input of `L×x`, L steps of x features each.

    With `return_sequences` the units' values of every step are the output, else those of the
    last; with `return_state` the final states follow as outputs of their own.
    """

    expression_names: ClassVar[frozenset[str]] = frozenset(
        {"name", "units", "use_bias", "return_sequences", "return_state"}
    )
    features = "x"
    gates: ClassVar[int]
    states: ClassVar[int] = 1

    units: int
    activation: str | None = "tanh"
    use_bias: bool = True
    dropout: Fraction = Fraction(0)
    recurrent_dropout: Fraction = Fraction(0)
    return_sequences: bool = False
    return_state: bool = False
    go_backwards: bool = False
    stateful: bool = False
    unroll: bool = False

    def __init__(
        self,
        units: object,
        activation: object = "tanh",
        use_bias: object = True,
        *,
        dropout: object = 0,
        recurrent_dropout: object = 0,
        return_sequences: object = False,
        return_state: object = False,
        go_backwards: object = False,
        stateful: object = False,
        unroll: object = False,
        name: object = None,
        trainable: object = True,
    ) -> None:
        """Take Keras's arguments. Raises LayerError for what Keras refuses."""
        super().__init__(name, trainable)
        self._keep(units=whole("units", units))
        self._keep_changed(
            activation=activation_of(activation),
            use_bias=truth("use_bias", use_bias),
            dropout=real("dropout", dropout),
            recurrent_dropout=real("recurrent_dropout", recurrent_dropout),
            return_sequences=truth("return_sequences", return_sequences),
            return_state=truth("return_state", return_state),
            go_backwards=truth("go_backwards", go_backwards),
            stateful=truth("stateful", stateful),
            unroll=truth("unroll", unroll),
        )

    def apply(self, inputs: tuple[Shape, ...]) -> tuple[Symbols, tuple[Shape, ...]]:
        """A sequence, and the states to begin with where they are given.

        Raises LayerError unless the sequence is steps of features, and each state the units.
        """
        shape, *states = inputs or (Shape([]),)
        if len(shape) != 2:
            raise LayerError(f"{self.kind} takes an input of L×D, steps of features, not {shape}")
        if states and len(states) != self.states:
            raise LayerError(f"{self.kind} begins with {self.states} states, not {len(states)}")
        for state in states:
            if state != (self.units,):
                raise LayerError(f"a state has {self.units} values, one per unit, not {state}")
        symbols: Symbols = {"L": int(shape[0]), "x": int(shape[1]), "u": self.units}
        units = Quantity(UNITS, symbols)
        last = Shape([units], ("u",))
        output = Shape([shape[0], units], ("L", "u")) if self.return_sequences else last
        return symbols, (output, *(last,) * (self.states * self.return_state))

    @property
    def bias_count(self) -> int:
        """How many biases each unit has in each gate."""
        return 1 if self.use_bias else 0

    @property
    def bias_reason(self) -> str:
        """What that number is owed to."""
        if not self.use_bias:
            return "use_bias=False: there are none"
        each = "each unit and gate" if self.gates > 1 else "each unit"
        return f"one bias for {each}, where PyTorch has two"

    def recipe(self, quantity: str) -> Recipe:
        """For each gate (x + u)·u weights and its biases."""
        return recurrent_recipe(quantity, self.gates, self.bias_count, self.bias_reason)


class SimpleRNN(Recurrent):
    """A fully connected layer over the step's input and its own last output; no gates."""

    gates = 1


class _Gated(Recurrent):
    """What LSTM and GRU share."""

    recurrent_activation: str | None = "sigmoid"
    use_cudnn: bool | str = "auto"

    def _keep_gates(self, recurrent_activation: object, use_cudnn: object) -> None:
        if use_cudnn != "auto":
            truth("use_cudnn", use_cudnn)
        word = activation_of(recurrent_activation)
        self._keep_changed(recurrent_activation=word, use_cudnn=use_cudnn)


class LSTM(_Gated):
    """Long short-term memory: three gates and a candidate; a hidden and a cell state."""

    gates = 4
    states = 2

    unit_forget_bias: bool = True

    def __init__(
        self,
        units: object,
        activation: object = "tanh",
        recurrent_activation: object = "sigmoid",
        use_bias: object = True,
        *,
        unit_forget_bias: object = True,
        dropout: object = 0,
        recurrent_dropout: object = 0,
        return_sequences: object = False,
        return_state: object = False,
        go_backwards: object = False,
        stateful: object = False,
        unroll: object = False,
        use_cudnn: object = "auto",
        name: object = None,
        trainable: object = True,
    ) -> None:
        """Take Keras's arguments. Raises LayerError for what Keras refuses."""
        super().__init__(
            units,
            activation,
            use_bias,
            dropout=dropout,
            recurrent_dropout=recurrent_dropout,
            return_sequences=return_sequences,
            return_state=return_state,
            go_backwards=go_backwards,
            stateful=stateful,
            unroll=unroll,
            name=name,
            trainable=trainable,
        )
        self._keep_gates(recurrent_activation, use_cudnn)
        self._keep_changed(unit_forget_bias=truth("unit_forget_bias", unit_forget_bias))


class GRU(_Gated):
    """Gated recurrent unit: two gates and a candidate.

    With `reset_after`, Keras's default, the candidate is computed as cuDNN and PyTorch do, and
    each unit has two biases in each gate.
    """

    expression_names: ClassVar[frozenset[str]] = Recurrent.expression_names | {"reset_after"}
    gates = 3

    reset_after: bool = True

    def __init__(
        self,
        units: object,
        activation: object = "tanh",
        recurrent_activation: object = "sigmoid",
        use_bias: object = True,
        *,
        reset_after: object = True,
        dropout: object = 0,
        recurrent_dropout: object = 0,
        return_sequences: object = False,
        return_state: object = False,
        go_backwards: object = False,
        stateful: object = False,
        unroll: object = False,
        use_cudnn: object = "auto",
        name: object = None,
        trainable: object = True,
    ) -> None:
        """Take Keras's arguments. Raises LayerError for what Keras refuses."""
        super().__init__(
            units,
            activation,
            use_bias,
            dropout=dropout,
            recurrent_dropout=recurrent_dropout,
            return_sequences=return_sequences,
            return_state=return_state,
            go_backwards=go_backwards,
            stateful=stateful,
            unroll=unroll,
            name=name,
            trainable=trainable,
        )
        self._keep_gates(recurrent_activation, use_cudnn)
        self._keep_changed(reset_after=truth("reset_after", reset_after))

    @property
    def bias_count(self) -> int:
        """Two with `reset_after`, else one."""
        return 1 + self.reset_after if self.use_bias else 0

    @property
    def bias_reason(self) -> str:
        """What that number is owed to."""
        if self.use_bias and self.reset_after:
            return "reset_after=True, the default: two biases for each unit and gate"
        reason = super().bias_reason
        return f"reset_after=False: {reason}" if self.use_bias else reason
