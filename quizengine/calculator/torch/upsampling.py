"""Upsampling with PyTorch's arguments: to a size, or by a factor that may be a fraction."""

from __future__ import annotations

from fractions import Fraction

from quizengine.calculator.arguments import Custom, Word, boolean, real, whole
from quizengine.calculator.errors import LayerError, quoted
from quizengine.calculator.operation import Operation
from quizengine.calculator.operations.resizing import Scaling, StatedSize
from quizengine.calculator.shape import Shape
from quizengine.calculator.torch.base import ChannelsFirst

_RANKS = {
    "nearest": (1, 2, 3), "nearest-exact": (1, 2, 3), "area": (1, 2, 3),
    "linear": (1,), "bilinear": (2,), "bicubic": (2,), "trilinear": (3,),
}  # fmt: skip
"""How many axes beside the channels each mode works on."""


def _sizes(name: str, value: object) -> tuple[int, ...]:
    return tuple([whole(name, each) for each in _listed(value)])


def _factors(name: str, value: object) -> tuple[Fraction, ...]:
    return tuple([_factor(name, each) for each in _listed(value)])


def _listed(value: object) -> tuple[object, ...]:
    if isinstance(value, (list, tuple)):
        if not value:
            raise LayerError("an empty list is no size")
        return tuple(value)
    return (value,)


def _factor(name: str, value: object) -> Fraction:
    factor = real(name, value)
    if factor <= 0:
        raise LayerError(f"{name} must be above 0, not {quoted(value)}")
    return factor


class _Upsampling(ChannelsFirst, abstract=True):
    """The base of the upsampling layers, with a size or a factor for each axis, or one for all."""

    mode: str = "nearest"
    align_corners: bool | None = None

    size: Custom[tuple[int, ...] | None] = Custom(_sizes, None)
    scale_factor: Custom[tuple[Fraction, ...] | None] = Custom(_factors, None)

    def check_arguments(self) -> None:
        """Refuse a size beside a factor, or neither."""
        if (self.size is None) == (self.scale_factor is None):
            raise LayerError(f"{self.kind} takes a size or a scale_factor, one of the two")

    def make_operation(self) -> Operation:
        """Return the upsampling."""
        if self.scale_factor is not None:
            return Scaling(self.scale_factor)
        return StatedSize(self.size or ())

    def check_input(self, *shapes: Shape) -> None:
        """Refuse a mode or numbers that do not fit the axes."""
        shape = shapes[0]
        rank, given = len(shape) - 1, len(self.size or self.scale_factor or ())
        if rank not in _RANKS[self.mode]:
            ranks = " or ".join(str(each) for each in _RANKS[self.mode])
            raise LayerError(
                f'mode="{self.mode}" takes channels and {ranks} more axes, and '
                f"{shape.channels_first if rank else shape} has {len(shape)} axes in all"
            )
        if given not in (1, rank):
            raise LayerError(
                f"the input has {rank} axes beside its channels, and {given} numbers are given"
            )


class Upsample(_Upsampling):
    """An input with its channels first, drawn out to a size or by a factor."""

    mode = Word("nearest", tuple(_RANKS))
    align_corners: Custom[bool | None] = Custom(boolean, None)
    recompute_scale_factor: Custom[bool | None] = Custom(boolean, None)

    def check_arguments(self) -> None:
        """Refuse arguments that cannot be combined with the mode or the size."""
        if self.align_corners is not None and self.mode in ("nearest", "nearest-exact", "area"):
            raise LayerError(f'align_corners does not go with mode="{self.mode}"')
        if self.recompute_scale_factor and self.size is not None:
            raise LayerError("recompute_scale_factor goes with a scale_factor, not with a size")
        super().check_arguments()


class UpsamplingNearest2d(_Upsampling):
    """An input drawn out by repeating its values."""


class UpsamplingBilinear2d(_Upsampling):
    """An input drawn out between its values, its corners kept."""

    mode = "bilinear"
