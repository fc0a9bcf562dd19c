"""Recurrent layers with PyTorch's arguments.

Formulas: PyTorch's documentation of RNN, LSTM and GRU: each of g gates has h·x input weights,
h·h recurrent weights (h·p with a projection to p values) and two bias vectors of h, one for each
of the two products. A deeper layer takes what the layer below gives, of both directions.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import ClassVar, NamedTuple

from quizengine.calculator.arguments import truth, whole
from quizengine.calculator.errors import LayerError
from quizengine.calculator.layer import LABELS, Symbols
from quizengine.calculator.quantity import Mistake, Quantity, Recipe
from quizengine.calculator.shape import Shape
from quizengine.calculator.torch.base import TorchLayer, check_features, one_of, only
from quizengine.calculator.torch.dropout import probability

_TERMS = {
    "x": "input_size", "h": "hidden_size", "N": "num_layers", "p": "proj_size",
    "L": "steps",
}  # fmt: skip


class _Recurrent(TorchLayer):
    """What the recurrent layers share."""

    expression_names: ClassVar[frozenset[str]] = frozenset(
        {"name", "input_size", "hidden_size", "num_layers", "bias", "bidirectional"}
    )
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
    def _form(self) -> _Form:
        return _Form(
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
        values = Quantity(_output_recipe(form), symbols)
        output = Shape([shape[0], values], ("L", "K"))
        rows = self.num_layers * form.directions
        widths = (self.proj_size or self.hidden_size, self.hidden_size)[: self.states]
        return symbols, (output, *(Shape([rows, width], ("A1", "A2")) for width in widths))

    def recipe(self, quantity: str) -> Recipe:
        """For each gate, layer and direction: input and recurrent weights and two biases."""
        return _recurrent_recipe(quantity, self._form)


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


class _Form(NamedTuple):
    """What a recurrent layer's formulas have to mention."""

    gates: int
    deep: bool
    bias: bool
    both: bool
    projected: bool

    @property
    def directions(self) -> int:
        """How many times the sequence is read."""
        return 2 if self.both else 1

    @property
    def state(self) -> str:
        """What one direction hands on at each step."""
        return "p" if self.projected else "h"

    def layer(self, before: str, biases: str, recurrent: bool = True) -> str:
        """One layer of one direction, which takes `before` values, and its own if recurrent."""
        text = f"h*({before} + {self.state}){biases}" if recurrent else f"h*({before}){biases}"
        text = f"{self.gates}*({text})" if self.gates > 1 else text
        return f"{text} + p*h" if self.projected else text

    def text(self, biases: str, wide: bool = True, recurrent: bool = True) -> str:
        """All layers and directions; `wide`: a deeper layer takes what both directions give."""
        text = self.layer("x", biases, recurrent)
        if self.deep:
            below = f"2*{self.state}" if self.both and wide else self.state
            text = f"{text} + (N - 1)*({self.layer(below, biases, recurrent)})"
        return f"2*({text})" if self.both else text


@lru_cache(maxsize=64)
def _output_recipe(form: _Form) -> Recipe:
    text = f"2*{form.state}" if form.both else form.state
    why = "both directions, one behind the other" if form.both else "one value per hidden unit"
    mistakes = [
        Mistake("input-size-kept", "x", "The input's size was kept; a step gives hidden values.")
    ]
    if form.both:
        mistakes.append(Mistake("one-direction", form.state, "Both directions give their values."))
    if form.projected:
        why = "proj_size: the hidden values are projected" + (", both ways" if form.both else "")
        text_without = "2*h" if form.both else "h"
        mistakes.append(
            Mistake("projection-ignored", text_without, "The hidden values are projected to p.")
        )
    return Recipe("values per step", text, (), tuple(mistakes), _TERMS, why)


@lru_cache(maxsize=128)
def _recurrent_recipe(quantity: str, form: _Form) -> Recipe:
    label = LABELS[quantity]
    biases = " + 2*h" if form.bias else ""
    phrases = _phrases(form, biases)
    if quantity == "weights":
        return Recipe(label, form.text(""), _phrases(form, ""), (), _TERMS)
    if quantity == "biases":
        if not form.bias:
            return Recipe(label, "0", why="bias=False: there are none")
        factors = [*(["N"] if form.deep else []), *(["2"] if form.both else [])]
        factors += [str(form.gates)] if form.gates > 1 else []
        why = "two bias vectors for each gate: one for the input, one for the hidden state"
        return Recipe(label, "*".join([*factors, "(2*h)"]), (), (), _TERMS, why)
    if quantity in ("params", "trainable_params"):
        why = "PyTorch keeps two bias vectors for each gate" if form.bias else ""
        mistakes = tuple(_mistakes(form, biases))
        return Recipe(label, form.text(biases), phrases, mistakes, _TERMS, why)
    if quantity == "macs":
        flops = Mistake(
            "flops-for-macs",
            f"2*L*({form.text('')})",
            "These are floating-point operations: one multiply-accumulate is two of them.",
        )
        step = Mistake(
            "one-step-cost", form.text(""), "This is one step; there are L of them.", "L > 1"
        )
        text = f"L*({form.text('')})"
        why = "every weight is used once in every step"
        return Recipe(label, text, _phrases(form, ""), (flops, step), _TERMS, why)
    return Recipe(label, "0", why="training changes all of them")


def _phrases(form: _Form, biases: str) -> tuple[tuple[str, str], ...]:
    found = []
    inner = f"h*(x + {form.state}){biases}"
    if form.gates > 1:
        found.append((inner, "parameters of one gate" if biases else "weights of one gate"))
    if form.deep or form.both:
        found.append((form.layer("x", biases), "the first layer, in one direction"))
    return tuple(found)


def _mistakes(form: _Form, biases: str) -> list[Mistake]:
    mistakes = []
    if form.bias:
        mistakes += [
            Mistake(
                "one-bias-vector",
                form.text(" + h"),
                "One bias vector was counted; PyTorch keeps two, for the input and for the state.",
                seen="Keras's LSTM and SimpleRNN have one",
            ),
            Mistake("missing-biases", form.text(""), "The biases are missing."),
        ]
    else:
        mistakes.append(
            Mistake("counted-biases", form.text(" + 2*h"), "bias=False: there are no biases.")
        )
    if form.gates > 1:
        one = form._replace(gates=1)
        mistakes.append(
            Mistake(
                "gates-forgotten",
                one.text(biases),
                f"This is one gate; each of the {form.gates} has weights of its own.",
            )
        )
    if form.both:
        once = form._replace(both=False)
        mistakes.append(
            Mistake(
                "one-direction",
                once.text(biases),
                "One direction was counted; the other has weights of its own.",
            )
        )
        if form.deep:
            mistakes.append(
                Mistake(
                    "one-direction-below",
                    form.text(biases, wide=False),
                    "A deeper layer takes what both directions of the layer below give.",
                )
            )
    if form.deep:
        alike = f"N*({form.layer('x', biases)})"
        below = f"2*{form.state}" if form.both else form.state
        mistakes += [
            Mistake(
                "layers-alike",
                f"2*{alike}" if form.both else alike,
                "Only the first layer takes the input; the others take hidden values.",
                when=f"x != {below}",
            ),
            Mistake(
                "one-layer",
                form._replace(deep=False).text(biases),
                "This is the first layer; there are N of them.",
            ),
        ]
    mistakes.append(
        Mistake(
            "recurrent-weights-forgotten",
            form.text(biases, recurrent=False),
            "The recurrent weights are missing: a step also takes the state of the one before.",
        )
    )
    return mistakes
