"""Normalization with PyTorch's arguments.

Running means and variances are buffers in PyTorch: they are no parameters, trainable or not.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import ClassVar

from quizengine.calculator.arguments import real, truth, whole
from quizengine.calculator.errors import LayerError
from quizengine.calculator.layer import LABELS, Symbols
from quizengine.calculator.quantity import Mistake, Recipe
from quizengine.calculator.shape import Shape
from quizengine.calculator.torch.base import OldAnyShape, check_channels

_BUFFERS = "the running mean and variance are buffers, not parameters"
_STATISTICS = Mistake(
    "statistics-counted",
    "2*D",
    "In PyTorch the running mean and variance are buffers, not parameters.",
    seen="Keras counts them as non-trainable parameters",
)


class _Channelwise(OldAnyShape):
    """What normalizes by channel: a weight and a bias for each, if any."""

    expression_names: ClassVar[frozenset[str]] = frozenset({"name", "affine"})
    word: ClassVar[str] = "num_features"
    ranks: ClassVar[tuple[int, ...]]
    """How many axes an input may have, channels included."""
    two_axes = ("D", "L")
    track_running_stats: bool = False

    affine: bool = True
    bias: bool = True
    eps: Fraction = Fraction(1, 100_000)

    def symbols(self, shape: Shape) -> Symbols:
        """The axes; `D` channels. Raises LayerError where the input has others."""
        if len(shape) not in self.ranks:
            counts = " or ".join(map(str, self.ranks))
            raise LayerError(f"{self.kind} takes {counts} axes, and {shape} has {len(shape)}")
        self._check_input(shape)
        return {**super().symbols(shape), "D": self._channels}

    @property
    def _channels(self) -> int:
        raise NotImplementedError

    def _check_input(self, shape: Shape) -> None:
        check_channels(self.kind, self._channels, shape[0])

    def recipe(self, quantity: str) -> Recipe:
        """2·D: a weight and a bias for each channel."""
        return _affine_recipe(quantity, self.affine, self.bias, self.word, self.track_running_stats)


@lru_cache(maxsize=128)
def _affine_recipe(quantity: str, affine: bool, bias: bool, word: str, kept: bool) -> Recipe:
    label, terms = LABELS[quantity], {"D": word}
    if quantity == "macs":
        return Recipe(label, "0", why="only matrix products and convolutions are counted")
    if quantity == "non_trainable_params":
        why = _BUFFERS if kept else "training changes all of them"
        return Recipe(label, "0", (), (_STATISTICS,) if kept else (), terms, why)
    if not affine:
        counted = (_STATISTICS,) if kept and quantity == "params" else ()
        return Recipe(label, "0", (), counted, terms, "affine=False: it learns no weight, no bias")
    if quantity == "weights":
        return Recipe(label, "D", terms=terms, why="one weight per channel")
    if quantity == "biases":
        why = "one bias per channel" if bias else "bias=False: there are none"
        return Recipe(label, "D" if bias else "0", terms=terms, why=why)
    if not bias:
        return Recipe(label, "D", terms=terms, why="one weight per channel, and no bias")
    mistakes: tuple[Mistake, ...] = (
        Mistake("offset-forgotten", "D", "The biases are missing: each channel has one as well."),
        Mistake(
            "one-set-per-layer",
            "2",
            "One pair was counted for the whole layer; every channel learns a weight and a bias.",
            "D > 1",
        ),
    )
    if kept:
        mistakes = (
            Mistake(
                "statistics-counted",
                "4*D",
                "The running mean and variance were counted; in PyTorch they are buffers, not "
                "parameters.",
                seen="Keras counts them as non-trainable parameters",
            ),
            *mistakes,
        )
    why = f"a weight and a bias per channel; {_BUFFERS}" if kept else "a weight and a bias each"
    return Recipe(label, "2*D", (), mistakes, terms, why)


class _Statistics(_Channelwise):
    """What batch and instance normalization share: `num_features` and running statistics."""

    expression_names: ClassVar[frozenset[str]] = _Channelwise.expression_names | {
        "num_features", "track_running_stats",
    }  # fmt: skip

    num_features: int
    momentum: Fraction | None = Fraction(1, 10)

    @property
    def _channels(self) -> int:
        return self.num_features

    def _keep_settings(
        self,
        num_features: object,
        eps: object,
        momentum: object,
        affine: object,
        track_running_stats: object,
        bias: object,
    ) -> None:
        self._keep(num_features=whole("num_features", num_features))
        self._keep_changed(
            eps=real("eps", eps),
            momentum=None if momentum is None else real("momentum", momentum),
            affine=truth("affine", affine),
            track_running_stats=truth("track_running_stats", track_running_stats),
            bias=truth("bias", bias),
        )


class _BatchNorm(_Statistics):
    track_running_stats = True

    def __init__(
        self,
        num_features: object,
        eps: object = Fraction(1, 100_000),
        momentum: object = Fraction(1, 10),
        affine: object = True,
        track_running_stats: object = True,
        device: object = None,
        dtype: object = None,
        *,
        bias: object = True,
    ) -> None:
        """Take PyTorch's arguments. Raises LayerError for what PyTorch refuses."""
        super().__init__()
        self._keep_settings(num_features, eps, momentum, affine, track_running_stats, bias)

    def _check_input(self, shape: Shape) -> None:
        # Without any statistics or weights there is nothing that the channels could not match.
        if self.affine or self.track_running_stats:
            super()._check_input(shape)


