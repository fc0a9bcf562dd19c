"""Pooling windows with PyTorch's arguments: padding in numbers, dilation, `ceil_mode`."""

from __future__ import annotations

from typing import ClassVar

from quizengine.calculator.arguments import real, truth, whole
from quizengine.calculator.errors import LayerError, shown
from quizengine.calculator.keras.old_convolution import output_symbols
from quizengine.calculator.keras.pooling import pooled_depth, pooling_recipe
from quizengine.calculator.layer import Symbols
from quizengine.calculator.quantity import Quantity, Recipe
from quizengine.calculator.shape import Shape
from quizengine.calculator.symbols import AXES, AXIS_NAMES, axis_symbols
from quizengine.calculator.torch.base import OldChannelsFirst, in_torch, spread
from quizengine.calculator.torch.ceil_mode import POOLING_TERMS, CeilAxis, ceil_recipe
from quizengine.calculator.windows import Window, window


class _Pooling(OldChannelsFirst):
    """What the poolings share: a window over each channel alone."""

    expression_names: ClassVar[frozenset[str]] = frozenset(
        {"name", "kernel_size", "stride", "ceil_mode"}
    )
    neutral = "pooling picks or averages values; it has no weights to learn"

    kernel_size: tuple[int, ...]
    stride: tuple[int, ...]
    ceil_mode: bool
    _pads: tuple[int, ...]
    _window: Window

    def _keep_window(
        self,
        kernel_size: object,
        stride: object,
        padding: object,
        ceil_mode: object,
        dilation: object = 1,
    ) -> None:
        sizes = spread("kernel_size", kernel_size, self.rank)
        self._keep(
            kernel_size=sizes,
            stride=sizes if stride is None else spread("stride", stride, self.rank),
            _pads=spread("padding", padding, self.rank, least=0),
            ceil_mode=truth("ceil_mode", ceil_mode),
        )
        for pad, size in zip(self._pads, sizes, strict=True):
            if pad > size // 2:
                raise LayerError(
                    f"padding {pad} is more than half of kernel_size {size}: a window could lie "
                    "in it as a whole"
                )
        rates = spread("dilation", dilation, self.rank)
        terms = POOLING_TERMS
        self._keep(_window=window(sizes, self.stride, self._pads, rates, terms))

    def symbols(self, shape: Shape) -> Symbols:
        """H, W, D of the input; F, S, P, d of the window."""
        symbols = super().symbols(shape)
        symbols.update(self._window.symbols)
        return symbols

    def output(self, shape: Shape, symbols: Symbols) -> Shape:
        """The channels as they are, one position per stop of the window."""
        axes = self._rounded_up(symbols) if self.ceil_mode else self._window.axes(shape)
        depth = Quantity(in_torch(pooled_depth(self._window.product), POOLING_TERMS), symbols)
        return Shape([*axes, depth], output_symbols(self.rank, "D"))

    def _rounded_up(self, symbols: Symbols) -> list[Quantity]:
        sliding = self._window
        letters = [("F", sliding.size), ("S", sliding.strides), ("P", self._pads)]
        if max(sliding.dilation) > 1:
            letters.append(("d", sliding.dilation))
        named = {letter: axis_symbols(letter, values) for letter, values in letters}
        axes = []
        for index, axis in enumerate(AXES[self.rank]):
            reach = sliding.dilation[index] * (sliding.size[index] - 1) + 1
            pad = self._pads[index]
            symbol = {letter: each[index] for letter, each in named.items()}
            text = CeilAxis(
                axis, symbol["F"], symbol["S"], symbol["P"] if pad else "", symbol.get("d", ""),
                capped=pad + sliding.strides[index] > reach,
            )  # fmt: skip
            quantity = Quantity(ceil_recipe(text), symbols)
            if quantity < 1:
                raise LayerError(
                    f"a window of {reach} does not fit into an input {AXIS_NAMES[axis]} of "
                    f"{symbols[axis]}: the output {AXIS_NAMES[axis]} would be {int(quantity)}"
                )
            axes.append(quantity)
        return axes

    def recipe(self, quantity: str) -> Recipe:
        """Every count of a pooling layer is 0."""
        recipe = pooling_recipe(quantity, self.rank, self._window.product, self.neutral)
        return in_torch(recipe, POOLING_TERMS)


