"""What the layers of PyTorch share: their axes, their words and the forms of their arguments."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import ClassVar

from quizengine.calculator.arguments import Ignored, per_axis, whole
from quizengine.calculator.errors import LayerError, shown
from quizengine.calculator.layer import Layer, Symbols
from quizengine.calculator.old_layer import OldLayer
from quizengine.calculator.operation import Terms
from quizengine.calculator.quantity import Recipe
from quizengine.calculator.shape import Shape, axis_names

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

LAYERS: dict[str, type[Layer]] = {}
"""Every layer of PyTorch by its name, as it is declared."""


class TorchLayer(Layer, abstract=True):
    """A layer of PyTorch, `nn.Conv2d(3, 20, 8)`: applied to a shape without the batch.

    Its arguments have PyTorch's names, order and defaults. PyTorch's modules have no name of
    their own.
    """

    last: ClassVar[tuple[str, ...]] = ("device", "dtype")
    positional: ClassVar[int] = 99

    device = Ignored()
    dtype = Ignored()

    def __init_subclass__(cls, *, rank: int | None = None, abstract: bool = False) -> None:
        super().__init_subclass__(rank=rank, abstract=abstract)
        if not abstract:
            LAYERS[cls.__name__] = cls

    def _other_rank(self, shape: Shape) -> str:
        *places, channels = axis_names(self.rank + 1)
        given = shape.channels_first if len(shape) > 1 else shape
        order = "×".join((channels, *places))
        return f"{self.kind} takes an input {order}, and {given} has {len(shape)} axes"


class Weightless(TorchLayer, abstract=True):
    """A layer of volumes, their channels first, that holds nothing to put on a device."""

    data_format = "channels_first"
    device = None
    dtype = None


class AnyShape(TorchLayer, abstract=True):
    """A layer that takes an input of any number of axes, and learns nothing from its order."""

    two_axes: ClassVar[tuple[str, str]] = ("A1", "A2")
    """The symbols of two axes: channels and a length, or places and their values."""

    def named(self, shape: Shape) -> Shape:
        """An input shape as it is, its axes named in PyTorch's order."""
        return Shape(shape, self.two_axes if len(shape) == 2 else torch_axes(len(shape)))

    inner = named


class OldTorchLayer(OldLayer, TorchLayer, abstract=True):
    """A layer of PyTorch, `nn.Conv2d(3, 20, 8)`: applied to a shape without the batch.

    Its arguments have PyTorch's names, order and defaults; `device` and `dtype` change no count
    and are not kept. PyTorch's modules have no name of their own.
    """

    def __init__(self) -> None:
        """Start a layer that has no name of its own."""
        super().__init__()


class OldChannelsFirst(OldTorchLayer, abstract=True):
    """A layer whose input has its channels first, `D×H×W`, and a fixed number of other axes."""

    data_format = "channels_first"
    rank: ClassVar[int]

    def symbols(self, shape: Shape) -> Symbols:
        """The axes by symbol. Raises LayerError for an input with another number of axes."""
        check_rank(self.kind, shape, self.rank)
        return super().symbols(shape)


class OldAnyShape(OldTorchLayer, abstract=True):
    """A layer that takes an input of any number of axes, and learns nothing from its order."""

    least_rank = 0
    two_axes: ClassVar[tuple[str, str]] = ("A1", "A2")
    """The symbols of two axes: channels and a length, or places and their values."""

    def named(self, shape: Shape) -> Shape:
        """An input shape as it is, its axes named in PyTorch's order."""
        return Shape(shape, self.two_axes if len(shape) == 2 else torch_axes(len(shape)))

    def apply(self, inputs: tuple[Shape, ...]) -> tuple[Symbols, tuple[Shape, ...]]:
        """The axes by their symbols in PyTorch's order, and the output shape."""
        shape = self.named(only(self.kind, inputs))
        symbols = self.symbols(shape)
        return symbols, (self.output(shape, symbols),)


def only(kind: str, inputs: tuple[Shape, ...]) -> Shape:
    """The one input. Raises LayerError where there are several."""
    if len(inputs) != 1:
        raise LayerError(f"{kind} takes one input, and {len(inputs)} were given")
    return inputs[0]


def torch_axes(rank: int) -> tuple[str, ...]:
    """The symbols of a shape with its channels first: `D`, `H`, `W` for three axes."""
    if rank in (3, 4):
        names = axis_names(rank)
        return (names[-1], *names[:-1])
    return ("D",) if rank == 1 else tuple(f"A{index + 1}" for index in range(rank))


def check_rank(kind: str, shape: Shape, rank: int) -> None:
    """Refuse an input, its channels moved last, with another number of axes. Raises LayerError."""
    if len(shape) != rank + 1:
        names = axis_names(rank + 1)
        order = "×".join((names[-1], *names[:-1]))
        given = shape.channels_first if len(shape) > 1 else shape
        raise LayerError(f"{kind} takes an input {order}, and {given} has {len(shape)} axes")


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


def spread(name: str, value: object, rank: int, least: int = 1) -> tuple[int, ...]:
    """One whole number for each axis; a list of one serves all of them, as in PyTorch.

    Raises LayerError.
    """
    if isinstance(value, (list, tuple)) and len(value) == 1:
        value = value[0]
    return per_axis(name, value, rank, least)


def axis_of(name: str, value: object, rank: int) -> int:
    """The place of an axis that counts the batch as 0, among `rank` axes without it; -1 for it.

    Raises LayerError where there is no such axis.
    """
    place = whole(name, value, least=-100)
    if not -(rank + 1) <= place <= rank:
        raise LayerError(
            f"{name} must be from {-rank - 1} to {rank}, the batch being 0, and is {place}"
        )
    return place - 1 if place >= 0 else place + rank


def one_of(name: str, value: object, words: tuple[str, ...]) -> str:
    """One of a few words. Raises LayerError."""
    if not isinstance(value, str) or value not in words:
        known = ", ".join(f'"{word}"' for word in words)
        raise LayerError(f"{name} must be one of {known}, not {shown(value)}")
    return value


def in_torch(recipe: Recipe, terms: Mapping[str, str], why: str | None = None) -> Recipe:
    """The same recipe in PyTorch's words."""
    return _reworded(recipe, tuple(terms.items()), recipe.why if why is None else why)


@lru_cache(maxsize=1024)
def _reworded(recipe: Recipe, terms: tuple[tuple[str, str], ...], why: str) -> Recipe:
    words = {**recipe.terms, **dict(terms)}
    return Recipe(recipe.label, recipe.text, recipe.phrases, recipe.mistakes, words, why)