class BatchNorm1d(_BatchNorm):
    """Each channel of a `D` or `D×L` input, normalized over the batch."""

    ranks = (1, 2)


class BatchNorm2d(_BatchNorm):
    """Each channel of a `D×H×W` input, normalized over the batch."""

    ranks = (3,)


class BatchNorm3d(_BatchNorm):
    """Each channel of a `D×T×H×W` input, normalized over the batch."""

    ranks = (4,)


class _InstanceNorm(_Statistics):
    affine = False

    def __init__(
        self,
        num_features: object,
        eps: object = Fraction(1, 100_000),
        momentum: object = Fraction(1, 10),
        affine: object = False,
        track_running_stats: object = False,
        device: object = None,
        dtype: object = None,
        *,
        bias: object = True,
    ) -> None:
        """Take PyTorch's arguments. Raises LayerError for what PyTorch refuses."""
        super().__init__()
        self._keep_settings(num_features, eps, momentum, affine, track_running_stats, bias)

    def _check_input(self, shape: Shape) -> None:
        if self.affine or self.track_running_stats:
            super()._check_input(shape)
        places = shape.size // shape[0]
        if places == 1 and not self.track_running_stats:
            raise LayerError(
                f"{self.kind} takes its statistics from several places of a channel, and {shape} "
                "has one"
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

    expression_names: ClassVar[frozenset[str]] = _Channelwise.expression_names | {
        "num_groups", "num_channels",
    }  # fmt: skip
    word = "num_channels"
    ranks = (1, 2, 3, 4, 5, 6, 7, 8)

    num_groups: int
    num_channels: int

    def __init__(
        self,
        num_groups: object,
        num_channels: object,
        eps: object = Fraction(1, 100_000),
        affine: object = True,
        device: object = None,
        dtype: object = None,
        *,
        bias: object = True,
    ) -> None:
        """Take PyTorch's arguments. Raises LayerError for what PyTorch refuses."""
        super().__init__()
        groups = whole("num_groups", num_groups)
        channels = whole("num_channels", num_channels)
        if channels % groups:
            raise LayerError(f"num_channels {channels} is not a multiple of num_groups {groups}")
        self._keep(num_groups=groups, num_channels=channels)
        self._keep_changed(
            eps=real("eps", eps), affine=truth("affine", affine), bias=truth("bias", bias)
        )

    @property
    def _channels(self) -> int:
        return self.num_channels

    def _check_input(self, shape: Shape) -> None:
        if self.affine:
            super()._check_input(shape)
        elif shape[0] % self.num_groups:
            raise LayerError(
                f"{int(shape[0])} input channels cannot be shared out among {self.num_groups} "
                "groups"
            )
