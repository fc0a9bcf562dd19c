"""Layers around a layer: a recurrent one read in both directions, any one at every time step."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import ClassVar

from quizengine.calculator.errors import LayerError, shown
from quizengine.calculator.keras.recurrent import Recurrent
from quizengine.calculator.layer import Layer, Symbols
from quizengine.calculator.old_layer import OldLayer
from quizengine.calculator.quantity import Mistake, Quantity, Recipe
from quizengine.calculator.shape import Shape
from quizengine.calculator.windows import depth_recipe

_MERGES = ("concat", "sum", "mul", "ave", None)
_ONE_DIRECTION = Mistake(
    "one-direction",
    "u",
    'This is one direction; merge_mode="concat" puts the values of both side by side.',
)
_BOTH = depth_recipe("2*u", "the units of both directions, side by side", (_ONE_DIRECTION,))
_BOTH_KINDS = depth_recipe("u + v", "the units of both directions, side by side", (_ONE_DIRECTION,))
_SUMMED = Mistake(
    "directions-joined",
    "2*u",
    "The directions are merged value by value here; they are not put side by side.",
)
_MERGED = depth_recipe("u", "the directions merged value by value", (_SUMMED,))
_APART = depth_recipe("u", "one value per unit; the directions stay apart")

_UNITS = re.compile(r"\bu\b")


class Bidirectional(OldLayer):
    """A recurrent layer and its mirror image, which reads the steps from the last to the first.

    Source: Schuster and Paliwal 1997. Each direction has weights of its own.
    """

    expression_names: ClassVar[frozenset[str]] = frozenset({"name", "layer", "merge_mode"})

    layer: Recurrent
    merge_mode: str | None = "concat"
    backward_layer: Recurrent | None = None

    def __init__(
        self,
        layer: object,
        merge_mode: object = "concat",
        weights: object = None,
        backward_layer: object = None,
        *,
        name: object = None,
        trainable: object = True,
    ) -> None:
        """Take Keras's arguments. Raises LayerError for what Keras refuses."""
        super().__init__(name, trainable)
        if not isinstance(layer, Recurrent):
            raise LayerError(f"Bidirectional takes a recurrent layer, not {_named(layer)}")
        if merge_mode not in _MERGES:
            known = ", ".join(map(repr, _MERGES))
            raise LayerError(f"merge_mode must be one of {known}, not {shown(merge_mode)}")
        if backward_layer is None:
            if layer.go_backwards:
                raise LayerError("the forward layer goes backwards, as its mirror image does")
        else:
            _check_pair(layer, backward_layer, merge_mode)
        self._keep(layer=layer)
        self._keep_changed(merge_mode=merge_mode, backward_layer=backward_layer)

    def apply(self, inputs: tuple[Shape, ...]) -> tuple[Symbols, tuple[Shape, ...]]:
        """A sequence, and the states to begin with, those of the forward layer first."""
        sequence, states = inputs[:1], inputs[1:]
        half = len(states) // 2
        symbols, forward = self.layer.apply((*sequence, *states[:half]))
        backward = forward
        if states or self.backward_layer is not None:
            mirror = self.backward_layer or self.layer
            others, backward = mirror.apply((*sequence, *states[half:]))
            if others["u"] != symbols["u"]:
                symbols["v"] = others["u"]
        joined = self._joined(forward[0], symbols)
        outputs = (joined, *(joined,) * (self.merge_mode is None))
        if self.merge_mode is None and "v" in symbols:
            outputs = (joined, backward[0])
        return symbols, (*outputs, *forward[1:], *backward[1:])

    def _joined(self, forward: Shape, symbols: Symbols) -> Shape:
        recipe = _MERGED
        if self.merge_mode is None:
            recipe = _APART
        elif self.merge_mode == "concat":
            recipe = _BOTH_KINDS if "v" in symbols else _BOTH
        name = "u" if recipe in (_MERGED, _APART) else "U"
        return Shape([*forward[:-1], Quantity(recipe, symbols)], (*forward.symbols[:-1], name))

    def recipe(self, quantity: str) -> Recipe:
        """Twice the layer's own count; with a layer of its own for the way back, the sum."""
        forward = self.layer.counted(quantity)
        if self.backward_layer is None:
            return _twice(forward)
        other = "v" if self.backward_layer.units != self.layer.units else "u"
        return _sum_of(forward, self.backward_layer.counted(quantity), other)


@lru_cache(maxsize=128)
def _twice(one: Recipe) -> Recipe:
    """Both directions; the mistakes of one are made in both."""
    if not one.is_computed:
        return one
    mistakes = [
        each._replace(formula=f"2*({each.formula})")
        for each in one.mistakes
        if each.id != "one-direction"
    ]
    alone = Mistake(
        "one-direction", one.text, "This is one direction; the other has as much of its own."
    )
    phrases = (*one.phrases, (one.text, f"{_short(one.label)} of one direction"))
    why = f"both directions alike; {one.why}" if one.why else "both directions alike"
    text = f"2*({one.text})" if len(one.text) > 1 else f"2*{one.text}"
    return Recipe(one.label, text, phrases, (alone, *mistakes), one.terms, why)


