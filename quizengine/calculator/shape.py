"""The shape of a volume, channels last, without the batch axis."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import ClassVar, Self

from quizengine.calculator.errors import LayerError, quoted
from quizengine.calculator.misconceptions import wrong
from quizengine.calculator.quantity import (
    CountFormula,
    Quantity,
    WrongAnswer,
    WrongFormula,
    wrong_values,
)
from quizengine.calculator.symbols import AXES, display
from quizengine.expressions import Number

_NAMES = {1: ("D",), **{len(axes) + 1: (*axes, "D") for axes in AXES.values()}}

_CHANNELS = ("D", "Do", "K")
"""The symbols that stand for channels."""

MAX_AXIS = 1 << 40
"""The largest size of one axis; no volume in practice is as large."""


class _Unknown(int):
    """The size of an axis that is known only when data comes: Keras's None, and equal to it."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return other is None or other is self

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(None)

    def __repr__(self) -> str:
        return "None"

    def __str__(self) -> str:
        return "?"


PROBE = 720_720
"""The size that is tried for an unknown one: large, and divisible by all numbers up to 16."""

UNKNOWN = _Unknown(PROBE)


class Shape(tuple[int, ...]):  # noqa: SLOT001 - a tuple's subclass cannot have slots
    """The axes of a volume, `H×W×D`: a tuple of ints that prints as `14×14×20`.

    `symbols` names the axes; an axis that a layer computed is a Quantity.
    """

    expression_names: ClassVar[frozenset[str]] = frozenset(
        {"height", "width", "depth", "channels", "length", "size", "rank"}
    )

    symbols: tuple[str, ...]

    def __new__(cls, axes: Iterable[int], symbols: tuple[str, ...] = ()) -> Self:
        """Make a shape of its axes, which are not checked; see `as_shape`."""
        shape = super().__new__(cls, axes)
        shape.symbols = symbols or axis_names(len(shape))
        return shape

    @property
    def rank(self) -> int:
        """How many axes there are, channels included."""
        return len(self)

    @property
    def order(self) -> str:
        """The order of the axes, `H×W×D`, also of an output, in the letters of an input."""
        names = axis_names(len(self))
        if not names:
            return ""
        if self.symbols[-1] in _CHANNELS and self.symbols[0][0] in "LTH":
            return "×".join(names)
        if self.is_channels_first and self.symbols[-1][0] in "LW":
            return "×".join((names[-1], *names[:-1]))
        return "×".join(map(display, self.symbols))

    @property
    def is_channels_first(self) -> bool:
        """Whether the channels are the first axis, as in PyTorch."""
        return len(self) > 1 and self.symbols[0] in _CHANNELS

    @property
    def channels_last(self) -> Shape:
        """The sizes of a channels-first shape, with the channels moved to the end."""
        return Shape([*self[1:], self[0]])

    @property
    def channels_first(self) -> Shape:
        """The same axes, with the channels moved to the front."""
        return Shape([self[-1], *self[:-1]], (self.symbols[-1], *self.symbols[:-1]))

    @property
    def channels(self) -> int:
        """The channels: the last axis, or the first where channels come first."""
        return self[0] if self.is_channels_first else self[-1]

    depth = channels

    @property
    def height(self) -> int:
        """The height of a 2-D or 3-D volume."""
        return self._axis("H", "height")

    @property
    def width(self) -> int:
        """The width of a 2-D or 3-D volume."""
        return self._axis("W", "width")

    @property
    def length(self) -> int:
        """The length of a sequence."""
        return self._axis("L", "length")

    @property
    def size(self) -> Quantity:
        """The number of values in the volume: the product of its axes."""
        if not self.is_known:
            raise LayerError(f"the size of {self} is not known")
        symbols = dict(zip(self.symbols, map(int, self), strict=True))
        return Quantity(_size_formula(self.symbols), symbols, self.origins)

    @property
    def origins(self) -> dict[str, Quantity]:
        """The axes that a layer computed, by symbol."""
        axes = zip(self.symbols, self, strict=True)
        return {symbol: axis for symbol, axis in axes if isinstance(axis, Quantity)}

    @property
    def plain(self) -> Shape:
        """The sizes as plain ints, with the symbols of an input."""
        return Shape([axis if axis is UNKNOWN else int(axis) for axis in self])

    @property
    def is_known(self) -> bool:
        """Whether the sizes of all axes are known."""
        return all(axis is not UNKNOWN for axis in self)

    @property
    def mistakes(self) -> tuple[WrongAnswer, ...]:
        """The known mistakes about the whole shape, each with the shape that it gives: the axes
        for which the mistake is known have its values, and the others the right ones.
        """
        known: dict[str, tuple[str, list[Number]]] = {}
        for index, axis in enumerate(self):
            for mistake, value in wrong_values(axis) if isinstance(axis, Quantity) else ():
                _, axes = known.setdefault(mistake.id, (mistake.say, [int(each) for each in self]))
                axes[index] = value
        return tuple(WrongAnswer(name, tuple(axes), say) for name, (say, axes) in known.items())

    def _axis(self, symbol: str, name: str) -> int:
        axes = AXES.get(len(self) - 1, ())
        if symbol not in axes:
            raise LayerError(f"{self} has no {name}")
        return self[axes.index(symbol) + self.is_channels_first]

    def __eq__(self, other: object) -> bool:
        # A shape equals a list of its axes: authors write layer.output == [14, 14, 20].
        return super().__eq__(tuple(other) if isinstance(other, list) else other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return super().__hash__()

    def __str__(self) -> str:
        return "×".join("?" if axis is UNKNOWN else str(int(axis)) for axis in self) or "()"

    def __reduce__(self) -> tuple[type[Shape], tuple[tuple[int, ...], tuple[str, ...]]]:
        return Shape, (tuple(self.plain), self.symbols)


def axis_names(rank: int) -> tuple[str, ...]:
    """Return the symbols of a volume's axes: `H`, `W`, `D` for three."""
    known = _NAMES.get(rank)
    return known if known is not None else tuple(f"A{index + 1}" for index in range(rank))


def axis_index(axis: int, rank: int) -> int:
    """Return the index among `rank` axes without the batch, of an axis that a framework numbers
    with the batch as axis 0; -1 for the batch.
    """
    return axis - 1 if axis >= 0 else axis + rank


def as_shape(axes: object, least_rank: int = 1, unknown: bool = False) -> Shape:
    """Return the shape that an author wrote as a list of sizes, or as one size.

    With `unknown`, None is the size of an axis that is not known. Raises LayerError for anything
    else, and for a shape of fewer than `least_rank` axes.
    """
    if isinstance(axes, Shape):
        return axes
    if isinstance(axes, int) and not isinstance(axes, bool):
        axes = (axes,)
    if not isinstance(axes, (list, tuple)) or len(axes) < least_rank:
        raise LayerError("a shape is a list of sizes, such as [32, 32, 3]")
    for axis in axes:
        if axis.__class__ is int and 0 < axis <= MAX_AXIS:
            continue
        if unknown and (axis is None or axis is UNKNOWN):
            continue
        if not isinstance(axis, int) or isinstance(axis, bool) or not 0 < axis <= MAX_AXIS:
            raise LayerError(f"{quoted(axis)} is not a size: an axis is a whole number above 0")
    if len(axes) > 8:
        raise LayerError(f"a shape of {len(axes)} axes is more than a layer takes")
    return Shape([UNKNOWN if axis is None or axis is UNKNOWN else int(axis) for axis in axes])


def given_shapes(shapes: tuple[object, ...], least_rank: int) -> tuple[Shape, ...]:
    """Return the shapes that a layer is called with, one by one or as one list of shapes.

    Raises LayerError.
    """
    only = shapes[0] if len(shapes) == 1 else None
    if isinstance(only, (list, tuple)) and only and isinstance(only[0], (list, tuple)):
        shapes = tuple(only)
    return tuple(
        [each.plain if isinstance(each, Shape) else as_shape(each, least_rank) for each in shapes]
    )


@lru_cache(maxsize=256)
def _size_formula(symbols: tuple[str, ...]) -> CountFormula:
    mistakes: tuple[WrongFormula, ...] = ()
    if len(symbols) > 1:
        first = symbols[0] in _CHANNELS
        channels = symbols[0] if first else symbols[-1]
        spatial = "*".join(symbols[1:] if first else symbols[:-1])
        mistakes = (
            wrong("channels-forgotten/size", spatial, f"{channels} > 1"),
            wrong("axes-added", " + ".join(symbols)),
        )
    return CountFormula("activation size", "*".join(symbols) or "1", (), mistakes)
