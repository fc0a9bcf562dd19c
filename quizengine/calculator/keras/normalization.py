"""Normalization layers with Keras's arguments."""

from __future__ import annotations

from fractions import Fraction

from quizengine.calculator.arguments import Custom, Flag, Real, Whole, whole
from quizengine.calculator.errors import LayerError
from quizengine.calculator.keras.base import KerasLayer, axis_or_axes, number_or_numbers
from quizengine.calculator.operation import Operation, Trait
from quizengine.calculator.operations.normalization import (
    Division,
    NormalizationForm,
    Standardization,
    index_of,
)
from quizengine.calculator.shape import Shape


def _axes_or_none(name: str, value: object) -> int | tuple[int, ...] | None:
    return None if value is None else axis_or_axes(name, value)


def _groups(name: str, value: object) -> int:
    return whole(name, value, -1 if value == -1 else 1)


def _listed(axis: int | tuple[int, ...] | None) -> tuple[int, ...]:
    if axis is None:
        return ()
    return axis if isinstance(axis, tuple) else (axis,)


def _words(axes: tuple[int, ...], last: str = "size of the last axis") -> tuple[str, ...]:
    return (last,) if axes == (-1,) else tuple([f"size of axis {axis}" for axis in axes])


_Measured = Custom[Fraction | tuple[Fraction, ...] | None]


class _Affine(KerasLayer, abstract=True):
    """The base of the normalizations that scale and shift their result."""

    epsilon = Real(0.001)
    center = Flag(default=True)
    scale = Flag(default=True)


class BatchNormalization(_Affine):
    """Each channel brought to mean 0 and variance 1 over the batch, then scaled and shifted."""

    order = ("axis", "momentum")
    positional = 5

    axis = Whole(-1, least=-8)
    momentum = Real(0.99)
    renorm = Flag(default=False)
    synchronized = Flag(default=False)

    def make_operation(self) -> Operation:
        """Return the normalization, which with `renorm` tracks five statistics of a channel."""
        axes, statistics = (self.axis,), 5 if self.renorm else 2
        form = NormalizationForm(
            "batch", "C", _words(axes, "channels"), self.scale, self.center, statistics
        )
        return Standardization(axes, form)


class LayerNormalization(_Affine):
    """Each sample brought to mean 0 and variance 1 along its own axes, then scaled and shifted."""

    order = ("axis",)

    axis = Custom(axis_or_axes, -1)

    def make_operation(self) -> Operation:
        """Return the normalization."""
        axes = _listed(self.axis)
        form = NormalizationForm("layer", "n", _words(axes), self.scale, self.center)
        return Standardization(axes, form)


class GroupNormalization(_Affine):
    """Groups of channels brought to mean 0 and variance 1; scaled and shifted by channel.

    `groups=-1` is instance normalization, one channel to a group.
    """

    order = ("groups", "axis")

    groups = Custom(_groups, 32)
    axis = Whole(-1, least=-8)

    def make_operation(self) -> Operation:
        """Return the normalization."""
        axes = (self.axis,)
        form = NormalizationForm("group", "n", _words(axes, "channels"), self.scale, self.center)
        return Standardization(axes, form, Trait.MIXED, self.groups)

    def check_input(self, *shapes: Shape) -> None:
        """Refuse channels that do not divide among the groups."""
        channels = shapes[0][index_of(self.axis, shapes[0])]
        if self.groups != -1 and channels % self.groups:
            raise LayerError(f"{channels} channels do not divide into {self.groups} groups")


class RMSNormalization(KerasLayer):
    """Each sample divided by its root mean square along its own axes, then scaled."""

    axis = Custom(axis_or_axes, -1)
    epsilon = Real(0.000001)

    def make_operation(self) -> Operation:
        """Return the normalization, which has no offset."""
        axes = _listed(self.axis)
        form = NormalizationForm("rms", "n", _words(axes), scale=True, offset=False)
        return Standardization(axes, form)


class UnitNormalization(KerasLayer):
    """Each sample divided by its length along an axis."""

    axis = Custom(axis_or_axes, -1)

    def make_operation(self) -> Operation:
        """Return the division."""
        why = "dividing by a length needs nothing that is learned"
        return Division(why)

    def check_input(self, *shapes: Shape) -> None:
        """Refuse axes that the input does not have; the batch may be one."""
        rank = len(shapes[0]) + 1
        for axis in _listed(self.axis):
            if axis not in (0, -rank):
                index_of(axis, shapes[0])


class Normalization(KerasLayer):
    """Values shifted and scaled by a mean and a variance that were measured before training."""

    axis = Custom(_axes_or_none, -1)
    mean: _Measured = Custom(number_or_numbers, None)
    variance: _Measured = Custom(number_or_numbers, None)
    invert = Flag(default=False)

    def check_arguments(self) -> None:
        """Refuse a mean and a variance that are unlike each other."""
        if (self.mean is None) != (self.variance is None):
            raise LayerError("mean and variance are given together, or neither")
        if isinstance(self.mean, tuple) != isinstance(self.variance, tuple):
            raise LayerError("mean and variance have one shape")

    def make_operation(self) -> Operation:
        """Return the normalization."""
        axes, statistics = _listed(self.axis), 2 if self.mean is None else 0
        return Standardization(
            axes, NormalizationForm("measured", "n", _words(axes), False, False, statistics)
        )

    def check_input(self, *shapes: Shape) -> None:
        """Refuse a given mean or variance that does not fit the last of the axes."""
        axes = _listed(self.axis)
        for measured in (self.mean, self.variance):
            if isinstance(measured, tuple) and axes:
                size = shapes[0][index_of(axes[-1], shapes[0])]
                if len(measured) not in (1, size):
                    raise LayerError(f"{len(measured)} means do not fit {size} values")
