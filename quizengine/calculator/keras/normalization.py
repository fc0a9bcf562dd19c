"""Normalization layers: what they learn for each channel, and what they only keep track of."""

from __future__ import annotations

from fractions import Fraction
from math import prod
from typing import ClassVar

from quizengine.calculator.arguments import real, truth, whole
from quizengine.calculator.errors import LayerError
from quizengine.calculator.keras.normalization_counts import (
    batch_recipe,
    per_sample_recipe,
    statistics_recipe,
)
from quizengine.calculator.layer import Symbols
from quizengine.calculator.old_layer import OldLayer
from quizengine.calculator.quantity import Recipe
from quizengine.calculator.shape import Shape

Axes = int | tuple[int, ...]
"""One axis or several, counted as Keras does: the batch is axis 0, the last one -1."""


def axes_of(axis: object) -> Axes:
    """An axis or a list of axes. Raises LayerError."""
    if isinstance(axis, (list, tuple)):
        return tuple([whole("axis", each, -8) for each in axis])
    return whole("axis", axis, -8)


def place_of(axis: int, shape: Shape) -> int:
    """Where an axis stands in a shape without its batch.

    Raises LayerError for the batch itself, whose size a layer does not know, and beyond the last.
    """
    rank = len(shape) + 1
    if not -rank <= axis < rank:
        raise LayerError(
            f"axis {axis} is out of range: with the batch, {shape} has the axes 0 to {rank - 1}"
        )
    if axis % rank == 0:
        raise LayerError(f"axis {axis} is the batch, which has no size of its own")
    return axis % rank - 1


def _sizes(axis: Axes, shape: Shape) -> list[int]:
    axes = axis if isinstance(axis, tuple) else (axis,)
    return [shape[place_of(each, shape)] for each in axes]


def _axes_symbols(axis: Axes, shape: Shape) -> Symbols:
    """n values where one axis is normalized, n1, n2, ... along several; m in the whole input."""
    sizes = _sizes(axis, shape)
    names = ["n"] if len(sizes) == 1 else [f"n{place}" for place in range(1, len(sizes) + 1)]
    return {**dict(zip(names, sizes, strict=True)), "m": prod(shape)}


class BatchNormalization(OldLayer):
    """Each channel brought to mean 0 and variance 1 over the batch, then scaled and shifted.

    Source: Ioffe and Szegedy 2015. Keras counts the moving mean and variance as non-trainable
    parameters; PyTorch keeps them as buffers, outside its count.
    """

    expression_names: ClassVar[frozenset[str]] = frozenset({"name", "axis", "center", "scale"})

    axis: int = -1
    momentum: Fraction = Fraction("0.99")
    epsilon: Fraction = Fraction("0.001")
    center: bool = True
    scale: bool = True
    renorm: bool = False
    synchronized: bool = False

    def __init__(
        self,
        axis: object = -1,
        momentum: object = 0.99,
        epsilon: object = 0.001,
        center: object = True,
        scale: object = True,
        *,
        renorm: object = False,
        synchronized: object = False,
        name: object = None,
        trainable: object = True,
    ) -> None:
        """Take Keras's arguments. Raises LayerError for what Keras refuses."""
        super().__init__(name, trainable)
        self._keep_changed(
            axis=whole("axis", axis, -8),
            momentum=real("momentum", momentum),
            epsilon=real("epsilon", epsilon),
            center=truth("center", center),
            scale=truth("scale", scale),
            renorm=truth("renorm", renorm),
            synchronized=truth("synchronized", synchronized),
        )

    def symbols(self, shape: Shape) -> Symbols:
        """C channels along the axis, and m values in the whole input. Raises LayerError."""
        return {"C": shape[place_of(self.axis, shape)], "m": prod(shape)}

    def recipe(self, quantity: str) -> Recipe:
        """4·C: gamma and beta, which are learned, and the moving mean and variance."""
        kept = 5 if self.renorm else 2
        return batch_recipe(quantity, self.scale, self.center, kept, self.axis)


class LayerNormalization(OldLayer):
    """Each sample brought to mean 0 and variance 1 along its own axes, then scaled and shifted.

    Source: Ba, Kiros and Hinton 2016. Nothing is kept from one batch to the next.
    """

    expression_names: ClassVar[frozenset[str]] = frozenset({"name", "axis", "center", "scale"})

    axis: Axes = -1
    epsilon: Fraction = Fraction("0.001")
    center: bool = True
    scale: bool = True

    def __init__(
        self,
        axis: object = -1,
        epsilon: object = 0.001,
        center: object = True,
        scale: object = True,
        *,
        name: object = None,
        trainable: object = True,
    ) -> None:
        """Take Keras's arguments. Raises LayerError for what Keras refuses."""
        super().__init__(name, trainable)
        self._keep_changed(
            axis=axes_of(axis),
            epsilon=real("epsilon", epsilon),
            center=truth("center", center),
            scale=truth("scale", scale),
        )

    def symbols(self, shape: Shape) -> Symbols:
        """n values along the normalized axis, m in the whole input. Raises LayerError."""
        return _axes_symbols(self.axis, shape)

    def recipe(self, quantity: str) -> Recipe:
        """2·n: gamma and beta for every value along the normalized axes."""
        return per_sample_recipe("layer", quantity, self.scale, self.center, self.axis)


