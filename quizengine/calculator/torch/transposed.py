"""Transposed convolutions, with PyTorch's arguments: each input value puts down a whole kernel.

Formulas: Dumoulin and Visin, "A guide to convolution arithmetic for deep learning", 2016,
relationship 14, with PyTorch's `output_padding`: (H − 1)·S − 2·P + F + O.
"""

from __future__ import annotations

from functools import lru_cache
from typing import ClassVar, NamedTuple

from quizengine.calculator.arguments import per_axis, truth
from quizengine.calculator.errors import LayerError, shown
from quizengine.calculator.keras.convolution_counts import group_phrases
from quizengine.calculator.keras.old_convolution import FILTER_DEPTH, output_symbols
from quizengine.calculator.keras.transposed import start_phrases
from quizengine.calculator.layer import Symbols
from quizengine.calculator.quantity import Mistake, Quantity, Recipe
from quizengine.calculator.shape import Shape
from quizengine.calculator.symbols import AXES, AXIS_NAMES, axis_symbols
from quizengine.calculator.torch.base import WINDOW_TERMS, in_torch, spread
from quizengine.calculator.torch.old_convolution import ConvolutionLayer
from quizengine.calculator.windows import reach_phrases


class _Transposed(ConvolutionLayer):
    """What the transposed convolutions share."""

    expression_names: ClassVar[frozenset[str]] = ConvolutionLayer.expression_names | {
        "padding", "output_padding",
    }  # fmt: skip

    padding: tuple[int, ...]
    output_padding: tuple[int, ...]

    def __init__(
        self,
        in_channels: object,
        out_channels: object,
        kernel_size: object,
        stride: object = 1,
        padding: object = 0,
        output_padding: object = 0,
        groups: object = 1,
        bias: object = True,
        dilation: object = 1,
        padding_mode: object = "zeros",
        device: object = None,
        dtype: object = None,
    ) -> None:
        """Take PyTorch's arguments. Raises LayerError for what PyTorch refuses."""
        super().__init__()
        parts = self._keep_channels(in_channels, out_channels, groups)
        if isinstance(padding, str):
            raise LayerError(
                f"{self.kind} takes a padding in numbers, not {shown(padding)}: a transposed "
                'convolution has no "same" or "valid"'
            )
        if padding_mode != "zeros":
            raise LayerError(f'{self.kind} only pads with "zeros", not {shown(padding_mode)}')
        self._keep(
            kernel_size=per_axis("kernel_size", kernel_size, self.rank),
            stride=spread("stride", stride, self.rank),
            padding=spread("padding", padding, self.rank, least=0),
            output_padding=spread("output_padding", output_padding, self.rank, least=0),
            groups=parts,
            bias=truth("bias", bias),
            dilation=spread("dilation", dilation, self.rank),
        )
        for more, stride_, rate in zip(
            self.output_padding, self.stride, self.dilation, strict=True
        ):
            if more >= max(stride_, rate):
                raise LayerError(
                    f"output_padding {more} must be less than the stride {stride_} or the "
                    f"dilation {rate}"
                )

    def symbols(self, shape: Shape) -> Symbols:
        """H, W, D of the input; F, S, P, d, O (output_padding); K output channels; G groups."""
        symbols = super().symbols(shape)
        for letter, values in self._letters():
            symbols.update(zip(axis_symbols(letter, values), values, strict=True))
        return symbols

    def _letters(self) -> list[tuple[str, tuple[int, ...]]]:
        letters = [("F", self.kernel_size), ("S", self.stride)]
        if max(self.padding):
            letters.append(("P", self.padding))
        if max(self.dilation) > 1:
            letters.append(("d", self.dilation))
        if max(self.output_padding):
            letters.append(("O", self.output_padding))
        return letters

    def output(self, shape: Shape, symbols: Symbols) -> Shape:
        """One channel per filter, each spatial axis spread by the stride."""
        named = {letter: axis_symbols(letter, values) for letter, values in self._letters()}
        axes = []
        for index, axis in enumerate(AXES[self.rank]):
            letters = tuple([(letter, each[index]) for letter, each in named.items()])
            quantity = Quantity(_axis_recipe(axis, letters), symbols)
            if quantity < 1:
                raise LayerError(
                    f"the output {AXIS_NAMES[axis]} would be {int(quantity)}: a padding of "
                    f"{self.padding[index]} on both sides takes all of it away"
                )
            axes.append(quantity)
        depth = Quantity(in_torch(FILTER_DEPTH, WINDOW_TERMS), symbols)
        return Shape([*axes, depth], output_symbols(self.rank, "K"))

    def recipe(self, quantity: str) -> Recipe:
        """(F·F·D + 1)·K, as in a convolution; the kernel is applied once per input position."""
        kernel = "*".join(axis_symbols("F", self.kernel_size))
        if quantity == "macs":
            return _cost_recipe(self.rank, kernel, self.groups > 1)
        return self._counted(quantity, kernel)

    def torch_kernel_shape(self, shape: Shape) -> Shape:
        """`(in_channels, out_channels / groups, *kernel_size)`: the two are the other way round."""
        axes = tuple(f"F{axis.lower()}" for axis in AXES[self.rank])
        sizes = [self.in_channels, self.out_channels // self.groups, *self.kernel_size]
        return Shape(sizes, ("D", "K", *axes))


class ConvTranspose1d(_Transposed):
    """A transposed convolution along one axis of a `D×L` input."""

    rank = 1


class ConvTranspose2d(_Transposed):
    """A transposed convolution along height and width of a `D×H×W` input."""

    rank = 2


class ConvTranspose3d(_Transposed):
    """A transposed convolution along three axes of a `D×T×H×W` input."""

    rank = 3


class _Axis(NamedTuple):
    """The texts that the formula of one axis is made of; empty where there is nothing."""

    axis: str
    stride: str
    size: str
    rate: str
    padding: str
    more: str

    def text(
        self, start: str = "", padding: str | None = None, more: str | None = None, rate: str = ""
    ) -> str:
        """The formula, or with another part in one place the formula of a mistake."""
        taken = f" - 2*{self.padding}" if padding is None and self.padding else padding or ""
        added = f" + {self.more}" if more is None and self.more else more or ""
        reach = f"({self.rate}*({self.size} - 1) + 1)" if self.rate else self.size
        return f"{start or self.start}{taken} + {rate or reach}{added}"

    @property
    def start(self) -> str:
        """Where the last kernel starts."""
        return f"({self.axis} - 1)*{self.stride}"


@lru_cache(maxsize=512)
def _axis_recipe(axis: str, letters: tuple[tuple[str, str], ...]) -> Recipe:
    """The output size along one axis; `letters` has the axis's symbols for F, S, P, d and O."""
    named = dict(letters)
    rate, padding, more = (named.get(letter, "") for letter in "dPO")
    parts = _Axis(axis, named["S"], named["F"], rate, padding, more)
    phrases = (
        *start_phrases(axis, parts.stride),
        *reach_phrases(parts.size, rate, "kernel"),
        *(((f"2*{padding}", "places cut off in all"),) if padding else ()),
    )
    label = f"output {AXIS_NAMES[axis]}"
    mistakes = tuple(_mistakes(parts))
    return Recipe(label, parts.text(), phrases, mistakes, WINDOW_TERMS)


def _mistakes(parts: _Axis) -> list[Mistake]:
    axis, stride, size = parts.axis, parts.stride, parts.size
    pad = f" + 2*{parts.padding}" if parts.padding else ""
    mistakes = [
        Mistake(
            "forward-formula",
            f"floor(({axis} - {size}{pad})/{stride}) + 1",
            "This is the size after an ordinary convolution; a transposed one goes the other way.",
            when=f"{axis}{pad} >= {size} > 1",
            seen="a deeplearning.ai forum thread about several formulas in several places",
        ),
        Mistake(
            "stride-ignored",
            parts.text(start=f"{axis} - 1"),
            "The stride is left out: it is how far apart two kernels start.",
            when=f"{stride} > 1 and {axis} > 1",
        ),
        Mistake(
            "no-minus-one",
            parts.text(start=f"{axis}*{stride}"),
            "The 1 is not taken off: the first kernel starts at 0, before any stride.",
        ),
        Mistake(
            "size-times-stride",
            f"{axis}*{stride}",
            "Only the stride was multiplied in; kernel and padding count as well.",
            when=f"{axis}*{stride} != {parts.text()}",
        ),
    ]
    if parts.padding:
        mistakes += [
            Mistake(
                "padding-added",
                parts.text(padding=f" + 2*{parts.padding}"),
                "The padding was added; in a transposed convolution it is cut off the output.",
                when=f"{parts.padding} > 0",
            ),
            Mistake(
                "padding-once",
                parts.text(padding=f" - {parts.padding}"),
                "The padding is taken off once; it is cut off on both sides.",
                when=f"{parts.padding} > 0",
            ),
            Mistake(
                "padding-ignored",
                parts.text(padding=""),
                "The padding is left out: it is cut off the output on both sides.",
                when=f"{parts.padding} > 0",
            ),
        ]
    if parts.more:
        mistakes.append(
            Mistake(
                "output-padding-forgotten",
                parts.text(more=""),
                "The output_padding is left out: it is added to the size, on one side.",
                when=f"{parts.more} > 0",
                seen="31 given for 32",
            )
        )
    if parts.rate:
        mistakes.append(
            Mistake(
                "dilation-ignored",
                parts.text(rate=size),
                "The dilation is left out: with gaps the kernel reaches d·(F − 1) + 1 far.",
                when=f"{parts.rate} > 1 and {size} > 1",
            )
        )
    return mistakes


@lru_cache(maxsize=32)
def _cost_recipe(rank: int, kernel: str, grouped: bool) -> Recipe:
    weights = f"{kernel}*(D/G)*K" if grouped else f"{kernel}*D*K"
    inputs = "*".join(AXES[rank])
    outputs = "*".join(f"{axis}o" for axis in AXES[rank])
    mistakes = (
        Mistake(
            "output-positions-for-cost",
            f"{weights}*({outputs})",
            "The output positions were counted; here the kernel is applied per input position.",
        ),
        Mistake(
            "flops-for-macs",
            f"2*{weights}*({inputs})",
            "These are floating-point operations: one multiply-accumulate is two of them.",
            seen="issues of several FLOP counters",
        ),
        Mistake(
            "one-position-cost",
            weights,
            "This is the cost at one position; the kernel is applied at every input position.",
            when=f"{inputs} > 1",
        ),
    )
    phrases = ((weights, "weights"), (inputs, "input positions"), *group_phrases(grouped))
    why = "every input value is multiplied by the whole kernel"
    text = f"{weights}*({inputs})"
    return Recipe("multiply-accumulates", text, phrases, mistakes, WINDOW_TERMS, why)
