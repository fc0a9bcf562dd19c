"""Convolutions in one, two and three dimensions, with the arguments that PyTorch gives them."""

from __future__ import annotations

from typing import ClassVar

from quizengine.calculator.arguments import Padding, per_axis, truth, whole
from quizengine.calculator.errors import LayerError
from quizengine.calculator.keras.convolution_counts import convolution_recipe
from quizengine.calculator.keras.old_convolution import (
    FILTER_DEPTH,
    PADDED_FILTER_DEPTH,
    output_symbols,
    weight_axes,
)
from quizengine.calculator.layer import Symbols
from quizengine.calculator.quantity import Quantity, Recipe
from quizengine.calculator.shape import Shape
from quizengine.calculator.symbols import AXES, AXIS_NAMES
from quizengine.calculator.torch.base import (
    WINDOW_TERMS,
    OldChannelsFirst,
    check_channels,
    in_torch,
    one_of,
    spread,
)
from quizengine.calculator.windows import Window, window

PADDING_MODES = ("zeros", "reflect", "replicate", "circular")


class ConvolutionLayer(OldChannelsFirst):
    """What convolutions and transposed convolutions share: channels, kernel, groups and bias."""

    expression_names: ClassVar[frozenset[str]] = frozenset(
        {"name", "in_channels", "out_channels", "kernel_size", "stride", "dilation", "groups"}
        | {"bias"}
    )

    in_channels: int
    out_channels: int
    kernel_size: tuple[int, ...]
    stride: tuple[int, ...]
    dilation: tuple[int, ...]
    groups: int
    bias: bool

    def _keep_channels(self, in_channels: object, out_channels: object, groups: object) -> int:
        """Keep the channels; the groups they are shared out among. Raises LayerError."""
        inside = whole("in_channels", in_channels)
        outside = whole("out_channels", out_channels)
        parts = whole("groups", groups)
        for name, channels in (("in_channels", inside), ("out_channels", outside)):
            if channels % parts:
                raise LayerError(
                    f"{name} {channels} cannot be shared out among {parts} groups: {channels} is "
                    f"not a multiple of {parts}"
                )
        self._keep(in_channels=inside, out_channels=outside)
        return parts

    def symbols(self, shape: Shape) -> Symbols:
        """H, W, D of the input; K output channels; G groups."""
        symbols = super().symbols(shape)
        check_channels(self.kind, self.in_channels, shape.channels)
        symbols["K"] = self.out_channels
        if self.groups > 1:
            symbols["G"] = self.groups
        return symbols

    def _counted(self, quantity: str, kernel: str, *, dilated: bool = False) -> Recipe:
        grouped = self.groups > 1
        recipe = convolution_recipe(quantity, self.rank, kernel, self.bias, grouped, dilated)
        without = quantity == "biases" and not self.bias
        return in_torch(recipe, WINDOW_TERMS, "bias=False: there are none" if without else None)


class _Convolution(ConvolutionLayer):
    """What the convolutions share: filters that slide over an input with channels first."""

    padding: Padding
    padding_mode: str = "zeros"
    _window: Window

    def __init__(
        self,
        in_channels: object,
        out_channels: object,
        kernel_size: object,
        stride: object = 1,
        padding: object = 0,
        dilation: object = 1,
        groups: object = 1,
        bias: object = True,
        padding_mode: object = "zeros",
        device: object = None,
        dtype: object = None,
    ) -> None:
        """Take PyTorch's arguments. Raises LayerError for what PyTorch refuses."""
        super().__init__()
        parts = self._keep_channels(in_channels, out_channels, groups)
        words: Padding
        if isinstance(padding, str):
            words = one_of("padding", padding, ("valid", "same"))
        else:
            words = spread("padding", padding, self.rank, least=0)
        mode = one_of("padding_mode", padding_mode, PADDING_MODES)
        if mode != "zeros":
            # Only where it pads with zeros does PyTorch spread a list of one over the axes.
            name, value = ("dilation", dilation) if words == "same" else ("padding", padding)
            if isinstance(value, (list, tuple)):
                per_axis(name, value, self.rank, least=0)
        self._keep(
            kernel_size=per_axis("kernel_size", kernel_size, self.rank),
            stride=spread("stride", stride, self.rank),
            padding=words,
            dilation=spread("dilation", dilation, self.rank),
            groups=parts,
            bias=truth("bias", bias),
        )
        self._keep_changed(padding_mode=mode)
        if words == "same" and max(self.stride) > 1:
            raise LayerError(f'padding="same" takes a stride of 1, not {max(self.stride)}')
        terms = WINDOW_TERMS
        sliding = window(self.kernel_size, self.stride, words, self.dilation, terms)
        self._keep(_window=sliding)

    def symbols(self, shape: Shape) -> Symbols:
        """H, W, D of the input; F, S, P, d of the window; K output channels; G groups."""
        symbols = super().symbols(shape)
        symbols.update(self._window.symbols)
        return symbols

    def output(self, shape: Shape, symbols: Symbols) -> Shape:
        """One channel per filter, one position per stop of the window."""
        self._check_padding(shape)
        axes = self._window.axes(shape)
        depth = in_torch(PADDED_FILTER_DEPTH if "P" in symbols else FILTER_DEPTH, WINDOW_TERMS)
        return Shape([*axes, Quantity(depth, symbols)], output_symbols(self.rank, "K"))

    def _check_padding(self, shape: Shape) -> None:
        """Values that stand in for zeros come from the input, which has to be large enough."""
        if self.padding_mode not in ("reflect", "circular"):
            return
        spare = 1 if self.padding_mode == "reflect" else 0
        for place, axis in enumerate(AXES[self.rank]):
            side = self._side(place)
            if side > shape[place] - spare:
                raise LayerError(
                    f'padding_mode="{self.padding_mode}" takes up to {shape[place] - spare} values '
                    f"from an input {AXIS_NAMES[axis]} of {int(shape[place])}, and the padding "
                    f"is {side}"
                )

    def _side(self, place: int) -> int:
        """The padding behind an axis, the larger one where the two sides differ."""
        if isinstance(self.padding, str):
            reach = self.dilation[place] * (self.kernel_size[place] - 1)
            return reach - reach // 2 if self.padding == "same" else 0
        return self.padding[place]

    def recipe(self, quantity: str) -> Recipe:
        """The formulas of CS231n's convolution notes: (F·F·D + 1)·K and their like."""
        return self._counted(quantity, self._window.product, dilated="d" in self._window.symbols)

    def torch_kernel_shape(self, shape: Shape) -> Shape:
        """`(out_channels, in_channels / groups, *kernel_size)`."""
        axes = [self.out_channels, self.in_channels // self.groups, *self.kernel_size]
        return Shape(axes, weight_axes(self.rank, torch=True))


class _OldConv1d(_Convolution):
    """A convolution along one axis of a `D×L` input."""

    rank = 1


class _OldConv2d(_Convolution):
    """A convolution along height and width of a `D×H×W` input."""

    rank = 2


class _OldConv3d(_Convolution):
    """A convolution along three axes of a `D×T×H×W` input."""

    rank = 3
