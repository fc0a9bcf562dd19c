"""Operations that apply another layer: in both directions, or at every time step.

The counts follow from the formulas of the inner layer, which may be trained or frozen: each is
doubled, added to another, or multiplied by the steps.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import repeat
from typing import TYPE_CHECKING

from quizengine.calculator.errors import LayerError
from quizengine.calculator.misconceptions import wrong
from quizengine.calculator.operation import Counts, Operation, Symbols, Trait
from quizengine.calculator.quantity import CountFormula, Quantity, WrongFormula
from quizengine.calculator.shape import Shape
from quizengine.calculator.windows import depth_formula

if TYPE_CHECKING:
    from quizengine.calculator.layer import Layer

_SIDE_BY_SIDE = "the units of both directions, side by side"
_ONE_DIRECTION = wrong("one-direction/concatenated", "u")
_BOTH = depth_formula("2*u", _SIDE_BY_SIDE, (_ONE_DIRECTION,))
_BOTH_KINDS = depth_formula("u + v", _SIDE_BY_SIDE, (_ONE_DIRECTION,))
_MERGED = depth_formula(
    "u", "the directions merged value by value", (wrong("directions-joined", "2*u"),)
)
_APART = depth_formula("u", "one value per unit; the directions stay apart")

_UNITS = re.compile(r"\bu\b")
_QUANTITIES = ("weights", "biases", "params", "macs", "trainable_params", "non_trainable_params")
"""The quantities of Counts, in the order of its fields."""


class BidirectionalRecurrence(Operation):
    """A recurrent layer and its mirror image, which reads the steps from the last to the first.

    Source: Schuster and Paliwal 1997. Each direction has weights of its own. `mirror` is the
    backward layer, or None where it is equal to the forward layer.
    """

    trait = Trait.WHOLE
    inputs = None

    layer: Layer
    merge_mode: str | None
    """How the values of both are joined: concatenated, value by value, or not at all."""
    mirror: Layer | None
    mirror_units: str
    """The symbol of the backward layer's units: u where there are as many, else v."""

    def apply(self, inputs: tuple[Shape, ...], kind: str) -> tuple[Symbols, tuple[Shape, ...]]:
        """Take a sequence and initial states, those of the forward layer first."""
        sequence, states = inputs[:1], inputs[1:]
        half = len(states) // 2
        symbols, forward = self.layer.apply((*sequence, *states[:half]))
        backward = forward
        if states or self.mirror is not None:
            mirror = self.mirror or self.layer
            others, backward = mirror.apply((*sequence, *states[half:]))
            symbols[self.mirror_units] = others["u"]
        joined = self._joined(forward[0], symbols)
        outputs: tuple[Shape, ...] = (joined,)
        if self.merge_mode is None:
            outputs = (joined, backward[0] if "v" in symbols else joined)
        return symbols, (*outputs, *forward[1:], *backward[1:])

    def _joined(self, forward: Shape, symbols: Symbols) -> Shape:
        name, count_formula = "u", _MERGED if self.merge_mode else _APART
        if self.merge_mode == "concat":
            name, count_formula = "U", _BOTH_KINDS if "v" in symbols else _BOTH
        return Shape(
            [*forward[:-1], Quantity(count_formula, symbols)], (*forward.symbols[:-1], name)
        )

    def counts(self, shape: Shape) -> Counts:
        """Twice the counts of the layer, or with another backward layer the sum."""
        forward = _counts_of(self.layer, shape)
        if self.mirror is None:
            return Counts(*map(_twice, forward))
        backward, letters = _counts_of(self.mirror, shape), repeat(self.mirror_units)
        return Counts(*map(_sum_of, forward, backward, letters))


