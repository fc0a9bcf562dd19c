"""Recurrent layers: the same weights at every step, their parameters and their cost.

Formulas: Hochreiter and Schmidhuber 1997 with the forget gate of Gers et al. 2000 for the LSTM,
Cho et al. 2014 for the GRU: each gate is a fully connected layer that sees the x values of one
step and the u values of the step before, (x + u)·u weights. Keras has one bias per unit and gate,
and two in a GRU with reset_after=True, its default; PyTorch always has two, one for each of the
two products. PyTorch's documentation of RNN, LSTM and GRU: with a projection to p values a step
sees p instead of its own, for p·h weights more; a deeper layer takes what the layer below gives,
of both directions.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, ClassVar, NamedTuple

from quizengine.calculator.errors import LayerError
from quizengine.calculator.misconceptions import wrong
from quizengine.calculator.operation import LABELS, Counts, Operation, Symbols, Trait
from quizengine.calculator.operations.weighted import Miscounts, Mistakes, Phrases, all_minor
from quizengine.calculator.quantity import CountFormula, Quantity
from quizengine.calculator.shape import Shape
from quizengine.calculator.symbols import Terms
from quizengine.calculator.windows import depth_formula


class RecurrentStyle(NamedTuple):
    """How a framework's formulas of recurrent layers are written and explained."""

    terms: Terms
    unit: str
    """The symbol of the units."""
    product: str
    """The pattern for the weights of a gate; the braces stand for a sum of the values it sees."""
    plain_product: str
    """The same where it sees values of one kind alone."""
    all_weights: str
    """The phrase for all weights together; empty where there is none."""
    cost_reason: str
    mistakes: Callable[[RecurrentForm], Miscounts]
    """How people miscount each quantity."""

    def __hash__(self) -> int:
        # There are two, and every count of a layer is looked up by its style.
        return id(self)


class LayerTexts(NamedTuple):
    """The formula texts of one layer in one direction.

    `seen` are the values that a unit sees, `product` the weights of a gate, `gate` its parameters,
    `gates` those of all gates, and `all` those with a projection.
    """

    seen: str
    product: str
    gate: str
    gates: str
    all: str


class RecurrentForm(NamedTuple):
    """The form of a recurrent layer: all that its formulas depend on.

    Most wrong formulas are right for another form, such as one gate or one direction.
    """

    style: RecurrentStyle
    gates: int
    biases: int
    """How many biases each unit has in each gate."""
    reasons: tuple[str, str]
    """Why there are so many biases: the reason for the biases, and for all parameters."""
    deep: bool = False
    bidirectional: bool = False
    """Whether the steps are read in both directions."""
    projected: bool = False
    joins_directions: bool = True
    """Whether a deeper layer takes the outputs of both directions."""
    input: str = "x"
    state_seen: str | None = None
    """The text of what a unit sees of the step before, where that is not the whole state."""

    @property
    def state(self) -> str:
        """The text of the values that one direction gives at each step."""
        return "p" if self.projected else self.style.unit

    @property
    def below(self) -> str:
        """The text of the values that a deeper layer takes."""
        return (
            f"{self.state} + {self.state}"
            if self.bidirectional and self.joins_directions
            else self.state
        )

    @property
    def unbiased(self) -> RecurrentForm:
        """The same without biases."""
        return self._replace(biases=0)

    @property
    def gate_biases(self) -> str:
        """The text of the biases of one gate."""
        return f"{self.biases}*{self.style.unit}" if self.biases > 1 else self.style.unit

    def layer(self, before: str) -> LayerTexts:
        """Return the texts of a layer in one direction; `before` is the text of its inputs."""
        style, state = self.style, self.state if self.state_seen is None else self.state_seen
        seen = " + ".join(filter(None, (before, state)))
        pattern = style.product if "+" in seen else style.plain_product
        product = pattern.format(seen)
        gate = f"{product} + {self.gate_biases}" if self.biases else product
        gates = f"{self.gates}*({gate})" if self.gates > 1 else gate
        projected = f"{gates} + p*{style.unit}" if self.projected else gates
        return LayerTexts(seen, product, gate, gates, projected)

    @property
    def direction(self) -> str:
        """The text of the parameters of all layers in one direction."""
        first, deeper = self.layer(self.input), self.layer(self.below)
        return f"{first.all} + (N - 1)*({deeper.all})" if self.deep else first.all

    @property
    def text(self) -> str:
        """The text of all parameters."""
        return f"2*({self.direction})" if self.bidirectional else self.direction

    @property
    def factors(self) -> list[str]:
        """The texts of the numbers of layers, directions and gates, where there are several."""
        times = {"N": self.deep, "2": self.bidirectional, str(self.gates): self.gates > 1}
        return [number for number, there in times.items() if there]

    @property
    def all_biases(self) -> str:
        """The text of the biases of all gates, directions and layers."""
        one = f"({self.gate_biases})" if self.biases > 1 else self.gate_biases
        return "*".join([*self.factors, one])