class _MaxPool(_Pooling):
    expression_names = _Pooling.expression_names | {"padding", "dilation"}

    padding: tuple[int, ...]
    dilation: tuple[int, ...]
    return_indices: bool = False

    def __init__(
        self,
        kernel_size: object,
        stride: object = None,
        padding: object = 0,
        dilation: object = 1,
        return_indices: object = False,
        ceil_mode: object = False,
    ) -> None:
        """Take PyTorch's arguments; the stride is the kernel size unless it is given.

        Raises LayerError for what PyTorch refuses.
        """
        super().__init__()
        self._keep_window(kernel_size, stride, padding, ceil_mode, dilation)
        self._keep(padding=self._pads, dilation=self._window.dilation)
        self._keep_changed(return_indices=truth("return_indices", return_indices))

    def apply(self, inputs: tuple[Shape, ...]) -> tuple[Symbols, tuple[Shape, ...]]:
        """The pooled values, and with `return_indices` as many places of the largest ones."""
        symbols, outputs = super().apply(inputs)
        return symbols, outputs * 2 if self.return_indices else outputs


class MaxPool1d(_MaxPool):
    """The largest value in each window of a `D×L` input."""

    rank = 1


class MaxPool2d(_MaxPool):
    """The largest value in each window of a `D×H×W` input."""

    rank = 2


class MaxPool3d(_MaxPool):
    """The largest value in each window of a `D×T×H×W` input."""

    rank = 3


class _AvgPool(_Pooling):
    expression_names = _Pooling.expression_names | {"padding"}

    padding: tuple[int, ...]
    count_include_pad: bool = True
    divisor_override: int | None = None

    def __init__(
        self,
        kernel_size: object,
        stride: object = None,
        padding: object = 0,
        ceil_mode: object = False,
        count_include_pad: object = True,
        divisor_override: object = None,
    ) -> None:
        """Take PyTorch's arguments; the stride is the kernel size unless it is given.

        Raises LayerError for what PyTorch refuses.
        """
        super().__init__()
        self._keep_window(kernel_size, stride, padding, ceil_mode)
        self._keep(padding=self._pads)
        self._keep_changed(count_include_pad=truth("count_include_pad", count_include_pad))
        if divisor_override is not None:
            divisor = whole("divisor_override", divisor_override, least=-(1 << 40))
            if divisor == 0:
                raise LayerError("divisor_override must not be 0")
            self._keep(divisor_override=divisor)


class AvgPool1d(_AvgPool):
    """The mean of each window of a `D×L` input."""

    rank = 1

    def __init__(
        self,
        kernel_size: object,
        stride: object = None,
        padding: object = 0,
        ceil_mode: object = False,
        count_include_pad: object = True,
    ) -> None:
        """Take PyTorch's arguments, which have no `divisor_override` along one axis.

        Raises LayerError for what PyTorch refuses.
        """
        super().__init__(kernel_size, stride, padding, ceil_mode, count_include_pad)


class AvgPool2d(_AvgPool):
    """The mean of each window of a `D×H×W` input."""

    rank = 2


class AvgPool3d(_AvgPool):
    """The mean of each window of a `D×T×H×W` input."""

    rank = 3

    def output(self, shape: Shape, symbols: Symbols) -> Shape:
        """The mean of each window; PyTorch compares the window with the input unpadded."""
        for axis, size in zip(shape, self.kernel_size, strict=False):
            if size > axis:
                raise LayerError(
                    f"the window {'×'.join(map(str, self.kernel_size))} is larger than the input "
                    f"{'×'.join(str(int(each)) for each in shape[:-1])}, its padding left out"
                )
        return super().output(shape, symbols)


class _LPPool(_Pooling):
    def __init__(
        self,
        norm_type: object,
        kernel_size: object,
        stride: object = None,
        ceil_mode: object = False,
    ) -> None:
        """Take PyTorch's arguments. Raises LayerError for what PyTorch refuses."""
        super().__init__()
        power = real("norm_type", norm_type)
        if power == 0:
            raise LayerError(f"norm_type must not be {shown(norm_type)}")
        if isinstance(kernel_size, (list, tuple)) and len(kernel_size) == 1 < self.rank:
            raise LayerError(f"kernel_size needs {self.rank} numbers, one per axis, and has 1")
        self._keep(norm_type=power)
        self._keep_window(kernel_size, stride, 0, ceil_mode)


class LPPool1d(_LPPool):
    """The power mean of each window of a `D×L` input."""

    rank = 1


class LPPool2d(_LPPool):
    """The power mean of each window of a `D×H×W` input."""

    rank = 2