class TimeDistribution(Operation):
    """One layer, with one set of weights, applied at every time step alone."""

    trait = Trait.MIXED
    inputs = None

    layer: Layer

    def apply(self, inputs: tuple[Shape, ...], kind: str) -> tuple[Symbols, tuple[Shape, ...]]:
        """Return an output with the inner layer's output at each step. Raises LayerError."""
        if len(inputs) != 1 or len(inputs[0]) < 2:
            given = " and ".join(map(str, inputs))
            raise LayerError(f"{kind} takes steps of values, such as 5×9, not {given}")
        symbols, outputs = self.layer.apply((_step(inputs[0]),))
        if len(outputs) > 1:
            raise LayerError(f"a {self.layer.kind} with {len(outputs)} outputs has no steps")
        (output,) = outputs
        symbols["steps"] = int(inputs[0][0])
        return symbols, (Shape([inputs[0][0], *output], ("steps", *output.symbols)),)

    def counts(self, shape: Shape) -> Counts:
        """The counts of the inner layer on one step, and its cost at every step."""
        return Counts(*map(_at_each_step, _counts_of(self.layer, _step(shape)), _QUANTITIES))

    def kernel_shape(self, shape: Shape) -> Shape | None:
        """The kernel of the inner layer."""
        return self.layer.operation.kernel_shape(self.layer.inner(_step(shape)))

    def torch_kernel_shape(self, shape: Shape) -> Shape | None:
        """The kernel of the inner layer."""
        return self.layer.operation.torch_kernel_shape(self.layer.inner(_step(shape)))


def _step(shape: Shape) -> Shape:
    """Return the shape of one step of an input."""
    return Shape([int(axis) for axis in shape[1:]])


def _counts_of(layer: Layer, shape: Shape) -> list[CountFormula]:
    """Return the formulas of a layer, trained or frozen, on an input of this shape."""
    return [layer.formula_of(quantity, shape) for quantity in _QUANTITIES]


@lru_cache(maxsize=128)
def _twice(one: CountFormula) -> CountFormula:
    """Double a formula; a mistake in it is made in both directions."""
    if not one.is_computed:
        return one
    alone, phrase = wrong("one-direction", one.text), f"{_short(one.label)} of one direction"
    why = "; ".join(filter(None, ("both directions alike", one.why)))
    return _times("2", one, alone, phrase, why)


def _times(
    number: str, one: CountFormula, alone: WrongFormula, phrase: str, why: str
) -> CountFormula:
    """Multiply a formula and its mistakes; `alone` is the mistake of leaving the factor out."""
    others = [
        each._replace(formula=f"{number}*({each.formula})")
        for each in one.mistakes
        if each.id != alone.id
    ]
    text = f"({one.text})" if len(one.text) > 1 else one.text
    phrases = (*one.phrases, (one.text, phrase))
    return CountFormula(one.label, f"{number}*{text}", phrases, (alone, *others), one.terms, why)


@lru_cache(maxsize=128)
def _sum_of(forward: CountFormula, backward: CountFormula, other: str) -> CountFormula:
    """Add two directions that differ; `other` is the symbol of the backward layer's units."""
    backward_text = _UNITS.sub(other, backward.text)
    terms = {**forward.terms, "u": "units forward", "v": "units backward"}
    alone = wrong("one-direction/backward-layer", forward.text)
    what = _short(forward.label)
    phrases = (
        *((_UNITS.sub(other, inner), phrase) for inner, phrase in backward.phrases),
        *forward.phrases,
        (backward_text, f"{what} of the backward layer"),
        (forward.text, f"{what} of the forward layer"),
    )
    return CountFormula(
        forward.label, f"({forward.text}) + ({backward_text})", phrases,
        (alone,) if forward.is_computed else (), terms,
        "the forward layer's, and the backward layer's",
    )  # fmt: skip


def _short(label: str) -> str:
    """Return the short name of a quantity for a longer phrase: `MACs of one direction`."""
    return {"multiply-accumulates": "MACs", "trainable parameters": "parameters"}.get(label, label)


@lru_cache(maxsize=256)
def _at_each_step(one: CountFormula, quantity: str) -> CountFormula:
    """Return a formula for all steps: the cost of a step is multiplied, the weights are shared."""
    every = f"steps*({one.text})"
    if not one.is_computed or quantity in ("biases", "non_trainable_params"):
        return one
    if quantity != "macs":
        shared = wrong("counted-per-step", every, "steps > 1", steps="time steps")
        others = (each for each in one.mistakes if each.id != shared.id)
        return CountFormula(one.label, one.text, one.phrases, (shared, *others), one.terms, one.why)
    alone = wrong("one-step-cost/time-distributed", one.text, "steps > 1")
    return _times("steps", one, alone, "MACs at one step", one.why)