class Recurrence(Operation):
    """Steps of x values each, read in turn; each step hands a state to the next."""

    trait = Trait.WHOLE
    features: ClassVar[str] = "x"

    form: RecurrentForm
    units: int
    states: int
    """How many states a step hands to the next: the hidden state, and an LSTM's cell state."""

    def counts(self, shape: Shape) -> Counts:
        """The counts of all gates, directions and layers: (x + u)·u weights for each gate."""
        return recurrent_counts(self.form)


class SingleRecurrence(Recurrence):
    """One layer in one direction, whose inputs may include initial states.

    With `every_step` the output has the units' values at every step, else those of the last step.
    With `gives_states` the final states are further outputs.
    """

    inputs = None

    every_step: bool
    gives_states: bool

    def apply(self, inputs: tuple[Shape, ...], kind: str) -> tuple[Symbols, tuple[Shape, ...]]:
        """Apply u units to L steps of x features.

        Raises LayerError unless the sequence is steps of features, and each state the units.
        """
        shape, *states = inputs or (Shape([]),)
        if len(shape) != 2:
            raise LayerError(f"{kind} takes an input of L×D, steps of features, not {shape}")
        if states and len(states) != self.states:
            raise LayerError(f"{kind} begins with {self.states} states, not {len(states)}")
        for state in states:
            if state != (self.units,):
                raise LayerError(f"a state has {self.units} values, one per unit, not {state}")
        symbols: Symbols = {"L": int(shape[0]), "x": int(shape[1]), "u": self.units}
        units = Quantity(_UNITS, symbols)
        last = Shape([units], ("u",))
        output = Shape([shape[0], units], ("L", "u")) if self.every_step else last
        return symbols, (output, *(last,) * (self.states * self.gives_states))


class StackedRecurrence(Recurrence):
    """Stacked layers, perhaps in both directions, perhaps with a projection to fewer values.

    The output has the values of every step. The final states of every layer and direction are
    further outputs.
    """

    layers: int
    projection: int
    """How many values a step is projected to; 0 without a projection."""

    def apply(self, inputs: tuple[Shape, ...], kind: str) -> tuple[Symbols, tuple[Shape, ...]]:
        """L steps of x values, h hidden values, N layers, and p values after a projection."""
        steps, features = inputs[0]
        form = self.form
        symbols: Symbols = {"L": steps, "x": int(features), "h": self.units}
        if form.deep:
            symbols["N"] = self.layers
        if form.projected:
            symbols["p"] = self.projection
        output = Shape([steps, Quantity(_step_values(form), symbols)], ("L", "K"))
        rows = self.layers * (1 + form.bidirectional)
        widths = (self.projection or self.units, self.units)[: self.states]
        return symbols, (output, *(Shape([rows, width], ("A1", "A2")) for width in widths))


_UNITS = depth_formula("u", "one value per unit", (wrong("features-kept", "x", "x != u"),))


@lru_cache(maxsize=64)
def _step_values(form: RecurrentForm) -> CountFormula:
    """Return the formula of the values that every step gives."""
    directions = "2*" if form.bidirectional else ""
    why = (
        "both directions, one after the other"
        if form.bidirectional
        else "one value per hidden unit"
    )
    mistakes = [wrong("input-size-kept", "x")]
    if form.bidirectional:
        mistakes.append(wrong("one-direction/torch-output", form.state))
    if form.projected:
        why = "proj_size: the hidden values are projected" + (
            ", both ways" if form.bidirectional else ""
        )
        mistakes.append(wrong("projection-ignored", f"{directions}h"))
    text = f"{directions}{form.state}"
    return CountFormula("values per step", text, (), tuple(mistakes), form.style.terms, why)


