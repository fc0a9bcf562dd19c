"""Cropping and upsampling, with the arguments that Keras gives them."""

from __future__ import annotations

from functools import lru_cache

from quizengine.calculator.arguments import Custom, DataFormat, PerAxis, Sides, Whole
from quizengine.calculator.errors import LayerError, quoted
from quizengine.calculator.keras.base import KerasLayer
from quizengine.calculator.operation import Operation
from quizengine.calculator.operations.padding import Cropping
from quizengine.calculator.operations.resizing import Repetition
from quizengine.calculator.shape import Shape
from quizengine.calculator.symbols import AXES, AXIS_NAMES

_INTERPOLATIONS = ("nearest", "bilinear", "bicubic", "lanczos3", "lanczos5")

# Operations do not change, and draw after draw asks for the same.
_cropping = lru_cache(maxsize=64)(Cropping)


class _Cropping(KerasLayer, abstract=True):
    """The base of the cropping layers, which cut both ends of the spatial axes off."""

    cropping = Sides(1)

    def make_operation(self) -> Operation:
        """Return the cropping."""
        return _cropping(self.cropping)

    def check_input(self, *shapes: Shape) -> None:
        """Refuse a cropping that leaves nothing of an axis."""
        names = [AXIS_NAMES[axis] for axis in AXES[self.rank]]
        for name, size, (before, after) in zip(names, shapes[0], self.cropping, strict=False):
            if before + after >= size:
                raise LayerError(
                    f"cropping {before} + {after} from an input {name} of {int(size)} "
                    f"leaves {size - before - after}"
                )


class Cropping1D(_Cropping, rank=1):
    """Cropping before and after an `L×D` input."""


class Cropping2D(_Cropping, rank=2):
    """Cropping of the height and width of an `H×W×D` input; 0 by default."""

    cropping = Sides(0)
    data_format = DataFormat()


class Cropping3D(_Cropping, rank=3):
    """Cropping of the three spatial axes of a `T×H×W×D` input."""

    data_format = DataFormat()


class UpSampling1D(KerasLayer, rank=1):
    """Every position of an `L×D` input repeated."""

    size = Whole(2)

    def make_operation(self) -> Operation:
        """Return the upsampling."""
        return Repetition((self.size,))


class _UpSampling(KerasLayer, abstract=True):
    """The base of upsampling along several axes."""

    size = PerAxis(2)
    data_format = DataFormat()

    def make_operation(self) -> Operation:
        """Return the upsampling."""
        return Repetition(self.size[:1] if len(set(self.size)) == 1 else self.size)


def _interpolation(name: str, value: object) -> str:
    word = value.lower() if isinstance(value, str) else value
    if not isinstance(word, str) or word not in _INTERPOLATIONS:
        known = ", ".join(_INTERPOLATIONS)
        raise LayerError(f"{name} must be one of {known}, not {quoted(value)}")
    return word


class UpSampling2D(_UpSampling, rank=2):
    """Every position of an `H×W×D` input repeated along height and width."""

    interpolation = Custom(_interpolation, "nearest")


class UpSampling3D(_UpSampling, rank=3):
    """Every position of a `T×H×W×D` input repeated along its three spatial axes."""