class GroupNormalization(OldLayer):
    """Groups of channels brought to mean 0 and variance 1; scaled and shifted by channel.

    Source: Wu and He 2018. `groups=-1` is instance normalization, one channel to a group.
    """

    expression_names: ClassVar[frozenset[str]] = frozenset(
        {"name", "groups", "axis", "center", "scale"}
    )

    groups: int = 32
    axis: int = -1
    epsilon: Fraction = Fraction("0.001")
    center: bool = True
    scale: bool = True

    def __init__(
        self,
        groups: object = 32,
        axis: object = -1,
        epsilon: object = 0.001,
        center: object = True,
        scale: object = True,
        *,
        name: object = None,
        trainable: object = True,
    ) -> None:
        """Take Keras's arguments. Raises LayerError for what Keras refuses."""
        super().__init__(name, trainable)
        if groups != -1:
            whole("groups", groups)
        self._keep_changed(
            groups=whole("groups", groups, -1),
            axis=whole("axis", axis, -8),
            epsilon=real("epsilon", epsilon),
            center=truth("center", center),
            scale=truth("scale", scale),
        )

    def symbols(self, shape: Shape) -> Symbols:
        """n channels in G groups, m values in the whole input.

        Raises LayerError where the channels do not fall into that many equal groups.
        """
        channels = shape[place_of(self.axis, shape)]
        groups = channels if self.groups == -1 else self.groups
        if channels % groups:
            raise LayerError(f"{channels} channels do not divide into {groups} groups")
        return {"n": channels, "G": groups, "m": prod(shape)}

    def recipe(self, quantity: str) -> Recipe:
        """2·n: gamma and beta for every channel, however many groups there are."""
        return per_sample_recipe("group", quantity, self.scale, self.center, self.axis)


class RMSNormalization(OldLayer):
    """Each sample divided by its root mean square along its own axes, then scaled.

    Source: Zhang and Sennrich 2019. There is a scale and no offset.
    """

    expression_names: ClassVar[frozenset[str]] = frozenset({"name", "axis"})

    axis: Axes = -1
    epsilon: Fraction = Fraction("0.000001")

    def __init__(
        self,
        axis: object = -1,
        epsilon: object = 0.000001,
        *,
        name: object = None,
        trainable: object = True,
    ) -> None:
        """Take Keras's arguments. Raises LayerError for what Keras refuses."""
        super().__init__(name, trainable)
        self._keep_changed(axis=axes_of(axis), epsilon=real("epsilon", epsilon))

    def symbols(self, shape: Shape) -> Symbols:
        """n values along the normalized axis, m in the whole input. Raises LayerError."""
        return _axes_symbols(self.axis, shape)

    def recipe(self, quantity: str) -> Recipe:
        """n: one scale for every value along the normalized axes."""
        return per_sample_recipe("rms", quantity, True, False, self.axis)


class UnitNormalization(OldLayer):
    """Each sample divided by its length along an axis."""

    neutral = "dividing by a length needs nothing that is learned"

    axis: Axes = -1

    def __init__(self, axis: object = -1, *, name: object = None, trainable: object = True) -> None:
        """Take Keras's arguments. Raises LayerError for what Keras refuses."""
        super().__init__(name, trainable)
        self._keep_changed(axis=axes_of(axis))

    def symbols(self, shape: Shape) -> Symbols:
        """The axes. Raises LayerError where there is no such axis."""
        rank = len(shape) + 1
        for axis in self.axis if isinstance(self.axis, tuple) else (self.axis,):
            if axis % rank or not -rank <= axis < rank:
                place_of(axis, shape)
        return super().symbols(shape)


class Normalization(OldLayer):
    """Values shifted and scaled by a mean and a variance that were measured before training."""

    expression_names: ClassVar[frozenset[str]] = frozenset({"name", "axis"})

    axis: Axes | None = -1
    mean: Fraction | tuple[Fraction, ...] | None = None
    variance: Fraction | tuple[Fraction, ...] | None = None
    invert: bool = False

    def __init__(
        self,
        axis: object = -1,
        mean: object = None,
        variance: object = None,
        invert: object = False,
        *,
        name: object = None,
        trainable: object = True,
    ) -> None:
        """Take Keras's arguments. Raises LayerError for what Keras refuses."""
        super().__init__(name, trainable)
        self._keep_changed(
            axis=None if axis is None else axes_of(axis),
            mean=_measured("mean", mean),
            variance=_measured("variance", variance),
            invert=truth("invert", invert),
        )
        if (self.mean is None) != (self.variance is None):
            raise LayerError("mean and variance are given together, or neither")
        if isinstance(self.mean, tuple) != isinstance(self.variance, tuple):
            raise LayerError("mean and variance have one shape")

    def symbols(self, shape: Shape) -> Symbols:
        """n values that have a mean and a variance each, n1, n2, … along several axes.

        Raises LayerError where there is no such axis.
        """
        symbols = _axes_symbols(() if self.axis is None else self.axis, shape)
        for measured in (self.mean, self.variance):
            last = self.axis[-1] if isinstance(self.axis, tuple) and self.axis else self.axis
            if isinstance(measured, tuple) and isinstance(last, int):
                size = shape[place_of(last, shape)]
                if len(measured) not in (1, size):
                    raise LayerError(f"{len(measured)} means do not fit {size} values")
        return symbols

    def recipe(self, quantity: str) -> Recipe:
        """2·n + 1: a mean and a variance for each, and the count of samples they are from."""
        return statistics_recipe(quantity, self.axis, self.mean is not None)


def _measured(name: str, value: object) -> Fraction | tuple[Fraction, ...] | None:
    if value is None:
        return None
    if isinstance(value, (list, tuple)):
        return tuple([real(name, each) for each in value])
    return real(name, value)
