"""Normalization by channel with PyTorch's arguments.

Running means and variances are buffers in PyTorch: they are no parameters, trainable or not.
"""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from quizengine.calculator.arguments import Custom, Flag, Real, Whole, real
from quizengine.calculator.errors import LayerError, check_groups
from quizengine.calculator.operation import Operation, Trait
from quizengine.calculator.operations.normalization import NormalizationForm, Standardization
from quizengine.calculator.shape import Shape
from quizengine.calculator.torch.base import AnyShape, Weighted, check_channels


def _momentum(name: str, value: object) -> Fraction | None:
    return None if value is None else real(name, value)


class _Channelwise(AnyShape, Weighted, abstract=True):
    """The base of the normalizations by channel, with a weight and a bias for each, or neither."""

    last = ("device", "dtype", "bias")
    # No axis at all is refused with the other numbers of axes.
    least_rank = 0
    two_axes = ("D", "L")
    ranks: ClassVar[tuple[int, ...]]
    """How many axes an input may have, channels included."""

    eps = Real(0.00001)
    affine = Flag(default=True)
    bias = Flag(default=True)

    def normalization(self, word: str, trait: Trait, statistics: int = 0) -> Operation:
        """The operation; `word` names the argument that states the channels."""
        form = NormalizationForm(
            "channels", "D", (word,), self.affine, self.affine and self.bias, statistics
        )
        return Standardization((1,), form, trait)

    def check_input(self, *shapes: Shape) -> None:
        """Refuse an input with another number of axes than `ranks`."""
        shape = shapes[0]
        if len(shape) not in self.ranks:
            counts = " or ".join(map(str, self.ranks))
            raise LayerError(f"{self.kind} takes {counts} axes, and {shape} has {len(shape)}")


class _Statistics(_Channelwise, abstract=True):
    """The base of batch and instance normalization, with running statistics."""

    order = ("num_features", "eps", "momentum", "affine")
    positional = 7

    num_features = Whole()
    momentum = Custom(_momentum, 0.1)
    track_running_stats = Flag(default=True)
    comes_from: ClassVar[Trait] = Trait.POINTWISE
    """What an output value depends on: its own position, or all positions of its sample."""

    def make_operation(self) -> Operation:
        """Return the normalization of each channel."""
        statistics = 2 if self.track_running_stats else 0
        return self.normalization("num_features", self.comes_from, statistics)

    def check_input(self, *shapes: Shape) -> None:
        """Refuse other channels than stated, where there are weights or statistics for them."""
        super().check_input(*shapes)
        if self.affine or self.track_running_stats:
            check_channels(self.kind, self.num_features, shapes[0][0])


class BatchNorm1d(_Statistics):
    """Each channel of a `D` or `D×L` input, normalized over the batch."""

    ranks = (1, 2)


class BatchNorm2d(_Statistics):
    """Each channel of a `D×H×W` input, normalized over the batch."""

    ranks = (3,)


class BatchNorm3d(_Statistics):
    """Each channel of a `D×T×H×W` input, normalized over the batch."""

    ranks = (4,)


class _InstanceNorm(_Statistics, abstract=True):
    comes_from = Trait.MIXED

    affine = Flag(default=False)
    track_running_stats = Flag(default=False)

    def check_input(self, *shapes: Shape) -> None:
        """Refuse channels of one position, unless running statistics are tracked."""
        super().check_input(*shapes)
        shape = shapes[0]
        if shape.size == shape[0] and not self.track_running_stats:
            raise LayerError(
                f"{self.kind} takes its statistics from several positions of a channel, "
                f"and {shape} has one"
            )


class InstanceNorm1d(_InstanceNorm):
    """Each channel of a `D×L` input, normalized alone."""

    ranks = (2,)


class InstanceNorm2d(_InstanceNorm):
    """Each channel of a `D×H×W` input, normalized alone."""

    ranks = (3,)


class InstanceNorm3d(_InstanceNorm):
    """Each channel of a `D×T×H×W` input, normalized alone."""

    ranks = (4,)


class GroupNorm(_Channelwise):
    """Groups of channels, each normalized together."""

    order = ("num_groups", "num_channels")
    positional = 6
    ranks = (1, 2, 3, 4, 5, 6, 7, 8)

    num_groups = Whole()
    num_channels = Whole()

    def check_arguments(self) -> None:
        """Refuse channels that do not divide among the groups."""
        if self.num_channels % self.num_groups:
            raise LayerError(
                f"num_channels {self.num_channels} is not a multiple of "
                f"num_groups {self.num_groups}"
            )

    def make_operation(self) -> Operation:
        """Return the normalization."""
        return self.normalization("num_channels", Trait.MIXED)

    def check_input(self, *shapes: Shape) -> None:
        """Refuse other channels than stated, or without weights those that form no groups."""
        super().check_input(*shapes)
        channels = shapes[0][0]
        if self.affine:
            check_channels(self.kind, self.num_channels, channels)
        else:
            check_groups(channels, "input channels", self.num_groups)
