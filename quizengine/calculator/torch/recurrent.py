"""Recurrent layers with PyTorch's arguments."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from quizengine.calculator.arguments import truth, whole
from quizengine.calculator.errors import LayerError
from quizengine.calculator.layer import Symbols
from quizengine.calculator.quantity import Quantity, Recipe
from quizengine.calculator.shape import Shape
from quizengine.calculator.torch.base import OldTorchLayer, check_features, one_of, only
from quizengine.calculator.torch.dropout import probability
from quizengine.calculator.torch.recurrent_counts import Form, output_recipe, recurrent_recipe


class _Recurrent(OldTorchLayer):
    """What the recurrent layers share."""

    expression_names: ClassVar[frozenset[str]] = frozenset(
        {"name", "input_size", "hidden_size", "num_layers", "bias", "bidirectional"}
    )
    features = "x"
    gates: ClassVar[int] = 1
    states: ClassVar[int] = 1
    """How many states a step hands to the next: the hidden one, and an LSTM's cell."""

    input_size: int
    hidden_size: int
    num_layers: int = 1
    bias: bool = True
    batch_first: bool = False
    dropout: Fraction = Fraction(0)
    bidirectional: bool = False
    proj_size: int = 0

    def __init__(
        self,
        input_size: object,
        hidden_size: object,
        num_layers: object = 1,
        bias: object = True,
        batch_first: object = False,
        dropout: object = 0,
        bidirectional: object = False,
        device: object = None,
        dtype: object = None,
    ) -> None:
        """Take PyTorch's arguments. Raises LayerError for what PyTorch refuses."""
        super().__init__()
        self._keep(
            input_size=whole("input_size", input_size),
            hidden_size=whole("hidden_size", hidden_size),
        )
        self._keep_changed(
            num_layers=whole("num_layers", num_layers),
            bias=truth("bias", bias),
            batch_first=truth("batch_first", batch_first),
            dropout=probability("dropout", dropout),
            bidirectional=truth("bidirectional", bidirectional),
        )

    @property
    def _form(self) -> Form:
        return Form(
            self.gates, self.num_layers > 1, self.bias, self.bidirectional, self.proj_size > 0
        )

    def apply(self, inputs: tuple[Shape, ...]) -> tuple[Symbols, tuple[Shape, ...]]:
        """What every step gives, then the last states of every layer and direction."""
        shape = only(self.kind, inputs)
        if len(shape) != 2:
            raise LayerError(f"{self.kind} takes steps × input_size, not an input {shape}")
        check_features(self.kind, "input_size", self.input_size, shape)
        symbols: Symbols = {"L": shape[0], "x": self.input_size, "h": self.hidden_size}
        if self.num_layers > 1:
            symbols["N"] = self.num_layers
        if self.proj_size:
            symbols["p"] = self.proj_size
        form = self._form
        values = Quantity(output_recipe(form), symbols)
        output = Shape([shape[0], values], ("L", "K"))
        rows = self.num_layers * form.directions
        widths = (self.proj_size or self.hidden_size, self.hidden_size)[: self.states]
        return symbols, (output, *(Shape([rows, width], ("A1", "A2")) for width in widths))

    def recipe(self, quantity: str) -> Recipe:
        """For each gate, layer and direction: input and recurrent weights and two biases."""
        return recurrent_recipe(quantity, self._form)


class RNN(_Recurrent):
    """A plain recurrent layer: one product with the input, one with the hidden state."""

    nonlinearity: str = "tanh"

    def __init__(
        self,
        input_size: object,
        hidden_size: object,
        num_layers: object = 1,
        nonlinearity: object = "tanh",
        bias: object = True,
        batch_first: object = False,
        dropout: object = 0,
        bidirectional: object = False,
        device: object = None,
        dtype: object = None,
    ) -> None:
        """Take PyTorch's arguments. Raises LayerError for what PyTorch refuses."""
        super().__init__(
            input_size, hidden_size, num_layers, bias, batch_first, dropout, bidirectional
        )
        self._keep_changed(
            nonlinearity=one_of("nonlinearity", nonlinearity, ("tanh", "relu")),
        )


class GRU(_Recurrent):
    """A recurrent layer with three gates: reset, update and new."""

    gates = 3


class LSTM(_Recurrent):
    """A recurrent layer with four gates: input, forget, cell and output."""

    expression_names: ClassVar[frozenset[str]] = _Recurrent.expression_names | {"proj_size"}
    gates = 4
    states = 2

    def __init__(
        self,
        input_size: object,
        hidden_size: object,
        num_layers: object = 1,
        bias: object = True,
        batch_first: object = False,
        dropout: object = 0,
        bidirectional: object = False,
        proj_size: object = 0,
        device: object = None,
        dtype: object = None,
    ) -> None:
        """Take PyTorch's arguments. Raises LayerError for what PyTorch refuses."""
        super().__init__(
            input_size, hidden_size, num_layers, bias, batch_first, dropout, bidirectional
        )
        values = whole("proj_size", proj_size, least=0)
        if values >= self.hidden_size:
            raise LayerError(
                f"proj_size {values} must be smaller than hidden_size {self.hidden_size}"
            )
        self._keep_changed(proj_size=values)