@lru_cache(maxsize=128)
def _sum_of(forward: Recipe, backward: Recipe, other: str) -> Recipe:
    """Two directions that differ; the backward layer's units go by a letter of their own."""
    behind = _UNITS.sub(other, backward.text)
    text = f"({forward.text}) + ({behind})"
    terms = {**forward.terms, "u": "units forward", "v": "units backward"}
    alone = Mistake("one-direction", forward.text, "This is the forward direction alone.")
    mistakes = (alone,) if forward.is_computed else ()
    why = "the forward layer's, and the backward layer's"
    what = _short(forward.label)
    phrases = (
        *((_UNITS.sub(other, inner), phrase) for inner, phrase in backward.phrases),
        *forward.phrases,
        (behind, f"{what} of the backward layer"),
        (forward.text, f"{what} of the forward layer"),
    )
    return Recipe(forward.label, text, phrases, mistakes, terms, why)


def _short(label: str) -> str:
    """What a quantity counts, in a phrase that says more: `MACs of one direction`."""
    return {"multiply-accumulates": "MACs", "trainable parameters": "parameters"}.get(label, label)


def _check_pair(forward: Recurrent, backward: object, merge_mode: object) -> None:
    if not isinstance(backward, Recurrent):
        raise LayerError(f"backward_layer is a recurrent layer, not {_named(backward)}")
    if forward.go_backwards == backward.go_backwards:
        raise LayerError("one of the two layers goes backwards, and the other does not")
    for name in ("return_sequences", "return_state", "stateful"):
        if getattr(forward, name) != getattr(backward, name):
            raise LayerError(f"the two layers differ in {name}")
    if merge_mode in ("sum", "mul", "ave") and forward.units != backward.units:
        raise LayerError(
            f'merge_mode="{merge_mode}" joins value by value, and there are {forward.units} '
            f"units forward and {backward.units} backward"
        )


class TimeDistributed(OldLayer):
    """One layer, with one set of weights, applied at every time step alone."""

    expression_names: ClassVar[frozenset[str]] = frozenset({"name", "layer"})

    layer: Layer

    def __init__(self, layer: object, *, name: object = None, trainable: object = True) -> None:
        """Take Keras's arguments. Raises LayerError for what Keras refuses."""
        super().__init__(name, trainable)
        if not isinstance(layer, Layer):
            raise LayerError(f"TimeDistributed takes a layer, not {_named(layer)}")
        self._keep(layer=layer)

    def apply(self, inputs: tuple[Shape, ...]) -> tuple[Symbols, tuple[Shape, ...]]:
        """The steps, and for each what the inner layer gives. Raises LayerError."""
        if len(inputs) != 1 or len(inputs[0]) < 2:
            told = " and ".join(map(str, inputs))
            raise LayerError(f"TimeDistributed takes steps of values, such as 5×9, not {told}")
        symbols, outputs = self.layer.apply((_step(inputs[0]),))
        if len(outputs) > 1:
            raise LayerError(f"a {self.layer.kind} with {len(outputs)} outputs has no steps")
        (output,) = outputs
        symbols["steps"] = int(inputs[0][0])
        return symbols, (Shape([inputs[0][0], *output], ("steps", *output.symbols)),)

    def recipe(self, quantity: str) -> Recipe:
        """The inner layer's own, once for all steps; its cost at every step."""
        return _at_each_step(self.layer.formula_of(quantity, Shape([])), quantity)

    def counted_on(self, quantity: str, shape: Shape) -> Recipe:
        """The same; the inner layer may need to know the shape of a step."""
        if not self.trainable and quantity.endswith("trainable_params"):
            if quantity == "trainable_params":
                return self.frozen_recipe(quantity)
            quantity = "params"
        return _at_each_step(self.layer.formula_of(quantity, _step(shape)), quantity)

    def kernel_shape(self, shape: Shape) -> Shape | None:
        """The inner layer's."""
        return self.layer.kernel_shape(self.layer.inner(_step(shape)))

    def torch_kernel_shape(self, shape: Shape) -> Shape | None:
        """The inner layer's."""
        return self.layer.torch_kernel_shape(self.layer.inner(_step(shape)))


def _step(shape: Shape) -> Shape:
    """What the inner layer sees of an input."""
    return Shape([int(axis) for axis in shape[1:]])


@lru_cache(maxsize=256)
def _at_each_step(one: Recipe, quantity: str) -> Recipe:
    if not one.is_computed:
        return one
    every = f"steps*({one.text})"
    if quantity == "macs":
        alone = Mistake(
            "one-step-cost", one.text, "This is the cost of one step; every step costs as much.",
            "steps > 1",
        )  # fmt: skip
        mistakes = [each._replace(formula=f"steps*({each.formula})") for each in one.mistakes
                    if each.id != alone.id]  # fmt: skip
        phrases = (*one.phrases, (one.text, "MACs at one step"))
        return Recipe(one.label, every, phrases, (alone, *mistakes), one.terms, one.why)
    if quantity not in ("params", "trainable_params", "weights"):
        return one
    say = "The time steps were multiplied in; every step uses the same weights."
    shared = Mistake("counted-per-step", every, say, "steps > 1")
    slips = (shared, *(each for each in one.mistakes if each.id != shared.id))
    return Recipe(one.label, one.text, one.phrases, slips, one.terms, one.why)


def _named(value: object) -> str:
    return value.kind if isinstance(value, Layer) else shown(value)
