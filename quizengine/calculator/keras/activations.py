"""Activation functions that are layers of their own; only one of them learns."""

from __future__ import annotations

from functools import lru_cache

from quizengine.calculator.arguments import activation_of, real, whole
from quizengine.calculator.errors import LayerError
from quizengine.calculator.layer import LABELS, Symbols
from quizengine.calculator.old_layer import OldLayer
from quizengine.calculator.quantity import Mistake, Recipe
from quizengine.calculator.shape import Shape


class Activation(OldLayer):
    """An activation function, applied to each value alone."""

    neutral = "an activation function changes each value alone; it learns nothing"
    least_rank = 0

    activation: str

    def __init__(self, activation: object, name: object = None, trainable: object = True) -> None:
        """Take Keras's arguments. Raises LayerError unless it is a name."""
        super().__init__(name, trainable)
        word = activation_of(activation)
        if word is None:
            raise LayerError('activation must be a name such as "relu"')
        self._keep(activation=word)


class _NamedActivation(OldLayer):
    """An activation function that is a layer class of its own.

    Its settings change no count; those that are given are kept, so that its code can be written.
    """

    neutral = Activation.neutral
    least_rank = 0

    def _keep_settings(self, **settings: object) -> None:
        given = {name: real(name, value) for name, value in settings.items() if value is not None}
        self._keep(**given)


class ReLU(_NamedActivation):
    """max(0, x)."""

    def __init__(
        self,
        max_value: object = None,
        negative_slope: object = None,
        threshold: object = None,
        name: object = None,
        trainable: object = True,
    ) -> None:
        """Take Keras's arguments. Raises LayerError unless they are numbers from 0 on."""
        super().__init__(name, trainable)
        self._keep_settings(max_value=max_value, negative_slope=negative_slope, threshold=threshold)
        for setting, value in self.arguments.items():
            if setting in ("max_value", "negative_slope", "threshold") and real(setting, value) < 0:
                raise LayerError(f"{setting} of a ReLU cannot be below 0, and {value} is")


class LeakyReLU(_NamedActivation):
    """x where positive, otherwise a fixed small share of it."""

    def __init__(
        self,
        negative_slope: object = None,
        name: object = None,
        alpha: object = None,
        trainable: object = True,
    ) -> None:
        """Take Keras's arguments; `alpha` is the older word for `negative_slope`.

        Raises LayerError unless they are numbers.
        """
        super().__init__(name, trainable)
        self._keep_settings(negative_slope=alpha if negative_slope is None else negative_slope)


class ELU(_NamedActivation):
    """x where positive, otherwise an exponential that levels off."""

    def __init__(self, alpha: object = None, name: object = None, trainable: object = True) -> None:
        """Take Keras's arguments. Raises LayerError unless alpha is a number."""
        super().__init__(name, trainable)
        self._keep_settings(alpha=alpha)


class Softmax(_NamedActivation):
    """Values turned into shares that sum to 1."""

    def __init__(self, axis: object = -1, name: object = None, trainable: object = True) -> None:
        """Take Keras's arguments: an axis, or several.

        Raises LayerError unless they are whole numbers.
        """
        super().__init__(name, trainable)
        if isinstance(axis, (list, tuple)):
            self._keep(axis=tuple([whole("axis", each, least=-8) for each in axis]))
        elif axis != -1:
            self._keep(axis=whole("axis", axis, least=-8))


class PReLU(OldLayer):
    """x where positive, otherwise a share of it that is learnt for each place of the input."""

    expression_names = frozenset({"name", "shared_axes"})

    shared_axes: tuple[int, ...] = ()

    def __init__(
        self,
        alpha_initializer: object = None,
        alpha_regularizer: object = None,
        alpha_constraint: object = None,
        shared_axes: object = None,
        name: object = None,
        trainable: object = True,
    ) -> None:
        """Take Keras's arguments; only `shared_axes` (the first axis is 1) changes a count.

        Raises LayerError unless the shared axes are whole numbers.
        """
        super().__init__(name, trainable)
        if shared_axes is None:
            shared_axes = ()
        elif not isinstance(shared_axes, (list, tuple)):
            shared_axes = (shared_axes,)
        axes = tuple([whole("shared_axes", axis, least=-8) for axis in shared_axes])
        self._keep_changed(shared_axes=axes)

    def _shared(self, shape: Shape) -> frozenset[int]:
        """The shared axes, counted from 0 without the batch. Raises LayerError."""
        shared = set()
        for axis in self.shared_axes:
            # As in Keras, which takes one off for the batch before it counts from the end.
            index = axis - 1
            if not -len(shape) <= index < len(shape):
                raise LayerError(
                    f"shared_axes names axis {axis}, and {shape} has axes 1 to {len(shape)}"
                )
            shared.add(index % len(shape))
        return frozenset(shared)

    def symbols(self, shape: Shape) -> Symbols:
        """The axes. Raises LayerError where a shared axis is not among them."""
        self._shared(shape)
        return super().symbols(shape)

    def counted_on(self, quantity: str, shape: Shape) -> Recipe:
        """The product of the axes that are not shared."""
        if not self.trainable and quantity.endswith("trainable_params"):
            if quantity == "trainable_params":
                return self.frozen_recipe(quantity)
            quantity = "params"
        return _alpha_recipe(quantity, shape.symbols, self._shared(shape))

    def kernel_shape(self, shape: Shape) -> Shape:
        """The learnt shares: the input's axes, 1 along those that are shared."""
        shared = self._shared(shape)
        return Shape([1 if index in shared else axis for index, axis in enumerate(shape)])


@lru_cache(maxsize=128)
def _alpha_recipe(quantity: str, axes: tuple[str, ...], shared: frozenset[int]) -> Recipe:
    label = LABELS[quantity]
    if quantity not in ("weights", "params", "trainable_params"):
        reasons = {
            "biases": "slopes only multiply",
            "macs": "only convolutions and matrix products are counted",
        }
        return Recipe(label, "0", why=reasons.get(quantity, "training changes all of them"))
    own = [axis for index, axis in enumerate(axes) if index not in shared]
    text = "*".join(own) or "1"
    why = "one slope for each place that is not shared" if own else "all places share one slope"
    mistakes = [
        Mistake(
            "activation-without-parameters",
            "0",
            "Other activation functions learn nothing; a PReLU learns the slope below 0.",
        )
    ]
    guesses = [
        (
            "one-for-all",
            "1",
            "PyTorch's PReLU has one slope unless told otherwise; Keras's has one for each place.",
        ),
        (
            "sharing-ignored" if shared else "one-per-channel",
            "*".join(axes) if shared else axes[-1],
            "The axes in shared_axes have one slope in all, not one for each of their places."
            if shared
            else "One slope per channel needs shared_axes to name the other axes.",
        ),
    ]
    mistakes += [Mistake(name, wrong, say) for name, wrong, say in guesses if wrong != text]
    return Recipe(label, text, (), tuple(mistakes), why=why)
