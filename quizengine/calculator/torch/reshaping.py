"""Layers that rearrange values, with PyTorch's arguments; an axis 0 is the batch."""

from __future__ import annotations

from quizengine.calculator.arguments import Custom, Whole, whole
from quizengine.calculator.errors import LayerError, check_groups, quoted
from quizengine.calculator.operation import Operation
from quizengine.calculator.operations import reshaping
from quizengine.calculator.operations.pointwise import PointwiseMap
from quizengine.calculator.shape import Shape, axis_index
from quizengine.calculator.torch.base import AnyShape, ChannelsFirst, check_axis, torch_axes


def own_axis(name: str, axis: int, shape: Shape) -> int:
    """The index of an axis that is not the batch. Raises LayerError."""
    check_axis(name, axis, len(shape))
    index = axis_index(axis, len(shape))
    if index < 0:
        raise LayerError(f"{name} {axis} is the batch, which is no part of a shape here")
    return index


class Flatten(AnyShape):
    """Several neighbouring axes joined to one; by default all but the batch."""

    two_axes = ("D", "L")

    start_dim = Whole(1, least=-100)
    end_dim = Whole(-1, least=-100)

    def make_operation(self) -> Operation:
        """Return the flattening."""
        return reshaping.Flattening(self.start_dim, self.end_dim, channels_first=True)

    def check_input(self, *shapes: Shape) -> None:
        """Refuse ends that are no axes of the input, or in the wrong order."""
        shape = shapes[0]
        start = own_axis("start_dim", self.start_dim, shape)
        if start > own_axis("end_dim", self.end_dim, shape):
            raise LayerError(
                f"start_dim {self.start_dim} comes after end_dim {self.end_dim} in {shape}"
            )


def _sizes(name: str, value: object) -> tuple[int, ...]:
    """Sizes, of which one may be -1."""
    if not isinstance(value, (list, tuple)) or not value:
        raise LayerError(f"{name} is a list of sizes, not {quoted(value)}")
    sizes = tuple([whole(name, size, least=-1) for size in value])
    if sizes.count(-1) > 1 or 0 in sizes:
        raise LayerError(f"{name} has sizes above 0, and at most one -1")
    return sizes


class Unflatten(AnyShape):
    """One axis spread over several; -1 stands for what is left."""

    two_axes = ("D", "L")

    dim = Whole(least=-100)
    unflattened_size = Custom(_sizes)

    def make_operation(self) -> Operation:
        """Return the reshaping."""
        return reshaping.Unflattening(self.dim, self.unflattened_size, torch_axes)

    def check_input(self, *shapes: Shape) -> None:
        """Refuse sizes whose product is not the size of the axis."""
        axis = int(shapes[0][own_axis("dim", self.dim, shapes[0])])
        if not reshaping.fits(axis, self.unflattened_size):
            sizes = "·".join(map(str, self.unflattened_size))
            raise LayerError(f"an axis of {axis} is not {sizes}")


class PixelShuffle(ChannelsFirst, rank=2):
    """Channels spread over a larger height and width."""

    upscale_factor = Whole()

    def make_operation(self) -> Operation:
        """Return the pixel shuffling."""
        return reshaping.PixelShuffling(self.upscale_factor)

    def check_input(self, *shapes: Shape) -> None:
        """Refuse channels that do not fill the new positions."""
        channels, area = int(shapes[0].channels), self.upscale_factor**2
        if channels % area:
            raise LayerError(f"{channels} channels are not a multiple of upscale_factor² = {area}")


class PixelUnshuffle(ChannelsFirst, rank=2):
    """Height and width folded into more channels."""

    downscale_factor = Whole()

    def make_operation(self) -> Operation:
        """Return the inverse of a pixel shuffling."""
        return reshaping.PixelShuffling(self.downscale_factor, back=True)

    def check_input(self, *shapes: Shape) -> None:
        """Refuse a height or width that is no multiple of the factor."""
        for name, axis in zip(("height", "width"), shapes[0], strict=False):
            if axis % self.downscale_factor:
                raise LayerError(
                    f"a {name} of {int(axis)} is not a multiple of downscale_factor "
                    f"{self.downscale_factor}"
                )


class ChannelShuffle(AnyShape):
    """The channels of several groups, in turns."""

    operation = PointwiseMap("it only rearranges values", in_place=False)
    two_axes = ("D", "L")

    groups = Whole()

    def check_input(self, *shapes: Shape) -> None:
        """Refuse channels alone, and channels that do not divide among the groups."""
        shape = shapes[0]
        if len(shape) < 2:
            raise LayerError(f"{self.kind} takes channels and at least one more axis, not {shape}")
        check_groups(shape[0], "input channels", self.groups)
