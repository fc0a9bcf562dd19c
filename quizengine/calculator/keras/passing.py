"""Layers that learn nothing: they hand values on, in one row or as they are."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from quizengine.calculator.arguments import real
from quizengine.calculator.errors import LayerError
from quizengine.calculator.layer import Symbols
from quizengine.calculator.old_layer import OldLayer
from quizengine.calculator.quantity import Mistake, Quantity, Recipe
from quizengine.calculator.shape import UNKNOWN, Shape, as_shape


class Input(OldLayer):
    """The shape that goes in, without the batch."""

    neutral = "the input only states a shape"
    least_rank = 0

    shape: Shape

    def __init__(self, shape: object, name: object = None) -> None:
        """Take Keras's arguments; an axis of unknown size is None.

        Raises LayerError unless the shape is a list of sizes.
        """
        super().__init__(name)
        self._keep(shape=as_shape(shape, 0, unknown=True))

    def symbols(self, shape: Shape) -> Symbols:
        """The axes. Raises LayerError where another shape comes in."""
        wanted = [
            size if axis is UNKNOWN else axis for axis, size in zip(self.shape, shape, strict=False)
        ]
        if len(shape) != len(self.shape) or list(shape) != wanted:
            raise LayerError(f"the input is {self.shape}, and {shape} was given")
        return super().symbols(shape)


class Flatten(OldLayer):
    """All axes in one row."""

    neutral = "flattening only rearranges values"
    least_rank = 0

    def __init__(
        self, data_format: object = None, name: object = None, trainable: object = True
    ) -> None:
        """Take Keras's arguments. Raises LayerError for what Keras refuses."""
        super().__init__(name, trainable)
        self._keep_format(data_format)

    def output(self, shape: Shape, symbols: Symbols) -> Shape:
        """One axis, as long as the input is large."""
        length = Quantity(_flat_recipe(tuple(symbols)), symbols)
        return Shape([length], ("n",))


@lru_cache(maxsize=32)
def _flat_recipe(axes: tuple[str, ...]) -> Recipe:
    mistakes: tuple[Mistake, ...] = ()
    if len(axes) > 1:
        mistakes = (
            Mistake(
                "channels-forgotten",
                "*".join(axes[:-1]),
                "The channels are left out: flattening keeps every value.",
                when=f"{axes[-1]} > 1",
            ),
            Mistake(
                "flatten-forgotten",
                axes[-1],
                "These are the channels alone, as if nothing were flattened: every place of every "
                "channel comes into the row.",
                when=f"{'*'.join(axes[:-1])} > 1",
                seen="a question on Stack Overflow: Dense on an unflattened volume",
                minor=True,
            ),
            Mistake(
                "axes-added",
                " + ".join(axes),
                "The axes were added; they are multiplied.",
                minor=True,
            ),
        )
    return Recipe("flat length", "*".join(axes) or "1", (), mistakes)


class Identity(OldLayer):
    """The input as it is."""

    neutral = "it hands its input on"
    least_rank = 0

    def __init__(self, name: object = None, trainable: object = True) -> None:
        """Take Keras's arguments."""
        super().__init__(name, trainable)


class Masking(OldLayer):
    """Marks the steps of a sequence that later layers leave out."""

    neutral = "masking only marks steps"

    mask_value: Fraction = Fraction(0)

    def __init__(
        self, mask_value: object = 0, name: object = None, trainable: object = True
    ) -> None:
        """Take Keras's arguments. Raises LayerError unless the value is a number."""
        super().__init__(name, trainable)
        self._keep_changed(mask_value=real("mask_value", mask_value))


class Rescaling(OldLayer):
    """Each value multiplied by a fixed scale, and moved by a fixed offset."""

    neutral = "scale and offset are given, not learnt"
    least_rank = 0

    scale: object
    offset: object = Fraction(0)

    def __init__(
        self,
        scale: object,
        offset: object = 0,
        name: object = None,
        trainable: object = True,
    ) -> None:
        """Take Keras's arguments: a number, or one for each channel.

        Raises LayerError unless they are numbers.
        """
        super().__init__(name, trainable)
        self._keep(scale=_numbers("scale", scale))
        self._keep_changed(offset=_numbers("offset", offset))


def _numbers(name: str, value: object) -> Fraction | tuple[Fraction, ...]:
    if isinstance(value, (list, tuple)):
        return tuple([real(name, item) for item in value])
    return real(name, value)