@lru_cache(maxsize=128)
def recurrent_counts(form: RecurrentForm) -> Counts:
    """Return the counts of a recurrent layer."""
    style, bare, (reason, why) = form.style, form.unbiased, form.reasons
    mistakes, text, terms = style.mistakes(form), bare.text, style.terms
    phrases = _phrases(bare, style.all_weights)
    cost = _phrases(bare, style.all_weights or "weights of all gates" * (form.gates > 1))
    held = _phrases(form) if form.biases else phrases
    biases = CountFormula("biases", "0", why=reason)
    if form.biases:
        one = (f"2*{style.unit}", f"biases of one {'gate' if form.gates > 1 else 'layer'}")
        inner = (one,) if form.biases > 1 and form.factors else ()
        biases = CountFormula("biases", form.all_biases, inner, mistakes.biases, terms, reason)
    return Counts(
        CountFormula("weights", text, phrases, mistakes.weights, terms),
        biases,
        CountFormula(LABELS["params"], form.text, held, mistakes.params, terms, why),
        CountFormula(LABELS["macs"], f"L*({text})", cost, mistakes.macs, terms, style.cost_reason),
    )


def _phrases(form: RecurrentForm, all_weights: str = "") -> Phrases:
    """Return phrases for the parts of a count, of the first layer and of deeper ones.

    The first layer comes last, so that its phrase is used where a deeper part is written alike.
    """
    what, deeper = _held(form), form.layer(form.below).all
    below = (
        *_layer_phrases(form, form.below, "a deeper layer"),
        (deeper, f"{what} of one deeper layer"),
        ("N - 1", "deeper layers"),
        (f"(N - 1)*({deeper})", f"{what} of the deeper layers"),
    )
    found = [*below] if form.deep else []
    found += _layer_phrases(form, form.input, "the first layer" if form.deep else "")
    if form.biases > 1:
        found.append((form.gate_biases, f"biases{' of one gate' if form.gates > 1 else ''}"))
    if form.deep:
        found.append((form.layer(form.input).all, f"{what} of the first layer"))
    if form.bidirectional:
        found.append((form.direction, f"{what} of one direction"))
    if all_weights:
        found.append((form.text, all_weights))
    return tuple(found)


def _layer_phrases(form: RecurrentForm, before: str, where: str) -> Phrases:
    inside, of_it = (f" in {where}", f" of {where}") if where else (" by each unit", "")
    texts, what = form.layer(before), _held(form)
    seen = (texts.seen, f"values seen{inside}")
    if form.gates == 1:
        return (seen, (texts.product, f"weights{of_it}"))
    per_gate = f"per gate, {where.split(' ', 1)[1]}" if where else "of one gate"
    phrases = (
        seen,
        (texts.gate, f"{what} {per_gate}"),
        (texts.product, f"weights {per_gate}"),
        (f"p*{form.style.unit}", "weights of the projection"),
    )
    return (*phrases, (texts.gates, f"{what} of the gates")) if form.projected else phrases


def _held(form: RecurrentForm) -> str:
    return "parameters" if form.biases else "weights"


def _keras_mistakes(form: RecurrentForm) -> Miscounts:
    bare, without = form.unbiased, form.unbiased._replace(state_seen="")
    weights: Mistakes = (
        wrong("counted-biases", form._replace(biases=1).text),
        wrong("missing-recurrence", without.text),
        wrong("counted-per-step", f"L*({bare.text})", "L > 1", steps="time steps"),
    )
    if form.gates > 1:
        weights += (wrong("one-gate/weights", bare.layer("x").gate, **_words(form.gates)),)
    macs = (
        wrong("one-step-cost", bare.text, "L > 1"),
        wrong("flops-for-macs", f"2*L*({bare.text})"),
        wrong("missing-recurrence/cost", f"L*({without.text})"),
    )
    return Miscounts(weights, (), _keras_params(form) if form.biases else weights, macs)


