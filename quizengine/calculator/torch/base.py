"""The base of all layers of PyTorch, the list of them, and checks of their inputs."""

from __future__ import annotations

from typing import ClassVar

from quizengine.calculator.arguments import Ignored
from quizengine.calculator.errors import LayerError
from quizengine.calculator.layer import Layer
from quizengine.calculator.layer_classes import LayerClasses
from quizengine.calculator.shape import Shape, axis_names
from quizengine.calculator.symbols import Terms

WINDOW_TERMS = Terms(
    "bias",
    F="kernel_size",
    S="stride",
    P="padding",
    d="dilation",
    G="groups",
    K="out_channels",
    D="in_channels",
    O="output_padding",
)
"""PyTorch's word for each symbol of a layer with a window."""

_MODULES = (
    "convolution linear pooling activations reshaping dropout normalization "
    "adaptive padding transposed upsampling layer_norm recurrent attention"
)
"""The modules with layers, the most used first."""

LAYERS = LayerClasses("quizengine.calculator.torch", _MODULES.split())
"""All layers of PyTorch by name; a name is looked up in the module that declares it."""


class TorchLayer(Layer, abstract=True):
    """A layer of PyTorch, `nn.Conv2d(3, 20, 8)`: applied to a shape without the batch.

    Its arguments have PyTorch's names, order and defaults. PyTorch's modules have no name of
    their own.
    """

    classes = LAYERS.declared
    last: ClassVar[tuple[str, ...]] = ("device", "dtype")
    positional: ClassVar[int] = 99

    @classmethod
    def order_of(cls, rank: int) -> str:
        """The axes of an input, its channels first: `D×H×W`."""
        *spatial, channels = axis_names(rank + 1)
        return "×".join((channels, *spatial))

    def _other_rank(self, shape: Shape) -> str:
        return super()._other_rank(shape.channels_first if len(shape) > 1 else shape)


class Weighted(TorchLayer, abstract=True):
    """A layer with weights, which PyTorch puts on a device and keeps in a number format."""

    device = Ignored()
    dtype = Ignored()


class ChannelsFirst(TorchLayer, abstract=True):
    """A layer of volumes, their channels first, that has no weights."""

    data_format = "channels_first"


class AnyShape(TorchLayer, abstract=True):
    """A layer that takes an input of any number of axes, and learns nothing from its order."""

    two_axes: ClassVar[tuple[str, str]] = ("A1", "A2")
    """The symbols of two axes: channels and a length, or positions and their values."""

    def named(self, shape: Shape) -> Shape:
        """An input shape as it is, its axes named in PyTorch's order."""
        return Shape(shape, self.two_axes if len(shape) == 2 else torch_axes(len(shape)))

    inner = named
    reorders = True


def torch_axes(rank: int) -> tuple[str, ...]:
    """The symbols of a shape with its channels first: `D`, `H`, `W` for three axes."""
    if rank in (3, 4):
        names = axis_names(rank)
        return (names[-1], *names[:-1])
    return ("D",) if rank == 1 else tuple(f"A{index + 1}" for index in range(rank))


def check_channels(kind: str, expected: int, given: int) -> None:
    """Refuse an input with another number of channels. Raises LayerError."""
    if given != expected:
        raise LayerError(f"{kind} expects {expected} input channels, gets {int(given)}")


def check_features(kind: str, name: str, expected: int, shape: Shape) -> None:
    """Refuse an input whose last axis is another. Raises LayerError."""
    if shape[-1] != expected:
        raise LayerError(
            f"{kind} expects {name} {expected} as the last axis, gets {int(shape[-1])} in {shape}"
        )


def check_axis(name: str, axis: int, rank: int) -> None:
    """Refuse an axis, the batch being 0, that is none of `rank` beside it. Raises LayerError."""
    if not -(rank + 1) <= axis <= rank:
        raise LayerError(
            f"{name} must be from {-rank - 1} to {rank}, the batch being 0, and is {axis}"
        )