def _words(gates: int) -> dict[str, Any]:
    """Return the name of Keras's layer with so many gates, and the number in words."""
    layer, number = ("an LSTM", "four") if gates == 4 else ("a GRU", "three")
    return {"layer": layer, "gates": number}


def _keras_params(form: RecurrentForm) -> Mistakes:
    but, gates, bare = form._replace, form.gates, form.unbiased.text
    owner, suffix = ("unit and gate", "/gates") if gates > 1 else ("unit", "")
    found = (
        wrong(f"missing-biases{suffix}", bare, owner="unit"),
        wrong("missing-recurrence", but(state_seen="").text),
        wrong("input-forgotten", but(input="").text),
        wrong("recurrence-one-to-one", but(state_seen="1").text, "u > 1"),
        wrong("counted-per-step", f"L*({form.text})", "L > 1", steps="time steps"),
        wrong("two-biases", but(biases=2).text, owner=owner)
        if form.biases == 1
        else wrong("one-bias/gru", but(biases=1).text),
    )
    if gates == 1:
        return (*found, wrong("four-gates/simple-rnn", but(gates=4).text))
    one = wrong("one-gate", form.layer("x").gate, **_words(gates))
    others, *two = _other_gates(form)
    shared = wrong("bias-shared-by-gates", f"{bare} + {form.gate_biases}", minor=True)
    return (*found, one, others, shared, *two)


def _other_gates(form: RecurrentForm) -> Mistakes:
    """Count another number of gates; two instead of three is a minor mistake."""
    but = form._replace
    if form.gates == 4:
        return (wrong("three-gates", but(gates=3).text),)
    two = wrong("two-gates", but(gates=2).text, minor=True)
    return (wrong("four-gates", but(gates=4).text), two)


def _torch_mistakes(form: RecurrentForm) -> Miscounts:
    bare = form.unbiased
    weights = [
        wrong("counted-biases", form._replace(biases=2).text),
        *(each for each in _torch_params(bare) if each.id not in ("counted-biases", "two-gates")),
    ]
    return Miscounts(
        all_minor(weights),
        (wrong("one-bias", form._replace(biases=1).all_biases, minor=True),),
        _torch_params(form),
        (
            wrong("flops-for-macs", f"2*L*({bare.text})"),
            wrong("one-step-cost/torch", bare.text, "L > 1"),
        ),
    )


def _torch_params(form: RecurrentForm) -> Mistakes:
    but = form._replace
    found = [wrong("counted-per-step", f"L*({form.text})", "L > 1", minor=True, steps="steps")]
    if form.biases:
        found.append(wrong("one-bias", but(biases=1).text))
        found.append(wrong("missing-biases/torch-recurrent", form.unbiased.text))
    else:
        found.append(wrong("counted-biases/torch-recurrent", but(biases=2).text))
    if form.gates > 1:
        found.append(wrong("one-gate/torch", but(gates=1).text, gates=form.gates))
        found += all_minor(_other_gates(form))
    if form.bidirectional:
        found.append(wrong("one-direction/torch", but(bidirectional=False).text))
    if form.bidirectional and form.deep:
        found.append(wrong("one-direction-below", but(joins_directions=False).text))
    if form.deep:
        alike = f"{'2*' if form.bidirectional else ''}N*({form.layer('x').all})"
        found.append(wrong("layers-alike", alike, f"x != {form.below}"))
        found.append(wrong("one-layer", but(deep=False).text))
    return (*found, wrong("missing-recurrence/torch", but(state_seen="").text))


KERAS = RecurrentStyle(
    Terms(x="input features", u="units", L="time steps"),
    "u", "({})*u", "{}*u", "", "the weights, once every step", _keras_mistakes,
)  # fmt: skip
TORCH = RecurrentStyle(
    Terms("bias", x="input_size", h="hidden_size", N="num_layers", p="proj_size", L="steps"),
    "h", "h*({})", "h*({})", "weights in all", "every weight is used once in every step",
    _torch_mistakes,
)  # fmt: skip
